"""Escaping of control and invisible characters in text that comes from outside.

Inside the program text stays as it is, so that names match and don't collide. It is escaped once, on output: on the
screen, on stdout and stderr, in JSON, in CSV for spreadsheets, in Markdown.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

MAX_QUOTED = 200
"""Characters of a quoted text that are shown; a cell may have ten million."""
MAX_MESSAGE = 2000
"""Characters of a message that are shown."""
MAX_MARKS = 8
"""Combining marks on one character: living scripts use up to four. They have no width, so nothing else limits them."""

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings of a cell that make spreadsheets read it as a formula."""

_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Variation selectors, which choose how the character before them is drawn."""
_PICTURED = ("So", "Sm", "Po", "Nd", "Lo")
"""Categories of the characters that have variations: symbols, digits of keycaps, ideographs."""
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | frozenset(map(chr, range(0x180B, 0x1810)))
"""Invisible characters that Unicode classes as letters or marks, such as fillers."""
_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
"""Skin tones: terminals disagree whether an emoji with one takes two cells or four."""
_SUSPECT = _SELECTORS | _UNSEEN | _TONES
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~$&!@]|(?<=http):|(?<=https):|(?<=ftp):|(?<=www)\.", re.IGNORECASE)
"""What Markdown or HTML would read as markup, and the beginnings of addresses, which would become links."""
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)*|[.,]\d+)(?:[eE][+-]?\d+)?%?|[+-]?(?:inf|infinity|nan)", re.IGNORECASE)


def escaped(text: str, lines: bool = False) -> str:
    r"""The text with control and invisible characters as Python's ASCII escapes, such as `\x1b`.

    Those are controls, line breaks, tabs, direction marks, characters without width, lone surrogates and unassigned
    codes. With `lines`, line breaks stay: for texts that the program itself has broken into lines.
    """
    if text.isascii() and text.isprintable():
        return text
    if lines and "\n" in text:
        return "\n".join(map(escaped, text.split("\n")))
    return _escaped_once(text) if len(text) <= MAX_QUOTED else _escaped(text)


def shortened(text: str, limit: int = MAX_QUOTED) -> str:
    """The text; if it is longer than `limit` characters, its middle is replaced by dots."""
    if len(text) <= limit:
        return text
    tail = limit // 4
    return f"{text[: limit - tail - 3]}...{text[len(text) - tail :]}"


def one_line(message: object, limit: int = MAX_MESSAGE) -> str:
    """A message, shortened and escaped."""
    return escaped(shortened(str(message), limit))


def markdown_escaped(text: str) -> str:
    """Text as Markdown that stays text: special characters are escaped, control characters spelled out."""
    return _MARKUP.sub(r"\\\g<0>", one_line(text))


def masked(text: str, cells: Callable[[str], int]) -> str:
    """The text with blanks in place of such characters, `cells(character)` each, for where an escape is too long."""
    return "".join(" " * cells(character) if _hides(character) else character for character in text)


def json_escaped(text: str) -> str:
    """JSON text with the same characters as JSON escapes; they can only be inside its strings."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_json_escape(character) if _hides(character) else character for character in text)


def spreadsheet_cell(text: str) -> str:
    """A CSV cell that no spreadsheet reads as a formula: an apostrophe in front, as is usual. Numbers stay."""
    if text.startswith(FORMULAS) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _hides(character: str) -> bool:
    """Whether the character is a control character or invisible."""
    return character in _SUSPECT or not (character.isprintable() or unicodedata.category(character) == "Zs")


def _escaped(text: str) -> str:
    if text.isprintable() and _SUSPECT.isdisjoint(text) and not _has_marks(text):
        return text
    parts, marks, before = list[str](), 0, ""
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category[0] == "M" else 0
        if character in _SELECTORS and before in _PICTURED:
            # Left out: it changes only how the character before it looks, and terminals disagree on its width then.
            before = ""
            continue
        if _hides(character) or marks > MAX_MARKS or (marks and not parts):
            parts.append(_spelled(character))
            before = ""
        else:
            parts.append(character)
            before = category
    return "".join(parts)


_escaped_once = lru_cache(maxsize=4096)(_escaped)  # names and labels: the same at every redraw


def _has_marks(text: str) -> bool:
    """Whether there are combining marks."""
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
