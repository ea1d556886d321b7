"""The characters we draw with, in Unicode and in ASCII alone."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Glyphs:
    """One field a thing drawn; each is one cell, the states' icons two."""

    ready: str = "▷ "
    training: str = "▶ "
    pausing: str = "▶▌"
    paused: str = "▌▌"
    finished: str = "■ "
    diverged: str = "✗ "
    left: str = "◂"
    right: str = "▸"
    up: str = "▴"
    down: str = "▾"
    mark: str = "▸"
    check: str = "✓"
    changed: str = "•"
    axis: str = "│"
    tick: str = "┤"
    grid: str = "┈"
    change: str = "┊"
    point: str = "•"
    solid: str = "━"
    dotted: str = "·"
    bar: str = "│"
    thumb: str = "┃"
    plus: str = " ░▒▓█"
    minus: str = " ·-=≡"
    unknown: str = "?"

    def state(self, name: str) -> str:
        """The icon, two cells, of one of the six states."""
        icon: str = getattr(self, name)
        return icon

    def density(self, level: int) -> str:
        """One character for a colour level of -15 to 15: shades are positive, bars negative, blank is zero."""
        return (self.plus if level > 0 else self.minus)[(abs(level) + 3) // 4 if level else 0]


UNICODE = Glyphs()
ASCII = Glyphs(
    ready="o ",
    training="> ",
    pausing=">|",
    paused="||",
    finished="# ",
    diverged="! ",
    left="<",
    right=">",
    up="^",
    down="v",
    mark=">",
    check="v",
    changed="*",
    axis="|",
    tick="+",
    grid=" ",
    change=":",
    point="*",
    solid="*",
    dotted=".",
    bar="|",
    thumb="#",
    plus=" :+*#",
    minus=" .-=%",
)


def glyphs(ascii: bool) -> Glyphs:
    """What to draw with."""
    return ASCII if ascii else UNICODE


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
