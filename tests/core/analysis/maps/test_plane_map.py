"""Maps against a plain evaluation point by point, and the border of classes."""

import numpy as np
import pytest
from some_models import fitted, plain_model, raw_rows

from core.analysis.maps.plane import Plane
from core.analysis.maps.plane_map import PRODUCTS_A_CELL, PlaneMap, border, coarseness, plane_map, target_range
from core.calls import Array
from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.preparation import Preparation
from core.model.model import Model
from core.model.output_meaning import OutputMeaning

LIMITS = (-2.0, 2.0, -1.0, 3.0)


def outputs_at(model: Model, raw: list[float]) -> list[float]:
    """The outputs for one row of raw inputs, layer by layer, without what the program shares with maps."""
    a = model.preparation.transform(np.array([raw]))[0]
    *hidden, last = [np.asarray(theta, float) for theta in model.network.thetas]
    for theta in hidden:
        a = np.tanh(theta[0] + a @ theta[1:])
    z = last[0] + a @ last[1:]
    if model.network.output == "softmax":
        e = np.exp(z - z.max())
        return list(e / e.sum())
    if model.network.output == "sigmoid":
        return list(1 / (1 + np.exp(-z)))
    return list((np.tanh(z) + 1) / 2 if model.network.output == "tanh" else z)


def assert_equal_point_by_point(found: PlaneMap, model: Model) -> None:
    plane = found.plane
    for row, y in enumerate(plane.ys):
        for column, x in enumerate(plane.xs):
            raw = plane.held.copy()
            raw[plane.x], raw[plane.y] = x, y
            wanted = outputs_at(model, list(raw))
            if len(wanted) == 1 and model.meaning.task == "classification":
                wanted = [1 - wanted[0], wanted[0]]
            np.testing.assert_allclose(found.probabilities[row, column], wanted, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize(
    ("sizes", "output", "dtype"),
    [
        ([3, 4, 1], "sigmoid", "float64"),
        ([3, 4, 3, 4], "softmax", "float32"),
        ([3, 2, 1], "tanh", "float64"),
        ([3, 2], "identity", "float64"),
    ],
)
def test_outputs_of_standardised_columns_with_one_held(sizes: list[int], output: str, dtype: str) -> None:
    preparation = fitted(np.random.default_rng(1).normal([100, 0, -3], [30, 1, 0.1], (20, 3)))
    model = plain_model(sizes, output=output, dtype=dtype, preparation=preparation)
    plane = Plane(2, 0, (-3.3, -2.7, 20.0, 180.0), 6, 5, np.array([0.0, 0.7, 0.0]))
    assert_equal_point_by_point(plane_map(model, plane), model)


def test_features_of_two_columns() -> None:
    preparation = fitted(np.random.default_rng(1).normal(size=(20, 2)), features=("x1", "x2^2", "sin(x1)"))
    model = plain_model([3, 4, 1], output="sigmoid", preparation=preparation)
    assert_equal_point_by_point(plane_map(model, Plane(0, 1, LIMITS, 5, 4, np.zeros(2))), model)


def test_a_category_and_a_missing_cell_are_held() -> None:
    codings = (
        ColumnCoding(name="a"),
        ColumnCoding(name="kind", kind="category", levels=("u", "v", "w"), own=(0, 1, 2)),
        ColumnCoding(name="b", fill=4.0, flag=True),
        ColumnCoding(name="c"),
    )
    model = plain_model([7, 3, 2], preparation=Preparation(codings))
    plane = Plane(0, 3, LIMITS, 4, 3, np.array([0, 1.0, np.nan, 0]))
    found = plane_map(model, plane)
    assert_equal_point_by_point(found, model)
    other = plane_map(model, Plane(0, 3, LIMITS, 4, 3, np.array([0, 2.0, 4.0, 0])))
    assert not np.allclose(found.probabilities, other.probabilities)
    assert raw_rows(model, 1).shape == (1, 4)


def test_a_large_network_has_blocks_with_the_output_at_their_middle() -> None:
    model = plain_model([2, 5, 3])
    plane = Plane(0, 1, LIMITS, 7, 5, np.zeros(2))
    products = model.network.parameters.theta.size + 2 * PRODUCTS_A_CELL
    assert coarseness(model, plane, 35 * products) == 1
    assert coarseness(model, plane, 34 * products) == 2
    found = plane_map(model, plane, 34 * products)
    assert found.probabilities.shape == (5, 7, 3)
    assert (found.probabilities[0:2, 2:4] == found.probabilities[0, 2]).all()
    middle = plane.point(3, 1)
    np.testing.assert_allclose(found.probabilities[0, 2], outputs_at(model, list(middle)), rtol=1e-9)
    assert coarseness(model, plane, 0) == 8


def plain_map(probabilities: Array, names: tuple[str, ...], several: bool = False) -> PlaneMap:
    rows, columns, _k = probabilities.shape
    plane = Plane(0, 1, LIMITS, columns, rows, np.zeros(2))
    return PlaneMap(plane, OutputMeaning("classification", names, several_labels=several), probabilities)


def test_classes_certainty_and_border() -> None:
    second = np.array([[0.1, 0.4, 0.9], [0.2, 0.8, 0.7]])
    found = plain_map(np.stack([1 - second, second], 2), ("0", "1"))
    assert found.classes.tolist() == [[0, 0, 1], [0, 1, 1]]
    np.testing.assert_allclose(found.certainty, [[0.9, 0.6, 0.9], [0.8, 0.8, 0.7]])
    # The nearer one of each pair: 0.4 beside 0.9, 0.4 above 0.8; 0.2 and 0.8 are equally near, so the first.
    assert found.border_of_classes().tolist() == [[False, True, False], [True, False, False]]
    assert found.border_of(1).tolist() == found.border_of_classes().tolist()
    assert found.border_of(1, 0.85).tolist() == [[False, False, True], [False, False, False]]
    assert plain_map(np.full((1, 1, 2), 0.5), ("0", "1")).classes.tolist() == [[0]]  # as one output of 0.5 claims


def test_the_border_of_one_of_three_classes_is_where_it_is_given() -> None:
    first = np.array([0.5, 0.36, 0.3, 0.1])
    rest = np.array([[0.3, 0.2], [0.34, 0.3], [0.4, 0.3], [0.1, 0.8]])
    found = plain_map(np.column_stack([first, rest])[None], ("a", "b", "c"))
    assert found.classes.tolist() == [[0, 0, 1, 2]]
    assert found.border_of(0).tolist() == [[False, True, False, False]]
    assert found.border_of(0, 0.2).tolist() == [[False, False, True, False]], "a threshold counts, whatever is given"
    assert found.border_of_classes().tolist() == [[False, True, True, False]]
    labels = plain_map(np.column_stack([first, rest])[None], ("a", "b", "c"), several=True)
    assert labels.border_of(1).tolist() == [[False] * 4]


def test_no_finite_number_is_said() -> None:
    found = plain_map(np.array([[[0.5, 0.5], [np.nan, 1.0], [np.inf, 0.0]]]), ("0", "1"))
    assert found.broken.tolist() == [[False, True, True]]
    model = plain_model([2, 3, 1], output="sigmoid")
    model.network.parameters.theta[...] = np.nan
    assert plane_map(model, Plane(0, 1, LIMITS, 3, 2, np.zeros(2))).broken.all()


def test_one_region_has_no_border() -> None:
    assert not border(np.zeros((3, 3)), np.ones((3, 3))).any()
    assert border(np.zeros((0, 4)), np.zeros((0, 4))).shape == (0, 4)


def test_the_range_of_targets() -> None:
    assert target_range(np.array([3.0, -1.0, np.nan, np.inf])) == (-1.0, 3.0)
    assert target_range(np.array([2.0])) == (1.5, 2.5)
    assert target_range(np.array([])) == (0.0, 1.0)
