"""When a training stops: at a train loss, after so many epochs, or when the validation loss no longer improves."""

from math import inf, isnan

from core.calls import Array
from core.data.dataset import Data
from core.experiment.experiment import Experiment, TrainingSettings
from core.support.errors import InputError
from core.support.i18n import _


class StopRules:
    """The stop rules of a training, and the best weights so far.

    `stopped_by` names the rule that ended the training, None while none has. `best` are the weights of `best_epoch`,
    flat, which had the lowest validation loss, `best_loss`; None before one was taken. Early stopping counts epochs
    from `best_epoch` or from `patience_from`, whichever is later.
    """

    def __init__(self, epochs: int) -> None:
        self.stopped_by: str | None = None if epochs else "epochs"
        self.best: Array | None = None
        self.best_loss, self.best_epoch, self.patience_from = inf, 0, 0

    def end_epoch(
        self, training: TrainingSettings, epoch: int, reached: str | None, validation_loss: float, theta: Array
    ) -> None:
        """After an epoch: keep the weights if they are the best so far, and say what ended the training.

        `reached` is what `limit_reached` said of the epoch, `validation_loss` is NaN where it wasn't taken. Where early
        stopping is out of patience, the best weights are written into `theta`.
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
        """Train past the last stop, unless all epochs are done; early stopping gets its whole patience again."""
        if self.stopped_by:
            self.stopped_by = "epochs" if epoch >= training.epochs else None
            self.patience_from = epoch


def limit_reached(training: TrainingSettings, epoch: int, train_loss: float) -> str | None:
    """Whether the train loss is at or under the tolerance, or all epochs are done: the rule's name, or None."""
    if 0 < training.tolerance >= train_loss:
        return "tolerance"
    return "epochs" if epoch >= training.epochs else None


def check_stop_rules(experiment: Experiment, data: Data) -> None:
    """Raises InputError for an early stopping that nothing can trigger."""
    if experiment.training.early_stopping:
        if data.validation is None:
            raise InputError(_("training.early_stopping needs validation rows; set data.validation_fraction above 0"))
        if not experiment.training.evaluate_every:
            raise InputError(_("training.early_stopping needs training.evaluate_every of 1 or more; found 0"))
