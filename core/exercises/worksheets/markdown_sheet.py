"""Worksheets and answer keys as Markdown that is readable as it stands."""

import re
from collections.abc import Iterator, Sequence

from core.support.escaping import escaped, markdown_escaped
from core.support.i18n import _

from .sheet import GivenMatrix, Sheet, SheetQuestion

IN_FORMULAS = re.compile(r"([\\`*_<|~]|\](?=\())")
"""Characters by which Markdown marks something in formulas of our own, whose brackets are no links."""
WIDEST_TABLE = 12
"""Columns of a matrix that is written as a table; wider ones are written in lines."""
ROOM = "<br>" * 5
"""For working."""
BLANK = "____________"


def markdown_sheet(sheet: Sheet) -> str:
    """A sheet as Markdown."""
    return "\n".join(sheet_lines(sheet)) + "\n"


def markdown_key(sheets: Sequence[Sheet]) -> str:
    """The answers of all sheets as Markdown."""
    return "\n".join(key_lines(sheets)) + "\n"


def formula(text: str) -> str:
    """Symbols and sentences of our own, which hold no text of files."""
    return IN_FORMULAS.sub(r"\\\1", text)


def sheet_lines(sheet: Sheet) -> Iterator[str]:
    """The lines of a sheet."""
    yield f"# {markdown_escaped(sheet.title)}"
    yield ""
    name = f"**{markdown_escaped(sheet.student)}**" if sheet.student else "______________________________"
    yield _("Name: {}").format(name)
    yield ""
    if sheet.seed is not None:
        yield _("Seed: {}").format(sheet.seed)
        yield ""
    for fact in sheet.facts:
        yield f"- {formula(fact)}"
    yield ""
    yield _("To have it marked, type your answers in the terminal:")
    yield ""
    yield f"    {escaped(sheet.command)}"
    for question in sheet.questions:
        yield ""
        yield from question_lines(question)


def question_lines(question: SheetQuestion) -> Iterator[str]:
    """The lines of a question: what is given, and places to fill in."""
    yield f"## {question.number}. {formula(question.prompt)}"
    for matrix in question.matrices:
        yield ""
        yield from matrix_lines(matrix)
    if question.letters:
        yield ""
        yield ", ".join(f"{formula(name)} = {value:g}" for name, value in question.letters.items())
    if question.has_equation:
        yield ""
        yield _("Equation: {}").format(BLANK * 3)
        yield ""
        yield _("Working:") + ROOM
    for name, choices in question.blanks:
        yield ""
        yield f"{formula(name)} = {BLANK}"
        if choices:
            yield ""
        for number, choice in enumerate(choices, 1):
            yield f"{number}. {formula(choice)}"


def matrix_lines(matrix: GivenMatrix) -> Iterator[str]:
    """A matrix as a table with its labels; a number by itself on a line; one too wide as lines."""
    rows, columns = matrix.shape
    name = formula(matrix.symbol)
    if matrix.is_number:
        yield f"{name} = {cell_text(matrix.cells[0][0])}"
        return
    if len(matrix.column_labels) > WIDEST_TABLE:
        yield f"{name}, {rows} × {columns}:"
        yield ""
        for label, cells in zip(matrix.row_labels, matrix.cells, strict=True):
            yield f"- {_('row {}: {}').format(label, ', '.join(map(cell_text, cells)))}"
        return
    table = [
        [f"{name}, {rows} × {columns}", *matrix.column_labels],
        *([label, *map(cell_text, cells)] for label, cells in zip(matrix.row_labels, matrix.cells, strict=True)),
    ]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for number, row in enumerate(table):
        yield "| " + " | ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        if not number:
            yield "|" + "|".join("-" * (width + 1) + ":" for width in widths) + "|"


def cell_text(cell: str | int) -> str:
    """A number; or where to take it from."""
    return cell if isinstance(cell, str) else _("from {}").format(cell)


def key_lines(sheets: Sequence[Sheet]) -> Iterator[str]:
    """The lines of an answer key, a section a sheet."""
    yield "# " + _("Answer key: {}").format(markdown_escaped(sheets[0].title))
    for sheet in sheets:
        yield ""
        heading = markdown_escaped(sheet.student or sheet.title)
        yield f"## {heading}" if sheet.seed is None else f"## {_('{}, seed {}').format(heading, sheet.seed)}"
        yield ""
        for question in sheet.solved:
            answers = "; ".join(f"{formula(name)} = {formula(text)}" for name, text in question.answers)
            yield f"{question.number}. {answers}  "
            if question.equation:
                yield f"    {formula(question.equation)}"
