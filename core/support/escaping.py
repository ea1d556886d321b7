"""Text of others made safe to show: what a terminal would obey, or nobody would see, is spelled out.

Inside the program text stays as it is, so that names match and don't collide. It is escaped once, where it leaves:
on the screen, on stdout and stderr, in JSON, in CSV for spreadsheets.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

MOST = 200
"""Characters of a quoted text that are shown; a cell may have ten million."""
MOST_OF_A_MESSAGE = 2000
MOST_MARKS = 8
"""Combining marks on one character: living scripts take up to four, and they have no width that could be cut."""

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings of cells that spreadsheets take for formulas, or for what goes on into one."""

_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""They choose how the character before them looks."""
_PICTURED = ("So", "Sm", "Po", "Nd", "Lo")
"""Categories of the characters that have such a choice: symbols, digits of keycaps, ideographs."""
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | frozenset(map(chr, range(0x180B, 0x1810)))
"""Fillers and the like, which Unicode calls letters and marks, but which are drawn as nothing."""
_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
"""Skin tones: of an emoji with one, terminals disagree whether it takes two cells or four."""
_SUSPECT = _SELECTORS | _UNSEEN | _TONES
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)*|[.,]\d+)(?:[eE][+-]?\d+)?%?|[+-]?(?:inf|infinity|nan)", re.IGNORECASE)


def escaped(text: str, lines: bool = False) -> str:
    r"""The text with each character spelled out that a terminal would obey or nobody would see, such as `\x1b`.

    Those are controls, line breaks, tabs, marks of direction, what has no width, and what is no character: half of a
    surrogate pair, or a code that Unicode gives no meaning. The spelling is Python's and takes ASCII alone. With
    `lines`, line breaks stay: for texts whose lines are ours.
    """
    if text.isascii() and text.isprintable():
        return text
    if lines and "\n" in text:
        return "\n".join(map(escaped, text.split("\n")))
    return _escaped_once(text) if len(text) <= MOST else _escaped(text)


def shortened(text: str, most: int = MOST) -> str:
    """The text, its middle left out where it is longer than `most` characters."""
    if len(text) <= most:
        return text
    tail = most // 4
    return f"{text[: most - tail - 3]}...{text[len(text) - tail :]}"


def one_line(message: object, most: int = MOST_OF_A_MESSAGE) -> str:
    """A message escaped, and cut where what it quotes is very long."""
    return escaped(shortened(str(message), most))


def masked(text: str, cells: Callable[[str], int]) -> str:
    """The text with blanks for such characters, as many as `cells` says: where a longer spelling has no room."""
    return "".join(" " * cells(character) if _hides(character) else character for character in text)


def json_escaped(text: str) -> str:
    """JSON text with the same characters as JSON's own escapes; they can only stand inside its strings."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_json_escape(character) if _hides(character) else character for character in text)


def spreadsheet_cell(text: str) -> str:
    """A cell of CSV that no spreadsheet takes for a formula: an apostrophe in front, as usual. Numbers stay."""
    if text.startswith(FORMULAS) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _hides(character: str) -> bool:
    """Whether it is no letter, mark, number, sign, symbol or blank that can be seen."""
    return character in _SUSPECT or not (character.isprintable() or unicodedata.category(character) == "Zs")


def _escaped(text: str) -> str:
    if text.isprintable() and _SUSPECT.isdisjoint(text) and not _has_marks(text):
        return text
    parts, marks, before = list[str](), 0, ""
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category[0] == "M" else 0
        if character in _SELECTORS and before in _PICTURED:
            # Left out: it changes only how the sign before it looks, and terminals disagree how wide that is then.
            before = ""
            continue
        if _hides(character) or marks > MOST_MARKS or (marks and not parts):
            parts.append(_spelled(character))
            before = ""
        else:
            parts.append(character)
            before = category
    return "".join(parts)


_escaped_once = lru_cache(maxsize=4096)(_escaped)  # names and labels: the same ones at every drawing


def _has_marks(text: str) -> bool:
    """Whether there are combining marks, which are counted."""
    return any(unicodedata.category(character)[0] == "M" for character in text)


def _spelled(character: str) -> str:
    code = ord(character)
    if character in _SHORT:
        return _SHORT[character]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(character: str) -> str:
    code = ord(character)
    if code in (0x0A, 0x0D):  # between values: inside strings JSON never has them raw
        return character
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
