"""With `--ascii` and in a locale without Unicode: every cell of every screen is printable ASCII."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import tomli_w
from data_view import rows_are_read
from exercises_on_screen import EACH_KIND, saved_session
from saved_sweeps import a_sweep_written_by
from some_runs import a_run
from stepped import INLINE, app_of, make_app, screen_of, shown, train_on, train_screen, until
from textual.pilot import Pilot
from textual.screen import Screen

import tui_mlp
from core.experiment.experiment import Experiment
from core.runs.summary import Label, write_label
from core.support.file_locks import Lock
from core.support.i18n import translated
from tui_mlp.app.app import MlpApp
from tui_mlp.app.command_palette import name_of, own_bindings
from tui_mlp.app.menu_entries import KEYLESS
from tui_mlp.app.views import VIEWS
from tui_mlp.dialogs.choice import Choice
from tui_mlp.dialogs.confirm import Confirm
from tui_mlp.dialogs.prompt import Prompt
from tui_mlp.render import control_guard
from tui_mlp.session.session import RunState
from tui_mlp.session.stepped_sessions import SteppedComparison, SteppedSession
from tui_mlp.system.settings import Settings
from tui_mlp.views.compare.screen import ComparisonScreen
from tui_mlp.views.data.screen import DataScreen
from tui_mlp.views.exercise.screen import ExerciseScreen
from tui_mlp.views.step.pane import StepPane
from tui_mlp.views.view_screen import View
from tui_mlp.widgets.app_base import ViewEntry
from tui_mlp.widgets.pane import Pane

NAME = "año α → 日本"
"""Of a file, a column, a class, a run: some of it can be written in ASCII, some can't."""
FRAMES = frozenset(map(chr, range(0x2500, 0x25A0)))
"""Lines and blocks, of which Textual's borders are made."""
PRINTABLE = frozenset(map(chr, range(0x20, 0x7F))) | {"\n"}
KEYS_BEFORE = {"train": ("n",), "step": ("b", "e", "e", "s", "s", "s")}
"""What is done in a view before it is looked at, by its mode."""
WILD = INLINE.replace("[network]", '[network]\noutput = "identity"\nactivation = "identity"').replace(
    "epochs = 5", 'epochs = 4\nlearning_rate = 1.0\noptimizer = "gradient_descent"'
)
"""Training that diverges at a larger learning rate."""
WAY = re.compile(r"\([-\d, ]+\)")
"""How far an action goes, which way."""
ENDING = ("quit", "copy")
"""Actions that end the app, or write a file where the terminal has no clipboard."""


def program_classes(base: type) -> set[type]:
    """The classes of the program derived from this one from which no other is derived."""
    for module in pkgutil.walk_packages(tui_mlp.__path__, "tui_mlp."):
        importlib.import_module(module.name)

    def last(kind: type) -> set[type]:
        return set().union(*map(last, kind.__subclasses__())) or {kind}

    return {kind for kind in last(base) if kind.__module__.startswith("tui_mlp.")}


class Walk:
    """Goes through an app's screens, looks at each, and keeps which screens and panes it has seen."""

    def __init__(self, pilot: Pilot[None], seen: set[type]) -> None:
        self.pilot, self.app, self.seen = pilot, app_of(pilot), seen

    def is_in(self, state: RunState) -> bool:
        """Whether the training is in this state."""
        return self.app.session.state is state

    async def look(self) -> str:
        """The screen, all of it printable ASCII."""
        await self.pilot.pause()
        text, screen = shown(self.app), self.app.screen
        odd = set(text) - PRINTABLE
        assert not odd, f"{sorted(odd)} on {screen}\n{text}"
        self.seen |= {type(screen), *(type(pane) for pane in screen.query(Pane) if pane.region)}
        return text

    async def press(self, *keys: str) -> str:
        """Press keys one after the other, training to the end of each; the last screen."""
        text = ""
        for key in keys:
            await self.pilot.press(key)
            train_on(self.app)
            text = await self.look()
        return text

    async def leave(self, *keys: str) -> None:
        """Press keys that lead back to what has been looked at."""
        for key in keys:
            await self.pilot.press(key)
            train_on(self.app)

    async def back(self) -> None:
        """Close what lies over the view."""
        while len(self.app.screen_stack) > 1:
            await self.leave("escape")

    async def views(self, help: bool = True) -> None:
        """Each view and each of its panes in focus and alone, in all forms; with `help` also that and all equations.

        A pane that other data have shown is the same here.
        """
        before = set(self.seen)
        for view in VIEWS:
            screen = await self.open(view)
            if view.mode == "step" and help:
                await self.press("shift+tab", "home", *["down"] * 20)  # through all equations
            for pane in screen.query(Pane):
                if pane.display and (type(pane) not in before or isinstance(pane, StepPane)):
                    screen.set_focus(pane)
                    has_forms = any((one.key, one.action) == ("m", "turn_form") for one in own_bindings(type(pane)))
                    await self.press("z", *["m"] * 3 * has_forms, *["question_mark"] * help)
                    await self.leave(*["escape"] * help, "z")

    async def keys(self, all_ways: bool) -> None:
        """Each key of each pane and of each view, and back from where it leads.

        Of arrows, brackets and such, which show the same texts whichever way they go, one is enough, and so is one of
        the panes that have a key from the same class.
        """
        pressed, methods = set[str](), set[object]()
        for view in VIEWS:
            screen = await self.open(view)
            for node in (*screen.query(Pane), screen):
                bindings = [binding for binding in own_bindings(type(node)) if binding.action not in pressed]
                if not all_ways:
                    bindings = list({WAY.sub("", binding.action): binding for binding in bindings}.values())
                if node is screen:  # keys that all views have lead to the same
                    pressed |= {binding.action for binding in bindings}
                for binding in bindings:
                    name = name_of(binding.action)
                    method = getattr(type(node), f"action_{name}", binding.action)
                    if name not in ENDING and node.display and (all_ways or method not in methods):
                        methods.add(method)
                        await self.leave(*([view.key] if self.app.screen is not screen else []))
                        screen.set_focus(node if isinstance(node, Pane) else screen.pane)
                        await self.rows_read()
                        await self.press(binding.key.partition(",")[0])
                        await self.back()

    async def open(self, view: ViewEntry) -> View:
        """The view of that entry, with something in it."""
        await self.press(view.key, *KEYS_BEFORE.get(view.mode, ()))
        if view.mode == "runs":
            await until(self.pilot, "best validati")
            await self.press("X", "x", "down", "x", "slash", "escape")
        if view.mode == "sweep":
            await until(self.pilot, "running")
            await self.press("X", "x", "down", "x")
        return screen_of(self.app, View)

    async def rows_read(self) -> None:
        """In the Data view, wait for its rows: without them some keys only say that they are being read."""
        if isinstance(self.app.screen, DataScreen):
            await rows_are_read(self.pilot)

    async def menu(self) -> None:
        """The menu to its end, searching in it, and where those of its entries lead that no key does."""
        await self.press("colon", *["pagedown"] * 5, "s", "ñ", "escape", "escape")
        for action, entry in KEYLESS.items():
            assert translated(entry.title) in [
                command.title for command in self.app.get_system_commands(self.app.screen)
            ]
            self.app.call_later(getattr(self.app.screen, action))
            await self.press("down")
            await self.back()
        self.app.search_themes()
        await self.press("down", "escape")

    async def dialogs(self) -> None:
        """Questions, lists and input lines with what they show only after some keys."""
        await self.press("1", "B", "space", *["down"] * 8, "right", "enter", "x", "enter", "escape", "escape")
        await self.press("n", "r", "left", "space", "space", "escape")
        await self.press("o", *["down"] * 4, "end", "f", *["tab"] * 4, "escape", "r", "tab", "escape", "escape")
        await self.press("N", "é", "enter", "escape")
        for dialog in (Confirm(NAME, NAME), Choice(NAME, [("a", NAME)]), Prompt(NAME, NAME, str, NAME)):
            self.app.push_screen(dialog)
            await self.look()
            await self.press("escape")

    async def messages(self) -> None:
        """All kinds of messages, and errors that quote names."""
        for severity in ("information", "warning", "error"):
            self.app.notify(f"{NAME} ‖∇‖ …", title=NAME, severity=severity)
        await self.look()
        await self.press("1")
        train_screen(self.app).open(f"{NAME}.csv/{NAME}")
        await self.look()

    async def comparison(self, experiment: Experiment) -> None:
        """Two trainings side by side, with each of its keys."""
        session = SteppedComparison(experiment, "training.optimizer=momentum")
        self.app.push_screen(ComparisonScreen(session))
        await self.look()
        for binding in own_bindings(ComparisonScreen):
            await self.press(binding.key.partition(",")[0])
            session.train_on()
            await self.look()
            if self.app.screen.is_modal:
                await self.press("escape")

    async def exercise(self, folder: Path) -> None:
        """Each kind of question with an answer, hints and a slip, then the last page."""
        self.app.push_screen(ExerciseScreen(saved_session(folder, EACH_KIND), NAME))
        await self.look()
        for answer in (["9"], ["full_stop", "5"], [], ["1"], [], []):
            await self.press(*answer, "enter", "h", "h", "h", "question_mark", "escape", "k")
        await self.press("down", "y", "a", "escape")
        await self.leave("escape")


def an_app(folder: Path, source: str, **settings: object) -> MlpApp:
    """An app on a source, which has been opened before, in a folder with runs."""
    file = folder / "experiment.toml"
    file.write_text(tomli_w.dumps({"name": NAME, "data": {"source": source}, "training": {"epochs": 4} | settings}))
    app = MlpApp(SteppedSession(Experiment.load(file)), True, Settings(), folder / "runs")
    app.settings.recent = [source, str(folder / f"no {NAME}.csv")]
    app.animation_level = "none"
    return app


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The current folder, with a table, two runs and a sweep whose names and values aren't ASCII."""
    lines = (f"{number / 10},{number % 3},{(NAME, 'β')[number % 2]}\n" for number in range(20))
    (tmp_path / f"{NAME}.csv").write_text(f"{NAME},größe,клас\n" + "".join(lines))
    for place in range(2):
        about = {"name": f"{NAME}{place}", "data": NAME, "settings": {"seed": place, "training.optimizer": NAME}}
        run = a_run(tmp_path / "runs", f"run{place}", place, 30, **about)
        write_label(run, Label(f"{NAME}{place}", NAME))
    monkeypatch.chdir(tmp_path)
    with Lock(a_sweep_written_by(NAME, tmp_path / "runs").lock):  # else a key would start it
        yield tmp_path


@pytest.fixture
def last_resort(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The characters that were replaced one by one, when the screen was laid out already."""
    replaced, one_by_one = set[str](), control_guard.ascii_cells  # type: ignore[attr-defined]

    def watched(text: str) -> str:
        replaced.update(letter for letter in text if not letter.isascii())
        return one_by_one(text)

    monkeypatch.setattr(control_guard, "ascii_cells", watched)
    return replaced


@pytest.mark.parametrize(
    "size", [(80, 24), pytest.param((160, 48), marks=pytest.mark.slow)], ids="{0[0]}x{0[1]}".format
)
async def test_every_screen(folder: Path, size: tuple[int, int], last_resort: set[str]) -> None:
    """A screen or pane that is added later and not looked at here fails."""
    seen = set[type]()
    app = an_app(folder, str(folder / f"{NAME}.csv"))
    async with app.run_test(notifications=True, size=size) as pilot:
        walk = Walk(pilot, seen)
        assert "Theta(1)" in await walk.look()
        await walk.dialogs()
        await walk.views()
        await walk.menu()
        await walk.comparison(app.session.experiment)
        await walk.exercise(folder / "exercises")
        await walk.messages()
        await walk.keys(all_ways=size > (80, 24))
    assert app.session.close()
    images = an_app(folder, "digits")
    async with images.run_test(notifications=True, size=size) as pilot:
        await Walk(pilot, seen).views(help=False)
    assert images.session.close()
    assert program_classes(Screen) - seen == set()
    assert program_classes(Pane) - seen == set() or size < (160, 48), "some panes are only on large screens"
    assert last_resort - FRAMES <= set(NAME + "éñ"), "what an input line holds"


async def test_every_state(tmp_path: Path) -> None:
    """Training, pausing, paused, finished, diverged, and what can be done then."""
    app = make_app(tmp_path, WILD, ascii=True)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        walk = Walk(pilot, set())
        for state in (RunState.TRAINING, RunState.PAUSING):
            await pilot.press("space")
            assert walk.is_in(state)
            await walk.look()
        train_on(app)
        assert walk.is_in(RunState.PAUSED)
        await walk.press("1", "space")
        assert walk.is_in(RunState.FINISHED)
        app.session.change("training.learning_rate", 1e6)
        app.session.change("training.epochs", 99)
        await walk.press("space", "2", "1")
        assert walk.is_in(RunState.DIVERGED)
        await walk.press("space", "escape")
    assert app.session.close()
