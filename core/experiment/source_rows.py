"""The rows of an experiment's source as they stand there, read beside its data."""

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.calls import Array
from core.data.columns import ColumnTable
from core.data.dataset import SPLITS, Data
from core.data.description import ColumnDescription
from core.data.preparing.preparation import Preparation
from core.data.row_places import lines_of
from core.data.source_rows.columns import columns_of_file, columns_of_table, joined
from core.data.source_rows.source_column import SourceColumn
from core.data.source_rows.source_lines import lines_behind
from core.data.source_rows.source_rows import LEFT_OUT, SourceRows
from core.data.source_settings import SourceSettings
from core.data.sources import read_columns_of
from core.data.table import Table
from core.support.errors import InputError
from core.support.i18n import _, ngettext
from core.support.memory import memory_errors_as_input
from core.support.random_streams import streams

from .parsing import is_file_source
from .source_check import check_rows, refuse_changed
from .tables import read_table, read_test_columns, source_settings

if TYPE_CHECKING:
    from .experiment import Experiment


@dataclass(frozen=True, eq=False)
class FileRows:
    """The rows of one file, or of a source in no file, of which `columns` is None; and the table made of them."""

    columns: ColumnTable | None
    table: Table

    @property
    def rows(self) -> int:
        """How many rows there are, also those that are left out."""
        return len(self.table.inputs) if self.columns is None else self.columns.rows

    def source_columns(self, described: tuple[ColumnDescription, ...]) -> list[SourceColumn]:
        """The columns that are described."""
        if self.columns is None:
            return columns_of_table(self.table, described)
        return columns_of_file(self.columns, self.table, described)

    def kept(self, behind: int = 0) -> Array:
        """The row of the table for each row of the file, counted on from `behind`; −1 where it is left out."""
        if self.table.kept is None:
            return np.arange(behind, behind + self.rows, dtype=np.int32)
        kept = np.full(self.rows, -1, np.int32)
        kept[self.table.kept] = np.arange(behind, behind + len(self.table.kept))
        return kept

    def targets(self) -> Array:
        """The numbers of the classes (int32), or the values, m × k."""
        labels, values = self.table.labels, self.table.values
        if labels is not None:
            return labels.astype(np.int32)
        assert values is not None, "a table has labels or values"
        return values


def read_source_rows(experiment: "Experiment", data: Data) -> SourceRows:
    """The rows of the source of `data`, which were made by this experiment.

    Made points are made again by the same seed; a file is read again. Raises InputError where that isn't possible, or
    where the file isn't as it was: each row is prepared and compared with what the trainer reads.
    """
    with memory_errors_as_input(experiment.data.source):
        return _source_rows(experiment, data)


def _source_rows(experiment: "Experiment", data: Data) -> SourceRows:
    preparation, source = data.preparation, experiment.data.source
    if preparation is None or data.train.rows is None:
        raise InputError(_("{}: these data were made by a program, and their rows are in no source").format(source))
    first = _read(experiment, data, preparation)
    second = None
    if experiment.data.test is not None:
        second = _matched(FileRows(*read_test_columns(experiment.data, experiment.data.test, first.table)), preparation)
    first = _matched(first, preparation)
    files = [first] if second is None else [first, second]
    kept = np.concatenate([one.kept(behind) for one, behind in zip(files, (0, len(first.table.inputs)), strict=False)])
    split, place = _splits(experiment, data, kept, files)
    check_rows(experiment, data, first.table, None if second is None else second.table)
    described = tuple(data.description.columns)
    columns = first.source_columns(described)
    if second is not None:
        columns = joined(columns, second.source_columns(described), second.rows)
    lines = [() if one.columns is None else lines_of(one.columns, None) for one in files]
    found = SourceRows(
        data=data,
        columns=tuple(columns),
        rows=len(kept),
        split=split,
        place=place,
        lines=lines_behind(lines[0], first.rows, lines[-1], 0 if second is None else second.rows),
        test_from=first.rows,
        inputs=tuple(one.table.inputs for one in files),
        targets=tuple(one.targets() for one in files),
        kept=kept,
    )
    _look_once(found)
    return found


def _look_once(found: SourceRows) -> None:
    """Look at what is found out at the first look, which takes long: now is the time for it, not when a key waits."""
    found.row_of("train", 0)
    for row in (0, found.test_from):
        if row < len(found.lines):
            found.lines[row]  # where a row may have several lines, all of them are looked through


def _read(experiment: "Experiment", data: Data, preparation: Preparation) -> FileRows:
    """The rows of the source, as read for training. Raises InputError where it has other columns or targets."""
    settings, features = experiment.data, experiment.data.features
    if data.table is not None:
        return FileRows(None, data.table)
    if not is_file_source(settings.source):
        return FileRows(None, read_table(settings, streams(experiment.seed).data))
    path, wanted = Path(settings.source), source_settings(settings)
    found = FileRows(*read_columns_of(path, wanted))
    if not preparation.fits(found.table, features):
        with suppress(InputError):
            found = FileRows(*read_columns_of(path, _as_earlier(wanted, data, preparation)))
    if not preparation.fits(found.table, features) or found.table.class_names != data.class_names:
        refuse_changed(settings.source, _("its columns or classes are others"))
    return found


def _as_earlier(settings: SourceSettings, data: Data, preparation: Preparation) -> SourceSettings:
    """The settings under which runs of versions before kinds of columns were read: all columns are numbers."""
    kinds = {one.source: "number" for one in preparation.codings if one.kind == "number"}
    dialect = data.description.dialect
    header = settings.header if dialect is None else dialect.header
    return replace(settings, kinds=kinds | dict(settings.kinds), target=data.description.target, header=header)


def _matched(found: FileRows, preparation: Preparation) -> FileRows:
    """The same with the categories numbered as in the preparation."""
    return replace(found, table=preparation.matched(found.table))


def _splits(experiment: "Experiment", data: Data, kept: Array, files: list[FileRows]) -> tuple[Array, Array]:
    """The number of each row's split, int8, and its place in it, int32. Raises InputError for other rows."""
    sizes = [len(one.table.inputs) for one in files]
    split_of, place_of = np.full(sum(sizes) + 1, LEFT_OUT, np.int8), np.full(sum(sizes) + 1, -1, np.int32)
    expected = [0, 0]
    for number, split in enumerate((data.train, data.validation, data.test)):
        if split is None or split.rows is None:
            continue
        at = 1 if len(files) > 1 and SPLITS[number] == "test" else 0
        expected[at] += split.m
        rows = split.rows[split.rows < sizes[at]] + (sizes[0] if at else 0)
        split_of[rows], place_of[rows] = number, np.arange(len(rows), dtype=np.int32)
    for at, size in enumerate(sizes):
        if size != expected[at]:
            source = experiment.data.test if at else experiment.data.source
            text = ngettext(
                "it has {} row that can be learnt, expected {}", "it has {} rows that can be learnt, expected {}", size
            )
            refuse_changed(source or "", text.format(f"{size:,}", f"{expected[at]:,}"))
    return split_of[kept], place_of[kept]
