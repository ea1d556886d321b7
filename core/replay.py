"""A run's journal once more from its start: the same bits, where machine and NumPy are the same."""

from typing import NamedTuple

import numpy as np

from . import checkpoint
from .errors import InputError
from .experiment import Experiment
from .journal import Entry, Place, Step, Stop, place, steps
from .journey import advance, here
from .resuming import differences, journal_of
from .runs import RunFolder
from .texts import _
from .trainer import Interrupted, Trainer


class Verdict(NamedTuple):
    """Whether a replay ended on the run's own bits; `off` is the largest difference of a weight, None if unknown."""

    exact: bool
    off: float | None
    text: str


class Replay:
    """The training of a run, to be trained again by `run`. Raises InputError where the run can't be read."""

    def __init__(self, folder: RunFolder) -> None:
        self.folder, self.notes = folder, list[str]()
        self.entries: list[Entry] = journal_of(folder, self.notes)
        self.steps: list[Step] = steps(self.entries)
        self.trainer = Trainer(Experiment.load(folder.path))
        self.notes += differences(self.entries, self.trainer)
        self.end = self._end()

    def _end(self) -> Place:
        """Where the run stopped, else where it was saved last."""
        if isinstance(last := self.entries[-1] if self.entries else None, Stop):
            return place(last)
        numbered = self.folder.numbered()
        if not numbered:
            raise InputError(_("{}: found no checkpoint, expected a run that was saved").format(self.folder.path))
        _number, epoch, batch, _path = numbered[-1]
        return epoch, batch

    def run(self, interrupted: Interrupted | None = None) -> bool:
        """On to the end; False if interrupted, then call it again. Raises Diverged."""
        return advance(self.trainer, self.end, self.steps, interrupted)

    @property
    def at_end(self) -> bool:
        """Whether all has been done again."""
        return here(self.trainer) == self.end

    def verdict(self) -> Verdict:
        """How the weights compare with the run's, once the end is reached."""
        assert here(self.trainer) == self.end, "run comes first"
        last = self.entries[-1] if self.entries else None
        if isinstance(last, Stop) and last.weights_sha256 == self.trainer.weights_sha256:
            return Verdict(True, 0.0, _("the same weights, to the last bit"))
        theta = self._saved()
        if theta is None:
            return Verdict(False, None, _("other weights than the run's, which can't be read to compare"))
        off = float(np.abs(theta - self.trainer.network.parameters.theta).max())
        if np.array_equal(theta, self.trainer.network.parameters.theta):
            return Verdict(True, 0.0, _("the same weights, to the last bit"))
        return Verdict(False, off, _("other weights than the run's: they differ by up to {:.3g}").format(off))

    def _saved(self) -> np.ndarray | None:
        """The run's weights at the end, flat."""
        for _number, epoch, batch, path in reversed(self.folder.numbered()):
            if (epoch, batch) == self.end:
                try:
                    return checkpoint.load(path).theta
                except InputError as problem:
                    self.notes.append(str(problem))
        return None
