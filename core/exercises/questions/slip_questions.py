"""Questions for a wrong value: a matrix is shown in which a slip was made in one cell."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.exercises.exercise import Exercise
from core.exercises.marking.precision import Precision, precision_of
from core.exercises.marking.slip_search import ComputedCell, FoundSlip, possible_slips
from core.exercises.mini_batches import batch_of
from core.exercises.question import SLIPS, Asked, Question
from core.exercises.recomputation.recomputation import Cell, with_cells
from core.exercises.verdict import SlipName
from core.stepping.stepper import Execution
from core.support.errors import InputError
from core.support.i18n import _

from .question_cells import cells_of

MOST_CELLS = 12
"""Cells among which the wrong one is to be found."""
MOST_CHOICES = 4
VISIBLE = 0.05
"""How far a wrong value is from the right one at least, as a share of it."""
VISIBLE_UNITS = 20
"""The same in units of the last decimal shown."""


def visible_slips(
    steps: Sequence[Execution], equation: int, precision: Precision, cells: Sequence[Cell] = ()
) -> list[tuple[Cell, FoundSlip]]:
    """The slips in an equation that change one of these cells, by default the first ones, so that it can be seen."""
    step = steps[equation]
    found: list[tuple[Cell, FoundSlip]] = []
    for cell in cells or cells_of(step.writes)[:MOST_CELLS]:
        right = float(step.writes.value[cell])
        for slip in slips_at(steps, equation, cell):
            apart = abs(slip.value - right)
            if apart > max(VISIBLE * abs(right), VISIBLE_UNITS * precision.unit):
                found.append((cell, slip))
    return found


def slips_at(steps: Sequence[Execution], equation: int, cell: Cell) -> list[FoundSlip]:
    """The slips that can be made in this equation itself, with the value that each gives in a cell."""
    where = ComputedCell(equation, steps[equation].equation.symbol, cell)
    before = range(batch_of(steps, equation).start, equation)
    return list(possible_slips(steps, where, {}, before))


def slip_question(
    exercise: Exercise, steps: Sequence[Execution], base: Question, random: np.random.Generator
) -> Question:
    """Which cell is wrong, where there are several, and by which slip. Raises InputError where no slip shows."""
    writes, precision = steps[base.equation].writes, precision_of(exercise)
    cells = cells_of(writes)
    if len(cells) > MOST_CELLS:
        cells = [cells[k] for k in sorted(random.choice(len(cells), MOST_CELLS, replace=False))]
    visible = visible_slips(steps, base.equation, precision, cells)
    if not visible:
        message = _("exercise.ask: found slip {}, but no slip changes a value of it that can be seen")
        raise InputError(message.format(base.symbol))
    names = sorted({slip.name for _cell, slip in visible})
    name = names[int(random.integers(len(names)))]  # a slip first, so that each has the same chance
    own = [(cell, slip) for cell, slip in visible if slip.name == name]
    cell, made = own[int(random.integers(len(own)))]
    choices = slip_choices(steps, base.equation, cell, made, precision, random)
    asked, right = [Asked("slip", choices=choices)], [made.name]
    if len(cells) > 1:
        named = tuple(str(writes.cell(*one)) for one in cells)
        asked.insert(0, Asked("cell", choices=named))
        right.insert(0, str(writes.cell(*cell)))  # type: ignore[arg-type]
    shown = with_cells(writes, {cell: made.value})
    return replace(base, kind="slip", asked=tuple(asked), right=tuple(map(str, right)), shown=shown)


def slip_choices(
    steps: Sequence[Execution],
    equation: int,
    cell: Cell,
    made: FoundSlip,
    precision: Precision,
    random: np.random.Generator,
) -> tuple[str, ...]:
    """The slip that was made among others, which would have given another value there."""
    own = slips_at(steps, equation, cell)
    same = {slip.name for slip in own if precision.near(slip.value, made.value)}
    others: list[SlipName] = [slip.name for slip in own if slip.name not in same]
    rest: list[SlipName] = [one for one in SLIPS if one not in same and one not in others and one != "rounding"]
    others += [rest[k] for k in random.permutation(len(rest))]
    chosen = {made.name, *others[: MOST_CHOICES - 1]}
    return tuple(one for one in SLIPS if one in chosen)
