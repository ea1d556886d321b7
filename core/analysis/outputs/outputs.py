"""What a network says of its data at one moment, with a copy of the network."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.data.dataset import Data
from core.model.model import Model

from .given import MovedThreshold
from .split_outputs import SplitOutputs


@dataclass(frozen=True, eq=False)
class Outputs:
    """The outputs after `epoch` completed epochs and `batch` mini-batches of the next one; nothing here changes.

    `model` has a copy of the network as it was then; `splits` the outputs for the splits that were asked for, by name.
    `moved` is the threshold by which classes are given in all of them, None for the usual one.
    """

    model: Model
    data: Data = field(repr=False)
    epoch: int
    batch: int
    splits: Mapping[str, SplitOutputs] = field(repr=False)
    moved: MovedThreshold | None = None
    _latest: "dict[MovedThreshold, Outputs]" = field(default_factory=dict, init=False, repr=False)

    @property
    def position(self) -> tuple[int, int]:
        """The epoch and the mini-batch."""
        return self.epoch, self.batch

    def at(self, moved: MovedThreshold | None) -> "Outputs":
        """The same outputs with classes given by a moved threshold; the same object for the same one as before."""
        if moved is None:
            return self
        if moved not in self._latest:
            self._latest.clear()
            splits = {name: split.at(moved) for name, split in self.splits.items()}
            self._latest[moved] = replace(self, splits=splits, moved=moved)
        return self._latest[moved]


def split_shown_first(data: Data) -> str:
    """The split whose figures are shown first: validation, which training doesn't learn from; else train.

    Not test: whoever chooses settings by it has nothing left to test them by.
    """
    return "train" if data.validation is None else "validation"
