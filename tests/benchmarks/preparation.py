"""Our preparation of tables beside scikit-learn's: OneHotEncoder, SimpleImputer and StandardScaler, to 1e-12.

    python tests/benchmarks/preparation.py

Tables of numbers and categories, with missing cells, are drawn at random and divided. Both are fitted to the training
rows, and must make the same inputs of all rows; then the time that both take. Among the tables are levels that no
training row has, more levels than are kept, numbers from 1e-6 to 1e6, and data.missing = mean, median and zero, each
with and without flags. Inputs that are constant in the training rows must be 0 in all rows, where scikit-learn
subtracts a mean with its rounding and divides by 1.
"""

from time import perf_counter
from typing import Any

import numpy as np
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from core.calls import Array
from core.data.preparing.preparation import fit_preparation
from core.data.table import InputColumn, Table

TABLES, TOLERANCE = 300, 1e-12
LARGE_ROWS, LARGE_COLUMNS = 200_000, 20
STRATEGIES: dict[str, dict[str, Any]] = {
    "mean": {"strategy": "mean"},
    "median": {"strategy": "median"},
    "zero": {"strategy": "constant", "fill_value": 0.0},
}
MISSING = [name + flag for name in STRATEGIES for flag in ("", "+flag")]


def drawn_table(random: np.random.Generator) -> tuple[Table, int]:
    """A table, and how many of its rows, the first ones, are for training."""
    rows, numbers, categories = random.integers(6, 400), random.integers(1, 5), random.integers(0, 4)
    train = int(rows * 0.6)
    scales, centres = 10.0 ** random.uniform(-6, 6, numbers), random.normal(size=numbers)
    cells = (random.normal(size=(rows, numbers)) + centres) * scales
    if random.random() < 0.2:
        cells[:, 0] = scales[0]
    columns = [InputColumn(f"x{place}") for place in range(numbers)]
    for place in range(categories):
        count = int(random.choice([2, 3, 8, 60]))
        levels = tuple(f"level {number}" for number in range(count))
        columns.append(InputColumn(f"c{place}", "category", levels))
        cells = np.column_stack([cells, random.integers(0, count, rows)])
    missing = random.random(cells.shape) < random.choice([0, 0.1])
    missing[0] = False  # a column without any cell in training isn't an input
    cells[missing] = np.nan
    names = tuple(column.name for column in columns)
    return Table(cells, names, np.zeros(rows, int), ("a", "b"), input_columns=tuple(columns)), train


def numbers_by_scikit_learn(cells: Array, train: int, missing: str) -> Array:
    """A column of numbers, m × 1, filled and standardised; with flags, a second column where training has gaps."""
    strategy, _plus, flag = missing.partition("+")
    imputer = SimpleImputer(**STRATEGIES[strategy], add_indicator=bool(flag))
    filled = imputer.fit(cells[:train]).transform(cells)
    scaled = StandardScaler().fit(filled[:train, :1]).transform(filled[:, :1])
    return np.hstack([scaled, filled[:, 1:]])


def categories_by_scikit_learn(cells: Array, train: int, pooled: tuple[int, ...]) -> Array:
    """A column of categories, m × 1, one-hot; the `pooled` ones are one input, before that of missing cells."""
    encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(cells[:train])
    made, levels = np.asarray(encoder.transform(cells)), encoder.categories_[0]
    if not pooled:
        return made
    rare, gap = np.isin(levels, pooled), np.isnan(levels)
    return np.hstack([made[:, ~rare & ~gap], made[:, rare].sum(1, keepdims=True), made[:, gap]])


def largest_difference(table: Table, train: int, missing: str) -> float:
    """The largest difference of an input in any row; infinite where the inputs are others."""
    preparation = fit_preparation(table, np.arange(train), missing)
    ours, blocks = preparation.transform(table.inputs), []
    for place, coding in enumerate(preparation.codings):
        cells = table.inputs[:, [place]]
        if coding.kind == "number":
            blocks.append(numbers_by_scikit_learn(cells, train, missing))
        else:
            blocks.append(categories_by_scikit_learn(cells, train, coding.pooled))
    theirs, constant = np.hstack(blocks), list(preparation.constant)
    if ours.shape != theirs.shape:
        return np.inf
    theirs[:, constant] = 0
    return float(np.abs(ours - theirs).max())


def times() -> tuple[float, float]:
    """Seconds of both for a large table of numbers, a part of them missing: fit, and transform all rows."""
    draw = np.random.default_rng(0)
    inputs = np.asfortranarray(draw.normal(size=(LARGE_ROWS, LARGE_COLUMNS)))
    inputs[draw.random(inputs.shape) < 0.02] = np.nan
    names = tuple(f"x{place}" for place in range(LARGE_COLUMNS))
    columns = tuple(map(InputColumn, names))
    table = Table(inputs, names, values=np.zeros((LARGE_ROWS, 1)), target_names=("y",), input_columns=columns)
    train = np.arange(LARGE_ROWS // 2)
    start = perf_counter()
    fit_preparation(table, train).transform(inputs)
    ours = perf_counter() - start
    pipeline = make_pipeline(SimpleImputer(), StandardScaler())
    transformer = ColumnTransformer([("numbers", pipeline, list(range(LARGE_COLUMNS)))])
    start = perf_counter()
    transformer.fit(inputs[train])
    transformer.transform(inputs)
    return ours, perf_counter() - start


def main() -> int:
    """Compare all tables, and print the largest difference and the times. The exit status is 1 if it is too large."""
    random = np.random.default_rng(0)
    largest = max(largest_difference(*drawn_table(random), MISSING[number % len(MISSING)]) for number in range(TABLES))
    print(f"{TABLES} tables: inputs differ from those of scikit-learn {sklearn.__version__} by {largest:.1e} at most")
    print(f"({TOLERANCE:.0e} is allowed)")
    ours, theirs = times()
    print(
        f"{LARGE_ROWS:,} × {LARGE_COLUMNS} numbers, fitted and transformed: {ours:.2f} s, scikit-learn {theirs:.2f} s"
    )
    return int(largest > TOLERANCE)


if __name__ == "__main__":
    raise SystemExit(main())
