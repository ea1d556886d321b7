r"""Documents in LaTeX: their frame, matrices with figures, text of any origin escaped.

All that is made here compiles with pdflatex and the packages inputenc, fontenc, geometry and amsmath, which every TeX
distribution has. Babel isn't used: its Spanish would write decimal commas.
"""

import unicodedata
from collections.abc import Callable, Sequence

import numpy as np

from core.calls import Array
from core.notation import LATEX_LETTERS, number
from core.notation import latex as tex

MOST_ROWS, MOST_COLUMNS = 8, 8
"""Rows and columns of a matrix that are written, at most; of more, the first ones and the last."""
PLAIN_POWERS = range(-2, 4)
"""Powers of ten of a matrix's largest value for which its figures are written without a common factor."""

LARGEST_WHOLE = 1e4
"""Matrices of whole numbers below this are written without decimals."""
LARGEST_POWER = 300
"""The largest negative power of ten: beyond it, 10^power isn't a number any more."""

PREAMBLE = r"""\documentclass[11pt]{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\usepackage[a4paper,margin=20mm]{geometry}
\usepackage{amsmath}
\setcounter{MaxMatrixCols}{20}
\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt}
\allowdisplaybreaks
"""

SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", '"': r"\textquotedbl{}", "\N{NO-BREAK SPACE}": "~", "…": r"\dots{}", "–": "--", "—": "---",
    "‘": "`", "’": "'", "“": "``", "”": "''", "`": r"\textasciigrave{}", "€": "EUR",
}  # fmt: skip
"""LaTeX of characters in text that it would read as commands, or that its fonts lack."""

LETTERS = "¿¡ºª«»§ĂăĄąĆćČčĎďĐđĘęĚěĞğİıĹĺĽľŁłŃńŇňŊŋŐőŒœŔŕŘřŚśŞşŠšŢţŤťŮůŰűŸŹźŻżŽž"
"""Characters beyond Latin-1's letters that the fonts of T1 have."""

IN_TEXT = {
    **LATEX_LETTERS, "δ": r"\delta", "θ": r"\theta", "σ": r"\sigma", "Σ": r"\sum", "∂": r"\partial", "∘": r"\circ",
    "·": r"\cdot", "×": r"\times", "−": "-", "←": r"\leftarrow", "→": r"\rightarrow", "≥": r"\geq", "≤": r"\leq",
    "√": r"\surd", "∞": r"\infty", "²": "^{2}", "°": r"^{\circ}", "³": "^{3}", "½": r"\tfrac{1}{2}",
    "ᵀ": r"^{\top}", "′": "'", "≈": r"\approx", "≠": r"\neq", "±": r"\pm", "‖": r"\Vert", "π": r"\pi",
}  # fmt: skip
"""LaTeX of mathematical signs inside text, in math mode."""


def document(title: str, body: str) -> str:
    """A whole document: the title, which is escaped here, and its body, which is LaTeX already."""
    heading = rf"{{\Large\bfseries {escaped_text(title)}\par}}" if title else ""
    return f"{PREAMBLE}\\begin{{document}}\n{heading}\n\n{body}\n\n\\end{{document}}\n"


def section(title: str) -> str:
    """A heading without a number; the title is escaped here."""
    return rf"\section*{{{escaped_text(title)}}}"


def escaped_text(text: str) -> str:
    """Text of any origin as LaTeX: special characters escaped, signs of mathematics in math mode.

    Letters that the fonts lack are written without their marks or, as Cyrillic ones, by their number, [U+0416], rather
    than break the document; control characters are left out; line ends and tabs become blanks.
    """
    return "".join(map(_escaped, unicodedata.normalize("NFC", " ".join(text.expandtabs(1).splitlines()))))


def _escaped(character: str) -> str:
    if character in SPECIAL:
        return SPECIAL[character]
    if character in IN_TEXT:
        return f"${IN_TEXT[character]}$"
    if not character.isprintable():
        return ""
    if character.isascii() or character in LETTERS or (character.isalpha() and "À" <= character <= "ÿ"):
        return character
    base = unicodedata.normalize("NFKD", character)[0]
    return base if base.isascii() and base.isalnum() else f"[U+{ord(character):04X}]"


def matrix(
    values: Array, most: tuple[int, int] = (MOST_ROWS, MOST_COLUMNS), figure: Callable[[float], str] | None = None
) -> str:
    """A matrix in parentheses, in math mode; with dots for rows and columns beyond `most`.

    `figure` writes a number; without it they have four decimals unless all are whole, and a power of ten in front
    where all are so large or small that four decimals would say little.
    """
    whole = bool((values == np.round(values)).all()) and float(np.abs(values).max(initial=0)) < LARGEST_WHOLE
    power = 0 if figure or whole else common_power(values)
    decimals = 0 if whole else 4
    write = figure or (lambda value: f"{value / 10.0**power + 0.0:.{decimals}f}")
    columns = shown_places(values.shape[1], most[1])
    rows = [
        " & ".join(_cell(values, row, column, write) for column in columns)
        for row in shown_places(values.shape[0], most[0])
    ]
    factor = rf"10^{{{power}}} \cdot " if power else ""
    return factor + "\\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}"


def _cell(values: Array, row: int | None, column: int | None, write: Callable[[float], str]) -> str:
    """A value; dots where its row, its column or both are left out."""
    if row is None:
        return r"\vdots" if column is not None else r"\ddots"
    return r"\cdots" if column is None else tex(number(write(float(values[row, column]))))


def shown_places(count: int, most: int) -> Sequence[int | None]:
    """All places below `count`, or `most` entries: the first ones, None for those left out, and the last."""
    return range(count) if count <= most else [*range(most - 2), None, count - 1]


def common_power(values: Array) -> int:
    """The power of ten in front of a matrix, 0 where four decimals say enough without one."""
    sizes = np.abs(values[np.isfinite(values)])
    largest = float(sizes.max()) if sizes.size else 0.0
    power = int(np.floor(np.log10(largest))) if largest else 0
    return 0 if power in PLAIN_POWERS else max(-LARGEST_POWER, power)
