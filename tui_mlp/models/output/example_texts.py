"""What there is to say of the example in focus, in words and numbers."""

import numpy as np

from core.calls import Array
from core.data.dataset import Data
from core.model.model import preparation_of
from core.model.output_meaning import OutputMeaning
from core.support.i18n import N_, _, translated
from tui_mlp.text.numbers import NOTHING, count, data_number, plain_number

from .output_focus import ExampleFocus
from .shown_example import ShownExample

ERROR = "y − a"
"""The error of a number as the lecture has it, Δ of the last layer: target minus output. Above 0, the output is low."""

SPLIT_TITLES = {"train": N_("Training row {}"), "validation": N_("Validation row {}"), "test": N_("Test row {}")}
SPLIT_NAMES = {"train": N_("training"), "validation": N_("validation"), "test": N_("test")}


def is_of_points(data: Data) -> bool:
    """Whether the examples are points of a plane without a file to look them up in, rather than rows of a table."""
    codings = preparation_of(data).codings
    return not data.named_columns and len(codings) == 2 and data.shape is None


def example_title(focus: ExampleFocus, row: int | None) -> str:
    """What an example is called: `Validation row 1,266`, `Drawn image`; `row` is from 0."""
    if not focus.split:
        return _("Drawn image")
    number = count((focus.place if row is None else row) + 1)
    return translated(SPLIT_TITLES[focus.split]).format(number)


def probability_text(value: float, decimals: int = 3) -> str:
    """A probability with some decimals. Only one of exactly 1 is shown as 1."""
    if not np.isfinite(value):
        return plain_number(value)
    if value < 1:
        value = min(value, 1 - 10.0**-decimals)
    text = f"{value:.{decimals}f}"
    return text.removeprefix("-") if float(text) == 0 else text


def names_text(meaning: OutputMeaning, marks: Array) -> str:
    """The names that are marked, booleans: a class, or all labels."""
    return ", ".join(meaning.names[number] for number in np.flatnonzero(marks)) or _("no label")


def numbers_text(values: Array) -> str:
    """Targets in their units."""
    return "  ".join(data_number(float(value)) for value in values)


def signed_text(value: float) -> str:
    """A difference of numbers in their unit, with its sign."""
    return f"+{data_number(value)}" if value > 0 else data_number(value)


def wanted_text(shown: ShownExample) -> str:
    """What is wanted: a class, labels or numbers in units; `–` where nobody knows."""
    if shown.one.wanted is None:
        return NOTHING
    marks = shown.wanted_marks
    return numbers_text(shown.one.wanted) if marks is None else names_text(shown.meaning, marks)


def given_text(shown: ShownExample) -> str:
    """What the network gives: a class, labels or numbers in units; of classes `–` where outputs aren't finite."""
    marks = shown.given_marks
    if marks is None:
        return numbers_text(shown.outputs)
    return names_text(shown.meaning, marks) if np.isfinite(shown.outputs).all() else NOTHING


def classes_text(meaning: OutputMeaning, found: Array) -> str:
    """The name of a class by its number, or those of labels by marks, s_L booleans."""
    return names_text(meaning, found) if meaning.several_labels else meaning.names[int(found)]
