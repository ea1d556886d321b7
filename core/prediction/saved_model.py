"""A saved run, ready to predict, with its last, its best or any weights."""

from collections.abc import Callable
from typing import Literal, NamedTuple

from core.data.dataset import Data
from core.experiment.experiment import Experiment
from core.model.model import Model
from core.resuming.resume import resume
from core.runs.run_folder import RunFolder

Weights = Literal["last", "best"] | int
"""Which weights of a run: the last ones, those of the best validation loss, or those of an epoch."""


class SavedModel(NamedTuple):
    """The model of a run, its experiment with all that was inferred, and notes that a person should read.

    `data` loads the run's own data, prepared as they were. Raises InputError where the source can't be read any more.
    """

    model: Model
    folder: RunFolder
    experiment: Experiment
    data: Callable[[], Data]
    notes: list[str]


def saved_model(folder: RunFolder, weights: Weights = "last") -> SavedModel:
    """The model of a run. Raises InputError where it can't be read, or has no such weights."""
    resumed = resume(folder)
    trainer = resumed.trainer
    model = Model.of(trainer.network, trainer.data, trainer.experiment.name, trainer.epoch)
    return SavedModel(model, folder, trainer.experiment, lambda: trainer.data, resumed.notes)
