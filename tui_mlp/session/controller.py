"""One training with all that belongs to it: the trainer, the walk through its equations, the way back, the record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.calls import Array
from core.runs.outcome import outcome
from core.runs.recorder import Recorder
from core.runs.run_folder import Lock
from core.stepping.stepper import Stepper
from core.timeline.advance import here
from core.timeline.journal import Action, Change, Entry, JournalStep, Position
from core.timeline.journal_steps import fork
from core.timeline.timeline import BYTES, Timeline
from core.training.trainer import Interrupted, Trainer
from core.training.training_state import TrainingState
from tui_mlp import __version__

if TYPE_CHECKING:
    from core.resuming.replay import Replay
    from core.resuming.resume import Resumed

BRANCHES = 8
"""How many ways that were left behind can be gone back to."""


@dataclass(frozen=True, eq=False)
class Branch:
    """A way that training went and was rewound from: its history, its end, and what people did on it."""

    history: Array
    end: TrainingState
    way: tuple[JournalStep, ...]

    @property
    def place(self) -> Position:
        """Where it ended."""
        position = self.end.position
        return self.end.epoch, position.settled + position.done


class TrainingController:
    """Drives a trainer; knows no thread. `tell` gets what a person must hear of saving, from another thread, and
    `saving_changed` is called from there when saving begins or ceases to fail.

    Without `runs_dir` nothing is saved. A resumed run goes on in its folder, which `lock` holds. `budget` is the
    memory, in bytes, for states to go back to.
    """

    def __init__(
        self,
        trainer: Trainer,
        runs_dir: Path | None,
        tell: Callable[[str], object],
        resumed: "Resumed | None" = None,
        lock: Lock | None = None,
        script: "Replay | None" = None,
        budget: int = BYTES,
        saving_changed: Callable[[], object] = lambda: None,
    ) -> None:
        self.trainer, self.script = trainer, script
        self.stepper = Stepper(trainer)
        self.recorder: Recorder | None = None
        if runs_dir is not None:
            folder, started = (resumed.folder, resumed.started) if resumed else (None, "")
            self.recorder = Recorder(
                trainer, runs_dir, tell, folder=folder, lock=lock, started=started, program=__version__,
                changed=saving_changed,
            )  # fmt: skip
        entries, earlier = (resumed.entries, resumed.earlier) if resumed else ((), ())
        self.timeline = Timeline(trainer, self._note, entries, budget, earlier)
        self.branches: tuple[Branch, ...] = ()
        self._rewound: tuple[Position, tuple[JournalStep, ...]] | None = None
        self._ahead: tuple[Position, Array] | None = None
        self._saved = here(trainer) if resumed else (0, 0)
        self._marks: tuple[int, tuple[Change | Action, ...]] = (-1, ())
        trainer.after_epoch, trainer.after_change = self._epoch_ended, self.timeline.changed

    # Where we are

    @property
    def place(self) -> Position:
        """Completed epochs, and mini-batches of the next."""
        return here(self.trainer)

    @property
    def at_start(self) -> bool:
        """Whether nothing has been trained yet."""
        return self.place == (0, 0) and not self.trainer.cursor

    @property
    def present(self) -> Position:
        """Where training is, also while an earlier place is looked at."""
        return self._ahead[0] if self._ahead else self.place

    @property
    def looks_back(self) -> bool:
        """Whether an earlier place is looked at."""
        return self._ahead is not None

    @property
    def history(self) -> Array:
        """All epochs of the present way, also while an earlier place is looked at."""
        return self._ahead[1] if self._ahead else self.trainer.history.view()

    @property
    def marks(self) -> tuple[Change | Action, ...]:
        """What was changed and done on the present way."""
        entries = self.timeline.entries
        if self._marks[0] != len(entries):
            self._marks = len(entries), tuple(step for step in self.timeline.way if isinstance(step, Change | Action))
        return self._marks[1]

    @property
    def way(self) -> tuple[JournalStep, ...]:
        """What has been done up to here."""
        return self.timeline.way

    @property
    def just_rewound(self) -> bool:
        """Whether nothing has been done or trained since a rewind: `turn` undoes it."""
        return bool(self.branches) and self._rewound == (self.place, self.way)

    # Going on

    def step(self) -> None:
        """One equation. Raises Diverged."""
        self.stepper.step()

    def run_batch(self) -> None:
        """To the end of this mini-batch. Raises Diverged."""
        self.stepper.finish_batch()

    def run_epoch(self, interrupted: Interrupted) -> bool:
        """To the end of this epoch; False if interrupted. Raises Diverged."""
        self.stepper.clear()
        if self.replaying:
            return self._replay((self.trainer.epoch + 1, 0), interrupted)
        return self.trainer.run_epoch(interrupted)

    def run(self, interrupted: Interrupted) -> bool:
        """To where a stop rule ends it, or the script of a replay; False if interrupted. Raises Diverged."""
        self.stepper.clear()
        if self.replaying:
            assert self.script is not None
            return self._replay(self.script.end, interrupted)
        return self.trainer.run(interrupted) is not None

    @property
    def replaying(self) -> bool:
        """Whether a script says what is done next."""
        return self.script is not None and self.script.goes_on

    def _replay(self, to: Position, interrupted: Interrupted) -> bool:
        assert self.script is not None
        return self.script.run(interrupted, to)

    # Going back

    def look_back(self, to: Position, interrupted: Interrupted) -> bool:
        """Show how it was at an earlier place; False if interrupted. `settle` comes after. Raises Diverged."""
        if self._ahead is None:
            self.leave_batch()
            self.timeline.keep()
            self._ahead = self.place, self.trainer.history.view()
            self.stepper.clear()
        return self.timeline.seek(to, interrupted)

    def settle(self, stay: bool) -> None:
        """Go on from the place that is shown, leaving a branch behind; or forget it and be where training was."""
        if self._ahead is None:
            return
        (start, history), self._ahead = self._ahead, None
        end = self.timeline.state(start)
        if not stay or self.place == start:
            self.trainer.restore(end)
            self.trainer.history.replace(history)
            return
        self._leave(history, end)
        self.timeline.cut(start)
        self._rewound = self.place, self.way
        self.save()

    def turn(self, number: int) -> None:
        """To the end of a branch that was left behind, the last being number 0; the present way becomes one."""
        branch = self.branches[-1 - number]
        self.leave_batch()
        self.branches = tuple(one for one in self.branches if one is not branch)
        self._leave(self.trainer.history.view(), self.trainer.state())
        self.go_over(branch.way, branch.end, branch.history)

    @property
    def left_behind(self) -> tuple[tuple[int, Array], ...]:
        """Of each branch the epoch from which it is another way than the present one, and its history."""
        now = self.timeline.way
        parted = ((fork(now, branch.way), branch) for branch in self.branches)
        return tuple((place[0], branch.history) for place, branch in parted if place is not None)

    def _leave(self, history: Array, end: TrainingState) -> None:
        branch = Branch(history, end, self.timeline.way)
        self.branches = (*self.branches, branch)[-BRANCHES:]

    def go_over(self, way: Sequence[JournalStep], state: TrainingState, history: Array) -> None:
        """Be where another way has led, with its state and its history; the present way is not kept as a branch."""
        self.stepper.clear()
        self.timeline.turn(way, state)
        self.trainer.history.replace(history)
        self.save()

    def leave_batch(self) -> None:
        """Back to the start of a mini-batch whose equations are gone through."""
        while self.trainer.cursor and self.stepper.back():
            pass

    # Saving

    def save(self) -> None:
        """Have the present state saved, between two mini-batches."""
        if self.recorder and not self.trainer.cursor and not self._ahead and self.place != self._saved:
            self.recorder.save()

    def stop(self, stopped_by: str, *, always: bool = False) -> None:
        """Training stops here: save it with its result; unless `always`, only if something has been done since."""
        self.settle(stay=False)
        self.leave_batch()
        if self.recorder and (always or self.place not in (self._saved, (0, 0))):
            folder = self.recorder.folder
            self.recorder.stop(stopped_by, outcome(self.trainer, stopped_by, str(folder.path) if folder else None))
            self._saved = self.place

    def finish(self) -> None:
        """Nothing more will be saved: what is left to write is written meanwhile."""
        if self.recorder is not None:
            self.recorder.finish()

    def close(self) -> bool:
        """Write what is left to write; whether it could be waited for."""
        return self.recorder is None or self.recorder.close()

    def _epoch_ended(self) -> None:
        self.timeline.epoch_ended()
        if self.recorder is not None:
            self.recorder.epoch_ended()

    def _note(self, entry: Entry) -> None:
        if self.recorder is not None:
            self.recorder.note(entry)
