"""What operations on a network share: a plan, carried out on all that a state holds, and a report on what it did."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import inf, isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike

from .blas import use_threads
from .breakpoints import Held
from .calls import Array
from .evaluation import CHUNK
from .experiment import Experiment
from .layers import Layers, join, split
from .network import Network
from .state import State

if TYPE_CHECKING:
    from .data.loading import Data, Split

Edit = Callable[[Layers], Layers]
Move = Callable[[int, int], tuple[int, int] | None]
"""The new place of layer l and its neuron j, both from 1, j = 0 for the whole layer; None if it is gone."""


class Report(NamedTuple):
    """What an operation does to the network's function f, its outputs A^(L), over the training inputs."""

    off: float
    """max |f before − f after|."""
    loss_before: float
    """J, the penalty left out."""
    loss_after: float
    error: float | None
    """max |Z before − Z after| of the layer behind; None where the function stays, but for rounding, for all inputs."""
    neuron: int | None = None
    """The one that came or went, counted from 1."""


class Operation(NamedTuple):
    """The state that an operation makes of another, for `Trainer.restore`, and what it does to the function."""

    state: State
    report: Report


@dataclass(frozen=True, eq=False)
class Plan:
    """What is to be done: functions of what belongs to each Θ that return what belongs to each new one."""

    experiment: Experiment
    weights: Edit
    """Of Θ itself, and of the best weights."""
    carried: Edit
    """Of ∇, the last step and the optimiser's state: 0 for weights that the operation gave a value."""
    frozen: Edit
    """Of which weights stay as they are."""
    behind: tuple[int, int]
    """The layer whose Z is to stay, as it counts before and after."""
    exact: bool
    move: Move
    neuron: int | None = None


def carry_out(plan: Plan, state: State, data: "Data") -> Operation:
    """The state with its network changed, all else as it was, and a report."""
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
    before, after = (network_of(one.experiment, one.sizes, one.theta) for one in (state, changed))
    if best is not None and not plan.exact and data.validation is not None:
        loss = loss_of(network_of(plan.experiment, sizes, best), data.validation)
        changed = replace(changed, best_loss=loss if isfinite(loss) else inf)
    return Operation(changed, compare(before, after, data.train, plan))


def with_steps(state: State) -> dict[str, Array]:
    """The optimiser's state with the steps of each weight, where it counts them: new weights will have taken none."""
    steps = {"t": np.full(len(state.theta), state.count)} if state.count else {}
    return {**steps, **state.vectors}


def settled(vectors: Mapping[str, Array], count: int, frozen: Array | None) -> tuple[dict[str, Array], int]:
    """The same, but with one number of steps where all weights have taken as many, and go on so."""
    t = vectors.get("t")
    if t is None or frozen is not None or np.ptp(t):
        return dict(vectors), count
    return {name: vector for name, vector in vectors.items() if name != "t"}, int(t[0])


def held(before: Held, move: Move) -> Held:
    """Where the conditions of breakpoints hold, those of layers and neurons at their new places."""
    after: dict[Any, frozenset[Any]] = dict(before)
    for one, places in before.items():
        if one.kind == "saturated":
            moved = (move(l, 0) for l in places if isinstance(l, int))
            after[one] = frozenset(place[0] for place in moved if place)
        elif one.kind == "dead":
            after[one] = frozenset(filter(None, (move(*place) for place in places if isinstance(place, tuple))))
    return after


def network_of(experiment: Experiment, sizes: tuple[int, ...], theta: Array, dtype: DTypeLike | None = None) -> Network:
    """The experiment's network with these weights, computing in this dtype, by default its own."""
    use_threads(experiment.training.threads)
    settings = experiment.network
    assert settings.output is not None, "resolved"
    assert settings.loss is not None, "resolved"
    network = Network(
        sizes, settings.activations, settings.output, settings.loss,
        dtype=dtype or experiment.dtype, initializer="zeros",
    )  # fmt: skip
    network.parameters.theta[:] = theta
    return network


def loss_of(network: Network, examples: "Split") -> float:
    """J over these examples, the penalty left out."""
    total = 0.0
    with np.errstate(all="ignore"):
        for start in range(0, examples.m, CHUNK):
            program = network.forward(examples.X[start : start + CHUNK])
            total += network.pair.loss(program.batch.Z, examples.Y[start : start + CHUNK])
    return total / examples.m


def compare(before: Network, after: Network, examples: "Split", plan: Plan) -> Report:
    """What became of the function, over these examples."""
    off, error, losses = 0.0, 0.0, np.zeros(2)
    with np.errstate(all="ignore"):
        for start in range(0, examples.m, CHUNK):
            X, Y = (rows[start : start + CHUNK] for rows in (examples.X, examples.Y))
            was, now = before.forward(X), after.forward(X)
            off = max(off, float(np.abs(was.A[was.L] - now.A[now.L]).max()))
            error = max(error, float(np.abs(was.Z[plan.behind[0]] - now.Z[plan.behind[1]]).max()))
            losses += [before.pair.loss(program.batch.Z, Y) for program in (was, now)]
    loss_before, loss_after = (losses / examples.m).tolist()
    return Report(off, loss_before, loss_after, None if plan.exact else error, plan.neuron)
