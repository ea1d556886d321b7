"""A run trained again from its start by its journal, and compared with what was saved.

Where program, machine and NumPy are the same, so are the bits. Changes to a run's files that don't affect the last
weights are found too: each checkpoint is compared with the training when that passes it, weights and settings, and the
journal is checked for contradictions.
"""

from collections.abc import Callable, Iterator

import numpy as np

from core.calls import Array
from core.experiment.experiment import FIELDS
from core.parameters import join
from core.runs import checkpoint
from core.runs import metrics_file as metrics
from core.runs.environment import current_conditions, differences_since_start
from core.runs.run_folder import JOURNAL, LAST, METRICS, RunFolder
from core.support.errors import InputError
from core.support.i18n import _
from core.support.shown_values import value_text
from core.timeline.advance import current_position, follow
from core.timeline.consistency import contradictions, position_text, wrong_previous_values
from core.timeline.journal import Conditions, Entry, JournalStep, Position, Rewind, Stop, position_of
from core.timeline.journal_steps import effective_steps, steps_before
from core.training.trainer import Interrupted, Trainer
from core.training.training_state import TrainingState

from .moved_data import explain_missing_data, initial_experiment
from .replay_by_parts import PartsResult, ReplayByParts
from .replay_verdict import ReplayVerdict, WeightComparison
from .resume import check_readable
from .rounding import largest_difference, rounding_limit
from .run_checkpoints import SavedCheckpoint, is_on_branch, readable_checkpoints
from .run_data import run_data
from .run_journal import read_run_journal

SETTINGS = [key for key in FIELDS if key not in ("name", "data.source")]
"""The keys that only journal entries can change; a run's name and its data's file may be changed otherwise."""
MOST_NAMED = 3
"""Largest number of changes that a verdict names."""


class Replay:
    """The training of a run, to be repeated by `run`. `source` is where its data are now, if they were moved.

    `differs` are differences from the conditions of the run, in words: the program's version, NumPy, the processor, the
    data; `program` is today's version. `wrong` are the contradictions in the folder found so far. `after_step` gets
    each step that has been applied. Raises InputError where the run can't be read.
    """

    def __init__(self, folder: RunFolder, source: str | None = None, program: str = "") -> None:
        check_readable(folder)
        self.folder, self.notes, self._source = folder, list[str](), source
        self.after_step: Callable[[JournalStep], object] | None = None
        self.entries: list[Entry] = read_run_journal(folder, self.notes)
        self.steps: list[JournalStep] = effective_steps(self.entries)
        with explain_missing_data(folder, source):
            start = initial_experiment(folder, source)
        self._data = run_data(folder, start, self.notes)
        self.trainer = Trainer(start, self._data)
        found = list(readable_checkpoints(folder, self.entries, self.notes))
        self._saved = [saved for saved in found if is_on_branch(self.entries, saved)]
        self.end, self._all_steps = self._end()
        self._ahead, self._differing = self._saved.copy(), list[tuple[Position, float]]()
        self._position, self._taken = current_position(self.trainer), 0
        self.wrong = [
            *contradictions(self.entries, [(saved.entries, saved.place) for saved in found]),
            *wrong_previous_values(self.steps, self.trainer.experiment),
        ]
        today = Conditions(**current_conditions(self.trainer.X, self.trainer.Y, program))
        self.differs = differences_since_start(self.entries, today)

    @property
    def stopped_by(self) -> str:
        """What stopped the run, as `train --json` names it."""
        return self._stop.stopped_by if self._stop else "interrupted"

    @property
    def _stop(self) -> Stop | None:
        last = self.entries[-1] if self.entries else None
        return last if isinstance(last, Stop) else None

    def _end(self) -> tuple[Position, int]:
        """The position where the run stopped, else where it was saved last, and the number of steps until then."""
        stop = self._stop
        if self._saved:
            last = self._saved[-1]
            if stop is None or (last.entries >= len(self.entries) and last.place > position_of(stop)):
                return last.place, last.steps
        if stop is not None:
            return position_of(stop), len(self.steps)
        back = [entry.to for entry in self.entries if isinstance(entry, Rewind)]
        known = [*map(position_of, self.steps), *back[-1:]]
        if not known:
            raise InputError(_("{}: found no checkpoint, expected a run that was saved").format(self.folder.path))
        return max(known), len(self.steps)

    def run(self, interrupted: Interrupted | None = None, to: Position | None = None) -> bool:
        """Train on to a position, by default and at most the end; False if interrupted, then call it again.

        Steps at the end itself are applied too. Raises Diverged, and InputError where a step can't be applied, or the
        training has no such position.
        """
        self._find_position()
        goal = min(to or self.end, self.end)
        taken = self._all_steps if goal == self.end else len(steps_before(self.steps, goal))
        done = self._pass_checkpoints(goal, interrupted) and self._go(goal, taken, interrupted)
        if current_position(self.trainer) > self.end:
            (epoch, batch), path = self.end, self.folder.path / JOURNAL
            message = _("{}: found an end at mini-batch {} of epoch {}, which has fewer; the journal is of another run")
            raise InputError(message.format(path, f"{batch:,}", f"{epoch + 1:,}"))
        return done

    def _find_position(self) -> None:
        """Update the position and the number of steps taken, as the trainer may have been moved by others."""
        if current_position(self.trainer) != self._position:
            self._position = current_position(self.trainer)
            self._taken = len(steps_before(self.steps, self._position))

    def _pass_checkpoints(self, goal: Position, interrupted: Interrupted | None) -> bool:
        """Train through all checkpoints up to a position, and compare each with the training; False if interrupted."""
        while self._ahead and self._ahead[0].place <= goal:
            saved = self._ahead[0]
            if not self._go(saved.place, saved.steps, interrupted):
                return False
            self._ahead.pop(0)
            if self._position == saved.place and self._taken == saved.steps:
                self._compare(saved)
        return True

    def _go(self, to: Position, taken: int, interrupted: Interrupted | None) -> bool:
        """Train on to a position and take steps up to number `taken`; False if interrupted."""
        due = self.steps[self._taken : taken]
        ahead = due.copy()
        try:
            return follow(self.trainer, ahead, to, interrupted, self.after_step)
        finally:
            self._position, self._taken = current_position(self.trainer), self._taken + len(due) - len(ahead)

    def _compare(self, saved: SavedCheckpoint) -> None:
        """Compare a checkpoint's weights and settings with those of the training, which is at the same position."""
        state = self._load(saved)
        if state is None:
            return
        theta, settings = self.trainer.network.parameters.theta, self.trainer.experiment
        off = largest_difference(state.theta, theta)
        if off > rounding_limit(state.theta):
            self._differing.append((saved.place, off))
        for key in SETTINGS:
            was, value = state.experiment.get(key), settings.get(key)
            if was != value:
                text = _("the checkpoint of {}: found {} = {}, but by experiment and journal it was {}")
                self.wrong.append(text.format(position_text(*saved.place), key, value_text(was), value_text(value)))

    def _load(self, saved: SavedCheckpoint) -> TrainingState | None:
        """The state in a checkpoint; None where it can't be read, which adds a note once."""
        try:
            return checkpoint.load(saved.file.path)
        except InputError as problem:
            if str(problem) not in self.notes:
                self.notes.append(str(problem))
            return None

    @property
    def at_end(self) -> bool:
        """Whether the end is reached, with all steps taken."""
        self._find_position()
        return self._position == self.end and self._taken >= self._all_steps

    @property
    def unfinished(self) -> bool:
        """Whether `run` has something to do; beyond the end it hasn't."""
        return current_position(self.trainer) <= self.end and not self.at_end

    def verdict(self, interrupted: Interrupted | None = None) -> ReplayVerdict:
        """The comparison of the weights with the run's, once the end is reached.

        Where they differ by more than rounding, the run may be trained again part by part, unless `interrupted`.
        """
        assert self.at_end, "call run first"
        verdict = self._comparison(interrupted).verdict()
        wrong = [*self.wrong, *self._other_last()]
        if verdict.same and wrong:
            text = _("the same weights as the run's, but some of its files were changed: {}")
            return ReplayVerdict(False, False, verdict.off, text.format("; ".join(wrong[:MOST_NAMED])))
        return verdict

    def _comparison(self, interrupted: Interrupted | None) -> WeightComparison:
        stop = self._stop

        def by_parts() -> PartsResult | None:
            experiment = initial_experiment(self.folder, self._source)
            parts = ReplayByParts(experiment, self._data, self._saved, self.steps, self._kept_figures, self._source)
            return parts.run(interrupted)

        return WeightComparison(
            theta=self.trainer.network.parameters.theta,
            digest=self.trainer.weights_sha256,
            saved=self._weights(),
            journal_digest=stop.weights_sha256 if stop and position_of(stop) == self.end else None,
            differing=self._differing,
            differs=self.differs,
            by_parts=by_parts,
        )

    def _kept_figures(self) -> Array:
        """The figures in the run's metrics.csv, a row an epoch; none where it can't be read."""
        try:
            return metrics.read_metrics(self.folder.path / METRICS).rows
        except OSError:
            return np.zeros((0, 2))

    def _weights(self) -> Array | None:
        """The run's weights at the end, flat; None where no checkpoint has them."""
        at_end = (
            saved for saved in reversed(self._saved) if saved.place == self.end and saved.steps == self._all_steps
        )
        states = (self._load(saved) for saved in at_end)
        return next((state.theta for state in states if state is not None), None)

    def _other_last(self) -> Iterator[str]:
        """How the run's file of last weights differs from the trainer's weights, in words."""
        path, theta = self.folder.path / LAST, self.trainer.network.parameters.theta
        if self._stop is None or position_of(self._stop) != self.end or not path.exists():
            return
        try:
            off = largest_difference(join(checkpoint.load_weights(path)), theta)
        except InputError as problem:
            yield str(problem)
            return
        if off > rounding_limit(theta) and not self._differing:
            yield _("{}: found weights that differ from the run's by up to {:.3g}").format(path, off)
