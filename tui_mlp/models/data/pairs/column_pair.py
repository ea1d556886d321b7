"""Two columns of a source with all that is drawn of them."""

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from core.analysis.columns.association import cramers_v, eta_squared, pearson_r
from core.calls import Array
from core.data.source_rows.number_figures import number_figures
from core.data.source_rows.source_rows import SourceRows
from tui_mlp.models.data.row_choice import ChosenRows
from tui_mlp.models.data.row_targets import kept_row_targets
from tui_mlp.models.data.shown_rows import evenly_spaced, shown_rows

from .drawn_column import DrawnColumn, drawn_column

PairForm = Literal["points", "strips", "table"]
"""Two columns of numbers; numbers by category; two columns of categories."""

TREND_BINS = 12
"""The parts of the range of x for which the mean of a target is drawn."""


@dataclass(frozen=True)
class Strip:
    """The numbers of one category: how many there are, their mean, and their quartiles; NaN where there are none."""

    count: int
    mean: float
    quartiles: tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class ColumnPair:
    """What is drawn of the columns `x` and `y`.

    `rows` (n, ascending) are the rows that are drawn as points, `across` and `up` (n) their values: numbers, or the
    numbers of categories from 0. In the form "strips" `x` has the numbers, `y` the categories, whichever was in focus.
    `groups` (n) are the class of each point, from 0, −1 where it has none; for a regression they are None, and `levels`
    (n) say where its target lies between the `limits` of targets, from -1 to 1, NaN where it is missing. Both are None
    where the target is itself an axis of numbers.

    `count` rows are shown, `missing` of them lack one of the two values and are in no figure; `association` is r, η²
    or V, see core.analysis.columns.association. `strips` has one entry a category, `counts` the rows of each pair of
    categories, x × y, with the first of these rows in `first_rows`, −1 without any. `trend` are the middles of parts of
    the x axis and the mean of y there, NaN where there are no rows; None where y is no target.
    """

    x: DrawnColumn
    y: DrawnColumn
    form: PairForm
    names: tuple[str, ...]
    rows: Array = field(repr=False)
    across: Array = field(repr=False)
    up: Array = field(repr=False)
    count: int
    missing: int
    association: float
    groups: Array | None = field(default=None, repr=False)
    levels: Array | None = field(default=None, repr=False)
    limits: tuple[float, float] = (0.0, 1.0)
    strips: tuple[Strip, ...] = ()
    counts: Array | None = field(default=None, repr=False)
    first_rows: Array | None = field(default=None, repr=False)
    trend: tuple[Array, Array] | None = field(default=None, repr=False)

    def place_of(self, row: int) -> tuple[float, float]:
        """The values of a row, also of one that isn't drawn; NaN where one is missing."""
        at = np.array([row])
        return float(self.x.values(at)[0]), float(self.y.values(at)[0])


def column_pair(
    source: SourceRows, column: str, other: str, chosen: ChosenRows | None = None, split: str = ""
) -> ColumnPair:
    """The pair of two columns that can be drawn, of the chosen rows of a split, or of all. For any thread."""
    x, y = drawn_column(source, column), drawn_column(source, other)
    if not x.is_number and y.is_number:
        x, y = y, x
    form: PairForm = "table" if not x.is_number else "points" if y.is_number else "strips"
    rows = shown_rows(source, chosen, split)
    across, up = x.values(rows), y.values(rows)
    there = np.isfinite(across) & np.isfinite(up)
    whole = len(rows)
    if not there.all():
        rows, across, up = rows[there], across[there], up[there]
    drawn = evenly_spaced(source, rows)
    at = np.searchsorted(rows, drawn)
    found = ColumnPair(
        x=x, y=y, form=form, names=(), rows=drawn, across=across[at], up=up[at], count=whole,
        missing=whole - len(rows), association=_association(form, across, up),
    )  # fmt: skip
    return _with_figures(_with_targets(found, source), source, rows, across, up)


def _association(form: PairForm, across: Array, up: Array) -> float:
    with np.errstate(all="ignore"):
        if form == "points":
            return pearson_r(across, up)
        if form == "strips":
            return eta_squared(up.astype(int), across)
        return cramers_v(_counts(across.astype(int), up.astype(int)))


def _counts(x: Array, y: Array, shape: tuple[int, int] | None = None) -> Array:
    """The rows of each pair of categories, x × y."""
    if shape is None:
        shape = int(x.max(initial=0)) + 1, int(y.max(initial=0)) + 1
    return np.bincount(x * shape[1] + y, minlength=shape[0] * shape[1]).reshape(shape)


def _with_targets(pair: ColumnPair, source: SourceRows) -> ColumnPair:
    """The pair with the classes of its points, or where their targets lie."""
    targets = kept_row_targets(source)
    if targets.numbers is not None:
        return replace(pair, names=targets.names, groups=targets.numbers[pair.rows].astype(int))
    target = source.data.description.target[:1]
    if source.data.task != "regression" or not target or target[0] not in source.by_name:
        return pair
    if any(column.is_number and column.name == target[0] for column in (pair.x, pair.y)):
        return pair
    values = drawn_column(source, target[0]).values(pair.rows)
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    with np.errstate(all="ignore"):
        shares = (values / 2 - low / 2) / ((high / 2 - low / 2) or 1.0)
        return replace(pair, levels=np.clip(2 * shares - 1, -1, 1), limits=(low, high))


def _with_figures(pair: ColumnPair, source: SourceRows, rows: Array, across: Array, up: Array) -> ColumnPair:
    """The pair with what is computed of all rows for its form."""
    if pair.form == "strips":
        assert pair.y.names is not None, "strips have categories"
        return replace(pair, strips=_strips(across, up.astype(int), len(pair.y.names)))
    if pair.form == "table":
        assert pair.x.names is not None, "a table has categories"
        assert pair.y.names is not None, "a table has categories"
        shape, x, y = (len(pair.x.names), len(pair.y.names)), across.astype(int), up.astype(int)
        first = np.full(shape[0] * shape[1], -1)
        cells, places = np.unique(x * shape[1] + y, return_index=True)
        first[cells] = rows[places]
        return replace(pair, counts=_counts(x, y, shape), first_rows=first.reshape(shape))
    if source.data.task == "regression" and pair.y.name in source.data.description.target:
        return replace(pair, trend=_trend(across, up))
    return pair


def _strips(values: Array, categories: Array, count: int) -> tuple[Strip, ...]:
    """The figures of each category."""
    found = []
    for number in range(count):
        figures = number_figures(values[categories == number])
        if figures is None:
            found.append(Strip(0, np.nan, (np.nan, np.nan, np.nan)))
        else:
            found.append(Strip(figures.count, figures.mean, figures.quartiles))
    return tuple(found)


def _trend(x: Array, y: Array) -> tuple[Array, Array]:
    """The middles of equal parts of the range of x, and the mean of y in each."""
    if not len(x):
        return np.zeros(0), np.zeros(0)
    low, high = float(x.min()), float(x.max())
    with np.errstate(all="ignore"):
        shares = (x / 2 - low / 2) / ((high / 2 - low / 2) or 1.0)
        places = np.minimum((shares * TREND_BINS).astype(int), TREND_BINS - 1)
        counts = np.bincount(places, minlength=TREND_BINS)
        largest = float(np.abs(y).max()) or 1.0
        means = np.bincount(places, y / largest, TREND_BINS) / counts * largest
    middles = (np.arange(TREND_BINS) + 0.5) / TREND_BINS
    return low * (1 - middles) + high * middles, means
