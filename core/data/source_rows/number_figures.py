"""Figures of the numbers in a column: range, mean, deviation, quartiles, skewness."""

from dataclasses import dataclass

import numpy as np

from core.calls import Array


@dataclass(frozen=True)
class NumberFigures:
    """Figures of `count` numbers, at least one.

    `deviation` is the standard deviation over all of them, as a scaling has it. `quartiles` are those numbers that a
    quarter, a half and three quarters of all are below. `skewness` is the mean of ((x − mean) / deviation)³, 0 where
    all are equal: above 0 where few numbers are far above the rest. `whole` says whether all are whole numbers.
    """

    count: int
    least: float
    greatest: float
    mean: float
    deviation: float
    quartiles: tuple[float, float, float]
    skewness: float
    whole: bool

    @property
    def median(self) -> float:
        """The second quartile."""
        return self.quartiles[1]


def number_figures(values: Array) -> NumberFigures | None:
    """The figures of those of m numbers that are finite; None where there is none."""
    finite = values[np.isfinite(values)].astype(np.float64, copy=False)
    if not len(finite):
        return None
    least, greatest = float(finite.min()), float(finite.max())
    unit = max(-least, greatest) or 1.0  # as shares of the largest: no sum, square or cube overflows
    scaled = finite / unit
    mean = min(max(float(scaled.mean()), least / unit), greatest / unit)
    scaled -= mean
    squares = scaled * scaled
    variance = float(squares.mean()) if least < greatest else 0.0
    skewness = float(np.mean(np.multiply(squares, scaled, out=squares))) / variance**1.5 if variance**1.5 > 0 else 0.0
    enormous = unit > np.finfo(float).max / 4  # the difference of two of them may overflow
    by = 4.0 if enormous else 1.0
    low, middle, high = (by * np.percentile(finite / by if enormous else finite, (25, 50, 75))).tolist()
    return NumberFigures(
        count=len(finite),
        least=least,
        greatest=greatest,
        mean=mean * unit,
        deviation=variance**0.5 * unit,
        quartiles=(low, middle, high),
        skewness=skewness,
        whole=bool(unit < 2**53 and (finite == np.rint(finite)).all()),
    )
