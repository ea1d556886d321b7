"""From the columns of a file to a table of inputs and targets, with a description of what was understood."""

from pathlib import Path

import numpy as np

from core.data.columns import Column, ColumnTable
from core.data.description import ColumnDescription, Description
from core.data.source_settings import SourceSettings
from core.data.table import InputColumn, Table
from core.data.unusable_file import refuse
from core.support.i18n import _

from .class_labels import class_numbers
from .column_facts import facts_of
from .row_places import lines_of, place_of


def understand(path: Path, columns: ColumnTable, settings: SourceSettings) -> Table:
    """The inputs and targets in the columns of a file. Raises InputError."""
    target = settings.target if isinstance(settings.target, str) else columns.columns[-1].name
    facts = {column.name: facts_of(column, columns.rows) for column in columns.columns}
    if target not in facts:
        refuse(path, _("there is no column {} for data.target").format(target))
    found = facts[target].column
    kept = np.flatnonzero(~np.isnan(found.numbers) if found.numbers is not None else _codes(found) >= 0)
    labels, values, names = None, None, tuple[str, ...]()
    few = found.numbers is None or facts[target].distinct <= 3
    if settings.task == "classification" or (settings.task is None and few):
        texts = found.texts or ()
        cells = [texts[code] for code in _codes(found)[kept]]
        labels, names = class_numbers(path, cells, lambda row: place_of(columns, row))
    elif found.numbers is not None:
        values = found.numbers[kept, None]
    inputs = [column for column in columns.columns if column.name != target and facts[column.name].distinct > 1]
    X = np.empty((len(kept), len(inputs)), order="F")
    kinds = list[InputColumn]()
    for place, column in enumerate(inputs):
        if column.numbers is not None:
            X[:, place] = column.numbers[kept]
            kinds.append(InputColumn(column.name, source=column.name))
        else:
            codes = _codes(column)[kept]
            X[:, place] = np.where(codes < 0, np.nan, codes)
            kinds.append(InputColumn(column.name, "category", column.texts or (), column.name))
    description = Description(
        rows=columns.rows,
        target=(target,),
        task="regression" if labels is None else "classification",
        columns=tuple(
            ColumnDescription(
                name,
                "number" if one.column.numbers is not None else "category",
                "target" if name == target else "input" if one.distinct > 1 else "ignored",
                one.missing,
                one.distinct,
            )
            for name, one in facts.items()
        ),
        classes={} if labels is None else dict(zip(names, np.bincount(labels).tolist(), strict=True)),
        inputs=len(inputs),
        notes=tuple(columns.notes),
        dialect=columns.dialect,
    )
    return Table(
        X,
        tuple(kind.name for kind in kinds),
        labels,
        names,
        values,
        () if values is None else (target,),
        lines=lines_of(columns, kept),
        input_columns=tuple(kinds),
        description=description,
    )


def table_like(path: Path, columns: ColumnTable, first: Table) -> Table:
    """The rows of another file with the columns of the first table, by name. Raises InputError."""
    assert first.description is not None, "understand describes what it returns"
    target, *_others = first.description.target
    table = understand(path, columns, SourceSettings(target=target, task=first.description.task))
    return table


def _codes(column: Column) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    if column.codes is None:
        return np.empty(0, np.int32)
    return column.codes
