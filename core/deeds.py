"""What a person does to a network by hand, as the journal has it: surgery, weights, what is frozen."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from inspect import signature
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import ValidationError, convert

from . import edits, surgery
from .build import NATURAL_LOSS, resolved
from .data.loading import load
from .edits import Effect, Part
from .epoch import Position
from .errors import InputError
from .experiment_fields import shown
from .journal import Deed, Place
from .least_squares import LEAST_SQUARES
from .likeness import RIDGE, Fits
from .losses import refusal, too_few_outputs
from .operation import Report
from .state import State
from .texts import _, ngettext
from .trainer import made_of

if TYPE_CHECKING:
    from .data.loading import Data


KEEPING = ("data.", "network.output", "network.loss", "network.initializer", "network.initial_scale")
"""Keys, or how they begin, that another value of leaves the network as it is."""


class Done(NamedTuple):
    """The state that a deed makes of another, and what it did: to the function, or to the loss; None to neither."""

    state: State
    told: Report | Effect | None


def add_neuron(state: State, data: "Data", layer: int) -> Done:
    """One neuron more in a hidden layer."""
    return Done(*surgery.add_neuron(state, data, layer))


def remove_neuron(state: State, data: "Data", layer: int, neuron: int | None = None) -> Done:
    """One fewer: the one that matters least, or the one named."""
    return Done(*surgery.remove_neuron(state, data, layer, neuron))


def add_layer(state: State, data: "Data", layer: int, activation: str | None = None, *, fits: Fits = RIDGE) -> Done:
    """A hidden layer behind this one."""
    return Done(*surgery.add_layer(state, data, layer, activation, fits))


def remove_layer(state: State, data: "Data", layer: int, *, fits: Fits = RIDGE) -> Done:
    """Without this hidden layer."""
    return Done(*surgery.remove_layer(state, data, layer, fits))


def change_activation(state: State, data: "Data", layer: int, activation: str, *, fits: Fits = RIDGE) -> Done:
    """Another activation for a hidden layer."""
    return Done(*surgery.change_activation(state, data, layer, activation, fits))


def change_activations(state: State, data: "Data", activation: str, *, fits: Fits = RIDGE) -> Done:
    """The same activation for all hidden layers; `off` is the sum over the layers: the outputs move by no more."""
    reports: list[Report] = []
    for layer in range(2, len(state.sizes)):
        if state.experiment.network.activations[layer - 2] != activation:
            state, report = surgery.change_activation(state, data, layer, activation, fits)
            reports.append(report)
    if not reports:
        raise InputError(_("network.activation: found {0}, which all hidden layers have already").format(activation))
    errors = [report.error for report in reports if report.error is not None]
    off, first, last = sum(report.off for report in reports), reports[0], reports[-1]
    return Done(state, Report(off, first.loss_before, last.loss_after, max(errors) if errors else None))


def set_weight(state: State, data: "Data", layer: int, row: int, column: int, value: float) -> Done:
    """Another value for Θ(layer)[row,column]."""
    return Done(*edits.set_weight(state, data, Part(layer, row, column), value))


def freeze(state: State, data: "Data", layer: int, row: int | None = None, column: int | None = None) -> Done:
    """These weights rest."""
    return Done(edits.freeze(state, Part(layer, row, column)), None)


def thaw(state: State, data: "Data", layer: int, row: int | None = None, column: int | None = None) -> Done:
    """These weights go on."""
    return Done(edits.thaw(state, Part(layer, row, column)), None)


def set_key(state: State, data: "Data", key: str, value: Any) -> Done:
    """Another value of [data] or [network], the network kept: from the start of the epoch where the examples change."""
    if not key.startswith(KEEPING):
        raise InputError(_("journal: found another value for {}, with which the network isn't kept").format(key))
    values = {key: value}
    if key == "network.output" and refusal(str(value), str(state.experiment.network.loss)):
        values["network.loss"] = NATURAL_LOSS[str(value)]
    experiment = state.experiment.replace_all(values)
    if reason := too_few_outputs(str(experiment.network.output), state.sizes[-1]):
        raise InputError(_("network.output: {}").format(reason))
    if made_of(experiment) == made_of(state.experiment):
        return Done(replace(state, experiment=experiment), None)
    found = load(experiment)
    experiment = resolved(experiment, found)
    sizes = found.train.inputs.shape[1], found.train.Y.shape[1]
    if sizes != (state.sizes[0], state.sizes[-1]):
        inputs = ngettext("{} input", "{} inputs", sizes[0]).format(sizes[0])
        outputs = ngettext("{} output", "{} outputs", sizes[1]).format(sizes[1])
        message = _("{}: with {} the data have {} and {}, the network {} and {}: start over with them")
        raise InputError(message.format(key, value, inputs, outputs, state.sizes[0], state.sizes[-1]))
    position = Position(0, 0, 0.0, 0, None, None, state.position.random)
    fresh = replace(state, experiment=experiment, position=position, best=None, best_loss=inf, best_epoch=0)
    return Done(replace(fresh, patience_from=state.epoch), None)


ACTS: dict[str, Callable[..., Done]] = {
    act.__name__: act
    for act in (
        add_neuron,
        remove_neuron,
        add_layer,
        remove_layer,
        change_activation,
        change_activations,
        set_weight,
        freeze,
        thaw,
        set_key,
    )
}


FITTING = {"add_layer", "remove_layer", "change_activation", "change_activations"}
"""Acts that fit weights to what others did."""
FITS = {"least_squares": LEAST_SQUARES, "ridge": RIDGE}
"""How they do, by its name in the journal; entries from before there were two have none, and are of the first."""


def deed(at: Place, act: str, arguments: Sequence[Any]) -> Deed:
    """An entry for the journal, of something that is done now."""
    return Deed(*at, act, list(arguments), "ridge" if act in FITTING else "least_squares")


def arguments_of(deed: Deed) -> list[Any]:
    """Its arguments, in the types that the act takes. Raises InputError where it takes others, or is none."""
    act = ACTS.get(deed.act)
    if act is None:
        raise InputError(_("journal: found {}, expected one of {}").format(shown(deed.act), ", ".join(ACTS)))
    wanted = list(signature(act).parameters.values())[2:]
    try:
        signature(act).bind(None, None, *deed.arguments)
        return [convert(value, one.annotation) for value, one in zip(deed.arguments, wanted, strict=False)]
    except (TypeError, ValidationError) as problem:
        message = _("journal: {} takes other values than {}")
        raise InputError(message.format(deed.act, shown(deed.arguments))) from problem


def carry_out(deed: Deed, state: State, data: "Data") -> Done:
    """Do it. Raises InputError for what can't be done to this network."""
    arguments, fits = arguments_of(deed), FITS.get(deed.fit)
    if fits is None:
        message = _("journal: found the fit {}, expected one of {}: a newer version of mlp-tui may know it")
        raise InputError(message.format(shown(deed.fit), ", ".join(FITS)))
    return ACTS[deed.act](state, data, *arguments, **({"fits": fits} if deed.act in FITTING else {}))


def opposite(deed: Deed, before: State) -> tuple[str, list[Any]]:
    """The act that undoes a deed in a network that has been trained since; `before` is the state it was done to."""
    layer, *rest = deed.arguments
    if deed.act == "set_key":
        return "set_key", [layer, before.experiment.get(str(layer))]
    if deed.act == "add_neuron":
        return "remove_neuron", [layer, before.sizes[layer - 1] + 1]
    if deed.act == "set_weight":
        row, column, _value = rest
        return "set_weight", [layer, row, column, float(Part(layer, row, column).of(before.theta, before.sizes).item())]
    if deed.act == "change_activation":
        names = before.experiment.network.activation
        return "change_activation", [layer, names if isinstance(names, str) else names[layer - 2]]
    if deed.act == "change_activations":
        names = before.experiment.network.activations
        if len(set(names)) > 1:
            raise InputError(_("the layers had different activations: rewind to before it, or change them one by one"))
        return "change_activations", [names[0]]
    acts = {
        "remove_neuron": ("add_neuron", [layer]),
        "add_layer": ("remove_layer", [layer + 1]),
        "remove_layer": ("add_layer", [layer - 1]),
        "freeze": ("thaw", deed.arguments),
        "thaw": ("freeze", deed.arguments),
    }
    return acts[deed.act]


def described(deed: Deed) -> str:
    """A deed in words, for the marks of the loss plot."""
    layer, *rest = deed.arguments
    texts = {
        "add_neuron": _("layer {}: one neuron more"),
        "remove_neuron": _("layer {}: one neuron fewer"),
        "add_layer": _("a layer behind layer {}"),
        "remove_layer": _("without layer {}"),
        "change_activation": _("layer {}: {}"),
        "change_activations": _("all hidden layers: {}"),
    }
    if deed.act in texts:
        return texts[deed.act].format(layer, *rest)
    if deed.act == "set_key":
        return f"{str(layer).rpartition('.')[2].replace('_', ' ')} {rest[0]}"
    symbol = Part(layer, *rest[:2]).symbol
    if deed.act == "set_weight":
        return f"{symbol} → {rest[2]:g}"
    return _("{} frozen").format(symbol) if deed.act == "freeze" else _("{} thawed").format(symbol)
