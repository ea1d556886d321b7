"""The target of each row of a source: its class, its labels, or its values."""

from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np

from core.calls import Array
from core.data.columns import Column
from core.data.preparing.class_weights import class_numbers
from core.data.source_rows.source_rows import LEFT_OUT, SourceRows
from core.data.understanding.class_labels import identity_of, numbering, texts_and_codes


@dataclass(frozen=True, eq=False)
class RowTargets:
    """The targets of m rows, in the order of the source. One of `numbers`, `labels` and `values` is not None.

    `names` are those of the k classes, labels or targets. `numbers` are m class numbers, −1 where a row has none;
    `labels` m × k booleans, for rows that may have several; `values` m × k numbers in the units of the source, NaN
    where a row has none. `known` says which rows have a target.
    """

    names: tuple[str, ...]
    known: Array = field(repr=False)
    numbers: Array | None = field(default=None, repr=False)
    labels: Array | None = field(default=None, repr=False)
    values: Array | None = field(default=None, repr=False)

    @property
    def in_groups(self) -> bool:
        """Whether rows are of classes, or have labels."""
        return self.values is None

    def value(self, number: int) -> Array:
        """The values of one target, m."""
        assert self.values is not None, "the targets are numbers"
        found: Array = self.values[:, number]
        return found


def row_targets(source: SourceRows) -> RowTargets:
    """The targets of all rows; of those that are left out only classes that stand in one column."""
    data, m = source.data, source.rows
    splits = list(data.splits.values())
    rows_of = [source.rows_of(name) for name in data.splits]
    found = [class_numbers(split.Y) for split in splits] if data.task == "classification" else []
    of_splits = [numbers for numbers in found if numbers is not None]
    if len(of_splits) == len(splits) and len(data.class_names) > 1:
        numbers = np.full(m, -1, np.int16)
        for rows, of_split in zip(rows_of, of_splits, strict=True):
            numbers[rows] = of_split
        _add_left_out(source, numbers)
        return RowTargets(data.class_names, numbers >= 0, numbers=numbers)
    known, names = np.zeros(m, bool), data.target_names or data.class_names
    k = splits[0].Y.shape[1]
    names = names if len(names) == k else tuple(f"y{place + 1}" for place in range(k))
    if data.task == "classification" and all(_is_binary(split.Y) for split in splits):
        labels = np.zeros((m, k), bool)
        for rows, split in zip(rows_of, splits, strict=True):
            labels[rows], known[rows] = split.Y > 0, True
        return RowTargets(names, known, labels=labels)
    values = np.full((m, k), np.nan)
    for rows, split in zip(rows_of, splits, strict=True):
        values[rows], known[rows] = data.in_users_units(split.Y.astype(float)), True
    return RowTargets(names, known, values=values)


def _is_binary(Y: Array) -> bool:
    return bool(np.isin(Y, (0, 1)).all() or np.isin(Y, (-1, 1)).all())


def _add_left_out(source: SourceRows, numbers: Array) -> None:
    """The classes of rows that are left out, where one column has them."""
    targets = source.data.description.target
    column = source.by_name.get(targets[0]) if len(targets) == 1 else None
    rows = np.flatnonzero(source.split == LEFT_OUT)
    if column is None or not len(rows):
        return
    codes_known = column.codes is not None
    cells = Column(
        column.name,
        None if codes_known or column.numbers is None else column.numbers[rows],
        column.codes[rows] if column.codes is not None else None,
        column.texts,
    )
    texts, codes = texts_and_codes(cells)
    number_of = numbering(source.data.class_names)
    lookup = np.array([*(number_of.get(identity_of(text), -1) for text in texts), -1], np.int16)
    numbers[rows] = lookup[codes]


_KEPT: WeakKeyDictionary[SourceRows, RowTargets] = WeakKeyDictionary()


def kept_row_targets(source: SourceRows) -> RowTargets:
    """The same, kept as long as the rows of the source are: several panes count them. For any thread."""
    found = _KEPT.get(source)
    if found is None:
        found = _KEPT[source] = row_targets(source)
    return found
