"""Numbers as people type them: decimal point or comma, minus signs, exponents, blanks."""

import re
from math import inf, isfinite
from typing import NamedTuple

from core.support.errors import InputError
from core.support.escaping import shortened
from core.support.i18n import _

MINUS_SIGNS = str.maketrans(dict.fromkeys("−–—‐‑‒﹣－", "-"))
SPACES = re.compile(r"[\s\u00a0\u2009\u202f'_]+")
NUMBER = re.compile(r"([+-]?)(\d{1,30}(?:[.,]\d{0,30})?|[.,]\d{1,30})(?:[eE]([+-]?\d{1,3}))?", re.ASCII)
TIMES_TEN = re.compile(r"[·×*x]10\^?\(?([+-]?\d{1,3})\)?$", re.ASCII)
SHAPE = re.compile(r"\D*(\d{1,9})\D+(\d{1,9})\D*", re.ASCII)


class TypedNumber(NamedTuple):
    """A number as it was typed: its value, significant figures, and the value of a 1 in its last digit."""

    value: float
    figures: int
    unit: float
    decimals: int


def read_number(text: str) -> TypedNumber:
    """The number in a text. Raises InputError for any other text, and beyond what a computer's numbers hold."""
    typed = SPACES.sub("", text.translate(MINUS_SIGNS))
    typed = TIMES_TEN.sub(r"e\1", typed)
    found = NUMBER.fullmatch(typed)
    value = float("".join((found[1], found[2].replace(",", "."), "e", found[3] or "0"))) if found else inf
    if not found or not isfinite(value):
        raise InputError(_("not a number: {}; type it as 0.0910 or 9.1e-2").format(shortened(text.strip(), 40)))
    digits, exponent = found[2].replace(",", "."), int(found[3] or 0)
    whole, _dot, decimals = digits.partition(".")
    significant = (whole + decimals).lstrip("0")
    return TypedNumber(
        value,
        len(significant) or len(decimals),
        float(f"1e{exponent - len(decimals)}"),  # 0 or inf beyond the limits, where a power would raise
        max(0, len(decimals) - exponent),
    )


def read_shape(text: str) -> tuple[int, int]:
    """Rows and columns in a text such as 3 × 2 or 3,2. Raises InputError for any other text."""
    found = SHAPE.fullmatch(text)
    if not found or "." in text or "-" in text.translate(MINUS_SIGNS):
        raise InputError(_("not rows and columns: {}; type them as 3 × 2").format(shortened(text.strip(), 40)))
    return int(found[1]), int(found[2])


def shape_text(rows: int, columns: int) -> str:
    """Rows and columns as they are written: 3 × 2."""
    return f"{rows} × {columns}"
