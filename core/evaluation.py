"""How good a network is on a split, dropout off: loss, accuracy, R²."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .calls import Array
from .network import Network
from .program import Program

CHUNK = 2048


class Figures(NamedTuple):
    """Mean loss over the examples; share of right classes, or R² averaged over outputs; NaN where it has no meaning."""

    loss: float
    accuracy: float
    r2: float


def count_correct(output: Array, Y: Array, threshold: float, exclusive: bool) -> int:
    """Rows that are right: the greatest output is the target's, else, unless `exclusive`, each is on its side."""
    if exclusive:
        return int(np.count_nonzero(output.argmax(1) == Y.argmax(1)))
    return int(np.count_nonzero(((output > threshold) == (Y > threshold)).all(1)))


def r_squared(residual: Array, total: Array) -> float:
    """1 − Σ (y − a)² / Σ (y − ȳ)², averaged over the outputs; NaN for constant targets."""
    return float(np.mean(1 - residual / total)) if np.all(total > 0) else float("nan")


class Evaluator:
    """Figures of one split, X m × (s_1 + 1) with its ones column and Y m × s_L, taken again and again.

    An output above the threshold says that the example is of its class.
    """

    def __init__(self, network: Network, X: Array, Y: Array, task: str, threshold: float = 0.5) -> None:
        self.network, self.X, self.Y, self.task, self.threshold = network, X, Y, task, threshold
        self.exclusive = Y.shape[1] > 1 and bool((np.count_nonzero(Y > self.threshold, 1) == 1).all())
        self.total = np.zeros(Y.shape[1])
        if task == "regression":
            with np.errstate(all="ignore"):
                total = np.square(Y - Y.mean(0)).sum(0, dtype=float)
            if np.isfinite(total).all():  # targets beyond the root of the largest number have no R², as constant ones
                self.total = total
        self.chunks = [slice(start, start + CHUNK) for start in range(0, len(X), CHUNK)]

    def figures(self, look: Callable[[Program], object] | None = None) -> Figures:
        """Loss and accuracy, or loss and R², of the weights as they are; `look` sees each forward pass.

        Called with NumPy's warnings off: weights on their way to divergence have figures too.
        """
        loss, correct, residual = 0.0, 0, np.zeros(self.Y.shape[1])
        for chunk in self.chunks:
            Y = self.Y[chunk]
            program = self.network.forward(self.X[chunk])
            if look is not None:
                look(program)
            loss += self.network.pair.loss(program.batch.Z, Y)
            output = program.A[program.L]
            if self.task == "regression":
                residual += np.square(Y - output).sum(0, dtype=float)
            else:
                correct += count_correct(output, Y, self.threshold, self.exclusive)
        m, nan = len(self.X), float("nan")
        if self.task == "regression":
            return Figures(loss / m, nan, r_squared(residual, self.total))
        return Figures(loss / m, correct / m, nan)
