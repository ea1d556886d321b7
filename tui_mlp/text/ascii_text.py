"""Text in ASCII only, for terminals and logs that can't show Unicode."""

import re
import unicodedata
from functools import lru_cache

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
_SPACED = ((re.compile("Σ(?=[a-z])"), "sum_"), (re.compile(r"√(?=[^(\s])"), "sqrt "))
"""Symbols whose word must be separated from the text that follows."""


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
