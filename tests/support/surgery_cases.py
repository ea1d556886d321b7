"""Trained networks of every kind to operate on, and the reference that goes on beside them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import numpy as np
import reference
from hypothesis import HealthCheck, reject, settings
from hypothesis import strategies as st
from stepping_cases import experiment, rates, trainings

from core import surgery
from core.calls import Array
from core.data.dataset import Data, Split
from core.experiment.experiment import Experiment
from core.losses import PAIRS
from core.stepping.stepper import Stepper
from core.surgery.transform import Transformed
from core.training.divergence import Diverged
from core.training.trainer import Trainer
from core.training.training_state import TrainingState

NAMES = list(reference.G)
Place = tuple[int, int, int]


@contextmanager
def within_reach() -> Iterator[None]:
    """Training that diverges, and outputs that the reference has no figures for, are no cases here."""
    try:
        yield
    except (Diverged, reference.OutOfReach):
        reject()


def many(max_examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """So many examples, or as many as the profile has if those are fewer, however slow, of those within reach."""
    unhurried = settings(
        max_examples=min(max_examples, settings().max_examples),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )

    def apply(test: Callable[..., None]) -> Callable[..., None]:
        return unhurried(within_reach()(test))

    return apply


@st.composite
def experiments(
    draw: st.DrawFn, /, names: Sequence[str] = NAMES, dtypes: Sequence[str] = ("float64",), **training: Any
) -> Experiment:
    """One to four hidden layers, with validation rows and some patience, so that there are best weights."""
    names = draw(st.lists(st.sampled_from(names), min_size=(count := draw(st.integers(1, 4))), max_size=count))
    pair = draw(st.sampled_from(list(PAIRS)))
    outputs = draw(st.integers(2, 3) if pair[0] == "softmax" else st.integers(1, 3))
    sizes = [draw(st.integers(1, 4)) for _ in range(count + 1)] + [outputs]
    return experiment(
        sizes, names, pair, m=10, validation=4, dtype=draw(st.sampled_from(dtypes)), seed=draw(st.integers(0, 1000)),
        early_stopping=1000, **{**draw(trainings), **draw(rates), **training},
    )  # fmt: skip


@st.composite
def trained(draw: st.DrawFn, /, batches: tuple[int, int] = (0, 8), **kinds: Any) -> Trainer:
    """A trainer after some mini-batches, from the least to the most, often within an epoch."""
    trainer = Trainer(draw(experiments(**kinds)))
    with within_reach():
        for _ in range(draw(st.integers(*batches))):
            trainer.run_batch()
    return trainer


def layer_of(data: st.DataObject, trainer: Trainer, first: int = 2) -> int:
    """A hidden layer, or with `first` 1 the input as well."""
    return data.draw(st.integers(first, trainer.network.parameters.L - 1))


OPERATIONS = ("add_neuron", "remove_neuron", "add_layer", "remove_layer", "change_activation")


def operate(name: str, state: TrainingState, data: Data, l: int, g: str) -> Transformed:
    """An operation by name on hidden layer l, if it can be done, with the activation g where it takes one."""
    if name == "remove_neuron" and state.sizes[l - 1] == 1:
        name = "remove_layer"
    more = (g,) if name in ("add_layer", "change_activation") else ()
    changed: Transformed = getattr(surgery, name)(state, data, l, *more)
    return changed


def net_of(state: TrainingState) -> reference.Net:
    """What the reference must know of a state's network."""
    network = state.experiment.network
    assert network.output is not None
    assert network.loss is not None
    names = network.activation
    return reference.Net(
        [names] * len(network.hidden) if isinstance(names, str) else names, network.output, network.loss
    )


def matrices(vector: Sequence[float] | Array, sizes: Sequence[int]) -> list[reference.Matrix]:
    """The layers of a flat vector as plain lists of rows."""
    return reference.unflat(np.asarray(vector).tolist(), sizes)


def outputs(state: TrainingState, X: reference.Rows, theta: Array | None = None) -> reference.Matrix:
    """A^(L) by the reference, example by example."""
    thetas = matrices(state.theta if theta is None else theta, state.sizes)
    return [reference.forward(net_of(state), thetas, x)[1][-1] for x in X]


def sums(state: TrainingState, X: reference.Rows, l: int, theta: Array | None = None) -> Array:
    """Z^(l) by the reference."""
    thetas = matrices(state.theta if theta is None else theta, state.sizes)
    return np.array([reference.forward(net_of(state), thetas, x)[0][l - 2] for x in X])


def sent(state: TrainingState, X: reference.Rows, l: int, theta: Array | None = None) -> Array:
    """A^(l) by the reference, with its ones column."""
    thetas = matrices(state.theta if theta is None else theta, state.sizes)
    return np.array([[1.0, *reference.forward(net_of(state), thetas, x)[1][l - 1]] for x in X])


def loss(state: TrainingState, X: reference.Rows, Y: reference.Rows, theta: Array | None = None) -> float:
    """J by the reference."""
    return reference.loss(net_of(state), matrices(state.theta if theta is None else theta, state.sizes), X, Y)


def rows_of(split: Split) -> tuple[reference.Matrix, reference.Matrix]:
    """Inputs and targets as plain lists."""
    return split.inputs.tolist(), split.Y.tolist()


def places(sizes: Sequence[int]) -> list[Place]:
    """Every weight as (l, j, k), row j and column k of Θ(l), k from 1, in the order of the flat vector."""
    return [
        (l, j, k)
        for l, (inner, outer) in enumerate(pairwise(sizes), 1)
        for j in range(inner + 1)
        for k in range(1, outer + 1)
    ]


def origins(before: Sequence[int], after: Sequence[int], origin: Callable[[int, int, int], Place | None]) -> Array:
    """For every weight of the new sizes the place in the old flat vector that it came from; −1 for a new one."""
    known: dict[Place | None, int] = {place: number for number, place in enumerate(places(before))}
    return np.array([known.get(origin(*place), -1) for place in places(after)])


class Alongside:
    """A trainer and the reference, from the same state on; of the first, the second learns the examples and masks."""

    def __init__(self, trainer: Trainer) -> None:
        state = trainer.state()
        self.trainer, self.stepper, self.net, self.sizes = trainer, Stepper(trainer), net_of(state), state.sizes
        self.thetas = matrices(state.theta, state.sizes)
        self.descent = reference.Descent(state.experiment.training.optimizer, len(state.theta))
        for name in state.vectors:
            setattr(self.descent, name, state.vectors[name].tolist())
        if "t" not in state.vectors:
            self.descent.t = [state.count] * len(state.theta)
        self.resting: Sequence[int] = () if state.frozen is None else np.flatnonzero(state.frozen).tolist()

    def batch(self) -> reference.Step:
        """One mini-batch of both; the reference's step."""
        self.stepper.finish_batch()
        executions, trainer = self.stepper.executions, self.trainer
        masks = [
            one.value.tolist()
            for execution in executions
            for one in execution.intermediates
            if one.symbol.startswith("M")
        ]
        rows, train = executions[0].context.rows, trainer.data.train
        step = reference.train_batch(
            self.net, self.thetas, train.inputs[rows].tolist(), train.Y[rows].tolist(), self.descent,
            dict(trainer.scalars.exact), trainer.n, masks or None, self.resting,
        )  # fmt: skip
        self.thetas = step.thetas
        return step

    def compare(self, rtol: float = 1e-8, atol: float = 1e-9) -> None:
        optimizer = self.trainer.optimizer
        found = [("theta", optimizer.theta, reference.flat(self.thetas))]
        found += [(name, vector, getattr(self.descent, name)) for name, vector in optimizer.vectors.items()]
        for name, value, wanted in found:
            np.testing.assert_allclose(value, wanted, rtol=rtol, atol=atol, err_msg=name)


def check_same(before: TrainingState, after: TrainingState) -> None:
    """To the bit."""
    for name in ("sizes", "epoch", "count", "best_loss", "best_epoch", "dropout", "held", "squared_norm"):
        assert getattr(before, name) == getattr(after, name), name
    assert net_of(before) == net_of(after)
    for one, other in zip(before.position or (), after.position or (), strict=True):
        assert np.array_equal(one, np.asarray(other)) if isinstance(one, np.ndarray) else one == other
    assert set(before.vectors) == set(after.vectors)
    pairs = [(before.vectors[name], after.vectors[name]) for name in before.vectors]
    pairs += [(getattr(before, name), getattr(after, name)) for name in ("theta", "gradient", "step", "best", "frozen")]
    for one, other in pairs:
        assert (one is None) == (other is None)
        assert one is None or (one.dtype, one.tolist()) == (other.dtype, other.tolist())
