"""The classes, labels or targets of each split, and how far the splits differ."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from core.calls import Array
from core.data.dataset import SPLITS
from core.data.preparing.class_weights import balanced_weights
from core.data.source_rows.number_figures import NumberFigures, number_figures
from core.data.source_rows.source_rows import LEFT_OUT, SourceRows
from tui_mlp.models.data.row_targets import RowTargets

from .value_bins import bins_for

NOTICEABLE = 0.0005
"""The least difference of two shares that can be seen in their text."""

LEFT = ""
"""The name of the rows that are in no split, beside those of the splits."""


class Difference(NamedTuple):
    """A class, the number of a split, and the share of the class in training and there."""

    group: int
    split: int
    in_training: float
    there: float


@dataclass(frozen=True, eq=False)
class SplitCounts:
    """What is in each of s splits, by `splits`: "train", and "validation", "test" and LEFT where there are such.

    `rows` (s) counts the rows. Of classes and labels, k by `names`, `counts` are k × s rows; in `known` (s) rows the
    class is known. Of targets that are numbers `figures` has those of each split, None without rows, and `histograms`
    (s × b) the rows in each of b bins. `labels` says that a row may have several, or none.
    """

    splits: tuple[str, ...]
    names: tuple[str, ...]
    rows: Array = field(repr=False)
    known: Array = field(repr=False)
    counts: Array = field(repr=False)
    labels: bool = False
    figures: tuple[NumberFigures | None, ...] = ()
    histograms: Array = field(default_factory=lambda: np.zeros((0, 0)), repr=False)

    @property
    def in_groups(self) -> bool:
        """Whether rows are of classes, or have labels."""
        return not self.figures

    @property
    def shares(self) -> Array:
        """The share of each class in each split, k × s; NaN in a split without rows of known class."""
        with np.errstate(all="ignore"):
            found: Array = self.counts / np.where(self.known > 0, self.known, np.nan)
        return found

    @property
    def largest_difference(self) -> Difference | None:
        """Where the share of a class differs most from that in training; None where it is the same everywhere."""
        shares = self.shares
        places = [at for at, name in enumerate(self.splits) if name in SPLITS[1:]]
        if not self.in_groups or not places or not len(self.names):
            return None
        apart = np.nan_to_num(np.abs(shares[:, places] - shares[:, :1]))
        group, at = (int(one) for one in np.unravel_index(int(apart.argmax()), apart.shape))
        if apart[group, at] < NOTICEABLE:
            return None
        split = places[at]
        return Difference(group, split, float(shares[group, 0]), float(shares[group, split]))

    def lacking(self, split: int) -> list[int]:
        """The classes that occur elsewhere and have no row in a split."""
        there = self.counts.sum(1) > 0
        return np.flatnonzero(there & (self.counts[:, split] == 0)).tolist()

    @property
    def in_training_alone(self) -> list[int]:
        """The classes whose rows are all in training, where there are other splits."""
        others = [at for at, name in enumerate(self.splits) if name in SPLITS[1:]]
        if not others:
            return []
        return np.flatnonzero((self.counts[:, 0] > 0) & (self.counts[:, others].sum(1) == 0)).tolist()

    @cached_property
    def balanced(self) -> Array | None:
        """The weight of each class where each is to count the same, k; None for labels and numbers."""
        if not self.in_groups or self.labels:
            return None
        numbers = np.repeat(np.arange(len(self.names)), self.counts[:, 0].astype(int))
        return balanced_weights(numbers, len(self.names))


def split_counts(source: SourceRows, targets: RowTargets, target: int, cells: int) -> SplitCounts:
    """Count the splits of a source; of several targets of numbers it is number `target`, in at most `cells` bins."""
    numbers = [at for at in range(len(SPLITS)) if at == 0 or (source.split == at).any()]
    rows_of = [np.flatnonzero(source.split == number) for number in numbers]
    splits: list[str] = [SPLITS[number] for number in numbers]
    left = np.flatnonzero(source.split == LEFT_OUT)
    if len(left):
        rows_of.append(left)
        splits.append(LEFT)
    rows = np.array([len(one) for one in rows_of])
    known = np.array([int(np.count_nonzero(targets.known[one])) for one in rows_of])
    k, none = len(targets.names), np.zeros((0, len(splits)))
    if targets.numbers is not None:
        of_class = targets.numbers
        counts = [np.bincount(of_class[one][of_class[one] >= 0], minlength=k) for one in rows_of]
        return SplitCounts(tuple(splits), targets.names, rows, known, np.array(counts).T)
    if targets.labels is not None:
        counts = [np.count_nonzero(targets.labels[one], axis=0) for one in rows_of]
        return SplitCounts(tuple(splits), targets.names, rows, known, np.array(counts).T, labels=True)
    values = targets.value(target)
    figures = tuple(number_figures(values[one]) for one in rows_of)
    everything = number_figures(values)
    histograms = np.zeros((len(splits), 1))
    if everything is not None:
        bins = bins_for(everything, cells)
        places = [bins.places(values[one]) for one in rows_of]
        histograms = np.array([np.bincount(at, minlength=bins.count + 1)[: bins.count] for at in places])
    return SplitCounts(tuple(splits), targets.names, rows, known, none, figures=figures, histograms=histograms)
