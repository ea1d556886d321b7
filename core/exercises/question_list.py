"""The questions of an exercise, in their order, from what its file asks."""

from collections.abc import Sequence

from core.stepping.stepper import Execution
from core.support.errors import InputError
from core.support.i18n import _
from core.support.random_streams import exercise_stream
from core.support.suggestions import nearest_name

from .exercise import Exercise
from .question import Asked, Question

MOST_CELLS = 6
"""Cells of a matrix that are all asked for; of larger ones `DRAWN_CELLS` are."""
DRAWN_CELLS = 3


def questions_of(exercise: Exercise, steps: Sequence[Execution]) -> tuple[Question, ...]:
    """The questions of an exercise on its worked mini-batches. Raises InputError for what can't be asked."""
    found: list[Question] = []
    for text in exercise.ask or ("A(2)", "J"):
        index = next((k for k, one in enumerate(steps) if one.equation.symbol == text), None)
        if index is None:
            known = [one.equation.symbol for one in steps]
            message = _("exercise.ask: found {}, expected {}").format(text, ", ".join(known))
            if close := nearest_name(text, known):
                message += _("; did you mean '{}'?").format(close)
            raise InputError(message)
        asked = tuple(
            Asked(steps[index].writes.cell(*cell), cell) for cell in cells_of(exercise, steps[index], len(found))
        )
        found.append(Question("value", len(found) + 1, index, index, text, asked, exercise.decimals))
    return tuple(found)


def cells_of(exercise: Exercise, step: Execution, place: int) -> list[tuple[int, int]]:
    """The cells that are asked of what an equation writes: all of a few, else some drawn; none of the ones column."""
    writes = step.writes
    rows, columns = writes.value.shape
    cells = [(i, k) for i in range(rows) for k in range(int(writes.columns.bias), columns)]
    if len(cells) <= MOST_CELLS:
        return cells
    random = exercise_stream(exercise.seed or 0, 1, place)
    return [cells[k] for k in sorted(random.choice(len(cells), DRAWN_CELLS, replace=False))]
