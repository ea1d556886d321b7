"""Every dialog in windows too small for it: keys that turn pages, move and draw end nothing."""

from pathlib import Path

import pytest
from stepped import make_app, settled, shown, train_on, train_screen
from textual.events import Click, Key

from tui_mlp.app.command_palette import Menu
from tui_mlp.dialogs.breakpoints import Breakpoints
from tui_mlp.dialogs.export.screen import ExportDialog
from tui_mlp.dialogs.file_browser.screen import FileBrowser
from tui_mlp.dialogs.open import DataPicker
from tui_mlp.dialogs.rewind import RewindDialog
from tui_mlp.views.train.loss import SHORT_FIRST_HINT

DIALOGS = {Breakpoints: "B", Menu: ":", DataPicker: "o", FileBrowser: "of", RewindDialog: "nr", ExportDialog: "n"}
SIZES = [(1, 1), (2, 40), (120, 14)]
KEYS = ("pagedown", "pageup", "home", "end", "left", "right", "down", "up")


@pytest.mark.parametrize("dialog", DIALOGS, ids=lambda dialog: dialog.__name__)
async def test_pages_and_moves(tmp_path: Path, dialog: type[Breakpoints | FileBrowser | ExportDialog]) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        for key in DIALOGS[dialog]:
            await pilot.press(key)
            train_on(app)
        if dialog is ExportDialog:
            app.call_later(train_screen(app).action_export)
        await pilot.pause()
        for size in SIZES:
            await pilot.resize_terminal(*size)
            for key in KEYS:
                app.post_message(Key(key, None))
            await settled(pilot)
            assert isinstance(app.screen, dialog)


@pytest.mark.parametrize(
    ("keys", "said", "ascii"),
    [
        ("N", "enter accepts   esc cancels", True),
        ("nnr", "enter continue here  esc cancel", False),
        ("B", "enter edits  esc closes", True),
    ],
    ids=["prompt", "rewind", "breakpoints"],
)
async def test_60_columns_say_which_keys_answer(tmp_path: Path, keys: str, said: str, ascii: bool) -> None:
    app = make_app(tmp_path, ascii=ascii)
    async with app.run_test(size=(60, 15)) as pilot:
        for key in keys:
            await pilot.press(key)
            train_on(app)
        await pilot.pause()
        assert said in shown(app)


async def test_a_wide_prompt_has_its_keys_beside_the_line(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("N")
        await pilot.pause()
        assert "enter accepts   esc cancels" in shown(app).splitlines()[-1]
        assert shown(app).count("esc cancels") == 1


async def test_the_first_start_is_explained_in_whole_words_at_60_columns(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    app.settings.first = True
    async with app.run_test(size=(60, 15)) as pilot:
        await pilot.pause()
        pane = "\n".join(line[:28] for line in shown(app).splitlines()[1:7])
        for words in SHORT_FIRST_HINT.splitlines():
            assert f"{words} " in pane


@pytest.mark.parametrize("dialog", [Menu, DataPicker], ids=lambda dialog: dialog.__name__)
async def test_lists_in_windows_of_a_few_columns(tmp_path: Path, dialog: type[Menu]) -> None:
    """Textual ends with ValueError where a list has room for its margins and for nothing else."""
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*DIALOGS[dialog])
        await pilot.pause()
        for width in range(1, 8):
            await pilot.resize_terminal(width, 8)
        assert isinstance(app.screen, dialog)


@pytest.mark.parametrize("ways", [("2y", "Y", "ey", "e\ty", "\ty", "1y", "5y"), ("n2y",), ("b2\ty",)], ids="-".join)
async def test_what_is_in_focus_is_copied_before_any_equation_too(tmp_path: Path, ways: tuple[str, ...]) -> None:
    """One place after the other, of a session that has trained nothing, an epoch, a mini-batch."""
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        for keys in ways:
            app.action_end_message()
            await pilot.pause()
            assert "Copied" not in shown(app)
            for key in keys:
                await pilot.press("tab" if key == "\t" else key)
                train_on(app)
            await pilot.pause()
            assert "Copied" in shown(app)
            if keys in ("2y", "Y", "n2y"):
                assert "runs the first equation of the next mini-batch" in app.clipboard


async def test_keys_that_come_while_the_app_ends_are_let_go(tmp_path: Path) -> None:
    """A marker behind the messages of what is being removed is refused, by all widgets at the end."""
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)):
        for key in ("right", "o", "enter", "q", "down"):
            app.post_message(Key(key, None))
        app.exit()
    app.post_message(Key("down", None))
    app._mark()
    assert not app._settling


async def test_the_menu_at_every_narrow_width(tmp_path: Path) -> None:
    """Where a line of a list is as wide as the blanks around it, Textual divides by a width of 0."""
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(":")
        await pilot.pause()
        for width in range(1, 13):
            await pilot.resize_terminal(width, 24)
            await settled(pilot)
        assert isinstance(app.screen, Menu)


async def test_a_click_outside_of_a_window_that_has_shrunk_since_ends_nothing(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(":")
        await pilot.pause()
        outside = Click(None, 10, 3, 0, 0, 1, False, False, False, screen_x=55, screen_y=28)
        app.screen.post_message(outside)
        await pilot.pause()
        assert isinstance(app.screen, Menu)
        await pilot.click(offset=(0, 0))
        await pilot.pause()
        assert not isinstance(app.screen, Menu), "beside its list a click closes it"
