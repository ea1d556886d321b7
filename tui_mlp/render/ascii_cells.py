"""Text in ASCII cell by cell, for when the layout can no longer change."""

from functools import lru_cache

from rich.cells import cell_len

from tui_mlp.text.ascii_text import to_ascii

from .cell_text import cells

_FIRST = {"→": ">", "←": "<", "…": ".", "≥": ">", "≤": "<", "≠": "#", "↵": "<", "⏎": "<", "∞": "8"} | dict(
    zip("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789", strict=True)
)
"""Symbols of which the first character of their ASCII text would say something else."""
_DOWN = frozenset("│┃┆┇┊┋║╎╏▌▐▏▎▍▋▊▉")
_ACROSS = frozenset("─━┄┅┈┉═╌╍▁▂▃▄▔▀")


@lru_cache(maxsize=1024)
def ascii_cells(text: str) -> str:
    """The text in ASCII, in as many cells: a border of lines or blocks becomes one of `+`, `-` and `|`.

    Symbols that take several characters in `to_ascii`, such as Θ, keep the first: what is converted before it is laid
    out reads better.
    """
    if text.isascii():
        return text
    return "".join(_in_ascii(cell).ljust(cell_len(cell))[: cell_len(cell)] for cell in cells(text))


def _in_ascii(cell: str) -> str:
    """The ASCII for the content of a cell, or of two cells of a wide character."""
    if cell in _FIRST:
        return _FIRST[cell]
    if cell in _DOWN:
        return "|"
    if cell in _ACROSS:
        return "-"
    if "\u2500" <= cell[:1] <= "\u257f":
        return "+"
    return to_ascii(cell)
