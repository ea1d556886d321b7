"""The learning-rate range test of Smith 2015, section 3.3, on a copy of a trainer.

The rate grows by the same factor from one mini-batch to the next (Gugger 2018, "How do you find a good learning
rate") until the loss explodes. The loss is taken over the same training examples after each step: in a trained
network the noise of mini-batches would hide a small fall.
"""

from dataclasses import replace
from math import inf, isfinite, log10, pi, sqrt
from typing import Literal, NamedTuple

import numpy as np

from core.calls import Array
from core.experiment.settings import LARGEST_COUNT
from core.support.i18n import _, ngettext
from core.training.divergence import Diverged
from core.training.evaluation import mean_loss
from core.training.trainer import Interrupted, Trainer

from .loss_trend import constant_loss

LOWEST, DECADES = 1e-7, 9.0
"""The first rate, and the number of decades up to the last one, 100."""
EARLY, LOWER = 2.0, 1e-6
"""If the loss explodes within EARLY decades, as for inputs in thousands, the test restarts at LOWER times the rate."""
ROWS = 500
"""Largest number of training examples, evenly spaced, whose loss is measured."""
MOST, LEAST = 200, 40
"""The steps of a test: at most MOST, and at least LEAST ..."""
WORK = 2e10
"""... where they would cost more than this, counted as examples times weights: some seconds."""

EXPLODED = 4.0
"""The test ends when the loss is this many times its lowest, which is fastai's rule ..."""
NOTABLE = 0.1
"""... unless it is below this share of a constant output's loss."""
MEMORY, SETTLED = 0.9, 10
"""The decay of the running mean of the loss that this rule looks at, and how many steps it takes to settle."""
WIDTH = 0.27
"""Standard deviation, in decades, of the Gaussian that smooths the losses: symmetric, since a running mean would shift
the curve to the right.
"""
DONE = 0.9
"""The suggested rate is where the loss has fallen by this share of its whole fall: after the steepest part, where
training would be slow, and before the end, near the explosion.
"""
CERTAIN, FALL = 5.0, 1e-3
"""A fall counts from this many standard errors (noise alone reaches 2 to 4) and this share of the loss on."""

Stopped = Literal["exploded", "highest", "interrupted"]


class RangeTestResult(NamedTuple):
    """The result, with a value for each step: the rate, J after the step without dropout and penalty, and J smoothed.

    `suggestion` is the lowest rate at which nine tenths of the fall are done, None where the loss doesn't fall;
    `stopped` is None while the test goes on.
    """

    rates: Array
    losses: Array
    smoothed: Array
    suggestion: float | None
    stopped: Stopped | None

    @property
    def text(self) -> str:
        """The result in words."""
        if not self.stopped or self.stopped == "interrupted":
            tried = len(self.rates)
            return ngettext(
                "stopped before the end: {} rate tried", "stopped before the end: {} rates tried", tried
            ).format(tried)
        text = (
            _("the loss explodes at {:.3g}")
            if self.stopped == "exploded"
            else _("the loss doesn't explode up to {:.3g}")
        )
        text = text.format(self.rates[-1])
        if self.suggestion is None:
            return text + _("; it doesn't fall at any rate: this is a minimum or a plateau")
        return text + _("; 90 % of its fall is reached at {:g}").format(self.suggestion)


class LearningRateFinder:
    """A range test from a trainer's present state, between two mini-batches. It doesn't change the trainer.

    A copy trains on the mini-batches that would come next, with the optimiser's state and dropout.
    """

    def __init__(self, trainer: Trainer) -> None:
        state, network = trainer.state(), trainer.network
        settings = {
            "schedule": "constant", "warmup": 0, "epochs": LARGEST_COUNT, "evaluate_every": 0, "tolerance": 0.0,
            "early_stopping": 0,
        }  # fmt: skip
        experiment = state.experiment.replace_all({f"training.{key}": value for key, value in settings.items()})
        self._copy = Trainer(experiment, trainer.data)
        self._start = replace(state, experiment=experiment, stopped_by=None, held={})
        rows = np.linspace(0, trainer.n - 1, min(ROWS, trainer.n)).astype(int)
        self._examples = trainer.data.train.part(rows)
        weights = trainer.data.train.weights
        self._notable = NOTABLE * constant_loss(network.output, network.loss_name, trainer.Y, weights)
        batch = min(experiment.training.batch_size or trainer.n, trainer.n)
        self.steps = int(np.clip(WORK / (batch * len(state.theta)), LEAST, MOST))
        self.stopped: Stopped | None = None
        self._mean, self._lowest = 0.0, inf
        self._begin(LOWEST)

    def step(self) -> bool:
        """Train one mini-batch at the next rate; False once the test has ended."""
        if self.stopped:
            return False
        self._copy.scalars.learning_rate = float(self._rates[self._done])
        try:
            self._copy.run_batch()
            loss = self._loss()
        except Diverged:
            loss = inf
        self._losses[self._done] = loss
        self._done += 1
        self._mean = MEMORY * self._mean + (1 - MEMORY) * loss
        mean = self._mean / (1 - MEMORY**self._done)
        if self._done >= SETTLED:
            self._lowest = min(self._lowest, mean)
        if not isfinite(mean) or mean > max(EXPLODED * self._lowest, self._notable):
            self._explode()
        elif self._done == self.steps:
            self.stopped = "highest"
        return not self.stopped

    def run(self, interrupted: Interrupted | None = None) -> RangeTestResult:
        """Run to the end, or until `interrupted`, called between mini-batches, returns True; `run` then continues."""
        if self.stopped == "interrupted":
            self.stopped = None
        while self.step():
            if interrupted is not None and interrupted():
                self.stopped = "interrupted"
        return self.result

    @property
    def result(self) -> RangeTestResult:
        """The result so far, without steps whose loss isn't finite."""
        losses = self._losses[: self._done]
        finite = np.isfinite(losses)
        rates, losses = self._rates[: self._done][finite], losses[finite]
        curve = smoothed(rates, losses)
        ended = self.stopped in ("exploded", "highest")
        return RangeTestResult(rates, losses, curve, suggestion(rates, losses, curve) if ended else None, self.stopped)

    def _loss(self) -> float:
        return mean_loss(self._copy.network, self._examples)

    def _begin(self, lowest: float) -> None:
        self._copy.restore(self._start)
        self._rates = lowest * 10 ** np.linspace(0, DECADES, self.steps)
        self._losses, self._done = np.empty(self.steps), 0
        self._mean, self._lowest = 0.0, inf

    def _explode(self) -> None:
        first, last = self._rates[0], self._rates[self._done - 1]
        if first == LOWEST and log10(last / first) < EARLY:
            self._begin(LOWER * LOWEST)
        else:
            self.stopped = "exploded"


def smoothed(rates: Array, losses: Array) -> Array:
    """The losses smoothed by a Gaussian over the logarithms of the rates."""
    decades = np.log10(rates)
    weights = np.exp(-0.5 * ((decades[:, None] - decades) / WIDTH) ** 2)
    curve: Array = weights @ losses / weights.sum(1)
    return curve


def suggestion(rates: Array, losses: Array, curve: Array) -> float | None:
    """The lowest rate at which the smoothed loss has done nine tenths of its fall, to two digits; None without a fall.

    Measured on 10 data sets with 5 optimisers and 3 seeds: training at it ends with a loss above that of the best rate
    by 0.04 of a constant output's loss, and never by 0.5. The rate of the steepest fall has 0.11; a tenth of
    the rate of the lowest loss, Gugger's rule, has 0.23, and fails where no rate explodes.
    """
    if len(rates) < SETTLED:
        return None
    place = int(curve.argmin())
    before = curve[: place + 1]
    highest, lowest = float(before.max()), float(before[-1])
    shares = 2 * sqrt(pi) * WIDTH / log10(rates[1] / rates[0])  # how many losses a smoothed one averages
    error = float(np.std(losses[: place + 1] - before)) * sqrt(2 / shares)
    if highest - lowest <= max(CERTAIN * error, FALL * highest):
        return None
    return float(f"{rates[int((before <= highest - DONE * (highest - lowest)).argmax())]:.1e}")
