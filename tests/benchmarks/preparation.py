"""Filling, one-hot coding and scaling against scikit-learn, to 1e-12: python tests/benchmarks/preparation.py

Both are fitted to the same training rows of random tables, and transform all rows; then the time that both take. The
columns vary about as much as their distance from 0: around a large number scikit-learn's own digits are fewer.
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
from core.data.preparing.column_coding import MOST_LEVELS
from core.data.preparing.preparation import fit_preparation
from core.data.table import InputColumn, Table

TABLES = 100
LIMIT = 1e-12
LARGE_ROWS, LARGE_COLUMNS = 200_000, 20


def random_table(seed: int) -> Table:
    """Three columns of numbers and three of categories, one of them of many; each with missing cells."""
    draw = np.random.default_rng(seed)
    m = int(draw.integers(30, 400))
    numbers = (draw.normal(size=(m, 3)) + draw.normal(size=3)) * 10.0 ** draw.integers(-6, 7, 3)
    levels = (2, 5, 60)
    weights = [np.exp(-0.2 * np.arange(count)) for count in levels]
    codes = [draw.choice(len(one), m, p=one / one.sum()) for one in weights]
    inputs = np.column_stack([numbers, *codes]).astype(float)
    inputs[draw.random(inputs.shape) < 0.1] = np.nan
    names = tuple(f"x{place}" for place in range(6))
    kinds = [InputColumn(name) for name in names[:3]]
    kinds += [
        InputColumn(name, "category", tuple(f"{level:02}" for level in range(count)))
        for name, count in zip(names[3:], levels, strict=True)
    ]
    return Table(inputs, names, values=np.zeros((m, 1)), target_names=("y",), input_columns=tuple(kinds))


def theirs(table: Table, train: Array, strategy: str) -> tuple[Array, Array, Array]:
    """scikit-learn's numbers with flags, few categories, and many categories, of all rows."""
    numbers, categories = table.inputs[:, :3], np.full((len(table.inputs), 3), "", dtype=object)
    for place in range(3):
        cells = table.inputs[:, 3 + place]
        levels = table.input_columns[3 + place].levels
        categories[:, place] = ["missing" if np.isnan(cell) else levels[int(cell)] for cell in cells]
    fill: dict[str, Any] = {"strategy": "constant", "fill_value": 0} if strategy == "zero" else {"strategy": strategy}
    filled = make_pipeline(SimpleImputer(**fill), StandardScaler())
    flags = SimpleImputer(strategy="mean", add_indicator=True)
    made = filled.fit(numbers[train]).transform(numbers)
    made = np.hstack([made, flags.fit(numbers[train]).transform(numbers)[:, 3:]])
    few = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    return made, *(few.fit(one[train]).transform(one) for one in (categories[:, :2], categories[:, 2:]))


def worst_difference(seed: int) -> float:
    """The largest difference of an input, of one table."""
    table, strategy = random_table(seed), ("mean", "median", "zero")[seed % 3]
    m = len(table.inputs)
    train = np.sort(np.random.default_rng(seed).permutation(m)[: m // 2])
    preparation = fit_preparation(table, train, f"{strategy}+flag")
    ours, names = preparation.transform(table.inputs), preparation.input_names
    numbers, few, many = theirs(table, train, strategy)
    flags = [place for place, name in enumerate(names) if name in ("x0 missing", "x1 missing", "x2 missing")]
    places = [names.index("x0"), names.index("x1"), names.index("x2"), *flags]
    worst = float(np.abs(ours[:, places] - numbers).max())
    of_few = [place for place, name in enumerate(names) if name.startswith(("x3", "x4"))]
    worst = max(worst, float(np.abs(ours[:, of_few] - few).max()))
    of_many = [place for place, name in enumerate(names) if name.startswith("x5")]
    pooled = preparation.codings[5].pooled
    if not pooled:
        return max(worst, float(np.abs(ours[:, of_many] - many).max()))
    assert len(preparation.codings[5].own) == MOST_LEVELS - 1
    rare = [place for place, name in enumerate(sorted_levels(table, train)) if name in rare_names(table, pooled)]
    kept = [place for place in range(many.shape[1]) if place not in rare]
    grouped = np.column_stack([many[:, kept[:-1]], many[:, rare].sum(1), many[:, kept[-1:]]])
    return max(worst, float(np.abs(ours[:, of_many] - grouped).max()))


def sorted_levels(table: Table, train: Array) -> list[str]:
    """The categories of the last column in the training rows, in scikit-learn's order."""
    cells = table.inputs[train, 5]
    return sorted({"missing" if np.isnan(cell) else table.input_columns[5].levels[int(cell)] for cell in cells})


def rare_names(table: Table, pooled: tuple[int, ...]) -> set[str]:
    """The names of pooled categories of the last column."""
    return {table.input_columns[5].levels[level] for level in pooled}


def times() -> tuple[float, float]:
    """Seconds of both for a large table of numbers, a part of them missing: fit, and transform all rows."""
    draw = np.random.default_rng(0)
    inputs = np.asfortranarray(draw.normal(size=(LARGE_ROWS, LARGE_COLUMNS)))
    inputs[draw.random(inputs.shape) < 0.02] = np.nan
    names = tuple(f"x{place}" for place in range(LARGE_COLUMNS))
    columns = tuple(map(InputColumn, names))
    table = Table(inputs, names, values=np.zeros((LARGE_ROWS, 1)), target_names=("y",), input_columns=columns)
    train, seconds = np.arange(LARGE_ROWS // 2), []
    start = perf_counter()
    fit_preparation(table, train).transform(inputs)
    seconds.append(perf_counter() - start)
    pipeline = make_pipeline(SimpleImputer(), StandardScaler())
    transformer = ColumnTransformer([("numbers", pipeline, list(range(LARGE_COLUMNS)))])
    start = perf_counter()
    transformer.fit(inputs[train])
    transformer.transform(inputs)
    return seconds[0], perf_counter() - start


def main() -> bool:
    """Print the worst of all tables, and the times; whether the worst is within the limit."""
    worst = max(map(worst_difference, range(TABLES)))
    print(f"preparation of {TABLES} random tables against scikit-learn {sklearn.__version__}: worst {worst:.1e}")
    print(f"(largest difference of an input; limit {LIMIT:.0e})")
    ours, other = times()
    print(f"{LARGE_ROWS:,} × {LARGE_COLUMNS} numbers, fitted and transformed: {ours:.2f} s, scikit-learn {other:.2f} s")
    return worst < LIMIT


if __name__ == "__main__":
    raise SystemExit(not main())
