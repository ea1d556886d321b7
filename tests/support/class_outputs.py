"""Outputs of classes and labels as tests write them down, without a network."""

import numpy as np
from numpy.typing import ArrayLike

from core.analysis.outputs.split_outputs import SplitOutputs
from core.calls import Array
from core.data.dataset import Split
from core.model.output_meaning import OutputMeaning


def class_outputs(
    classes: ArrayLike, A: ArrayLike, k: int, low: float = 0.0, weights: ArrayLike | None = None, split: str = "train"
) -> SplitOutputs:
    """Of k exclusive classes, named `class 0` and so on: of each row the class and the outputs, m × s_L.

    Targets are `low` and 1.
    """
    given, numbers = np.asarray(A), np.asarray(classes, int)
    if given.shape[1] == 1:
        Y = np.where(numbers == 1, 1.0, low)[:, None]
    else:
        Y = np.where(np.eye(given.shape[1])[numbers] == 1, 1.0, low)
    meaning = OutputMeaning("classification", tuple(f"class {i}" for i in range(k)), 0.0 if low < 0 else 0.5)
    return _outputs(Y.astype(given.dtype), given, meaning, weights, split)


def label_outputs(Y: ArrayLike, A: ArrayLike, split: str = "train") -> SplitOutputs:
    """Of several labels a row, named `label 0` and so on: targets of 0 and 1 and outputs, both m × s_L."""
    given = np.asarray(A, float)
    names = tuple(f"label {i}" for i in range(given.shape[1]))
    meaning = OutputMeaning("classification", names, several_labels=True)
    return _outputs(np.asarray(Y, float), given, meaning, None, split)


def _outputs(Y: Array, A: Array, meaning: OutputMeaning, weights: ArrayLike | None, split: str) -> SplitOutputs:
    m = len(Y)
    X = np.ones((m, 2), A.dtype)
    examples = Split(X, Y, None if weights is None else np.asarray(weights, float), np.arange(m))
    return SplitOutputs(split, m, np.arange(m), examples, meaning, A, np.zeros(m))
