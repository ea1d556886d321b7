"""Predictions as points, and which of them is the nearest in a direction."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from outputs_of import split_of

from core.analysis.regression import errors
from core.model.output_meaning import OutputMeaning
from tui_mlp.models.output.numbers.predictions import Predictions, nearest_towards

RIGHT, LEFT, UP, DOWN = (1, 0), (-1, 0), (0, 1), (0, -1)


def test_points_are_those_of_the_target_in_focus() -> None:
    actual = np.arange(12.0).reshape(6, 2)
    predicted = actual + np.array([[1, 0], [0, 5], [2, 0], [0, 0], [-9, 0], [0, -7]])
    outputs = split_of(predicted, actual, OutputMeaning("regression", ("y", "z")), np.zeros(6))
    first, second = Predictions.of(outputs, None), Predictions.of(outputs, 1)
    assert first.actual.tolist() == [0, 2, 4, 6, 8, 10]
    assert first.errors.tolist() == [-1, 0, -2, 0, 9, 0]
    assert first.worst_places[:3] == [4, 2, 0]
    assert second.worst_places[:2] == [5, 1]
    assert second.of_row(5) == (11, 4)
    assert Predictions.of(outputs, 9).target == 0, "of other data"


def test_of_a_part_of_a_split_a_point_has_its_place_in_the_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "DRAWN", 3)
    monkeypatch.setattr(errors, "largest_first", lambda sizes: np.argsort(-sizes)[:1])
    predicted, actual = np.array([[0.0], [9], [0], [0], [0]]), np.zeros((5, 1))
    outputs = split_of(predicted, actual, OutputMeaning("regression", ("y",)), np.zeros(5))
    found = Predictions.of(replace(outputs, of=90, places=np.array([10, 20, 30, 40, 50])), None)
    assert found.rows.tolist() == [0, 1, 2, 4]
    assert [found.place(index) for index in range(4)] == [10, 20, 30, 50]
    assert found.worst_places == [20]


def test_the_nearest_point_in_a_direction() -> None:
    across, up = np.array([5.0, 9.0, 5.0, 1.0, 5.0, 6.0, np.nan]), np.array([5.0, 5.0, 9.0, 5.0, 1.0, 8.0, 5.0])
    here = 5.0, 5.0
    assert [nearest_towards(across, up, here, step) for step in (RIGHT, LEFT, UP, DOWN)] == [1, 3, 2, 4]
    assert nearest_towards(across, up, (9.0, 5.0), RIGHT) is None
    assert nearest_towards(np.zeros(0), np.zeros(0), here, UP) is None
    assert nearest_towards(across, up, (np.nan, 5.0), UP) is None


@given(seed=st.integers(0, 999), step=st.sampled_from([RIGHT, LEFT, UP, DOWN]))
def test_each_step_goes_on_in_its_direction_until_there_is_nothing_more(seed: int, step: tuple[int, int]) -> None:
    places = np.random.default_rng(seed).integers(0, 20, (2, 40)).astype(float)
    here, steps = 0, 0
    while (found := nearest_towards(places[0], places[1], (places[0][here], places[1][here]), step)) is not None:
        gained = (places[:, found] - places[:, here]) @ np.array(step)
        assert gained >= 1
        here, steps = found, steps + 1
    along = places.T @ np.array(step)
    assert along[here] == along.max()
    assert steps <= 20
