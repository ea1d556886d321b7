"""Numbers of a column, with the digits that tell them from each other."""

from math import floor, isfinite, log10

LEAST, GREATEST = 1e-4, 1e7
"""Deviations between which numbers are written with a fixed number of decimals."""


def number_beside(value: float, deviation: float) -> str:
    """A number of a column of this standard deviation: `28.5930` beside 13, `0.0031200` beside 0.001.

    A deviation from 0.1 to 1000 has four decimals; a larger one has fewer, a smaller one more.
    """
    if not isfinite(value) or not LEAST <= deviation < GREATEST:
        return f"{value:.6g}"
    power = floor(log10(deviation))
    decimals = max(1, 4 - max(0, power - 2) + max(0, -1 - power))
    text = f"{value:,.{decimals}f}"
    return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text


def number_brief_beside(value: float, deviation: float) -> str:
    """The same where no result is worked out from it: with the decimals that leave the deviation three digits."""
    if not isfinite(value) or not LEAST <= deviation < GREATEST:
        return f"{value:.6g}"
    text = f"{value:,.{max(0, 2 - floor(log10(deviation)))}f}"
    return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text


def fixed(value: float, decimals: int) -> str:
    """A number with as many decimals, but for a very small or large one."""
    magnitude = abs(value)
    if not isfinite(value) or (magnitude and not 1e-3 <= magnitude < 1e6):
        return f"{value:.{decimals}g}"
    return f"{value:.{decimals}f}"


def behind_minus(text: str) -> str:
    """A number behind a minus sign or in a power: in parentheses where it is negative."""
    return f"({text})" if text.startswith("-") else text
