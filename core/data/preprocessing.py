"""From what was read to what a network takes: features, scales, and targets coded for the output."""

from collections.abc import Callable, Sequence

import numpy as np

from ..calls import Array
from ..errors import InputError
from ..texts import _

FEATURES: dict[str, Callable[[Array, Array], Array]] = {
    "x1": lambda x1, x2: x1,
    "x2": lambda x1, x2: x2,
    "x1^2": lambda x1, x2: x1 * x1,
    "x2^2": lambda x1, x2: x2 * x2,
    "x1*x2": lambda x1, x2: x1 * x2,
    "sin(x1)": lambda x1, x2: np.sin(x1),
    "sin(x2)": lambda x1, x2: np.sin(x2),
}


def features(inputs: Array, names: Sequence[str]) -> Array:
    """Columns made of two inputs, m × 2 → m × len(names). Raises InputError for another number of inputs."""
    if inputs.shape[1] != 2:
        raise InputError(_("data.features are made of two inputs; these data have {}").format(inputs.shape[1]))
    return np.column_stack([FEATURES[name](inputs[:, 0], inputs[:, 1]) for name in names])


def scale(values: Array) -> tuple[Array, Array]:
    """Mean and deviation of each column; the deviation of a constant column counts as 1."""
    deviation = values.std(0)
    return values.mean(0), np.where(deviation > 1e-12 * np.maximum(1, np.abs(values).max(0)), deviation, 1.0)


def encode(labels: Array, classes: int, output: str) -> Array:
    """Class numbers as targets, m × s_L: 0 or 1, for tanh −1 or 1; one column for two classes unless it is softmax."""
    Y = np.eye(classes)[labels]
    if classes == 2 and output != "softmax":
        Y = Y[:, 1:]
    return 2 * Y - 1 if output == "tanh" else Y
