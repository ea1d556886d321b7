"""Columns whose missing cells tell something of the target."""

from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from core.analysis.wilson_interval import wilson_interval
from core.calls import Array
from core.data.source_rows.source_rows import SourceRows
from core.model.output_meaning import OutputMeaning
from core.support.i18n import _
from core.support.shown_values import value_text
from tui_mlp.text.numbers import data_number

CONFIDENCE = 0.99
"""Of the intervals of two shares, which must be apart: several columns are looked at, so that chance has more room."""
LEAST = 10
"""The least rows with a missing cell, and without one, of which anything is told."""
MOST_CLASSES = 100
STANDARD_ERRORS = 3.3
"""By how many standard errors the means of a target must differ: chance alone does that in one of 1000 columns."""


class TellingColumn(NamedTuple):
    """A column whose missing cells tell something of the target, and a sentence on that."""

    name: str
    text: str


_kept: WeakKeyDictionary[SourceRows, tuple[TellingColumn, ...]] = WeakKeyDictionary()


def telling_missing(source: SourceRows) -> tuple[TellingColumn, ...]:
    """The columns of numbers or booleans whose missing cells, in training, tell something of the target.

    Not those with an input for missing cells already. They are kept with the source.
    """
    if source not in _kept:
        _kept[source] = tuple(_notes(source))
    return _kept[source]


def _notes(source: SourceRows) -> list[TellingColumn]:
    data, rows = source.data, source.rows_of("train")
    if data.preparation is None or data.shape is not None or len(data.description.target) != 1:
        return []
    flagged = {coding.name for coding in data.preparation.codings if coding.flag}
    found = []
    for column in source.columns:
        one = column.description
        if one.role != "input" or one.kind not in ("number", "boolean") or not one.missing or column.name in flagged:
            continue
        lacking = column.is_missing[rows]
        if LEAST <= np.count_nonzero(lacking) <= len(lacking) - LEAST and (text := _text(source, column.name, lacking)):
            found.append(TellingColumn(column.name, text))
    return found


def _text(source: SourceRows, name: str, lacking: Array) -> str:
    """What the missing cells of a column, of m training rows, tell of the target; empty for nothing."""
    data = source.data
    meaning = OutputMeaning.of(data)
    if meaning.task == "regression":
        y = data.in_users_units(data.train.Y)[:, 0].astype(float)
        without, others = y[lacking], y[~lacking]
        error = np.sqrt(without.var(ddof=1) / len(without) + others.var(ddof=1) / len(others))
        if not abs(without.mean() - others.mean()) > STANDARD_ERRORS * error:
            return ""
        text = _("where {} is missing, the target is {} in the mean, else {}: that it is missing may itself tell")
        return text.format(value_text(name), data_number(without.mean()), data_number(others.mean()))
    if meaning.several_labels or len(meaning.names) > MOST_CLASSES:
        return ""
    numbers, classes = meaning.class_numbers(data.train.Y), len(meaning.names)
    without, others = (np.bincount(numbers[rows], minlength=classes) for rows in (lacking, ~lacking))
    shares = without / without.sum(), others / others.sum()
    number = 1 if classes == 2 else int(np.abs(shares[0] - shares[1]).argmax())
    (low, high), (least, most) = (
        wilson_interval(int(counts[number]), int(counts.sum()), CONFIDENCE) for counts in (without, others)
    )
    if low <= most and least <= high:
        return ""
    text = _("where {} is missing, {} are {}, else {}: that it is missing may itself tell")
    percents = (f"{100 * share[number]:.0f} %" for share in shares)
    of_missing, of_others = percents
    return text.format(value_text(name), of_missing, value_text(meaning.names[number]), of_others)
