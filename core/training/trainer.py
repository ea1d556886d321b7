"""The Trainer: epochs, stop rules, changes of settings, saved states."""

from collections.abc import Callable
from copy import copy
from time import perf_counter
from typing import Any

from core.calls import Array
from core.data.dataset import Data
from core.experiment.equivalence import same_examples, same_structure
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from core.model.fitted_estimator import FittedEstimator
from core.model.model import Model
from core.program import Program
from core.support.blas_threads import use_threads
from core.support.errors import InputError
from core.support.i18n import _

from .build_network import resolve
from .divergence import Diverged, diagnose
from .evaluation import NOT_EVALUATED
from .history import History
from .minibatch_trainer import Interrupted, MinibatchTrainer, Running
from .stopping.stop_rules import StopRules, check_stop_rules, epoch_of_weights
from .training_state import TrainingState, check_fit

__all__ = ["Interrupted", "Trainer"]


class Trainer(MinibatchTrainer, FittedEstimator):
    """Trains the network of an experiment on its data: synchronous and deterministic, without threads.

    `epoch` counts completed epochs, `batch` the mini-batches done in the present one; `history` has one row an epoch;
    `stop_rules` say when training ends. `after_epoch` is called at the end of each epoch, `after_change` with the
    experiments before and after a change when it takes effect. A copy by `copy` or `pickle` trains on independently,
    with the same bits, but without these two callbacks. Raises InputError if the experiment doesn't fit its data.
    """

    def __init__(self, experiment: Experiment, data: Data | None = None) -> None:
        data = data or load_data(experiment)
        experiment = resolve(experiment, data)
        use_threads(experiment.training.threads)
        super().__init__(experiment, data)
        self.history = History(data.task)
        self.stop_rules = StopRules(experiment.training.epochs)
        self._pending: Experiment | None = None
        self.after_epoch: Callable[[], object] | None = None
        self.after_change: Callable[[Experiment, Experiment], object] | None = None

    # Copies and pickles

    def __getstate__(self) -> dict[str, Any]:
        """For `copy` and `pickle`. Raises InputError within a mini-batch, where there is no state to continue from."""
        if self.cursor:
            raise InputError(
                _("within a mini-batch a trainer can't be copied or pickled; end it first with run_batch()")
            )
        return {
            "data": self.data, "state": self.state(), "breakpoints": self._breakpoints, "hit": self._hit,
            "history": copy(self.history), "elapsed": self._elapsed,
        }  # fmt: skip

    def __setstate__(self, saved: dict[str, Any]) -> None:
        """Continue from the copied state, with an own network and own programs; without callbacks."""
        state: TrainingState = saved["state"]
        Trainer.__init__(self, state.experiment, saved["data"])
        self.breakpoints = saved["breakpoints"]
        self.restore(state)
        self.history, self._hit, self._elapsed = saved["history"], saved["hit"], saved["elapsed"]

    # Progress

    @property
    def next_experiment(self) -> Experiment:
        """The experiment of the next mini-batch: changes take effect when the present one ends."""
        return self._pending or self.experiment

    @property
    def stopped_by(self) -> str | None:
        """The stop rule that ended the training; None if none has."""
        return self.stop_rules.stopped_by

    @property
    def best(self) -> Array | None:
        """The flat weights of the lowest validation loss; None before one was computed."""
        return self.stop_rules.best

    @property
    def best_loss(self) -> float:
        """The lowest validation loss."""
        return self.stop_rules.best_loss

    @property
    def best_epoch(self) -> int:
        """The epoch of the lowest validation loss."""
        return self.stop_rules.best_epoch

    @property
    def weights_epoch(self) -> int:
        """The epoch that the present weights are of: the best one where early stopping has put them back."""
        theta = self.network.parameters.theta
        return epoch_of_weights(theta, self.epoch, self.stopped_by, self.best, self.best_epoch)

    # Training

    def run(self, interrupted: Interrupted | None = None) -> str | None:
        """Train to the end; return the stop rule that ended it, None if `interrupted` or a breakpoint did.

        `interrupted` is called after each mini-batch. To train past a stop, call `go_on` first. Raises Diverged.
        """
        self._hit = None
        with Running(self):
            while not self.stopped_by and self._run_block(interrupted):
                pass
        return None if self._hit else self.stopped_by

    def go_on(self) -> None:
        """Clear the last stop unless all epochs are done; early stopping gets its full patience again."""
        self.stop_rules.go_on(self.experiment.training, self.epoch)

    def run_epoch(self, interrupted: Interrupted | None = None) -> bool:
        """Train to the end of this epoch; return whether it was reached, and no breakpoint hit.

        `interrupted` is called after each mini-batch. Stop rules only set `stopped_by`. After the last epoch the
        learning rate stays where its schedule has ended: a cosine has ended at 0. Raises Diverged.
        """
        epoch, self._hit = self.epoch, None
        with Running(self):
            while self.epoch == epoch and self._run_block(interrupted):
                pass
        return self.epoch > epoch and not self._hit

    def change(self, experiment: Experiment) -> None:
        """Use the [training] section of this experiment from the next mini-batch on. All else must be the same.

        Raises InputError for a stop rule whose metrics aren't computed.
        """
        check_stop_rules(experiment, self.data)
        self._pending = experiment
        if not self.cursor:
            self._apply_change()

    @property
    def model(self) -> Model:
        """The model with a copy of the present weights, which predicts; see its methods, which a trainer has too."""
        return Model.of(self.network, self.data, self.experiment.name, self.weights_epoch)

    def _repr_html_(self) -> str:
        """The trainer as notebooks show it, with the curves of its losses."""
        from .notebook.notebook_view import trainer_html

        return trainer_html(self, self.history, self.stop_rules)

    # Saved states

    def state(self) -> TrainingState:
        """A copy of the complete state; only between two mini-batches."""
        assert not self.cursor, "within a mini-batch there is no state to go back to"
        optimizer, frozen, rules = self.optimizer, self.network.parameters.frozen, self.stop_rules
        return TrainingState(
            experiment=self.experiment,
            sizes=tuple(self.network.parameters.sizes),
            epoch=self.epoch,
            position=self._epoch.position(),
            theta=self.network.parameters.theta.copy(),
            gradient=self.gradient.copy(),
            vectors={name: vector.copy() for name, vector in optimizer.vectors.items()},
            step=optimizer.step.copy(),
            count=optimizer.count,
            squared_norm=float(self._shared.squared_norm),
            dropout=self._shared.random.bit_generator.state,
            best=rules.best,
            best_loss=rules.best_loss,
            best_epoch=rules.best_epoch,
            patience_from=rules.patience_from,
            stopped_by=rules.stopped_by,
            tolerated=rules.tolerated,
            held=dict(self._monitor.held) if self._monitor else {},
            frozen=frozen.copy() if frozen.any() else None,
            figures=self.history.last,
        )

    def restore(self, state: TrainingState) -> None:
        """Return to a state exactly, with its network and data.

        Raises InputError if its data can't be read any more or don't fit; then nothing is changed.
        """
        before, after = self.experiment, state.experiment
        exchanged, restructured = not same_examples(before, after), not same_structure(before, after)
        table = self.data.table if before.data.source == after.data.source else None
        data = load_data(after, table=table) if exchanged else self.data
        check_fit(state, data)
        if after.dtype != before.dtype:
            message = _("dtype: found {}, expected {}, that of the training which goes on")
            raise InputError(message.format(after.dtype, before.dtype))
        if exchanged or restructured:
            resolve(after, data)
        self._load_state(state, data)
        self._cursor, self._pending = 0, None
        self.history.truncate(state.epoch)
        self.history.ensure_last(state.figures)
        rules = self.stop_rules
        rules.best, rules.best_loss, rules.best_epoch = state.best, state.best_loss, state.best_epoch
        rules.patience_from, rules.stopped_by = state.patience_from, state.stopped_by
        rules.tolerated = state.tolerated
        if self._monitor is not None:
            if restructured or exchanged:
                self.breakpoints = self._breakpoints  # a monitor is made for one network
            self._monitor.restore(state.held)

    # Inside

    def _diverged(self, program: Program) -> Diverged:
        """The error for the mini-batch that failed in this program; remedies are tried in new trainings."""
        return diagnose(self.experiment, self.data, program, self.epoch + 1, self.batch + 1, type(self))

    def _end_epoch(self) -> None:
        training, train_loss, rate = self.experiment.training, self._epoch.loss / self.n, self._rate
        self.epoch += 1
        reached = self.stop_rules.limit_reached(training, self.epoch, train_loss)
        train = validation = NOT_EVALUATED
        lacking: MemoryError | None = None
        if reached or (training.evaluate_every and self.epoch % training.evaluate_every == 0):
            try:
                train = self.figures("train", self._monitor.forward_observer if self._monitor else None)
                validation = self.figures("validation")
            except MemoryError as problem:  # raised after the epoch's end, so that training can continue
                lacking = problem
        self.stop_rules.end_epoch(training, self.epoch, reached, validation.loss, self.network.parameters.theta)
        now = perf_counter()
        seconds, self._elapsed, self._started = self._elapsed + now - self._started, 0.0, now
        self.history.append(
            self.epoch, train_loss, validation.loss, train.accuracy, validation.accuracy, train.r2, validation.r2,
            self.gradient_norm, rate, seconds,
        )  # fmt: skip
        self._epoch.begin()
        self._set_learning_rate()
        if self._monitor is not None:
            self._monitor.end_epoch(train_loss)
        if self.after_epoch is not None:
            self.after_epoch()
        if lacking is not None:
            raise lacking

    def _apply_change(self) -> None:
        if self._pending is None:
            return
        before, after, self._pending = self.experiment, self._pending, None
        self._set_experiment(after)
        if self.stopped_by == "epochs":
            self.go_on()
        if self._monitor is not None:
            self._monitor.settings_changed()
        if self.after_change is not None:
            self.after_change(before, after)
