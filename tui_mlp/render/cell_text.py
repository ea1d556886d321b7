"""Text in cells of the screen: escaped, in ASCII where wanted, cut and padded."""

from collections.abc import Iterable
from functools import lru_cache
from textwrap import wrap

from rich.cells import cell_len, chop_cells, set_cell_size

from core.support.escaping import escaped
from tui_mlp.text.ascii_text import to_ascii


def displayed(text: str, ascii: bool) -> str:
    """One line of text as the terminal can show it. Convert before measuring: its width may change."""
    text = escaped(text)
    return to_ascii(text) if ascii else text


def cut(text: str, width: int, ascii: bool, right: bool = False) -> str:
    """The text in exactly `width` cells; a longer one is cut and ends with … or ~."""
    text = clipped(text, width, ascii)
    blanks = " " * (width - cell_len(text))
    return blanks + text if right else text + blanks


def clipped(text: str, width: int, ascii: bool) -> str:
    """The text in at most `width` cells; a longer one is cut and ends with … or ~."""
    text = displayed(text, ascii)
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)) + ("~" if ascii else "…") * (width > 0)


@lru_cache(maxsize=8)
def widest(texts: Iterable[str], ascii: bool) -> int:
    """The cells of the widest text, 0 without any.

    The result is cached, so `texts` is a tuple: there may be thousands.
    """
    return max((cell_len(displayed(text, ascii)) for text in texts), default=0)


def wrapped_lines(text: str, width: int) -> list[str]:
    """Displayed text on lines of `width` cells, broken at blanks, and within words that are longer than a line."""
    width = max(2, width)
    if cell_len(text) == len(text):
        return wrap(text, width)
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(longer) <= width:
            lines[-1] = longer
        else:
            lines += chop_cells(word, width)
    return [line for line in lines if line]


def cells(text: str) -> list[str]:
    """The text of each cell: an empty text follows a wide character, a letter includes its combining marks."""
    found = list[str]()
    for character in text:
        width = cell_len(character)
        if width:
            found += [character, *[""] * (width - 1)]
        elif found:
            place = len(found) - 1 - (found[-1] == "")
            found[place] += character
    return found
