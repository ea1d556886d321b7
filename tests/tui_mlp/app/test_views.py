"""The table of views: header, footer, command palette, help and keys all follow it."""

import re
from pathlib import Path
from re import Match

import pytest
from stepped import make_app, screen_of, shown

from tui_mlp.app.command_palette import KEY_ONLY_ACTIONS, key_of, name_of, own_bindings
from tui_mlp.app.views import VIEWS
from tui_mlp.views.compare.screen import ComparisonScreen, ask_variant
from tui_mlp.views.view_screen import View
from tui_mlp.widgets.app_base import ViewEntry
from tui_mlp.widgets.pane import Pane

SIGNS = {
    "escape": "esc",
    "delete": "del",
    "ctrl+f": "^f",
    "ctrl+s": "^s",
    "ctrl+pgup": "^pgup",
}
UNNAMED = {"?", "u", "U", "shift+tab", "pageup", "pagedown"}
"""Keys that the help of some view leaves out."""


def named(key: str, text: str) -> Match[str] | None:
    """Whether a text has the key, as a word of its own; an arrow with shift among others, as in shift+← →."""
    shift, plus, arrow = key.partition("+")
    if plus and shift == "shift" and arrow in "←→↑↓":
        return re.search(rf"shift\+[← ↑↓→]*{arrow}", text)
    return re.search(rf"(?<!\w){re.escape(SIGNS.get(key, key))}(?!\w)", text)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.mode)
async def test_each_view_has_its_key_and_its_names_and_its_help_names_every_key(
    tmp_path: Path, view: ViewEntry
) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(120, 60)) as pilot:  # high enough for the longest help
        await pilot.press(view.key)
        await pilot.pause()
        assert app.current_mode == view.mode
        header, *_lines, footer = shown(app).splitlines()
        assert all(f" {one.key} {one.title}" in header for one in VIEWS)
        assert f" {VIEWS[0].key}-{VIEWS[-1].key} Views" in footer
        assert {one.command for one in VIEWS} <= {one.title for one in app.get_system_commands(app.screen)}
        screen = app.screen
        help_text = " ".join(f"{keys} {said}" for keys, said in screen_of(app, View).help_on_keys())
        help_text += "".join(pane.help_text() for pane in screen.query(Pane))
        classes = {type(screen), *map(type, screen.query(Pane))}
        bindings = {binding for node in classes for binding in own_bindings(node)}
        keys = {key_of(one) for one in bindings if name_of(one.action) not in KEY_ONLY_ACTIONS}
        assert {key for key in keys if not named(key, help_text)} <= UNNAMED
        await pilot.press("question_mark")
        await pilot.pause()
        assert f"views: {', '.join(one.title for one in VIEWS)}" in shown(app)


async def test_no_key_changes_the_view_under_a_comparison(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        ask_variant(app)
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ComparisonScreen)
        for view in VIEWS:
            await pilot.press(view.key)
        await pilot.pause()
        assert isinstance(app.screen, ComparisonScreen)
        assert app.current_mode == "train"
        for command in app.get_system_commands(app.screen):  # type: ignore[arg-type]
            if command.title in {one.command for one in VIEWS}:
                assert "not in a comparison" in command.help
                command.callback()
        await pilot.pause()
        assert isinstance(app.screen, ComparisonScreen)
