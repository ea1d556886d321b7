"""Standardising: columns of every size that float64 holds, measured against exact fractions."""

import re
from collections.abc import Callable
from fractions import Fraction
from math import isqrt
from pathlib import Path

import numpy as np
import pytest

from core.calls import Array
from core.data.preparing.preprocessing import Scaling
from core.data.preparing.split import split_rows
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from core.support.errors import InputError
from core.support.random_streams import streams
from core.training.trainer import Trainer

pytestmark = pytest.mark.usefixtures("one_duckdb")

SMALL, LARGE = 5e-324, 1.7976931348623157e308
NORMAL = np.random.default_rng(1).normal(size=(60, 1))

COLUMNS = {
    "ordinary": NORMAL,
    "off centre": 20 + NORMAL,
    "whole numbers": np.round(2000 + 10 * NORMAL),
    **{f"in units of {unit:g}": NORMAL * unit for unit in (1e-310, 1e-300, 1e-160, 1e-14, 1e-12, 1e12, 1e160, 4e307)},
    "little noise around 1e9": 1e9 + NORMAL * 1e-6,
    "little noise around -1e9": -1e9 + NORMAL * 1e-3,
    "the last digit of 1": 1 + np.round(NORMAL) * 2.0**-52,
    "little noise around the largest number": LARGE * (1 - np.abs(NORMAL) * 1e-10),
    "the largest numbers": np.where(NORMAL > 0, LARGE, -LARGE),
    "the smallest number and 0": np.where(NORMAL > 1, SMALL, 0),
    "one that is large": np.vstack([NORMAL, [[1e300]]]),
    "one that is not small": np.vstack([NORMAL * 1e-300, [[1.0]]]),
}


def exact(column: Array) -> Array:
    """(x − mean) / deviation in fractions."""
    values = [Fraction(float(value)) for value in column.ravel()]
    mean = sum(values, Fraction()) / len(values)
    variance = sum(((value - mean) ** 2 for value in values), Fraction()) / len(values)

    def root(square: Fraction) -> float:
        return float(Fraction(isqrt(square.numerator * 10**60 // square.denominator), 10**30))

    return np.array([[root((value - mean) ** 2 / variance) * (1 if value > mean else -1)] for value in values])


@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS)
def test_a_column_of_any_size(column: Array) -> None:
    scaling = Scaling.of(column)
    standardized = scaling.standardized(column)
    np.testing.assert_allclose(standardized, exact(column), rtol=0, atol=1e-12)
    largest = np.abs(column).max()
    np.testing.assert_allclose(scaling.restored(standardized), column, rtol=0, atol=max(largest * 1e-15, SMALL))


def test_columns_of_every_size_beside_each_other() -> None:
    together = np.hstack([column[:60] for column in COLUMNS.values()])
    standardized = Scaling.of(together).standardized(together)
    for place in range(together.shape[1]):
        alone = together[:, place : place + 1]
        np.testing.assert_allclose(standardized[:, [place]], exact(alone), rtol=0, atol=1e-12)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_an_ordinary_column_has_the_bits_of_the_plain_formula(dtype: str) -> None:
    """Saved runs go on to the same bits."""
    values = (np.random.default_rng(2).normal(size=(5000, 3)) * [1, 1e3, 1e-6] + [2, 5e3, 3e-6]).astype(dtype)
    scaling = Scaling.of(values)
    assert (scaling.standardized(values) == (values - values.mean(0)) / values.std(0)).all()
    outputs = np.random.default_rng(3).normal(size=(9, 3))
    assert (scaling.restored(outputs) == outputs * values.std(0) + values.mean(0)).all()


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Experiment]:
    """Writes columns a, b and the target y; the experiment of that file."""

    def write(a: list[float], y: list[float], *overrides: str) -> Experiment:
        rows = [f"{one!r},{number % 7},{target!r}" for number, (one, target) in enumerate(zip(a, y, strict=True))]
        (tmp_path / "my.csv").write_text("\n".join(["a,b,y", *rows]))
        return Experiment.load(tmp_path / "my.csv", ["training.epochs=3", "data.task=regression", *overrides])

    return write


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("unit", [2.0**-1000, 2.0**-40, 2.0**40, 2.0**1000])
def test_training_is_the_same_in_every_unit(table: Callable[..., Experiment], unit: float, dtype: str) -> None:
    """Inputs and targets in farads or picofarads: powers of two, so that not one bit may differ."""
    a = NORMAL[:40, 0]
    y = a**2 + 3
    plain, other = (
        Trainer(table((a * factor).tolist(), (y * factor).tolist(), f"dtype={dtype}")) for factor in (1, unit)
    )
    for trainer in (plain, other):
        trainer.run()
    assert plain.weights_sha256 == other.weights_sha256
    assert plain.figures("test").loss == other.figures("test").loss
    assert plain.figures("test").r2 == other.figures("test").r2
    assert plain.data.test is not None
    outputs = plain.network.predict(plain.data.test.inputs).astype(float)
    restored = [trainer.data.in_users_units(outputs) for trainer in (plain, other)]
    assert (restored[0] * unit == restored[1]).all()


@pytest.mark.parametrize(("column", "dtype"), [("a", "float64"), ("a", "float32"), ("y", "float64")])
def test_what_is_too_far_from_the_rows_trained_on_is_refused_where_it_stands(
    table: Callable[..., Experiment], column: str, dtype: str
) -> None:
    near = [1e-200 * number for number in range(1, 31)]
    row = int(split_rows(None, 30, 0.2, 0.2, streams(1).data).test[0])
    far = [*near[:row], 1e300, *near[row + 1 :]]
    experiment = table(far, near) if column == "a" else table(near, far)
    with pytest.raises(InputError, match=rf"my\.csv, line {row + 2}, column '{column}': found 1e\+300, .*{dtype}"):
        load_data(experiment.replace("dtype", dtype))


@pytest.mark.parametrize(
    ("a", "words"),
    [
        ([0.0, 1.0, 1e39], ["line 4", "'a'", "found 1e+39", "float32", "data.standardize = true"]),
        ([0.0, 1e-46, -1e-60], ["column 'a'", "found at most 1e-46, too small for float32"]),
    ],
)
def test_without_standardizing_a_column_must_fit_the_precision(
    table: Callable[..., Experiment], a: list[float], words: list[str]
) -> None:
    experiment = table(a, a, "data.standardize=false", "data.validation_fraction=0", "data.test_fraction=0")
    assert load_data(experiment).train.inputs[:, 0].tolist() == a
    with pytest.raises(InputError) as refused:
        load_data(experiment.replace("dtype", "float32"))
    assert all(word in str(refused.value) for word in words), refused.value


def test_a_feature_must_fit_too(tmp_path: Path) -> None:
    for value, words in ((1e200, "x1^2 is beyond what float64 holds"), (1e-170, "x1^2 is beyond what float64")):
        (tmp_path / "my.csv").write_text(f"a,b,y\n{value},1,2.5\n{-value},2,3.5\n{value},3,4.5\n")
        overrides = ['data.features=["x1","x1^2"]', "data.validation_fraction=0", "data.test_fraction=0"]
        with pytest.raises(InputError, match=re.escape(words)):
            load_data(Experiment.load(tmp_path / "my.csv", overrides))
