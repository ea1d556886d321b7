"""The README's tours, followed key by key: what each sentence promises is on the screen, at 80 × 24 and 120 × 36."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from data_view import rows_are_read
from passengers_table import write_passengers
from some_runs import some_runs
from stepped import app_of, shown, train_on, until
from textual.app import App
from textual.pilot import Pilot

from core.experiment.experiment import Experiment
from core.sweeps.cluster.local_workers import LocalWorkers
from core.sweeps.saved.new_folder import create_sweep_folder
from core.sweeps.saved.sweep_reader import SweepReader
from core.sweeps.sweep import Sweep
from core.sweeps.sweep_experiment import SweepExperiment
from tui_mlp.app.app import MlpApp
from tui_mlp.session.commands import Run
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.system.settings import Settings

README = Path(__file__).parents[3].joinpath("README.md").read_text("utf-8")
EACH_SIZE = pytest.mark.parametrize(
    "size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.slow)], ids="{0[0]}x{0[1]}".format
)
NAMES = {"+": "plus", "-": "minus", "[": "left_square_bracket", "]": "right_square_bracket", "?": "question_mark"}
NAMES |= {"<": "less_than_sign", ">": "greater_than_sign", "←": "left", "→": "right", "↑": "up", "↓": "down"}
NAMES |= {"esc": "escape", "del": "delete", "/": "slash"}
"""Textual's names of keys, by the README's."""
MOST_SECONDS = 10.0
"""Till what a step shows must have come."""


def section(title: str) -> str:
    """A section of the README, on one line."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)^## ", README, re.MULTILINE | re.DOTALL)
    assert found is not None
    return " ".join(found[1].split())


class Tour:
    """Follows a section of the README; training goes on only where a step says so."""

    def __init__(self, pilot: Pilot[None], title: str) -> None:
        self.pilot, self.app, self.text, self.followed = pilot, app_of(pilot), section(title), ""

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
        text, latest = await self.screen(), perf_counter() + MOST_SECONDS
        while missing := [words for words in shows if words not in text]:
            assert perf_counter() < latest, f"{sentence}\n{missing} is not on the screen\n{shown(self.app)}"
            await self.drawn_again()
            text = await self.screen()
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
        """Wait for a thread that reads or writes runs, or till figures have stood long enough to be read."""
        assert isinstance(self.app.session, SteppedSession)
        self.app.session.publish()
        await self.pilot.pause(0.05)

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


def tour_app(source: str, runs_dir: Path, keys: Sequence[str] = (), **options: Any) -> MlpApp:
    experiment = Experiment.load(source, keys)
    app = MlpApp(SteppedSession(experiment, runs_dir), settings=Settings(), runs_dir=runs_dir, **options)
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
        await step("`m` shows colours or a histogram instead of figures", "m", shows=["m histogram", "▀▀"])
        await step("`m` shows colours or a histogram instead of figures", "m", shows=["m figures"])
        await step("`m` shows colours or a histogram instead of figures", "m", shows=["m colours"])
        await step("`v` the gradient or the last step", "v", shows=["∇(1)"])
        await step("`v` the gradient or the last step", "v", shows=["step Θ(1)"])
        await step("`v` the gradient or the last step", "v", shows=["Θ(1) 3×8"])
        await tour.to("#loss")
        await step(
            "`tab` goes to the next, `z` makes it fill the screen", "z", shows=["Loss J"], hides=["Architecture"]
        )
        await step("`tab` goes to the next, `z` makes it fill the screen", "z", shows=["Loss J", "Architecture"])
        await step("In the loss, `+` zooms to the last part", "+", shows=["last 20"])
        await step("`l` switches between a linear and a logarithmic axis", "l", shows=["l linear"])
        await step("`l` switches between a linear and a logarithmic axis", "l", shows=["l log"])
        await step("`a` adds the accuracy", "a", shows=["accuracy"])
        await step("`←` and `→` read the curves at an epoch", "←", "←", shows=["─ epoch 40 "])
        await step("`←` and `→` read the curves at an epoch", "→", shows=["─ epoch 41 "])
        # 4
        await tour.to("#hyperparameters")
        await step("`tab` to Hyperparameters, start training with `space`", "space", shows=["training"], train=False)
        await step("change the learning rate with `←` and `→`", "→", shows=["learning rate ◂ 0.01 ▸"], train=False)
        await step("change the learning rate with `←` and `→`", "←", shows=["learning rate ◂ 0.003 ▸"], train=False)
        await step(
            "or type one after `enter`", "enter", *"0.02", "enter", shows=["learning rate ◂ 0.02 ▸"], train=False
        )
        await step("it takes effect at the next mini-batch", "space", shows=["paused epoch 42 of"])
        assert session.snapshot.edits[-1].epoch == 41, "the change took effect within the epoch"
        await step("`?` tells what each value does", "?", shows=["learning rate"])
        await pilot.press("escape")
        # 5
        await tour.to("#architecture")
        await step("`+` and `-` change the neurons of a layer", "+", shows=["2-9-8-1"])
        await step("`+` and `-` change the neurons of a layer", "-", "enter", shows=["2-8-8-1"])
        await step("`a` adds one", "a", "enter", shows=["2-8-8-8-1"])
        await step("`x` removes it", "x", "enter", shows=["2-8-8-1"])
        await step("`g` gives it another activation", "g", "enter", shows=["relu"])
        await step("`R` starts over from the same weights", "R", "enter", shows=["epoch 0 of"])
        # 6
        await step(
            "`o` opens other data, an experiment file or a saved run", "o", shows=["digits", "f files", "r runs"]
        )
        await pilot.press("escape")
        await step("`y` copies what is in focus", "y", shows=["Copied"])
        await step("`M` lists all messages so far", "M", shows=["Messages", "Copied"])
        await pilot.press("escape")
        await step("`ctrl+p` is the menu of everything, all themes included", "ctrl+p", *"theme", shows=["Theme"])
        await pilot.press("escape", "escape")
        await step("`q` quits, saves the run", "q")
        assert not app.is_running
    assert copied
    tour.followed += "`4`"  # the tour of the Data view follows it
    tour.complete()
    assert session.close()
    assert [path.name.partition("-")[0] for path in tmp_path.iterdir()] == ["spiral"]


@EACH_SIZE
async def test_what_the_network_does(tmp_path: Path, copied: list[str], size: tuple[int, int]) -> None:
    app = tour_app("spiral", tmp_path)
    app.session.change("training.epochs", 40)
    async with app.run_test(size=size) as pilot:
        tour = Tour(pilot, "What the network does")
        step, colours = tour.step, colours_of(app)
        # 1
        await step("`3` opens the Output view.", "3", shows=["3 Output: Map", "Output A(4)", "Neurons A(3)"])
        await step("On it lie the examples of all splits", shows=["train 300", "100"])
        before = colours()
        await step("Press `space`: the map bends while the network learns.", "space", shows=["finished epoch 40"])
        assert len(before - colours()) > 200
        await step("and a `×` on those that come out wrong", shows=["× wrong", "×"])
        # 2
        await step("Arrows go from example to example", "↓", shows=["wanted"])
        await step("`w` to the worst of those that come out wrong", "w", shows=["✗ wrong", "rank 1 of"])
        await step("Beside the map stand its values, its output and its loss.", shows=["x1", "x2", "output", "loss"])
        shown_whole = colours()
        await step("`+` and `-` zoom", "+", "+", "-")
        assert len(shown_whole - colours()) > 100
        await step("`0` shows all again", "0")
        assert len(shown_whole - colours()) < 20
        await pilot.press("tab")
        await step("From the pane of the example, `e` tries other values in it.", "e", "+", shows=["→"])
        await pilot.press("escape", "shift+tab")
        # 3
        await step("`enter` opens this example alone in the Step view, at the error of the output layer.", "enter",
                   shows=["2 Step", "alone", "Δ(4)[1,1]"])  # fmt: skip
        await step("`enter` there goes on to the output that was too large or too small", "enter", shows=["A(4)[1,1]"])
        await step("and again to the weight that made it so", "enter", shows=["Θ(3)["])
        await step("`esc` leads back step by step", "esc", "esc", "esc", shows=["3 Output: Map"])
        # 4
        await tour.to("NeuronsPane")
        await step("`tab` to Neurons: the same map for each neuron", shows=["Neurons A(3)", "weight in Θ(3)"])
        await step("`[` and `]` turn to another layer", "[", shows=["Neurons A(2)"])
        await step("`[` and `]` turn to another layer", "]", shows=["Neurons A(3)"])
        await step("`v` makes one large and small again", "v", shows=["Neuron 1 of A(3)"])
        await step("`v` makes one large and small again", "v", shows=["Neurons A(3)"])
        # 5
        await step("`p` turns the page, `ctrl+pageup` turns back.", "p", "ctrl+pageup", shows=["Output: Map"])
        await step("Classes: the confusion matrix", "p", shows=["Output: Classes", "Confusion"])
        await step("`enter` on a cell lists its rows", "enter", shows=["wanted"])
        await pilot.press("escape")
        await step("Threshold: ROC, precision and recall", "p", shows=["Output: Threshold", "ROC", "above 0.50"])
        await step("with a threshold that `←` and `→` move", "→", shows=["above 0.51"])
        await step("with a threshold that `←` and `→` move", "←", "←", shows=["above 0.49"])
        await step("`d` turns to the training or the test rows", "d", shows=["100 test rows"])
        await step("`c` to another class", "c", shows=["class 0"])
        await step("Activations: which layers are saturated.", "p", shows=["Output: Activations", "saturated"])
        # 6
        await step("`y` copies what is in focus as CSV", "y", shows=["Copied"])
        await step("the menu saves the picture as SVG", "ctrl+p", *"svg", shows=["SVG"])
        await pilot.press("escape", "escape")
    assert "," in copied[-1].splitlines()[0]
    tour.complete()
    assert app.session.close()


def colours_of(app: MlpApp) -> Callable[[], set[tuple[int, int, str]]]:
    """A function that says where on the screen which colours are."""

    def colours() -> set[tuple[int, int, str]]:
        found = set()
        for y, strip in enumerate(app.screen._compositor.render_strips()):
            x = 0
            for segment in strip:
                found |= {(x + cell, y, str(segment.style)) for cell in range(segment.cell_length)}
                x += segment.cell_length
        return found

    return colours


@EACH_SIZE
async def test_your_runs_beside_each_other(tmp_path: Path, size: tuple[int, int]) -> None:
    some_runs(tmp_path)
    trained = SteppedSession(Experiment.load("xor", ["training.epochs=3"]), tmp_path)
    trained.post(Run())
    trained.train_on()
    assert trained.close()
    app = tour_app("spiral", tmp_path)
    async with app.run_test(size=size) as pilot:
        tour = Tour(pilot, "Your runs beside each other")
        step = tour.step
        await step("`5` lists the runs, with a column for each setting in which they differ", "5")
        await until(pilot, "4 runs")
        await step("with a column for each setting in which they differ", shows=["architecture"])
        await step("`←` and `→` sort", "→", shows=["run ▴"])
        await step("`i` reverses the order", "i", shows=["run ▾"])
        await step("`/` finds runs by words of their names, data, settings (`optimizer=adam`)", "/",
                   *"optimizer=adam", "enter", shows=["3 of 4"], hides=["plain"])  # fmt: skip
        await step("`/` finds runs by words of their names", "/", *["backspace"] * 20, "enter", shows=["plain"])
        await step("The curve of the run in focus is drawn below", shows=["loss J"])
        await step("`x` marks it: up to five runs keep a letter and lie over each other, beside a table of what",
                   "x", "↓", "x", shows=["2 of 4 marked", "Differences"])  # fmt: skip
        await tour.to("#curves")
        await step("`←` and `→` in the curves read all of them at an epoch", "←", shows=["epoch"])
        await tour.to("#table")
        await step("`e` and `t` give it a name and a note", "e", *"best", "enter", shows=["best"])
        await step("`e` and `t` give it a name and a note", "t", *"of them", "enter")
        while not any(path.exists() and "of them" in path.read_text() for path in tmp_path.glob("*/label.json")):
            await pilot.pause(0.01)
        await step("`del` deletes it, after asking", "del", shows=["delete"])
        await pilot.press("enter")
        await until(pilot, "of 3 marked")
        await step("`enter` opens a run", "home", "enter", shows=["Loss J", "xor", "epoch 3 of"])
        tour.complete()
    assert app.session.close()


@pytest.mark.slow
async def test_many_settings(tmp_path: Path) -> None:
    text = README.split("## Many settings")[1]
    (file := tmp_path / "spiral.toml").write_text(text.split("```toml\n")[1].split("```")[0])
    sweep = SweepExperiment.load(file)
    folder = create_sweep_folder(tmp_path, sweep)
    with LocalWorkers(2) as workers:
        Sweep(folder, sweep, workers, print).run()
    app = tour_app("spiral", tmp_path, sweep=folder.path)
    async with app.run_test(size=(80, 24)) as pilot:
        tour = Tour(pilot, "Many settings, many machines")
        step = tour.step
        await step("opens view `6`, Sweep", "6", shows=["6 Sweep", "27 of 27", "▸ 16 0.0015 100 100.0 % 0.03 8-8 tanh"])
        await step("two layers of 8 neurons and tanh, has the least validation loss, 0.0015",
                   shows=["best 0.0015 trial 16"])  # fmt: skip
        await step("With `→` they are ordered by another column", "→", shows=["epoch ▴"])
        await step("With `→` they are ordered by another column", "←", shows=["loss ▴"])
        await step("`x` marks some of them", "x", shows=["▸ a 16"])
        await tour.to("#points")
        await step("each trial stands at its learning rate and its loss, in the shape of its hidden layers",
                   shows=["Learning rate × validation loss", "a trial 16", "● 4", "▲ 8-8"])  # fmt: skip
        await step("`]` draws the hidden layers instead", "]", shows=["Hidden × validation loss"])
        await step("once more the activation", "]", shows=["Activation × validation loss"])
        await step("`m` draws all keys at once, as parallel coordinates", "m", shows=["m points"])
        await tour.to("#importance")
        await step("hidden 0.61, learning rate 0.33, activation 0.06", shows=["0.61", "0.33", "0.06"])
        await step("With 27 trials that is rough", shows=["over 27 trials: rough"])
        await tour.to("#table")
        await step(
            "`enter` on trial 16 opens its run", "enter", shows=["spiral-trial-16", "epoch 100 of 100", "Loss J"]
        )
    ended = SweepReader(folder).refresh().ended
    for key, value, least in (("training.learning_rate", 0.003, 0.08), ("network.hidden", [4], 0.1)):
        losses = [one.objectives[0] or 0.0 for one in ended if one.settings[key] == value]
        assert min(losses) > least, "none gets below"


async def test_your_data_raw_and_prepared(tmp_path: Path) -> None:
    table = str(write_passengers(tmp_path))
    app = tour_app(table, tmp_path / "runs", ["data.target=rescued", "network.hidden=[4]", "training.epochs=5"])
    async with app.run_test(size=(80, 24)) as pilot:
        tour = Tour(pilot, "Your data, raw and prepared")
        step = tour.step

        async def back(key: str, *, shows: Sequence[str]) -> None:
            await pilot.press(key)
            await rows_are_read(pilot)
            await step("`u` takes a change back", shows=shows)

        # 1
        await step("`4` opens the Data view.", "4", shows=["4 Data", "Columns", "Rows"])
        await rows_are_read(pilot)
        await step("Columns: what each holds and what becomes of it", shows=["kind", "role", "missing", "distinct"])
        await step("`↓` and `↑` go from column to column", *"↓↓↑↓", shows=["▸ age"])
        # 2
        await step("`enter` leaves a column out or takes it in", "enter", shows=["age number ignored"])
        await back("u", shows=["age number input"])
        await step("`m` says what stands in for missing numbers", "m", shows=["missing → 28.9"])
        await back("u", shows=["missing → 29.19"])
        tour.followed += "`k` `t` `f` `g`"  # the tests of the Columns pane follow them
        # 3
        await step("`tab` to Rows: on the left as they stand in the file", "tab", shows=["as in the file", "line"])
        await step("The last line says how the number in focus came about", shows=["29.19"])
        await step("`missing → 29.1916, the mean of the training rows; (29.1916 - 29.1916) / 11.8377 = 0.0000`",
                   shows=["missing → 29.19"])  # fmt: skip
        await step("in a narrow terminal `v` turns from one to the other", "v", "v", "v")
        # 4
        await step("`w` chooses which rows are listed", "w", shows=["duplicates", "wrong"])
        await step("`w` chooses which rows are listed", "esc")
        await step("`/` finds while you type", "/", *"age > 60", "enter", shows=["found"])
        await step("`age > 40` in one; `]` and `[` go on.", "]", "[", shows=["found"])
        await step("`esc` lists all again.", "esc", hides=["found"])
        # 5
        await step("`enter` shows what the network gives for a row, in the Output view", "enter", shows=["3 Output"])
        await step("`4` comes back", "4", shows=["4 Data"])
        await step("`e` steps through it equation by equation", "e", shows=["2 Step", "alone"])
        await step("`4` comes back", "4", shows=["4 Data"])
        # 6
        await tour.to("#column")
        await step("`tab` goes on to the column in focus", shows=["mean"])
        await tour.to("#two-columns")
        await step("to two columns beside each other (`v` lays the network's map beneath them)", "v")
        await tour.to("#importance")
        await step("Importance, which says which columns matter", shows=["Importance"])
    assert app.session.close()
    spiral = tour_app("spiral", tmp_path)
    async with spiral.run_test(size=(80, 24)) as pilot:
        tour.pilot, tour.app = pilot, spiral
        await pilot.press("4")
        await rows_are_read(pilot)
        await tour.to("#points")
        text = "With generated data of two inputs, as in `mlp-tui spiral` or `mlp-tui plane`, draw points of your own"
        await step(text, shows=["500 points"])
        await step("`a` adds a point of the class in hand", "↓", "a", shows=["501 points"])
        await step("`c` takes the next class", "c", shows=["in hand: class 1"])
        await step("`enter` picks the nearest point up and puts it down", "enter", "↓", "enter", shows=["501 points"])
        await step("`x` removes it", "x", shows=["500 points"])
        await step("`t` saves them as CSV", "t", "esc")
    assert spiral.session.close()


@EACH_SIZE
async def test_nothing_is_lost(tmp_path: Path, size: tuple[int, int]) -> None:
    app = tour_app("xor", tmp_path)
    async with app.run_test(size=size) as pilot:
        tour = Tour(pilot, "Nothing is lost")
        step, session = tour.step, app.session
        for rate in (0.02, 0.05):
            for _epoch in range(3):
                await pilot.press("n")
                train_on(app)
            session.change("training.learning_rate", rate)
        await pilot.press("n")
        train_on(app)
        await step("`r` goes back: a slider over all epochs", "r", shows=["Rewind to epoch"])
        end = session.snapshot.present[0]
        await step("with the weights as they were then in the panes behind it", "shift+left",
                   shows=[f"epoch {end - 1} of {end}"])  # fmt: skip
        for key, epoch in (("[", 3), ("]", 6)):
            await step("`[` and `]` jump to the changes you made", key,
                       shows=[f"epoch {epoch} of {end}", "then learning rate"])  # fmt: skip
        await step("`space` plays them", "space", shows=["space stop"])
        await pilot.press("space", "[")
        await step("`enter` goes on from there", "enter", hides=["Rewind to"])
        train_on(app)
        assert session.snapshot.epoch < end
        await step("`b` goes back to its end", "r", "b", hides=["Rewind to"])
        train_on(app)
        await step("`b` goes back to its end", shows=[f"epoch {end:,} of"])
    assert session.close()


@EACH_SIZE
async def test_a_tour_of_one_mini_batch(tmp_path: Path, copied: list[str], size: tuple[int, int]) -> None:
    app = tour_app("by-hand", tmp_path)
    async with app.run_test(size=size) as pilot:
        tour = Tour(pilot, "A tour of one mini-batch")
        step = tour.step
        await step("`mlp-tui by-hand` opens a 2-2-1 network with given weights", shows=["by-hand", "2-2-1"])
        await step("`2` shows the Step view: on the left the lecture's algorithm", "2", shows=["Algorithm", "Equation"])
        await step("`s` runs the first equation, A(1) ← X (15).", "s", shows=["(15)", "A(1) ← X"])
        await step("`s` again: A(2) ← g(A(1) Θ(1)).", "s", shows=["A(2) ← g(A(1) Θ(1))"])
        await step("A(2)[1,1] = sigmoid(-0.3000) = 0.4256", shows=["A(2)[1,1]", "-0.3000", "0.4256"])
        await step("Arrows go to another value", "→", shows=["A(2)[1,2]"])
        await pilot.press("left")
        await step("`s` `s`: the output is 0.3797, where 1 was wanted, and the loss J is 0.9684 (14).", "s",
                   shows=["0.3797"])  # fmt: skip
        await step("`s` `s`: the output is 0.3797, where 1 was wanted, and the loss J is 0.9684 (14).", "s",
                   shows=["0.9684", "(14)"])  # fmt: skip
        for name in ("A(3)[1,1]", "A(2)[1,1]", "A(1)[1,1]"):
            await step("`enter` follows the largest term to the equation that made it", "enter", shows=[name])
        await step("`esc` comes back, step by step", "esc", "esc", "esc", shows=["0.9684"])
        await step("`tab` goes to the sum, where arrows choose which term to follow", "tab", "→", shows=["arrows term"])
        await pilot.press("shift+tab")
        await step("`s`: the error of the output, Δ(3) = Y − A(3) (16), is 0.6203.", "s", shows=["(16)", "0.6203"])
        for number in ("(19)", "(18)", "(17)"):
            await step("Three times `s`: its gradient ∇(2) (19), the slope g' (18), and Δ(2)", "s", shows=[number])
        await step("(0.6203 · 0.6000) · 0.2445 = 0.0910", shows=[".620", ".600", "· 0.2445 = 0.0910"])
        await step("`s` on to line 12: the weights take their step", "s", "s", shows=["Θ(1) ← Θ(1) − α ∇(1)"])
        await step("`S` undoes equations as far back as you stepped", "S", "S", shows=["Δ(2)[1,1]"])
        await step("`b` runs the rest of the mini-batch", "b", shows=["epoch 1 of"])
        await step("In the algorithm, `↑` and `↓` look at what has run", "shift+tab", "↑", "↑", shows=["▸"])
        await step("In the algorithm, `↑` and `↓` look at what has run", "↓", shows=["▸"])
        await step("and `z` shows each line whole", "z", shows=["A(2) ← g(A(1) Θ(1))", "Θ(1) ← Θ(1) − α ∇(1)"])
        await pilot.press("z")
        await step("`e` shows one example instead: its x and y", "e", shows=["Example", "wanted y", "its loss"])
        await pilot.press("e")
        await step("`y` copies the equation with its numbers, `Y` as LaTeX", "y", "Y", shows=["Copied"])
        assert "0." in copied[0]
        assert "\\" in copied[1]
        await step("`?` says what each equation is for", "?", shows=["equation"])
        await pilot.press("escape")
        await tour.to("AlgorithmPane")
        await pilot.press("up")
        await step("`d` on a value of ∇ or Δ derives it line by line", "d", shows=["Derivation of ∇(1)", "(3)", "(7)"])
        await step("`←` and `→` take another example", "→", "←", shows=["example 1 of 1"])
        await step("`d` goes back", "d", hides=["Derivation of"])
        await step("`space` goes on training from here", "space", shows=["finished"])
        await step("`B` lists breakpoints: a loss that rises, a weight or a gradient out of bounds", "B",
                   shows=["Breakpoints", "[ ]"])  # fmt: skip
        await step("Switch one on with `space`", "space", shows=["[x]"])
    assert app.session.close()
    images = tour_app("digits", tmp_path)
    async with images.run_test(size=size) as pilot:
        tour.pilot, tour.app = pilot, images
        await step("An image is drawn: try `mlp-tui digits`, then `2` `b` `e`.", "2", "b", "e", shows=["▀"])
        await pilot.press("e", "B", "up", "up", "space", "escape")
        await step("training stops right after the mini-batch where it happens and says where", "space",
                   shows=["training example 24 is 7, but"])  # fmt: skip
        await step("The Step view then has all equations of that mini-batch", shows=["▸ 7 A(3) ✓", "A(3)[1,3]"])
        assert len(app_of(pilot).session.snapshot.stepping.executions) == len(
            app_of(pilot).session.snapshot.stepping.plan
        )
    assert images.session.close()
    tour.complete()
