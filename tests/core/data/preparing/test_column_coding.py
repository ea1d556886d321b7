"""How columns become inputs: filled, one-hot, pooled, flagged; each worked by hand."""

from typing import Literal

import numpy as np
import pytest

from core.calls import Array
from core.data.preparing.column_coding import (
    MOST_LEVELS,
    ColumnCoding,
    distinct_names,
    fit_codings,
    fit_column,
    prepared_width,
)
from core.data.preparing.fill_values import fill_value
from core.data.table import InputColumn, Table

NAN = np.nan


def coded(coding: ColumnCoding, *cells: float) -> list[list[float]]:
    into = np.full((len(cells), coding.width), 7.0)
    coding.code(np.array(cells), into)
    rows: list[list[float]] = into.tolist()
    return rows


@pytest.mark.parametrize(
    ("missing", "fill"), [("mean", 4.0), ("median", 2.0), ("zero", 0.0), ("drop", 4.0), ("median+flag", 2.0)]
)
def test_a_missing_number_is_filled_by_the_training_rows(missing: str, fill: float) -> None:
    coding = fit_column(InputColumn("age"), np.array([1, NAN, 2, 9.0]), missing)
    assert [row[0] for row in coded(coding, NAN, 5.0)] == [fill, 5.0]


def test_a_flag_says_where_a_number_was_missing_if_one_was_missing_in_training() -> None:
    coding = fit_column(InputColumn("age"), np.array([1, NAN, 2, 9.0]), "zero+flag")
    assert coding.input_names == ["age", "age missing"]
    assert coded(coding, NAN, 5.0) == [[0.0, 1.0], [5.0, 0.0]]
    whole = fit_column(InputColumn("age"), np.array([1, 2.0]), "zero+flag")
    assert whole.input_names == ["age"]


@pytest.mark.parametrize(("cells", "fill"), [([1, 1, 0], 1.0), ([0, 1, 0], 0.0), ([0, 1], 0.0), ([], 0.0)])
@pytest.mark.parametrize("missing", ["mean", "median"])
def test_a_boolean_is_filled_with_the_commoner_value(cells: list[float], fill: float, missing: str) -> None:
    coding = fit_column(InputColumn("alone", "boolean"), np.array([*cells, NAN], float), missing)
    assert coded(coding, NAN, 1.0, 0.0) == [[fill], [1.0], [0.0]]


def test_categories_are_one_hot_by_the_levels_of_the_training_rows() -> None:
    column = InputColumn("island", "category", ("Biscoe", "Dream", "Torgersen"))
    coding = fit_column(column, np.array([2.0, 0, 2]), "mean")
    assert coding.input_names == ["island=Biscoe", "island=Torgersen"]
    unknown = 3.0
    assert coded(coding, 0.0, 1.0, 2.0, unknown, NAN) == [[1, 0], [0, 0], [0, 1], [0, 0], [0, 0]]


def test_missing_cells_are_a_category_if_the_training_rows_have_some() -> None:
    coding = fit_column(InputColumn("island", "category", ("a", "b")), np.array([0, NAN, 1]), "drop")
    assert coding.input_names == ["island=a", "island=b", "island missing"]
    assert coded(coding, NAN, 1.0, 2.0) == [[0, 0, 1], [0, 1, 0], [0, 0, 0]]


def test_the_rarest_of_many_categories_share_an_input() -> None:
    levels = tuple(f"town {number}" for number in range(30))
    cells = np.concatenate([np.arange(28.0), np.arange(3.0, 28.0)])  # towns 0 to 2 once, others twice, two never
    coding = fit_column(InputColumn("town", "category", levels), cells, "mean")
    assert coding.width == MOST_LEVELS
    assert coding.own == tuple(range(3, 27)), "of equally many the earlier ones"
    assert coding.pooled == (0, 1, 2, 27)
    assert coding.input_names[-1] == "town=other"
    rows = np.array(coded(coding, 0.0, 27.0, 3.0, 29.0, NAN))
    assert [row.nonzero()[0].tolist() for row in rows] == [[24], [24], [0], [], []]


def test_as_many_levels_as_there_may_be_keep_their_own() -> None:
    levels = tuple(map(str, range(MOST_LEVELS)))
    coding = fit_column(InputColumn("town", "category", levels), np.arange(float(MOST_LEVELS)), "mean")
    assert (len(coding.own), coding.pooled) == (MOST_LEVELS, ())


def test_an_order_is_one_number() -> None:
    column = InputColumn("dose", "ordered", ("low", "medium", "high"))
    coding = fit_column(column, np.array([0.0, 2, 2, NAN]), "median")
    assert coding.input_names == ["dose"]
    assert coded(coding, 1.0, NAN) == [[1.0], [2.0]]


def test_names_of_inputs_never_collide() -> None:
    columns = [
        (InputColumn("a=b", "number"), [1.0, NAN]),
        (InputColumn("a", "category", ("b", "other")), [0.0, 1.0]),
        (InputColumn("a=b missing"), [1.0, 2.0]),
    ]
    names = distinct_names([fit_column(column, np.array(cells), "mean+flag") for column, cells in columns])
    assert names == ("a=b", "a=b missing (2)", "a=b (2)", "a=other", "a=b missing")


@pytest.mark.parametrize(
    ("values", "way", "expected"),
    [
        ([1e308, 1e308, 1.6e308], "mean", 1.2e308),
        ([1e308, 1.5e308], "median", 1.25e308),
        ([3.0, 1.0, 2.0], "median", 2.0),
        ([4.0, 1.0, 2.0, 3.0], "median", 2.5),
        ([5.0], "median", 5.0),
        ([], "mean", 0.0),
        ([], "median", 0.0),
    ],
)
def test_a_fill_value_is_exact_where_the_sum_would_overflow(
    values: list[float], way: Literal["mean", "median"], expected: float
) -> None:
    present: Array = np.array(values, float)
    assert fill_value(present, way) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(("missing", "width"), [("mean", 1 + 1 + 2 + 1), ("mean+flag", 2 + 1 + 2 + 1)])
def test_the_number_of_inputs_is_known_without_fitting_all(missing: str, width: int) -> None:
    columns = [
        InputColumn("a"),
        InputColumn("b"),
        InputColumn("c", "category", ("u", "v", "w")),
        InputColumn("d", "date"),
    ]
    inputs = np.array([[1, 1, 0, 1], [NAN, 2, 1, 2], [3, NAN, 2, NAN]])
    table = Table(inputs, ("a", "b", "c", "d"), np.zeros(3, int), ("0",), input_columns=tuple(columns))
    train = np.array([0, 1])
    assert prepared_width(table, train, missing) == width
    assert prepared_width(table, train, missing) == sum(one.width for one in fit_codings(table, train, missing))
    plain = Table(inputs, ("a", "b", "c", "d"), np.zeros(3, int), ("0",))
    assert prepared_width(plain, train, "mean") == 4
