"""The matrices that a question shows, as the student has them, and nothing it asks."""

from dataclasses import replace

from core.exercises.explaining.in_numbers import with_operands
from core.exercises.letters import given_letters
from core.exercises.recomputation.recomputation import Cell
from core.exercises.session import ExerciseSession
from core.expressions import Operand
from core.stepping.stepper import Execution
from tui_mlp.models.operand_views import OperandView, operand_views, view_of, views_in_focus
from tui_mlp.models.step_focus import StepFocus


def shows_operands(session: ExerciseSession, question: int) -> bool:
    """Whether a question shows what its equation takes: where a value is asked for, or a wrong one is to be found."""
    return session.questions[question].kind in ("value", "slip")


def shows_equation(session: ExerciseSession, question: int) -> bool:
    """Whether the equation itself is shown: after the first hint, which tells it."""
    return shows_operands(session, question) and bool(session.hints(question))


def shown_operands(session: ExerciseSession, question: int, cell: Cell | None) -> list[OperandView]:
    """The matrices that the equation of a question takes.

    Where the equation isn't shown they stand whole and without signs: how they are used is what a hint tells. Where it
    is, they are as it uses them, with what the cell in focus was computed from lit.
    """
    if not shows_operands(session, question):
        return []
    one = session.questions[question]
    step, known = session.steps[one.equation], known_operands(session, question)
    if not shows_equation(session, question):
        asked = session.question_matrix(question)
        views = [view_of(operand) for operand in known.values()]
        return views if cell is None else [replace(view, cell=nearest(view, asked, cell)) for view in views]
    as_student = with_operands(step, known)
    views = operand_views(as_student) if cell is None else in_focus(as_student, one.symbol, cell)
    views = [view for view in views if knows(known, view)]
    views[:1] = [replace(view, sign="") for view in views[:1]]
    return views + [view_of(operand) for operand in known.values() if operand.rows.kind == "none"]  # adam's rates


def nearest(view: OperandView, asked: Operand, cell: Cell) -> Cell:
    """The cell of a matrix that is shown first, where only a part of it fits: the same example, the same neuron."""
    found = [0, 0]
    for axis, own in enumerate((view.rows, view.columns)):
        for other, index in zip((asked.rows, asked.columns), cell, strict=True):
            if (same := own.index_of(other, index)) is not None:
                found[axis] = max(0, min(same, view.values.shape[axis] - 1))
    return found[0], found[1]


def knows(known: dict[str, Operand], view: OperandView) -> bool:
    """Whether a matrix may be shown: Z beside A(l) may not, unless it was asked for before."""
    return view.symbol in known or any(view.name.startswith(symbol) for symbol in known)


def known_operands(session: ExerciseSession, question: int) -> dict[str, Operand]:
    """What the formula of a question's equation names, by symbol, as the student has it; with Z if that was asked."""
    one = session.questions[question]
    step, found = session.steps[one.equation], session.known(one.equation)
    named = {matrix.symbol for matrix in step.equation.formula.matrices()}
    known = {symbol: operand for symbol, operand in found.items() if symbol in named}
    for place, earlier in enumerate(session.questions[:question]):
        if (earlier.kind, earlier.equation) == ("value", one.equation) and earlier.symbol != one.symbol:
            known = {earlier.symbol: session.question_matrix(place)}  # A(l) is g of it
    return known


def in_focus(step: Execution, symbol: str, cell: Cell) -> list[OperandView]:
    """The operands of an equation, with what one value was computed from lit."""
    row, column = cell
    if symbol != step.writes.symbol:  # Z has no ones column
        column += int(step.writes.columns.bias)
    return views_in_focus(StepFocus((step,), 0, step.writes.symbol, (row, column)))


def shown_letters(session: ExerciseSession, question: int) -> dict[str, float]:
    """The numbers that the equation takes by letters, such as α and m; for rows and columns m alone."""
    one = session.questions[question]
    if one.kind == "shape":
        return {"m": float(session.steps[one.equation].context.m)}
    if not shows_operands(session, question):
        return {}
    return given_letters(session.steps[one.equation])
