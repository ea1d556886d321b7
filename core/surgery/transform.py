"""What all surgery shares: a plan, its application to a whole state, and a report."""

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
from core.training.build_network import network_from_weights
from core.training.evaluation import chunks, mean_loss, sample
from core.training.stopping.breakpoints import ConditionsHeld
from core.training.training_state import TrainingState

FIT_EXAMPLES = 10_000
"""Largest number of training examples to which weights are fitted."""
DEFAULT_ACTIVATION: str = field("network.activation").default
"""The activation of a first hidden layer where the experiment doesn't name one."""

Edit = Callable[[Layers], Layers]
Renumbering = Callable[[int, int], tuple[int, int] | None]
"""The new numbers of layer l and its neuron j, both from 1, j = 0 for the whole layer; None if it was removed."""


class OutputChange(NamedTuple):
    """How an operation changed the network's function f, A^(L), over the training inputs."""

    off: float
    """max |f before − f after|."""
    loss_before: float
    """J without the penalty."""
    loss_after: float
    error: float | None
    """max |Z before − Z after| of the next layer; None where the function is preserved for all inputs."""
    neuron: int | None = None
    """The neuron that was added or removed, counted from 1."""


class Transformed(NamedTuple):
    """The state after an operation, for `Trainer.restore`, and a report on how the function changed."""

    state: TrainingState
    report: OutputChange


@dataclass(frozen=True, eq=False)
class Plan:
    """An operation as functions from matrices shaped like the old Θs to matrices shaped like the new ones."""

    experiment: Experiment
    weights: Edit
    """For Θ and for the best weights of early stopping."""
    moments: Edit
    """For ∇, the last step and the optimiser's state: 0 for weights to which the operation gave a value."""
    frozen: Edit
    """For the booleans that mark frozen weights."""
    next_layer: tuple[int, int]
    """The number, before and after, of the next layer, whose Z is to be preserved."""
    exact: bool
    """Whether the function is the same for all inputs, but for rounding."""
    move: Renumbering
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
    names = activations or [*network.activations, DEFAULT_ACTIVATION][:1]
    changed = {"network.hidden": hidden, "network.activation": names[0] if len({*names}) == 1 else names}
    return experiment.replace_all({**changed, "network.weights": None})


def forward_pass(state: TrainingState, data: Data, theta: Array, most: int) -> Program:
    """A forward pass in float64 of at most `most` training examples, with weights `theta` in the state's network.

    The program's mini-batch also holds the weights of these examples, if they have any.
    Raises InputError for sums that aren't finite, to which nothing can be fitted.
    """
    network = network_from_weights(state.experiment, state.sizes, theta, "float64")
    with np.errstate(all="ignore"):
        examples = sample(data.train, most)
        program = network.forward(examples.X, examples.w)
    for l in range(2, program.L + 1):
        if not np.isfinite(program.Z[l]).all():
            message = _("Z({}): found sums of training inputs that are not finite; go back to smaller weights first")
            raise InputError(message.format(l))
    return program


def apply_plan(plan: Plan, state: TrainingState, data: Data) -> Transformed:
    """The state with its network changed by the plan, and a report."""
    use_threads(state.experiment.training.threads)
    hidden = plan.experiment.network.hidden
    sizes = (state.sizes[0], *hidden, state.sizes[-1])

    def edited(vector: Array, edit: Edit) -> Array:
        return join(edit(split(vector, state.sizes))).astype(vector.dtype)

    vectors = {name: edited(vector, plan.moments) for name, vector in with_step_counts(state).items()}
    frozen = None if state.frozen is None else edited(state.frozen, plan.frozen)
    if frozen is not None and not frozen.any():
        frozen = None
    vectors, count = merge_step_counts(vectors, state.count, frozen)
    best = None if state.best is None else edited(state.best, plan.weights)
    changed = replace(
        state,
        experiment=plan.experiment,
        sizes=sizes,
        theta=edited(state.theta, plan.weights),
        gradient=edited(state.gradient, plan.moments),
        vectors=vectors,
        step=edited(state.step, plan.moments),
        count=count,
        best=best,
        held=renumber_conditions(state.held, plan.move),
        frozen=frozen,
    )
    before, after = (network_from_weights(each.experiment, each.sizes, each.theta) for each in (state, changed))
    if best is not None and not plan.exact and data.validation is not None:
        loss = mean_loss(network_from_weights(plan.experiment, sizes, best), data.validation)
        changed = replace(changed, best_loss=loss if isfinite(loss) else inf)
    return Transformed(changed, compare_outputs(before, after, data.train, plan))


def with_step_counts(state: TrainingState) -> dict[str, Array]:
    """The optimiser's vectors, with a step count "t" for each weight if it counts steps: new weights start at 0."""
    steps = {"t": np.full(len(state.theta), state.count)} if state.count else {}
    return {**steps, **state.vectors}


def merge_step_counts(vectors: Mapping[str, Array], count: int, frozen: Array | None) -> tuple[dict[str, Array], int]:
    """The optimiser's vectors and `count`: one step count in place of the vector "t" where all weights agree."""
    t = vectors.get("t")
    if t is None or frozen is not None or np.ptp(t):
        return dict(vectors), count
    return {name: vector for name, vector in vectors.items() if name != "t"}, int(t[0])


def renumber_conditions(before: ConditionsHeld, move: Renumbering) -> ConditionsHeld:
    """The breakpoint conditions that hold, with the new numbers of layers and neurons."""
    after: dict[Any, frozenset[Any]] = dict(before)
    for condition, places in before.items():
        if condition.kind == "saturated":
            moved = (move(l, 0) for l in places if isinstance(l, int))
            after[condition] = frozenset(place[0] for place in moved if place)
        elif condition.kind == "dead":
            after[condition] = frozenset(filter(None, (move(*place) for place in places if isinstance(place, tuple))))
    return after


def compare_outputs(before: Network, after: Network, examples: Split, plan: Plan) -> OutputChange:
    """The report on two networks over the training examples."""
    off, error, losses = 0.0, 0.0, np.zeros(2)
    with np.errstate(all="ignore"):
        for part in chunks(examples):
            was, now = before.forward(part.X), after.forward(part.X)
            off = max(off, float(np.abs(was.A[was.L] - now.A[now.L]).max()))
            error = max(error, float(np.abs(was.Z[plan.next_layer[0]] - now.Z[plan.next_layer[1]]).max()))
            losses += [before.pair.loss(program.batch.Z, part.Y, part.w) for program in (was, now)]
    loss_before, loss_after = (losses / examples.total_weight).tolist()
    return OutputChange(off, loss_before, loss_after, None if plan.exact else error, plan.neuron)
