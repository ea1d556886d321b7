"""One epoch's pass over all examples: their order, mini-batches and position."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from core.calls import Array
from core.data.dataset import Split
from core.equations import Equation
from core.network import Network
from core.program import Program, SharedState

from .minibatches import MinibatchBlock

LIGHT = 8192
"""Weights up to which a copy takes no time compared with the mini-batches of a block."""


class EpochPosition(NamedTuple):
    """A position in an epoch, between two mini-batches.

    Settled are the mini-batches of earlier blocks: `row` examples in `settled` mini-batches, with the summed `loss`.
    `done` mini-batches of the present block have run, with their Z^(L). `order` is that of the examples, None before it
    is drawn; `random` is the generator's state.
    """

    row: int
    settled: int
    loss: float
    done: int
    Z: Array | None
    order: Array | None
    random: Mapping[str, Any]


class Rollback:
    """A snapshot of what mini-batches change, to undo those that ran together.

    It is for one optimiser and the generator of dropout, and uses the same arrays each time.
    """

    def __init__(self, shared: SharedState) -> None:
        self._optimizer, self._random = shared.optimizer, shared.random
        changed = (self._optimizer.theta, self._optimizer.step, *self._optimizer.vectors.values())
        self._arrays: list[tuple[Array, Array]] = [(array, np.empty_like(array)) for array in changed]
        self._count = 0
        self._dropout: Mapping[str, Any] | None = None

    def save(self, dropout: bool) -> None:
        """Copy Θ and the optimiser's state and, with dropout, the generator's state."""
        self._count = self._optimizer.count
        for array, copy in self._arrays:
            copy[...] = array
        self._dropout = self._random.bit_generator.state if dropout else None

    def restore(self) -> None:
        """Write the copies back."""
        self._optimizer.count = self._count
        for array, copy in self._arrays:
            array[...] = copy
        if self._dropout is not None:
            self._random.bit_generator.state = self._dropout


class EpochCursor:
    """The position in an epoch over the n training examples.

    `done` of the `gathered` programs have run; `loss` is the sum over the settled mini-batches, those of earlier
    blocks. The same object is used for all epochs: `begin` returns to the start. The examples are shuffled when the
    first of them are gathered, unless a single mini-batch takes them all.
    """

    def __init__(
        self, network: Network, examples: Split, shared: SharedState, gradient: Array, random: np.random.Generator
    ) -> None:
        self.network, self.examples, self.shared, self.gradient = network, examples, shared, gradient
        self.n, self._random, self._order = examples.m, random, np.arange(examples.m)
        self.batch_size = 0
        self._blocks: dict[int, MinibatchBlock] = {}
        self._last: Program | None = None
        self._rollback: Rollback | None = None
        self.begin()

    def begin(self) -> None:
        """Return to the start, for the next epoch."""
        self.gathered: list[Program] = []
        self.done = self._row = self._settled = 0
        self.loss, self._ordered = 0.0, False

    @property
    def batch(self) -> int:
        """The number of mini-batches done."""
        return self._settled + self.done

    @property
    def batches(self) -> int:
        """The number of mini-batches in the epoch."""
        begun = len(self.gathered) * self._block.m if self.gathered else 0
        return self._settled + len(self.gathered) + -(-(self.n - self._row - begun) // self._size)

    @property
    def finished(self) -> bool:
        """Whether all examples are settled."""
        return self._row == self.n

    @property
    def program(self) -> Program:
        """The program of the next mini-batch, with its examples in place."""
        return self.gathered[self.done] if self.gathered else self.gather()[0]

    def gather(self) -> list[Program]:
        """The programs of the next mini-batches, as many as a block holds, with their examples in place."""
        left = self.n - self._row
        m = min(self._size, left)
        if not self._ordered and m < self.n:  # from a fixed start, so that only the generator decides the order
            self._order[:] = np.arange(self.n)
            self._random.shuffle(self._order)
            self._ordered = True
        self._block = self._block_of(m)
        rows = self._order[self._row : self._row + min(self._block.count, left // m) * m]
        self.gathered = self._block.gather(rows)
        return self.gathered

    @property
    def last(self) -> Program | None:
        """The program of the mini-batch that ran last; None before the first one and after `restore`."""
        return self.gathered[self.done - 1] if self.done else self._last

    @property
    def equations(self) -> Sequence[Equation]:
        """The equations of the next mini-batch, whose examples needn't be in place.

        Valid between any two mini-batches, also before `settle` when all gathered ones are done.
        """
        if self.done < len(self.gathered):
            return self.gathered[self.done].equations
        left = self.n - self._row - (self.done * self._block.m if self.done else 0)
        return self._block_of(min(self._size, left or self.n)).programs(1)[0].equations

    def settle(self) -> None:
        """Add up the losses of the mini-batches done since the last gathering, and discard the rest of the block."""
        if self.done:
            self._last = self.last
            self.loss += self._block.loss(0, self.done)
            self._row += self.done * self._block.m
            self._settled += self.done
        self.gathered, self.done = [], 0

    def position(self) -> "EpochPosition":
        """The present position, between two mini-batches."""
        Z = self._block.batch_Z[: self.done].copy() if self.done else None
        order = self._order.copy() if self._ordered else None
        return EpochPosition(self._row, self._settled, self.loss, self.done, Z, order, self._random.bit_generator.state)

    def restore(self, position: "EpochPosition") -> None:
        """Return to a position exactly."""
        self.begin()
        self._last = None
        self._row, self._settled, self.loss = position.row, position.settled, position.loss
        if position.order is not None:
            self._order[:], self._ordered = position.order, True
        self._random.bit_generator.state = position.random
        if position.Z is not None:
            self.gather()
            self.done = position.done
            for program, Z in zip(self.gathered, position.Z, strict=False):
                program.restore_output(Z)

    @property
    def rows(self) -> Array:
        """The indices, from 0, of the examples in the next mini-batch."""
        return self.example_rows(self.done, self.done + 1).copy()

    def example_rows(self, first: int, last: int) -> Array:
        """The indices, from 0, of the examples in the gathered mini-batches first … last − 1; a view."""
        start, m = self._row, self._block.m
        return self._order[start + first * m : start + last * m] if self._ordered else np.arange(self.n)

    @property
    def runs_together(self) -> bool:
        """Whether mini-batches run together, checked once afterwards; it pays if a rollback copy is cheap."""
        return self.gradient.size <= LIGHT

    def finite(self, first: int) -> bool:
        """Whether all values are finite in the gathered mini-batches from `first` on that are done."""
        return self._block.finite(first, self.done)

    def roll_back(self, first: int) -> list[Program]:
        """Return to before the gathered mini-batch `first`, where `rollback` was saved; the programs done since."""
        programs = self.gathered[first : self.done]
        self.rollback.restore()
        self.done = first
        return programs

    @property
    def rollback(self) -> Rollback:
        """The snapshot for the present network and optimiser."""
        if self._rollback is None:
            self._rollback = Rollback(self.shared)
        return self._rollback

    def use_data(self, examples: Split) -> None:
        """Use other examples, from the start of an epoch; `restore` sets the position."""
        self.examples, self.n, self._order = examples, examples.m, np.arange(examples.m)
        self._blocks.clear()
        self.begin()

    def use_network(self, network: Network, gradient: Array) -> None:
        """Use this network, with the same inputs and outputs, in the mini-batches that follow."""
        self.network, self.gradient = network, gradient
        self.recompile()

    def recompile(self) -> None:
        """Use new programs from here on, each compiled when first needed."""
        self.settle()
        self._blocks.clear()
        self._rollback = None

    def _block_of(self, m: int) -> MinibatchBlock:
        """The block for mini-batches of m examples, compiled when first needed."""
        if m not in self._blocks:
            parameters, pair = self.network.parameters, self.network.pair
            # The whole epoch's number, since the last bits of a sum of losses depend on how many are added at once.
            max_batches = self.n // m if m == self._size else 1
            self._blocks[m] = MinibatchBlock(
                parameters, pair, self.examples, m, max_batches, self.shared, self.gradient
            )
        return self._blocks[m]

    @property
    def _size(self) -> int:
        return min(self.batch_size or self.n, self.n)
