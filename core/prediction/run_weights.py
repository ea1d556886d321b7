"""Which weights of a saved run: the last, the best, or those of any epoch."""

from pathlib import Path
from typing import Literal, NamedTuple

from core.calls import Array
from core.experiment.experiment import Experiment
from core.parameters import join
from core.resuming.moved_data import initial_experiment
from core.resuming.resume import NewestCheckpoint, Resumed, check_formats, newest_checkpoint, reopen
from core.resuming.run_checkpoints import is_on_branch, readable_checkpoints
from core.resuming.run_journal import read_run_journal
from core.runs import checkpoint
from core.runs.run_folder import BEST, LAST, RunFolder
from core.support.errors import InputError
from core.support.i18n import _, ngettext
from core.timeline.journal import Action, Entry, Rewind, position_of
from core.timeline.journal_steps import effective_steps, steps_before
from core.timeline.timeline import Timeline
from core.training.divergence import Diverged
from core.training.training_state import TrainingState

Weights = Literal["last", "best"] | int
"""Which weights of a run: the last ones, those of the best validation loss, or those of an epoch."""


class RunWeights(NamedTuple):
    """Weights of a run, flat, for layers `sizes`, with the experiment as it was then, and the epoch they are of.

    `state` is the state of the training that they were taken from; None where only a file of weights is left.
    """

    experiment: Experiment
    sizes: tuple[int, ...]
    theta: Array
    epoch: int
    state: TrainingState | None = None


class WeightsOfRun:
    """The weights of a run by what one asks for, read from its checkpoints; trained again only where none has them.

    `entries` is the run's journal, and `notes` get what a person should read. `source` is where its data are now, if
    they were moved. Raises InputError for a run that can't be read.
    """

    def __init__(self, folder: RunFolder, source: str | None, notes: list[str]) -> None:
        check_formats(folder)
        self.folder, self.notes, self._source = folder, notes, source
        self.entries: list[Entry] = read_run_journal(folder, notes)
        self.newest: NewestCheckpoint | None = newest_checkpoint(folder, self.entries, source, notes)
        self._reopened: Resumed | None = None

    def chosen(self, weights: Weights) -> RunWeights:
        """The weights that one asks for. Raises InputError where the run has none such."""
        if weights not in ("last", "best") and (isinstance(weights, bool) or not isinstance(weights, int)):
            raise InputError(_("weights: found {}, expected last, best or the number of an epoch").format(weights))
        if self.newest is None and (self.folder.path / LAST).exists():
            return self._from_file(weights)
        if weights == "best":
            return self._best(self.last_state())
        state = self.last_state() if weights == "last" else self._state_after(weights)
        return _weights_of(state)

    def last_state(self) -> TrainingState:
        """The state with which the run ends, as `resume` would go on from it."""
        if self.newest is not None and self._is_last(self.newest):
            return self.newest.state
        return self._resumed().trainer.state()

    def _is_last(self, found: NewestCheckpoint) -> bool:
        """Whether nothing that was done after a checkpoint has changed its weights."""
        went_back = any(isinstance(entry, Rewind) for entry in self.entries[found.entries :])
        changed = any(isinstance(step, Action) or position_of(step) != found.state.place for step in found.ahead)
        return not went_back and not changed

    def _resumed(self) -> Resumed:
        """The run at its end, with a trainer, for which its data are needed."""
        if self._reopened is None:
            self._reopened = reopen(self.folder, self._source)
            self._reopened.catch_up()
        return self._reopened

    def _best(self, last: TrainingState) -> RunWeights:
        if last.best is None:
            message = _(
                "{}: has no best weights, as no validation loss was computed; use the last ones, or train with "
                "data.validation_fraction and training.evaluate_every above 0"
            )
            raise InputError(message.format(self.folder.path))
        return RunWeights(last.experiment, last.sizes, last.best, last.best_epoch, last)

    # Any epoch

    def _state_after(self, epoch: int) -> TrainingState:
        """The state at an epoch's end, before what was done by hand there, as when one rewinds to it."""
        last = self.last_state()
        if (epoch, 0) == last.place:
            return last
        if not 0 <= epoch <= last.epoch:
            message = ngettext(
                "{}: found no epoch {}: the run has {} epoch; choose one from 0 to {}",
                "{}: found no epoch {}: the run has {} epochs; choose one from 0 to {}",
                last.epoch,
            )
            raise InputError(message.format(self.folder.path, f"{epoch:,}", f"{last.epoch:,}", last.epoch))
        return self._saved_after(epoch) or self._trained_to(epoch)

    def _saved_after(self, epoch: int) -> TrainingState | None:
        """The state in the checkpoint of an epoch's end; None without a readable one."""
        place, taken = (epoch, 0), len(steps_before(effective_steps(self.entries), (epoch, 0)))
        for saved in readable_checkpoints(self.folder, self.entries, problems=[]):
            if saved.place == place and saved.steps == taken and is_on_branch(self.entries, saved):
                try:
                    return checkpoint.load(saved.file.path)
                except InputError:  # trained again instead
                    continue
        return None

    def _trained_to(self, epoch: int) -> TrainingState:
        """The state at an epoch's end, trained again from the nearest checkpoint before it. Raises InputError."""
        resumed = self._resumed()
        self.notes += [note for note in resumed.notes if note not in self.notes]  # why the last digits may differ
        timeline = Timeline(resumed.trainer, lambda entry: None, resumed.entries, earlier=resumed.earlier)
        try:
            timeline.seek((epoch, 0))
        except Diverged as problem:  # on another machine, or with other data
            message = _("{}: epoch {} can't be trained again: {}")
            raise InputError(message.format(self.folder.path, f"{epoch:,}", problem)) from problem
        self._reopened = None  # its trainer isn't at the end any more
        return resumed.trainer.state()

    # Without checkpoints

    def _from_file(self, weights: Weights) -> RunWeights:
        """Weights of a run without checkpoints, as of early versions, from its files for other programs."""
        if isinstance(weights, int):
            message = _("{}: found no checkpoint, only the last and perhaps the best weights; use one of these")
            raise InputError(message.format(self.folder.path))
        path: Path = self.folder.path / (LAST if weights == "last" else BEST)
        thetas, epoch = checkpoint.load_saved_weights(path)
        sizes = (len(thetas[0]) - 1, *(theta.shape[1] for theta in thetas))
        return RunWeights(initial_experiment(self.folder, self._source), sizes, join(thetas), epoch)


def _weights_of(state: TrainingState) -> RunWeights:
    return RunWeights(state.experiment, state.sizes, state.theta, state.weights_epoch, state)
