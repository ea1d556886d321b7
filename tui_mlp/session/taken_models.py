"""The models of the present training, copied between two mini-batches, so that training can go on meanwhile."""

from copy import copy
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.calls import Array
from core.data.dataset import Data
from core.experiment.experiment import Experiment
from core.runs.run_folder import RunFolder
from core.support.errors import InputError
from core.support.i18n import _
from core.timeline.journal import Action, position_of

from .controller import TrainingController

if TYPE_CHECKING:
    from core.model.model import Model


class TakenModels(NamedTuple):
    """Copies of the present weights and of the best ones, as models, and what was known of them.

    `best` is None before a validation loss was computed; `best_loss` is that of its epoch. `same` says that the present
    weights are the best ones, `changed` that they are others than at the end of the last epoch: trained on, or edited.
    `history` has a row per epoch; `folder` is where the training is saved, None where it isn't.
    """

    last: "Model"
    best: "Model | None"
    best_loss: float
    same: bool
    changed: bool
    diverged: bool
    history: Array
    experiment: Experiment
    data: Data
    folder: RunFolder | None


def take_models(controller: TrainingController, diverged: bool) -> TakenModels:
    """The models of a training as it is now. Raises InputError within a mini-batch, or for weights not finite."""
    from core.model.model import Model
    from core.prediction.run_weights import RESTORING

    trainer = controller.trainer
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
    epoch = trainer.best_epoch if same and trainer.stopped_by in RESTORING else trainer.epoch
    return TakenModels(
        last=Model.of(network, trainer.data, experiment.name, epoch),
        best=best_model,
        best_loss=trainer.best_loss,
        same=same,
        changed=bool(trainer.batch) or is_edited_here(controller),
        diverged=diverged,
        history=controller.history,
        experiment=experiment,
        data=trainer.data,
        folder=controller.recorder.folder if controller.recorder else None,
    )


def is_edited_here(controller: TrainingController) -> bool:
    """Whether the network was edited since the last mini-batch."""
    return any(isinstance(edit, Action) and position_of(edit) == controller.position for edit in controller.edits)
