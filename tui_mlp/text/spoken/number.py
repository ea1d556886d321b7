"""Numbers for screen readers: powers of ten in words, no needless zeros."""

import math

from core.support.i18n import _
from tui_mlp.text.numbers import plain_number

LARGEST_WHOLE = 1e6
"""Whole numbers from this one on have a power of ten as others have."""


def spoken_number(value: float) -> str:
    """A number with four decimals, or three digits and a power of ten: `0.0520`, `1.23 times 10 to the power of -5`.

    A whole number has no decimals, of which a voice would say each zero.
    A minus stays a hyphen before the digits, which all voices say as minus.
    """
    if math.isnan(value):
        return _("not a number")
    if math.isinf(value):
        return _("infinity") if value > 0 else _("minus infinity")
    return spoken_power(spoken_figures(value))


def spoken_figures(value: float) -> str:
    """The same in figures alone, as inside a formula: `0.0520`, `3`, `1.23e-05`."""
    if value == round(value, 0) and abs(value) < LARGEST_WHOLE:
        return f"{value + 0.0:.0f}"
    return plain_number(value)


def spoken_power(number: str) -> str:
    """A number as text, its power of ten in words: of `e-05` a voice leaves out the minus."""
    figures, e, exponent = number.partition("e")
    if not e:
        return number
    return _("{} times 10 to the power of {}").format(figures, int(exponent))
