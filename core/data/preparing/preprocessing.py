"""Features, standardisation and target coding: from a table to what a network takes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import numpy as np

from core.calls import Array
from core.support.errors import InputError
from core.support.i18n import _
from core.support.memory import require_memory

FEATURES: dict[str, Callable[[Array, Array], Array]] = {
    "x1": lambda x1, x2: x1,
    "x2": lambda x1, x2: x2,
    "x1^2": lambda x1, x2: x1 * x1,
    "x2^2": lambda x1, x2: x2 * x2,
    "x1*x2": lambda x1, x2: x1 * x2,
    "sin(x1)": lambda x1, x2: np.sin(x1),
    "sin(x2)": lambda x1, x2: np.sin(x2),
    "sin(pi*x1)": lambda x1, x2: np.sin(np.pi * x1),
    "sin(pi*x2)": lambda x1, x2: np.sin(np.pi * x2),
}


PRODUCTS = ("x1^2", "x2^2", "x1*x2")

MEAN_TOLERANCE = 2**12
"""A column's mean is corrected where it is off by more units in the last place of the column's deviation."""


def compute_features(inputs: Array, names: Sequence[str]) -> Array:
    """Columns computed from two inputs, m × 2 → m × len(names).

    Raises InputError for another number of inputs, and for a square or a product that float64 can't hold.
    """
    if inputs.shape[1] != 2:
        raise InputError(_("data.features are made of two inputs; these data have {}").format(inputs.shape[1]))
    require_memory(4 * len(inputs) * len(names) * inputs.itemsize, "data.features")
    made = features_of(inputs, names)
    sizes = np.abs(made).max(0)
    for name, size in zip(names, sizes, strict=True):
        vanished = name in PRODUCTS and size < np.finfo(made.dtype).tiny and (inputs != 0).all(1).any()
        if vanished or not isfinite(size):
            message = _("data.features: {} is beyond what {} holds, as the inputs reach {:.3g}; leave it out")
            raise InputError(message.format(name, made.dtype, np.abs(inputs).max()))
    return made


def features_of(inputs: Array, names: Sequence[str]) -> Array:
    """The features as they come, m × 2 → m × len(names), even where float64 doesn't hold them."""
    with np.errstate(all="ignore"):
        return np.column_stack([FEATURES[name](inputs[:, 0], inputs[:, 1]) for name in names])


@dataclass(frozen=True, eq=False)
class Scaling:
    """Mean and standard deviation of each of n columns, in units of 2 to the power of the column's `exponent`.

    In these units the largest value of a column is between 0.5 and 1, so that no sum or square overflows or underflows
    whatever the column's own unit. A power of two changes no digit. `rest` is the part of the mean that is too small
    for the digits of `mean`, where a column varies little around a large number. The deviation of a constant column
    counts as 1.
    """

    exponent: Array = field(repr=False)
    mean: Array = field(repr=False)
    rest: Array = field(repr=False)
    deviation: Array = field(repr=False)

    @classmethod
    def of(cls, values: Array) -> "Scaling":
        """The scaling of values, m × n, all of them finite."""
        return cls.of_columns(values.T, values.shape[1])

    @classmethod
    def of_columns(cls, columns: Iterable[Array], count: int) -> "Scaling":
        """The scaling of `count` columns, at least one, each of m finite numbers; they are taken one at a time."""
        found = [_column_scaling(np.ascontiguousarray(column), count > 1) for column in columns]
        exponent, mean, rest, deviation = (np.array(numbers) for numbers in zip(*found, strict=True))
        return cls(exponent, mean, rest, deviation)

    def of_some(self, columns: Array) -> "Scaling":
        """The scaling of some of the columns, by their numbers."""
        return Scaling(self.exponent[columns], self.mean[columns], self.rest[columns], self.deviation[columns])

    def standardized(self, values: Array) -> Array:
        """(values − mean) / deviation, m × n; infinite where that overflows."""
        with np.errstate(all="ignore"):
            values = self._in_units(values)
            values -= self.mean
            if self.rest.any():
                values -= self.rest
            values /= self.deviation
        return values

    def _in_units(self, values: Array) -> Array:
        """Values, m × n, in units of 2 to the power of the exponents: by a product, which is faster than `ldexp`."""
        unit, limits = np.ldexp(np.ones((), values.dtype), -self.exponent), np.finfo(values.dtype)
        if (unit >= limits.tiny).all() and (unit <= limits.max).all():
            return values * unit
        return np.ldexp(values, -self.exponent)

    def restored(self, values: Array) -> Array:
        """Standardised values, m × n, in the units of the original columns."""
        with np.errstate(all="ignore"):
            restored: Array = np.ldexp(values * self.deviation + self.rest + self.mean, self.exponent)
        return restored


def _column_scaling(values: Array, sequential: bool) -> tuple[int, Any, Any, Any]:
    """Exponent, mean, rest and deviation of one column.

    `sequential` adds up its numbers one after the other, as NumPy does with the rows of a matrix, instead of in pairs,
    as with a vector: columns beside others have always had these last digits.
    """

    scratch = np.empty_like(values)  # fresh memory for each step takes longer than the step

    def mean_of(numbers: Array) -> Any:
        return (np.add.accumulate(numbers, out=scratch)[-1] if sequential else numbers.sum()) / len(numbers)

    number, least, greatest = values.dtype.type, values.min(), values.max()
    if least == greatest:
        return 0, least, number(0), number(1)
    exponent = int(np.frexp(np.maximum(-least, greatest))[1])
    with np.errstate(all="ignore"):
        values = np.ldexp(values, -exponent)
        mean = mean_of(values)
        differences = np.subtract(values, mean, out=values)
        rest, deviation = mean_of(differences), np.sqrt(mean_of(np.multiply(differences, differences, out=scratch)))
    if np.abs(rest) > MEAN_TOLERANCE * np.finfo(values.dtype).eps * deviation:
        return exponent, mean, differences.mean(), differences.std()
    return exponent, mean, number(0), deviation


def encode_labels(labels: Array, classes: int, output: str) -> Array:
    """Class numbers, m, as targets, m × s_L: 0 or 1, and −1 or 1 for tanh.

    Two classes have one column, unless the output is softmax.
    """
    Y = np.eye(classes)[labels]
    if classes == 2 and output != "softmax":
        Y = Y[:, 1:]
    return 2 * Y - 1 if output == "tanh" else Y
