"""JAX with the whole epoch compiled: one call from Python an epoch."""

import jax
import numpy as np
from workloads import Task

from peers.jax_network import Carry, JaxNetwork


class JaxScanned(JaxNetwork):
    """`lax.scan` over the mini-batches, and a step for those rows that don't fill one.

    NumPy draws the order: JAX's own permutation takes longer than such an epoch.
    """

    def __init__(self, task: Task) -> None:
        super().__init__(task)
        n, m = task.workload.rows, task.workload.m
        count = n // m

        def epoch(carry: Carry, X: jax.Array, Y: jax.Array, order: jax.Array) -> tuple[Carry, jax.Array]:
            def gathered(carry: Carry, rows: jax.Array) -> tuple[Carry, jax.Array]:
                return self.step(carry, X[rows], Y[rows])

            carry, losses = jax.lax.scan(gathered, carry, order[: count * m].reshape(count, m))
            total = losses.sum() * m
            if count * m < n:
                carry, J = gathered(carry, order[count * m :])
                total += J * (n - count * m)
            return carry, total / n

        self._compiled = jax.jit(epoch if task.workload.shuffled else self.step, donate_argnums=0)

    def train(self, epochs: int) -> list[float]:
        """One call an epoch."""
        return [self._epoch() for _ in range(epochs)]

    def _epoch(self) -> float:
        order = (self.random.permutation(self.workload.rows).astype(np.int32),) if self.workload.shuffled else ()
        self.carry, J = self._compiled(self.carry, self.X, self.Y, *order)
        return float(J)
