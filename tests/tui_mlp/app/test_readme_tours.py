"""The README's tours, followed key by key: what each sentence promises is on the screen, at 80 × 24 and 120 × 36."""

import re
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from some_runs import some_runs
from stepped import app_of, shown, train_on, until
from textual.app import App
from textual.pilot import Pilot

from core.experiment.experiment import Experiment
from tui_mlp.app.app import MlpApp
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.system.settings import Settings

README = Path(__file__).parents[3].joinpath("README.md").read_text("utf-8")
EACH_SIZE = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids="{0[0]}x{0[1]}".format)
NAMES = {"+": "plus", "-": "minus", "[": "left_square_bracket", "]": "right_square_bracket", "?": "question_mark"}
NAMES |= {"<": "less_than_sign", ">": "greater_than_sign", "←": "left", "→": "right", "↑": "up", "↓": "down"}
NAMES |= {"esc": "escape", "del": "delete", "/": "slash"}
"""Textual's names of keys, by the README's."""
MOST_SECONDS = 20.0
"""For a tour in which something never comes."""


def section(title: str) -> str:
    """A section of the README, on one line."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)^## ", README, re.MULTILINE | re.DOTALL)
    assert found is not None
    return " ".join(found[1].split())


class Tour:
    """Follows a section of the README; training goes on only where a step says so."""

    def __init__(self, pilot: Pilot[None], title: str) -> None:
        self.pilot, self.app, self.text, self.followed = pilot, app_of(pilot), section(title), ""
        self.latest = perf_counter() + MOST_SECONDS

    async def screen(self) -> str:
        """What is on the screen, with single blanks."""
        await self.pilot.pause()
        return " ".join(shown(self.app).split())

    async def step(
        self, sentence: str, *keys: str, shows: Sequence[str] = (), hides: Sequence[str] = (), train: bool = True
    ) -> None:
        """Press keys that a sentence of the README names, each with its training to the end, and look."""
        assert sentence in self.text, f"the README no longer says: {sentence}"
        self.followed += sentence
        for key in keys:
            await self.pilot.press(NAMES.get(key, key))
            if train:
                train_on(self.app)
            await self.pilot.pause()
        text = await self.screen()
        while self.app.session.state.busy and not all(words in text for words in shows):
            await self.drawn_again()
            text = await self.screen()
        for words in shows:
            assert words in text, f"{sentence}\n{words!r} is not on the screen\n{shown(self.app)}"
        for words in hides:
            assert words not in text, f"{sentence}\n{words!r} is on the screen\n{shown(self.app)}"

    async def to(self, pane: str) -> None:
        """Press `tab` till the pane has the focus."""
        for _pane in range(9):
            if self.app.screen.query_one(pane).has_focus:
                return
            await self.pilot.press("tab")
        raise AssertionError(f"tab doesn't come to {pane}")

    async def drawn_again(self) -> None:
        """Give what training shows another chance: it is drawn when figures have stood long enough to be read."""
        assert isinstance(self.app.session, SteppedSession)
        assert perf_counter() < self.latest, f"never came\n{shown(self.app)}"
        self.app.session.publish()
        await self.pilot.pause(0.01)

    async def trained_to(self, epoch: int) -> float:
        """Train to an epoch, till the header counts it; its train loss."""
        session = self.app.session
        assert isinstance(session, SteppedSession)
        while session.snapshot.epoch < epoch:
            session.task.advance()
            session.publish()
        while f"epoch {epoch:,} of" not in await self.screen():
            await self.drawn_again()
        return session.snapshot.figure("train_loss", epoch)

    def complete(self) -> None:
        """Every key that the section names has been followed in its sentence."""
        missing = [key for key in re.findall("`[^`]+`", self.text) if key not in self.followed and " " not in key]
        assert missing == []


def tour_app(source: str, runs_dir: Path, **options: Any) -> MlpApp:
    app = MlpApp(SteppedSession(Experiment.load(source), runs_dir), settings=Settings(), runs_dir=runs_dir, **options)
    app.animation_level = "none"
    return app


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was copied, in a terminal that has a clipboard."""
    texts = list[str]()
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(App, "copy_to_clipboard", lambda self, text: texts.append(text))
    return texts


@EACH_SIZE
async def test_two_minutes(tmp_path: Path, copied: list[str], size: tuple[int, int]) -> None:
    app = tour_app("spiral", tmp_path, speed=100)
    async with app.run_test(size=size) as pilot:
        tour = Tour(pilot, "Two minutes")
        step, session = tour.step, app.session
        # 1
        await step("`mlp-tui` opens two spirals, 300 points to learn from, and a network of two hidden layers.",
                   shows=["spiral", "2-8-8-1", "epoch 0 of 1,000", "2 hidden 8", "3 hidden 8"])  # fmt: skip
        assert len(session.snapshot.data.train.inputs) == 300
        await step("Press `space`.", "space", shows=["training"], train=False)
        losses = [await tour.trained_to(epoch) for epoch in (1, 2, 40)]
        assert losses[0] > losses[-1], "The loss falls"
        await step("at first at most 100 a second", shows=["at most 100/s"])
        await step("`<` is slower", "<", shows=["at most 50/s"], train=False)
        await step("`>` faster", ">", shows=["at most 100/s"], train=False)
        # 2
        await step("Press `space` again: it pauses at the end of the epoch.", "space", shows=["paused epoch 40 of"])
        await step("`n` trains one epoch", "n", shows=["paused epoch 41 of"])
        await step("`b` one mini-batch", "b", shows=["batch 1 of 30"])
        await step("`s` one equation of the lecture", "s", shows=["A(1)"])
        await step("`S` takes it back", "S", hides=["A(1)"])
        await step("`2` shows them in the Step view", "2", shows=["5 A(1)", "Equation"])
        await step("`1` is where you came from", "1", shows=["Loss J"])
        # 3
        await step("The pane in focus has a bright frame and its keys in it", shows=["[ ] layer"])
        await step("In the weights, `[` and `]` turn to another Θ", "]", shows=["Θ(2) 9×8"])
        await step("In the weights, `[` and `]` turn to another Θ", "[", shows=["Θ(1) 3×8"])
        await step("arrows move the cell in focus", "↓", "→", shows=["θ[1,2]"])
        await step("`m` shows colours or a histogram instead of figures", "m", shows=["m histogram"], hides=["x1 0.", "x1 -0."])
        await step("`m` shows colours or a histogram instead of figures", "m", shows=["m figures"])
        await step("`m` shows colours or a histogram instead of figures", "m", shows=["m colours"])
        await step("`v` the gradient or the last step", "v", shows=["∇(1)"])
        await step("`v` the gradient or the last step", "v", shows=["step Θ(1)"])
        await step("`v` the gradient or the last step", "v", shows=["Θ(1) 3×8"])
        await tour.to("#loss")
        await step("`tab` goes to the next, `z` makes it fill the screen", "z", shows=["Loss J"], hides=["Architecture"])
        await step("`tab` goes to the next, `z` makes it fill the screen", "z", shows=["Loss J", "Architecture"])
        await step("In the loss, `+` zooms to the last part", "+", shows=["last 20"])
        await step("`l` turns between a linear and a logarithmic axis", "l", shows=["l linear"])
        await step("`l` turns between a linear and a logarithmic axis", "l", shows=["l log"])
        await step("`a` adds the accuracy", "a", shows=["accuracy"])
        await step("`←` and `→` read the curves at an epoch", "←", "←", shows=["─ epoch 40 "])
        await step("`←` and `→` read the curves at an epoch", "→", shows=["─ epoch 41 "])
        # 4
        await tour.to("#hyperparameters")
        await step("`tab` to Hyperparameters, start training with `space`", "space", shows=["training"], train=False)
        await step("change the learning rate with `←` and `→`", "→", shows=["learning rate ◂ 0.01 ▸"], train=False)
        await step("change the learning rate with `←` and `→`", "←", shows=["learning rate ◂ 0.003 ▸"], train=False)
        await step("or type one after `enter`", "enter", *"0.02", "enter", shows=["learning rate ◂ 0.02 ▸"], train=False)
        await step("it takes effect at the next mini-batch", "space", shows=["paused epoch 42 of"])
        assert session.snapshot.edits[-1].epoch == 41, "the change took effect within the epoch"
        await step("`?` tells what each value does", "?", shows=["learning rate"])
        await pilot.press("escape")
        # 5
        await tour.to("#architecture")
        await step("`+` and `-` change the neurons of a layer", "+", shows=["2-9-8-1"])
        await step("`+` and `-` change the neurons of a layer", "-", "enter", shows=["2-8-8-1"])
        await step("`a` adds one", "a", shows=["2-8-8-8-1"])
        await step("`x` removes it", "x", shows=["2-8-8-1"])
        await step("`g` gives it another activation", "g", shows=["relu"])
        await step("`R` starts over from the same weights", "R", "enter", shows=["epoch 0 of"])
        # 6
        await step("`o` opens other data, an experiment file or a saved run", "o", shows=["digits", "f files", "r runs"])
        await pilot.press("escape")
        await step("`y` copies what is in focus", "y", shows=["copied"])
        await step("`ctrl+p` is the menu of everything, all themes included", "ctrl+p", *"theme", shows=["Theme"])
        await pilot.press("escape", "escape")
        await step("`q` quits, saves the run", "q")
        assert not app.is_running
    assert copied
    tour.complete()
    assert session.close()
    assert (tmp_path / "x").exists()
