r"""Worksheets and answer keys as LaTeX documents that pdflatex compiles with amsmath."""

from collections.abc import Iterator, Sequence

from core.derivation.latex_document import document, escaped_text, section
from core.notation import Notation, letter, number
from core.notation import latex as tex
from core.support.i18n import _

from .sheet import GivenMatrix, Sheet, SheetQuestion

WIDEST_MATRIX = 12
"""Columns of a matrix that is written as one; wider ones are written in lines."""
BLANK = r"\underline{\hspace{3cm}}"
ROOM = "35mm"
"""For working."""


def latex_sheet(sheet: Sheet) -> str:
    """A sheet as a LaTeX document."""
    return document(sheet.title, "\n\n".join(sheet_parts(sheet)))


def latex_key(sheets: Sequence[Sheet]) -> str:
    """The answers of all sheets as a LaTeX document."""
    return document(_("Answer key: {}").format(sheets[0].title), "\n\n".join(key_parts(sheets)))


def sheet_parts(sheet: Sheet) -> Iterator[str]:
    """The paragraphs of a sheet."""
    name = rf"\textbf{{{escaped_text(sheet.student)}}}" if sheet.student else r"\underline{\hspace{8cm}}"
    line = escaped_text(_("Name:")) + " " + name
    yield line if sheet.seed is None else line + r"\hfill " + escaped_text(_("Seed: {}").format(sheet.seed))
    yield itemize(map(escaped_text, sheet.facts))
    yield escaped_text(_("To have it marked, type your answers in the terminal:"))
    typed = escaped_text(sheet.command).replace("--", "-{}-")  # which LaTeX would make one dash
    yield rf"\texttt{{{typed}}}"
    for question in sheet.questions:
        yield from question_parts(question)


def question_parts(question: SheetQuestion) -> Iterator[str]:
    """The paragraphs of a question: what is given, and places to fill in."""
    yield section(f"{question.number}. {question.prompt}")
    for matrix in question.matrices:
        yield matrix_latex(matrix)
    if question.letters:
        values = (f"{letter(name).latex} = {tex(number(f'{value:g}'))}" for name, value in question.letters.items())
        yield "$" + r",\quad ".join(values) + "$"
    if question.has_equation:
        yield escaped_text(_("Equation:")) + r" \underline{\hspace{10cm}}"
        yield escaped_text(_("Working:")) + rf"\vspace{{{ROOM}}}"
    for name, choices in question.blanks:
        yield f"{name_latex(name)} $=$ {BLANK}"
        if choices:
            yield enumerate_items(map(escaped_text, choices))


def key_parts(sheets: Sequence[Sheet]) -> Iterator[str]:
    """The paragraphs of an answer key, a section a sheet."""
    for sheet in sheets:
        heading = sheet.student or sheet.title
        yield section(heading if sheet.seed is None else _("{}, seed {}").format(heading, sheet.seed))
        for question in sheet.solved:
            answers = "; ".join(f"{name_latex(name)} $=$ {escaped_text(text)}" for name, text in question.answers)
            yield rf"{question.number}. {answers} \hfill {escaped_text(question.equation)}".rstrip()


def matrix_latex(matrix: GivenMatrix) -> str:
    """A matrix as a displayed formula; one too wide in lines."""
    rows, columns = matrix.shape
    name = tex(matrix.symbol) if isinstance(matrix.symbol, Notation) else escaped_text(matrix.symbol)
    if matrix.is_number:
        return f"${name} = {cell_latex(matrix.cells[0][0])}$"
    shape = rf"\quad ({rows} \times {columns})"
    whole = (rows, columns) == (len(matrix.row_labels), len(matrix.column_labels))
    if whole and columns <= WIDEST_MATRIX:
        body = r" \\ ".join(" & ".join(map(cell_latex, cells)) for cells in matrix.cells)
        return rf"\[{name} = \begin{{pmatrix}} {body} \end{{pmatrix}}{shape}\]"
    lines = [f"${name}{shape}$:"]
    if len(matrix.column_labels) < columns:
        lines.append(escaped_text(_("columns {}").format(", ".join(matrix.column_labels))))
    for label, cells in zip(matrix.row_labels, matrix.cells, strict=True):
        numbers = ", ".join(f"${cell_latex(cell)}$" for cell in cells)
        lines.append(escaped_text(_("row {}:").format(label)) + " " + numbers)
    return "\\\\\n".join(lines)


def cell_latex(cell: str | int) -> str:
    """A number; or where to take it from."""
    if isinstance(cell, str):
        return tex(number(cell))
    return rf"\text{{{escaped_text(_('from {}').format(cell))}}}"


def name_latex(name: str) -> str:
    """The name of what is asked: a formula, or words."""
    return f"${tex(name)}$" if isinstance(name, Notation) else escaped_text(name)


def itemize(lines: Iterator[str] | Sequence[str]) -> str:
    """Lines as a list."""
    return "\\begin{itemize}\n" + "\n".join(rf"\item {line}" for line in lines) + "\n\\end{itemize}"


def enumerate_items(lines: Iterator[str] | Sequence[str]) -> str:
    """Lines as a numbered list."""
    return "\\begin{enumerate}\n" + "\n".join(rf"\item {line}" for line in lines) + "\n\\end{enumerate}"
