"""Notes on a split: empty splits, classes in training alone, equal rows."""

from collections.abc import Iterator
from dataclasses import replace
from math import exp, lgamma, log, prod

import numpy as np

from core.calls import Array
from core.data.note import Note
from core.data.row_digests import chance_of_equal_rows, row_digests
from core.data.table import Table
from core.support.i18n import N_, _, ngettext, translated
from core.support.shown_values import value_text

from .split import SplitRows
from .split_settings import SplitSettings

SPLITS = {"validation": N_("validation"), "test": N_("test")}
TELLING = 3
"""Columns by which rows are compared first."""
MOST_NAMED = 5
"""Classes that a note names."""
FEW = 0.01
"""Up to this share of a split, equal rows make no difference to its figures."""
RARE = 0.05
"""Equal rows are told if as many would be in less than this share of the tables of such columns."""


def notes_on_split(settings: SplitSettings, rows: SplitRows, fold_chosen: bool) -> list[str]:
    """Sentences that a person should read: which fold is taken, and which splits have no rows."""
    return [*_first_fold(settings, fold_chosen), *_empty(settings, rows)]


def notes_on_rows(table: Table, rows: SplitRows, test_table: Table | None) -> list[str]:
    """Sentences about the rows of a file in its splits: classes without rows to be judged by, and equal rows."""
    return [*_unseen_classes(table, rows, test_table), *_equal_rows(table, rows, test_table)]


def _first_fold(settings: SplitSettings, fold_chosen: bool) -> Iterator[str]:
    if settings.kind == "folds" and not fold_chosen:
        text = _("the first of {} folds is the test split; data.fold = 2 takes the second, and train takes all in turn")
        yield Note(text.format(settings.folds), setting="data.fold")


def _empty(settings: SplitSettings, rows: SplitRows) -> Iterator[str]:
    """One sentence on the fractions that give no row."""
    fractions = {"validation": settings.validation, "test": 0.0 if settings.kind == "folds" else settings.test}
    empty = {name: part for name, part in fractions.items() if part and not len(getattr(rows, name))}
    if not empty:
        return
    count = sum(map(len, rows))
    settings_text = _(" and ").join(f"data.{name}_fraction = {part:g}" for name, part in empty.items())
    if settings.kind == "group":
        why = _("no group of rows is small enough to be held out")
    elif min(empty.values()) * count < 1:
        why = ngettext("{} row is too few", "{} rows are too few", count).format(count)
    else:
        why = _("no class has a row to spare")
    text = _("{}: {}, so there is no such split; set it to 0, or bring more rows")
    if len(empty) > 1:
        text = _("{}: {}, so all rows are for training; set them to 0, or bring more rows")
    yield Note(text.format(settings_text, why), setting=f"data.{next(iter(empty))}_fraction")


def _unseen_classes(table: Table, rows: SplitRows, test_table: Table | None) -> Iterator[str]:
    """On classes of several rows without one to judge them by: none held out at all, or none for the test."""
    if table.labels is None:
        return
    tested = table.labels[rows.test] if test_table is None or test_table.labels is None else test_table.labels
    total, validated, of_test = (
        np.bincount(labels, minlength=len(table.class_names))
        for labels in (table.labels, table.labels[rows.validation], tested)
    )
    several = total > 1  # of single rows the table's notes tell
    nowhere, untested = several & (validated + of_test == 0), several & (validated > 0) & (of_test == 0)
    if nowhere.any() and (len(rows.validation) or len(tested)):
        text = ngettext(
            "class {} has rows in training alone, so no figure tells how well it is recognised",
            "classes {} have rows in training alone, so no figure tells how well they are recognised",
            int(nowhere.sum()),
        )
        yield text.format(_class_names(table, nowhere))
    if untested.any() and len(tested):
        text = ngettext(
            "class {} has no test row, so its recall in the test is unknown",
            "classes {} have no test row, so their recall in the test is unknown",
            int(untested.sum()),
        )
        yield text.format(_class_names(table, untested))


def _class_names(table: Table, chosen: Array) -> str:
    """The first names of the chosen classes."""
    numbers = np.flatnonzero(chosen)
    names = ", ".join(value_text(table.class_names[number]) for number in numbers[:MOST_NAMED])
    return names + (f", … ({len(numbers)})" if len(numbers) > MOST_NAMED else "")


def _equal_rows(table: Table, rows: SplitRows, test_table: Table | None) -> Iterator[str]:
    """On rows held out that are also trained on, where so many can't be chance."""
    kinds = {column.kind for column in table.input_columns} or {"number"}
    if not kinds & {"number", "date"} or _few_rows_possible(table):
        return
    if test_table is None and _all_different(table):
        return
    digests = row_digests(table)
    trained = np.sort(digests[rows.train])
    of_test = digests[rows.test] if test_table is None else row_digests(test_table)
    for name, of_split in (("validation", digests[rows.validation]), ("test", of_test)):
        equal = int(_is_among(of_split, trained).sum())
        if (
            equal > FEW * len(of_split)
            and _chance_of_as_many(equal, len(of_split) * len(trained) * chance_of_equal_rows(table)) < RARE
        ):
            text = ngettext(
                "{} of the {} {} rows is a training row too, value by value; the figures look better than they are",
                "{} of the {} {} rows are training rows too, value by value; the figures look better than they are",
                equal,
            )
            yield Note(text.format(equal, len(of_split), translated(SPLITS[name])), setting="data.split")


def _chance_of_as_many(count: int, expected: float) -> float:
    """The chance of at least `count` equal rows where so many are expected, after Poisson."""
    fewer = (
        sum(exp(number * log(expected) - expected - lgamma(number + 1)) for number in range(count)) if expected else 1
    )
    return 1 - fewer


def _all_different(table: Table) -> bool:
    """Whether a few columns, rather of numbers, tell that no two rows are equal, which saves looking at all columns."""
    numbers = [place for place, column in enumerate(table.input_columns) if column.kind == "number"]
    few = replace(table, inputs=table.inputs[:, (numbers or range(table.inputs.shape[1]))[:TELLING]])
    ordered = np.sort(row_digests(few))
    return not (ordered[1:] == ordered[:-1]).any()


def _few_rows_possible(table: Table) -> bool:
    """Whether the inputs' values make fewer different rows than the table has rows, as those of dice do."""
    distinct = [
        column.distinct + bool(column.missing) for column in table.description.columns if column.role == "input"
    ]
    return bool(distinct) and prod(distinct) <= len(table.inputs)


def _is_among(values: Array, ascending: Array) -> Array:
    """Whether each of m values is in a sorted array."""
    place = np.minimum(np.searchsorted(ascending, values), len(ascending) - 1)
    found: Array = ascending[place] == values
    return found
