"""The menu: everything is in it, in groups, is found by what people call it, and is carried out where it belongs."""

from collections.abc import Awaitable
from pathlib import Path
from typing import cast

import pytest
from stepped import make_app, screen_of, shown, train_on, until, until_told
from textual.command import CommandList
from textual.widgets import Input

from tui_mlp.app.app import MlpApp
from tui_mlp.app.command_palette import (
    KEY,
    KEY_ONLY_ACTIONS,
    MenuLine,
    entry_key,
    menu_lines,
    name_of,
    program_bases,
)
from tui_mlp.app.menu_entries import APP, ENTRIES, Group
from tui_mlp.app.menu_places import PLACES
from tui_mlp.app.menu_search import score
from tui_mlp.app.views import VIEWS
from tui_mlp.views.compare.screen import ComparisonScreen, ask_variant
from tui_mlp.views.data.panes import PANES
from tui_mlp.views.data.screen import DataScreen
from tui_mlp.views.exercise.screen import ExerciseScreen
from tui_mlp.views.output.pages import PAGES
from tui_mlp.views.output.pane import OutputPane
from tui_mlp.views.output.plane.map import MapPane
from tui_mlp.views.output.plane.neurons import NeuronsPane
from tui_mlp.views.output.screen import OutputScreen
from tui_mlp.views.runs.screen import RunsScreen
from tui_mlp.views.step.screen import StepScreen
from tui_mlp.views.train.loss import LossPane
from tui_mlp.views.train.screen import TrainScreen
from tui_mlp.views.view_screen import View
from tui_mlp.widgets.pane import Pane


def lines_of(app: MlpApp) -> list[MenuLine]:
    return menu_lines(app, app.screen)


async def test_each_key_has_its_group_and_words_and_each_pane_its_place(tmp_path: Path) -> None:
    """A binding without a line in ENTRIES fails here, as does a pane that the menu can't lead to."""
    app, bound = make_app(tmp_path), set[tuple[str, str]]()
    async with app.run_test(size=(160, 48)) as pilot:
        for view in VIEWS:
            await pilot.press(view.key)
            await pilot.pause()
            screen = screen_of(app, View)
            panes = {type(pane) for pane in screen.query(Pane)}
            if isinstance(screen, OutputScreen):
                panes = {kind for page in PAGES for kind in (*page.left, *page.right)}
            elif isinstance(screen, DataScreen):
                panes = {entry.kind for entry in PANES}
            elif isinstance(screen, TrainScreen):  # its third column has panes of the Output view
                panes = {pane for pane in panes if not issubclass(pane, OutputPane)}
            assert panes == {place.pane for place in PLACES if place.view is type(screen) and place.pane}
            kinds: list[type] = [type(screen), *panes, ComparisonScreen, ExerciseScreen]
            for kind in kinds:
                for owner in program_bases(kind):
                    for binding in vars(owner).get("BINDINGS", ()):
                        if name_of(binding.action) not in KEY_ONLY_ACTIONS:
                            bound.add(entry_key(owner, binding))
        bound |= {(APP, f"switch_mode('{view.mode}')") for view in VIEWS}
        assert bound - set(ENTRIES) == set()
        assert all(entry.words for entry in ENTRIES.values())


@pytest.mark.parametrize("view", [*VIEWS, None], ids=lambda view: view.mode if view else "comparison")
async def test_all_is_listed_everywhere_in_groups_with_its_key(tmp_path: Path, view: object) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        here = {(line.title, line.key) for line in lines_of(app)}
        if view is None:
            ask_variant(app)
            await pilot.pause()
            await pilot.press("enter")
        else:
            await pilot.press(view.key)  # type: ignore[attr-defined]
        await pilot.pause()
        lines = lines_of(app)
        assert here == {(line.title, line.key) for line in lines}
        places = [list(Group).index(line.group) for line in lines]
        assert places == sorted(places)
        assert {("Run or pause", "space"), ("Linear or log axis", "l"), ("Delete the run", "delete")} <= here


FOUND_BY = [
    ("save", "Save now"), ("export", "Save now"), ("export", "Export the model"), ("onnx", "Export the model"),
    ("pytorch", "Open weights"), ("speed", "Slower"), ("errors", "Messages so far"),
    ("language", "Language"), ("accuracy", "Show the accuracy too"),
    ("reset", "Start over"), ("stop", "Run or pause"), ("exit", "Quit"), ("dark", "Light or dark"),
    ("copy", "Copy what is in focus"), ("revert", "Undo"), ("learning rate", "Find a learning rate"),
    ("neurons", "One neuron more"), ("layer", "Add a layer after this one"),
    ("load", "Open data, experiment or run"),
    ("history", "Rewind"), ("checkpoint", "Rewind"),
    ("screenshot", "Save the view as SVG"), ("picture", "Save this picture as SVG"), ("B", "Breakpoints"),
    ("confusion", "Output: Classes"), ("roc", "Output: Threshold"), ("calibration", "Output: Threshold"),
    ("boundary", "Output: Map"), ("activation", "Next function"), ("lerning", "Find a learning rate"),
]  # fmt: skip
"""What people type, and a line that it is to find."""


async def test_it_is_found_by_what_people_call_it(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(":")
        asked = app.screen.query_one(Input)
        for typed, title in FOUND_BY:
            asked.value = typed
            await until(pilot, f"🔎 {typed}")
            await pilot.pause()
            await until(pilot, title)
            found = [str(option.prompt) for option in app.screen.query_one(CommandList).options]
            assert any(title in line for line in found[:4]), (typed, found)


def test_letters_strewn_over_a_title_do_not_count() -> None:
    assert score("save", "Start over", "R", "reset restart", "Run") == 0
    assert score("save", "Theme", "", "save picture", "Program") > 0
    assert score("start", "Start over", "R", "", "Run") > score("start", "Run or pause", "space", "start", "Run") > 0
    assert score("open data", "Open data, experiment or run", "o", "", "Data") > 0.8


async def test_what_belongs_elsewhere_is_carried_out_there(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        await pilot.pause()
        assert isinstance(app.screen, StepScreen)
        await pilot.press(":", *"logarithmic")
        await until(pilot, "Train view, Loss pane")
        await pilot.press("enter")
        await until(pilot, "Loss J")
        screen = screen_of(app, TrainScreen)
        assert isinstance(screen.focused, LossPane)
        await until(pilot, "log")


async def test_panes_of_outputs_act_where_they_are_shown_else_in_the_output_view(tmp_path: Path) -> None:
    """In the third column of Train; in a narrow Train, or on another page of Output, their page is turned to."""
    app = make_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()

        def entry() -> MenuLine:
            return next(line for line in lines_of(app) if line.title == "One neuron large, or all of them")

        async def carry_out() -> None:
            await cast(Awaitable[object], entry().call())
            await pilot.pause()

        assert entry().about == "in the Neurons pane"
        await carry_out()
        screen = screen_of(app, TrainScreen)
        assert isinstance(screen.focused, NeuronsPane)
        assert app.output_focus.large

        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not screen.query(NeuronsPane)
        assert entry().about == "Output view, Neurons pane"
        await carry_out()
        await pilot.pause()
        output = screen_of(app, OutputScreen)
        assert isinstance(output.focused, NeuronsPane)
        assert not app.output_focus.large
        await pilot.press("p")
        await pilot.pause()
        assert MapPane not in [type(pane) for pane in output.panes()]
        await carry_out()
        await pilot.pause()
        assert isinstance(output.focused, NeuronsPane)
        assert app.output_focus.large


async def test_pages_of_the_output_view_are_reached_from_any_view(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        lines = {line.title: line for line in lines_of(app) if line.title.startswith("Output: ")}
        assert [*lines] == ["Output: Map", "Output: Classes", "Output: Threshold", "Output: Activations"]
        assert lines["Output: Threshold"].about == "in the Output view"
        await cast(Awaitable[object], lines["Output: Threshold"].call())
        await until(pilot, "3 Output: Threshold 3/4")
        await until(pilot, "ROC")


async def test_keys_are_written_as_elsewhere_and_stand_apart_from_what_they_do(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        keys = {line.title: line.key for line in lines_of(app)}
        assert keys["Right part of the plane"] == "shift+→"
        assert max(map(len, keys.values())) < KEY


async def test_what_does_not_fit_says_why(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        about = {line.title: line.about for line in lines_of(app)}
        assert about["Rewind"] == about["Start over"] == "nothing is trained yet"
        assert about["One neuron more"] == "in the Architecture pane"
        assert about["Delete the run"] == "Runs view, Runs pane"
        assert about["Start both over"] == "only in a comparison"
        await pilot.press("n")
        train_on(app)
        await pilot.pause()
        assert {line.title: line.about for line in lines_of(app)}["Rewind"] == ""
        await pilot.press(":", *"start both", "enter")
        await until_told(pilot, "only in a comparison")
        assert isinstance(app.screen, TrainScreen)


async def test_a_pane_that_is_not_on_the_screen_is_told(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press(":", *"example before", "enter")
        await until_told(pilot, "The Example pane is not on the screen now")
        assert isinstance(app.screen, StepScreen)


async def test_each_line_is_one_line(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(":")
        await until(pilot, "Breakpoints")
        lines = [line.strip() for line in shown(app).splitlines() if line.startswith("  ")]
        entries = [line for line in lines if line.partition(" ")[0] in {"Run", "Network"}]
        assert len(entries) >= 12
        assert any(line.endswith("…") for line in entries), "what is longer is cut"


async def test_ascii_names_are_converted(tmp_path: Path) -> None:
    app = make_app(tmp_path, ascii=True)
    async with app.run_test(size=(80, 24)):
        for line in lines_of(app):
            assert line.shown(ascii=True).plain.isascii(), line
        assert "Theta" in " ".join(command.title for command in app.get_system_commands(app.screen))


async def test_the_runs_view_is_reached_too(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(":", *"runs view", "enter")
        await pilot.pause()
        assert isinstance(app.screen, RunsScreen)
