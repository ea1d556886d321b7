"""Notes on what was fitted: pooled categories, inputs constant in training."""

from collections.abc import Iterator

import numpy as np

from core.calls import Array
from core.data.note import Note
from core.data.setting_hints import ignore_setting
from core.data.table import Table
from core.support.i18n import _, ngettext
from core.support.shown_values import value_text

from .preparation import Preparation
from .split import SplitRows

MOST_NAMED = 3
"""Columns that a note names."""


def notes_on_preparation(
    preparation: Preparation, table: Table, rows: SplitRows, test_table: Table | None
) -> list[str]:  # fmt: skip
    """Sentences about the codings and scalings that a person should read."""
    return [*_pooled(preparation), *_constant(preparation, table, rows, test_table)]


def _pooled(preparation: Preparation) -> Iterator[str]:
    for coding in preparation.codings:
        if coding.pooled:
            text = _(
                "column {0}: {1} categories in the training rows; the {2} rarest are one input together, {3}; "
                "{4} leaves the column out"
            )
            name = value_text(coding.name)
            levels = len(coding.own) + len(coding.pooled)
            pooled = value_text(f"{coding.name}=other")
            said = text.format(name, levels, len(coding.pooled), pooled, ignore_setting(coding.name))
            yield Note(said, [coding.name], "data.ignore")


def _constant(preparation: Preparation, table: Table, rows: SplitRows, test_table: Table | None) -> Iterator[str]:
    """Of inputs that have one value in the training rows, and others in the rows that were held out."""
    if not preparation.constant or preparation.features is not None:
        return
    places = np.repeat(np.arange(len(preparation.codings)), [coding.width for coding in preparation.codings])
    varying = []
    for number in preparation.constant:
        coding, column = preparation.codings[places[number]], places[number]
        first = table.inputs[rows.train[0], column]
        value = coding.fill if np.isnan(first) else float(first)
        parts = [table.inputs[np.concatenate([rows.validation, rows.test]), column]]
        parts += [test_table.inputs[:, column]] if test_table is not None else []
        if any(_differs(part, value) for part in parts):
            varying.append((coding.name, value))
    if varying:
        names = ", ".join(_("{} ({:g})").format(value_text(name), value) for name, value in varying[:MOST_NAMED]) + (
            ", …" if len(varying) > MOST_NAMED else ""
        )
        text = ngettext(
            "{} input has one value in all training rows, and others in the rows held out: {}; it counts as that value "
            "in all rows, as the network hasn't seen another; data.standardize = false takes it as it is",
            "{} inputs have one value each in all training rows, and others in the rows held out: {}; they count as "
            "that value in all rows, as the network hasn't seen another; data.standardize = false takes them as they "
            "are",
            len(varying),
        )
        yield Note(text.format(len(varying), names), [name for name, _value in varying], "data.standardize")


def _differs(cells: Array, value: float | None) -> bool:
    return bool((~np.isnan(cells) & (cells != value)).any())
