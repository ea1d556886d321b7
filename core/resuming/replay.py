"""A run's journal once more from its start: the same bits, where program, machine and NumPy are the same.

What was changed without any effect on the last weights is found as well: each checkpoint on the way is held against
the training that passes it, weights and settings, and the order of the journal must be one that can have been.
"""

from collections.abc import Iterator

import numpy as np

from core.calls import Array
from core.experiment.experiment import FIELDS
from core.parameters import join
from core.runs import checkpoint
from core.runs import metrics_file as metrics
from core.runs.environment import conditions, since_start
from core.runs.run_folder import JOURNAL, LAST, RunFolder
from core.support.errors import InputError
from core.support.i18n import _
from core.support.shown_values import value_text
from core.timeline.advance import follow, here
from core.timeline.consistency import contradictions, in_words, other_values
from core.timeline.journal import Conditions, Entry, JournalStep, Position, Rewind, Stop, place
from core.timeline.journal_steps import before, steps
from core.training.trainer import Interrupted, Trainer
from core.training.training_state import TrainingState

from .moved_data import beginning
from .replay_by_parts import ByParts, Parts
from .replay_verdict import Comparison, Verdict
from .resume import check_readable
from .rounding import difference, rounding
from .run_checkpoints import SavedCheckpoint, is_on_the_way, readable
from .run_journal import journal_of

SETTINGS = [key for key in FIELDS if key not in ("name", "data.source")]
"""The keys that a run keeps from its start, but for what a journal tells; it may be named anew, and its data moved."""
TOLD = 3
"""Of what was changed a verdict names so many, at most."""


class Replay:
    """The training of a run, to be trained again by `run`. `source` is where its data are now, if they were moved.

    `differs` is what isn't as it was when the run was trained: the program's version, NumPy, the processor, the data;
    `program` is today's version. `wrong` is what of the folder can't be of one training, as far as it was found yet.
    Raises InputError where the run can't be read.
    """

    def __init__(self, folder: RunFolder, source: str | None = None, program: str = "") -> None:
        check_readable(folder)
        self.folder, self.notes, self._source = folder, list[str](), source
        self.entries: list[Entry] = journal_of(folder, self.notes)
        self.steps: list[JournalStep] = steps(self.entries)
        self.trainer = Trainer(beginning(folder, source))
        found = list(readable(folder, self.entries, self.notes))
        self._saved = [one for one in found if is_on_the_way(self.entries, one)]
        self.end, self._all = self._end()
        self._unseen, self._apart = self._saved.copy(), list[tuple[Position, float]]()
        self._left, self._taken = here(self.trainer), 0
        self.wrong = [
            *contradictions(self.entries, [(one.entries, one.place) for one in found]),
            *other_values(self.steps, self.trainer.experiment),
        ]
        today = Conditions(**conditions(self.trainer.X, self.trainer.Y, program))
        self.differs = since_start(self.entries, today)

    @property
    def stopped_by(self) -> str:
        """What stopped the run, as `train --json` names it."""
        return self._stop.stopped_by if self._stop else "interrupted"

    @property
    def _stop(self) -> Stop | None:
        last = self.entries[-1] if self.entries else None
        return last if isinstance(last, Stop) else None

    def _end(self) -> tuple[Position, int]:
        """Where the run stopped, else where it was saved last; and how many steps were taken till then."""
        stop = self._stop
        if self._saved:
            last = self._saved[-1]
            if stop is None or (last.entries >= len(self.entries) and last.place > place(stop)):
                return last.place, last.steps
        if stop is not None:
            return place(stop), len(self.steps)
        back = [entry.to for entry in self.entries if isinstance(entry, Rewind)]
        known = [*map(place, self.steps), *back[-1:]]
        if not known:
            raise InputError(_("{}: found no checkpoint, expected a run that was saved").format(self.folder.path))
        return max(known), len(self.steps)

    def run(self, interrupted: Interrupted | None = None, to: Position | None = None) -> bool:
        """On to a place, at most and by default the end; False if interrupted, then call it again.

        What was done at the end itself is done again as well. Raises Diverged, and InputError where what the journal
        tells can't be done, or there is no such end.
        """
        self._look_where()
        goal = min(to or self.end, self.end)
        taken = self._all if goal == self.end else len(before(self.steps, goal))
        done = self._pass(goal, interrupted) and self._go(goal, taken, interrupted)
        if here(self.trainer) > self.end:
            (epoch, batch), path = self.end, self.folder.path / JOURNAL
            message = _("{}: found an end at mini-batch {} of epoch {}, which has fewer; the journal is not this run's")
            raise InputError(message.format(path, f"{batch:,}", f"{epoch + 1:,}"))
        return done

    def _look_where(self) -> None:
        """Where training is, and so which steps have been taken: it may have been moved by hand."""
        if here(self.trainer) != self._left:
            self._left = here(self.trainer)
            self._taken = len(before(self.steps, self._left))

    def _pass(self, goal: Position, interrupted: Interrupted | None) -> bool:
        """By all checkpoints that are before a place or at it, each held against the training there."""
        while self._unseen and self._unseen[0].place <= goal:
            one = self._unseen[0]
            if not self._go(one.place, one.steps, interrupted):
                return False
            self._unseen.pop(0)
            if self._left == one.place and self._taken == one.steps:
                self._compare(one)
        return True

    def _go(self, to: Position, taken: int, interrupted: Interrupted | None) -> bool:
        """On to a place, with so many of the steps taken."""
        due = self.steps[self._taken : taken]
        ahead = due.copy()
        try:
            return follow(self.trainer, ahead, to, interrupted)
        finally:
            self._left, self._taken = here(self.trainer), self._taken + len(due) - len(ahead)

    def _compare(self, one: SavedCheckpoint) -> None:
        """Hold a checkpoint's weights and settings against those of the training, which is there."""
        state = self._load(one)
        if state is None:
            return
        theta, settings = self.trainer.network.parameters.theta, self.trainer.experiment
        off = difference(state.theta, theta)
        if off > rounding(state.theta):
            self._apart.append((one.place, off))
        for key in SETTINGS:
            was, value = state.experiment.get(key), settings.get(key)
            if was != value:
                text = _("the checkpoint of {}: found {} = {}, but by experiment and journal it was {}")
                self.wrong.append(text.format(in_words(*one.place), key, value_text(was), value_text(value)))

    def _load(self, one: SavedCheckpoint) -> TrainingState | None:
        """The state in a checkpoint; None where it can't be read, which is noted once."""
        try:
            return checkpoint.load(one.saved.path)
        except InputError as problem:
            if str(problem) not in self.notes:
                self.notes.append(str(problem))
            return None

    @property
    def at_end(self) -> bool:
        """Whether all has been done again."""
        self._look_where()
        return self._left == self.end and self._taken >= self._all

    @property
    def goes_on(self) -> bool:
        """Whether `run` has something to do where training is: beyond the end it hasn't."""
        return here(self.trainer) <= self.end and not self.at_end

    def verdict(self, interrupted: Interrupted | None = None) -> Verdict:
        """How the weights compare with the run's, once the end is reached.

        Where they differ by more than rounding, the run may be trained once more, part by part, unless `interrupted`.
        """
        assert self.at_end, "run comes first"
        verdict = self._comparison(interrupted).verdict()
        wrong = [*self.wrong, *self._other_last()]
        if verdict.same and wrong:
            text = _("the weights are the run's, but what was saved of it was changed: {}")
            return Verdict(False, False, verdict.off, text.format("; ".join(wrong[:TOLD])))
        return verdict

    def _comparison(self, interrupted: Interrupted | None) -> Comparison:
        stop = self._stop

        def by_parts() -> Parts | None:
            experiment = beginning(self.folder, self._source)
            parts = ByParts(experiment, self._saved, self.steps, self._kept_figures, self._source)
            return parts.run(interrupted)

        return Comparison(
            theta=self.trainer.network.parameters.theta,
            digest=self.trainer.weights_sha256,
            saved=self._weights(),
            told=stop.weights_sha256 if stop and place(stop) == self.end else None,
            apart=self._apart,
            differs=self.differs,
            by_parts=by_parts,
        )

    def _kept_figures(self) -> Array:
        """The figures of the run's epochs, a row each; none where they can't be read."""
        try:
            return metrics.read(self.folder.path / metrics.FILE_NAME).rows
        except OSError:
            return np.zeros((0, 2))

    def _weights(self) -> Array | None:
        """The run's weights at the end, flat."""
        at_end = (one for one in reversed(self._saved) if one.place == self.end and one.steps == self._all)
        states = (self._load(one) for one in at_end)
        return next((state.theta for state in states if state is not None), None)

    def _other_last(self) -> Iterator[str]:
        """How the file with the run's last weights differs from those that the run came to."""
        path, theta = self.folder.path / LAST, self.trainer.network.parameters.theta
        if self._stop is None or place(self._stop) != self.end or not path.exists():
            return
        try:
            off = difference(join(checkpoint.load_weights(path)), theta)
        except InputError as problem:
            yield str(problem)
            return
        if off > rounding(theta) and not self._apart:
            yield _("{}: found other weights than the run's, by up to {:.3g}").format(path, off)
