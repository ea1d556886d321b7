"""JAX with its training step compiled: one call from Python a mini-batch."""

import jax
from workloads import Task

from peers.jax_network import Carry, JaxNetwork


class JaxStep(JaxNetwork):
    """The step gathers its rows itself, so that a call hands over nothing but their numbers."""

    def __init__(self, task: Task) -> None:
        super().__init__(task)

        def gathered(carry: Carry, X: jax.Array, Y: jax.Array, rows: jax.Array) -> tuple[Carry, jax.Array]:
            return self.step(carry, X[rows], Y[rows])

        self._gathered = jax.jit(gathered, donate_argnums=0)
        self._whole = jax.jit(self.step, donate_argnums=0)

    def train(self, epochs: int) -> list[float]:
        """The losses are fetched at each epoch's end, so that the calls of an epoch needn't wait for each other."""
        return [self._epoch() for _ in range(epochs)]

    def _epoch(self) -> float:
        if not self.workload.shuffled:
            self.carry, J = self._whole(self.carry, self.X, self.Y)
            return float(J)
        losses = []
        for rows in self.task.batches(self.random):
            self.carry, J = self._gathered(self.carry, self.X, self.Y, rows)
            losses.append((J, len(rows)))
        return sum(float(J) * m for J, m in losses) / self.workload.rows
