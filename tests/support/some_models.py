"""Models made by hand, for tests of what is done with them."""

from collections.abc import Sequence

import numpy as np

from core.calls import Array
from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.preparation import Preparation, fit_preparation
from core.data.preparing.preprocessing import Scaling
from core.data.table import InputColumn, Table
from core.losses import PAIRS
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


def plain_model(
    sizes: Sequence[int],
    activation: str | Sequence[str] = "tanh",
    output: str = "softmax",
    dtype: str = "float64",
    names: Sequence[str] = (),
    preparation: Preparation | None = None,
    several_labels: bool = False,
) -> Model:
    """A model of columns x1, x2 …, whose classes or targets are called a, b, c …; identity is a regression."""
    loss = next(loss for one, loss in PAIRS if one == output)
    network = Network(sizes, activation, output, loss, seed=3, dtype=dtype, initial_scale=1.5)
    network.parameters.theta[...] += np.random.default_rng(4).normal(0, 0.1, network.parameters.theta.shape)
    columns = tuple(ColumnCoding(name=f"x{number}", source=f"x{number}") for number in range(1, sizes[0] + 1))
    task = "regression" if output == "identity" else "classification"
    count = 2 if sizes[-1] == 1 and task == "classification" and not several_labels else sizes[-1]
    called = tuple(names) or tuple("abcdefghijklmnopqrstuvwxyz"[:count])
    meaning = OutputMeaning(task, called, 0.0 if output == "tanh" else 0.5, several_labels)
    return Model(network, preparation or Preparation(columns), meaning, "by hand", ("y",), epoch=7)


def scaling_of(width: int, dtype: str = "float64", largest: int = 8, rest: bool = False) -> Scaling:
    """A scaling of columns whose units are powers of two up to `largest`."""
    random = np.random.default_rng(width)
    exponent = random.integers(-largest, largest + 1, width)
    mean, deviation = random.uniform(-0.9, 0.9, width), random.uniform(0.1, 0.5, width)
    small = random.normal(0, 1e-17, width) if rest else np.zeros(width)
    return Scaling(exponent, *(one.astype(dtype) for one in (mean, small, deviation)))


def raw_rows(model: Model, rows: int = 60, missing: float = 0.1) -> Array:
    """Raw inputs for a model: numbers, any level and an unknown one, some cells missing."""
    random, codings = np.random.default_rng(5), model.preparation.codings
    raw = random.normal(0, 2, (rows, len(codings)))
    for place, coding in enumerate(codings):
        if coding.levels:
            raw[:, place] = random.integers(0, len(coding.levels) + (coding.kind == "category"), rows)
        if missing and (coding.fill is not None or coding.kind == "category"):
            raw[random.random(rows) < missing, place] = np.nan
    return raw
