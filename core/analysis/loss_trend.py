"""The trend of the train loss over recent epochs, and a constant output's loss."""

from functools import cached_property
from math import copysign, inf, nan, sqrt

import numpy as np

from core.calls import Array
from core.training.trainer import Trainer

WINDOW = 20
"""Smallest number of recent epochs: twice the patience of PyTorch's ReduceLROnPlateau, as two halves are compared."""
RECENT = 0.5
"""Share of all epochs that is recent, if that is more: what is slow in 50 epochs needn't be in 5,000."""
LEAST = 6
"""Smallest number of epochs for a trend."""


class LossTrend:
    """The trend of a trainer's loss: `loss` is the train loss of the recent epochs, `epochs` are their numbers.

    `fall` is the share by which the loss fell from the older half of them to the newer, `jitter` the standard deviation
    of its jumps around the trend, as a share of the loss, and `chance` the standard error of `fall`. All three are NaN
    before six epochs.
    """

    def __init__(self, trainer: Trainer) -> None:
        history, self._network, self._examples = trainer.history, trainer.network, trainer.data.train
        start = int(np.searchsorted(history.epoch, trainer.epoch - max(WINDOW, RECENT * trainer.epoch), "right"))
        self.loss, self.epochs = history.train_loss[start:], history.epoch[start:].astype(int)
        self.fall = self.jitter = self.chance = nan
        if len(self.loss) >= LEAST:
            half = len(self.loss) // 2
            older, newer = float(self.loss[:half].mean()), float(self.loss[half:].mean())
            bends = np.diff(self.loss, 2)  # of noise alone, their variance is 6 times its own
            self.fall = 1 - newer / older if older else safe_ratio(-newer, older)
            self.jitter = safe_ratio(sqrt(float(np.square(bends).mean()) / 6), newer)
            self.chance = self.jitter * sqrt(2 / half)

    @cached_property
    def constant(self) -> float:
        """J of the best output that is the same for all training examples; NaN where it is 0, as for one example."""
        return (
            constant_loss(self._network.output, self._network.loss_name, self._examples.Y, self._examples.weights)
            or nan
        )

    @property
    def left(self) -> float:
        """The last train loss as a share of `constant`: 1 − R², or 1 − McFadden's (1974) R² for cross-entropy.

        It is 0 for a loss of 0, even where `constant` is NaN.
        """
        if not len(self.loss):
            return nan
        return float(self.loss[-1]) / self.constant if self.loss[-1] else 0.0


def safe_ratio(part: float, whole: float) -> float:
    """part / whole; where the whole is 0, it is infinite with the sign of the part, or 0 for a part of 0."""
    if whole:
        return part / whole
    return copysign(inf, part) if part else 0.0


def constant_loss(output: str, loss: str, Y: Array, weights: Array | None = None) -> float:
    """J of the best output that is the same for all rows of Y, m × s_L: half the variance of Y, or its entropy.

    With weights of the m examples, both are weighted.
    """
    w = np.ones(len(Y)) if weights is None else weights.astype(float)
    mean = Y.mean(0, dtype=float) if weights is None else w @ Y / w.sum()
    if loss == "squared_error":
        return float((w @ np.square(Y - mean)).sum()) / 2 / float(w.sum())
    shares = mean if output == "softmax" else np.concatenate([mean, 1 - mean])
    return -float(sum(share * np.log(share) for share in shares if share > 0))
