"""How one input of one row came about: from the cell to the number the network gets."""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate
from math import isnan, ldexp, nan
from typing import Literal

import numpy as np

from core.calls import Array

from .column_coding import ColumnCoding
from .preparation import Preparation
from .preprocessing import FEATURES, Scaling

Way = Literal["number", "flag", "level", "other", "missing level", "feature"]
"""How a cell becomes an input: as a number; 1 where it is missing, beside a number; 1 where it is of a category, of one
of the rare categories, or missing, and 0 elsewhere; or as a feature of two numbers."""


@dataclass(frozen=True)
class NumberScale:
    """The scaling of one number: (value − mean) / deviation.

    `mean`, `rest` and `deviation` are in units of 2 to the power of `exponent`, as in `Scaling`, and of its `dtype`.
    """

    exponent: int
    mean: float
    rest: float
    deviation: float
    dtype: str = "float64"

    @classmethod
    def of(cls, scaling: Scaling, place: int) -> "NumberScale":
        """That of the number at a place, from 0."""
        mean, rest, deviation = (float(array[place]) for array in (scaling.mean, scaling.rest, scaling.deviation))
        return cls(int(scaling.exponent[place]), mean, rest, deviation, scaling.mean.dtype.name)

    @property
    def source_mean(self) -> float:
        """The mean in the unit of the source."""
        return _scaled(self.mean + self.rest, self.exponent)

    @property
    def source_deviation(self) -> float:
        """The standard deviation in the unit of the source; 1 where all numbers are equal."""
        return _scaled(self.deviation, self.exponent)

    def standardized(self, value: float, dtype: str = "float64") -> float:
        """(value − mean) / deviation of a value in a dtype, with the digits that the trainer's number has."""
        scaling = Scaling(
            np.array([self.exponent]),
            *(np.array([number], self.dtype) for number in (self.mean, self.rest, self.deviation)),
        )
        return float(scaling.standardized(np.array([[value]], dtype))[0, 0])


def _scaled(value: float, exponent: int) -> float:
    try:
        return ldexp(value, exponent)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


@dataclass(frozen=True)
class PreparedNumber:
    """How one input of one row came about: raw → filled → coded → value.

    `name` is that of the input. `raw` is the cell of its column, as in `Table.inputs`: NaN where it is missing, the
    number of its level for a category. `coding` is what becomes of the column, `level` the number of the level that a
    "level" input stands for. A feature is made of the two numbers in `parts`, and has no coding of its own. `scale` is
    how it is standardised, None where it isn't. A `constant` input is 0 in all rows, as the training rows have a single
    value. All is computed in `dtype`.
    """

    name: str
    way: Way
    coding: ColumnCoding | None = None
    raw: float = nan
    level: int = -1
    parts: tuple["PreparedNumber", ...] = ()
    scale: NumberScale | None = field(default=None, repr=False)
    constant: bool = False
    dtype: str = "float64"

    @property
    def column(self) -> str:
        """The column of the source that it comes from; empty for a feature, which may come from two."""
        return "" if self.coding is None else self.coding.source or self.coding.name

    @property
    def is_missing(self) -> bool:
        """Whether the cell is missing."""
        return self.way != "feature" and isnan(self.raw)

    @property
    def is_unknown(self) -> bool:
        """Whether the cell is a category that no training row has, for which all inputs of the column are 0."""
        coding = self.coding
        if coding is None or coding.one_number or isnan(self.raw):
            return False
        return int(self.raw) not in (*coding.own, *coding.pooled)

    @property
    def filled(self) -> float:
        """The cell as a number, with what stands in for a missing one; NaN where nothing does."""
        fill = None if self.coding is None else self.coding.fill
        return fill if fill is not None and isnan(self.raw) else self.raw

    @property
    def coded(self) -> float:
        """The number before it is standardised."""
        if self.way == "number":
            return self.filled
        if self.way == "feature":
            first, second = (np.array([part.coded], self.dtype) for part in self.parts)
            with np.errstate(all="ignore"):
                return float(FEATURES[self.name](first, second)[0])
        assert self.coding is not None, "all but features are inputs of a column"
        if self.way in ("flag", "missing level"):
            return float(isnan(self.raw))
        if isnan(self.raw):
            return 0.0
        return float(int(self.raw) in (self.coding.pooled if self.way == "other" else (self.level,)))

    @property
    def value(self) -> float:
        """The number that the network gets."""
        if self.constant:
            return 0.0
        return self.coded if self.scale is None else self.scale.standardized(self.coded, self.dtype)


def prepared_number(preparation: Preparation, raw: Array, place: int) -> PreparedNumber:
    """How the input at a place, from 0, comes about in a row of s raw inputs, as `SourceRows.raw` gives them."""
    scale, constant = scale_of(preparation, place), place in preparation.constant and preparation.scaling is not None
    if preparation.features is None:
        return replace(_of_column(preparation, raw, place), scale=scale, constant=constant)
    plain, dtype = Preparation(preparation.codings), _dtype(preparation, raw)
    parts = tuple(_of_column(plain, raw, number) for number in range(plain.width))
    name = preparation.input_names[place]
    return PreparedNumber(name, "feature", parts=parts, scale=scale, constant=constant, dtype=dtype)


def _of_column(preparation: Preparation, raw: Array, place: int) -> PreparedNumber:
    """An input that is no feature, before it is standardised."""
    at, number = next((at, place - inputs.start) for at, inputs in _inputs_by_coding(preparation) if place in inputs)
    coding = preparation.codings[at]
    way: Way = "flag" if coding.one_number and number else "number" if coding.one_number else "missing level"
    level = -1
    if not coding.one_number and number < len(coding.own):
        way, level = "level", coding.own[number]
    elif not coding.one_number and coding.pooled and number == len(coding.own):
        way = "other"
    name, dtype = preparation.input_names[place], _dtype(preparation, raw)
    return PreparedNumber(name, way, coding, float(raw[at]), level, dtype=dtype)


def _dtype(preparation: Preparation, raw: Array) -> str:
    """In which dtype inputs are prepared: that of the table where each of its columns is an input."""
    return raw.dtype.name if preparation.is_plain else "float64"


def scale_of(preparation: Preparation, place: int) -> NumberScale | None:
    """How the input at a place, from 0, is standardised; None where it isn't, as those of 0 and 1 aren't."""
    if preparation.scaling is None or place not in preparation.scaled:
        return None
    return NumberScale.of(preparation.scaling, place)


def inputs_of_column(preparation: Preparation, column: str) -> tuple[int, ...]:
    """The numbers, from 0, of the inputs that a column of the source becomes, or that are features of it."""
    own = [
        number
        for at, inputs in _inputs_by_coding(preparation)
        if column in (preparation.codings[at].source, preparation.codings[at].name)
        for number in inputs
    ]
    if preparation.features is None:
        return tuple(own)
    wanted = [f"x{number + 1}" for number in own]
    return tuple(place for place, name in enumerate(preparation.features) if any(one in name for one in wanted))


@lru_cache(maxsize=4)
def _inputs_by_coding(preparation: Preparation) -> tuple[tuple[int, range], ...]:
    """The number of each coding, and the numbers of its inputs, before features are made of them."""
    ends = accumulate(coding.width for coding in preparation.codings)
    return tuple((at, range(end - preparation.codings[at].width, end)) for at, end in enumerate(ends))
