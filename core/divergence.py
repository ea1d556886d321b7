"""When training diverges: where it happened, which setting most likely did it, and a value that was tried instead."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import takewhile
from math import inf, isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .errors import InputError
from .program import Equation, Operand, Program
from .texts import _

if TYPE_CHECKING:
    from .trainer import Trainer

LARGE = 20.0
"""Inputs, or targets, beyond this are told of where they aren't standardised."""
HEAVY_MOMENTUM = 0.99
HUGE_PENALTY = 1e6
RATE = "training.learning_rate"
DECADES = 10
"""How many powers of ten smaller a learning rate is tried."""

WORK, MOST = 2e9, 5_000
"""How long a remedy is tried: all epochs, or so many products and mini-batches at the most, a second or less."""


class Remedy(NamedTuple):
    """A key of the experiment file that most likely did it, what to try in words, and as values by key."""

    key: str
    text: str
    values: dict[str, Any]


class Diverged(ArithmeticError):
    """The loss or the gradient was no longer finite; the update was not made, so Θ is the last finite one.

    `epoch` and `batch` count from 1, `what` is the matrix where it showed, such as ∇(2) or J. `remedy` is found, by
    trainings, only when somebody asks for it or for the text.
    """

    def __init__(self, epoch: int, batch: int, what: str, find: Callable[[], Remedy]) -> None:
        self.epoch, self.batch, self.what, self._find = epoch, batch, what, find
        super().__init__(epoch, batch, what)

    @cached_property
    def remedy(self) -> Remedy:
        """What most likely did it, and what to try."""
        return self._find()

    @property
    def setting(self) -> str:
        """The key of the experiment file that most likely did it."""
        return self.remedy.key

    @property
    def brief(self) -> str:
        """The setting and what to try."""
        return f"{self.remedy.key}: {self.remedy.text}"

    def __str__(self) -> str:
        text = _("diverged at epoch {}, batch {}: {} is no longer finite. Most likely {}: {}")
        return text.format(f"{self.epoch:,}", f"{self.batch:,}", self.what, self.remedy.key, self.remedy.text)


def diagnose(trainer: "Trainer", program: Program, batch: int) -> Diverged:
    """What to say of a mini-batch that failed in this program; `batch` counts from 1."""
    found = list(remedies(trainer, batch))
    make, data, experiment = type(trainer), trainer.data, trainer.experiment

    def find() -> Remedy:
        """The first with which a new training's loss doesn't rise, else with which it stays finite, else the first."""
        finite = None
        for remedy in in_turn(found, experiment.training.learning_rate):
            own = not any(key.startswith("data.") for key in remedy.values)
            try:
                with np.errstate(all="ignore"):
                    other = make(experiment.replace_all({**remedy.values, **UNEVALUATED}), data if own else None)
                    risen = rise(other)
            except InputError:
                continue
            if risen <= 0:
                return remedy
            if isfinite(risen):
                finite = finite or remedy
        return finite or found[0]

    return Diverged(trainer.epoch + 1, batch, what_failed(trainer, program), find)


UNEVALUATED = {"training.evaluate_every": 0, "training.early_stopping": 0, "training.tolerance": 0.0}


def rise(trainer: "Trainer") -> float:
    """By how much the loss of a new training rises till it ends, or for as long as it may take; inf: it diverges."""
    rows = min(trainer.experiment.training.batch_size or trainer.n, trainer.n)
    left = int(np.clip(WORK / (rows * len(trainer.network.parameters.theta)), 1, MOST))
    before = trainer.figures("train").loss

    def enough() -> bool:
        nonlocal left
        left -= 1
        return left <= 0

    try:
        trainer.run(enough)
    except Diverged:
        return inf
    after = trainer.figures("train").loss
    return after - before if isfinite(after) and isfinite(before) else inf


def what_failed(trainer: "Trainer", program: Program) -> str:
    """The matrix that is no longer finite, the first one on the way back from the output; or the square that isn't."""
    nabla, L = program.nabla, program.L
    with np.errstate(all="ignore"):
        if broken := [l for l, gradient in nabla.items() if not np.isfinite(gradient).all()]:
            return _("∇({0}), the gradient of Θ({0}),").format(broken[-1])
        if not isfinite(trainer.network.pair.loss(program.batch.Z, program.batch.Y)):
            return _("J, the loss,")
        if long := [l for l, gradient in nabla.items() if not np.isfinite(np.vdot(gradient, gradient))]:
            return _("‖∇({0})‖², the squared length of the gradient of Θ({0}),").format(long[-1])
        if not np.isfinite(program.batch.norm):
            return _("‖∇‖², the squared length of all gradients,")
        return _("‖Z({0})‖², the sum of the squares of Z({0}),").format(L)


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
    """The key and what to try, by the first rule that fits; nothing is tried. `batch` counts from 1."""
    remedy = next(remedies(trainer, batch))
    return remedy.key, remedy.text


def remedies(trainer: "Trainer", batch: int) -> Iterator[Remedy]:
    """What may have done it, the likeliest first; one at the least. None of them tries the value that there is."""
    training, rows = trainer.experiment.training, trainer.data.train.m
    rates = smaller_rates(training.learning_rate)
    scales = [*unscaled(trainer)]
    for name in ("l1", "l2"):
        if getattr(training, name) / rows >= HUGE_PENALTY:
            text = _("{:g} outweighs the loss by far; try 1").format(getattr(training, name))
            yield Remedy(f"training.{name}", text, {f"training.{name}": 1.0})
    if trainer.epoch == 0 and batch == 1:  # no update was made yet: it started so
        yield from scales
        yield from starts(trainer)
    else:
        if training.optimizer in ("momentum", "nesterov") and training.momentum >= HEAVY_MOMENTUM:
            text = _("{:g} keeps almost every step; try 0.9").format(training.momentum)
            yield Remedy("training.momentum", text, {"training.momentum": 0.9})
        if training.l2 * training.learning_rate / rows >= 2:  # Θ ← (1 − α λ2 / N) Θ grows from here on
            value = float(f"{0.1 * rows / training.learning_rate:.3g}")
            text = _("{:g} shrinks the weights past zero at each step; try {:g}").format(training.l2, value)
            yield Remedy("training.l2", text, {"training.l2": value})
        yield from scales
    for scale in scales:
        for rate in rates:
            text = _("{}, and training.learning_rate = {:g}").format(scale.text, rate)
            yield Remedy(scale.key, text, {**scale.values, RATE: rate})
    for rate in rates:
        text = _("{:g} is too large; try {:g}").format(training.learning_rate, rate)
        yield Remedy(RATE, text, {RATE: rate})
    if trainer.epoch or batch > 1:
        yield from starts(trainer)


def in_turn(found: Sequence[Remedy], rate: float) -> Iterator[Remedy]:
    """In which order they are tried: alone; several at once before a smaller rate hides what is wrong; all at last."""
    alone = list(takewhile(lambda remedy: RATE not in remedy.values, found))
    yield from alone
    yield from together(alone)
    yield from found[len(alone) :]
    for everything in together(found):
        yield everything
        for smaller in smaller_rates(rate):
            text = _("{}, and training.learning_rate = {:g}").format(everything.text, smaller)
            yield Remedy(everything.key, text, {**everything.values, RATE: smaller})


def together(remedies: Sequence[Remedy]) -> list[Remedy]:
    """One that changes all at once, the rate left out, of each key as the likeliest does; none where there is none."""
    causes: dict[str, Remedy] = {}
    for remedy in remedies:
        if remedy.key != RATE:
            causes.setdefault(remedy.key, remedy)
    if not causes:
        return []
    likeliest, *others = causes.values()
    text = "".join((likeliest.text, *(_("; and {}: {}").format(other.key, other.text) for other in others)))
    return [Remedy(likeliest.key, text, {key: value for one in causes.values() for key, value in one.values.items()})]


def smaller_rates(rate: float) -> list[float]:
    """Learning rates to try, each a tenth of the one before."""
    return [float(f"{rate / 10**power:.3g}") for power in range(1, DECADES + 1)]


def unscaled(trainer: "Trainer") -> Iterator[Remedy]:
    """What is far from 1 and could be standardised, the larger first: inputs, and the targets of a regression."""
    if trainer.experiment.data.standardize:
        return
    inputs, targets = (float(np.abs(values).max()) for values in (trainer.data.train.inputs, trainer.data.train.Y))
    of_targets = targets > max(LARGE, inputs) and trainer.data.task == "regression"
    if of_targets or inputs > LARGE:
        text = _("inputs reach {:.3g}; try data.standardize = true").format(inputs)
        if of_targets:
            text = _("targets reach {:.3g}; try data.standardize = true").format(targets)
        yield Remedy("data.standardize", text, {"data.standardize": True})


def starts(trainer: "Trainer") -> Iterator[Remedy]:
    """Weights to start from that are larger than usual."""
    network = trainer.experiment.network
    if network.weights is not None:
        text = _("they are too large to start from; try smaller ones, or leave them out")
        yield Remedy("network.weights", text, {"network.weights": None})
    elif network.initial_scale > 1:
        text = _("{:g} starts with weights that are too large; try 1").format(network.initial_scale)
        yield Remedy("network.initial_scale", text, {"network.initial_scale": 1.0})
