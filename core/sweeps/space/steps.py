"""The values of a range with steps, by their distance or their number."""

from fractions import Fraction
from math import exp, log


def values_by_distance(low: float, high: float, step: float) -> tuple[float, ...]:
    """low, low + step, … up to high, each the nearest to what these decimals add up to."""
    first, distance = _exact(low), _exact(step)
    count = int((_exact(high) - first) / distance) + 1
    return tuple(_like(low, first + number * distance) for number in range(count))


def values_by_count(low: float, high: float, steps: int, logarithmic: bool, integer: bool) -> tuple[float, ...]:
    """`steps` values from low to high, both included, ascending; fewer where whole numbers would be equal.

    With `logarithmic`, each is as many times the one before as any other; they have 12 digits.
    """
    between: list[float] = []
    for number in range(1, steps - 1):
        if logarithmic:
            exponent = log(low) + (log(high) - log(low)) * number / (steps - 1)
            value = float(f"{exp(exponent):.12g}")
        else:
            value = float(_exact(low) + (_exact(high) - _exact(low)) * number / (steps - 1))
        between.append(round(value) if integer else value)
    inside = {value for value in between if low < value < high}
    return (low, *sorted(inside), high)


def _exact(number: float) -> Fraction:
    """The decimal number that is written, such as 1/10 for 0.1."""
    return Fraction(repr(number))


def _like(low: float, value: Fraction) -> float:
    return int(value) if isinstance(low, int) else float(value)
