"""The table of an experiment's source: read, generated, or in the experiment file."""

import os
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from core.data.catalog import BUILTINS, BuiltIn
from core.data.columns import ColumnTable
from core.data.description import Description
from core.data.generators import GATES, GENERATORS, gate
from core.data.preparing.split_settings import parse_split
from core.data.shipped_files import find_shipped_file
from core.data.source_settings import SourceSettings
from core.data.sources import read_columns_like, read_table_of
from core.data.table import Table
from core.data.understanding.number_table import described
from core.data.unusable_file import list_columns, refuse
from core.support.errors import InputError
from core.support.i18n import _
from core.support.shown_values import value_text

from .parsing import is_arrays
from .settings import DataSettings

DIGIT_LEVELS = 16.0

_kept: dict[tuple[object, ...], tuple[SourceSettings, Table]] = {}
"""The table of the file that was read last, while somebody is to need it again: by path, time and size."""


def read_table(settings: DataSettings, random: np.random.Generator, keep: bool = False) -> Table:
    """The table of an experiment's source; `keep` keeps that of a file for the next call. Raises InputError."""
    name = settings.source
    if is_arrays(name):
        message = _(
            "data.source: found {}, which are arrays of a program and in no file; give their trainer's data too"
        )
        raise InputError(message.format(value_text(name)))
    if name == "inline":
        table = _inline(settings)
    elif name in BUILTINS:
        table = _built_in(settings, random)
    else:
        table = _from_file(settings, keep)
    if not table.input_columns:
        _refuse_columns(settings)
    return table


def _refuse_columns(settings: DataSettings) -> None:
    """Raises InputError for settings about single columns, of data whose columns have no names of their own."""
    for key, names in (("data.ignore", settings.ignore), ("data.kinds", settings.kinds)):
        if names:
            message = _("{}: found {}, but only the columns of a table can be named, and these data are arrays")
            raise InputError(message.format(key, list_columns([*names])))


def source_settings(settings: DataSettings) -> SourceSettings:
    """What the settings of [data] say about how a file is read and understood."""
    return SourceSettings(
        target=settings.target,
        task=settings.task,
        ignore=settings.ignore,
        kinds=settings.kinds,
        missing=settings.missing,
        group=parse_split(settings.split).column or None,
        separator=settings.separator,
        decimal=settings.decimal,
        header=settings.header,
        encoding=settings.encoding,
    )


def _built_in(settings: DataSettings, random: np.random.Generator) -> Table:
    entry = BUILTINS[settings.source]
    if entry.name in GATES:
        inputs, targets = gate(entry.name)
    elif entry.name in GENERATORS:
        inputs, targets = GENERATORS[entry.name](settings.samples, settings.noise, random)
    else:
        return _shipped(entry)
    names = ("x",) if inputs.shape[1] == 1 else ("x1", "x2")
    if entry.task == "regression":
        return described(Table(inputs, names, values=targets, target_names=("y",)))
    return described(Table(inputs, names, targets, entry.classes), ("class",))


def _shipped(entry: BuiltIn) -> Table:
    """The table of a built-in file."""
    from core.data.reading.arrays.npz_reader import read_npz

    name = "mnist_5000" if entry.name == "mnist" else entry.name
    table = read_npz(find_shipped_file(f"{name}.npz"), entry.task)
    if entry.name != "digits":
        return table
    pictures = replace(table, inputs=table.inputs / DIGIT_LEVELS, shape=(8, 8))
    return described(pictures, table.description.target, distinct=partial(_counts, table.description))


def _counts(description: Description) -> list[int]:
    """The number of different values of each input."""
    return [column.distinct for column in description.columns if column.role == "input"]


def _inline(settings: DataSettings) -> Table:
    """Inputs and targets from the experiment file. Targets are numbers of classes, where these have names.

    Without names, targets of 0 and 1 are classes or labels.
    """
    inputs, values = np.array(settings.inputs, float), np.array(settings.targets, float)
    names = tuple(f"x{number}" for number in range(1, inputs.shape[1] + 1))
    named = (settings.target,) if isinstance(settings.target, str) else tuple(settings.target or ())
    if settings.classes is not None:
        return described(Table(inputs, names, values[:, 0].astype(int), tuple(settings.classes)), named or ("class",))
    targets = tuple(f"y{number}" for number in range(1, values.shape[1] + 1))
    targets = named if len(named) == len(targets) else targets
    task = settings.task or ("classification" if np.isin(values, (0, 1)).all() else "regression")
    return described(Table(inputs, names, values=values, target_names=targets), task=task)


def _from_file(settings: DataSettings, keep: bool) -> Table:
    """The table in a file, read once where it is needed twice in a row: to choose settings that suit it, and to train.

    It is not kept any longer, as it may be large.
    """
    path, wanted = Path(settings.source), source_settings(settings)
    try:
        found = os.stat(path)
    except (OSError, ValueError):  # reading raises the error
        return read_table_of(path, wanted)
    key = str(path), found.st_ino, found.st_mtime_ns, found.st_size
    known, table = _kept.pop(key, (None, None))
    _kept.clear()
    if table is None or known != wanted:
        table = read_table_of(path, wanted)
    if keep:
        _kept[key] = wanted, table
    return table


def read_test_table(settings: DataSettings, table: Table) -> Table | None:
    """The rows of data.test, with the columns and classes of the source's table; None where it isn't set.

    Raises InputError.
    """
    return None if settings.test is None else read_test_columns(settings, settings.test, table)[1]


def read_test_columns(settings: DataSettings, test: str, table: Table) -> tuple[ColumnTable | None, Table]:
    """The columns of data.test as they stand in the file, None for arrays, and the table that is made of them.

    Raises InputError.
    """
    columns, found = read_columns_like(Path(test), source_settings(settings), table)
    if found.labels is None and found.values is None:
        message = _("there is no target {}; expected all columns of the training rows, in any order")
        refuse(Path(test), message.format(list_columns(table.description.target)))
    return columns, found
