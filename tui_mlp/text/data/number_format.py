"""The numbers of one column, written with their decimal points below each other."""

import math
from dataclasses import dataclass

import numpy as np

from core.calls import Array

SAMPLE = 200
"""The numbers, at most, that say how many decimals a column needs."""
MOST_DIGITS = 5
"""Digits of the largest number of a column, before and behind its point, beyond which decimals are left out."""
LEAST_DECIMALS = 2
"""Decimals that are shown where they are needed, whatever stands before the point: those of money."""
LARGE, SMALL = 1e9, 1e-3
"""Columns of numbers as large, or smaller, are written with powers of ten."""
TYPICAL = 0.9
"""The share of its numbers by which a column is judged: a few larger ones get powers of ten of their own."""
WIDEST = 13
"""The most characters of a number without a power of ten."""


@dataclass(frozen=True)
class NumberFormat:
    """How the numbers of a column are written: with so many decimals, in at most `width` characters.

    `power` is whether they are written with a power of ten, such as 1.23e-5.
    """

    decimals: int
    width: int
    power: bool = False

    def text(self, value: float) -> str:
        """A finite number. One that needs more room than the others gets fewer digits: 1.2e12."""
        text = power_text(value, self.decimals) if self.power else fixed_text(value, self.decimals)
        for digits in (2, 1, 0):
            if len(text) <= self.width:
                break
            text = power_text(value, digits)
        return text


def number_format(values: Array, limits: tuple[float, float] | None = None, most: int | None = None) -> NumberFormat:
    """The format of a column by some of its numbers, NaN where one is missing, and by its least and largest number.

    Without `limits` they are those of `values`. `most` limits the decimals.
    """
    finite = values[np.isfinite(values)]
    if not len(finite):
        return NumberFormat(0, 1)
    least, greatest = limits or (float(finite.min()), float(finite.max()))
    sizes = np.abs(finite[finite != 0])
    typical = float(np.quantile(sizes, TYPICAL, method="lower")) if len(sizes) else 0.0
    if typical >= LARGE or 0 < typical < SMALL:
        return NumberFormat(2, max(len(power_text(value, 2)) for value in (least, greatest)), power=True)
    allowed = max(LEAST_DECIMALS, MOST_DIGITS - 1 - (math.floor(math.log10(typical)) if typical else 0))
    sample = finite[np.linspace(0, len(finite) - 1, min(len(finite), SAMPLE)).astype(int)]
    decimals = min(max(map(decimals_of, sample)), allowed if most is None else min(allowed, most))
    return NumberFormat(decimals, min(WIDEST, max(len(fixed_text(value, decimals)) for value in (least, greatest))))


def fixed_text(value: float, decimals: int) -> str:
    """A number with so many decimals, never -0.00."""
    text = f"{value:.{decimals}f}"
    return text.removeprefix("-") if float(text) == 0 else text


def power_text(value: float, decimals: int) -> str:
    """A number with a power of ten, such as 1.23e-5."""
    mantissa, exponent = f"{value:.{decimals}e}".split("e")
    return f"{mantissa}e{int(exponent)}"


def decimals_of(value: np.floating) -> int:
    """The decimals of the shortest text that gives the same number of this dtype."""
    mantissa, _e, exponent = str(value).partition("e")
    return max(0, len(mantissa.partition(".")[2].rstrip("0")) - int(exponent or 0))
