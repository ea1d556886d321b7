"""How columns become inputs of a network: fitted to training rows, used for all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from core.calls import Array
from core.data.table import Table

from .column_coding import SCALED, ColumnCoding, distinct_names, fit_codings
from .preprocessing import Scaling, compute_features, features_of


@dataclass(frozen=True, eq=False)
class Preparation:
    """Fill values, codings and scalings of a table with s columns, for a network with n inputs.

    `codings` has one entry a column; `features` are made of two inputs, None where the inputs are taken as they are.
    `scaling` standardises the n inputs, those of 0 and 1 apart, which it leaves alone; None without standardising.
    `constant` are the inputs that have a single value in the training rows. Standardised, they are 0 in all rows: the
    network hasn't seen another value, and far from 0 it would drown the others. `target_scaling` is that of the
    targets of a regression.
    """

    codings: tuple[ColumnCoding, ...]
    features: tuple[str, ...] | None = None
    scaling: Scaling | None = field(default=None, repr=False)
    constant: tuple[int, ...] = field(default=(), repr=False)
    target_scaling: Scaling | None = field(default=None, repr=False)

    @cached_property
    def input_names(self) -> tuple[str, ...]:
        """The names of the n inputs, all different."""
        return self.features or distinct_names(self.codings)

    @property
    def width(self) -> int:
        """The number n of inputs."""
        return len(self.input_names)

    @cached_property
    def is_plain(self) -> bool:
        """Whether each column is one number, so that a matrix needn't be coded column by column."""
        return all(coding.one_number and not coding.flag for coding in self.codings)

    @cached_property
    def fills(self) -> Array:
        """The number for a missing cell of each column; NaN where there is none."""
        return np.array([np.nan if coding.fill is None else coding.fill for coding in self.codings])

    @cached_property
    def unfilled(self) -> list[int]:
        """The columns of numbers in which nothing stands in for a missing cell, as no training row can have had one."""
        return [place for place, coding in enumerate(self.codings) if coding.kind == "number" and coding.fill is None]

    def first_gap(self, inputs: Array) -> tuple[int, int] | None:
        """The row and the column, from 0, of the first missing cell of m × s in which nothing stands in for it."""
        for row, place in np.argwhere(np.isnan(inputs[:, self.unfilled]))[:1]:
            return int(row), self.unfilled[int(place)]
        return None

    @cached_property
    def scaled(self) -> Array:
        """The numbers, from 0, of the inputs that are standardised; of all where they are features."""
        if self.features is not None:
            return np.arange(self.width)
        places = np.cumsum([0, *(coding.width for coding in self.codings)])
        found = [int(places[place]) for place, coding in enumerate(self.codings) if coding.kind in SCALED]
        return np.array(found, int)

    def coded(self, inputs: Array) -> Array:
        """The inputs of a network before they are standardised, m × s → m × n; perhaps the same array."""
        made = self.coded_columns(inputs)
        return made if self.features is None else features_of(made, self.features)

    def coded_columns(self, inputs: Array) -> Array:
        """The columns filled and coded in numbers, before features are made of them; perhaps the same array."""
        if self.is_plain:
            missing = np.isnan(inputs)
            return np.where(missing, self.fills.astype(inputs.dtype), inputs) if missing.any() else inputs
        ends = np.cumsum([0, *(coding.width for coding in self.codings)])
        made = np.empty((len(inputs), ends[-1]))
        for place, coding in enumerate(self.codings):
            coding.code(inputs[:, place], made[:, ends[place] : ends[place + 1]])
        return made

    def transform(self, inputs: Array) -> Array:
        """The inputs of a network, m × s → m × n."""
        made = self.coded(inputs)
        if self.scaling is None:
            return made
        if len(self.scaled) == made.shape[1]:
            made = self.scaling.standardized(made)
        else:
            made = made.copy() if made is inputs else made
            made[:, self.scaled] = self.scaling.of_some(self.scaled).standardized(made[:, self.scaled])
        made[:, list(self.constant)] = 0
        return made

    def restored(self, inputs: Array) -> Array:
        """The raw columns that became these inputs of a network, m × n → m × s, in float64: the inverse of `transform`.

        As for `ColumnCoding.restored`. Only where the inputs are no features of two columns.
        """
        made = inputs.astype(float)
        if self.scaling is not None:
            made[:, self.scaled] = self.scaling.of_some(self.scaled).restored(made[:, self.scaled])
        ends = np.cumsum([0, *(coding.width for coding in self.codings)])
        columns = [coding.restored(made[:, ends[at] : ends[at + 1]]) for at, coding in enumerate(self.codings)]
        return np.column_stack(columns)

    def fits(self, table: Table, features: Sequence[str] | None) -> bool:
        """Whether a table has these columns, by name and kind, and the same features are made of them."""
        own = [(coding.name, coding.kind) for coding in self.codings]
        found = [(column.name, column.kind) for column in table.columns]
        return own == found and (None if features is None else tuple(features)) == self.features

    def matched(self, table: Table) -> Table:
        """A table of the same columns, with its levels numbered as here; those not known here come after these."""
        inputs = table.inputs
        for place, (coding, column) in enumerate(zip(self.codings, table.input_columns, strict=False)):
            if coding.levels != column.levels:
                if inputs is table.inputs:
                    inputs = inputs.copy("K")
                number = {level: index for index, level in enumerate(coding.levels)}
                numbers = np.array([*(number.get(level, len(number)) for level in column.levels), len(number)], float)
                known = ~np.isnan(inputs[:, place])
                inputs[known, place] = numbers[inputs[known, place].astype(int)]
        return table if inputs is table.inputs else replace(table, inputs=inputs)


def fit_preparation(
    table: Table,
    train: Array,
    missing: str = "mean",
    standardize: bool = True,
    features: Sequence[str] | None = None,
) -> Preparation:
    """The preparation of a table by its training rows; `missing` is data.missing, `features` data.features.

    Raises InputError for features of other than two inputs, or beyond what float64 holds.
    """
    codings = fit_codings(table, train, missing)
    preparation = Preparation(codings, tuple(features) if features is not None else None)
    if features is not None:  # computed for all rows, which must not be too large or too small
        made = compute_features(Preparation(codings).coded(table.inputs), features)[train]
    if not standardize:
        return preparation
    if features is not None:
        scaling, constant = Scaling.of(made), np.flatnonzero((made == made[0]).all(0))
    else:
        scaling, constant = _column_scalings(preparation, table.inputs, train)
    return replace(preparation, scaling=scaling, constant=tuple(constant.tolist()))


def _column_scalings(preparation: Preparation, inputs: Array, train: Array) -> tuple[Scaling, Array]:
    """The scaling of all inputs by the training rows, and which of them are constant; those of 0 and 1 stay."""
    codings, n = preparation.codings, preparation.width
    places = np.cumsum([0, *(coding.width for coding in codings)])
    scaled = np.array([place for place, coding in enumerate(codings) if coding.kind in SCALED], int)
    exponent, constant = np.zeros(n, int), np.zeros(n, bool)
    mean, rest, deviation = (np.full(n, start, inputs.dtype) for start in (0, 0, 1))

    def columns() -> Iterator[Array]:
        for place in scaled.tolist():
            values = inputs[train, place]
            np.copyto(values, preparation.fills[place], where=np.isnan(values))
            constant[places[place]] = (values == values[0]).all()
            yield values

    if len(scaled):
        found, at = Scaling.of_columns(columns(), len(scaled)), places[scaled]
        exponent[at], mean[at], rest[at], deviation[at] = found.exponent, found.mean, found.rest, found.deviation
    return Scaling(exponent, mean, rest, deviation), np.flatnonzero(constant)
