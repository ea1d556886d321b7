"""What the loss of a mini-batch does after its update."""

from collections.abc import Sequence

from core.exercises.marking.slip_search import updated_weights
from core.exercises.mini_batches import batch_of
from core.exercises.question import LossChoice
from core.exercises.recomputation.recomputation import Recomputation
from core.stepping.stepper import Execution


def losses(steps: Sequence[Execution], equation: int) -> tuple[float, float]:
    """J of the mini-batch that an equation is in, before and after its update."""
    batch = batch_of(steps, equation)
    end = next(k for k in batch if steps[k].equation.kind == "loss")
    again = Recomputation(steps[batch.start : end + 1], {}, weights=updated_weights(steps, equation, {}))
    return float(steps[end].writes.value[0, 0]), float(again.writes[-1].value[0, 0])


def loss_choice(steps: Sequence[Execution], equation: int, decimals: int) -> LossChoice:
    """Whether J falls, rises or, to that many decimals, stays."""
    before, after = losses(steps, equation)
    if round(before, decimals) == round(after, decimals):
        return "stays"
    return "falls" if after < before else "rises"
