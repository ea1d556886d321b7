"""What there is to say of all columns and rows: shares, means, inputs, the baseline."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import nan

import numpy as np

from core.calls import Array
from core.data.dataset import Data, Split


@dataclass(frozen=True)
class TargetFigure:
    """One figure of the target in each split that there is: the share of a class or a label, or the mean of a number.

    `by_split` are in the order train, validation, test.
    """

    name: str
    by_split: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class TableFacts:
    """The facts on some data, each found when it is asked for first, and kept.

    `has_test_file` says that the test rows are from data.test, and none of the source's.
    """

    data: Data
    has_test_file: bool = False

    @property
    def splits(self) -> dict[str, Split]:
        """The splits that there are, by their names."""
        return self.data.splits

    @property
    def used_rows(self) -> int:
        """The rows in all splits together."""
        return self.data.rows

    @property
    def left_out(self) -> int:
        """The rows of the source that are in no split."""
        own = [split.m for name, split in self.splits.items() if not (self.has_test_file and name == "test")]
        return self.data.description.rows - sum(own)

    @cached_property
    def input_counts(self) -> Mapping[str, int]:
        """How many inputs of the network each column becomes, by its name; of features, in how many it takes part."""
        preparation = self.data.preparation
        found: dict[str, int] = {}
        for place, coding in enumerate(preparation.codings if preparation else (), 1):
            inputs = coding.width
            if preparation is not None and preparation.features is not None:
                inputs = sum(f"x{place}" in feature for feature in preparation.features)
            found[coding.source] = found.get(coding.source, 0) + inputs
        return found

    @cached_property
    def target_figures(self) -> tuple[TargetFigure, ...]:
        """The share of each class or label in each split, of two classes that of the second; or the targets' means."""
        data = self.data
        means = [split.Y.mean(0, dtype=float) for split in self.splits.values()]
        if data.task == "regression":
            scaling = data.target_scaling
            rows = np.array(means) if scaling is None else scaling.restored(np.array(means))
            return _figures(data.target_names, rows)
        shares = np.array(means)
        if data.output == "tanh":  # its targets are −1 and 1
            shares = (shares + 1) / 2
        names = data.class_names or data.target_names
        return _figures(names[1:] if shares.shape[1] == 1 and len(names) == 2 else names, shares)

    @cached_property
    def commonest(self) -> tuple[str, float]:
        """The commonest class and its share of all rows; no name and NaN where there are no classes."""
        classes = self.data.description.classes
        if not classes or not self.data.class_names:
            return "", nan
        name = max(classes, key=lambda name: classes[name])
        return name, classes[name] / (sum(classes.values()) or 1)

    @property
    def roles(self) -> tuple[int, int, int]:
        """How many columns are inputs, targets and left out."""
        roles = [column.role for column in self.data.description.columns]
        return roles.count("input"), roles.count("target"), roles.count("ignored")


def _figures(names: tuple[str, ...], rows: Array) -> tuple[TargetFigure, ...]:
    """The columns of splits × figures by their names."""
    return tuple(TargetFigure(name, tuple(column.tolist())) for name, column in zip(names, rows.T, strict=False))
