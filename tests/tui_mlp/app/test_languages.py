"""Spanish screens at 80×24: nothing that is whole in English is cut, and a switch leaves nothing in the other language."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import tomli_w
from some_runs import a_run
from stepped import shown, train_on
from textual.pilot import Pilot
from two_languages import Look, asked, is_telling, look, that_do_not_fit

from core.experiment.experiment import Experiment
from core.support import i18n
from core.support.i18n import translated
from tui_mlp.app.app import MlpApp
from tui_mlp.app.views import VIEWS
from tui_mlp.session.session import RunState
from tui_mlp.session.stepped_sessions import SteppedComparison, SteppedSession
from tui_mlp.system.settings import Settings
from tui_mlp.views.compare.screen import ComparisonScreen
from tui_mlp.views.output.pages import pages_of
from tui_mlp.widgets.pane import Pane

KEYS_BEFORE = {"train": ("n",), "step": ("b", "e", "e", "s", "s", "s")}
"""What is done in a view before it is looked at, by its mode."""
DIALOGS = {
    "train": (("o",), ("o", "f"), ("B",), ("B", "enter"), ("N",), ("r",), ("M",), ("question_mark",), ("colon",)),
    "data": (("w",), ("slash",)),
    "runs": (("enter",), ("slash",), ("e",), ("E",)),
}
"""Keys that open a dialog, by the view in which they do."""
BY_CHANCE = {"% of wanted"}
"""English texts that stand a second time in a sentence that Spanish words otherwise."""


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
            self.app.action_language(language)
            await self.pilot.pause()
            with asked() as keeper:
                self.app.language_changed.publish(None)
                await open()
                await self.pilot.pause()
            looks.append(look(self.app, keeper.texts))
            while len(self.app.screen_stack) > 1:
                await self.press("escape")
        self.compare(name, *looks)
        self.app.action_language("en")

    def compare(self, name: str, english: Look, spanish: Look) -> None:
        found = that_do_not_fit(english, spanish)
        self.known |= {text: said for text, said in spanish.texts.items() if text != said and is_telling(text)}
        for text, said in self.known.items():
            if english.times(text.strip()) and spanish.times(text.strip()) > spanish.times(said.strip()):
                found.append(f"still English: {text!r}")
        for problem in found:
            if not any(repr(text) in problem for text in BY_CHANCE):
                self.problems.setdefault(problem, f"{name}: {problem}\n{english.text}\n{spanish.text}")

    async def views(self, modes: tuple[str, ...]) -> None:
        """Each view, with each of its panes in focus."""
        for view in VIEWS:
            if view.mode in modes:
                await self.press(view.key, *KEYS_BEFORE.get(view.mode, ()))
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
    file.write_text(tomli_w.dumps({"name": "qq", "data": data, "network": small, "training": {"epochs": 4}}))
    app = MlpApp(SteppedSession(Experiment.load(file)), False, Settings(), folder / "rr")
    app.animation_level = "none"
    return app


def a_table(folder: Path, columns: str, row: Callable[[float, float], str]) -> str:
    """A table of forty rows of two numbers and a target."""
    pairs = [(number % 8 / 8, number // 8 / 5) for number in range(40)]
    file = folder / "q.csv"
    file.write_text("\n".join([columns, *(f"{one},{other},{row(one, other)}" for one, other in pairs)]))
    return str(file)


async def test_every_screen_fits_in_spanish(tmp_path: Path) -> None:
    source = a_table(tmp_path, "qa,qb,qt", lambda one, other: f"k{int(one * 2.9)}")
    a_run(tmp_path / "rr", "run1", 1, 30, name="q1", data="qq")
    app = an_app(tmp_path, source=source)
    async with app.run_test(size=(80, 24)) as pilot:
        seen = Bilingual(pilot, app)
        await seen.views(tuple(view.mode for view in VIEWS))
        await seen.dialogs()
        app.push_screen(ComparisonScreen(SteppedComparison(app.session.experiment, "training.optimizer=momentum")))
    assert app.session.close()
    assert not seen.problems, "\n\n".join(seen.problems.values())
