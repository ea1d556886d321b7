"""Models made by hand, for tests of what is done with them."""

from collections.abc import Sequence

import numpy as np

from core.calls import Array
from core.data.preparing.preparation import Preparation, fit_preparation
from core.data.table import InputColumn, Table
from core.model.model import Model
from core.model.output_meaning import OutputMeaning
from core.network import Network


def model_of(
    preparation: Preparation,
    output: str = "sigmoid",
    activation: str | Sequence[str] = "tanh",
    dtype: str = "float64",
    outputs: int = 3,
    task: str = "classification",
) -> Model:
    """A model with two hidden layers of drawn weights, biases too."""
    loss = "squared_error" if output in ("identity", "tanh") else "cross_entropy"
    network = Network([preparation.width, 5, 4, outputs], activation, output, loss, seed=3, dtype=dtype)
    network.parameters.theta[:] = np.random.default_rng(7).normal(0, 0.8, network.parameters.theta.shape)
    names = tuple("abcdefgh"[: max(outputs, 2)]) if task == "classification" else tuple("pqrstuvw"[:outputs])
    threshold = 0.0 if output == "tanh" and task == "classification" else 0.5
    return Model(network, preparation, OutputMeaning(task, names, threshold), "by hand", ("class",))


def fitted(
    values: Array, missing: str = "mean", standardize: bool = True, features: Sequence[str] | None = None
) -> Preparation:
    """A preparation of plain columns c1, c2, … fitted to these values, m × s, NaN where a cell is missing."""
    names = tuple(f"c{number}" for number in range(1, values.shape[1] + 1))
    table = Table(values, names, input_columns=tuple(InputColumn(name, source=name) for name in names))
    return fit_preparation(table, np.arange(len(values)), missing, standardize, features)
