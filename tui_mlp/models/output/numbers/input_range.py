"""The part of one input that curves show, and the example in focus over it."""

from dataclasses import dataclass

from core.analysis.maps.curve import Range, with_margin
from core.analysis.maps.raw_columns import column_limits
from core.analysis.outputs.outputs import Outputs
from tui_mlp.models.output.output_focus import ExampleFocus, OutputFocus
from tui_mlp.models.output.shown_example import shown_example

from .output_values import given_values, shown_output

FURTHEST = 4.0
"""The most that is shown, in widths of the range in which the examples lie: how a network goes on beyond them."""
NEAREST = 1e-6
"""The least that is shown, in the same unit."""


@dataclass(frozen=True, eq=False)
class ExampleOverInput:
    """The example in focus: its raw input, what is wanted, NaN without a target, and what is given.

    Both are values of the output that is shown: a target in its units, or of a class 1 or 0 and its probability. Where
    all classes are shown, both are the probability of the class that is wanted.
    """

    focus: ExampleFocus
    row: int | None
    x: float
    wanted: float
    given: float


def example_over_input(outputs: Outputs, focus: OutputFocus) -> ExampleOverInput | None:
    """The example in focus over the one input; None before outputs of its split are computed."""
    if (shown := shown_example(outputs, focus)) is None:
        return None
    output, x = shown_output(shown.meaning, focus.output), float(shown.raw[0])
    values = given_values(shown.model, shown.outputs[None])[0]
    marks = shown.wanted_marks
    if shown.one.wanted is None:
        return ExampleOverInput(shown.focus, shown.row, x, float("nan"), float(values[output or 0]))
    if marks is None:
        wanted = float(shown.one.wanted[output or 0])
        return ExampleOverInput(shown.focus, shown.row, x, wanted, float(values[output or 0]))
    if output is None:
        own = float(values[int(marks.argmax())])
        return ExampleOverInput(shown.focus, shown.row, x, own, own)
    return ExampleOverInput(shown.focus, shown.row, x, float(marks[output]), float(values[output]))


def whole_range(outputs: Outputs) -> Range:
    """The range in which the examples of all splits lie, with a margin."""
    return with_margin(*column_limits(outputs.data, 0))


def range_shown(outputs: Outputs, focus: OutputFocus) -> Range:
    """The part of the input that is shown."""
    return focus.x_range or whole_range(outputs)


def zoomed(shown: Range, whole: Range, direction: int, around: float | None) -> Range | None:
    """Half (1) or twice (-1) as much, around an x that is seen, else around the middle; None where that is all."""
    low, high = shown
    middle = around if around is not None and low <= around <= high else (low + high) / 2
    factor, widest = 0.5 if direction > 0 else 2.0, whole[1] - whole[0]
    if not NEAREST * widest <= factor * (high - low) <= FURTHEST * widest:
        return shown
    found = middle - factor * (middle - low), middle + factor * (high - middle)
    same = max(abs(found[0] - whole[0]), abs(found[1] - whole[1])) < 1e-9 * widest
    return None if same else found


def moved(shown: Range, whole: Range, direction: int) -> Range:
    """The range a quarter further, as long as it touches that of the examples."""
    low, high = shown
    step = direction * (high - low) / 4
    return shown if low + step > whole[1] or high + step < whole[0] else (low + step, high + step)
