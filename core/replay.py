"""A run's journal once more from its start: the same bits, where program, machine and NumPy are the same.

Another version, NumPy or processor rounds the last bits differently. Up to `ROUNDING` weights count as the same. Over
thousands of mini-batches rounding may grow beyond that; then each part of the way is trained again from the checkpoint
before it. A journal that was changed fails there, rounding doesn't.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from math import inf
from typing import NamedTuple

import msgspec
import numpy as np

from . import checkpoint
from .calls import Array
from .conditions import conditions, differences
from .divergence import Diverged
from .errors import InputError
from .journal import Conditions, Entry, Place, Rewind, Step, Stop, place, steps
from .journey import advance, here
from .resuming import beginning, check_readable, has_other_data, journal_of, left_behind, misplaced, moved, rest
from .runs import JOURNAL, Numbered, RunFolder
from .texts import _
from .trainer import Interrupted, Trainer

ROUNDING = {8: 1e-9, 4: 1e-4}
"""By a number's bytes: how far a weight may be off by rounding, as a share of the largest one, or of 1."""


class Verdict(NamedTuple):
    """Whether a replay ended on the run's own bits, or on the same weights but for rounding.

    `off` is the largest difference of a weight, None if unknown.
    """

    exact: bool
    same: bool
    off: float | None
    text: str


class Replay:
    """The training of a run, to be trained again by `run`. `source` is where its data are now, if they were moved.

    `differs` is what isn't as it was when the run was trained: the program's version, NumPy, the processor, the data;
    `program` is today's version. Raises InputError where the run can't be read.
    """

    def __init__(self, folder: RunFolder, source: str | None = None, program: str = "") -> None:
        check_readable(folder)
        self.folder, self.notes, self._source = folder, list[str](), source
        self.entries: list[Entry] = journal_of(folder, self.notes)
        self.steps: list[Step] = steps(self.entries)
        self.trainer = Trainer(beginning(folder, source))
        self._saved = list(self._on_the_way())
        self.end = self._end()
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

    def _on_the_way(self) -> Iterator[tuple[Numbered, int]]:
        """The checkpoints on the way to where training was, and how many entries of the journal each holds."""
        for saved in self.folder.numbered():
            try:
                count, at = checkpoint.head_of(saved.path)
                if at != saved.place:
                    raise InputError(misplaced(saved.path, at))
            except InputError as problem:
                self.notes.append(str(problem))
                continue
            if not left_behind(self.entries, count, at) and rest(self.entries, count, at) is not None:
                yield saved, count

    def _end(self) -> Place:
        """Where the run stopped, else where it was saved last."""
        stop = self._stop
        if self._saved:
            last, count = self._saved[-1]
            if stop is None or (count >= len(self.entries) and last.place > place(stop)):
                return last.place
        if stop is not None:
            return place(stop)
        back = [entry.to for entry in self.entries if isinstance(entry, Rewind)]
        known = [*map(place, self.steps), *back[-1:]]
        if not known:
            raise InputError(_("{}: found no checkpoint, expected a run that was saved").format(self.folder.path))
        return max(known)

    def run(self, interrupted: Interrupted | None = None, to: Place | None = None) -> bool:
        """On to a place, at most and by default the end; False if interrupted, then call it again.

        Raises Diverged, and InputError where what the journal tells can't be done, or there is no such end.
        """
        done = advance(self.trainer, min(to or self.end, self.end), self.steps, interrupted)
        if here(self.trainer) > self.end:
            (epoch, batch), path = self.end, self.folder.path / JOURNAL
            message = _("{}: found an end at mini-batch {} of epoch {}, which has fewer; the journal is not this run's")
            raise InputError(message.format(path, f"{batch:,}", f"{epoch + 1:,}"))
        return done

    @property
    def at_end(self) -> bool:
        """Whether all has been done again."""
        return here(self.trainer) == self.end

    def verdict(self, interrupted: Interrupted | None = None) -> Verdict:
        """How the weights compare with the run's, once the end is reached.

        Where they differ by more than rounding, the run may be trained once more, part by part, unless `interrupted`.
        """
        assert self.at_end, "run comes first"
        theta, stop = self.trainer.network.parameters.theta, self._stop
        saved = self._weights()
        digest = stop.weights_sha256 if stop and place(stop) == self.end else None
        if saved is None and digest is None:
            return Verdict(False, False, None, _("there are no weights of the run to compare with"))
        if digest in (None, self.trainer.weights_sha256) and (saved is None or same_bits(saved, theta)):
            return Verdict(True, True, 0.0, _("the same weights as the run's, to the last bit"))
        why = "; ".join(self.differs)
        if saved is None or saved.shape != theta.shape:
            why = why or _("program, NumPy, processor and data are the same, so the journal is not all of it")
            text = _("other weights than the run's, which can't be compared: {}").format(why)
            return Verdict(False, False, None, text)
        off = difference(saved, theta)
        if digest not in (None, sha256(saved.tobytes()).hexdigest()):
            return Verdict(False, False, off, self._contradiction(saved, off))
        if off <= rounding(saved):
            why = why or _("program, NumPy, processor and data are the same")
            text = _("the same weights as the run's but for rounding: they differ by up to {:.1e}; {}")
            return Verdict(False, True, off, text.format(off, why))
        return self._far_off(off, why, interrupted)

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
                return Verdict(False, True, off, text.format(off, worst, why))
            if parted is not None:
                text = _(
                    "more than rounding explains between {} and {}: the journal, the data or a checkpoint was changed, "
                    "or the program computes it differently now; {}"
                )
                why = text.format(*(at(*one) for one in parted), why)
        return Verdict(False, False, off, _("other weights than the run's, by up to {:.3g}: {}").format(off, why))

    def _parting(self, interrupted: Interrupted | None) -> tuple[tuple[Place, Place] | None, float | None]:
        """Between which checkpoints the run can't be trained again, None where it can; and the largest difference.

        Both are None if interrupted. Raises InputError, Diverged.
        """
        trainer, worst, start = Trainer(beginning(self.folder, self._source)), 0.0, (0, 0)
        ahead: Sequence[Step] = self.steps
        for saved, count in self._saved:
            state = checkpoint.load(saved.path)
            if not advance(trainer, saved.place, ahead, interrupted):
                return None, None
            theta = trainer.network.parameters.theta
            off = difference(state.theta, theta) if state.theta.shape == theta.shape else inf
            if off > rounding(state.theta):
                return (start, saved.place), off
            trainer.restore(moved(state, self._source))
            worst, start, ahead = max(worst, off), saved.place, self.steps[len(steps(self.entries[:count])) :]
        return None, worst

    def _weights(self) -> Array | None:
        """The run's weights at the end, flat."""
        for saved, _count in reversed(self._saved):
            if saved.place == self.end:
                try:
                    return checkpoint.load(saved.path).theta
                except InputError as problem:
                    self.notes.append(str(problem))
        return None


def same_bits(one: Array, other: Array) -> bool:
    """Whether two vectors are equal to the bit, their types too."""
    return one.dtype == other.dtype and one.tobytes() == other.tobytes()


def difference(one: Array, other: Array) -> float:
    """The largest difference of two vectors; infinite where it is no number."""
    with np.errstate(all="ignore"):
        off = float(np.abs(one - other).max(initial=0))
    return off if off == off else inf


def rounding(theta: Array) -> float:
    """How far weights like these may be off by rounding."""
    return ROUNDING[theta.itemsize] * max(1.0, float(np.abs(theta).max(initial=0)))


def at(epoch: int, batch: int) -> str:
    """A place in words."""
    return _("epoch {}, mini-batch {}").format(epoch, batch) if batch else _("epoch {}").format(epoch)


def unlike(entries: Sequence[Entry], today: Conditions) -> list[str]:
    """What of the start, as it is today, is unlike the conditions that the run had, each once."""
    known = [entry for entry in entries if isinstance(entry, Conditions)]
    if has_other_data(entries):  # when the run was resumed they needn't have been those that it began with
        known[1:] = [msgspec.structs.replace(entry, data_sha256=today.data_sha256) for entry in known[1:]]
    return list(dict.fromkeys(text for before in known for text in differences(before, today)))
