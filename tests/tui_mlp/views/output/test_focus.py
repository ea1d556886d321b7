"""What is in focus in the outputs: the same in all views, and forgotten with the data that it was about."""

from dataclasses import replace
from pathlib import Path

from stepped import app_of, make_app, train_screen
from textual.pilot import Pilot

from core.experiment.experiment import Experiment
from tui_mlp.models.output.output_focus import ExampleFocus
from tui_mlp.session.commands import Begin
from tui_mlp.views.output.focus_screen import OutputFocusScreen
from tui_mlp.views.output.pane import OutputPane
from tui_mlp.views.session_screen import SessionScreen


def screen(pilot: Pilot[None]) -> OutputFocusScreen:
    found = pilot.app.screen
    assert isinstance(found, OutputFocusScreen)
    return found


async def open_data(pilot: Pilot[None], source: str) -> None:
    """Open other data in the view that is shown."""
    app = app_of(pilot)
    app.session.post(Begin(Experiment.load(source)))
    assert isinstance(app.screen, SessionScreen)
    app.screen.poll()
    for _turn in range(3):
        await pilot.pause()


def drawn(pilot: Pilot[None]) -> list[OutputPane]:
    """The panes that are shown, all of which have outputs of the present data."""
    panes = screen(pilot).output_panes()
    assert all(pane.outputs is not None for pane in panes)
    return panes


async def test_other_data_are_forgotten_whichever_view_is_shown_then(tmp_path: Path) -> None:
    """Classes, then numbers, then a plane: no pane draws data that it isn't for, in no view."""
    app = make_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_data(pilot, "iris")
        await pilot.press("3")
        await pilot.pause()
        assert len(drawn(pilot)) > 1
        screen(pilot).output_focus = replace(
            screen(pilot).output_focus, cell=(2, 1), output=2, example=ExampleFocus("train", 3)
        )
        await pilot.pause()
        assert app.output_focus.cell == (2, 1)
        for between, source in (("3", "sine"), ("2", "moons")):
            await pilot.press(between)
            await pilot.pause()
            await open_data(pilot, source)
            await pilot.press("3")
            for _turn in range(3):
                await pilot.pause()
            assert screen(pilot).panes_data is app.session.snapshot.data
            assert app.output_focus.cell is None
            assert app.output_focus.output is None
            assert len(drawn(pilot)) > 1
            await pilot.press("1")
            for _turn in range(3):
                await pilot.pause()
            assert len(drawn(pilot)) == 2
            assert screen(pilot) is train_screen(app)
            screen(pilot).output_focus = replace(screen(pilot).output_focus, output=0, example=ExampleFocus("train", 3))
            await pilot.pause()
            assert app.output_focus.output == 0


async def test_a_view_begins_with_the_focus_of_the_others_and_keeps_it(tmp_path: Path) -> None:
    """Also where it is made, or shown again, with outputs that are there already."""
    app = make_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        for key in ("1", "3", "1", "3"):
            await pilot.press(key)
            await pilot.pause()
            chosen = ExampleFocus("train", 2)
            before = app.output_focus
            if key == "1":
                screen(pilot).output_focus = replace(before, neuron=before.neuron + 1, example=chosen)
                await pilot.pause()
                before = app.output_focus
                assert before.example is chosen
            assert screen(pilot).output_focus is before
            assert all(pane.output_focus is before for pane in screen(pilot).output_panes())
        assert app.output_focus.neuron == 3
