"""All metrics of a network on one split, taken when training has ended."""

from dataclasses import dataclass

import numpy as np

from core.calls import Array
from core.data.dataset import Data
from core.network import Network
from core.program import Program
from core.training.evaluation import Evaluation, class_threshold, has_exclusive_classes

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
    """What stands for which class in the targets and outputs of these data: names, threshold, coding."""

    def __init__(self, data: Data) -> None:
        Y = data.train.Y
        self._Y, self.threshold = Y, class_threshold(Y)
        self.exclusive = has_exclusive_classes(data)
        """Whether the output of the greatest value says the class; else each output decides by the threshold."""
        self.single = Y.shape[1] == 1
        """Whether one output distinguishes two classes."""
        self.names = class_names(data)

    def numbers(self, values: Array) -> Array:
        """The class numbers, m, that targets or outputs, m × s_L, stand for; not for several labels a row."""
        if self.single:
            return (values[:, 0] > self.threshold).astype(np.intp)
        numbers: Array = values.argmax(1)
        return numbers

    def metrics(self, output: Array, Y: Array) -> ClassificationMetrics:
        """The metrics of outputs beside targets, both m × s_L."""
        if self.several_labels:
            labels = Y > self.threshold
            return multilabel_metrics(output > self.threshold, labels, self.names, self.commonest_labels)
        scores = None if len(self.names) != 2 else output[:, -1]
        return classification_metrics(
            self.numbers(output), self.numbers(Y), self.names, self.commonest_number, scores
        )  # fmt: skip

    def baseline(self, Y: Array) -> float:
        """The accuracy of always saying the commonest class of the training rows, for targets m × s_L."""
        if self.several_labels:
            return float(((Y > self.threshold) == self.commonest_labels).all(1).mean())
        return float((self.numbers(Y) == self.commonest_number).mean())

    @property
    def commonest_share(self) -> float:
        """The share of the commonest class among the training rows; for several labels a row, of the combination."""
        return self.baseline(self._Y)

    @property
    def several_labels(self) -> bool:
        """Whether a row may have several labels, or none."""
        return not self.single and not self.exclusive

    @property
    def commonest_labels(self) -> Array:
        """The commonest combination of labels in the training rows, s_L booleans."""
        return commonest_row(self._Y > self.threshold)

    @property
    def commonest_number(self) -> int:
        """The number of the commonest class of the training rows, the first of equals."""
        return int(np.bincount(self.numbers(self._Y), minlength=len(self.names)).argmax())


def class_names(data: Data) -> tuple[str, ...]:
    """The names of the classes, or of the labels where a row has several; for two without names the two targets."""
    outputs = data.train.Y.shape[1]
    if data.class_names:
        return data.class_names
    if outputs == 1:
        return ("-1", "1") if class_threshold(data.train.Y) == 0 else ("0", "1")
    return data.target_names or tuple(str(number) for number in range(1, outputs + 1))


def commonest_row(rows: Array) -> Array:
    """The row, k booleans, that occurs most often among rows, m × k; of equals the one that comes first."""
    from collections import Counter

    packed = np.packbits(rows, axis=1)
    (bits, _count), *_others = Counter(map(bytes, packed)).most_common(1)
    return np.unpackbits(np.frombuffer(bits, np.uint8), count=rows.shape[1]).astype(bool)
