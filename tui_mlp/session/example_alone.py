"""The equations of one example alone, for as long as the weights stay the same"""

from typing import TYPE_CHECKING

from core.stepping.chosen_example import ChosenExample
from core.stepping.stepper import Execution

if TYPE_CHECKING:
    from core.training.trainer import Trainer


class ExampleAlone:
    """The equations of one example, none at first. `state_key` says which state the network is in."""

    def __init__(self) -> None:
        self._executions: tuple[Execution, ...] = ()
        self._key: object = None

    def choose(self, trainer: "Trainer", example: ChosenExample, state_key: object) -> None:
        """Compute the equations of this example. Raises InputError where the data have no such example."""
        from core.stepping.example_steps import example_steps

        self._executions, self._key = example_steps(trainer, example), state_key

    def end(self) -> bool:
        """Show them no more; whether there were any."""
        there, self._executions = bool(self._executions), ()
        return there

    def executions(self, state_key: object) -> tuple[Execution, ...]:
        """The equations that have run; none, from now on too, where the network is in another state since."""
        if self._executions and self._key != state_key:
            self._executions = ()
        return self._executions
