"""Which cells of a matrix are asked for."""

import numpy as np

from core.exercises.marking.precision import Precision
from core.exercises.recomputation.recomputation import Cell
from core.expressions import Operand
from core.support.errors import InputError
from core.support.escaping import shortened
from core.support.i18n import _

MOST_CELLS = 6
"""Cells of a matrix that are all asked for; of larger ones DRAWN_CELLS are."""
DRAWN_CELLS = 3
FEWEST_UNITS = 20
"""Units of the last decimal that a value has at least if it is to be asked for."""


def cells_of(operand: Operand) -> list[Cell]:
    """All cells of a matrix but the ones column, which nobody computes."""
    rows, columns = operand.value.shape
    first = int(operand.columns.bias)
    return [(i, k) for i in range(rows) for k in range(first, columns)]


def asked_cells(operand: Operand, precision: Precision, random: np.random.Generator) -> list[Cell]:
    """The cells that are asked for: all of a few, else some drawn, if possible of those with figures."""
    cells = cells_of(operand)
    if len(cells) <= MOST_CELLS:
        return cells
    telling = [cell for cell in cells if has_figures(float(operand.value[cell]), precision)]
    cells = telling if len(telling) >= DRAWN_CELLS else cells
    return [cells[k] for k in sorted(random.choice(len(cells), DRAWN_CELLS, replace=False))]


def has_figures(value: float, precision: Precision) -> bool:
    """Whether a value is so large that its decimals tell something."""
    return abs(value) >= FEWEST_UNITS * precision.unit


def cell_named(operand: Operand, index: str, text: str) -> Cell:
    """The cell of the lecture's index, such as 2,1. Raises InputError where there is none, or it is a one."""
    cells = cells_of(operand)
    for cell in cells:
        if named(operand, cell) == index:
            return cell
    message = _("exercise.ask: found {}, expected an index from {} to {}")
    raise InputError(message.format(shortened(text), named(operand, cells[0]), named(operand, cells[-1])))


def cells_by_name(operand: Operand) -> dict[str, Cell]:
    """The cells of a matrix but the ones column, by the lecture's names, such as ∇(1)[2,1]."""
    return {str(operand.cell(*cell)): cell for cell in cells_of(operand)}


def named(operand: Operand, cell: Cell) -> str:
    """The lecture's index of a cell, such as 2,1."""
    return f"{operand.rows.label(cell[0])},{operand.columns.label(cell[1])}"
