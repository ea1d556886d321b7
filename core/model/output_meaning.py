"""What the outputs of a network stand for: classes, labels, or numbers."""

from dataclasses import dataclass

import numpy as np

from core.calls import Array
from core.data.dataset import Data
from core.data.table import ClassKind


@dataclass(frozen=True)
class OutputMeaning:
    """What s_L outputs stand for.

    `names` are those of the classes, of the labels where a row may have several, or of the targets of a regression.
    An output above `threshold` claims its class or label: 0.5 for targets 0 and 1, 0 for -1 and 1. `class_kind` says
    what the classes are to a program.
    """

    task: str
    names: tuple[str, ...]
    threshold: float = 0.5
    several_labels: bool = False
    class_kind: ClassKind = ""

    @classmethod
    def of(cls, data: Data) -> "OutputMeaning":
        """What the outputs of a network for these data stand for."""
        outputs = data.train.Y.shape[1]
        if data.task == "regression":
            return cls("regression", data.target_names or tuple(f"y{number}" for number in range(1, outputs + 1)))
        several = outputs > 1 and not has_exclusive_classes(data)
        return cls("classification", class_names(data), class_threshold(data.train.Y), several, data.class_kind)

    def class_numbers(self, outputs: Array) -> Array:
        """The class that each row of outputs, m × s_L, stands for: m numbers from 0; for exclusive classes alone."""
        return class_numbers(outputs, self.threshold)

    def label_marks(self, outputs: Array) -> Array:
        """Which labels each row has, m × s_L booleans, where a row may have several."""
        marks: Array = outputs > self.threshold
        return marks


def class_numbers(outputs: Array, threshold: float) -> Array:
    """The class of each row of outputs, m × s_L: the largest one's number, or of one output 1 above the threshold."""
    if outputs.shape[1] == 1:
        return (outputs[:, 0] > threshold).astype(np.intp)
    numbers: Array = outputs.argmax(1)
    return numbers


def class_threshold(Y: Array) -> float:
    """The output above which an example counts as of the class: 0.5 for targets 0 and 1, 0 for -1 and 1."""
    return 0.0 if (Y < 0).any() else 0.5


def are_exclusive(Y: Array, threshold: float) -> bool:
    """Whether each row of the targets, m × s_L, is of exactly one of several classes."""
    return Y.shape[1] > 1 and bool((np.count_nonzero(Y > threshold, 1) == 1).all())


def has_exclusive_classes(data: Data) -> bool:
    """Whether each row of all splits is of exactly one of several classes: else a row may have several labels."""
    splits = (data.train, data.validation, data.test)
    return all(are_exclusive(part.Y, class_threshold(data.train.Y)) for part in splits if part is not None)


def class_names(data: Data) -> tuple[str, ...]:
    """The names of the classes, or of the labels where a row has several; for two without names the two targets."""
    outputs = data.train.Y.shape[1]
    if data.class_names:
        return data.class_names
    if outputs == 1:
        return ("-1", "1") if class_threshold(data.train.Y) == 0 else ("0", "1")
    return data.target_names or tuple(str(number) for number in range(1, outputs + 1))
