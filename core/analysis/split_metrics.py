"""All metrics of a network on one split, taken when training has ended."""

from dataclasses import dataclass
from functools import cached_property
from math import nan

import numpy as np

from core.calls import Array
from core.data.dataset import Data, Split
from core.model.output_meaning import OutputMeaning
from core.network import Network
from core.training.evaluation import chunks

from .classification_metrics import ClassificationMetrics, classification_metrics, multilabel_metrics
from .regression_metrics import RegressionMetrics, regression_metrics


@dataclass(frozen=True)
class SplitMetrics:
    """The metrics of the split "train", "validation" or "test", of `rows` examples.

    Exactly one of `classification` and `regression` is not None. `loss` is the mean loss in the units of training: of
    standardised targets where they are standardised.
    """

    split: str
    rows: int
    loss: float
    classification: ClassificationMetrics | None = None
    regression: RegressionMetrics | None = None


def split_metrics(network: Network, data: Data, split: str = "test") -> SplitMetrics | None:
    """The metrics on the "train", "validation" or "test" rows of the data with the network's present weights.

    None if there is no such split. One forward pass of all its rows, in chunks. Raises MemoryError.
    """
    rows = data.splits.get(split)
    if rows is None:
        return None
    output, loss = outputs_and_loss(network, rows)
    if data.task == "regression":
        predicted, actual = data.in_users_units(output.astype(float)), data.in_users_units(rows.Y.astype(float))
        return SplitMetrics(split, rows.m, loss, regression=regression_metrics(predicted, actual))
    return SplitMetrics(split, rows.m, loss, classification=Classes.of(data).metrics(output, rows.Y))


def outputs_and_loss(network: Network, rows: Split) -> tuple[Array, float]:
    """A^(L) of rows, m × s_L, and their mean loss, weighted where they have weights. One forward pass, in chunks."""
    output, done, loss = np.empty_like(rows.Y), 0, 0.0
    with np.errstate(all="ignore"):
        for chunk in chunks(rows):
            program = network.forward(chunk.X)
            output[done : done + chunk.m] = program.A[program.L]
            loss += network.pair.loss(program.batch.Z, chunk.Y, chunk.w)
            done += chunk.m
    return output, loss / rows.total_weight


class Classes:
    """What classes or labels there are, with the commonest of the training rows.

    `Y` are the targets of the training rows, m × s_L; None where they aren't known, and there is no baseline.
    """

    def __init__(self, meaning: OutputMeaning, Y: Array | None) -> None:
        self.meaning, self._Y = meaning, Y

    @classmethod
    def of(cls, data: Data) -> "Classes":
        """The classes of these data."""
        return cls(OutputMeaning.of(data), data.train.Y)

    def metrics(self, output: Array, Y: Array) -> ClassificationMetrics:
        """The metrics of outputs beside targets, both m × s_L."""
        meaning, names = self.meaning, self.meaning.names
        if meaning.several_labels:
            marks = meaning.label_marks
            return multilabel_metrics(marks(output), marks(Y), names, self.commonest_labels)
        scores = None if len(names) != 2 else output[:, -1]
        numbers = meaning.class_numbers
        return classification_metrics(numbers(output), numbers(Y), names, self.commonest_number, scores)

    def baseline(self, Y: Array) -> float:
        """The accuracy of always saying the commonest class of the training rows, for targets m × s_L; NaN without."""
        if self.meaning.several_labels:
            labels = self.commonest_labels
            return nan if labels is None else float((self.meaning.label_marks(Y) == labels).all(1).mean())
        number = self.commonest_number
        return nan if number is None else float((self.meaning.class_numbers(Y) == number).mean())

    @property
    def commonest_share(self) -> float:
        """The share of the commonest class among the training rows; for several labels a row, of the combination."""
        return nan if self._Y is None else self.baseline(self._Y)

    @cached_property
    def commonest_labels(self) -> Array | None:
        """The commonest combination of labels in the training rows, s_L booleans."""
        return None if self._Y is None else commonest_row(self.meaning.label_marks(self._Y))

    @cached_property
    def commonest_number(self) -> int | None:
        """The number of the commonest class of the training rows, the first of equals."""
        if self._Y is None:
            return None
        return int(np.bincount(self.meaning.class_numbers(self._Y), minlength=len(self.meaning.names)).argmax())


def commonest_row(rows: Array) -> Array:
    """The row, k booleans, that occurs most often among rows, m × k; of equals the one that comes first."""
    from collections import Counter

    packed = np.packbits(rows, axis=1)
    (bits, _count), *_others = Counter(map(bytes, packed)).most_common(1)
    return np.unpackbits(np.frombuffer(bits, np.uint8), count=rows.shape[1]).astype(bool)
