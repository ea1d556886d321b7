"""Metrics of a network on a split, dropout off: loss, accuracy, R²."""

from collections.abc import Callable, Iterator
from math import nan
from typing import NamedTuple

import numpy as np

from core.calls import Array
from core.data.dataset import Data, Split
from core.model.output_meaning import class_threshold, has_exclusive_classes
from core.network import Network
from core.program import Program

CHUNK = 2048
"""Rows that are evaluated at once."""


class Figures(NamedTuple):
    """Mean loss, accuracy (the share of correct rows), and R² averaged over outputs; NaN where undefined.

    Where examples have weights, the loss is their weighted mean, Σ w J_i / Σ w; accuracy and R² are never weighted.
    """

    loss: float
    accuracy: float
    r2: float


NOT_EVALUATED = Figures(nan, nan, nan)


def count_correct(output: Array, Y: Array, threshold: float, exclusive: bool) -> int:
    """The number of correct rows. If classes are `exclusive`, the greatest output must be that of the target; else each
    output must be on its target's side of the threshold.
    """
    if exclusive:
        return int(np.count_nonzero(output.argmax(1) == Y.argmax(1)))
    return int(np.count_nonzero(((output > threshold) == (Y > threshold)).all(1)))


def r_squared(residual: Array, total: Array) -> float:
    """R² = 1 − Σ (y − a)² / Σ (y − ȳ)², averaged over the outputs; NaN if the targets of one are constant."""
    return float(np.mean(1 - residual / total)) if np.all(total > 0) else nan


class Evaluator:
    """Computes the metrics of one split.

    If classes are `exclusive`, the greatest output says the class; else an output above the threshold claims its class.
    """

    def __init__(self, network: Network, examples: Split, task: str, threshold: float, exclusive: bool) -> None:
        self.network, self.examples, self.task = network, examples, task
        self.threshold, self.exclusive = threshold, exclusive
        Y = examples.Y
        self.total = np.zeros(Y.shape[1])
        if task == "regression":
            with np.errstate(all="ignore"):
                total = np.square(Y - Y.mean(0)).sum(0, dtype=float)
            if np.isfinite(total).all():  # else the squares overflow, and there is no R²
                self.total = np.where(Y.min(0) == Y.max(0), 0, total)  # the mean of equal numbers may be another one
        self.chunks = list(chunks(examples))
        self.total_weight = examples.total_weight

    def figures(self, on_forward: Callable[[Program], object] | None = None) -> Figures:
        """Loss and accuracy, or loss and R², with the present weights; `on_forward` is called after each forward pass.

        To be called with NumPy's warnings off, because diverging weights are evaluated too.
        """
        loss, correct, residual = 0.0, 0, np.zeros(self.examples.Y.shape[1])
        for chunk in self.chunks:
            Y = chunk.Y
            program = self.network.forward(chunk.X)
            if on_forward is not None:
                on_forward(program)
            loss += self.network.pair.loss(program.batch.Z, Y, chunk.w)
            output = program.A[program.L]
            if self.task == "regression":
                residual += np.square(Y - output).sum(0, dtype=float)
            else:
                correct += count_correct(output, Y, self.threshold, self.exclusive)
        mean = loss / self.total_weight
        if self.task == "regression":
            return Figures(mean, nan, r_squared(residual, self.total))
        return Figures(mean, correct / self.examples.m, nan)


class Evaluation:
    """Computes the metrics of a network on the splits of its data, "train", "validation" and "test"."""

    def __init__(self, network: Network, data: Data) -> None:
        threshold = class_threshold(data.train.Y)
        exclusive = data.task == "classification" and has_exclusive_classes(data)
        self.evaluators = {
            name: Evaluator(network, split, data.task, threshold, exclusive) for name, split in data.splits.items()
        }

    def use_network(self, network: Network) -> None:
        """Evaluate another network from here on."""
        for evaluator in self.evaluators.values():
            evaluator.network = network

    def figures(self, split: str, on_forward: Callable[[Program], object] | None = None) -> Figures:
        """The metrics with the present weights, NOT_EVALUATED without such a split; `on_forward` as in Evaluator."""
        with np.errstate(all="ignore"):
            return self.evaluators[split].figures(on_forward) if split in self.evaluators else NOT_EVALUATED


def chunks(examples: Split) -> Iterator[Split]:
    """The examples in parts of CHUNK rows, as views."""
    for start in range(0, examples.m, CHUNK):
        yield examples.part(slice(start, start + CHUNK))


def sample(examples: Split, limit: int) -> Split:
    """All examples or at most `limit`, evenly spaced, in float64."""
    rows = np.linspace(0, examples.m - 1, min(examples.m, limit)).astype(int)
    return examples.part(rows).astype(float)


def weighted_mean(values: Array, w: Array | None) -> Array:
    """The mean of m rows of values, weighted by w, m × 1, if there are weights."""
    mean: Array = values.mean(0) if w is None else w[:, 0] @ values / w.sum()
    return mean


def mean_loss(network: Network, examples: Split) -> float:
    """J over these examples without the penalty: their mean, weighted where they have weights."""
    with np.errstate(all="ignore"):
        losses = [network.pair.loss(network.forward(part.X).batch.Z, part.Y, part.w) for part in chunks(examples)]
    return sum(losses) / examples.total_weight
