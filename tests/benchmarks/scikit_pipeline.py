"""What users of scikit-learn put before an MLP: a ColumnTransformer that fills, codes and standardises."""

from typing import Any

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from core.calls import Array
from core.data.table import Table


def column_transformer(numbers: list[Any], categories: list[Any]) -> Any:
    """Numbers are filled with their mean and standardised; categories get an input of 0 or 1 for each level."""
    return ColumnTransformer(
        [
            ("numbers", make_pipeline(SimpleImputer(), StandardScaler()), numbers),
            ("categories", OneHotEncoder(handle_unknown="ignore", sparse_output=False), categories),
        ]
    )


def default_mlp(task: str, seed: int) -> Any:
    """The MLP with all its defaults."""
    return (MLPClassifier if task == "classification" else MLPRegressor)(random_state=seed)


def pipeline_for(table: Table, task: str, seed: int) -> Any:
    """Both of them for the columns of a table, whose categories are numbers of levels."""
    kinds = [column.kind for column in table.input_columns] or ["number"] * table.inputs.shape[1]
    categories = [place for place, kind in enumerate(kinds) if kind == "category"]
    numbers = [place for place, kind in enumerate(kinds) if kind != "category"]
    return make_pipeline(column_transformer(numbers, categories), default_mlp(task, seed))


def targets_of(table: Table) -> Array:
    """Class numbers, m, or the target's values in the user's units, m or m × k."""
    if table.labels is not None:
        return table.labels
    assert table.values is not None, "a table has labels or values"
    return table.values[:, 0] if table.values.shape[1] == 1 else np.asarray(table.values)
