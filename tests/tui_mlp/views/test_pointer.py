"""`P` frames the value or example in focus in all panes that show it, from view to view."""

from pathlib import Path

import pytest
from stepped import app_of, make_app, settled, shown, told, train_on
from textual.pilot import Pilot

from core.experiment.experiment import Experiment
from tui_mlp.session.commands import Begin
from tui_mlp.views.train.screen import TrainScreen
from tui_mlp.views.view_screen import View
from tui_mlp.widgets.pane import Pane


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Keys, each to its end, with what they train."""
    for key in keys:
        await pilot.press(key)
        train_on(pilot.app)
        await settled(pilot)
        await pilot.pause()


def view_of(pilot: Pilot[None]) -> View:
    screen = app_of(pilot).screen
    assert isinstance(screen, View)
    return screen


def status(pilot: Pilot[None]) -> str:
    """What the status line says of the pointer; empty while it is off."""
    line = shown(pilot.app).splitlines()[-2]
    return line.partition("▣ ")[2].partition("  ")[0]


def framed(pilot: Pilot[None], width: int = 100, height: int = 20) -> dict[str, list[str]]:
    """The texts between two arrows in each pane of the view that frames something, drawn in this size."""
    found = {}
    for pane in view_of(pilot).query(Pane):
        texts = [strip.text for strip in pane.draw(width, height)]
        parts = [part.partition("◀")[0].strip() for text in texts for part in text.split("▶")[1:] if "◀" in part]
        if parts:
            found[str(pane.id)] = parts
    return found


async def test_a_value_of_the_step_view_in_equation_sum_and_example(tmp_path: Path) -> None:
    async with make_app(tmp_path).run_test(size=(100, 30)) as pilot:
        await press(pilot, "2", *"sssssssss")  # up to Δ(3)
        assert framed(pilot) == {}
        await press(pilot, "P")
        name, _equals, value = status(pilot).partition(" = ")
        assert name.startswith("Δ(3)[")
        found = framed(pilot)
        assert set(found) == {"equation", "sum", "example"}
        assert found["sum"] == [name, value]
        assert float(found["example"][0]) == pytest.approx(float(value), abs=1e-3)
        await press(pilot, "down")
        assert status(pilot).startswith("Δ(3)[2,"), "it follows the focus"
        assert framed(pilot)["sum"][0].startswith("Δ(3)[2,")
        await press(pilot, "s")
        assert not status(pilot).startswith("Δ(3)"), "and to the equation that runs next"
        await press(pilot, "P")
        assert (status(pilot), framed(pilot)) == ("", {})


async def test_a_weight_of_the_train_view_in_the_operands_of_the_step_view(tmp_path: Path) -> None:
    async with make_app(tmp_path).run_test(size=(100, 30)) as pilot:
        await press(pilot, "2", "s", "s", "1", "down", "right", "P")
        assert status(pilot).startswith("Θ(1)[1,2] = ")
        found = framed(pilot)
        assert set(found) == {"weights"}
        await press(pilot, "2")
        assert status(pilot).startswith("Θ(1)[1,2] = "), "the focus of this view stays where it was"
        there = framed(pilot)
        assert "equation" in there
        assert float(there["equation"][0]) == pytest.approx(float(found["weights"][0]), abs=6e-3)
        await press(pilot, "right")
        assert status(pilot).startswith("A(2)["), "moved by a person, it points at what is in focus now"


async def test_the_train_view_turns_to_the_weight_that_is_pointed_at(tmp_path: Path) -> None:
    async with make_app(tmp_path).run_test(size=(100, 30)) as pilot:
        await press(pilot, "2", "b", "P")
        name = status(pilot).partition(" = ")[0]
        assert name.startswith("Θ(3)["), "the last equation"
        await press(pilot, "down", "1")
        view = view_of(pilot)
        assert isinstance(view, TrainScreen)
        assert view.snapshot.layer == 3
        assert view.cell == (1, 0)
        assert status(pilot).startswith("Θ(3)[1,1] = ")
        assert set(framed(pilot)) == {"weights"}
        before = status(pilot)
        await press(pilot, "n")
        assert status(pilot).startswith("Θ(3)[1,1] = ")
        assert status(pilot) != before, "its value is that of now"
        await press(pilot, "left_square_bracket")
        assert status(pilot).startswith("Θ(3)"), "until another one is chosen"


async def test_an_example_in_the_lists_of_the_output_and_the_data_view(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    app.session.post(Begin(Experiment.load("iris")))
    app.session.train_on()  # type: ignore[attr-defined]
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "n", "3", "P")
        said = status(pilot)
        assert " row " in said
        found = framed(pilot)
        assert set(found) == {"examples", "example"}
        row = said.rpartition(" ")[2]
        assert found["examples"][0].split()[0] == row
        await press(pilot, "4")
        assert status(pilot) == said
        assert framed(pilot)["rows"][0].split()[0] == row, "also the worst, which nobody has chosen"
        view_of(pilot).show_named("rows")
        await press(pilot, "down")
        assert framed(pilot)["rows"][0].split()[0] != row
        await press(pilot, "3")
        assert framed(pilot)["example"], "and back"


async def test_where_nothing_is_in_focus_it_says_so_and_other_data_switch_it_off(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "5", "P")
        assert "Nothing to point at" in told(app)[-1]
        await press(pilot, "1", "P")
        assert status(pilot).startswith("Θ(1)[0,1]")
        app.session.post(Begin(Experiment.load("iris")))
        train_on(app)
        view_of(pilot).poll()
        await settled(pilot)
        assert app.pointed is None
        assert status(pilot) == ""
