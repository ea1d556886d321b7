"""What all surgery shares: a plan for each matrix shaped like a Θ, carried out on a whole state, and a report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import inf, isfinite
from typing import Any, NamedTuple

import numpy as np

from core.calls import Array
from core.data.dataset import Data, Split
from core.experiment.experiment import Experiment, field
from core.network import Network
from core.parameters import Layers, join, split
from core.program import Program
from core.support.blas_threads import use_threads
from core.support.errors import InputError
from core.support.i18n import _
from core.training.breakpoints import ConditionsHeld
from core.training.build_network import network_from_weights
from core.training.evaluation import CHUNK, sample
from core.training.training_state import TrainingState

FITTED = 10_000
"""Training examples that least squares take, at most."""
USUAL: str = field("network.activation").default
"""The activation of a first hidden layer, where the experiment names none."""

Edit = Callable[[Layers], Layers]
Move = Callable[[int, int], tuple[int, int] | None]
"""The new place of layer l and its neuron j, both from 1, j = 0 for the whole layer; None if it is gone."""


class OutputChange(NamedTuple):
    """How an operation changed the network's function f, that is A^(L), over the training inputs."""

    off: float
    """max |f before − f after|."""
    loss_before: float
    """J, the penalty left out."""
    loss_after: float
    error: float | None
    """max |Z before − Z after| of the layer behind; None where the function stays, but for rounding, for all inputs."""
    neuron: int | None = None
    """The one that came or went, counted from 1."""


class Transformed(NamedTuple):
    """The state after an operation, for `Trainer.restore`, and a report on how the function changed."""

    state: TrainingState
    report: OutputChange


@dataclass(frozen=True, eq=False)
class Plan:
    """An operation as functions on layers: from matrices shaped like the old Θs to those of the new ones."""

    experiment: Experiment
    weights: Edit
    """For Θ itself and for the best weights of early stopping."""
    carried: Edit
    """For ∇, the last step and the optimiser's state: 0 for weights that the operation gave a value."""
    frozen: Edit
    """For the booleans that mark frozen weights."""
    behind: tuple[int, int]
    """The number, before and after, of the layer behind, whose Z is to stay the same."""
    exact: bool
    """Whether the function stays for all inputs, but for rounding."""
    move: Move
    neuron: int | None = None


def layers_of(state: TrainingState, l: int, first: int = 2) -> tuple[list[int], list[str]]:
    """Copies of the lists of neurons and activations of the hidden layers.

    Raises InputError unless l is a hidden layer, or the input where `first` is 1.
    """
    network = state.experiment.network
    if not first <= l < len(state.sizes):
        what = _("a hidden layer") if first == 2 else _("the input or a hidden layer")
        message = _("found layer {}, expected {}, from {} to {}")
        raise InputError(message.format(l, what, first, len(state.sizes) - 1))
    return [*network.hidden], [*network.activations]


def with_layers(experiment: Experiment, hidden: list[int], activations: list[str]) -> Experiment:
    """The experiment with these hidden layers, without its initial weights, which have the shapes of the old ones."""
    network = experiment.network
    names = activations or [*network.activations, USUAL][:1]
    changed = {"network.hidden": hidden, "network.activation": names[0] if len({*names}) == 1 else names}
    return experiment.replace_all({**changed, "network.weights": None})


def passed(state: TrainingState, data: Data, theta: Array, most: int) -> Program:
    """A forward pass in float64 of `most` training examples at most, through the state's network with weights `theta`.

    Raises InputError for sums that aren't finite, to which nothing can be fitted.
    """
    network = network_from_weights(state.experiment, state.sizes, theta, "float64")
    with np.errstate(all="ignore"):
        program = network.forward(sample(data.train, most)[0])
    for l in range(2, program.L + 1):
        if not np.isfinite(program.Z[l]).all():
            message = _("Z({}): found sums of training inputs that are not finite; go back to smaller weights first")
            raise InputError(message.format(l))
    return program


def carry_out(plan: Plan, state: TrainingState, data: Data) -> Transformed:
    """The state with its network changed by the plan and all else as it was, and a report."""
    use_threads(state.experiment.training.threads)
    hidden = plan.experiment.network.hidden
    sizes = (state.sizes[0], *hidden, state.sizes[-1])

    def edited(vector: Array, edit: Edit) -> Array:
        return join(edit(split(vector, state.sizes))).astype(vector.dtype)

    vectors = {name: edited(vector, plan.carried) for name, vector in with_steps(state).items()}
    frozen = None if state.frozen is None else edited(state.frozen, plan.frozen)
    if frozen is not None and not frozen.any():
        frozen = None
    vectors, count = settled(vectors, state.count, frozen)
    best = None if state.best is None else edited(state.best, plan.weights)
    changed = replace(
        state,
        experiment=plan.experiment,
        sizes=sizes,
        theta=edited(state.theta, plan.weights),
        gradient=edited(state.gradient, plan.carried),
        vectors=vectors,
        step=edited(state.step, plan.carried),
        count=count,
        best=best,
        held=held(state.held, plan.move),
        frozen=frozen,
    )
    before, after = (network_from_weights(one.experiment, one.sizes, one.theta) for one in (state, changed))
    if best is not None and not plan.exact and data.validation is not None:
        loss = loss_of(network_from_weights(plan.experiment, sizes, best), data.validation)
        changed = replace(changed, best_loss=loss if isfinite(loss) else inf)
    return Transformed(changed, compare(before, after, data.train, plan))


def with_steps(state: TrainingState) -> dict[str, Array]:
    """The optimiser's state, with each weight's count of steps if it counts them: new weights will have taken none."""
    steps = {"t": np.full(len(state.theta), state.count)} if state.count else {}
    return {**steps, **state.vectors}


def settled(vectors: Mapping[str, Array], count: int, frozen: Array | None) -> tuple[dict[str, Array], int]:
    """The optimiser's vectors and `count`, with one count of steps for all weights where they agree."""
    t = vectors.get("t")
    if t is None or frozen is not None or np.ptp(t):
        return dict(vectors), count
    return {name: vector for name, vector in vectors.items() if name != "t"}, int(t[0])


def held(before: ConditionsHeld, move: Move) -> ConditionsHeld:
    """The conditions of breakpoints that hold, with layers and neurons by their new numbers."""
    after: dict[Any, frozenset[Any]] = dict(before)
    for one, places in before.items():
        if one.kind == "saturated":
            moved = (move(l, 0) for l in places if isinstance(l, int))
            after[one] = frozenset(place[0] for place in moved if place)
        elif one.kind == "dead":
            after[one] = frozenset(filter(None, (move(*place) for place in places if isinstance(place, tuple))))
    return after


def loss_of(network: Network, examples: Split) -> float:
    """J over these examples, the penalty left out."""
    total = 0.0
    with np.errstate(all="ignore"):
        for start in range(0, examples.m, CHUNK):
            program = network.forward(examples.X[start : start + CHUNK])
            total += network.pair.loss(program.batch.Z, examples.Y[start : start + CHUNK])
    return total / examples.m


def compare(before: Network, after: Network, examples: Split, plan: Plan) -> OutputChange:
    """The report on two networks over these examples."""
    off, error, losses = 0.0, 0.0, np.zeros(2)
    with np.errstate(all="ignore"):
        for start in range(0, examples.m, CHUNK):
            X, Y = (rows[start : start + CHUNK] for rows in (examples.X, examples.Y))
            was, now = before.forward(X), after.forward(X)
            off = max(off, float(np.abs(was.A[was.L] - now.A[now.L]).max()))
            error = max(error, float(np.abs(was.Z[plan.behind[0]] - now.Z[plan.behind[1]]).max()))
            losses += [before.pair.loss(program.batch.Z, Y) for program in (was, now)]
    loss_before, loss_after = (losses / examples.m).tolist()
    return OutputChange(off, loss_before, loss_after, None if plan.exact else error, plan.neuron)
