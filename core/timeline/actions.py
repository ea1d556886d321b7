"""Actions on a network by hand: surgery, single weights, freezing, another setting.

`ACTIONS` has one record for each kind of action in journals; a new kind is a function and its record.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from inspect import signature
from typing import Any

from msgspec import ValidationError, convert

from core import surgery
from core.data.dataset import Data
from core.experiment.equivalence import same_examples
from core.experiment.preparation import load_data
from core.losses import refusal, too_few_outputs
from core.support.errors import InputError
from core.support.i18n import _, ngettext
from core.support.shown_values import value_text
from core.surgery import weights as edits
from core.surgery.least_squares import LEAST_SQUARES
from core.surgery.ridge import RIDGE, FitMethods
from core.surgery.transform import OutputChange
from core.surgery.weights import ThetaPart
from core.timeline.setting_names import setting_name
from core.training.build_network import NATURAL_LOSS, resolve
from core.training.training_state import TrainingState

from . import point_actions as points
from .journal import Action, Position
from .outcome import Outcome, with_other_data

NETWORK_KEEPING_KEYS = ("data.", "network.output", "network.loss", "network.initializer", "network.initial_scale")
"""Keys, or prefixes of keys, whose values can change without a new network."""


def add_neuron(state: TrainingState, data: Data, layer: int) -> Outcome:
    """Add a neuron to a hidden layer."""
    return Outcome(*surgery.add_neuron(state, data, layer))


def remove_neuron(state: TrainingState, data: Data, layer: int, neuron: int | None = None) -> Outcome:
    """Remove a neuron from a hidden layer: the given one, else the one without which the loss rises least."""
    return Outcome(*surgery.remove_neuron(state, data, layer, neuron))


def add_layer(
    state: TrainingState, data: Data, layer: int, activation: str | None = None, *, fits: FitMethods = RIDGE
) -> Outcome:
    """Add a hidden layer after `layer`."""
    return Outcome(*surgery.add_layer(state, data, layer, activation, fits))


def remove_layer(state: TrainingState, data: Data, layer: int, *, fits: FitMethods = RIDGE) -> Outcome:
    """Remove a hidden layer."""
    return Outcome(*surgery.remove_layer(state, data, layer, fits))


def change_activation(
    state: TrainingState, data: Data, layer: int, activation: str, *, fits: FitMethods = RIDGE
) -> Outcome:
    """Give a hidden layer another activation."""
    return Outcome(*surgery.change_activation(state, data, layer, activation, fits))


def change_activations(state: TrainingState, data: Data, activation: str, *, fits: FitMethods = RIDGE) -> Outcome:
    """Give all hidden layers the same activation. The report's `off` is the sum over them, an upper bound."""
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
    return Outcome(*edits.set_weight(state, data, ThetaPart(layer, row, column), value))


def freeze(state: TrainingState, data: Data, layer: int, row: int | None = None, column: int | None = None) -> Outcome:
    """Freeze weights: a whole Θ(layer), a row, a column or one weight."""
    return Outcome(edits.freeze(state, ThetaPart(layer, row, column)), None)


def thaw(state: TrainingState, data: Data, layer: int, row: int | None = None, column: int | None = None) -> Outcome:
    """Thaw frozen weights."""
    return Outcome(edits.thaw(state, ThetaPart(layer, row, column)), None)


def set_key(state: TrainingState, data: Data, key: str, value: Any) -> Outcome:
    """Change a key of [data] or [network] and keep the network; where the examples change, the epoch starts again.

    Raises InputError for a key with which the network can't be kept, or for data of another size.
    """
    return _with_values(state, {key: value})


def set_keys(state: TrainingState, data: Data, values: dict[str, Any]) -> Outcome:
    """Change several keys at once, as `set_key` does one. Raises InputError as it does."""
    return _with_values(state, values)


def _with_values(state: TrainingState, wanted: Mapping[str, Any]) -> Outcome:
    for key in wanted:
        if not key.startswith(NETWORK_KEEPING_KEYS):
            raise InputError(_("journal: found another value for {}, with which the network isn't kept").format(key))
    values = dict(wanted)
    output = values.get("network.output")
    if output is not None and "network.loss" not in values and refusal(str(output), str(state.experiment.network.loss)):
        values["network.loss"] = NATURAL_LOSS[str(output)]
    experiment = state.experiment.replace_all(values)
    if reason := too_few_outputs(str(experiment.network.output), state.sizes[-1]):
        raise InputError(_("network.output: {}").format(reason))
    if same_examples(experiment, state.experiment):
        return Outcome(replace(state, experiment=experiment), None)
    found = load_data(experiment, keep=True)  # the trainer that gets this state reads them once more
    experiment = resolve(experiment, found)
    sizes = found.train.inputs.shape[1], found.train.Y.shape[1]
    if sizes != (state.sizes[0], state.sizes[-1]):
        inputs = ngettext("{} input", "{} inputs", sizes[0]).format(sizes[0])
        outputs = ngettext("{} output", "{} outputs", sizes[1]).format(sizes[1])
        message = _("{}: with {} the data have {} and {}, the network {} and {}: start over with them")
        keys, shown = ", ".join(wanted), ", ".join(str(value) for value in wanted.values())
        raise InputError(message.format(keys, shown, inputs, outputs, state.sizes[0], state.sizes[-1]))
    return Outcome(with_other_data(state, experiment), None)


@dataclass(frozen=True)
class ActionKind:
    """A kind of action on a network; each function takes the action's arguments, as the journal has them.

    `name`      its name in journals on disk, which never changes, so that older runs can be replayed
    `apply`     (state, data, *arguments): the outcome of the action on a state
    `describe`  (*arguments): the action in words
    `inverse`   (state, *arguments): name and arguments of the action that undoes it in a network that was trained
                since; the state is the one before the action
    `fits`      whether it fits weights, so that `apply` also takes the fit methods
    """

    name: str
    apply: Callable[..., Outcome]
    describe: Callable[..., str]
    inverse: Callable[..., tuple[str, list[Any]]]
    fits: bool = False


def _symbol(layer: int, row: int | None = None, column: int | None = None) -> str:
    return ThetaPart(layer, row, column).symbol


def _weight_before(before: TrainingState, layer: int, row: int, column: int, value: float) -> tuple[str, list[Any]]:
    old = ThetaPart(layer, row, column).of(before.theta, before.sizes).item()
    return "set_weight", [layer, row, column, float(old)]


def _activation_before(before: TrainingState, layer: int, activation: str) -> tuple[str, list[Any]]:
    names = before.experiment.network.activation
    return "change_activation", [layer, names if isinstance(names, str) else names[layer - 2]]


def _activations_before(before: TrainingState, activation: str) -> tuple[str, list[Any]]:
    names = before.experiment.network.activations
    if len(set(names)) > 1:
        raise InputError(_("the layers had different activations before: rewind, or change them one by one"))
    return "change_activations", [names[0]]


def _set_key_text(key: str, value: Any) -> str:
    return _("{} set to {}").format(setting_name(key), value)


KINDS = (
    ActionKind(
        "add_neuron",
        add_neuron,
        describe=lambda layer: _("one neuron added to layer {}").format(layer),
        inverse=lambda before, layer: ("remove_neuron", [layer, before.sizes[layer - 1] + 1]),
    ),
    ActionKind(
        "remove_neuron",
        remove_neuron,
        describe=lambda layer, *neuron: _("one neuron removed from layer {}").format(layer),
        inverse=lambda before, layer, *neuron: ("add_neuron", [layer]),
    ),
    ActionKind(
        "add_layer",
        add_layer,
        describe=lambda layer, *activation: _("a layer added after layer {}").format(layer),
        inverse=lambda before, layer, *activation: ("remove_layer", [layer + 1]),
        fits=True,
    ),
    ActionKind(
        "remove_layer",
        remove_layer,
        describe=lambda layer: _("layer {} removed").format(layer),
        inverse=lambda before, layer: ("add_layer", [layer - 1]),
        fits=True,
    ),
    ActionKind(
        "change_activation",
        change_activation,
        describe=lambda layer, activation: _("activation of layer {} set to {}").format(layer, activation),
        inverse=_activation_before,
        fits=True,
    ),
    ActionKind(
        "change_activations",
        change_activations,
        describe=lambda activation: _("activation of all hidden layers set to {}").format(activation),
        inverse=_activations_before,
        fits=True,
    ),
    ActionKind(
        "set_weight",
        set_weight,
        describe=lambda layer, row, column, value: _("{} set to {:g}").format(_symbol(layer, row, column), value),
        inverse=_weight_before,
    ),
    ActionKind(
        "freeze",
        freeze,
        describe=lambda *part: _("{} frozen").format(_symbol(*part)),
        inverse=lambda before, *part: ("thaw", list(part)),
    ),
    ActionKind(
        "thaw",
        thaw,
        describe=lambda *part: _("{} thawed").format(_symbol(*part)),
        inverse=lambda before, *part: ("freeze", list(part)),
    ),
    ActionKind(
        "set_key",
        set_key,
        describe=_set_key_text,
        inverse=lambda before, key, value: ("set_key", [key, before.experiment.get(key)]),
    ),
    ActionKind("add_point", points.add_point, points.added_text, points.point_added_before),
    ActionKind("move_point", points.move_point, points.moved_text, points.point_moved_before),
    ActionKind("remove_point", points.remove_point, points.removed_text, points.point_removed_before),
    ActionKind(
        "set_keys",
        set_keys,
        describe=lambda values: ", ".join(_set_key_text(key, value) for key, value in values.items()),
        inverse=lambda before, values: ("set_keys", [{key: before.experiment.get(key) for key in values}]),
    ),
)
ACTIONS = {kind.name: kind for kind in KINDS}
FITS = {"least_squares": LEAST_SQUARES, "ridge": RIDGE}
"""Fit methods by their names in journals; entries of version 0.1.0 have no name and mean the first."""


def new_action(at: Position, name: str, arguments: Sequence[Any]) -> Action:
    """The journal entry of an action that is carried out now, at a position."""
    return Action(*at, name, list(arguments), "ridge" if ACTIONS[name].fits else "least_squares")


def arguments_of(action: Action) -> list[Any]:
    """An entry's arguments, converted to the types that the action takes.

    Raises InputError where the action takes other arguments, or there is no such action.
    """
    kind = ACTIONS.get(action.act)
    if kind is None:
        raise InputError(_("journal: found {}, expected one of {}").format(value_text(action.act), ", ".join(ACTIONS)))
    parameters = list(signature(kind.apply).parameters.values())[2:]
    try:
        signature(kind.apply).bind(None, None, *action.arguments)
        return [
            convert(value, parameter.annotation) for value, parameter in zip(action.arguments, parameters, strict=False)
        ]
    except (TypeError, ValidationError) as problem:
        message = _("journal: {} takes other values than {}")
        raise InputError(message.format(action.act, value_text(action.arguments))) from problem


def apply_action(action: Action, state: TrainingState, data: Data) -> Outcome:
    """Apply an entry's action to a state. Raises InputError where that is impossible for this network."""
    arguments, fits = arguments_of(action), FITS.get(action.fit)
    if fits is None:
        message = _("journal: found the fit {}, expected one of {}: a newer version of mlp-tui may know it")
        raise InputError(message.format(value_text(action.fit), ", ".join(FITS)))
    kind = ACTIONS[action.act]
    return kind.apply(state, data, *arguments, **({"fits": fits} if kind.fits else {}))


def inverse_action(action: Action, before: TrainingState) -> tuple[str, list[Any]]:
    """Name and arguments of the action that undoes another one; `before` is the state before that.

    Raises InputError where no single action undoes it.
    """
    return ACTIONS[action.act].inverse(before, *action.arguments)


def describe_action(action: Action) -> str:
    """An entry in words, for the marks of the loss plot."""
    return ACTIONS[action.act].describe(*action.arguments)
