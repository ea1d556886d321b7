"""A model of columns of all kinds, some cells missing, for tests of files that hold models."""

import numpy as np
from some_models import model_of

from core.calls import Array
from core.data.preparing.preparation import Preparation, fit_preparation
from core.data.table import InputColumn, Table
from core.model.model import Model

COLUMNS = (
    InputColumn("age, years", source="age, years"),
    InputColumn("island", "category", ("Biscoe", "Dream", "ñ → 日本"), "island"),
    InputColumn("fed", "boolean", ("no", "yes"), "fed"),
    InputColumn("dose", "ordered", ("low", "medium", "high"), "dose"),
    InputColumn("zip", "category", tuple(f"z{number}" for number in range(40)), "zip"),
)


def mixed_rows(count: int = 90) -> Array:
    """Raw inputs of these columns, m × 5."""
    random = np.random.default_rng(5)
    rows = np.column_stack(
        [
            random.normal(40, 12, count), random.integers(0, 3, count), random.integers(0, 2, count),
            random.integers(0, 3, count), random.integers(0, 40, count),
        ]
    )  # fmt: skip
    rows[random.random(rows.shape) < 0.1] = np.nan
    return rows


def mixed_preparation(missing: str = "median+flag") -> Preparation:
    """The preparation fitted to these rows."""
    rows = mixed_rows()
    names = tuple(column.name for column in COLUMNS)
    return fit_preparation(Table(rows, names, input_columns=COLUMNS), np.arange(len(rows)), missing)


def mixed_model(output: str = "softmax", activation: str = "tanh", dtype: str = "float64", outputs: int = 3) -> Model:
    """A classifier of such rows."""
    return model_of(mixed_preparation(), output, activation, dtype, outputs)
