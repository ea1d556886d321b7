"""The slides' letters for one value and example: a_j, z_k, δ_k, θ_jk, ∂a_k/∂z_k."""

from core.notation import Notation, latex

LATEX = {"δ": r"\delta", "θ": r"\theta"}


def indexed(letter: str, index: str) -> Notation:
    """A letter with its index letters: θ_jk."""
    return Notation(f"{letter}_{index}", f"{LATEX.get(letter, letter)}_{{{index}}}")


def derivative(of: str, by: str) -> Notation:
    """∂of/∂by."""
    return Notation(f"∂{of}/∂{by}", rf"\frac{{\partial {latex(of)}}}{{\partial {latex(by)}}}")


def slope_letter(j: str) -> Notation:
    """g'(z_j)."""
    return Notation(f"g'(z_{j})", f"g'(z_{{{j}}})")


J = Notation("J")


def cell_name(text: str) -> Notation:
    """The name of a cell as notation, which it may be already."""
    return text if isinstance(text, Notation) else Notation(text)
