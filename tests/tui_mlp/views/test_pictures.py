"""The view, or the pane in focus, saved as SVG from the menu: in every view, never over a file unasked."""

import re
from html import unescape
from pathlib import Path

import pytest
from stepped import INLINE, app_of, make_app, shown, told, train_screen, until
from textual.pilot import Pilot
from textual.widgets import Input

from tui_mlp.app.command_palette import MenuLine, menu_lines
from tui_mlp.app.views import VIEWS
from tui_mlp.dialogs.confirm import Confirm
from tui_mlp.dialogs.prompt import Prompt
from tui_mlp.views.compare.screen import ComparisonScreen, ask_variant
from tui_mlp.views.picture_screen import unused
from tui_mlp.views.train.hyperparameters import HyperparametersPane
from tui_mlp.views.train.loss import LossPane

VIEW, PART = "Save the view as SVG", "Save this picture as SVG"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def entry(pilot: Pilot[None], title: str) -> MenuLine:
    app = app_of(pilot)
    return next(line for line in menu_lines(app, app.screen) if line.title == title)


async def choose(pilot: Pilot[None], title: str) -> str:
    """Choose a line of the menu, and return the suggested name."""
    entry(pilot, title).call()
    await pilot.pause()
    assert isinstance(pilot.app.screen, Prompt)
    return pilot.app.screen.query_one(Input).value


def words(path: Path) -> str:
    """The texts of a picture, in one line."""
    pieces = re.findall(r"<text[^>]*>([^<]*)</text>", path.read_text("utf-8"))
    return " ".join(" ".join(pieces).replace("&#160;", " ").split())


def cells(path: Path) -> int:
    """The lines of text of a picture, by the clips that it has for each."""
    return len(set(re.findall(r'id="terminal-\d+-line-(\d+)"', path.read_text("utf-8"))))


async def test_the_view_from_the_menu_and_the_pane_in_focus_alone(folder: Path) -> None:
    app = make_app(folder)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press(":", *"as svg")
        await until(pilot, VIEW)
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, "picture to")
        assert isinstance(app.screen, Prompt)
        assert app.screen.query_one(Input).value == "xor-by-hand-train.svg"
        await pilot.press("enter")
        await pilot.pause()
        path = folder / "xor-by-hand-train.svg"
        assert any(str(path) in text for text in told(app))
        found = words(path)
        assert "Hyperparameters" in found
        assert "epoch 0" in found
        assert "picture to" not in found, "without the line that asks for its name"
        assert "as svg" not in found, "without the menu"

        assert await choose(pilot, VIEW) == "xor-by-hand-train-2.svg", "another name where there is such a file"
        await pilot.press("escape")
        await pilot.pause()
        assert [one.name for one in folder.glob("*.svg")] == [path.name], "esc writes none"

        train_screen(app).show_pane(part := app.screen.query_one(HyperparametersPane))
        await pilot.pause()
        x, y, width, height = part.region
        assert min(x, y) > 1, "neither on the left nor on top"
        lines = [line[x : x + width] for line in shown(app).splitlines()[y : y + height]]
        name = await choose(pilot, PART)
        await pilot.press("enter")
        await pilot.pause()
        title = f"mlp-tui xor by hand {part.title()}"
        assert unescape(words(folder / name)).split() == " ".join([title, *lines]).split()

        train_screen(app).show_pane(app.screen.query_one(LossPane))
        await pilot.pause()
        assert await choose(pilot, PART) == "xor-by-hand-loss.svg"
        await pilot.press("enter")
        await pilot.pause()
        path = folder / "xor-by-hand-loss.svg"
        assert "Loss J" in words(path)
        assert "Hyperparameters" not in words(path)
        assert cells(path) < 24


async def test_a_file_is_replaced_only_where_a_person_says_so(folder: Path) -> None:
    app = make_app(folder)
    old = folder / "mine.svg"
    old.write_text("old")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        for answer, content in (("escape", True), ("enter", False)):
            await choose(pilot, VIEW)
            await pilot.press("ctrl+u", *"mine", "enter")
            await pilot.pause()
            assert isinstance(app.screen, Confirm)
            assert "exists. Replace it" in " ".join(shown(app).replace("│", " ").split())
            await pilot.press(answer)
            await pilot.pause()
            assert (old.read_text() == "old") is content
            if answer == "escape":
                assert isinstance(app.screen, Prompt), "another name is asked for"
                await pilot.press("escape")
                await pilot.pause()
        assert old.read_text("utf-8").startswith("<svg")

        (folder / "run.json").write_text("{}")
        for typed, why in (("", "found no name"), ("none/x", "there is no such folder")):
            await choose(pilot, VIEW)
            await pilot.press("ctrl+u", *typed, "enter")
            await pilot.pause()
            assert isinstance(app.screen, Prompt), "the line stays open"
            assert why in " ".join(shown(app).split())
            await pilot.press("escape")
            await pilot.pause()


async def test_in_every_view_and_in_a_comparison(folder: Path) -> None:
    app = make_app(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        for place, view in enumerate([*VIEWS[2:], None], 1):
            if view is None:
                ask_variant(app)
                await pilot.pause()
                await pilot.press("enter")
            else:
                await pilot.press(view.key)
            await pilot.pause()
            assert isinstance(app.screen, ComparisonScreen) is (view is None)
            for title in (VIEW, PART):
                name = await choose(pilot, title)
                assert name.startswith("xor-by-hand-")
                await pilot.press("enter")
                await pilot.pause()
                assert len(words(folder / name)) > 10
            assert len(list(folder.glob("*.svg"))) == 2 * place


async def test_the_name_of_the_experiment_is_no_path_and_no_markup(folder: Path) -> None:
    app = make_app(folder, INLINE.replace("xor by hand", r"../<b>x</b>[red]\u001b[2J"))
    async with app.run_test(size=(80, 24)) as pilot:
        name = await choose(pilot, VIEW)
        assert name == "b-x-b-red-2j-train.svg"
        await pilot.press("enter")
        await pilot.pause()
        content = (folder / name).read_text("utf-8")
        assert "<b>" not in content
        assert "\x1b" not in content


def test_names_that_are_not_taken(folder: Path) -> None:
    assert unused("a") == "a.svg"
    (folder / "a.svg").touch()
    (folder / "a-2.svg").touch()
    assert unused("a") == "a-3.svg"
