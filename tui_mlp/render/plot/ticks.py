"""Limits and ticks of an axis: round figures, no two labels alike or in one place."""

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


def linear_limits(values: Values) -> tuple[float, float]:
    """(low, high) of a linear axis for these finite values, at least one.

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
        low, high = 0.0, high + 0.05 * high or 1.0
        if span <= 0.01 * high:
            high *= 1.2  # keep a flat line off the upper edge
    else:
        margin = max(0.08 * span, 0.001 * max(-low, high))
        low, high = low - margin, high + margin
    # Limits move in steps, else the axis would change a little at every epoch.
    step = nice_step((high - low) / 4) / 4
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


def log_limits(exponents: Values) -> tuple[float, float]:
    """(low, high) of a log axis for these exponents of ten, at least one; 12 decades at most."""
    low, high = float(exponents.min()), float(exponents.max())
    if high - low > _DECADES:
        middle = float(np.median(exponents))
        low, high = max(low, middle - _DECADES / 2), min(high, middle + _DECADES / 2)
    low, high = math.floor(low * 10) / 10, math.ceil(high * 10) / 10
    return (low, high) if high - low > 0.15 else (low - 0.1, high + 0.1)


def linear_ticks(low: float, high: float, rows: int) -> list[float]:
    """Multiples of a round step within the limits, two to four of `rows` rows apart, at least two if possible."""
    ticks: list[float] = []
    for gap in (4, 3, 2, 1):
        if gap > 2 and rows < gap * 4:
            continue
        step = nice_step((high - low) * gap / max(1, rows))
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        ticks = [i * step for i in range(first, last + 1)]
        if len(ticks) >= 2:
            break
    return ticks


def log_ticks(low: float, high: float, rows: int) -> list[float]:
    """Values on an axis of exponents `low` to `high`: decades, thirds or a finer step, as many as `rows` hold."""
    room = max(2, min((rows + 1) // 2, rows // 4 + 2))
    best: list[float] = []
    for mantissas in ((1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 5), (1, 3), (1,)):
        ticks = [
            m * 10.0**k
            for k in range(math.floor(low), math.ceil(high) + 1)
            for m in mantissas
            if low - 1e-9 <= k + math.log10(m) <= high + 1e-9
        ]
        if len(ticks) >= 2:
            best = ticks
        if len(ticks) <= room:
            break
    if not best:
        return [tick for tick in linear_ticks(10.0**low, 10.0**high, rows) if tick > 0]
    every = math.ceil((high - low) / room)
    if every > 1:
        best = [tick for tick in best if round(math.log10(tick)) % every == 0]
    return best


def epoch_ticks(first: int, last: int, count: int) -> list[int]:
    """`first`, then multiples of a round whole step up to `last`: about `count` of them."""
    step = max(1.0, nice_step(max(1, last - first) / max(1, count)))
    step = 5.0 if step == 2.5 else step
    rest = range(math.floor(first / step) + 1, math.floor(last / step) + 1)
    return [first, *(round(i * step) for i in rest)]


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
