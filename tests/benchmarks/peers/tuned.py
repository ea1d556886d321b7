"""NumPy written by hand for these networks and nothing else: what a prototype costs on this machine.

Calls on buffers made once, all ideas of the program at work, but no guard, no ‖∇‖, no history, no Z kept, 1/m taken
once, and a loss from A, which is not exact near 0 and 1.
"""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from math import sqrt
from typing import Any, Literal

import numpy as np
from numpy import add, divide, multiply, subtract
from workloads import BETA1, BETA2, EPSILON, MOMENTUM, Task

from core.calls import Array

Calls = list[tuple[Callable[..., Any], tuple[Any, ...]]]

BLOCK_BYTES, BLOCK_BATCHES, FEATURE_MAJOR, SMALL = 256 * 1024, 64, 4096, 2048


def dot(left: Array, right: Array, out: Array) -> Calls:
    """out ← left · right in either memory order."""
    return [(left.dot, (right, out)) if out.flags.c_contiguous else (right.T.dot, (left.T, out.T))]


class Block:
    """Mini-batches of m rows, gathered together: a list of calls each. With Δ = A − Y, so no sign is turned."""

    def __init__(self, peer: "TunedNumpy", m: int, most: int) -> None:
        workload, (n, width) = peer.task.workload, peer.X.shape
        self.peer, self.m, self.whole, outputs = peer, m, m == n, workload.sizes[-1]
        dtype = peer.X.dtype
        self.count = max(1, min(most, BLOCK_BATCHES, BLOCK_BYTES // (m * width * dtype.itemsize)))
        self.X = peer.X[None] if self.whole else np.empty((self.count, m, width), dtype)
        self.Y, self.A = (np.empty((self.count, outputs, m), dtype).transpose(0, 2, 1) for _ in range(2))
        self.rows_Y = np.empty((self.count * m, outputs), dtype)
        if self.whole:
            self.Y[0] = peer.Y
        order: Literal["F", "C"] = "F" if m * max(workload.sizes[1:]) <= FEATURE_MAJOR else "C"
        self.hidden = [np.ones((m, 1 + s), dtype, order) for s in workload.sizes[1:-1]]
        self.slopes = [np.empty((m, s), dtype, order) for s in workload.sizes[1:-1]]
        self.deltas = [np.empty((m, s), dtype, order) for s in workload.sizes[1:-1]]
        self.deltas.append(np.empty((m, outputs), dtype, "F"))
        self.calls = [self.program(*slot) for slot in zip(self.X, self.Y, self.A, strict=True)]

    def program(self, X: Array, Y: Array, A: Array) -> Calls:
        """Forward, backward, update."""
        peer, activation = self.peer, self.peer.task.workload.activation
        layers, calls = [X, *self.hidden], Calls()
        for before, hidden, theta in zip(layers, self.hidden, peer.thetas, strict=False):
            values = hidden[:, 1:]
            Z = values if values.flags.f_contiguous else np.empty_like(values)  # BLAS leaves no gap for the ones
            calls += dot(before, theta, Z)
            if activation == "tanh":
                calls.append((np.tanh, (Z, values)))
            else:
                calls.append((partial(np.maximum, out=values), (Z, np.zeros_like(Z))))
        calls += dot(layers[-1], peer.thetas[-1], A) + self.output(A)
        delta, share = self.deltas[-1], np.array(1 / self.m, A.dtype)
        calls += [(subtract, (A, Y, delta)), (multiply, (delta, share, delta))]
        for l in reversed(range(len(layers))):
            calls += dot(layers[l].T, self.deltas[l], peer.gradients[l])
            if l:
                values, delta = layers[l][:, 1:], self.deltas[l - 1]
                calls += dot(self.deltas[l], peer.thetas[l][1:].T, delta) + self.slope(values, l - 1, delta)
        return calls + peer.update

    def slope(self, values: Array, l: int, delta: Array) -> Calls:
        """delta ∘ g'."""
        slope = self.slopes[l]
        if self.peer.task.workload.activation == "tanh":
            one = np.array(1, slope.dtype)
            return [
                (multiply, (values, values, slope)),
                (subtract, (one, slope, slope)),
                (multiply, (delta, slope, delta)),
            ]
        if slope.size <= SMALL:
            return [(np.sign, (values, slope)), (multiply, (delta, slope, delta))]
        mask = np.empty_like(slope, bool)
        return [(np.greater, (values, np.array(0, slope.dtype), mask)), (multiply, (delta, mask, delta))]

    def output(self, A: Array) -> Calls:
        """Sigmoid or softmax in place of Z."""
        if self.peer.task.workload.output == "sigmoid":
            half = np.array(0.5, A.dtype)
            return [(multiply, (A, half, A)), (np.tanh, (A, A)), (multiply, (A, half, A)), (add, (A, half, A))]
        total, ones = np.empty((len(A), 1), A.dtype), np.ones(A.shape[1], A.dtype)
        return [
            (np.maximum.reduce, (A, 1, None, total[:, 0])),
            (subtract, (A, total, A)),
            (np.exp, (A, A)),
            (A.dot, (ones, total[:, 0])),
            (divide, (A, total, A)),
        ]

    def run(self, rows: Array) -> float:
        """Train on the mini-batches of these rows; the sum of their losses."""
        count = len(rows) // self.m
        if not self.whole:
            self.peer.X.take(rows, 0, self.X[:count].reshape(len(rows), -1), "clip")
            self.peer.Y.take(rows, 0, self.rows_Y[: len(rows)], "clip")
            np.copyto(self.Y[:count], self.rows_Y[: len(rows)].reshape(count, self.m, -1))
        for calls in self.calls[:count]:
            for function, arguments in calls:
                function(*arguments)
        Y, A = self.Y[:count].swapaxes(1, 2), self.A[:count].swapaxes(1, 2)
        loss = -float(np.vdot(Y, np.log(A)))
        return float(loss - np.vdot(1 - Y, np.log(1 - A)) if A.shape[1] == 1 else loss)


class TunedNumpy:
    """One flat Θ, one flat ∇, and blocks of mini-batches."""

    def __init__(self, task: Task) -> None:
        self.task, workload = task, task.workload
        self.X = np.ones((workload.rows, 1 + workload.sizes[0]), workload.dtype)
        self.X[:, 1:], self.Y = task.X, task.Y
        self.theta = np.concatenate([theta.reshape(-1) for theta in task.thetas])
        self.nabla = np.empty_like(self.theta)
        self.thetas, self.gradients = (self.views(flat) for flat in (self.theta, self.nabla))
        self.update, self.t = list(self.optimizer()), 0
        rest = workload.rows % workload.m
        self.block = Block(self, workload.m, workload.rows // workload.m)
        self.last = Block(self, rest, 1) if rest else None
        self.order, self.random = np.arange(workload.rows), np.random.default_rng(1)

    def views(self, flat: Array) -> list[Array]:
        """A flat vector's matrices."""
        shapes = [(1 + s, following) for s, following in pairwise(self.task.workload.sizes)]
        ends = np.cumsum([rows * columns for rows, columns in shapes])[:-1]
        return [part.reshape(shape) for part, shape in zip(np.split(flat, ends), shapes, strict=True)]

    def optimizer(self) -> Calls:
        """The calls of an update over all weights."""
        workload, theta, g, step = self.task.workload, self.theta, self.nabla, np.empty_like(self.theta)
        mu, nu = np.zeros_like(theta), np.zeros_like(theta)
        number = partial(np.array, dtype=theta.dtype)
        rate, epsilon = number(workload.learning_rate), number(EPSILON)
        descend: Calls = [(multiply, (mu, rate, step)), (subtract, (theta, step, theta))]
        if workload.optimizer == "gradient_descent":
            return [(multiply, (g, rate, step)), (subtract, (theta, step, theta))]
        if workload.optimizer == "momentum":
            return [(multiply, (mu, number(MOMENTUM), mu)), (add, (mu, g, mu)), *descend]

        def correct() -> None:
            self.t += 1
            root = sqrt(1 - BETA2**self.t)
            rate[()], epsilon[()] = workload.learning_rate * root / (1 - BETA1**self.t), EPSILON * root

        return [
            (correct, ()),
            (multiply, (mu, number(BETA1), mu)),
            (multiply, (g, number(1 - BETA1), step)),
            (add, (mu, step, mu)),
            (multiply, (nu, number(BETA2), nu)),
            (multiply, (g, g, step)),
            (multiply, (step, number(1 - BETA2), step)),
            (add, (nu, step, nu)),
            (np.sqrt, (nu, step)),
            (add, (step, epsilon, step)),
            (divide, (mu, step, step)),
            (multiply, (step, rate, step)),
            (subtract, (theta, step, theta)),
        ]

    def train(self, epochs: int) -> list[float]:
        """Epochs of mini-batches, J of each epoch from before the updates."""
        with np.errstate(all="ignore"):
            return [self.epoch() for _ in range(epochs)]

    def epoch(self) -> float:
        """All rows once."""
        n, block, loss = self.task.workload.rows, self.block, 0.0
        if not block.whole:
            self.random.shuffle(self.order)
        full = n - n % block.m
        for start in range(0, full, block.count * block.m):
            loss += block.run(self.order[start : min(full, start + block.count * block.m)])
        if self.last is not None:
            loss += self.last.run(self.order[full:])
        return loss / n

    def gradient(self, rows: Array) -> list[Array]:
        """Of one mini-batch."""
        kept, self.update[:] = list(self.update), []
        block = Block(self, len(rows), 1)
        block.run(rows)
        self.update[:] = kept
        return [gradient.copy() for gradient in self.gradients]
