"""The models of a trainer, with copies of its last and of its best weights."""

from copy import copy
from typing import NamedTuple

import numpy as np

from core.calls import Array
from core.data.dataset import Data
from core.experiment.experiment import Experiment
from core.model.model import Model
from core.runs.run_folder import RunFolder
from core.support.errors import InputError
from core.support.i18n import _
from core.training.trainer import Trainer


class TakenModels(NamedTuple):
    """Copies of the present weights and of the best ones, as models, and what was known of them.

    `best` is None before a validation loss was computed; `best_loss` is that of its epoch. `same` says that the present
    weights are the best ones. `batch` mini-batches were trained since the end of the last epoch; `edited` says that the
    network was edited since the last mini-batch. `history` has a row per epoch; `folder` is where the training is
    saved, None where it isn't.
    """

    last: Model
    best: Model | None
    best_loss: float
    same: bool
    batch: int
    edited: bool
    diverged: bool
    history: Array
    experiment: Experiment
    data: Data
    folder: RunFolder | None


def take_models(
    trainer: Trainer, history: Array, diverged: bool, edited: bool = False, folder: RunFolder | None = None
) -> TakenModels:
    """The models of a trainer as it is now; `edited` says that its network was edited since the last mini-batch.

    Raises InputError within a mini-batch, or for weights that aren't finite.
    """
    if trainer.cursor:
        raise InputError(_("No export within a mini-batch: b ends it, then export again."))
    network, best, experiment = trainer.network, trainer.best, trainer.next_experiment
    theta = network.parameters.theta
    if not np.isfinite(theta).all():
        raise InputError(_("No export: there are weights that are not finite; rewind to before the divergence."))
    best_model = None
    if best is not None:
        best_network = copy(network)
        best_network.parameters.theta[:] = best
        best_model = Model.of(best_network, trainer.data, experiment.name, trainer.best_epoch)
    same = best is not None and bool(np.array_equal(theta, best))
    return TakenModels(
        last=Model.of(network, trainer.data, experiment.name, trainer.weights_epoch),
        best=best_model,
        best_loss=trainer.best_loss,
        same=same,
        batch=trainer.batch,
        edited=edited,
        diverged=diverged,
        history=history,
        experiment=experiment,
        data=trainer.data,
        folder=folder,
    )
