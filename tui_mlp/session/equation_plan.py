"""The equations of a mini-batch in a snapshot: the plan of all, and those already run."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from core.stepping.stepper import Execution

if TYPE_CHECKING:
    from core.equations import Equation
    from core.training.trainer import Trainer


class PlannedEquation(NamedTuple):
    """An equation of a mini-batch as the list of the algorithm shows it: lecture's line and number, symbol, text."""

    line: int | None
    number: str | None
    symbol: str
    text: str


@dataclass(frozen=True, eq=False)
class Stepping:
    """One mini-batch equation by equation: the plan of all equations, and what those that have been run read and wrote.

    `cursor` is the index in the plan of the equation to run next, 0 between two mini-batches. The executions belong to
    the mini-batch in progress, else to the previous one if it was stepped through. `one_by_one` is whether the last of
    them was run on its own.
    """

    plan: tuple[PlannedEquation, ...] = ()
    executions: tuple[Execution, ...] = ()
    cursor: int = 0
    one_by_one: bool = False
    alone: tuple[Execution, ...] = ()

    @property
    def shown(self) -> tuple[Execution, ...]:
        """The executions that the Step view shows."""
        return self.alone or self.executions

    @property
    def within(self) -> bool:
        """Whether those shown belong to a mini-batch in progress."""
        return self.cursor > 0 and not self.alone


class EquationPlan:
    """Makes the `Stepping` of each snapshot. The plan is made again only when the equations have changed."""

    def __init__(self) -> None:
        self._equations: Sequence[Equation] = ()
        self._plan = Stepping()

    def stepping(
        self, trainer: "Trainer", executions: tuple[Execution, ...], busy: bool, one_by_one: bool,
        alone: tuple[Execution, ...] = (),
    ) -> Stepping:  # fmt: skip
        """The `Stepping` after the equations in `executions`. While the training is `busy` the plan isn't renewed."""
        if not busy and trainer.equations is not self._equations:
            self._equations = trainer.equations
            plan = tuple(PlannedEquation(each.line, each.number, each.symbol, each.text) for each in self._equations)
            self._plan = Stepping(plan)
        return replace(self._plan, executions=executions, cursor=trainer.cursor, one_by_one=one_by_one, alone=alone)
