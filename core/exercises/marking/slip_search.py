"""Which slip a wrong value was made by."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.exercises.mini_batches import batch_of
from core.exercises.recomputation.recomputation import Cell, Own, Recomputation, Slipped
from core.exercises.recomputation.slips import slips_of
from core.exercises.verdict import SlipName
from core.expressions import Operand
from core.stepping.stepper import Execution

from .number_reading import TypedNumber
from .precision import Precision


class ComputedCell(NamedTuple):
    """A cell of a matrix that an equation writes, or of Z beside it, with the equation's index."""

    equation: int
    symbol: str
    cell: Cell


@dataclass(frozen=True)
class FoundSlip:
    """A slip that gives a value: where it was made, by the index of its equation, and from whose matrices.

    It is made in the equation of the value, or in an earlier one of the mini-batch that wasn't asked for.
    """

    name: SlipName
    equation: int
    slipped: Slipped
    own: Own
    value: float


def find_slip(
    steps: Sequence[Execution],
    where: ComputedCell,
    typed: TypedNumber,
    precision: Precision,
    owns: Sequence[Own],
    asked: Collection[int],
) -> FoundSlip | None:
    """The slip that gives a wrong value: the nearest one, the first of those that the typed digits can't tell apart.

    `owns` are the student's own values, and none. `asked` are the equations asked for, in which there is no hidden
    slip. None for a value that no slip gives, and for one that is so near the right value that it proves nothing.
    """
    if not typed.value:
        return None
    best: tuple[float, FoundSlip] | None = None
    for own in owns:
        unchanged = value_at(Recomputation(steps, own, until=where.equation), where)
        for found in possible_slips(steps, where, own, asked):
            if not precision.near(typed.value, found.value) or precision.near(found.value, unchanged):
                continue
            distance = max(0.0, abs(typed.value - found.value) - typed.unit / 2)
            if best is None or distance < best[0] - 1e-12:
                best = distance, found
    return best[1] if best else None


def possible_slips(
    steps: Sequence[Execution], where: ComputedCell, own: Own, asked: Collection[int] = ()
) -> Iterator[FoundSlip]:
    """All slips that change a value, those in its own equation first, then those before it, the nearest first."""
    updated = updated_weights(steps, where.equation, own)
    for index in range(where.equation, batch_of(steps, where.equation).start - 1, -1):
        if index != where.equation and (index in asked or steps[index].equation.kind == "loss"):
            continue  # nothing is computed from J
        if index == where.equation and where.symbol != steps[index].writes.symbol:
            continue  # Z(l) itself, for which there are no slips but those before it
        for name, slipped in slips_of(steps[index], updated):
            value = value_at(Recomputation(steps, own, (index, slipped), until=where.equation), where)
            if np.isfinite(value):
                yield FoundSlip(name, index, slipped, own, value)


def value_at(recomputation: Recomputation, where: ComputedCell) -> float:
    """The value of a cell as it was computed."""
    return float(recomputation.computed[where.equation][where.symbol].value[where.cell])


def updated_weights(steps: Sequence[Execution], index: int, own: Own) -> dict[str, Operand]:
    """All Θ after the update of the mini-batch that an equation is in, by symbol."""
    places = [k for k in batch_of(steps, index) if steps[k].equation.kind == "weights"]
    writes = Recomputation(steps, own, until=places[-1]).writes
    return {steps[k].writes.symbol: writes[k] for k in places}
