"""The rows of an experiment's source as they stand there, read once more beside the data that were made of them."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.calls import Array
from core.data.catalog import BUILTINS
from core.data.dataset import Data
from core.data.source_rows.columns import columns_of_file, columns_of_table
from core.data.source_rows.source_column import SourceColumn
from core.data.source_rows.source_rows import LEFT_OUT, SPLITS, SourceRows
from core.data.sources import read_columns_of
from core.data.table import Table
from core.support.errors import InputError
from core.support.i18n import _
from core.support.random_streams import streams

from .parsing import is_file_source
from .tables import read_table, read_test_table, source_settings

if TYPE_CHECKING:
    from .experiment import Experiment

STEP = 2**14
"""Rows that are prepared at once to be compared."""


def read_source_rows(experiment: "Experiment", data: Data) -> SourceRows:
    """The rows of the source of `data`, which were made by this experiment.

    Made points are made again by the same seed; a file is read again. Raises InputError where that isn't possible, or
    where the file isn't as it was: each row is prepared and compared with what the trainer reads.
    """
    settings, random = experiment.data, streams(experiment.seed).data
    first = second = test_table = None
    if data.table is not None:
        table = data.table
    elif is_file_source(settings.source) and settings.source not in BUILTINS:
        first, table = read_columns_of(Path(settings.source), source_settings(settings))
    else:
        table = read_table(settings, random)
    if settings.test is not None:
        second, _table = read_columns_of(Path(settings.test), source_settings(settings), like=table)
        test_table = read_test_table(settings, table)
    preparation = data.preparation
    assert preparation is not None, "the data of an experiment have a preparation"
    table = preparation.matched(table)
    test_table = test_table and preparation.matched(test_table)
    columns: tuple[SourceColumn, ...]
    if first is not None:
        columns = columns_of_file(data.description, first, second)
    else:
        columns = columns_of_table(table, test_table)
    rows = first.rows if first is not None else len(table.inputs)
    more = second.rows if second is not None else len(test_table.inputs) if test_table is not None else 0
    lines: list[int] | tuple[()] = ()
    kept = _kept(table, rows)
    if test_table is not None:
        kept = np.append(kept, _kept(test_table, more, len(table.inputs)))
    split, place = _splits(data, kept, len(table.inputs), test_table is not None)
    found = SourceRows(
        data=data,
        columns=columns,
        rows=rows + more,
        split=split,
        place=place,
        lines=lines,
        test_from=rows,
        inputs=(table.inputs,) if test_table is None else (table.inputs, test_table.inputs),
        targets=tuple(
            one.labels if one.labels is not None else one.values
            for one in (table, test_table)
            if one is not None and (one.labels is not None or one.values is not None)
        ),
        kept=kept,
    )
    _check(experiment, found)
    return found


def _kept(table: Table, rows: int, behind: int = 0) -> Array:
    """The row of the matrix of inputs for each of the file's rows, counted on from `behind`; −1 where left out."""
    if table.kept is None:
        return np.arange(behind, behind + rows)
    kept = np.full(rows, -1)
    kept[table.kept] = np.arange(behind, behind + len(table.kept))
    return kept


def _splits(data: Data, kept: Array, source_rows: int, has_test_file: bool) -> tuple[Array, Array]:
    """The number of each row's split, and its place in it."""
    total = int(kept.max(initial=-1)) + 1
    split_of, place_of = np.full(total + 1, LEFT_OUT, np.int8), np.full(total + 1, -1)
    for number, name in enumerate(SPLITS):
        split = {"train": data.train, "validation": data.validation, "test": data.test}[name]
        if split is None or split.rows is None:
            continue
        at = split.rows + source_rows if has_test_file and name == "test" else split.rows
        if len(at) and int(at.max()) >= total:
            raise InputError(_("the source has other rows now than when it was read"))
        split_of[at], place_of[at] = number, np.arange(len(at))
    return split_of[kept], place_of[kept]


def _check(experiment: "Experiment", found: SourceRows) -> None:
    """Raises InputError where a row, prepared again, isn't what the trainer reads."""
