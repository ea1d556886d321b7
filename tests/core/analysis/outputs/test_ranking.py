"""Which examples to look at: against plain sorting, with ties, NaN and infinite values."""

from math import inf, isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from outputs_of import split_of

from core.analysis.outputs.ranking import (
    MOST,
    in_cell,
    largest_first,
    least_certain,
    margins,
    most_certain_wrong,
    next_wrong,
    rank,
    too_high,
    too_low,
    worst,
    wrong_certainty,
)
from core.analysis.outputs.split_outputs import SplitOutputs
from core.model.output_meaning import OutputMeaning

VALUES = st.sampled_from([0.0, 0.5, 0.5, 1.0, 2.0, -3.0, nan, inf, -inf])


def sorted_plainly(values: list[float]) -> list[int]:
    """Indices, largest value first, NaN before all, of equal values the first."""

    def key(index: int) -> tuple[bool, float, int]:
        value = values[index]
        return not isnan(value), 0.0 if isnan(value) else -value, index

    return sorted(range(len(values)), key=key)


@given(values=st.lists(VALUES, max_size=40), most=st.integers(1, 45))
def test_the_first_ones_are_those_of_plain_sorting(values: list[float], most: int) -> None:
    assert largest_first(np.array(values), most).tolist() == sorted_plainly(values)[:most]


def classes(A: list[list[float]], wanted: list[int], losses: list[float] | None = None) -> SplitOutputs:
    given = np.array(A)
    meaning = OutputMeaning("classification", ("a", "b", "c"))
    return split_of(given, np.eye(3)[wanted], meaning, np.array(losses or [0.0] * len(A)))


THREE = classes(
    [[0.1, 0.2, 0.7], [0.5, 0.4, 0.1], [0.3, 0.36, 0.34], [0.9, 0.05, 0.05], [nan, nan, nan], [0.2, 0.6, 0.2]],
    [0, 0, 1, 1, 2, 0],
    [2.3, 0.7, 1.0, 3.0, nan, 1.6],
)
"""Six examples: wrong are 0 (given c), 3 (a), 4 (a, as NaN has no largest) and 5 (b)."""


def test_the_worst_have_the_largest_losses_and_nan_is_larger() -> None:
    assert THREE.figure(worst).indices.tolist() == [4, 3, 0, 5, 2, 1]
    assert THREE.figure(worst).of == 6
    assert [rank(THREE, index) for index in (4, 3, 0, 5, 2, 1)] == [1, 2, 3, 4, 5, 6]


def test_equal_losses_have_ranks_of_their_own() -> None:
    outputs = classes([[1.0, 0, 0]] * 4, [0] * 4, [1.0, 2.0, 1.0, inf])
    assert [rank(outputs, index) for index in range(4)] == [3, 2, 4, 1]
    assert outputs.figure(worst).indices.tolist() == [3, 1, 0, 2]


def test_several_losses_that_are_no_numbers_have_ranks_of_their_own() -> None:
    outputs = classes([[1.0, 0, 0]] * 4, [0] * 4, [nan, 1.0, nan, inf])
    assert [rank(outputs, index) for index in range(4)] == [1, 4, 2, 3]
    assert outputs.figure(worst).indices.tolist() == [0, 2, 3, 1]


def test_the_most_certain_wrong_are_wrong_and_the_most_probable_first() -> None:
    found = THREE.figure(most_certain_wrong)
    assert found.indices.tolist() == [3, 0, 5, 4]
    assert found.of == 4


def test_the_least_certain_have_the_closest_two_classes() -> None:
    assert least_certain(THREE).indices.tolist() == [2, 1, 5, 0, 3, 4]
    np.testing.assert_allclose(margins(THREE)[:4], [0.5, 0.1, 0.02, 0.85])


def test_one_output_claims_the_class_on_its_side_of_the_threshold() -> None:
    meaning = OutputMeaning("classification", ("no", "yes"))
    outputs = split_of(np.array([[0.9], [0.45], [0.2], [0.51]]), np.array([[0.0], [1], [1], [1]]), meaning, np.zeros(4))
    assert most_certain_wrong(outputs).indices.tolist() == [0, 2, 1]
    np.testing.assert_allclose(wrong_certainty(outputs)[:3], [0.9, 0.55, 0.8])
    assert least_certain(outputs).indices.tolist() == [3, 1, 2, 0]


def test_tanh_outputs_rank_as_their_probabilities() -> None:
    sigmoid = OutputMeaning("classification", ("no", "yes"))
    P, Y = np.array([[0.9], [0.45], [0.2], [0.51]]), np.array([[0.0], [1], [1], [1]])
    tanh = OutputMeaning("classification", ("-1", "1"), 0.0)
    one, other = split_of(P, Y, sigmoid, np.zeros(4)), split_of(2 * P - 1, 2 * Y - 1, tanh, np.zeros(4))
    for figure in (most_certain_wrong, least_certain):
        assert figure(one).indices.tolist() == figure(other).indices.tolist()


def test_of_several_labels_the_worst_one_counts() -> None:
    meaning = OutputMeaning("classification", ("red", "round"), several_labels=True)
    A = np.array([[0.9, 0.2], [0.4, 0.1], [0.8, 0.7]])
    outputs = split_of(A, np.array([[1.0, 1], [0, 0], [0, 1]]), meaning, np.zeros(3))
    found = most_certain_wrong(outputs)
    assert found.indices.tolist() == [0, 2]  # equally certain: not round at 0.8, red at 0.8
    assert least_certain(outputs).indices.tolist() == [1, 2, 0]


def test_the_examples_of_a_cell_by_their_losses() -> None:
    found = in_cell(THREE, 0, 0)
    assert (found.indices.tolist(), found.of) == ([1], 1)
    assert in_cell(THREE, 2, 1).indices.tolist() == []


def test_a_list_says_how_many_there_are_beyond_those_that_it_holds() -> None:
    random = np.random.default_rng(3)
    outputs = split_of(random.random((4 * MOST, 3)), np.eye(3)[random.integers(0, 3, 4 * MOST)],
                       OutputMeaning("classification", ("a", "b", "c")), random.random(4 * MOST))  # fmt: skip
    found = worst(outputs)
    assert (len(found.indices), found.of) == (MOST, 4 * MOST)
    assert found.indices.tolist() == sorted_plainly(outputs.losses.tolist())[:MOST]


def test_numbers_too_high_and_too_low() -> None:
    A, Y = np.array([[1.0], [2], [3], [nan]]), np.array([[2.0], [2], [1], [1]])
    outputs = split_of(A, Y, OutputMeaning("regression", ("y",)), np.array([0.5, 0, 2, nan]))
    assert too_high(outputs).indices.tolist() == [2]
    assert too_low(outputs).indices.tolist() == [0]
    assert next_wrong(outputs, 2) == 0


def test_of_several_numbers_the_furthest_on_that_side_counts() -> None:
    A, Y = np.array([[1.0, 0], [2, 5], [-4, 0]]), np.zeros((3, 2))
    outputs = split_of(A, Y, OutputMeaning("regression", ("y", "z")), np.zeros(3))
    assert too_high(outputs).indices.tolist() == [1, 0]
    assert too_low(outputs).indices.tolist() == [2]


def test_the_next_wrong_one_goes_round_by_loss() -> None:
    order = [next_wrong(THREE, place) for place in (None, 4, 3, 0, 5)]
    assert order == [4, 3, 0, 5, 4]
    assert next_wrong(THREE, 1) == 4  # 1 is right: the worst


def test_none_is_wrong() -> None:
    outputs = classes([[1.0, 0, 0]], [0])
    assert next_wrong(outputs, 0) is None
    assert most_certain_wrong(outputs).of == 0


def test_places_are_those_of_the_split() -> None:
    outputs = classes([[0.1, 0.2, 0.7], [0.5, 0.4, 0.1]], [0, 1], [1.0, 3.0])
    few = SplitOutputs("test", 90, np.array([10, 80]), outputs.examples, outputs.meaning, outputs.A, outputs.losses)
    assert next_wrong(few, None) == 80
    assert next_wrong(few, 80) == 10


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_any_dtype(dtype: str) -> None:
    values = np.array([0.5, 2, nan, 1], dtype)
    assert largest_first(values, 3).tolist() == [2, 1, 3]
