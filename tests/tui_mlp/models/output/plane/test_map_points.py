"""The examples as points of a map: what is wanted, which are wrong, and how keys go from one to another."""

from dataclasses import replace

import numpy as np
import pytest
from narrowing import present
from some_models import plain_model

from core.analysis.outputs.outputs import Outputs
from core.analysis.outputs.split_outputs import split_outputs
from core.calls import Array
from core.data.dataset import Data, Split
from core.data.preparing.preprocessing import Scaling
from core.model.model import Model
from core.model.output_meaning import OutputMeaning
from tui_mlp.models.output.output_focus import ExampleFocus, OutputFocus
from tui_mlp.models.output.plane.map_choice import MapChoice, has_regions, map_choice, value_range
from tui_mlp.models.output.plane.map_points import MapPoints, map_points, signs_of

X = np.array([[0.0, 0.0], [1.0, 0.2], [-1.0, 0.1], [0.1, 2.0], [3.0, -3.0], [np.nan, 1.0]])


def outputs_of(model: Model, train: Array, validation: Array | None = None, most: int | None = None) -> Outputs:
    """The outputs of a model for the rows of X with these targets."""
    ones = np.hstack([np.ones((len(X), 1)), X])
    splits = {"train": Split(ones, train)}
    if validation is not None:
        splits["validation"] = Split(ones + 0.5, validation)
    data = Data(model.meaning.task, model.network.output, splits["train"], splits.get("validation"))
    found = {name: present([*split_outputs(model.network, name, split, model.meaning, most)][-1])
             for name, split in splits.items()}  # fmt: skip
    return Outputs(model, data, 0, 0, found)


def test_points_of_two_classes_in_both_splits() -> None:
    model = plain_model([2, 3, 1], output="sigmoid")
    Y = np.array([[0.0], [1], [0], [1], [1], [0]])
    outputs = outputs_of(model, Y, 1 - Y)
    points = map_points(outputs, 1, 0, 1, (0.0, 1.0))
    assert len(points) == 10
    assert points.missing == 2
    assert (points.shown, points.of) == ({"train": 6, "validation": 6}, {"train": 6, "validation": 6})
    np.testing.assert_array_equal(points.x, [*X[:5, 1], *(X[:5, 1] + 0.5)])
    np.testing.assert_array_equal(points.y, [*X[:5, 0], *(X[:5, 0] + 0.5)])
    assert points.signs.tolist() == [-1, 1, -1, 1, 1, 1, -1, 1, -1, -1]
    assert map_points(outputs, 1, 0, 0, (0.0, 1.0)).signs.tolist() == (-points.signs).tolist()
    assert points.wanted.tolist() == [0, 1, 0, 1, 1, 1, 0, 1, 0, 0]
    given = model.network.predict(X[:5])[:, 0] > 0.5
    np.testing.assert_array_equal(points.wrong[:5], given != (Y[:5, 0] == 1))
    example = points.example(6)
    assert (example.split, example.place) == ("validation", 1)
    assert points.index_of(example) == 6
    assert points.index_of(ExampleFocus("test", 1)) is None
    assert points.index_of(ExampleFocus("", 0, X[0])) is None


def test_of_many_examples_some_with_their_own_places() -> None:
    outputs = outputs_of(plain_model([2, 3]), np.eye(3)[[0, 1, 2, 0, 1, 2]], most=2)
    points = map_points(outputs, 0, 1, 0, (0.0, 1.0))
    assert points.place.tolist() == [0]
    assert (points.shown, points.of, points.missing) == ({"train": 2}, {"train": 6}, 1)


def test_labels_are_wrong_one_by_one() -> None:
    model = plain_model([2, 3, 2], output="sigmoid", several_labels=True)
    Y = np.array([[0.0, 1], [1, 1], [0, 0], [1, 0], [1, 1], [0, 0]])
    outputs = outputs_of(model, Y)
    for label in (0, 1):
        points = map_points(outputs, 0, 1, label, (0.0, 1.0))
        np.testing.assert_array_equal(points.wrong, (model.network.predict(X[:5])[:, label] > 0.5) != Y[:5, label])
        np.testing.assert_array_equal(points.signs, 2 * Y[:5, label] - 1)


def test_targets_of_a_regression_by_their_range_in_the_users_units() -> None:
    model = plain_model([2, 3, 1], output="identity")
    scaling = Scaling.of(np.array([[100.0], [300.0]]))
    model = replace(model, preparation=replace(model.preparation, target_scaling=scaling))
    outputs = outputs_of(model, np.array([[-1.0], [1.0], [0.0], [0.5], [9.0], [0.0]]))
    points = map_points(outputs, 0, 1, 0, (100.0, 300.0))
    np.testing.assert_allclose(points.signs, [-1, 1, 0, 0.5, 1])
    assert not points.wrong.any()
    assert points.numbers
    data = replace(outputs.data, preparation=model.preparation)
    assert value_range(data, 0) == pytest.approx((100.0, 1100.0))
    order, point = [], points.next_wrong(None)
    for _ in range(5):
        order.append(present(point))
        point = points.next_wrong(point)
    assert order == np.argsort(-points.losses, kind="stable").tolist()
    assert point == order[0]


def test_signs_of_huge_ranges() -> None:
    assert signs_of(np.array([-1e308, 0.0, 1e308, np.inf]), (-1e308, 1e308)).tolist() == [-1, 0, 1, 1]


def plain_points(x: list[float], wrong: list[bool], losses: list[float]) -> MapPoints:
    n = len(x)
    zeros = np.zeros(n, int)
    return MapPoints(
        zeros, np.arange(n), np.array(x), np.zeros(n), zeros, np.ones(n), np.array(wrong, bool), np.array(losses),
        {"train": n}, {"train": n},
    )  # fmt: skip


def test_the_next_wrong_one_is_that_with_the_next_loss() -> None:
    points = plain_points([0] * 5, [True, False, True, True, True], [1.0, 9.0, 3.0, np.nan, 3.0])
    visited, point = [], points.next_wrong(1)
    for _ in range(5):
        visited.append(point)
        point = points.next_wrong(point)
    assert visited == [3, 2, 4, 0, 3]
    assert plain_points([0], [False], [1.0]).next_wrong(None) is None


def test_the_nearest_point_in_a_direction() -> None:
    points = plain_points([0] * 6, [False] * 6, [0.0] * 6)
    across, down = np.array([0.0, 3, 2, 0, -4, np.inf]), np.array([0.0, 1, 5, -2, 1, 0])
    at = (0.0, 0.0)
    assert points.nearest(across, down, at, (1, 0)) == 1
    assert points.nearest(across, down, at, (-1, 0)) == 4
    assert points.nearest(across, down, at, (0, -1)) == 3
    assert points.nearest(across, down, at, (0, 1)) == 2
    assert points.nearest(across, down, (0.1, 4.0), (0, 0)) == 2
    assert points.nearest(across, down, (3.0, 1.0), (1, 0)) is None
    assert plain_points([], [], []).nearest(np.zeros(0), np.zeros(0), at, (0, 0)) is None


TWO, THREE = OutputMeaning("classification", ("a", "b")), OutputMeaning("classification", ("a", "b", "c"))
LABELS = OutputMeaning("classification", ("a", "b"), several_labels=True)
NUMBER = OutputMeaning("regression", ("y",))


@pytest.mark.parametrize(
    ("meaning", "output", "wanted", "expected"),
    [
        (TWO, None, None, (False, 1)),
        (TWO, 0, None, (False, 0)),
        (TWO, None, True, (True, 1)),
        (THREE, None, None, (True, 0)),
        (THREE, 2, None, (False, 2)),
        (THREE, None, False, (False, 0)),
        (LABELS, None, True, (False, 0)),
        (NUMBER, None, True, (False, 0)),
    ],
)
def test_what_a_map_shows(
    meaning: OutputMeaning, output: int | None, wanted: bool | None, expected: tuple[bool, int]
) -> None:
    assert map_choice(OutputFocus(output=output), meaning, wanted) == MapChoice(*expected)
    assert has_regions(meaning) == (meaning in (TWO, THREE))
