"""Values written as Python: exact numbers, and text that can't end its quotes."""

import base64
from collections.abc import Sequence

import numpy as np

from core.calls import Array

WIDTH = 120
MARGIN = 24
"""Columns that are left for what stands around a value."""
MOST_WRITTEN = 20_000
"""Numbers of an array that are written as decimals; more stand as their bytes, so that the file can still be opened."""


def array_text(array: Array) -> str:
    """An array of numbers, exact: each by the fewest digits that give it again, or all as bytes in base64."""
    if array.size > MOST_WRITTEN:
        little = array.astype(array.dtype.newbyteorder("<"))
        text = base64.b64encode(little.tobytes()).decode()
        lines = "\n".join(f'    "{text[start : start + WIDTH - 6]}"' for start in range(0, len(text), WIDTH - 6))
        return f'decoded(\n{lines},\n    {array.shape}, "{little.dtype.str}",\n)'
    dtype = f", np.{array.dtype.name}" if array.dtype == np.float32 else ""
    return f"np.array({_numbers_text(array)}{dtype})"


def list_text(values: Sequence[object], indent: str = "") -> str:
    """A list of texts, numbers, or lists and dicts of these, on one line if it fits."""
    return _in_lines([value_text(value, indent + "    ") for value in values], indent)


def value_text(value: object, indent: str = "") -> str:
    """A value as Python reads it, in lines that are indented. Text is printable whatever it holds."""
    if isinstance(value, dict):
        pairs = [f"{value_text(key)}: {value_text(part, indent + '    ')}" for key, part in value.items()]
        return _in_lines(pairs, indent, "{}")
    if isinstance(value, list | tuple):
        return list_text(value, indent)
    text = repr(value)
    return f'"{text[1:-1]}"' if text.startswith("'") and '"' not in text else text


def _numbers_text(array: Array) -> str:
    if array.ndim == 1:
        return _in_lines(list(map(_number_text, array)))
    rows = [_in_lines(list(map(_number_text, row)), "    ") for row in array]
    return "[\n" + "".join(f"    {row},\n" for row in rows) + "]"


def _number_text(number: float) -> str:
    if np.isnan(number):
        return "np.nan"
    text = str(number)
    return text.replace("inf", "np.inf")


def _in_lines(parts: Sequence[str], indent: str = "", brackets: str = "[]") -> str:
    """A list or a dict of these parts; broken into lines where it doesn't fit one."""
    whole = f"{brackets[0]}{', '.join(parts)}{brackets[1]}"
    if len(indent) + len(whole) <= WIDTH - MARGIN and "\n" not in whole:
        return whole
    lines, line = list[str](), ""
    for part in parts:
        if line and (len(indent) + 4 + len(line) + len(part) + MARGIN > WIDTH or "\n" in line + part):
            lines.append(line)
            line = ""
        line += f"{' ' if line else ''}{part},"
    inside = "".join(f"{indent}    {one}\n" for one in [*lines, line])
    return f"{brackets[0]}\n{inside}{indent}{brackets[1]}"
