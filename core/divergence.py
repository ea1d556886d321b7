"""When training diverges: where it happened, and which setting most likely did it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .program import Equation, Operand, Program
from .texts import _

if TYPE_CHECKING:
    from .trainer import Trainer

LARGE_INPUT = 20.0
HEAVY_MOMENTUM = 0.99
HUGE_PENALTY = 1e6


class Diverged(ArithmeticError):
    """The loss or the gradient was no longer finite; the update was not made, so Θ is the last finite one.

    `epoch` and `batch` count from 1, `what` is the matrix where it showed, such as ∇(2) or J, `setting` the key of the
    experiment file that most likely did it, `advice` what to try.
    """

    def __init__(self, epoch: int, batch: int, what: str, setting: str, advice: str) -> None:
        self.epoch, self.batch, self.what, self.setting, self.advice = epoch, batch, what, setting, advice
        text = _("diverged at epoch {}, batch {}: {} is no longer finite. Most likely {}: {}")
        super().__init__(text.format(f"{epoch:,}", f"{batch:,}", what, setting, advice))

    @property
    def brief(self) -> str:
        """The setting and what to try."""
        return f"{self.setting}: {self.advice}"


def diagnose(trainer: "Trainer", gradients: dict[int, np.ndarray], batch: int) -> Diverged:
    """What to say of a mini-batch that failed, with its ∇ by layer."""
    with np.errstate(all="ignore"):
        broken = [l for l, gradient in gradients.items() if not np.isfinite(np.vdot(gradient, gradient))]
    what = f"∇({broken[-1]}), {_('the gradient of')} Θ({broken[-1]})," if broken else _("J, the loss,")
    return Diverged(trainer.epoch + 1, batch, what, *likely_setting(trainer, batch))


def not_finite(equation: Equation) -> str | None:
    """The first value that an equation made not finite, such as Z(3)[4,1] = inf; None where all are finite."""
    for operand in (*equation.also, equation.writes):
        finite = np.isfinite(operand.value)
        if not finite.all():
            place = np.unravel_index(finite.argmin(), finite.shape)
            return _("{}, in {} = {}").format(valued(operand, place), equation.symbol, equation.text)
    return None


def first_not_finite(program: Program) -> str:
    """Where in a mini-batch that failed a value was first not finite: matrix, row, column, and its equation."""
    with np.errstate(all="ignore"):
        for equation in program.update:
            if equation.kind == "weights" and not np.isfinite(equation.value).all():
                place = np.unravel_index(np.isfinite(equation.value).argmin(), equation.value.shape)
                return _("{} since the last update").format(valued(equation.writes, place))
        for equation in program.gradient:
            if equation.kind == "loss":  # a fast run leaves it out
                for function, arguments in equation.calls:
                    function(*arguments)
            if text := not_finite(equation):
                return text
        squared = [one.writes for one in program.gradient if one.kind == "gradient"]
        squared += [one for equation in program.gradient for one in equation.also if one.symbol == f"Z({program.L})"]
        largest = max(squared, key=lambda operand: np.abs(operand.value).max())
        place = np.unravel_index(np.abs(largest.value).argmax(), largest.value.shape)
        return _("{}, and its square is beyond the largest number").format(valued(largest, place))


def valued(operand: Operand, place: Sequence[np.intp | int]) -> str:
    """A value with its name; row and column count from 0."""
    row, column = map(int, place)
    return f"{operand.cell(row, column)} = {operand.value[row, column]:.4g}"


def likely_setting(trainer: "Trainer", batch: int) -> tuple[str, str]:
    """The key and what to try, by the first rule that fits."""
    experiment, training = trainer.experiment, trainer.experiment.training
    largest_input = float(np.abs(trainer.data.train.inputs).max())
    unscaled = not experiment.data.standardize and largest_input > LARGE_INPUT
    scale = _("inputs reach {:.3g}; try data.standardize = true").format(largest_input)
    for name in ("l1", "l2"):
        if getattr(training, name) / trainer.data.train.m >= HUGE_PENALTY:
            text = _("{:g} outweighs the loss by far; try 1")
            return f"training.{name}", text.format(getattr(training, name))
    if trainer.epoch == 0 and batch == 1:  # no update was made yet: it started so
        if unscaled:
            return "data.standardize", scale
        if experiment.network.weights is not None:
            return "network.weights", _("they are too large to start from")
        text = _("{:g} starts with weights that are too large; try 1")
        return "network.initial_scale", text.format(experiment.network.initial_scale)
    if training.optimizer in ("momentum", "nesterov") and training.momentum >= HEAVY_MOMENTUM:
        return "training.momentum", _("{:g} keeps almost every step; try 0.9").format(training.momentum)
    rows = trainer.data.train.m
    if training.l2 * training.learning_rate / rows >= 2:  # Θ ← (1 − α λ2 / N) Θ grows from here on
        text = _("{:g} shrinks the weights past zero at each step; try {:.3g}")
        return "training.l2", text.format(training.l2, 0.1 * rows / training.learning_rate)
    if unscaled:
        return "data.standardize", scale
    text = _("{:g} is too large; try {:.3g}")
    return "training.learning_rate", text.format(training.learning_rate, training.learning_rate / 10)
