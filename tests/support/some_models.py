"""Models made by hand, for tests of what is done with them."""

from collections.abc import Sequence

import numpy as np

from core.calls import Array
from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.preparation import Preparation
from core.data.preparing.preprocessing import Scaling
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


def columns_of_numbers(count: int, **settings: object) -> tuple[ColumnCoding, ...]:
    """Codings of columns c1, c2, … of plain numbers, all with these settings."""
    return tuple(
        ColumnCoding(name=f"c{number}", source=f"c{number}", **settings)  # type: ignore[arg-type]
        for number in range(1, count + 1)
    )


def standardizing(values: Array, **settings: object) -> Preparation:
    """A preparation that standardises plain columns by these values, m × s."""
    codings = columns_of_numbers(values.shape[1], **settings)
    constant = np.flatnonzero((values == values[0]).all(0)).tolist()
    return Preparation(codings, None, Scaling.of(values), tuple(constant))
