"""The distance to the border of classes: that to a line for a network without hidden layer, and on a trained spiral."""

import numpy as np
import pytest
from outputs_of import outputs_after
from some_models import plain_model

from core.analysis.outputs.border_distance import border_distance


@pytest.mark.parametrize("point", [(0.0, 0.0), (1.5, -0.5), (-2.0, 0.3)])
def test_without_a_hidden_layer_the_border_is_a_line(point: tuple[float, float]) -> None:
    model = plain_model([2, 1], output="sigmoid")
    bias, one, other = model.network.thetas[0][:, 0] = np.array([0.4, 1.5, -0.8])
    exact = abs(bias + one * point[0] + other * point[1]) / np.hypot(one, other)
    assert border_distance(model, np.array(point), 8.0) == pytest.approx(exact, abs=8 / 128**2)


def test_three_classes_have_borders_of_their_own() -> None:
    model = plain_model([2, 3])
    model.network.thetas[0][...] = [[0, 0, 0], [1, -1, 0], [0, 0, 2]]
    # From (2, 0.5) class a (z = 2) is ahead of c (z = 1): the border is at x1 = 2 x2.
    assert border_distance(model, np.array([2.0, 0.5]), 4.0) == pytest.approx(1 / np.sqrt(5), abs=0.02)


def test_where_there_is_no_other_class_there_is_no_border() -> None:
    model = plain_model([2, 1], output="sigmoid")
    model.network.thetas[0][:, 0] = [50, 0.1, 0]
    assert border_distance(model, np.array([1.0, 1.0]), 3.0) is None
    model.network.thetas[0][:, 0] = [1, 0, 0]  # the same everywhere
    assert border_distance(model, np.array([1.0, 1.0]), 3.0) is None
    model.network.thetas[0][:, 0] = np.nan
    assert border_distance(model, np.array([1.0, 1.0]), 3.0) is None


def test_just_behind_the_border_is_another_class() -> None:
    model = outputs_after("spiral", 60).model
    raw = np.array([0.3, -0.2])
    distance = border_distance(model, raw, 5.0)
    assert distance is not None
    around = np.linspace(0, 2 * np.pi, 400)
    ring = raw + (distance + 5 / 128**2) * np.column_stack([np.cos(around), np.sin(around)])
    assert len(set(model.class_numbers(model.outputs(np.vstack([ring, raw[None]]))).tolist())) == 2
