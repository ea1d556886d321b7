"""A training that starts from weights in a file: of a run, an export, other programs."""

import os
from collections.abc import Iterator
from pathlib import Path

from core.data.dataset import Data
from core.data.preparing.preparation import Preparation
from core.data.preparing.preparation_record import record_of
from core.data.unusable_file import list_columns, refuse
from core.experiment.experiment import Experiment
from core.experiment.packed_weights import weights_value
from core.experiment.parsing import LARGEST_FILE
from core.experiment.preparation import load_data
from core.model.files.weights_file import GivenWeights, read_weights
from core.model.model import preparation_of
from core.model.output_meaning import OutputMeaning
from core.network import Network
from core.runs.run_folder import RunFolder
from core.support.i18n import _, ngettext
from core.support.memory import size_text
from core.support.shown_values import value_text
from core.training.build_network import resolve

from .saved_model import saved_model

WEIGHTS = "network.weights"
MOST_BYTES = LARGEST_FILE // 2
"""Bytes of weights that an experiment file can hold; packed, they take a third more."""


def experiment_with_weights(
    experiment: Experiment, path: Path, data: Data | None = None
) -> tuple[Experiment, list[str]]:
    """The experiment with the weights of a file as its network.weights, and notes that a person should read.

    `path` is an own export but .py, a checkpoint, an nn.Sequential of PyTorch as .safetensors; or a run's folder, of
    which the last weights are taken. They become part of the experiment, which needs the file no longer. `data` are
    those of the experiment, else they are loaded. Raises InputError where the layers don't fit: both are shown.
    """
    given = _read(path)
    data = data or load_data(experiment)
    resolved = resolve(experiment.replace(WEIGHTS, None), data)
    _check_sizes(path, given.sizes, _sizes(resolved, data))
    size = sum(theta.nbytes for theta in given.thetas)
    if size > MOST_BYTES:
        refuse(path, _("found {} of weights, expected at most {}").format(size_text(size), size_text(MOST_BYTES)))
    notes = [f"{path}: {note}" for note in _notes(given, resolved, data)]
    return experiment.replace(WEIGHTS, weights_value(given.thetas)), notes


def _read(path: Path) -> GivenWeights:
    if os.path.isdir(path):
        model = saved_model(RunFolder.open(path)).model
        return GivenWeights(model.network.thetas, model)
    return read_weights(path)


def _sizes(experiment: Experiment, data: Data) -> list[int]:
    return [data.train.inputs.shape[1], *experiment.network.hidden, data.train.Y.shape[1]]


def _check_sizes(path: Path, found: list[int], needed: list[int]) -> None:
    """Raises InputError where the layers differ, with what can be set so that they don't."""
    if found == needed:
        return
    text = _("found the layers {}, the experiment needs {}").format(_layers(found), _layers(needed))
    if found[0] != needed[0]:
        text += _("; its inputs are {}, those of the weights {}").format(needed[0], found[0])
    if found[-1] != needed[-1]:
        text += _("; its outputs are {}, those of the weights {}").format(needed[-1], found[-1])
    if (found[0], found[-1]) == (needed[0], needed[-1]):
        text += _("; set network.hidden = {}").format(value_text(found[1:-1]))
    refuse(path, text)


def _layers(sizes: list[int]) -> str:
    return "-".join(map(str, sizes))


def _notes(given: GivenWeights, experiment: Experiment, data: Data) -> Iterator[str]:
    """In what the weights' own model differs from the experiment's, so that they mean something else there."""
    if given.without_bias:
        layers = ", ".join(map(str, given.without_bias))
        yield ngettext(
            "the layer {} has no bias; it starts from 0, and is trained",
            "the layers {} have no bias; it starts from 0, and is trained",
            len(given.without_bias),
        ).format(layers)
    if given.model is not None:
        yield from _different_columns(given.model.preparation, preparation_of(data))
        yield from _different_outputs(given.model.meaning, OutputMeaning.of(data))
        yield from _different_functions(given.model.network, experiment)


def _different_columns(found: Preparation, own: Preparation) -> Iterator[str]:
    theirs, ours = found.input_names, own.input_names
    if theirs != ours:
        same = sorted(theirs) == sorted(ours)
        text = (
            _("its weights belong to the inputs {} in another order: here they are {}")
            if same
            else _("its weights belong to other inputs, {}: here they are {}")
        )
        yield text.format(*(list_columns(names) for names in _from_first_difference(theirs, ours)))
    elif record_of(found) != record_of(own):
        yield _("its inputs were prepared otherwise: with other fill values, categories or scaling")


def _from_first_difference(first: tuple[str, ...], second: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Both from the first name that differs on, as lists of names are shortened at their end."""
    place = next((i for i, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]), 0)
    yield first[place:]
    yield second[place:]


def _different_outputs(found: OutputMeaning, own: OutputMeaning) -> Iterator[str]:
    if (found.task, found.names) != (own.task, own.names):
        text = _("its outputs stand for {}: here they stand for {}")
        yield text.format(*(list_columns(list(meaning.names)) for meaning in (found, own)))


def _different_functions(found: Network, experiment: Experiment) -> Iterator[str]:
    own = experiment.network
    for key, their, our in (
        ("network.activation", list(found.parameters.activations), own.activations),
        ("network.output", found.output, own.output),
        ("network.loss", found.loss_name, own.loss),
        ("dtype", found.parameters.dtype.name, experiment.dtype),
    ):
        if their != our:
            yield _("it was trained with {} = {}; here it is {}").format(key, value_text(their), value_text(our))
