"""Pieces of formulas as Unicode text, each with its LaTeX."""

from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import TypeVar

Symbol = TypeVar("Symbol")

LATEX_LETTERS = {
    "Δ": r"\Delta", "Θ": r"\Theta", "∇": r"\nabla", "‖∇‖": r"\lVert\nabla\rVert", "mu": r"\mathit{mu}",
    "nu": r"\mathit{nu}", "α": r"\alpha", "β": r"\beta", "ε": r"\varepsilon", "λ": r"\lambda", "μ": r"\mu",
    "ρ": r"\rho", "α'": r"\alpha'", "ε'": r"\varepsilon'",
}  # fmt: skip
"""LaTeX of letters. mu and nu are the names of an optimiser's state; μ is a rate."""

FUNCTIONS = ("log", "exp", "max", "min", "tanh")
"""Functions that LaTeX has a command for."""


class Notation(str):
    """A piece of a formula as text; `latex` is the same piece in LaTeX's math mode, with amsmath."""

    latex: str

    def __new__(cls, text: str, latex: str | None = None) -> "Notation":
        """Without `latex`, LaTeX writes the same text."""
        self = super().__new__(cls, text)
        self.latex = text if latex is None else latex
        return self


PLUS, MINUS, NEGATIVE, SLASH = Notation(" + "), Notation(" − ", " - "), Notation("−", "-"), Notation(" / ")
BESIDE, CIRCLE, DOT = Notation(" "), Notation(" ∘ ", r" \circ "), Notation(" · ", r" \cdot ")
HALF, SQUARED = Notation("½ ", r"\tfrac{1}{2} "), Notation("²", "^{2}")
RAISED, END, WHERE = Notation("^", "^{"), Notation("", "}"), Notation(",  ", r",\quad ")


def latex(text: str) -> str:
    """The LaTeX of a piece; a plain string is its own LaTeX."""
    return text.latex if isinstance(text, Notation) else text


def joined(pieces: Iterable[str]) -> Notation:
    """Concatenate pieces."""
    pieces = tuple(pieces)
    return Notation("".join(pieces), "".join(map(latex, pieces)))


def typeset(parts: Sequence[str | Symbol], written: Callable[[Symbol], str]) -> Notation:
    """Concatenate signs and symbols, the latter by `written`; in LaTeX a squared symbol gets braces."""
    pieces: list[str] = []
    for part, following in zip_longest(parts, parts[1:], fillvalue=""):
        piece = part if isinstance(part, str) else written(part)
        squared = not isinstance(part, str) and isinstance(following, str) and following.startswith("²")
        pieces.append(Notation(piece, f"{{{latex(piece)}}}") if squared else piece)
    return joined(pieces)


def letter(text: str) -> Notation:
    """A letter, perhaps with a digit as its index: α, m, β2, ‖∇‖."""
    if text in LATEX_LETTERS:
        return Notation(text, LATEX_LETTERS[text])
    name, digit = (text[:-1], f"_{{{text[-1]}}}") if text[-1].isdigit() else (text, "")
    return Notation(text, LATEX_LETTERS.get(name, name) + digit)


def layered(name: str, l: int) -> Notation:
    """A matrix of layer l, such as Δ(2)."""
    return Notation(f"{name}({l})", f"{LATEX_LETTERS.get(name, name)}^{{({l})}}")


def index(rows: str, columns: str) -> Notation:
    """Rows and columns of a part of a matrix: [1:,:]."""
    return Notation(f"[{rows},{columns}]", f"_{{{rows},{columns}}}")


def function_name(name: str) -> Notation:
    """A function's name, upright in LaTeX unless it is a single letter."""
    if name in FUNCTIONS:
        return Notation(name, rf"\{name}")
    return Notation(name, rf"\operatorname{{{name.replace('_', chr(92) + '_')}}}" if len(name) > 1 else name)


def opening(function: str) -> Notation:
    """A function's name with its opening parenthesis."""
    return joined([function_name(function), "("])


def sum_sign(over: str = "") -> Notation:
    """The summation sign, with the index letter if one is given."""
    return Notation(f"Σ{over} ", rf"\sum_{{{over}}} " if over else r"\sum ")


def words(text: str) -> Notation:
    """Plain words inside a formula."""
    return Notation(text, rf"\text{{{text}}}")


def number(text: str, divisor: bool = False) -> Notation:
    """A number's digits, such as -1.5e-07, perhaps in parentheses; in LaTeX a divisor with a power of ten gets them."""
    figures, e, exponent = text.strip("()").partition("e")
    if "inf" in figures or "nan" in figures:
        return Notation(text, text.replace("inf", r"\infty").replace("nan", r"\operatorname{nan}"))
    scientific = rf"{figures} \times 10^{{{int(exponent)}}}" if e else figures
    return Notation(text, f"({scientific})" if text.startswith("(") or (divisor and e) else scientific)
