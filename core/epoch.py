"""One way through all examples in mini-batches: their order, the programs that take them, and where we are."""

import numpy as np

from .batches import Block
from .calls import Array
from .network import Network
from .program import Program, Training


class Epoch:
    """X is n × (s_1 + 1), Y is n × s_L. `done` of the `gathered` programs have run; `loss` sums what is settled.

    The same object serves epoch after epoch: `begin` goes back to the start, and the examples get a new order when
    the first of them are gathered, unless one mini-batch takes them all.
    """

    def __init__(
        self, network: Network, X: Array, Y: Array, training: Training, gradient: Array, random: np.random.Generator
    ) -> None:
        self.network, self.X, self.Y, self.training, self.gradient = network, X, Y, training, gradient
        self.n, self._random, self._order = len(X), random, np.arange(len(X))
        self.batch_size = 0
        self._blocks: dict[int, Block] = {}
        self.begin()

    def begin(self) -> None:
        """Back to the start, for the next epoch."""
        self.gathered: list[Program] = []
        self.done = self._row = self._settled = 0
        self.loss, self._ordered = 0.0, False

    @property
    def batch(self) -> int:
        """Mini-batches done."""
        return self._settled + self.done

    @property
    def batches(self) -> int:
        """Mini-batches done and to do."""
        begun = len(self.gathered) * self._block.m if self.gathered else 0
        return self._settled + len(self.gathered) + -(-(self.n - self._row - begun) // self._size)

    @property
    def over(self) -> bool:
        """Whether every example has had its turn."""
        return self._row == self.n

    @property
    def program(self) -> Program:
        """The program of the next mini-batch, with its examples in place."""
        return self.gathered[self.done] if self.gathered else self.gather()[0]

    def gather(self) -> list[Program]:
        """The programs of the next mini-batches, as many as a block holds, with their examples in place."""
        left = self.n - self._row
        m = min(self._size, left)
        if not self._ordered and m < self.n:  # from a fixed start, so that the generator alone decides the order
            self._order[:] = np.arange(self.n)
            self._random.shuffle(self._order)
            self._ordered = True
        if m not in self._blocks:
            parameters, pair = self.network.parameters, self.network.pair
            self._blocks[m] = Block(parameters, pair, (self.X, self.Y), m, left // m, self.training, self.gradient)
        self._block = self._blocks[m]
        rows = self._order[self._row : self._row + min(self._block.count, left // m) * m]
        self.gathered = self._block.gather(rows)
        return self.gathered

    def settle(self) -> None:
        """Add up the losses of the mini-batches done since the last gathering, and let go of the others."""
        if self.done:
            self.loss += self._block.loss(0, self.done)
            self._row += self.done * self._block.m
            self._settled += self.done
        self.gathered, self.done = [], 0

    def recompile(self) -> None:
        """Go on from here with new programs, made when a mini-batch of their size comes."""
        self.settle()
        self._blocks.clear()

    @property
    def _size(self) -> int:
        return min(self.batch_size or self.n, self.n)
