"""What a model says of rows that come in blocks: the same bits as of all rows at once."""

from dataclasses import dataclass, field

import numpy as np

from core.calls import Array
from core.model.model import ROWS, Model


@dataclass
class OutputsOfBlocks:
    """The outputs of a model for rows that come in blocks of any size.

    The last bits of a row's outputs depend on how many rows are computed beside it, so rows wait for a full batch of
    `Model.outputs`. `waiting` are those behind the last full batch; the outputs of the first `told` of them are known.
    """

    model: Model
    waiting: Array = field(init=False)
    told: int = 0

    def __post_init__(self) -> None:
        self.waiting = np.empty((0, len(self.model.preparation.codings)))

    def of_block(self, block: Array) -> Array:
        """The outputs of the waiting rows and of those of a block, m × s, up to the last full batch."""
        missing = ROWS - len(self.waiting)
        batch = np.concatenate([self.waiting, block[:missing]])
        if len(batch) < ROWS:
            self.waiting = batch
            return self.model.outputs(batch[:0])
        others = block[missing:]
        end = len(others) // ROWS * ROWS
        found = np.concatenate([self.model.outputs(batch)[self.told :], self.model.outputs(others[:end])])
        self.waiting, self.told = others[end:].copy(), 0
        return found

    def of_waiting(self, is_end: bool) -> Array:
        """The outputs of the waiting rows that aren't told yet.

        Unless they are the last rows, they are computed in a full batch, as those that follow will fill it.
        """
        count = len(self.waiting)
        batch = self.waiting if is_end or not count else np.resize(self.waiting, (ROWS, self.waiting.shape[1]))
        found = self.model.outputs(batch)[self.told : count]
        self.told = count
        return found
