"""Raw columns of prepared data: back in the unit of the source, their limits, and values that stand for all rows."""

from pathlib import Path

import numpy as np
import pytest

from core.analysis.maps.raw_columns import column_limits, raw_column, usual_values
from core.calls import Array
from core.data.dataset import Data, Split
from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.preparation import Preparation
from core.experiment.experiment import Experiment
from core.model.model import preparation_of
from core.training.trainer import Trainer

AGES = [np.nan if row % 7 == 3 else 20.0 + row for row in range(60)]
PORTS = ["abc"[row % 3 if row % 4 else 0] for row in range(60)]
LINES = [
    f"{'' if np.isnan(age) else int(age)},{port},{1.5 * row},{'true' if row % 3 else 'false'},{'pq'[row % 2]}"
    for row, (age, port) in enumerate(zip(AGES, PORTS, strict=True))
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """Sixty rows of a table: numbers with missing cells, a category, numbers, booleans."""
    folder: Path = tmp_path_factory.mktemp("table")
    (folder / "table.csv").write_text("\n".join(["age,port,fare,paid,kind", *LINES]))
    (folder / "experiment.toml").write_text(
        '[data]\nsource = "table.csv"\ntarget = "kind"\nmissing = "mean+flag"\n[network]\nhidden = [2]\n'
    )
    return Trainer(Experiment.load(folder / "experiment.toml")).data


def rows_of(split: Split) -> list[int]:
    assert split.rows is not None
    rows: list[int] = split.rows.tolist()
    return rows


def test_a_column_is_that_of_the_source_again(data: Data) -> None:
    rows, preparation = rows_of(data.train), preparation_of(data)
    np.testing.assert_allclose(raw_column(preparation, data.train, 0), np.array(AGES)[rows], rtol=1e-12)
    assert raw_column(preparation, data.train, 1).tolist() == ["abc".index(PORTS[row]) for row in rows]
    np.testing.assert_allclose(raw_column(preparation, data.train, 2), [1.5 * row for row in rows], atol=1e-12)
    assert raw_column(preparation, data.train, 3).tolist() == [row % 3 > 0 for row in rows]


def test_limits_are_those_of_all_splits(data: Data) -> None:
    assert column_limits(data, 0) == pytest.approx((np.nanmin(AGES), np.nanmax(AGES)))
    assert column_limits(data, 2) == pytest.approx((0.0, 88.5))


def test_mean_of_numbers_and_the_commonest_of_others(data: Data) -> None:
    rows = rows_of(data.train)
    mean = np.nanmean(np.array(AGES)[rows])
    commonest = max("abc", key=[PORTS[row] for row in rows].count)
    paid = np.mean([row % 3 > 0 for row in rows])
    usual = usual_values(data)
    np.testing.assert_allclose(usual[[0, 2]], [mean, np.mean([1.5 * row for row in rows])], rtol=1e-12)
    assert usual[1:].tolist()[::2] == ["abc".index(commonest), round(paid)]
    assert usual_values(data) is usual


def split_of(*columns: list[float]) -> Split:
    X = np.column_stack([np.ones(len(columns[0])), *columns])
    return Split(X, np.zeros((len(X), 1)))


def plain_data(*columns: list[float], raw: Array | None = None) -> Data:
    split = split_of(*columns)
    if raw is not None:
        split = Split(split.X, split.Y, raw=raw)
    return Data("regression", "identity", split)


def test_between_two_ordered_values_there_is_none() -> None:
    codings = (ColumnCoding(name="size", kind="ordered", levels=("s", "m", "l")), ColumnCoding(name="a"))
    data = plain_data([0.0, 2.0, 2.0, 1.0], [0.0, 2.0, 2.0, 1.0])
    data = Data("regression", "identity", data.train, preparation=Preparation(codings))
    assert usual_values(data).tolist() == [1.0, 1.25]


def test_features_keep_the_columns_that_they_are_made_of() -> None:
    raw = np.array([[1.0, 10.0], [3.0, 30.0]])
    data = plain_data([1.0, 9.0], [10.0, 90.0], [5.0, 6.0], raw=raw)
    codings = (ColumnCoding(name="x1"), ColumnCoding(name="x2"))
    preparation = Preparation(codings, features=("x1^2", "x1*x2", "x2"))
    assert raw_column(preparation, data.train, 1).tolist() == [10.0, 30.0]
    assert usual_values(data).tolist() == [2.0, 20.0]


def test_without_a_finite_number_limits_are_zero() -> None:
    names = ("x1", "x2")
    data = Data("regression", "identity", split_of([np.nan, np.inf], [1.0, -np.inf]), input_names=names)
    assert column_limits(data, 0) == (0.0, 0.0)
    assert column_limits(data, 1) == (1.0, 1.0)
