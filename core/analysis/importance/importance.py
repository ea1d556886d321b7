"""The importance of columns: how much the loss rises, and accuracy falls, without them."""

from dataclasses import dataclass, field
from functools import cached_property
from math import isfinite
from typing import Literal

import numpy as np

from core.data.dataset import Data

ScoreName = Literal["accuracy", "r2"]
ACCURACY: ScoreName = "accuracy"
R2: ScoreName = "r2"

Measure = Literal["loss", "score"]
"""By what importance is measured: the rise of the loss, or the fall of the score."""

CHANCE = 2.0
"""A mean nearer to 0 than this number of standard deviations may be chance, and is marked."""


@dataclass(frozen=True)
class Spread:
    """Values of several repeats: their mean, standard deviation (of a sample, n − 1), least and greatest."""

    values: tuple[float, ...]

    @cached_property
    def mean(self) -> float:
        """The mean; NaN where a value is."""
        return float(np.mean(self.values))

    @cached_property
    def deviation(self) -> float:
        """The standard deviation; 0 for one value."""
        return float(np.std(self.values, ddof=1)) if len(self.values) > 1 else 0.0

    @property
    def least(self) -> float:
        """The least value."""
        return min(self.values)

    @property
    def greatest(self) -> float:
        """The greatest value."""
        return max(self.values)

    @property
    def by_chance(self) -> bool:
        """Whether the mean is 0, or nearer to it than CHANCE standard deviations."""
        return not (self.mean != 0 and abs(self.mean) >= CHANCE * self.deviation)


@dataclass(frozen=True)
class ColumnImportance:
    """What was found of one column.

    `name` is that of the column, or of the pixel, and `columns` are its columns in the source. `loss` are the rises of
    the mean loss, `score` the falls of accuracy or R², one for each repeat. `alike` are other columns that are
    correlated with it, with Pearson's r.
    """

    name: str
    columns: tuple[str, ...]
    loss: Spread
    score: Spread
    alike: tuple[tuple[str, float], ...] = ()

    def by(self, measure: Measure) -> Spread:
        """Its importance by one of the measures."""
        return self.loss if measure == "loss" else self.score


@dataclass(frozen=True, eq=False)
class Importance:
    """The importance of the columns to a network after `epoch` epochs and `batch` mini-batches of the next one.

    It was found on `rows` rows of the `of` rows of a split, with each column permuted `repeats` times. `loss` and
    `score` are those of these rows as they are; `score_name` is "accuracy" or "r2". `columns` are those that are done,
    in the order of the source, of `total` ones.
    """

    data: Data = field(repr=False)
    epoch: int
    batch: int
    split: str
    rows: int
    of: int
    repeats: int
    loss: float
    score: float
    score_name: ScoreName
    total: int
    columns: tuple[ColumnImportance, ...] = field(default=(), repr=False)

    @property
    def complete(self) -> bool:
        """Whether all columns are done, or none can be: the loss isn't finite."""
        return len(self.columns) == self.total or not isfinite(self.loss)

    def sorted_by(self, measure: Measure) -> list[ColumnImportance]:
        """The columns, the most important first; of equals the first of the source. NaN comes last."""
        means = np.array([one.by(measure).mean for one in self.columns])
        return [self.columns[place] for place in np.argsort(-means, kind="stable").tolist()]
