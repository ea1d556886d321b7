"""What a network says of its data at one moment, with a copy of the network."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.data.dataset import Data, Split
from core.model.model import Model

from .split_outputs import SplitOutputs

SPLITS = ("train", "validation", "test")


@dataclass(frozen=True, eq=False)
class Outputs:
    """The outputs after `epoch` completed epochs and `batch` mini-batches of the next one; nothing here changes.

    `model` has a copy of the network as it was then; `splits` the outputs for the splits that were asked for, by name.
    """

    model: Model
    data: Data = field(repr=False)
    epoch: int
    batch: int
    splits: Mapping[str, SplitOutputs] = field(repr=False)

    @property
    def position(self) -> tuple[int, int]:
        """The epoch and the mini-batch."""
        return self.epoch, self.batch


def examples_of(data: Data, split: str) -> Split | None:
    """The examples of the split "train", "validation" or "test"; None where there is no such split."""
    return {"train": data.train, "validation": data.validation, "test": data.test}[split]


def split_shown_first(data: Data) -> str:
    """The split whose figures are shown first: validation, which training doesn't learn from; else train.

    Not test: whoever chooses settings by it has nothing left to test them by.
    """
    return "train" if data.validation is None else "validation"
