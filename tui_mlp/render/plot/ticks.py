"""What an axis shows of its values, the ticks of epochs, and labels that differ."""

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_USUAL = 97  # percentile that the first few epochs of a training exceed
_SAMPLE = 5000  # at most about this many values are used for the percentile
_ENOUGH = 20  # with fewer values a percentile means little
_OUTLYING = 1.6
_FAR_FROM_ZERO = 0.6
_DECADES = 12.0


def nice_step(least: float) -> float:
    """The smallest of 1, 2, 2.5, 5 × 10^k that is at least `least` > 0."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in _STEPS if step * power >= least * (1 - 1e-9))


def linear_range(values: Values) -> tuple[float, float]:
    """The range that a linear axis shows of these finite values, of at least one.

    The axis begins at 0 unless all values are far from it. A few values far above the rest don't extend it: else the
    first epochs of a training would press the rest of the curve into one row.
    """
    low, high = float(values.min()), float(values.max())
    if values.size >= _ENOUGH:
        usual = float(np.percentile(values[:: 1 + values.size // _SAMPLE], _USUAL))
        if high - low > _OUTLYING * (usual - low) > 0:
            high = usual + 0.25 * (usual - low)
    span = high - low
    if low >= 0 and (low < _FAR_FROM_ZERO * high or span <= 0.01 * high):
        # A flat line is kept off the upper edge.
        return 0.0, (1.2 * high if span <= 0.01 * high else high) or 1.0
    margin = max(0.08 * span, 0.001 * max(-low, high))
    return low - margin, high + margin


def log_range(exponents: Values) -> tuple[float, float]:
    """The exponents of ten, of at least one, that a log axis shows; 12 decades at most."""
    low, high = float(exponents.min()), float(exponents.max())
    if high - low > _DECADES:
        middle = float(np.median(exponents))
        low, high = max(low, middle - _DECADES / 2), min(high, middle + _DECADES / 2)
    return (low, high) if high - low > 0.15 else (low - 0.1, high + 0.1)


def epoch_ticks(first: int, last: int, count: int) -> list[int]:
    """`first`, then multiples of a round whole step, about `count` of them, and `last`."""
    step = max(1.0, nice_step(max(1, last - first) / max(1, count)))
    step = 5.0 if step == 2.5 else step
    rest = range(math.floor(first / step) + 1, math.floor(last / step) + 1)
    return sorted({first, *(round(i * step) for i in rest), last})


def tick_labels(ticks: list[float]) -> list[str]:
    """Labels in one form for all, with as many decimals as distinguish them."""
    if not ticks:
        return []
    largest = max(map(abs, ticks))
    smallest = min((abs(tick) for tick in ticks if tick), default=1.0)
    if largest >= 1e5 or smallest < 1e-4:
        return _distinct(ticks, lambda tick, digits: f"{tick:.{digits}e}" if tick else "0", 0)
    if largest >= 1000 * smallest:  # decades: each with its own number of decimals
        return [f"{tick:,.{max(0, -math.floor(math.log10(abs(tick))))}f}" if tick else "0" for tick in ticks]
    return _distinct(ticks, lambda tick, digits: f"{tick:,.{digits}f}", 2 if largest < 10 else 0)


def _distinct(ticks: list[float], form: Callable[[float, int], str], least: int) -> list[str]:
    """The labels with the fewest digits that show each tick to a hundredth of the space between two."""
    close = min((b - a for a, b in pairwise(ticks)), default=abs(ticks[0])) / 100
    labels: list[str] = []
    for digits in range(least, 16):
        labels = [form(tick, digits) for tick in ticks]
        if all(abs(float(label.replace(",", "")) - tick) <= close for label, tick in zip(labels, ticks, strict=True)):
            break
    labels = [label.replace("e+0", "e").replace("e-0", "e-").replace("e+", "e") for label in labels]
    return [label.replace("-", "", 1) if not label.strip("-0.") else label for label in labels]
