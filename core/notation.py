"""Symbols and signs of formulas, each as a line of Unicode that knows how LaTeX writes it."""

from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import TypeVar

Symbol = TypeVar("Symbol")

LETTERS = {
    "Δ": r"\Delta", "Θ": r"\Theta", "∇": r"\nabla", "‖∇‖": r"\lVert\nabla\rVert", "mu": r"\mathit{mu}",
    "nu": r"\mathit{nu}", "α": r"\alpha", "β": r"\beta", "ε": r"\varepsilon", "λ": r"\lambda", "μ": r"\mu",
    "ρ": r"\rho", "α'": r"\alpha'", "ε'": r"\varepsilon'",
}  # fmt: skip
"""Those that LaTeX writes otherwise. mu and nu are the names of an optimiser's state; μ is a rate."""

FUNCTIONS = ("log", "exp", "max", "min", "tanh")
"""Those that LaTeX knows."""


class Notation(str):
    """A piece of a formula as text; `latex` is the same piece for a place in math mode with amsmath."""

    latex: str

    def __new__(cls, text: str, latex: str | None = None) -> "Notation":
        """A piece that both write alike needs no `latex`."""
        self = super().__new__(cls, text)
        self.latex = text if latex is None else latex
        return self


PLUS, MINUS, NEGATIVE, SLASH = Notation(" + "), Notation(" − ", " - "), Notation("−", "-"), Notation(" / ")
BESIDE, CIRCLE, DOT = Notation(" "), Notation(" ∘ ", r" \circ "), Notation(" · ", r" \cdot ")
HALF, SQUARED = Notation("½ ", r"\tfrac{1}{2} "), Notation("²", "^{2}")
RAISED, END, WHERE = Notation("^", "^{"), Notation("", "}"), Notation(",  ", r",\quad ")


def latex(text: str) -> str:
    """A piece of a formula as LaTeX; a plain string is the same there."""
    return text.latex if isinstance(text, Notation) else text


def joined(pieces: Iterable[str]) -> Notation:
    """Pieces one behind the other."""
    pieces = tuple(pieces)
    return Notation("".join(pieces), "".join(map(latex, pieces)))


def typeset(parts: Sequence[str | Symbol], written: Callable[[Symbol], str]) -> Notation:
    """Signs and symbols one behind the other; LaTeX wants braces around a symbol that is squared."""
    pieces: list[str] = []
    for part, following in zip_longest(parts, parts[1:], fillvalue=""):
        piece = part if isinstance(part, str) else written(part)
        squared = not isinstance(part, str) and isinstance(following, str) and following.startswith("²")
        pieces.append(Notation(piece, f"{{{latex(piece)}}}") if squared else piece)
    return joined(pieces)


def letter(text: str) -> Notation:
    """A letter of a formula, perhaps with a digit: α, m, β2, ‖∇‖."""
    if text in LETTERS:
        return Notation(text, LETTERS[text])
    name, digit = (text[:-1], f"_{{{text[-1]}}}") if text[-1].isdigit() else (text, "")
    return Notation(text, LETTERS.get(name, name) + digit)


def layered(name: str, l: int) -> Notation:
    """A matrix of layer l, such as Δ(2)."""
    return Notation(f"{name}({l})", f"{LETTERS.get(name, name)}^{{({l})}}")


def index(rows: str, columns: str) -> Notation:
    """The part of a matrix in these rows and columns: [1:,:]."""
    return Notation(f"[{rows},{columns}]", f"_{{{rows},{columns}}}")


def function_name(name: str) -> Notation:
    """The name of a function."""
    if name in FUNCTIONS:
        return Notation(name, rf"\{name}")
    return Notation(name, rf"\operatorname{{{name.replace('_', chr(92) + '_')}}}" if len(name) > 1 else name)


def opening(function: str) -> Notation:
    """A function's name with the parenthesis before its argument."""
    return joined([function_name(function), "("])


def total(over: str = "") -> Notation:
    """The sign of a sum, and the letter that it runs over."""
    return Notation(f"Σ{over} ", rf"\sum_{{{over}}} " if over else r"\sum ")


def words(text: str) -> Notation:
    """A remark."""
    return Notation(text, rf"\text{{{text}}}")


def number(text: str, divisor: bool = False) -> Notation:
    """Figures, such as -1.5e-07, perhaps in parentheses, which LaTeX wants around a power of ten that divides."""
    figures, e, exponent = text.strip("()").partition("e")
    if "inf" in figures or "nan" in figures:
        return Notation(text, text.replace("inf", r"\infty").replace("nan", r"\operatorname{nan}"))
    scientific = rf"{figures} \times 10^{{{int(exponent)}}}" if e else figures
    return Notation(text, f"({scientific})" if text.startswith("(") or (divisor and e) else scientific)
