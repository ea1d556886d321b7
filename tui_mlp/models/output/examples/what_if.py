"""Other values typed into an example, and what becomes of it."""

from dataclasses import replace
from math import isnan

import numpy as np

from core.calls import Array
from core.data.dataset import Data
from core.data.preparing.column_coding import ColumnCoding
from core.model.model import preparation_of
from core.support.i18n import _
from tui_mlp.models.output.output_focus import ExampleFocus
from tui_mlp.models.output.shown_example import ShownExample
from tui_mlp.text.raw_values import read_raw, stepped_raw, typing_text

ROWS = 1000
"""The training rows, at most, of which a column's spread is taken."""


def with_value(shown: ShownExample, column: int, value: float) -> ExampleFocus:
    """The example with a raw value in one column, from 0; the row itself where it has all its own values again."""
    values = shown.raw.copy()
    values[column] = value
    own = shown.one.raw if shown.before is None else shown.before.raw
    changed = not np.array_equal(values, own, equal_nan=True)
    return replace(shown.focus, values=values if changed else None)


def with_own_value(shown: ShownExample, column: int) -> ExampleFocus:
    """The example with the row's own value in one column, from 0."""
    return shown.focus if shown.before is None else with_value(shown, column, float(shown.before.raw[column]))


def with_typed_value(shown: ShownExample, column: int, text: str) -> ExampleFocus:
    """The example with what was typed in one column. Raises InputError: what was found, what was expected."""
    coding, present = coding_of(shown, column), float(shown.raw[column])
    if text == typing_text(coding, present):  # perhaps with fewer digits than the value has
        return shown.focus
    return with_value(shown, column, read_raw(coding, text))


def with_next_value(shown: ShownExample, data: Data, column: int, direction: int) -> ExampleFocus:
    """The example with the next (1) or the previous (-1) value in one column: a number by a tenth of its spread."""
    deviation, whole = spread(data, column)
    coding, value = coding_of(shown, column), float(shown.raw[column])
    return with_value(shown, column, stepped_raw(coding, value, direction, deviation, whole))


def coding_of(shown: ShownExample, column: int) -> ColumnCoding:
    """The coding of a raw column, from 0."""
    return shown.model.preparation.codings[column]


def spread(data: Data, column: int) -> tuple[float, bool]:
    """The standard deviation of a raw column in the training rows, and whether all its cells are whole numbers.

    Of many rows, evenly spaced ones count. The deviation is 1 where all have one value.
    """
    cells = raw_rows(data, "train", ROWS)[:, column]
    cells = cells[~np.isnan(cells)]
    if not len(cells):
        return 1.0, False
    deviation = float(cells.std())
    # The standardised inputs that they are restored from have lost their last digits.
    lost = 16 * float(np.finfo(data.train.X.dtype).eps) * max(1.0, float(np.abs(cells).max()))
    whole = bool(np.allclose(cells, np.rint(cells), rtol=0, atol=lost))
    return deviation if deviation > 0 and not isnan(deviation) else 1.0, whole


def raw_rows(data: Data, split: str, most: int) -> Array:
    """The raw inputs of the examples of a split, m × s, of more than `most` evenly spaced ones."""
    examples = data.splits.get(split)
    assert examples is not None, "the split is there"
    if examples.m > most:
        examples = examples.part(np.linspace(0, examples.m - 1, most).astype(int))
    raw = examples.raw if examples.raw is not None else preparation_of(data).restored(examples.inputs)
    return raw.astype(float)


def refusal(data: Data) -> str:
    """Why no other values can be typed into an example of these data; empty where they can."""
    return _("The pixels of a picture aren't typed: draw one on the page Draw.") if data.shape is not None else ""
