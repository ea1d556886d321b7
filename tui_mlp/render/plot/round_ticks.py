"""Round ticks on the axes of data in their own units, and their labels."""

import math
from itertools import pairwise

from .ticks import nice_step, tick_labels

_PLAIN = (1e-3, 1e6)
"""From the least step to the largest number that labels write without an exponent."""


def round_ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers between the limits, evenly spaced, at most so many; none where the limits are equal or too near."""
    span = 2 * (high / 2 - low / 2)
    if most < 1 or not 0 < span < math.inf or span <= 1e-12 * max(abs(low), abs(high)):
        return []
    step = nice_step(span / (most + 0.5))
    found = _multiples(step, low, high)
    if len(found) > most:
        fewer = _multiples(nice_step(1.01 * step), low, high)
        found = fewer if 1 < len(fewer) <= most else found[:: -(-len(found) // most)]
    return found


def _multiples(step: float, low: float, high: float) -> list[float]:
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [multiple * step for multiple in range(first, last + 1)]


def round_labels(ticks: list[float]) -> list[str]:
    """Labels with the fewest decimals that tell all ticks exactly."""
    if not ticks:
        return []
    largest = max(map(abs, ticks))
    step = min((b - a for a, b in pairwise(ticks)), default=abs(ticks[0]) or 1.0)
    if largest >= _PLAIN[1] or step < _PLAIN[0]:
        return tick_labels(ticks)
    decimals = next((d for d in range(8) if all(abs(round(tick, d) - tick) < step / 1000 for tick in ticks)), 8)
    return [f"{round(tick, decimals) + 0.0:,.{decimals}f}" for tick in ticks]
