"""Stop rules: number of epochs, tolerance of the train loss, early stopping."""

from math import inf, isnan

from core.calls import Array
from core.data.dataset import Data
from core.experiment.experiment import Experiment, TrainingSettings
from core.support.errors import InputError
from core.support.i18n import _

RESTORING = ("early_stopping", "tolerance")
"""What a training is stopped by where early stopping may have put back the best weights: both may end it at once."""


class StopRules:
    """The stop rules of a training, and the best weights so far.

    `stopped_by` is the name of the rule that ended the training, None if none has. `tolerated` is whether training went
    on although the train loss was at or under the tolerance: it stops there again once the loss has been above it.
    `best` are the flat weights after `best_epoch`, the epoch with the lowest validation loss, `best_loss`; None before
    one was computed. Early stopping counts epochs from `best_epoch` or `patience_from`, whichever is later.
    """

    def __init__(self, epochs: int) -> None:
        self.stopped_by: str | None = None if epochs else "epochs"
        self.tolerated = False
        self.best: Array | None = None
        self.best_loss, self.best_epoch, self.patience_from = inf, 0, 0

    def limit_reached(self, training: TrainingSettings, epoch: int, train_loss: float) -> str | None:
        """What `limit_reached` returns, but None or "epochs" while the tolerance is to be passed over."""
        reached = limit_reached(training, epoch, train_loss)
        self.tolerated = self.tolerated and reached == "tolerance"
        if self.tolerated:
            return "epochs" if epoch >= training.epochs else None
        return reached

    def end_epoch(
        self, training: TrainingSettings, epoch: int, reached: str | None, validation_loss: float, theta: Array
    ) -> None:
        """After an epoch, copy the weights if they are the best so far, and set `stopped_by`.

        `reached` is what `limit_reached` returned for the epoch; `validation_loss` is NaN if it wasn't computed. If
        early stopping ends the training, the best weights are written into `theta`.
        """
        if validation_loss < self.best_loss:
            self.best, self.best_loss, self.best_epoch = theta.copy(), validation_loss, epoch
        self.stopped_by = reached
        if self.best is not None and not isnan(validation_loss) and self._out_of_patience(training, epoch):
            theta[:] = self.best
            if reached != "tolerance":
                self.stopped_by = "early_stopping"

    def _out_of_patience(self, training: TrainingSettings, epoch: int) -> bool:
        patience = training.early_stopping
        return patience > 0 and epoch - max(self.best_epoch, self.patience_from) >= patience

    def go_on(self, training: TrainingSettings, epoch: int) -> None:
        """Clear the last stop unless all epochs are done; early stopping gets its full patience again.

        After a stop by tolerance the train loss must first rise above it, else it would end the very next epoch.
        """
        if self.stopped_by:
            self.tolerated = self.tolerated or self.stopped_by == "tolerance"
            self.stopped_by = "epochs" if epoch >= training.epochs else None
            self.patience_from = epoch


def epoch_of_weights(theta: Array, epoch: int, stopped_by: str | None, best: Array | None, best_epoch: int) -> int:
    """The epoch that the weights after `epoch` epochs are of: the best one where early stopping has put them back."""
    restored = stopped_by in RESTORING and best is not None and theta.tobytes() == best.tobytes()
    return best_epoch if restored else epoch


def limit_reached(training: TrainingSettings, epoch: int, train_loss: float) -> str | None:
    """The rule that ends the training: "tolerance" if the train loss is at or under it, "epochs", or None."""
    if 0 < training.tolerance >= train_loss:
        return "tolerance"
    return "epochs" if epoch >= training.epochs else None


def check_stop_rules(experiment: Experiment, data: Data) -> None:
    """Raises InputError if early stopping is on but no validation loss will be computed."""
    if experiment.training.early_stopping:
        if data.validation is None:
            raise InputError(_("training.early_stopping needs validation rows; set data.validation_fraction above 0"))
        if not experiment.training.evaluate_every:
            raise InputError(_("training.early_stopping needs training.evaluate_every of 1 or more; found 0"))
