"""Text in ASCII only, for terminals and logs that can't show Unicode."""

import re
import unicodedata
from contextvars import ContextVar
from functools import lru_cache

ascii_alone: ContextVar[bool] = ContextVar("ascii_alone", default=False)
"""Whether screen and shell get ASCII alone. The command line and the app set it; widgets run in the app's context."""

# Longer keys first: a part must not be replaced before the whole that contains it.
_WORDS = {
    "‖∇‖": "|grad|",
    "▌▌": "||",
    "▶▌": ">|",
    "Θ": "Theta",
    "θ": "theta",
    "∇": "grad",
    "Δ": "Delta",
    "δ": "delta",
    "Σ": "sum",
    "σ": "sigma",
    "λ": "lambda",
    "α": "alpha",
    "β": "beta",
    "ε": "epsilon",
    "ρ": "rho",
    "μ": "mu",
    "µ": "u",
    "½": "1/2",
    "±": "+-",
    "●": "*",
    "ν": "nu",
    "∂": "d",
    "‖": "|",
    "·": ".",
    "×": "x",
    "∘": "o",
    "−": "-",
    "–": "-",
    "—": "-",
    "√": "sqrt",
    "∞": "inf",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "≈": "~",
    "≡": "=",
    "→": "->",
    "←": "<-",
    "↑": "^",
    "↓": "v",
    "↵": "enter",
    "⏎": "enter",
    "ᵀ": "'",
    "◂": "<",
    "▸": ">",
    "▴": "^",
    "▾": "v",
    "▲": "^",
    "🔎": ">",
    "▼": "v",
    "▶": ">",
    "▷": "o",
    "■": "#",
    "▪": "#",
    "•": "*",
    "✗": "!",
    "✓": "v",
    "…": "...",
    "─": "-",
    "━": "*",
    "┈": ".",
    "┊": ":",
    "┄": ".",
    "│": "|",
    "┃": "#",
    "┤": "+",
    "╭": "+",
    "╮": "+",
    "╰": "+",
    "╯": "+",
    "█": "#",
    "▓": "#",
    "▒": "+",
    "░": ":",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
}
_RAISED = re.compile("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_SPACED = ((re.compile("Σ(?=[a-z])"), "sum_"), (re.compile(r"√(?![(\s])"), "sqrt "))
"""Symbols whose word must be separated from the text that follows."""
_COLUMN = re.compile(r"(\S+(?: \S+)*)( {2,})")
"""The text of a column, and the blanks before the next one."""


@lru_cache(maxsize=4096)
def to_ascii(text: str) -> str:
    """Return the text in ASCII. Its width may change, so convert before measuring.

    A power of ten keeps its meaning (`×10⁻³` becomes `x10^-3`), letters lose their accents, and a character without an
    equivalent becomes `?`.
    """
    if text.isascii():
        return text
    text = _RAISED.sub(lambda raised: f"^{raised[0].translate(_SUPERSCRIPTS)}", text)
    for pattern, word in _SPACED:
        text = pattern.sub(word, text)
    for symbol, word in _WORDS.items():
        text = text.replace(symbol, word)
    text = unicodedata.normalize("NFKD", text)
    return "".join(c if c.isascii() else "?" for c in text if not unicodedata.combining(c))


def to_ascii_columns(text: str) -> str:
    """Return lines of text in ASCII, whose columns begin where they did, as far as there is room.

    Columns are separated by two or more blanks. Each character is taken for one cell, as in our own help texts.
    """
    return "\n".join(map(_line_of_columns, text.split("\n")))


def _line_of_columns(line: str) -> str:
    if line.isascii():
        return line
    found, end = "", 0
    for column in _COLUMN.finditer(line):
        found += line[end : column.start()] + to_ascii(column[1]) + " "
        end = column.end()
        found = found.ljust(end)
    return found + to_ascii(line[end:])
