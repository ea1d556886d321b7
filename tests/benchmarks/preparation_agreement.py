"""Our preparation of tables beside scikit-learn's: OneHotEncoder, SimpleImputer and StandardScaler, to 1e-12.

    python tests/benchmarks/preparation_agreement.py

Tables of numbers and categories, with missing cells, are drawn at random and divided. Both are fitted to the training
rows, and must make the same inputs of all rows. With them are levels that no training row has, numbers from 1e-6 to
1e6, and data.missing = mean, median and zero. Inputs that are constant in the training rows are left out of the
comparison: they must be 0 in all rows, where scikit-learn subtracts a mean with its rounding and divides by 1.
"""

import sys
from typing import Any

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from core.calls import Array
from core.data.preparing.preparation import fit_preparation
from core.data.table import InputColumn, Table

TABLES, TOLERANCE = 300, 1e-12
STRATEGIES: dict[str, dict[str, Any]] = {
    "mean": {"strategy": "mean"},
    "median": {"strategy": "median"},
    "zero": {"strategy": "constant", "fill_value": 0.0},
}


def drawn_table(random: np.random.Generator) -> tuple[Table, int]:
    """A table, and how many of its rows, the first ones, are for training."""
    rows, numbers, categories = random.integers(6, 200), random.integers(1, 5), random.integers(0, 4)
    train = int(rows * 0.6)
    scales, centres = 10.0 ** random.uniform(-6, 6, numbers), random.normal(size=numbers)
    cells = (random.normal(size=(rows, numbers)) + centres) * scales
    if random.random() < 0.2:
        cells[:, 0] = scales[0]
    columns = [InputColumn(f"x{place}") for place in range(numbers)]
    for place in range(categories):
        count = int(random.integers(2, 9))
        levels = tuple(f"level {number}" for number in range(count))
        columns.append(InputColumn(f"c{place}", "category", levels))
        cells = np.column_stack([cells, random.integers(0, count, rows)])
    missing = random.random(cells.shape) < 0.1
    missing[0] = False  # a column without any cell in training isn't an input
    cells[missing] = np.nan
    names = tuple(column.name for column in columns)
    return Table(cells, names, np.zeros(rows, int), ("a", "b"), input_columns=tuple(columns)), train


def by_scikit_learn(table: Table, train: int, missing: str) -> Array:
    """The inputs of all rows, fitted to the training rows."""
    numbers = make_pipeline(SimpleImputer(**STRATEGIES[missing]), StandardScaler())
    categories = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    columns = [
        (column.name, numbers if column.kind == "number" else categories, [place])
        for place, column in enumerate(table.input_columns)
    ]
    return np.asarray(ColumnTransformer(columns).fit(table.inputs[:train]).transform(table.inputs))


def main() -> int:
    """Compare all tables; print the largest difference. The exit status is 1 if it is too large."""
    random, largest = np.random.default_rng(0), 0.0
    for number in range(TABLES):
        table, train = drawn_table(random)
        missing = list(STRATEGIES)[number % len(STRATEGIES)]
        preparation = fit_preparation(table, np.arange(train), missing)
        ours, theirs = preparation.transform(table.inputs), by_scikit_learn(table, train, missing)
        if ours.shape != theirs.shape:
            print(f"table {number}: {ours.shape[1]} inputs, scikit-learn has {theirs.shape[1]}")
            return 1
        constant = list(preparation.constant)
        if ours[:, constant].any():
            print(f"table {number}: an input that is constant in training isn't 0")
            return 1
        theirs[:, constant] = 0
        largest = max(largest, float(np.abs(ours - theirs).max()))
    print(f"{TABLES} tables: inputs differ by {largest:.1e} at most; {TOLERANCE:g} is allowed")
    return int(largest > TOLERANCE)


if __name__ == "__main__":
    sys.exit(main())
