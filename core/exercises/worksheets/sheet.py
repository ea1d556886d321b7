"""A worksheet: what an exercise gives and asks on paper, before it is typeset.

A value that an earlier question asks for isn't given later on: its place says from which question it comes.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from core.exercises.letters import given_letters
from core.exercises.question import Question
from core.exercises.recomputation.recomputation import Cell
from core.exercises.session import ExerciseSession
from core.exercises.shown_numbers import asked_number, shown_number
from core.expressions import Axis, Operand
from core.stepping.stepper import Execution
from core.support.i18n import _

from .facts import batch_number, facts_of, taken_operands

MOST_CELLS = 144
"""A matrix of more is given as far as the values that are asked for take it."""

Source = dict[tuple[int, str], dict[Cell, int]]
"""The question that asks for a cell, by the index of the equation, the symbol and the cell."""


class GivenMatrix(NamedTuple):
    """A matrix with its labels; a cell is a number as text, or the number of the question that it comes from.

    `is_number`: it is a single number such as J, without rows and columns.
    """

    symbol: str
    shape: Cell
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    cells: tuple[tuple[str | int, ...], ...]
    is_number: bool


class SheetQuestion(NamedTuple):
    """A question on paper. `blanks` are the names of what is to be filled in, each with its choices, if it has any."""

    number: int
    prompt: str
    matrices: tuple[GivenMatrix, ...]
    letters: Mapping[str, float]
    blanks: tuple[tuple[str, tuple[str, ...]], ...]
    has_equation: bool
    """Whether there is an equation to be written down."""


class SolvedQuestion(NamedTuple):
    """A question's answers: the name of each thing asked with its right answer, and the equation of values."""

    number: int
    equation: str
    answers: tuple[tuple[str, str], ...]


class Sheet(NamedTuple):
    """A student's sheet. `command` types it in the terminal; `facts` are lines on the network and what to do."""

    title: str
    student: str
    seed: int | None
    command: str
    facts: tuple[str, ...]
    questions: tuple[SheetQuestion, ...]
    solved: tuple[SolvedQuestion, ...]


def make_sheet(session: ExerciseSession, student: str, command: str) -> Sheet:
    """The sheet of an exercise for a student, from a session that hasn't begun."""
    exercise, sources = session.exercise, dict[tuple[int, str], dict[Cell, int]]()
    questions, solved = list[SheetQuestion](), list[SolvedQuestion]()
    for question in session.questions:
        questions.append(sheet_question(session, question, sources))
        solved.append(solved_question(session, question))
        if question.kind == "value":
            cells = {one.cell: question.number for one in question.asked if one.cell is not None}
            sources.setdefault((question.equation, question.symbol), {}).update(cells)
        if question.shown is not None:  # given later on, it would show which value was wrong
            found = dict.fromkeys(np.ndindex(*question.shown.value.shape), question.number)
            sources[question.equation, question.symbol] = found
    facts = (*facts_of(session), _("Give each number to {} decimals.").format(exercise.decimals))
    return Sheet(
        exercise.title or exercise.name, student, exercise.seed, command, facts, tuple(questions), tuple(solved)
    )


def sheet_question(session: ExerciseSession, question: Question, sources: Source) -> SheetQuestion:
    """A question with what it takes, as far as no earlier question asks for it."""
    step = session.steps[question.equation]
    matrices, letters = list[GivenMatrix](), dict[str, float]()
    decimals = question.decimals
    if question.kind in ("value", "slip"):
        cells = [one.cell for one in question.asked if one.cell is not None]
        written = next(one for one in step.operands if one.symbol == question.symbol)
        for operand in taken_operands(step):
            earlier = earlier_cells(session, question.equation, operand, sources)
            matrices.append(given_matrix(operand, decimals, earlier, written, cells))
        letters = given_letters(step)
    if question.shown is not None:
        matrices.append(given_matrix(question.shown, decimals, {}, question.shown, []))
    blanks = tuple((one.name, tuple(question.choice_text(choice) for choice in one.choices)) for one in question.asked)
    batch, prompt = batch_number(session, question), question.prompt
    if batch is not None:
        prompt = _("Mini-batch {}: {}").format(batch, prompt)
    return SheetQuestion(question.number, prompt, tuple(matrices), letters, blanks, question.kind in ("value", "slip"))


def earlier_cells(session: ExerciseSession, equation: int, operand: Operand, sources: Source) -> dict[Cell, int]:
    """The cells of a matrix that earlier questions ask for, as it stands before an equation."""
    symbol, shift = operand.source or (operand.symbol, 0)  # A(2)[:,1:] is a part of A(2)
    writers = [k for k in range(equation) if any(one.symbol == symbol for one in written_by(session.steps[k]))]
    found = sources.get((writers[-1], symbol), {}) if writers else {}
    return {(row, column - shift): number for (row, column), number in found.items()}


def written_by(step: Execution) -> tuple[Operand, ...]:
    """What an equation writes and computes besides."""
    return (step.writes, *step.intermediates)


def given_matrix(
    operand: Operand, decimals: int, earlier: Mapping[Cell, int], written: Operand, cells: list[Cell]
) -> GivenMatrix:
    """A matrix in labelled rows; of a large one those that the asked cells of the matrix in question take."""
    rows, columns = operand.value.shape
    shown_rows: Sequence[int] = range(rows)
    shown_columns: Sequence[int] = range(columns)
    if operand.value.size > MOST_CELLS and cells:
        shown_rows = places_taken(operand.rows, rows, written, cells)
        shown_columns = places_taken(operand.columns, columns, written, cells)
    return GivenMatrix(
        operand.symbol,
        (rows, columns),
        tuple(map(operand.rows.label, shown_rows)),
        tuple(map(operand.columns.label, shown_columns)),
        tuple(
            tuple(
                earlier[i, k] if (i, k) in earlier else shown_number(float(operand.value[i, k]), decimals)
                for k in shown_columns
            )
            for i in shown_rows
        ),
        operand.rows.kind == "none",
    )


def places_taken(axis: Axis, length: int, written: Operand, cells: list[Cell]) -> list[int]:
    """The rows or columns of a matrix, by what they stand for, that cells of the written one take."""
    for place, other in enumerate((written.rows, written.columns)):
        found = {axis.index_of(other, cell[place]) for cell in cells}
        if None not in found:
            return sorted(index for index in found if index is not None and 0 <= index < length)
    return list(range(length))


def solved_question(session: ExerciseSession, question: Question) -> SolvedQuestion:
    """The right answers to a question."""
    step = session.steps[question.equation]
    answers = list[tuple[str, str]]()
    written = next((one for one in step.operands if one.symbol == question.symbol), step.writes)
    for index, one in enumerate(question.asked):
        if one.cell is not None:
            text = asked_number(float(written.value[one.cell]), question.decimals)
        else:
            text = question.choice_text(question.right[index])
        answers.append((one.name, text))
    equation = ""
    if question.kind in ("value", "slip"):
        number = f"   ({step.equation.number})" if step.equation.number else ""
        equation = f"{step.equation.symbol} = {step.equation.text}{number}"
    return SolvedQuestion(question.number, equation, tuple(answers))
