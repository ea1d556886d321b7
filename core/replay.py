"""A run's journal once more from its start: the same bits, where machine and NumPy are the same."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from . import checkpoint
from .calls import Array
from .conditions import conditions, differences
from .errors import InputError
from .journal import Conditions, Entry, Place, Rewind, Step, Stop, place, steps
from .journey import advance, here
from .resuming import beginning, check_readable, has_other_data, journal_of, left_behind, misplaced, rest
from .runs import JOURNAL, Numbered, RunFolder
from .texts import _
from .trainer import Interrupted, Trainer


class Verdict(NamedTuple):
    """Whether a replay ended on the run's own bits; `off` is the largest difference of a weight, None if unknown."""

    exact: bool
    off: float | None
    text: str


class Replay:
    """The training of a run, to be trained again by `run`. `source` is where its data are now, if they were moved.

    `differs` is what isn't as it was when the run was trained: NumPy, the processor, the data. Raises InputError where
    the run can't be read.
    """

    def __init__(self, folder: RunFolder, source: str | None = None) -> None:
        check_readable(folder)
        self.folder, self.notes = folder, list[str]()
        self.entries: list[Entry] = journal_of(folder, self.notes)
        self.steps: list[Step] = steps(self.entries)
        self.trainer = Trainer(beginning(folder, source))
        self._saved = list(self._on_the_way())
        self.end = self._end()
        today = Conditions(**conditions(self.trainer.X, self.trainer.Y))
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

    def verdict(self) -> Verdict:
        """How the weights compare with the run's, once the end is reached."""
        assert here(self.trainer) == self.end, "run comes first"
        theta, stop = self.trainer.network.parameters.theta, self._stop
        saved = self._weights()
        digest = stop.weights_sha256 if stop and place(stop) == self.end else None
        if saved is None and digest is None:
            return Verdict(False, None, _("there are no weights of the run to compare with"))
        same = saved is None or (saved.dtype == theta.dtype and saved.tobytes() == theta.tobytes())
        told = digest in (None, self.trainer.weights_sha256)
        if same and told:
            return Verdict(True, 0.0, _("the same weights as the run's, to the last bit"))
        why = "; ".join(self.differs) or _("NumPy, processor and data are the same, so the journal is not all of it")
        if saved is None or saved.shape != theta.shape:
            return Verdict(False, None, _("other weights than the run's, which can't be compared: {}").format(why))
        off = float(np.abs(saved - theta).max())
        if same:
            text = _("the same weights as in the last checkpoint, but the journal ends with those of another digest")
        elif told and digest:
            text = _(
                "the weights that the journal ends with, but those in the last checkpoint are others, by up to {:.3g}"
            )
        else:
            text = _("other weights than the run's, by up to {:.3g}: {}")
        return Verdict(False, off, text.format(off, why))

    def _weights(self) -> Array | None:
        """The run's weights at the end, flat."""
        for saved, _count in reversed(self._saved):
            if saved.place == self.end:
                try:
                    return checkpoint.load(saved.path).theta
                except InputError as problem:
                    self.notes.append(str(problem))
        return None


def unlike(entries: Sequence[Entry], today: Conditions) -> list[str]:
    """What of the start, as it is today, is unlike the conditions that the run had, each once."""
    known = [entry for entry in entries if isinstance(entry, Conditions)]
    if has_other_data(entries):  # when the run was resumed they needn't have been those that it began with
        known[1:] = [msgspec.structs.replace(entry, data_sha256=today.data_sha256) for entry in known[1:]]
    return list(dict.fromkeys(text for before in known for text in differences(before, today)))
