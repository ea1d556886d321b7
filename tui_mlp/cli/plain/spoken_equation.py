"""Equations, matrices, sums and derivations, spoken one fact a line."""

from collections.abc import Iterator

from core.derivation.line_by_line.derivation_line import LineByLine
from core.derivation.terms import Term
from core.expressions import Axis, Operand
from core.stepping.stepper import Execution
from core.support.i18n import _, ngettext
from tui_mlp.models.equation_help import cell_description, equation_sides
from tui_mlp.models.step_focus import StepFocus
from tui_mlp.text.numbers import count
from tui_mlp.text.spoken.formula import spoken_formula, spoken_text
from tui_mlp.text.spoken.matrix import shape_texts, spoken_row
from tui_mlp.text.spoken.number import spoken_figures, spoken_number

MOST_CELLS = 12
"""A matrix of more cells is not read out at once: its shape is said, and rows are read on request."""
MOST_READ = 120
"""Values that are read at one request: of several rows, of one row, or of a column."""


def equation_lines(execution: Execution, example: int | None) -> Iterator[str]:
    """An equation that has run: its line, number and formula, the shape of its result, and the values of a small one.

    `example` is the row that is read of matrices with a row for each example; None for all rows.
    """
    yield heading(execution)
    yield from matrix_lines(execution.writes, example)


def heading(execution: Execution) -> str:
    """The line of the algorithm, the equation's number and its formula, in words."""
    left, right = equation_sides(execution)
    formula, line, number = spoken_formula(f"{left} {right}"), execution.equation.line, execution.equation.number
    if number and line is not None:
        return _("line {}, equation {}: {}").format(line, number, formula)
    if number:
        return _("equation {}: {}").format(number, formula)
    return formula if line is None else _("line {}: {}").format(line, formula)


def symbols(execution: Execution) -> str:
    """The equation in symbols, as on the screen."""
    return " ".join(equation_sides(execution))


def matrix_lines(operand: Operand, example: int | None) -> Iterator[str]:
    """A matrix: its name and shape, then its rows where it is small; a number is said at once."""
    if operand.rows.kind == "none":
        yield _("{} is {}").format(spoken_formula(operand.symbol), spoken_number(float(operand.value[0, 0])))
        return
    yield ", ".join((spoken_formula(operand.symbol), *shape_texts(operand)))
    if example is not None and operand.rows.kind == "example":
        yield row_line(operand, example)
    elif operand.value.size <= MOST_CELLS:
        yield from rows_lines(operand, 0, operand.value.shape[0])


def rows_lines(operand: Operand, first: int, end: int) -> Iterator[str]:
    """The rows from `first` up to before `end`, from 0; at most MOST_READ values, and then how many rows are left."""
    shown = max(1, MOST_READ // operand.value.shape[1])
    for row in range(first, min(end, first + shown)):
        yield row_line(operand, row)
    if left := max(0, end - first - shown):
        text = ngettext("{} more row: `rows {}` goes on", "{} more rows: `rows {}` goes on", left)
        yield text.format(count(left), operand.rows.label(first + shown))


def column_line(operand: Operand, column: int) -> str:
    """A column of a matrix, from 0, with at most MOST_READ values."""
    values = [spoken_number(float(value)) for value in operand.value[:MOST_READ, column]]
    text = _("column {}: {}").format(operand.columns.label(column), ", ".join(values))
    return and_more(text, operand.value.shape[0] - len(values))


def row_line(operand: Operand, row: int) -> str:
    """A row of a matrix, from 0, with at most MOST_READ values."""
    columns = operand.value.shape[1]
    text = spoken_row(operand, row, spoken_number, range(min(columns, MOST_READ)))
    return and_more(text, columns - MOST_READ)


def and_more(text: str, left: int) -> str:
    """The text, with how many values are left out at its end, if any are."""
    return text if left <= 0 else ngettext("{}, and {} more", "{}, and {} more", left).format(text, count(left))


def value_line(focus: StepFocus) -> str:
    """The value in focus by its name, and which example and neurons it is of."""
    text = _("{} is {}").format(spoken_formula(focus.name), spoken_number(focus.value))
    where = cell_description(focus.operand, *focus.cell)
    return f"{text}; {spoken_formula(where)}" if where else text


def sum_lines(focus: StepFocus) -> Iterator[str]:
    """The value in focus, and the sum behind it: its formula, each term in numbers, and what comes of them."""
    yield value_line(focus)
    derivation = focus.derivation
    if derivation is None:
        yield _("No equation of this mini-batch computed it: it is given.")
        return
    if derivation.note:
        yield spoken_text(derivation.note)
        return
    formula = _("{} equals {}").format(spoken_formula(derivation.cell), spoken_formula(derivation.formula))
    yield _("equation {}: {}").format(derivation.reference, formula) if derivation.reference else formula
    for term in focus.terms:
        yield term_line(derivation.letter, term)
    if focus.terms:
        yield _("the sum is {}").format(spoken_number(derivation.total))
    yield _("so {} equals {}").format(
        spoken_formula(derivation.closing.numbers(spoken_figures)), spoken_number(focus.value)
    )


def term_line(letter: str, term: Term) -> str:
    """A term of a sum by its index, in numbers."""
    if not term.parts:
        return _("{}: {}").format(term.label, spoken_number(term.value))
    numbers = spoken_formula(term.numbers(spoken_figures))
    return _("{} is {}: {} equals {}").format(letter, term.label, numbers, spoken_number(term.value))


def derivation_lines(derivation: LineByLine) -> Iterator[str]:
    """The derivation line by line: number, formula, the same in numbers, a sentence, and errata of the slides."""
    yield _("derivation of {}, for example {} of the mini-batch").format(
        spoken_formula(derivation.cell), derivation.row + 1
    )
    for given in derivation.given:
        text = _("given: {}, which is {}, is {}")
        yield text.format(spoken_formula(given.letter), spoken_formula(given.cell), spoken_number(given.value))
    for line in derivation.lines:
        yield spoken_text(line.sentence)
        left = spoken_formula(line.left)
        right = spoken_formula(line.symbols)
        formula = _("which equals {}").format(right)
        if left:
            formula = (_("{} becomes {}") if line.renews else _("{} equals {}")).format(left, right)
        yield _("equation {}: {}").format(line.number, formula) if line.number else formula
        if numbers := line.numbers(spoken_figures):
            yield _("in numbers: {} equals {}").format(spoken_formula(numbers), spoken_number(line.value))
        for erratum in line.errata:
            yield _("an erratum of the slides: {}").format(spoken_text(erratum))


def index_of(axis: Axis, length: int, text: str) -> int | None:
    """The index from 0 of a row or column by its number as the lecture counts: from 1, the bias 0. None without one."""
    if not text.isdecimal() or len(text) > 9:
        return None
    index = int(text) - (0 if axis.bias else 1)
    return index if 0 <= index < length else None
