"""Exercises are picked, opened and remembered like data sets."""

from pathlib import Path

from stepped import make_app, until
from textual.widgets import OptionList

from core.data.catalog import EXERCISES
from tui_mlp.cli.options import Options
from tui_mlp.cli.screen.open_screen import new_session
from tui_mlp.system.settings import Settings


async def test_the_picker_lists_shows_and_opens_them(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(100, 30)) as pilot:
        await pilot.press("o")
        sources = app.screen.query_one(OptionList)
        for name in EXERCISES:
            sources.highlighted = sources.get_option_index(name)
            await until(pilot, EXERCISES[name].source)
        await pilot.press("enter")
        await until(pilot, "adam-first-step  2-1")


def test_the_last_one_opens_again_by_its_name(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    settings.remember("xor-by-hand")
    session, opened = new_session(None, Options(False, (), tmp_path, False), Settings(tmp_path / "settings.json"))
    assert session.close()
    assert (opened, session.experiment.name) == ("xor-by-hand", "xor-by-hand")
