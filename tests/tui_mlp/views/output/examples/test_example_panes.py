"""The panes of examples, key by key: one example, other values typed into it, and the lists."""

from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from mixed_table import write_mixed_table
from narrowing import present
from stepped import app_of, make_app, screen_of, shown, told, train_on
from textual.pilot import Pilot
from textual.widgets import Input

from core.analysis.outputs.ranking import least_certain, most_certain_wrong, worst, worst_wrong
from core.analysis.outputs.split_outputs import SplitOutputs
from core.stepping.chosen_example import ChosenExample
from tui_mlp.models.output.output_focus import ExampleFocus, OutputFocus
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.views.output.examples.example_pane import ExampleFocusPane
from tui_mlp.views.output.examples.examples import ExamplesPane
from tui_mlp.views.output.examples.one_example import OneExamplePane
from tui_mlp.views.output.pane import OutputPane
from tui_mlp.views.output.screen import OutputScreen

P = TypeVar("P", bound=OutputPane)

INLINE = '[data]\nsource = "{}"\n[training]\nepochs = 4\n'


async def opened(pilot: Pilot[None], kind: type[P]) -> P:
    """The pane of the page of classes or numbers, with the focus, after two epochs."""
    await pilot.press("3", "n")
    train_on(pilot.app)
    await pilot.press("n")
    train_on(pilot.app)
    await pilot.pause()
    pane = pilot.app.screen.query_one(kind)
    app_of(pilot).screen.set_focus(pane)
    await pilot.pause()
    return pane


def split_of(pane: OutputPane) -> SplitOutputs:
    return present(pane.split_outputs)


def example_of(pane: ExampleFocusPane) -> ExampleFocus:
    return present(pane.output_focus.example)


def values_of(pane: OneExamplePane) -> list[float]:
    return [float(value) for value in present(pane.shown).raw]


def stepped_session(pilot: Pilot[None]) -> SteppedSession:
    session = app_of(pilot).session
    assert isinstance(session, SteppedSession)
    return session


def edited(pane: OneExamplePane) -> int | None:
    """The column in focus; a function, for keys change it."""
    return pane.editing


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


def stepped_example(pilot: Pilot[None]) -> ChosenExample:
    """The example that the Step view shows."""
    assert app_of(pilot).current_mode == "step"
    return present(app_of(pilot).session.snapshot.stepping.shown[0].context.alone)


async def back(pilot: Pilot[None], pane: OutputPane) -> None:
    """From the Step view to the pane."""
    await pilot.press("3")
    app_of(pilot).screen.set_focus(pane)
    await pilot.pause()


async def test_one_example_and_the_rows_of_a_table(tmp_path: Path) -> None:
    app = make_app(tmp_path, INLINE.format("iris"))
    async with app.run_test(size=(100, 28)) as pilot:
        pane = await opened(pilot, OneExamplePane)
        await stays_while_training_goes_on(pilot, pane)
        await its_keys(pilot, pane)
        await other_values_and_back(pilot, pane)
        app.output_focus = OutputFocus(example=ExampleFocus("validation", 400))  # as of other data
        screen_of(app, OutputScreen).on_screen_resume()
        await pilot.pause()
        assert present(pane.example).place == split_of(pane).figure(worst).indices[0]
        rows = app.screen.query_one(ExamplesPane)
        app.screen.set_focus(rows)
        await the_rows_of_the_table_and_of_a_cell(pilot, rows)


async def stays_while_training_goes_on(pilot: Pilot[None], pane: OneExamplePane) -> None:
    first, before = example_of(pane), present(pane.shown).outputs
    assert first.split == "validation"
    await pilot.press("n")
    train_on(pilot.app)
    await pilot.pause()
    assert example_of(pane) is first
    assert not np.array_equal(present(pane.shown).outputs, before)
    assert f"rank {present(pane.shown).rank} of 30" in shown(pilot.app)


async def its_keys(pilot: Pilot[None], pane: OneExamplePane) -> None:
    here, m = example_of(pane).place, split_of(pane).m
    await press(pilot, "right")
    assert example_of(pane).place == (here + 1) % m
    row = present(split_of(pane).examples.rows)[(here + 1) % m] + 1
    assert f"Validation row {row}" in shown(pilot.app)
    await press(pilot, "left", "left")
    assert example_of(pane).place == (here - 1) % m
    pane.move_focus(example=ExampleFocus("validation", m - 1))
    await press(pilot, "right")
    assert example_of(pane).place == 0, "the first one after the last"
    wrong = split_of(pane).figure(worst_wrong).indices.tolist()
    for _press in range(2):
        place = example_of(pane).place
        await press(pilot, "w")
        assert example_of(pane).place == wrong[(wrong.index(place) + 1) % len(wrong) if place in wrong else 0]
    assert "sepal length" in pane.text_to_copy(False)
    await press(pilot, "question_mark")
    assert "another column" in shown(pilot.app)
    await press(pilot, "escape", "enter")
    chosen = stepped_example(pilot)
    assert (chosen.split, chosen.place, chosen.values) == ("validation", example_of(pane).place, None)
    await back(pilot, pane)


async def other_values_and_back(pilot: Pilot[None], pane: OneExamplePane) -> None:
    own, place = values_of(pane), example_of(pane).place
    await press(pilot, "plus")  # does nothing before e
    assert values_of(pane) == own
    await press(pilot, "e", "down", "plus", "plus")
    assert edited(pane) == 1
    step = values_of(pane)[1] - own[1]
    assert step > 0
    assert "changed" in pane.title()
    assert "was" in shown(pilot.app)
    await press(pilot, "minus")
    assert values_of(pane)[1] - own[1] == pytest.approx(step / 2)
    await press(pilot, "up", "e")
    pilot.app.screen.query_one(Input).value = "a lot"
    await press(pilot, "enter")
    assert "expected a number" in shown(pilot.app)
    pilot.app.screen.query_one(Input).value = "6.25"
    await press(pilot, "enter")
    assert values_of(pane)[0] == 6.25
    raw = np.array([values_of(pane)])
    np.testing.assert_allclose(present(pane.shown).outputs, present(pane.outputs).model.outputs(raw)[0])
    await press(pilot, "backspace")
    assert values_of(pane)[0] == own[0]
    assert values_of(pane)[1] != own[1]
    await press(pilot, "enter")
    assert present(stepped_example(pilot).values).tolist() == values_of(pane)
    await back(pilot, pane)
    await press(pilot, "escape")
    assert (values_of(pane), edited(pane), example_of(pane).place) == (own, None, place)
    assert "changed" not in pane.title()


async def the_rows_of_the_table_and_of_a_cell(pilot: Pilot[None], pane: ExamplesPane) -> None:
    order = split_of(pane).places[split_of(pane).figure(worst).indices].tolist()
    await press(pilot, "home", "down", "down", "up")
    assert example_of(pane).place == order[1]
    assert "sepal" in pane.text_to_copy(False).splitlines()[0]
    pane.move_focus(cell=(1, 1))
    assert pane.title() == "Wanted versicolor, given versicolor"
    pane.move_focus(cell=(1, 3))
    assert (pane.cell, pane.title()) == (None, "Worst examples"), "a cell of other data, with more classes"
    pane.move_focus(cell=(0, 1))
    await pilot.pause()
    assert "No example of this split is in this cell" in shown(pilot.app)
    await press(pilot, "down", "end", "v")
    assert pane.title() == "Worst examples"
    assert await pilot.click(ExamplesPane, offset=(6, 4))
    assert example_of(pane).place == order[2]
    for y in (-1, 0):
        pane.clicked(5, y)
        assert example_of(pane).place == order[2], "on the frame, on the head of the table"
    await press(pilot, "w")
    assert example_of(pane).place in split_of(pane).places[split_of(pane).figure(worst_wrong).indices]


async def test_categories_are_typed_by_name_and_lists_scroll(tmp_path: Path) -> None:
    path = write_mixed_table(tmp_path)
    text = f'[data]\nsource = "{path}"\nkinds = {{size = ["small", "medium", "large"], city = "category"}}\n'
    app = make_app(tmp_path, text)
    async with app.run_test(size=(100, 28)) as pilot:
        pane = await opened(pilot, OneExamplePane)
        await press(pilot, "down", "down")
        assert "\u25b4" in pane.facts()
        await press(pilot, "pageup", "e", "down", "down", "down", "e")
        assert "one of small, medium, large" in shown(app)
        app.screen.query_one(Input).value = "LARGE"
        await press(pilot, "enter")
        assert values_of(pane)[3] == 2
        await press(pilot, "plus")
        assert values_of(pane)[3] == 0
        await press(pilot, "pagedown")
        assert pane.editing == 7
        pane.clicked(3, 0)
        assert present(edited(pane)) > 0, "the first one that is seen"
        await press(pilot, "pagedown", "right")
        assert example_of(pane).values is None
        assert pane.editing == 7


async def test_images_and_their_lists(tmp_path: Path) -> None:
    app = make_app(tmp_path, INLINE.format("digits"))
    async with app.run_test(size=(100, 28)) as pilot:
        pane = await opened(pilot, ExamplesPane)
        await keys_of_lists(pilot, pane)
        await order_changes_and_the_example_does_not(pilot, pane)
        one = app.screen.query_one(OneExamplePane)
        app.screen.set_focus(one)
        await press(pilot, "e")
        assert any("page Draw" in text for text in told(app))
        assert one.editing is None
        one.move_focus(example=ExampleFocus(values=np.zeros(64)))
        assert one.title() == "Drawn image"
        await press(pilot, "right")
        assert (example_of(one).split, example_of(one).place) == ("test", 0)


async def keys_of_lists(pilot: Pilot[None], pane: ExamplesPane) -> None:
    one, laid = pilot.app.screen.query_one(OneExamplePane), present(pane.layout_now)
    order = split_of(pane).places[split_of(pane).figure(worst).indices].tolist()
    assert "Worst examples" in shown(pilot.app)
    await press(pilot, "home")
    assert example_of(pane).place == order[0]
    await press(pilot, "right", "down", "left")
    assert example_of(pane).place == order[laid.across]
    assert one.output_focus.example is pane.output_focus.example
    await press(pilot, "up", "pagedown")
    assert example_of(pane).place == order[laid.across * laid.down]
    await press(pilot, "pageup")
    assert example_of(pane).place == order[0]
    await press(pilot, "end")
    assert example_of(pane).place == order[-1]
    await press(pilot, "v", "home")
    assert pane.title() == "Most certain wrong"
    assert example_of(pane).place == split_of(pane).places[split_of(pane).figure(most_certain_wrong).indices[0]]
    await press(pilot, "v")
    assert pane.title() == "Least certain"
    assert least_certain in present(stepped_session(pilot).task.outputs.wanted).figures
    await press(pilot, "v", "d", "home")
    assert example_of(pane).split == "test"
    await press(pilot, "enter")
    assert stepped_example(pilot).split == "test"
    await back(pilot, pane)


async def order_changes_and_the_example_does_not(pilot: Pilot[None], pane: ExamplesPane) -> None:
    await press(pilot, "home", "right")
    chosen, before = example_of(pane), present(pane.examples)
    await pilot.press("n")
    train_on(pilot.app)
    await pilot.pause()
    after = present(pane.examples)
    assert example_of(pane) is chosen
    assert after.ranking.indices.tolist() != before.ranking.indices.tolist()
    assert after.place(present(after.at)) == chosen.place


async def test_a_regression_has_lists_of_its_own(tmp_path: Path) -> None:
    app = make_app(tmp_path, INLINE.format("diabetes"))
    async with app.run_test(size=(100, 28)) as pilot:
        pane = await opened(pilot, ExamplesPane)
        await press(pilot, "v")
        assert pane.title() == "Too high"
        await press(pilot, "v", "home")
        assert pane.title() == "Too low"
        one = present(app.screen.query_one(OneExamplePane).shown)
        assert one.outputs[0] < present(one.one.wanted)[0]
