"""The least that an epoch can cost with this BLAS: its matrix products and nothing else."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from workloads import Task

from core.calls import Array

Product = tuple[Array, Array, Array]


class PureGemm:
    """For each layer Z = A Θ, ∇ = Aᵀ Δ, and Δ Θ[1:, :]ᵀ but for the first, into buffers made once; no values matter."""

    def __init__(self, task: Task) -> None:
        count, rest = divmod(task.workload.rows, task.workload.m)
        self.batches = [self.products(task, task.workload.m)] * count + [self.products(task, rest)] * bool(rest)

    def products(self, task: Task, m: int) -> list[Product]:
        """The factors and the result of each product of a mini-batch of m rows, all batch-major."""
        random, dtype = np.random.default_rng(2), task.workload.dtype
        made: Callable[..., Array] = lambda *shape: random.normal(size=shape).astype(dtype)  # noqa: E731
        products: list[Product] = []
        for l, (s, following) in enumerate(pairwise(task.workload.sizes), 1):
            A, theta, delta = made(m, 1 + s), made(1 + s, following), made(m, following)
            products += [(A, theta, np.empty_like(delta)), (A.T, delta, np.empty_like(theta))]
            if l > 1:
                products.append((delta, theta[1:].T, np.empty((m, s), dtype)))
        return products

    def train(self, epochs: int) -> list[float]:
        """As many products as so many epochs have; no loss."""
        dot = np.dot
        for _ in range(epochs):
            for products in self.batches:
                for left, right, out in products:
                    dot(left, right, out)
        return []
