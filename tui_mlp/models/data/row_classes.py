"""The class of each row of a source, as the network learns it."""

from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np

from core.calls import Array
from core.data.source_rows.source_rows import SPLITS, SourceRows
from core.model.output_meaning import OutputMeaning

_kept: WeakKeyDictionary[SourceRows, "RowClasses | None"] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class RowClasses:
    """The class of each of m rows: `numbers` (m) are indices in `names`, −1 where the row is left out."""

    names: tuple[str, ...]
    numbers: Array = field(repr=False)


def row_classes(source: SourceRows) -> RowClasses | None:
    """The classes of all rows; None where they aren't exclusive classes. Kept with the source, 4 bytes a row."""
    if source not in _kept:
        _kept[source] = _row_classes(source)
    return _kept[source]


def _row_classes(source: SourceRows) -> RowClasses | None:
    if source.data.task != "classification":
        return None
    meaning = OutputMeaning.of(source.data)
    if meaning.several_labels:
        return None
    numbers = np.full(source.rows, -1, np.int32)
    splits = (source.data.train, source.data.validation, source.data.test)
    for number, (_name, split) in enumerate(zip(SPLITS, splits, strict=True)):
        if split is not None:
            rows = np.flatnonzero(source.split == number)
            numbers[rows] = meaning.class_numbers(split.Y)[source.place[rows]]
    return RowClasses(meaning.names, numbers)
