"""A saved run, ready to predict, with its last, its best or any weights."""

import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from os import PathLike, fspath
from pathlib import Path
from typing import NamedTuple

from core.calls import Array
from core.data.dataset import Data
from core.experiment.experiment import Experiment
from core.model.files.weights_file import read_weights
from core.model.model import Model
from core.runs.run_folder import BEST, LAST, RunFolder
from core.support.errors import InputError
from core.support.regular_files import is_regular
from core.training.build_network import network_of, resolve

from .data_of_weights import check_meaning, data_of_weights, has_changed_data, note_on_data
from .run_notes import notes_on_weights
from .run_weights import RunWeights, Weights, WeightsOfRun

__all__ = ["SavedModel", "Weights", "load", "saved_model"]


class SavedModel(NamedTuple):
    """The model of a run, its experiment as it was with these weights, and notes that a person should read.

    `folder` is None for a training that isn't saved. `data` loads the run's own data, prepared as they were. Raises
    InputError where the source can't be read any more.
    """

    model: Model
    folder: RunFolder | None
    experiment: Experiment
    data: Callable[[], Data]
    notes: list[str]

    @property
    def name(self) -> str:
        """The name of the run's folder, or that of a training that isn't saved."""
        return self.experiment.name if self.folder is None else self.folder.name

    @property
    def where(self) -> str:
        """Where it is, for messages: the run's folder, or the name of a training that isn't saved."""
        return self.experiment.name if self.folder is None else str(self.folder.path)


def load(run: str | PathLike[str], weights: Weights = "last", runs_dir: str | PathLike[str] | None = None) -> Model:
    """The model of a saved run, ready to predict; what a person should know of it is given as warnings.

    `run` is its folder, or its name among the runs in `runs_dir`, by default where `mlp-tui` saves them. `weights` are
    "last", "best" (of the best validation loss) or the number of an epoch. Raises InputError where there is no such
    run, or it has no such weights.
    """
    from core.runs.run_folder import default_runs_dir
    from core.runs.run_list import find_run

    found = saved_model(find_run(fspath(run), Path(runs_dir) if runs_dir is not None else default_runs_dir()), weights)
    for note in found.notes:
        warnings.warn(note, stacklevel=2)
    return found.model


def saved_model(folder: RunFolder, weights: Weights = "last", source: str | None = None) -> SavedModel:
    """The model of a run, of any run that `resume` reads, and of one without checkpoints.

    Its data are read only where its folder doesn't hold enough: in runs of earlier versions, and for weights that are
    trained again. `source` is where they are now, if they were moved. But where it is trained again, the number of BLAS
    threads isn't set, as another training may be under way. Raises InputError where the run can't be read, or has no
    such weights.
    """
    notes: list[str] = []
    run = WeightsOfRun(folder, source, notes)
    chosen = run.chosen(weights)
    notes += notes_on_weights(folder, weights, chosen)

    @cache
    def data() -> Data:
        found = data_of_weights(folder, chosen, source, notes)
        notes.extend(note_on_data(run, found))
        return found

    def own_data() -> Data:
        check_meaning(folder, model, data())
        return data()

    model = _recorded_model(folder, run, chosen) or _model_with_data(chosen, data())
    return SavedModel(model, folder, chosen.experiment, own_data, notes)


def _model_with_data(chosen: RunWeights, data: Data) -> Model:
    """The model of weights and of the data that they were trained on. Raises InputError where they don't fit."""
    experiment = resolve(chosen.experiment, data)
    return Model.of(network_of(experiment, chosen.sizes, chosen.theta), data, experiment.name, chosen.epoch)


def _recorded_model(folder: RunFolder, run: WeightsOfRun, chosen: RunWeights) -> Model | None:
    """The model with these weights, by the record that a file of weights in the run's folder has; None without one.

    The record of other weights serves too: a run's rows and preparation stay as they are at its start, unless a person
    has ever changed its data.
    """
    changed = has_changed_data(run.entries)
    for path in (folder.path / LAST, folder.path / BEST, folder.checkpoints / BEST):
        recorded = _readable(path)
        if recorded is None:
            continue
        parameters = recorded.network.parameters
        same = _same_bits(parameters.theta, chosen.theta) and tuple(parameters.sizes) == chosen.sizes
        ends = parameters.sizes[0] == chosen.sizes[0] and parameters.sizes[-1] == chosen.sizes[-1]
        if same or (ends and not changed):
            network = recorded.network if same else network_of(chosen.experiment, chosen.sizes, chosen.theta)
            return replace(recorded, network=network, name=chosen.experiment.name, epoch=chosen.epoch)
    return None


def _readable(path: Path) -> Model | None:
    """The model that a file of weights records; None where there is no such file, or it can't be read."""
    try:
        return read_weights(path).model if is_regular(path) else None
    except InputError:
        return None


def _same_bits(first: Array, second: Array) -> bool:
    return first.dtype == second.dtype and first.tobytes() == second.tobytes()
