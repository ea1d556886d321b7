"""The plane that maps show: the one in focus, or of the two columns that say most."""

from dataclasses import replace
from weakref import WeakKeyDictionary

from core.analysis.maps.plane import Plane, number_columns, plane_of_examples
from core.analysis.outputs.one_example import example_in_split
from core.analysis.outputs.outputs import Outputs
from core.calls import Array
from core.data.dataset import Data
from core.model.model import preparation_of
from tui_mlp.models.output.informative_columns import informative_columns
from tui_mlp.models.output.output_focus import OutputFocus
from tui_mlp.models.output.shown_example import focused_example

_orders: WeakKeyDictionary[Data, list[int]] = WeakKeyDictionary()


def plane_in_focus(focus: OutputFocus, outputs: Outputs, columns: int, rows: int) -> Plane:
    """The plane in focus in so many pixels, at least one; the data have two columns of numbers at least."""
    x, y = axes_in_focus(focus, outputs.data)
    plane = plane_of_examples(outputs.data, x, y, columns, rows, held_values(focus, outputs))
    return plane if focus.plane.limits is None else replace(plane, limits=focus.plane.limits)


def axes_in_focus(focus: OutputFocus, data: Data) -> tuple[int, int]:
    """The places of the raw columns in focus, x and y, two different ones."""
    numbers = _informative_first(data)
    x = focus.plane.x if focus.plane.x in numbers else numbers[0]
    y = focus.plane.y if focus.plane.y in numbers and focus.plane.y != x else None
    return x, next(place for place in numbers if place != x) if y is None else y


def _informative_first(data: Data) -> list[int]:
    """The columns of numbers: of more than two, those first that say most about the target. Kept.

    Columns of true and false come last: a plane along one has two lines of points, and nothing between.
    """
    if data not in _orders:
        numbers, codings = number_columns(data), preparation_of(data).codings
        if len(numbers) > 2:
            numbers = [place for place in informative_columns(data) if place in numbers]
            numbers.sort(key=lambda place: codings[place].kind == "boolean")
        _orders[data] = numbers
    return _orders[data]


def held_values(focus: OutputFocus, outputs: Outputs) -> Array | None:
    """The raw values of the example in focus, where the other columns are held at these; None: at the usual ones."""
    return values_in_focus(focus, outputs) if focus.plane.hold_example else None


def values_in_focus(focus: OutputFocus, outputs: Outputs) -> Array | None:
    """The raw values of the example in focus, s numbers; None before there is one."""
    example = focused_example(outputs, focus)
    if example is None or example.values is not None:
        return None if example is None else example.values
    examples = outputs.data.splits.get(example.split)
    assert examples is not None, "an example without values is a row of a split"
    return example_in_split(outputs.model, examples, example.place).raw
