"""A run's journal once more from its start: the same bits, where program, machine and NumPy are the same.

Another version, NumPy or processor rounds the last bits differently. Up to `ROUNDING` weights count as the same. Over
thousands of mini-batches rounding may grow beyond that; then each part of the way is trained again from the checkpoint
before it. Where rounding grows beyond that even so, a training that begins one rounding apart shows how fast: little by
little, while what a changed journal does shows at once.

What was changed without any effect on the last weights is found as well: each checkpoint on the way is held against
the training that passes it, weights and settings, and the order of the journal must be one that can have been.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from math import inf
from typing import NamedTuple

import msgspec
import numpy as np

from . import checkpoint, metrics
from .calls import Array
from .chronology import contradictions, in_words, other_values
from .conditions import conditions, differences
from .divergence import Diverged
from .errors import InputError
from .experiment import FIELDS
from .experiment_fields import shown
from .journal import Conditions, Entry, Place, Rewind, Step, Stop, before, place, steps
from .journey import follow, here
from .parameters import join
from .resuming import beginning, check_readable, has_other_data, journal_of, left_behind, misplaced, moved, rest
from .runs import JOURNAL, LAST, Numbered, RunFolder
from .state import State
from .texts import _
from .trainer import Interrupted, Trainer

ROUNDING = {8: 1e-9, 4: 1e-4}
"""By a number's bytes: how far a weight may be off by rounding, as a share of the largest one, or of 1."""

GROWN = 1000.0
"""How many times farther off than a training that begins one rounding apart may be what rounding explains. It was 34
times at the most, in eight runs of 60 to 1000 epochs by version 0.1.0.
"""
SETTINGS = [key for key in FIELDS if key not in ("name", "data.source")]
"""The keys that a run keeps from its start, but for what a journal tells; it may be named anew, and its data moved."""
TOLD = 3
"""Of what was changed a verdict names so much, at most."""


class Verdict(NamedTuple):
    """Whether a replay ended on the run's own bits, or on the same weights but for rounding.

    `off` is the largest difference of a weight, None if unknown.
    """

    exact: bool
    same: bool
    off: float | None
    text: str


class Passed(NamedTuple):
    """A checkpoint on the way: its file, how many entries of the journal it holds, and how many steps those are."""

    saved: Numbered
    entries: int
    steps: int


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
        self.steps: list[Step] = steps(self.entries)
        self.trainer = Trainer(beginning(folder, source))
        found = list(self._readable())
        self._saved = [one for one in found if self._is_on_the_way(one)]
        self.end, self._all = self._end()
        self._unseen, self._apart = self._saved.copy(), list[tuple[Passed, float]]()
        self._left, self._taken = here(self.trainer), 0
        self.wrong = [
            *contradictions(self.entries, [(one.entries, one.saved.place) for one in found]),
            *other_values(self.steps, self.trainer.experiment),
        ]
        today = Conditions(**conditions(self.trainer.X, self.trainer.Y, program))
        self.differs = unlike(self.entries, today)

    @property
    def stopped_by(self) -> str:
        """What stopped the run, as `train --json` names it."""
        return self._stop.stopped_by if self._stop else "interrupted"

    @property
    def _stop(self) -> Stop | None:
        last = self.entries[-1] if self.entries else None
        return last if isinstance(last, Stop) else None

    def _readable(self) -> Iterator[Passed]:
        """The checkpoints that can be read, the last written last."""
        for saved in self.folder.numbered():
            try:
                count, at = checkpoint.head_of(saved.path)
                if at != saved.place:
                    raise InputError(misplaced(saved.path, at))
            except InputError as problem:
                self.notes.append(str(problem))
                continue
            yield Passed(saved, count, len(steps(self.entries[:count])))

    def _is_on_the_way(self, one: Passed) -> bool:
        """Whether a checkpoint lies on the way to where training was."""
        at = one.saved.place
        return not left_behind(self.entries, one.entries, at) and rest(self.entries, one.entries, at) is not None

    def _end(self) -> tuple[Place, int]:
        """Where the run stopped, else where it was saved last; and how many steps were taken till then."""
        stop = self._stop
        if self._saved:
            last = self._saved[-1]
            if stop is None or (last.entries >= len(self.entries) and last.saved.place > place(stop)):
                return last.saved.place, last.steps
        if stop is not None:
            return place(stop), len(self.steps)
        back = [entry.to for entry in self.entries if isinstance(entry, Rewind)]
        known = [*map(place, self.steps), *back[-1:]]
        if not known:
            raise InputError(_("{}: found no checkpoint, expected a run that was saved").format(self.folder.path))
        return max(known), len(self.steps)

    def run(self, interrupted: Interrupted | None = None, to: Place | None = None) -> bool:
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

    def _pass(self, goal: Place, interrupted: Interrupted | None) -> bool:
        """By all checkpoints that are before a place or at it, each held against the training there."""
        while self._unseen and self._unseen[0].saved.place <= goal:
            one = self._unseen[0]
            if not self._go(one.saved.place, one.steps, interrupted):
                return False
            self._unseen.pop(0)
            if self._left == one.saved.place and self._taken == one.steps:
                self._compare(one)
        return True

    def _go(self, to: Place, taken: int, interrupted: Interrupted | None) -> bool:
        """On to a place, with so many of the steps taken."""
        due = self.steps[self._taken : taken]
        ahead = due.copy()
        try:
            return follow(self.trainer, ahead, to, interrupted)
        finally:
            self._left, self._taken = here(self.trainer), self._taken + len(due) - len(ahead)

    def _compare(self, one: Passed) -> None:
        """Hold a checkpoint's weights and settings against those of the training, which is there."""
        state = self._load(one)
        if state is None:
            return
        theta, settings = self.trainer.network.parameters.theta, self.trainer.experiment
        off = difference(state.theta, theta)
        if off > rounding(state.theta):
            self._apart.append((one, off))
        for key in SETTINGS:
            was, value = state.experiment.get(key), settings.get(key)
            if was != value:
                text = _("the checkpoint of {}: found {} = {}, but by experiment and journal it was {}")
                self.wrong.append(text.format(in_words(*one.saved.place), key, shown(was), shown(value)))

    def _load(self, one: Passed) -> State | None:
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
        verdict = self._of_weights(interrupted)
        wrong = [*self.wrong, *self._other_last()]
        if verdict.same and wrong:
            text = _("the weights are the run's, but what was saved of it was changed: {}")
            return Verdict(False, False, verdict.off, text.format("; ".join(wrong[:TOLD])))
        return verdict

    def _of_weights(self, interrupted: Interrupted | None) -> Verdict:
        theta, stop = self.trainer.network.parameters.theta, self._stop
        saved = self._weights()
        digest = stop.weights_sha256 if stop and place(stop) == self.end else None
        if saved is None and digest is None:
            return Verdict(False, False, None, _("there are no weights of the run to compare with"))
        exact = digest in (None, self.trainer.weights_sha256) and (saved is None or same_bits(saved, theta))
        if exact and not self._apart:
            return Verdict(True, True, 0.0, _("the same weights as the run's, to the last bit"))
        if exact:
            one, off = self._apart[0]
            text = _("the run's weights at the end, but other ones than in the checkpoint of {}, by up to {:.3g}")
            return Verdict(False, False, 0.0, text.format(in_words(*one.saved.place), off))
        why = "; ".join(self.differs)
        if saved is None or saved.shape != theta.shape:
            why = why or _("program, NumPy, processor and data are the same, so the journal is not all of it")
            text = _("other weights than the run's, which can't be compared: {}").format(why)
            return Verdict(False, False, None, text)
        off = difference(saved, theta)
        if digest not in (None, sha256(saved.tobytes()).hexdigest()):
            return Verdict(False, False, off, self._contradiction(saved, off))
        if off <= rounding(saved) and not self._apart:
            why = why or _("program, NumPy, processor and data are the same")
            text = _("the same weights as the run's but for rounding: they differ by up to {:.1e}; {}")
            return Verdict(False, True, off, text.format(off, why))
        return self._far_off(max([off, *(apart for _one, apart in self._apart)]), why, interrupted)

    def _contradiction(self, saved: Array, off: float) -> str:
        """What a person should know where the journal's digest isn't that of the checkpoint at the same place."""
        theta = self.trainer.network.parameters.theta
        if same_bits(saved, theta):
            return _("the same weights as in the last checkpoint, but the journal ends with those of another digest")
        if self._stop is not None and self._stop.weights_sha256 == self.trainer.weights_sha256:
            text = _(
                "the weights that the journal ends with, but those in the last checkpoint are others: up to {:.3g}"
            )
            return text.format(off)
        text = _(
            "other weights than in the last checkpoint, by up to {:.3g}, and the journal ends with those of another "
            "digest: one of the two was changed afterwards"
        )
        return text.format(off)

    def _far_off(self, off: float, why: str, interrupted: Interrupted | None) -> Verdict:
        """Weights that differ by more than rounding at once: told apart from rounding that has grown."""
        if not self.differs:
            why = _("program, NumPy, processor and data are the same, so the journal is not all of it, or was changed")
        else:
            try:
                parted, worst = self._parting(interrupted)
            except (InputError, Diverged) as problem:
                return Verdict(
                    False, False, off, _("other weights than the run's, by up to {:.3g}: {}").format(off, problem)
                )
            if parted is None and worst is not None:
                text = _(
                    "other weights than the run's at the end, by up to {:.3g}, as rounding grew: from checkpoint to "
                    "checkpoint they are the same, up to {:.1e}; {}"
                )
                if worst > ROUNDING[self.trainer.network.parameters.theta.itemsize]:
                    text = _(
                        "other weights than the run's, by up to {:.3g}, as rounding grew: from checkpoint to "
                        "checkpoint by up to {:.1e}, like two trainings that begin one rounding apart; {}"
                    )
                return Verdict(False, True, off, text.format(off, worst, why))
            if parted is not None:
                text = _(
                    "more than rounding explains between {} and {}: the journal, the data or a checkpoint was changed, "
                    "or the program computes it differently now; {}"
                )
                why = text.format(*(in_words(*one) for one in parted), why)
        return Verdict(False, False, off, _("other weights than the run's, by up to {:.3g}: {}").format(off, why))

    def _parting(self, interrupted: Interrupted | None) -> tuple[tuple[Place, Place] | None, float | None]:
        """Between which checkpoints the run can't be trained again, None where it can; and the largest difference.

        Both are None if interrupted. Raises InputError, Diverged.
        """
        trainer, worst, start, taken = Trainer(beginning(self.folder, self._source)), 0.0, (0, 0), 0
        for one in self._saved:
            state, begun = checkpoint.load(one.saved.path), trainer.state()
            if not follow(trainer, self.steps[taken : one.steps], one.saved.place, interrupted):
                return None, None
            off = difference(state.theta, trainer.network.parameters.theta)
            far = off > rounding(state.theta)
            if far and not self._explained(off, trainer, begun, taken, one, interrupted):
                return (start, one.saved.place), off
            trainer.restore(moved(state, self._source))
            worst, start, taken = max(worst, off), one.saved.place, one.steps
        return None, worst

    def _explained(
        self, off: float, trainer: Trainer, begun: State, taken: int, to: Passed, interrupted: Interrupted | None
    ) -> bool:
        """Whether rounding explains weights so far off at a checkpoint, and the losses on the way that were kept.

        It does where a training that begins one rounding apart comes nearly as far off, at the end and in each epoch:
        rounding grows little by little, what was changed shows at once.
        """
        other, signs = Trainer(begun.experiment), np.random.default_rng(0)
        units = np.finfo(begun.theta.dtype).eps * signs.choice([-1, 1], begun.theta.shape)
        other.restore(replace(begun, theta=(begun.theta * (1 + units)).astype(begun.theta.dtype)))
        if not follow(other, self.steps[taken : to.steps], to.saved.place, interrupted):
            return False
        if off > GROWN * difference(other.network.parameters.theta, trainer.network.parameters.theta):
            return False
        kept, again, apart = (dict(zip(one[:, 0], one[:, 1], strict=True)) for one in (
            self._kept_figures(), trainer.history.view(), other.history.view()
        ))  # fmt: skip
        grown = 0.0
        for epoch in sorted(kept.keys() & again.keys() & apart.keys()):
            if begun.epoch < epoch <= trainer.epoch:
                grown = max(grown, abs(apart[epoch] - again[epoch]))
                least = ROUNDING[begun.theta.itemsize] * max(1.0, abs(again[epoch]))
                if abs(kept[epoch] - again[epoch]) > max(least, GROWN * grown):
                    return False
        return True

    def _kept_figures(self) -> Array:
        """The figures of the run's epochs, a row each; none where they can't be read."""
        try:
            return metrics.read(self.folder.path / metrics.FILE_NAME)[0]
        except OSError:
            return np.zeros((0, 2))

    def _weights(self) -> Array | None:
        """The run's weights at the end, flat."""
        at_end = (one for one in reversed(self._saved) if one.saved.place == self.end and one.steps == self._all)
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


def same_bits(one: Array, other: Array) -> bool:
    """Whether two vectors are equal to the bit, their types too."""
    return one.dtype == other.dtype and one.tobytes() == other.tobytes()


def difference(one: Array, other: Array) -> float:
    """The largest difference of two vectors; infinite where it is no number, or one is longer."""
    if one.shape != other.shape:
        return inf
    with np.errstate(all="ignore"):
        off = float(np.abs(one - other).max(initial=0))
    return off if off == off else inf


def rounding(theta: Array) -> float:
    """How far weights like these may be off by rounding."""
    return ROUNDING[theta.itemsize] * max(1.0, float(np.abs(theta).max(initial=0)))


def unlike(entries: Sequence[Entry], today: Conditions) -> list[str]:
    """What of the start, as it is today, is unlike the conditions that the run had, each once."""
    known = [entry for entry in entries if isinstance(entry, Conditions)]
    if has_other_data(entries):  # when the run was resumed they needn't have been those that it began with
        known[1:] = [msgspec.structs.replace(entry, data_sha256=today.data_sha256) for entry in known[1:]]
    return list(dict.fromkeys(text for before in known for text in differences(before, today)))
