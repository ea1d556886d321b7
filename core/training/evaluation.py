"""How good a network is on a split, dropout off: loss, accuracy, R²."""

from collections.abc import Callable
from math import nan
from typing import NamedTuple

import numpy as np

from core.calls import Array
from core.data.dataset import Data, Split
from core.network import Network
from core.program import Program

CHUNK = 2048


class Figures(NamedTuple):
    """Mean loss over the examples; share of right classes, or R² averaged over outputs; NaN where it has no meaning."""

    loss: float
    accuracy: float
    r2: float


NOT_EVALUATED = Figures(nan, nan, nan)


def count_correct(output: Array, Y: Array, threshold: float, exclusive: bool) -> int:
    """Rows that are right: the greatest output is the target's, else, unless `exclusive`, each is on its side."""
    if exclusive:
        return int(np.count_nonzero(output.argmax(1) == Y.argmax(1)))
    return int(np.count_nonzero(((output > threshold) == (Y > threshold)).all(1)))


def r_squared(residual: Array, total: Array) -> float:
    """1 − Σ (y − a)² / Σ (y − ȳ)², averaged over the outputs; NaN for constant targets."""
    return float(np.mean(1 - residual / total)) if np.all(total > 0) else nan


def class_threshold(Y: Array) -> float:
    """The output above which an example is taken to be of the class: classes are coded as 0 and 1, or as -1 and 1."""
    return 0.0 if (Y < 0).any() else 0.5


def are_exclusive(Y: Array, threshold: float) -> bool:
    """Whether every row of the targets, m × s_L, is of exactly one of several classes."""
    return Y.shape[1] > 1 and bool((np.count_nonzero(Y > threshold, 1) == 1).all())


class Evaluator:
    """Takes the figures of one split, X m × (s_1 + 1) with its ones column and Y m × s_L.

    An output above the threshold says that the example is of its class.
    """

    def __init__(self, network: Network, X: Array, Y: Array, task: str, threshold: float = 0.5) -> None:
        self.network, self.X, self.Y, self.task, self.threshold = network, X, Y, task, threshold
        self.exclusive = are_exclusive(Y, threshold)
        self.total = np.zeros(Y.shape[1])
        if task == "regression":
            with np.errstate(all="ignore"):
                total = np.square(Y - Y.mean(0)).sum(0, dtype=float)
            if np.isfinite(total).all():  # targets beyond the root of the largest number have no R², as constant ones
                self.total = total
        self.chunks = [slice(start, start + CHUNK) for start in range(0, len(X), CHUNK)]

    def figures(self, look: Callable[[Program], object] | None = None) -> Figures:
        """Loss and accuracy, or loss and R², of the weights as they are; `look` sees each forward pass.

        Called with NumPy's warnings off, because weights on their way to divergence have figures, too.
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
        m = len(self.X)
        if self.task == "regression":
            return Figures(loss / m, nan, r_squared(residual, self.total))
        return Figures(loss / m, correct / m, nan)


class Evaluation:
    """Takes the figures of a network on the splits of its data, "train", "validation" and "test"."""

    def __init__(self, network: Network, data: Data) -> None:
        splits = {"train": data.train, "validation": data.validation, "test": data.test}
        threshold = class_threshold(data.train.Y)
        self.evaluators = {
            name: Evaluator(network, split.X, split.Y, data.task, threshold) for name, split in splits.items() if split
        }

    def use_network(self, network: Network) -> None:
        """Take the figures of another network from here on."""
        for evaluator in self.evaluators.values():
            evaluator.network = network

    def figures(self, split: str, look: Callable[[Program], object] | None = None) -> Figures:
        """Those of the weights as they are; UNTAKEN where there is no such split. `look` sees each forward pass."""
        with np.errstate(all="ignore"):
            return self.evaluators[split].figures(look) if split in self.evaluators else NOT_EVALUATED


def sample(examples: Split, most: int) -> tuple[Array, Array]:
    """X and Y in float64, of all examples or of `most` of them, evenly spaced."""
    rows = np.linspace(0, examples.m - 1, min(examples.m, most)).astype(int)
    return examples.X[rows].astype(float), examples.Y[rows].astype(float)
