"""Text in ASCII alone, for terminals and logs that show nothing else."""

import re
import unicodedata
from functools import lru_cache

# Longer ones first: a part must not be replaced before its whole.
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
"""Where the word would run into what follows."""


@lru_cache(maxsize=4096)
def to_ascii(text: str) -> str:
    """The text with every character below 128; its width may change, so convert before measuring.

    A power of ten keeps its meaning (`×10⁻³` is `x10^-3`), letters lose their accents, what has no form is `?`.
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
