"""A network as scikit-learn's MLPClassifier or MLPRegressor, with its weights."""

from collections.abc import Sequence
from typing import Any

from core.data.preparing.preparation import Preparation
from core.network import Network

from .output_meaning import OutputMeaning


def sklearn_network(
    network: Network, preparation: Preparation, meaning: OutputMeaning, names: Sequence[str] | None, epoch: int
) -> Any:
    """The estimator that predicts what the network predicts, for raw numbers m × n."""
    raise NotImplementedError
