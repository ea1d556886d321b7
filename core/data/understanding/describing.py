"""The description of a table that was understood, with its notes in order."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.calls import Array
from core.data.columns import ColumnTable
from core.data.description import ColumnDescription, Description, Role
from core.data.row_places import place_number
from core.data.source_settings import SourceSettings
from core.data.table import Table
from core.support.i18n import _

from .column_facts import ColumnFacts
from .column_kinds import Kind
from .notes import (
    class_notes,
    count_inputs,
    doubled_note,
    guessed_kind_notes,
    ignored_notes,
    left_out_note,
    missing_notes,
    mixed_notes,
    suspicious_value_notes,
)
from .suspicious_values import parts_of_one_note

MOST_LEFT_OUT = 20
"""Rows that are left out whose lines a description names; a note counts them all."""


@dataclass(frozen=True, eq=False)
class Findings:
    """What was found out about the columns of a file: counts and kinds by name, and who is what.

    `has_target` and `has_numbers` say of each of m rows why it is kept or left out; `guesses` are notes on the target
    and the task.
    """

    columns: ColumnTable
    settings: SourceSettings
    facts: Mapping[str, ColumnFacts]
    kinds: Mapping[str, Kind]
    targets: Sequence[str]
    inputs: Set[str]
    has_target: Array
    has_numbers: Array
    guesses: Sequence[str]

    @cached_property
    def ignored(self) -> frozenset[str]:
        """The columns that data.ignore names."""
        return frozenset(self.settings.ignore)


def describe_table(found: Findings, table: Table, task: str) -> Description:
    """The description of a table, which holds the rows that are kept."""
    classes = table.class_counts(task)
    return Description(
        rows=found.columns.rows,
        target=tuple(found.targets),
        task=task,
        columns=tuple(_column(found, name) for name in found.facts),
        classes=classes,
        inputs=count_inputs(table.input_columns),
        left_out=left_out_rows(found.columns, found.has_target, found.has_numbers, table.labels is not None),
        notes=(*found.columns.notes, *_notes(found, table, classes)),
        dialect=found.columns.dialect,
    )


def left_out_rows(columns: ColumnTable, has_target: Array, has_numbers: Array, classes: bool) -> dict[int, str]:
    """The reason for each of the first rows that are left out, by line of the file, or by row from 1."""
    no_target = _("no label") if classes else _("no target value")
    rows = np.flatnonzero(~(has_target & has_numbers))[:MOST_LEFT_OUT].tolist()
    return {place_number(columns, row): _("a missing number") if has_target[row] else no_target for row in rows}


def _column(found: Findings, name: str) -> ColumnDescription:
    facts, kind = found.facts[name], found.kinds[name]
    role: Role = "target" if name in found.targets else "input" if name in found.inputs else "ignored"
    why = kind.why
    if role == "ignored":
        if name in found.ignored:
            why = _("by data.ignore")
        elif name == found.settings.group:
            why = _("makes the groups of data.split")
    elif role == "target" and not why:
        why = _("by data.target")
        if found.settings.target is None:
            is_last = name == found.columns.columns[-1].name
            why = _("the last column") if is_last else _("the last column that can be learnt")
    return ColumnDescription(name, kind.name, role, facts.missing, facts.distinct, why)


def _notes(found: Findings, table: Table, classes: Mapping[str, int]) -> list[str]:
    """The sentences that a person should read: first what is guessed, then what is left out, then what looks wrong."""
    facts, settings = found.facts, found.settings
    settled = {*found.targets, *found.inputs, *settings.ignore, settings.group}
    unused = [name for name in facts if name not in settled]
    inputs = [one for name, one in facts.items() if name in found.inputs]
    measured = [facts[name] for name in found.targets] if table.values is not None else []
    booleans = [one for one in inputs if found.kinds[one.name].name == "boolean"]
    numbers = [one for one in inputs if found.kinds[one.name].is_numeric]
    no_target = int(np.count_nonzero(~found.has_target))
    notes: list[str | None] = [
        *mixed_notes(found.columns, [facts[name] for name in facts if name not in found.ignored]),
        *found.guesses,
        left_out_note(no_target, int(np.count_nonzero(found.has_target & ~found.has_numbers)), found.columns.rows),
        *(class_notes(found.targets[0], classes) if table.labels is not None else ()),
        *ignored_notes(facts, found.kinds, unused),
        *([] if settings.missing.startswith("drop") else missing_notes(numbers, booleans, settings.missing)),
        *guessed_kind_notes(found.kinds, [one.name for one in inputs], facts),
        parts_of_one_note(found.targets, facts, found.inputs),
        *suspicious_value_notes(found.columns, inputs, measured),
        doubled_note(table, [*inputs, *(facts[name] for name in found.targets)]),
    ]
    return [note for note in notes if note]
