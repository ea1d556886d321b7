"""A column of a source as it is drawn: as numbers on an axis, or as categories."""

from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np

from core.calls import Array
from core.data.source_rows.source_column import SourceColumn
from core.data.source_rows.source_rows import SourceRows
from core.data.understanding.class_labels import number_of
from core.model.model import preparation_of
from core.support.i18n import _
from tui_mlp.models.data.row_targets import kept_row_targets

MOST_CATEGORIES = 40
"""Categories that are drawn one by one; of more, the rarest together."""
MOST_TEXTS = 30
"""The distinct cells of a column of texts, dates or identifiers up to which it is drawn as categories."""

_kept: WeakKeyDictionary[SourceRows, dict[str, "DrawnColumn"]] = WeakKeyDictionary()
_drawable: WeakKeyDictionary[SourceRows, tuple[str, ...]] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class DrawnColumn:
    """One column of a source, as numbers where `names` is None, else as categories of these names.

    Categories come in the order of the classes, of stated levels, of their numbers, or the commonest first. Those
    beyond MOST_CATEGORIES are one together, which has the last name.
    """

    name: str
    names: tuple[str, ...] | None = None
    _cells: Array | None = field(default=None, repr=False)
    """Numbers, m; or the index of each cell in `_order`, −1 where it is missing."""
    _order: Array | None = field(default=None, repr=False)
    """The category of each index of `_cells`; behind the last stands that of a missing cell, −1."""
    _levels: Array | None = field(default=None, repr=False)
    """The numbers that are categories, ascending, where `_cells` are numbers."""

    @property
    def is_number(self) -> bool:
        """Whether it has an axis of numbers."""
        return self.names is None

    def values(self, rows: Array) -> Array:
        """The cells of these rows, n float64: numbers, or the categories' numbers from 0; NaN where one is missing."""
        assert self._cells is not None, "a column has cells"
        cells = self._cells[rows]
        if self.names is None:
            numbers: Array = cells.astype(float)
            return np.where(np.isfinite(numbers), numbers, np.nan)
        assert self._order is not None, "categories have an order"
        if self._levels is not None:
            missing = ~np.isfinite(cells)
            cells = np.searchsorted(self._levels, np.where(missing, 0, cells))
            cells = np.where(missing, -1, np.minimum(cells, len(self._levels) - 1))
        found = self._order[cells].astype(float)
        found[found < 0] = np.nan
        return found


def problem_of(column: SourceColumn) -> str:
    """Why a column can't be drawn, a sentence with room for its name; empty where it can."""
    told = column.description
    if told.kind == "empty":
        return _("{} is empty.")
    if told.kind == "constant":
        return _("{} has the same value in all rows.")
    if told.kind in ("text", "date", "id") and told.distinct > MOST_TEXTS:
        if told.kind == "date":
            return _("{} has too many dates to be drawn.")
        if told.kind == "text" or column.numbers is None:
            return _("{} has too many texts to be drawn.")
    return ""


def drawable_names(source: SourceRows) -> tuple[str, ...]:
    """The columns that can be drawn, in their order. Kept: they are asked for several times a key."""
    if source not in _drawable:
        _drawable[source] = tuple(column.name for column in source.columns if not problem_of(column))
    return _drawable[source]


def drawn_column(source: SourceRows, name: str) -> DrawnColumn:
    """The column of this name, which can be drawn. Kept with the source: it refers to its cells."""
    kept = _kept.setdefault(source, {})
    if name not in kept:
        kept[name] = _drawn_column(source, source.by_name[name])
    return kept[name]


def _drawn_column(source: SourceRows, column: SourceColumn) -> DrawnColumn:
    target, targets = source.data.description.target, kept_row_targets(source)
    if targets.numbers is not None and target == (column.name,):
        order = np.append(np.arange(len(targets.names)), -1)
        return DrawnColumn(column.name, targets.names, targets.numbers, order)
    kind = column.description.kind
    if column.numbers is not None and kind in ("number", "id"):
        return DrawnColumn(column.name, None, column.numbers)
    if column.codes is not None and column.texts is not None:
        counts = np.bincount(column.codes + 1, minlength=len(column.texts) + 1)[1:]
        names, order = _ordered(column.texts, counts, _stated_levels(source, column.name))
        return DrawnColumn(column.name, names, column.codes, order)
    assert column.numbers is not None, "a column has numbers or texts"
    levels, counts = np.unique(column.numbers[np.isfinite(column.numbers)], return_counts=True)
    texts = tuple(f"{value:g}" for value in levels.tolist())
    names, order = _ordered(texts, counts, ())
    return DrawnColumn(column.name, names, column.numbers, order, levels)


def _stated_levels(source: SourceRows, name: str) -> tuple[str, ...]:
    """The levels of a column that has an order; none for others."""
    codings = preparation_of(source.data).codings
    return next((one.levels for one in codings if one.name == name and one.kind in ("ordered", "boolean")), ())


def _ordered(texts: tuple[str, ...], counts: Array, stated: tuple[str, ...]) -> tuple[tuple[str, ...], Array]:
    """The names of categories in their order, and the category of each text, −1 behind the last."""
    there = np.flatnonzero(counts > 0).tolist()
    common = sorted(there, key=lambda code: -int(counts[code]))
    places = {text: place for place, text in enumerate(stated)}
    numbers = [number_of(texts[code]) for code in there] if len(there) <= MOST_CATEGORIES else [None]
    if stated and all(texts[code] in places for code in there):
        common.sort(key=lambda code: places[texts[code]])
    elif all(number is not None for number in numbers):
        by_code = dict(zip(there, numbers, strict=True))
        common.sort(key=lambda code: by_code[code] or 0.0)
    shown = common if len(common) <= MOST_CATEGORIES else common[: MOST_CATEGORIES - 1]
    names = tuple(texts[code] for code in shown)
    order = np.full(len(texts) + 1, -1)
    if len(shown) < len(common):
        order[common] = len(shown)
        names = (*names, _("{} others").format(f"{len(common) - len(shown):,}"))
    order[shown] = np.arange(len(shown))
    return names, order
