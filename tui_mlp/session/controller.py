"""Drives one training: runs it, steps through equations, rewinds, branches and saves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.calls import Array
from core.runs.outcome import outcome
from core.runs.recorder import Recorder
from core.runs.run_folder import Lock
from core.stepping.stepper import Stepper
from core.timeline.advance import current_position
from core.timeline.journal import Action, Change, Entry, JournalStep, Position, position_of
from core.timeline.journal_steps import branch_point
from core.timeline.timeline import BYTES, Timeline
from core.training.trainer import Interrupted, Trainer
from core.training.training_state import TrainingState
from tui_mlp import __version__

if TYPE_CHECKING:
    from core.analysis.split_metrics import SplitMetrics
    from core.resuming.replay import Replay
    from core.resuming.resume import Resumed

BRANCHES = 8
"""How many branches are kept; the oldest goes first."""


@dataclass(frozen=True, eq=False)
class Branch:
    """A course that training took before it was rewound: its history, its last state, and the user's edits on it."""

    history: Array
    end: TrainingState
    journal_steps: tuple[JournalStep, ...]


class TrainingController:
    """A trainer together with its stepper, its timeline and its recorder. Has no thread of its own.

    The recorder's thread calls `tell` with messages about saving, and `saving_changed` when saving begins to fail or
    works again. Without `runs_dir` nothing is saved. A resumed run is continued in its folder, on which `lock` is the
    lock. While there is something left of `replay`, it decides what is done next. `budget` is the memory for the
    timeline's states, in bytes.
    """

    def __init__(
        self,
        trainer: Trainer,
        runs_dir: Path | None,
        tell: Callable[[str], object],
        resumed: "Resumed | None" = None,
        lock: Lock | None = None,
        replay: "Replay | None" = None,
        budget: int = BYTES,
        saving_changed: Callable[[], object] = lambda: None,
    ) -> None:
        self.trainer, self.replay = trainer, replay
        self._identity = object()
        """Stands for this training in keys, which are kept without keeping its data."""
        self.stepper = Stepper(trainer)
        self.recorder: Recorder | None = None
        if runs_dir is not None:
            folder, started = (resumed.folder, resumed.started) if resumed else (None, "")
            self.recorder = Recorder(
                trainer, runs_dir, tell, folder=folder, lock=lock, started=started, program=__version__,
                on_change=saving_changed,
            )  # fmt: skip
        entries, earlier = (resumed.entries, resumed.earlier) if resumed else ((), ())
        on_entry = self.recorder.add_entry if self.recorder is not None else _unrecorded
        self.timeline = Timeline(trainer, on_entry, entries, budget, earlier)
        self.branches: tuple[Branch, ...] = ()
        self._after_rewind: tuple[Position, tuple[JournalStep, ...]] | None = None
        self._latest: tuple[Position, Array] | None = None
        """While rewinding, the position and history that training had reached."""
        self._saved = current_position(trainer) if resumed else (0, 0)
        self._edits: tuple[int, tuple[Change | Action, ...]] = (-1, ())
        """The edits, and the number of journal entries that they were taken from."""
        trainer.after_epoch, trainer.after_change = self._epoch_ended, self.timeline.record_changes
        if replay is not None:
            replay.after_step = self._step_replayed

    # Position

    @property
    def position(self) -> Position:
        """Completed epochs, and completed mini-batches of the next one."""
        return current_position(self.trainer)

    @property
    def state_key(self) -> object:
        """What is another after all that changes the weights: this training, its position, and its journal's length."""
        return self._identity, self.position, len(self.timeline.entries)

    @property
    def at_start(self) -> bool:
        """Whether nothing has been trained yet."""
        return self.position == (0, 0) and not self.trainer.cursor

    @property
    def present(self) -> Position:
        """The position that training has reached, also while an earlier one is shown."""
        return self._latest[0] if self._latest else self.position

    @property
    def rewinding(self) -> bool:
        """Whether an earlier position is shown."""
        return self._latest is not None

    @property
    def history(self) -> Array:
        """All epochs of the present branch, also while an earlier position is shown. The columns are `COLUMNS`."""
        return self._latest[1] if self._latest else self.trainer.history.view()

    @property
    def edits(self) -> tuple[Change | Action, ...]:
        """Changes of settings and edits of the network on the present branch."""
        entries = self.timeline.entries
        if self._edits[0] != len(entries):
            self._edits = len(entries), tuple(step for step in self.timeline.steps if isinstance(step, Change | Action))
        return self._edits[1]

    @property
    def original_epochs(self) -> int:
        """The number of epochs with which training began, whatever it was changed to since; 1 at the least."""
        now = self.trainer.next_experiment.training.epochs
        changed = (edit for edit in self.edits if isinstance(edit, Change) and edit.key == "training.epochs")
        return max(1, next((int(edit.before) for edit in changed if position_of(edit) > (0, 0)), now))

    @property
    def journal_steps(self) -> tuple[JournalStep, ...]:
        """The user's changes, edits and continuations up to this position."""
        return self.timeline.steps

    @property
    def just_rewound(self) -> bool:
        """Whether nothing has been edited or trained since a rewind, so that `switch_branch(0)` undoes it."""
        return bool(self.branches) and self._after_rewind == (self.position, self.journal_steps)

    # Training

    def step(self) -> None:
        """Run one equation. Raises Diverged."""
        self.stepper.step()

    def run_batch(self) -> None:
        """Train to the end of this mini-batch. Raises Diverged."""
        self.stepper.finish_batch()

    def run_epoch(self, interrupted: Interrupted) -> bool:
        """Train to the end of this epoch; False if interrupted. Raises Diverged."""
        self.stepper.clear()
        if self.replaying:
            return self._run_replay((self.trainer.epoch + 1, 0), interrupted)
        return self.trainer.run_epoch(interrupted)

    def run(self, interrupted: Interrupted) -> bool:
        """Train until a stop rule applies, or to the end of a replay; False if interrupted. Raises Diverged."""
        self.stepper.clear()
        if self.replaying:
            assert self.replay is not None
            return self._run_replay(self.replay.end, interrupted)
        return self.trainer.run(interrupted) is not None

    @property
    def replaying(self) -> bool:
        """Whether a replay decides what is done next.

        It isn't asked while an earlier position is shown: it would forget which steps at the present one are done.
        """
        return self.replay is not None and not self.rewinding and self.replay.unfinished

    def _run_replay(self, to: Position, interrupted: Interrupted) -> bool:
        assert self.replay is not None
        return self.replay.run(interrupted, to)

    # Rewinding and branches

    def rewind(self, to: Position, interrupted: Interrupted) -> bool:
        """Bring the trainer to an earlier position; False if interrupted. Raises Diverged.

        Afterwards call `accept_rewind` or `cancel_rewind`.
        """
        if self._latest is None:
            self.undo_partial_batch()
            self.timeline.keep_state()
            self._latest = self.position, self.trainer.history.view()
            self.stepper.clear()
        return self.timeline.seek(to, interrupted)

    def accept_rewind(self) -> None:
        """Continue from the position that is shown; what came after it becomes a branch."""
        if self._latest is None or self.position == self._latest[0]:
            self.cancel_rewind()
            return
        (latest, history), self._latest = self._latest, None
        self._add_branch(history, self.timeline.state(latest))
        self.timeline.discard_after(latest)
        self._after_rewind = self.position, self.journal_steps
        self.save()

    def cancel_rewind(self) -> None:
        """Return to the position that training had reached before the rewind, if there was one."""
        if self._latest is None:
            return
        (latest, history), self._latest = self._latest, None
        self.trainer.restore(self.timeline.state(latest))
        self.trainer.history.replace(history)

    def switch_branch(self, number: int) -> None:
        """Go to the end of a branch; number 0 is the latest. The present course becomes a branch."""
        branch = self.branches[-1 - number]
        self.undo_partial_batch()
        self.branches = tuple(other for other in self.branches if other is not branch)
        self._add_branch(self.trainer.history.view(), self.trainer.state())
        self.switch_to(branch.journal_steps, branch.end, branch.history)

    @property
    def branch_histories(self) -> tuple[tuple[int, Array], ...]:
        """For each branch, the epoch at which it parts from the present course, and its history."""
        present = self.timeline.steps
        forks = ((branch_point(present, branch.journal_steps), branch) for branch in self.branches)
        return tuple((position[0], branch.history) for position, branch in forks if position is not None)

    def _add_branch(self, history: Array, end: TrainingState) -> None:
        branch = Branch(history, end, self.timeline.steps)
        self.branches = (*self.branches, branch)[-BRANCHES:]

    def switch_to(self, journal_steps: Sequence[JournalStep], state: TrainingState, history: Array) -> None:
        """Go to the state that other journal steps have led to. The present course doesn't become a branch."""
        self.stepper.clear()
        self.timeline.switch_branch(journal_steps, state)
        self.trainer.history.replace(history)
        self.save()

    def undo_partial_batch(self) -> None:
        """Undo the equations of a mini-batch that is being stepped through, back to its start."""
        while self.trainer.cursor and self.stepper.back():
            pass

    # Saving

    def save(self) -> None:
        """Have the recorder save the present state, unless training is within a mini-batch or rewinding."""
        if self.recorder and not self.trainer.cursor and not self._latest and self.position != self._saved:
            self.recorder.save()

    def stop(self, stopped_by: str, *, always: bool = False, test: "SplitMetrics | None" = None) -> None:
        """Save the training with its outcome; without `always`, only if it has moved since it was saved last.

        `test` are the metrics of its test rows, if they have been computed already.
        """
        self.cancel_rewind()
        self.undo_partial_batch()
        if self.recorder and (always or self.position not in (self._saved, (0, 0))):
            folder = self.recorder.folder
            path = str(folder.path) if folder else None
            self.recorder.stop(stopped_by, outcome(self.trainer, stopped_by, path, test))
            self._saved = self.position

    def finish(self) -> None:
        """Tell the recorder that nothing more will be saved. It writes what is pending without being waited for.

        This training ends here: without the trainer's calls back to it, its data are freed at once.
        """
        self.trainer.after_epoch = self.trainer.after_change = None
        if self.recorder is not None:
            self.recorder.finish()

    def close(self) -> bool:
        """Wait until everything is written; False if that takes too long."""
        return self.recorder is None or self.recorder.close()

    def _epoch_ended(self) -> None:
        self.timeline.epoch_ended()
        if self.recorder is not None:
            self.recorder.epoch_ended()

    def _step_replayed(self, step: JournalStep) -> None:
        """Add a step to the timeline, as without it a rewind across it would train on without it.

        Changes of settings are added already, by the trainer.
        """
        if not isinstance(step, Change):
            self.timeline.add(step)
            self.timeline.keep_state()


def _unrecorded(entry: Entry) -> None:
    """Record nothing: the training isn't saved."""
