"""All metrics of a network on one split, taken when training has ended."""

from dataclasses import dataclass

import numpy as np

from core.calls import Array
from core.data.dataset import Data
from core.model.output_meaning import OutputMeaning
from core.network import Network
from core.program import Program
from core.training.evaluation import Evaluation

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

    None if there is no such split. One forward pass of all its rows, in chunks. For rows of another file, prepared as
    the training's, give `dataclasses.replace(data, test=rows)`. Raises MemoryError.
    """
    rows = {"train": data.train, "validation": data.validation, "test": data.test}[split]
    if rows is None:
        return None
    output, done = np.empty_like(rows.Y), 0

    def collect(program: Program) -> None:
        nonlocal done
        chunk = program.A[program.L]
        output[done : done + len(chunk)] = chunk
        done += len(chunk)

    loss = Evaluation(network, data).figures(split, collect).loss
    if data.task == "regression":
        predicted, actual = data.in_users_units(output.astype(float)), data.in_users_units(rows.Y.astype(float))
        return SplitMetrics(split, rows.m, loss, regression=regression_metrics(predicted, actual))
    return SplitMetrics(split, rows.m, loss, classification=Classes(data).metrics(output, rows.Y))


class Classes:
    """The classes of these data, with the commonest of the training rows."""

    def __init__(self, data: Data) -> None:
        self._Y, self.meaning = data.train.Y, OutputMeaning.of(data)

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
        """The accuracy of always saying the commonest class of the training rows, for targets m × s_L."""
        if self.meaning.several_labels:
            return float((self.meaning.label_marks(Y) == self.commonest_labels).all(1).mean())
        return float((self.meaning.class_numbers(Y) == self.commonest_number).mean())

    @property
    def commonest_share(self) -> float:
        """The share of the commonest class among the training rows; for several labels a row, of the combination."""
        return self.baseline(self._Y)

    @property
    def commonest_labels(self) -> Array:
        """The commonest combination of labels in the training rows, s_L booleans."""
        return commonest_row(self.meaning.label_marks(self._Y))

    @property
    def commonest_number(self) -> int:
        """The number of the commonest class of the training rows, the first of equals."""
        return int(np.bincount(self.meaning.class_numbers(self._Y), minlength=len(self.meaning.names)).argmax())


def commonest_row(rows: Array) -> Array:
    """The row, k booleans, that occurs most often among rows, m × k; of equals the one that comes first."""
    from collections import Counter

    packed = np.packbits(rows, axis=1)
    (bits, _count), *_others = Counter(map(bytes, packed)).most_common(1)
    return np.unpackbits(np.frombuffer(bits, np.uint8), count=rows.shape[1]).astype(bool)
