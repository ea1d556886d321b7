"""What people do to a network by hand, as journals have it: surgery, single weights, freezing, another setting.

`ACTIONS` has one record for each kind of action; a new kind is a function and its record.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from inspect import signature
from math import inf
from typing import Any, NamedTuple

from msgspec import ValidationError, convert

from core import surgery
from core.data.dataset import Data
from core.experiment.equivalence import same_examples
from core.experiment.preparation import load
from core.losses import refusal, too_few_outputs
from core.support.errors import InputError
from core.support.i18n import _, ngettext
from core.support.shown_values import value_text
from core.surgery import weights as edits
from core.surgery.least_squares import LEAST_SQUARES
from core.surgery.ridge import RIDGE, Fits
from core.surgery.transform import OutputChange
from core.surgery.weights import Effect, Part
from core.training.build_network import NATURAL_LOSS, resolve
from core.training.epoch import EpochPosition
from core.training.training_state import TrainingState

from .journal import Action, Position

KEEPING = ("data.", "network.output", "network.loss", "network.initializer", "network.initial_scale")
"""Keys, or their beginnings, whose value can change while the network is kept."""


class Outcome(NamedTuple):
    """The state after an action, and what it did to the network's function or to its loss; None where to neither."""

    state: TrainingState
    told: OutputChange | Effect | None


def add_neuron(state: TrainingState, data: Data, layer: int) -> Outcome:
    """Add a neuron to a hidden layer."""
    return Outcome(*surgery.add_neuron(state, data, layer))


def remove_neuron(state: TrainingState, data: Data, layer: int, neuron: int | None = None) -> Outcome:
    """Remove a neuron from a hidden layer: the one named, else the one whose loss costs least."""
    return Outcome(*surgery.remove_neuron(state, data, layer, neuron))


def add_layer(
    state: TrainingState, data: Data, layer: int, activation: str | None = None, *, fits: Fits = RIDGE
) -> Outcome:
    """Add a hidden layer behind `layer`."""
    return Outcome(*surgery.add_layer(state, data, layer, activation, fits))


def remove_layer(state: TrainingState, data: Data, layer: int, *, fits: Fits = RIDGE) -> Outcome:
    """Remove a hidden layer."""
    return Outcome(*surgery.remove_layer(state, data, layer, fits))


def change_activation(state: TrainingState, data: Data, layer: int, activation: str, *, fits: Fits = RIDGE) -> Outcome:
    """Give a hidden layer another activation."""
    return Outcome(*surgery.change_activation(state, data, layer, activation, fits))


def change_activations(state: TrainingState, data: Data, activation: str, *, fits: Fits = RIDGE) -> Outcome:
    """Give all hidden layers the same activation. The report's `off` is summed over them: outputs move by no more."""
    reports: list[OutputChange] = []
    for layer in range(2, len(state.sizes)):
        if state.experiment.network.activations[layer - 2] != activation:
            state, report = surgery.change_activation(state, data, layer, activation, fits)
            reports.append(report)
    if not reports:
        raise InputError(_("network.activation: found {0}, which all hidden layers have already").format(activation))
    errors = [report.error for report in reports if report.error is not None]
    off, first, last = sum(report.off for report in reports), reports[0], reports[-1]
    return Outcome(state, OutputChange(off, first.loss_before, last.loss_after, max(errors) if errors else None))


def set_weight(state: TrainingState, data: Data, layer: int, row: int, column: int, value: float) -> Outcome:
    """Set Θ(layer)[row,column]."""
    return Outcome(*edits.set_weight(state, data, Part(layer, row, column), value))


def freeze(state: TrainingState, data: Data, layer: int, row: int | None = None, column: int | None = None) -> Outcome:
    """Freeze weights: a whole Θ(layer), a row or one weight."""
    return Outcome(edits.freeze(state, Part(layer, row, column)), None)


def thaw(state: TrainingState, data: Data, layer: int, row: int | None = None, column: int | None = None) -> Outcome:
    """Thaw frozen weights."""
    return Outcome(edits.thaw(state, Part(layer, row, column)), None)


def set_key(state: TrainingState, data: Data, key: str, value: Any) -> Outcome:
    """Change a key of [data] or [network] and keep the network; where the examples change, the epoch starts over."""
    if not key.startswith(KEEPING):
        raise InputError(_("journal: found another value for {}, with which the network isn't kept").format(key))
    values = {key: value}
    if key == "network.output" and refusal(str(value), str(state.experiment.network.loss)):
        values["network.loss"] = NATURAL_LOSS[str(value)]
    experiment = state.experiment.replace_all(values)
    if reason := too_few_outputs(str(experiment.network.output), state.sizes[-1]):
        raise InputError(_("network.output: {}").format(reason))
    if same_examples(experiment, state.experiment):
        return Outcome(replace(state, experiment=experiment), None)
    found = load(experiment)
    experiment = resolve(experiment, found)
    sizes = found.train.inputs.shape[1], found.train.Y.shape[1]
    if sizes != (state.sizes[0], state.sizes[-1]):
        inputs = ngettext("{} input", "{} inputs", sizes[0]).format(sizes[0])
        outputs = ngettext("{} output", "{} outputs", sizes[1]).format(sizes[1])
        message = _("{}: with {} the data have {} and {}, the network {} and {}: start over with them")
        raise InputError(message.format(key, value, inputs, outputs, state.sizes[0], state.sizes[-1]))
    position = EpochPosition(0, 0, 0.0, 0, None, None, state.position.random)
    fresh = replace(state, experiment=experiment, position=position, best=None, best_loss=inf, best_epoch=0)
    return Outcome(replace(fresh, patience_from=state.epoch), None)


@dataclass(frozen=True)
class ActionKind:
    """A kind of action on a network; each function takes the action's arguments, as the journal has them.

    `name`      what journals on disk call it: it never changes, so that older runs can be replayed
    `apply`     (state, data, *arguments): the state it makes of another
    `describe`  (*arguments): what it does, in words
    `opposite`  (state, *arguments): name and arguments of the action that undoes it in a network that was trained
                since; the state is the one that it was done to
    `fits`      whether it fits weights to what others did, so that `apply` also takes a way of fitting
    """

    name: str
    apply: Callable[..., Outcome]
    describe: Callable[..., str]
    opposite: Callable[..., tuple[str, list[Any]]]
    fits: bool = False


def _symbol(layer: int, row: int | None = None, column: int | None = None) -> str:
    return Part(layer, row, column).symbol


def _weight_before(before: TrainingState, layer: int, row: int, column: int, value: float) -> tuple[str, list[Any]]:
    old = Part(layer, row, column).of(before.theta, before.sizes).item()
    return "set_weight", [layer, row, column, float(old)]


def _activation_before(before: TrainingState, layer: int, activation: str) -> tuple[str, list[Any]]:
    names = before.experiment.network.activation
    return "change_activation", [layer, names if isinstance(names, str) else names[layer - 2]]


def _activations_before(before: TrainingState, activation: str) -> tuple[str, list[Any]]:
    names = before.experiment.network.activations
    if len(set(names)) > 1:
        raise InputError(_("the layers had different activations: rewind to before it, or change them one by one"))
    return "change_activations", [names[0]]


KINDS = (
    ActionKind(
        "add_neuron",
        add_neuron,
        describe=lambda layer: _("layer {}: one neuron more").format(layer),
        opposite=lambda before, layer: ("remove_neuron", [layer, before.sizes[layer - 1] + 1]),
    ),
    ActionKind(
        "remove_neuron",
        remove_neuron,
        describe=lambda layer, *neuron: _("layer {}: one neuron fewer").format(layer),
        opposite=lambda before, layer, *neuron: ("add_neuron", [layer]),
    ),
    ActionKind(
        "add_layer",
        add_layer,
        describe=lambda layer, *activation: _("a layer behind layer {}").format(layer),
        opposite=lambda before, layer, *activation: ("remove_layer", [layer + 1]),
        fits=True,
    ),
    ActionKind(
        "remove_layer",
        remove_layer,
        describe=lambda layer: _("without layer {}").format(layer),
        opposite=lambda before, layer: ("add_layer", [layer - 1]),
        fits=True,
    ),
    ActionKind(
        "change_activation",
        change_activation,
        describe=lambda layer, activation: _("layer {}: {}").format(layer, activation),
        opposite=_activation_before,
        fits=True,
    ),
    ActionKind(
        "change_activations",
        change_activations,
        describe=lambda activation: _("all hidden layers: {}").format(activation),
        opposite=_activations_before,
        fits=True,
    ),
    ActionKind(
        "set_weight",
        set_weight,
        describe=lambda layer, row, column, value: f"{_symbol(layer, row, column)} → {value:g}",
        opposite=_weight_before,
    ),
    ActionKind(
        "freeze",
        freeze,
        describe=lambda *part: _("{} frozen").format(_symbol(*part)),
        opposite=lambda before, *part: ("thaw", list(part)),
    ),
    ActionKind(
        "thaw",
        thaw,
        describe=lambda *part: _("{} thawed").format(_symbol(*part)),
        opposite=lambda before, *part: ("freeze", list(part)),
    ),
    ActionKind(
        "set_key",
        set_key,
        describe=lambda key, value: f"{key.rpartition('.')[2].replace('_', ' ')} {value}",
        opposite=lambda before, key, value: ("set_key", [key, before.experiment.get(key)]),
    ),
)
ACTIONS = {kind.name: kind for kind in KINDS}
FITS = {"least_squares": LEAST_SQUARES, "ridge": RIDGE}
"""Ways of fitting by their names in the journal; entries from before there were two name none, and mean the first."""


def deed(at: Position, name: str, arguments: Sequence[Any]) -> Action:
    """An entry for the journal, of an action that is done now."""
    return Action(*at, name, list(arguments), "ridge" if ACTIONS[name].fits else "least_squares")


def arguments_of(deed: Action) -> list[Any]:
    """An entry's arguments, in the types that the action takes.

    Raises InputError where it takes others, or there is no such action.
    """
    kind = ACTIONS.get(deed.act)
    if kind is None:
        raise InputError(_("journal: found {}, expected one of {}").format(value_text(deed.act), ", ".join(ACTIONS)))
    wanted = list(signature(kind.apply).parameters.values())[2:]
    try:
        signature(kind.apply).bind(None, None, *deed.arguments)
        return [convert(value, one.annotation) for value, one in zip(deed.arguments, wanted, strict=False)]
    except (TypeError, ValidationError) as problem:
        message = _("journal: {} takes other values than {}")
        raise InputError(message.format(deed.act, value_text(deed.arguments))) from problem


def carry_out(deed: Action, state: TrainingState, data: Data) -> Outcome:
    """Do what an entry says. Raises InputError for what can't be done to this network."""
    arguments, fits = arguments_of(deed), FITS.get(deed.fit)
    if fits is None:
        message = _("journal: found the fit {}, expected one of {}: a newer version of mlp-tui may know it")
        raise InputError(message.format(value_text(deed.fit), ", ".join(FITS)))
    kind = ACTIONS[deed.act]
    return kind.apply(state, data, *arguments, **({"fits": fits} if kind.fits else {}))


def opposite(deed: Action, before: TrainingState) -> tuple[str, list[Any]]:
    """Name and arguments of the action that undoes another; `before` is the state that it was done to.

    Raises InputError where no single action does.
    """
    return ACTIONS[deed.act].opposite(before, *deed.arguments)


def described(deed: Action) -> str:
    """An entry in words, for the marks of the loss plot."""
    return ACTIONS[deed.act].describe(*deed.arguments)
