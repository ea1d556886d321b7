"""Which inputs are permuted together, and which columns are correlated."""

import numpy as np
import pytest

from core.analysis.importance.column_groups import (
    ColumnGroup,
    Correlations,
    column_groups,
    network_inputs,
    permuted_matrix,
)
from core.data.dataset import Data, Split
from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.preparation import Preparation
from core.experiment.experiment import Experiment
from core.training.trainer import Trainer


def test_a_column_has_all_its_inputs_and_a_date_all_its_parts() -> None:
    codings = (
        ColumnCoding(name="age", source="age", fill=30.0, flag=True),
        ColumnCoding(name="bought year", kind="date", source="bought", part="year"),
        ColumnCoding(name="city", kind="category", source="city", levels=("a", "b"), own=(0, 1), missing_level=True),
        ColumnCoding(name="bought hour", kind="date", source="bought", part="hour"),
    )
    rows = Split(np.ones((2, 8)), np.zeros((2, 1)))
    assert column_groups(Data("regression", "identity", rows, preparation=Preparation(codings))) == (
        ColumnGroup("age", ("age",), (0, 1)),
        ColumnGroup("bought", ("bought",), (2, 6)),
        ColumnGroup("city", ("city",), (3, 4, 5)),
    )


def test_without_a_preparation_each_input_is_a_column() -> None:
    data = Data("regression", "identity", Split(np.ones((2, 3)), np.zeros((2, 1))))
    assert [(group.name, group.places) for group in column_groups(data)] == [("x1", (0,)), ("x2", (1,))]


def test_features_are_made_again_of_raw_columns() -> None:
    data = Trainer(Experiment.load("spiral", ['data.features=["x1", "x1*x2", "sin(x2)"]'])).data
    assert [group.places for group in column_groups(data)] == [(0,), (1,)]
    matrix = permuted_matrix(data.train)
    assert matrix.shape == (data.train.m, 2)
    np.testing.assert_array_equal(network_inputs(matrix, data.train, data), data.train.inputs)


def test_the_colours_of_a_pixel_are_one_group() -> None:
    names = ("p1 red", "p1 green", "p1 blue", "p2 red", "p2 green", "p2 blue")
    split = Split(np.ones((2, 7)), np.zeros((2, 1)))
    data = Data("classification", "sigmoid", split, input_names=names, shape=(1, 2), channels=3)
    assert column_groups(data) == (ColumnGroup("p1", names[:3], (0, 1, 2)), ColumnGroup("p2", names[3:], (3, 4, 5)))


def test_correlated_columns_are_those_of_the_closest_pair() -> None:
    a = np.array([1.0, 2, 3, 4])
    b = np.array([-2.0, -4, -6, -8])
    c = np.array([1.0, -1, -1, 1])
    d = np.array([5.0, 5, 5, 5])
    e = np.array([1.0, 2, np.nan, 4])
    groups = tuple(
        ColumnGroup(name, (name,), at) for name, at in (("a", (0,)), ("b", (1, 2)), ("d", (3,)), ("e", (4,)))
    )
    found = Correlations(np.column_stack([a, c, b, d, e]), groups)
    (first, r), (second, of_gaps) = found.beyond(0, 0.9)
    assert (first, second) == ("b", "e")
    assert r == pytest.approx(-1)
    # The mean of 1, 2 and 4 is 7/3: the deviations −4/3, −1/3, 0, 5/3 beside −3/2, −1/2, 1/2, 3/2 of a.
    assert of_gaps == pytest.approx((2 + 1 / 6 + 5 / 2) / np.sqrt((16 + 1 + 25) / 9 * 5))
    assert dict(found.beyond(1, 0.9)) == pytest.approx({"a": -1, "e": -of_gaps})
    assert found.beyond(2, 0.0) == (), "a constant column is correlated with none"
