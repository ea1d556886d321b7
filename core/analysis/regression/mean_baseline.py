"""The metrics of always saying the mean of the training targets."""

import numpy as np

from core.analysis.outputs.split_outputs import SplitOutputs
from core.analysis.regression_metrics import RegressionMetrics, regression_metrics
from core.calls import Array
from core.data.dataset import Data

from .errors import errors_of


def training_means(data: Data) -> Array:
    """The mean of each target of the training rows, k numbers in the units of the source."""
    mean = data.train.Y.mean(0, dtype=float)
    return np.asarray(data.in_users_units(mean[None])[0])


def baseline_metrics(outputs: SplitOutputs, means: Array) -> tuple[RegressionMetrics, ...]:
    """The metrics of each of the k targets for a network that always says `means`, k numbers."""
    actual = outputs.figure(errors_of).actual
    return tuple(
        regression_metrics(np.full((len(actual), 1), mean), column[:, None])
        for column, mean in zip(actual.T, means.tolist(), strict=True)
    )
