"""Under every theme of the library the dialogs open: a style may name only what each theme, or the app, defines."""

import re
from pathlib import Path

import pytest
from stepped import make_app, shown
from textual.theme import BUILTIN_THEMES

import tui_mlp
from tui_mlp.app.themes import OWN_THEMES

FOLDER = Path(tui_mlp.__file__).parent


@pytest.mark.parametrize("name", [*BUILTIN_THEMES, *(theme.name for theme in OWN_THEMES)])
async def test_every_variable_of_our_styles_is_defined(tmp_path: Path, name: str) -> None:
    app = make_app(tmp_path)
    app.theme = name
    defined = app.get_css_variables()
    for path in FOLDER.rglob("*.tcss"):
        for variable in re.findall(r"\$([a-z-]+)", path.read_text()):
            assert variable in defined, f"{path.name}: {variable}"


async def test_a_dialog_opens_under_a_theme_of_the_library(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = "nord"
        await pilot.press("o")
        await pilot.pause()
        assert "Open data" in shown(app)
