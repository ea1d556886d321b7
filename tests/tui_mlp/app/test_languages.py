"""Spanish screens at 80×24: nothing that is whole in English is cut, and a switch leaves nothing in English."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import tomli_w
from data_view import rows_are_read
from rich.cells import cell_len
from saved_sweeps import SWEEP, a_status, a_sweep, trials_of, write_ended, write_status
from some_runs import a_run
from stepped import shown, train_on, until
from textual.pilot import Pilot
from two_languages import Look, asked, is_telling, look, that_do_not_fit

from core.experiment.experiment import Experiment
from core.support import i18n
from core.support.file_locks import Lock
from core.sweeps.saved.records import ENDED
from tui_mlp.app.app import MlpApp
from tui_mlp.app.command_palette import menu_lines
from tui_mlp.app.views import VIEWS
from tui_mlp.session.commands import Run
from tui_mlp.session.run_until import Goal
from tui_mlp.session.session import RunState
from tui_mlp.session.stepped_sessions import SteppedComparison, SteppedSession
from tui_mlp.system.settings import Settings
from tui_mlp.views.compare.screen import ComparisonScreen
from tui_mlp.views.output.pages import pages_of
from tui_mlp.widgets.pane import Pane

KEYS_BEFORE = {"train": ("n",), "step": ("b", "e", "e", "s", "s", "s")}
"""What is done in a view before it is looked at, by its mode."""
DIALOGS = {
    "train": (("o",), ("o", "f"), ("B",), ("B", "enter"), ("N",), ("r",), ("M",), ("colon",)),
    "data": (("w",), ("slash",)),
    "runs": (("enter",), ("slash",), ("e",), ("E",)),
}
"""Keys that open a dialog, by the view in which they do."""
MENU_WIDTH = 74
"""The cells of a line of the menu on a screen of 80 columns."""
BY_CHANCE = {
    "% of wanted",
    "to epoch",
    "epochs",
    "valid.",
    "mean ",
    "optimizer",
    "{} run",
    "{} rows",
    "example {}",
    "class",
    "class {}",
    "Sweep view",
}
"""English texts that stand a second time in a sentence, or are the short form of one that Spanish has room for."""
IN_VIEW = {
    "runs": {"delete"},
    "output": {"Equation"},
    "data": {"Menu"},
    "sweep": {"Menu", "Quit", "Other sweep", "Workers", "Workers {}", "rate", "epoch {}", "momentum"},
}
"""By view, the same; and keys of the last line for which Spanish has no room where English has hardly a cell left."""


class Bilingual:
    """Looks at each screen of an app in both languages."""

    def __init__(self, pilot: Pilot[None], app: MlpApp) -> None:
        self.pilot, self.app = pilot, app
        self.problems, self.known = dict[str, str](), dict[str, str]()

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            train_on(self.app)
        await self.pilot.pause()

    async def in_both(self, name: str, open: Callable[[], Awaitable[None]]) -> None:
        """Compare what `open` shows in English and in Spanish; what it opens is closed again."""
        looks = list[Look]()
        for language in ("en", "es"):
            i18n.use_language(language)
            with asked() as keeper:
                self.app.language_changed.publish(None)
                await open()
                await self.pilot.pause()
            looks.append(look(self.app, keeper.texts))
            while len(self.app.screen_stack) > 1:
                await self.press("escape")
        self.compare(name, *looks)
        i18n.use_language("en")

    def compare(self, name: str, english: Look, spanish: Look) -> None:
        found = that_do_not_fit(english, spanish)
        self.known |= {text: said for text, said in spanish.texts.items() if text != said and is_telling(text)}
        for text, said in self.known.items():
            if english.times(text.strip()) and spanish.times(text.strip()) > spanish.times(said.strip()):
                found.append(f"still English: {text!r}")
        known = BY_CHANCE | IN_VIEW.get(name.split()[0], set())
        for problem in found:
            if not any(repr(text) in problem for text in known):
                self.problems.setdefault(problem, f"{name}: {problem}\n{english.text}\n{spanish.text}")

    async def views(self, modes: tuple[str, ...]) -> None:
        """Each view, with each of its panes in focus."""
        for view in VIEWS:
            if view.mode in modes:
                await self.press(view.key, *KEYS_BEFORE.get(view.mode, ()))
                if view.mode == "data":
                    await rows_are_read(self.pilot)
                pages = pages_of(self.app.session.snapshot.data) if view.mode == "output" else (None,)
                for page, _page in enumerate(pages):
                    for pane in [one for one in self.app.screen.query(Pane) if one.display and one.region]:
                        self.app.screen.set_focus(pane)
                        await self.in_both(f"{view.mode} {page + 1}, {pane.id}", self.press)
                    if view.mode == "output":
                        await self.press("p")

    async def dialogs(self) -> None:
        for mode, openings in DIALOGS.items():
            await self.press(next(view.key for view in VIEWS if view.mode == mode))
            for keys in openings:
                await self.in_both(f"{mode}: {' '.join(keys)}", lambda keys=keys: self.press(*keys))  # type: ignore[misc]


def an_app(folder: Path, **data: object) -> MlpApp:
    """An app on data whose names are no words of either language, and a saved run."""
    file = folder / "q.toml"
    small = {"hidden": [3]}
    file.write_text(tomli_w.dumps({"name": "qqqqqq", "data": data, "network": small, "training": {"epochs": 4}}))
    app = MlpApp(SteppedSession(Experiment.load(file)), False, Settings(), folder / "rr")
    app.animation_level = "none"
    return app


def a_table(folder: Path, columns: str, row: Callable[[float, float], str]) -> str:
    """A table of forty rows of two numbers and a target."""
    pairs = [(number % 8 / 8, number // 8 / 5) for number in range(40)]
    file = folder / "q.csv"
    file.write_text("\n".join([columns, *(f"{one},{other},{row(one, other)}" for one, other in pairs)]))
    return str(file)


async def compare(app: MlpApp) -> None:
    """Open a comparison, above the view, with an epoch trained."""
    session = SteppedComparison(app.session.experiment, "training.optimizer=momentum")
    session.post(Run(Goal.EPOCH))
    session.train_on()
    await app.push_screen(ComparisonScreen(session))


async def test_every_screen_fits_in_spanish(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path = tmp_path_factory.mktemp("qq")  # the Runs view shows it, broken into lines: no word of it is a text
    monkeypatch.chdir(tmp_path)
    source = a_table(tmp_path, "qa,qb,qt", lambda one, other: f"k{int(one * 2.9)}")
    a_run(tmp_path / "rr", "run1", 1, 30, name="qqqqqqqqqq", data="qq")
    app = an_app(tmp_path, source=source)
    async with app.run_test(size=(80, 24)) as pilot:
        seen = Bilingual(pilot, app)
        await seen.views(tuple(view.mode for view in VIEWS))
        await seen.dialogs()
        await seen.in_both("comparison", lambda: compare(app))
    assert app.session.close()
    assert not seen.problems, "\n\n".join(seen.problems.values())


async def test_a_sweep_fits_in_spanish(tmp_path_factory: pytest.TempPathFactory) -> None:
    tmp_path = tmp_path_factory.mktemp("qq")
    folder = a_sweep(tmp_path / "rr", 20, metrics=False, name="qqqqqq")
    folder.sweep_file.write_text(SWEEP.replace("spiral-sweep", "qqqqqq"))
    app = an_app(tmp_path, source="xor")
    async with app.run_test(size=(80, 24)) as pilot:
        seen = Bilingual(pilot, app)
        await pilot.press("6")
        with Lock(folder.lock):
            await until(pilot, "running  18 of 40")
            for pane in app.screen.query(Pane):
                await seen.in_both(f"sweep {pane.id}", lambda pane=pane: focused(app, pane))  # type: ignore[misc]
            app.screen.set_focus(app.screen.query_one("#table"))
            await seen.press("x", "left", "end")  # the best one is marked, the last one trains
            for keys in (("k",), ("e",), ("e", "enter")):
                await seen.in_both(f"sweep {' '.join(keys)}", lambda keys=keys: seen.press(*keys))  # type: ignore[misc]
        write_ended(folder, trials_of(40, 0)[0])
        write_status(folder, a_status(*trials_of(40, 0), ENDED))
        await until(pilot, "finished  40 of 40")
        await seen.in_both("sweep finished", seen.press)
    assert not seen.problems, "\n\n".join(seen.problems.values())


async def focused(app: MlpApp, pane: Pane) -> None:
    app.screen.set_focus(pane)


async def test_what_a_line_of_the_menu_shows_whole_in_english_fits_in_spanish(tmp_path: Path) -> None:
    app = an_app(tmp_path, source="xor")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        english, spanish = (menu_widths(app, language) for language in ("en", "es"))
    assert len(english) == len(spanish) > 150
    wide = [two for one, two in zip(english, spanish, strict=True) if cell_len(one) <= MENU_WIDTH < cell_len(two)]
    assert not wide


def menu_widths(app: MlpApp, language: str) -> list[str]:
    """All lines of the menu, each with its group, key, title, and what it does or why not."""
    i18n.use_language(language)
    return [line.shown(False).plain.rstrip() for line in menu_lines(app, app.screen)]


STATES = {
    RunState.READY: "listo", RunState.TRAINING: "entrenando", RunState.PAUSING: "pausando",
    RunState.PAUSED: "en pausa", RunState.FINISHED: "terminado", RunState.DIVERGED: "divergió",
}  # fmt: skip


async def test_the_header_says_epoch_and_state_in_spanish(tmp_path: Path) -> None:
    app = an_app(tmp_path, source="xor")
    i18n.use_language("es")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "listo  época 0 " in shown(app).splitlines()[0]
        await pilot.press("n")
        assert "entrenando  época 0 " in shown(app).splitlines()[0]
        train_on(app)
        await pilot.pause()
        assert "en pausa  época 1 " in shown(app).splitlines()[0]
    assert {state: state.word for state in RunState} == STATES
    i18n.use_language("en")
    assert {state.word for state in RunState} == {state.value for state in RunState}, "scripts read these"


async def test_the_menu_changes_the_language_and_the_settings_remember_it(tmp_path: Path) -> None:
    app = an_app(tmp_path, source="xor")
    app.settings.path = tmp_path / "settings.json"
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        before = shown(app)
        await choose(pilot, app, "Language: español")
        assert "Pérdida J" in shown(app)
        assert Settings(app.settings.path).language == "es"
        await choose(pilot, app, "Idioma: English")
        assert shown(app) == before
        assert Settings(app.settings.path).language == "en"


async def choose(pilot: Pilot[None], app: MlpApp, title: str) -> None:
    """Carry out the line of the menu with this title."""
    next(line for line in menu_lines(app, app.screen) if line.title == title).call()
    await pilot.pause()
