"""From the columns of a file to a table, with a description of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.calls import Array
from core.data.columns import Column, ColumnTable
from core.data.description import Description
from core.data.row_places import lines_of
from core.data.source_settings import SourceSettings
from core.data.table import InputColumn, Table
from core.data.unusable_file import list_names, refuse, refuse_missing
from core.support.i18n import _, ngettext
from core.support.shown_values import value_text

from .class_labels import texts_and_codes
from .column_facts import ColumnFacts, facts_of
from .column_kinds import Kind, guess_kind
from .describing import Findings, describe_table, left_out_rows
from .inputs import fill_matrix, input_columns, input_names, values_of_all
from .notes import left_out_note
from .stated_kinds import stated_kind
from .target import choose_target, require_column
from .target_values import Targets, known_targets_of, targets_of


def understand(path: Path, columns: ColumnTable, settings: SourceSettings) -> Table:
    """The inputs and targets in the columns of a file, with what was guessed in `description`.

    Rows without a target are left out, and with data.missing = "drop" those that lack a number. Raises InputError.
    """
    facts = {column.name: facts_of(column, columns.rows) for column in columns.columns}
    kinds = _kinds(path, columns, facts, settings)
    names, guesses = choose_target(path, facts, kinds, settings)
    sources = input_names(path, facts, kinds, names, settings)
    counting = Kind("number", _("counts the rows, but no other column is left"))
    kinds |= {name: counting for name in sources if kinds[name].name == "id"}
    targets = targets_of(path, columns, names, facts, kinds, settings.task)
    inputs = input_columns(path, facts, kinds, sources)
    by_name = {name: one.column for name, one in facts.items()}
    has_target, has_numbers = targets.is_present, np.ones(columns.rows, bool)
    if settings.missing.startswith("drop"):
        for values in values_of_all(path, columns, by_name, [one for one in inputs if one.kind != "category"]):
            has_numbers &= ~np.isnan(values)
    kept = _indices(path, has_target & has_numbers)
    table = _table(path, columns, by_name, inputs, targets, kept)
    if settings.group is not None:
        table = replace(table, groups=_groups(by_name[settings.group], kept))
    found = Findings(
        columns, settings, facts, kinds, names, frozenset(sources), has_target, has_numbers, [*guesses, *targets.notes]
    )
    return replace(table, description=describe_table(found, table, targets.task))


def table_like(path: Path, columns: ColumnTable, first: Table) -> Table:
    """The rows of another file with the columns of the first table, by name, in any order; others are ignored.

    A category that the first table doesn't have gets the number of its levels as its index. Where the file has the
    target, rows without one are left out; where it hasn't, `labels` and `values` are both None and all rows stay.
    Raises InputError for a column that isn't there, and at a cell that doesn't fit, such as a missing one where the
    first table can't have any.
    """
    by_name = {column.name: column for column in columns.columns}
    for column in first.columns:
        if column.source not in by_name:
            text = _("there is no column {}, from which the network learnt; found {}")
            refuse(path, text.format(value_text(column.source), list_names([*by_name])))
    targets, has_target = None, np.ones(columns.rows, bool)
    if by_name.keys() >= set(first.description.target):
        targets = known_targets_of(path, columns, [by_name[name] for name in first.description.target], first)
        has_target = targets.is_present
    kept = _indices(path, has_target)
    table = _table(path, columns, by_name, first.columns, targets, kept)
    if not first.input_columns:
        _refuse_missing(path, table)
    return replace(table, description=_described_like(columns, first, table, has_target))


def _kinds(
    path: Path, columns: ColumnTable, facts: Mapping[str, ColumnFacts], settings: SourceSettings
) -> dict[str, Kind]:
    """The kind of each column: as data.kinds states, else guessed. Raises InputError for names that aren't there."""
    for key, names in (("data.ignore", settings.ignore), ("data.kinds", settings.kinds)):
        for name in names:
            require_column(path, name, facts, key)
    if settings.group is not None:
        require_column(path, settings.group, facts, "data.split")
    return {
        name: stated_kind(path, columns, one, settings.kinds[name])
        if name in settings.kinds
        else guess_kind(one, first=place == 0)
        for place, (name, one) in enumerate(facts.items())
    }


def _indices(path: Path, is_kept: Array) -> Array | None:
    """The indices of the rows that are kept; None if all are. Raises InputError if none is."""
    if is_kept.all():
        return None
    if not is_kept.any():
        refuse(path, _('no row is left: each lacks the target or a number; data.missing = "mean" fills numbers'))
    return np.flatnonzero(is_kept)


def _table(
    path: Path,
    columns: ColumnTable,
    by_name: Mapping[str, Column],
    inputs: Sequence[InputColumn],
    targets: Targets | None,
    kept: Array | None,
) -> Table:
    """The rows that are kept, with their inputs and targets."""
    values = values_of_all(path, columns, by_name, inputs)
    rows = slice(None) if kept is None else kept
    return Table(
        inputs=fill_matrix(values, columns.rows, len(inputs), kept),
        input_names=tuple(column.name for column in inputs),
        labels=None if targets is None or targets.labels is None else targets.labels[rows],
        class_names=() if targets is None else targets.class_names,
        values=None if targets is None or targets.values is None else targets.values[rows],
        target_names=() if targets is None else targets.names,
        lines=lines_of(columns, kept),
        input_columns=tuple(inputs),
        kept=kept,
    )


def _refuse_missing(path: Path, table: Table) -> None:
    """Raises InputError at the first missing cell: nothing stands in for it, as no training row had one."""
    missing = np.isnan(table.inputs)
    if missing.any():
        row, place = (int(at) for at in np.argwhere(missing)[0])
        where = _("line {}").format(table.lines[row]) if len(table.lines) else _("row {}").format(row + 1)
        refuse_missing(path, where, table.input_columns[place].name)


def _groups(column: Column, kept: Array | None) -> Array:
    """The number of each row's group: equal cells make one, missing ones one of their own."""
    texts, codes = texts_and_codes(column)
    groups = np.where(codes < 0, len(texts), codes)
    return groups if kept is None else groups[kept]


def _described_like(columns: ColumnTable, first: Table, table: Table, has_target: Array) -> Description:
    """What there is to say of another file: rows that are left out, and categories that the first doesn't have."""
    notes = list(columns.notes)
    left_out = left_out_note(int(np.count_nonzero(~has_target)), 0, columns.rows)
    notes += [left_out] if left_out else []
    for place, column in enumerate(table.input_columns):
        unknown = 0
        if column.kind == "category":
            unknown = int(np.count_nonzero(table.inputs[:, place] == len(column.levels)))
        if unknown:
            text = ngettext(
                "{} cell of {} holds a category that the first file doesn't have",
                "{} cells of {} hold categories that the first file doesn't have",
                unknown,
            )
            notes.append(text.format(unknown, value_text(column.name)))
    return replace(
        first.description,
        rows=columns.rows,
        classes=table.class_counts(first.description.task),
        left_out=left_out_rows(columns, has_target, np.ones_like(has_target), first.labels is not None),
        notes=tuple(notes),
        dialect=columns.dialect,
    )
