"""Which class or labels a row is given by a threshold that was moved, and that all figures go by it."""

import numpy as np
import pytest
from class_outputs import class_outputs, label_outputs
from hypothesis import given as drawn
from hypothesis import strategies as st
from outputs_of import split_of
from some_models import plain_model

from core.analysis.classes.by_class import class_figures
from core.analysis.classes.class_curves import CurvesOfClass
from core.analysis.classes.confusion import confusion, label_confusions
from core.analysis.classes.threshold_figures import threshold_figures
from core.analysis.maps.plane import Plane
from core.analysis.maps.plane_map import PlaneMap
from core.analysis.outputs.border_distance import border_distance
from core.analysis.outputs.given import NO_CLASS, MovedThreshold, moved_threshold
from core.analysis.outputs.ranking import in_cell, most_certain_wrong, next_wrong, worst_wrong, wrong_certainty
from core.analysis.outputs.split_outputs import AtThreshold, SplitOutputs
from core.model.output_meaning import OutputMeaning

TWO = OutputMeaning("classification", ("no", "yes"))
P, Y = np.array([[0.9], [0.45], [0.2], [0.35]]), np.array([[0.0], [1], [1], [0]])


def by_hand(A: object = P, meaning: OutputMeaning = TWO, wanted: object = Y) -> SplitOutputs:
    return split_of(np.asarray(A), np.asarray(wanted), meaning, np.array([2.3, 0.8, 1.6, 0.4]))


FORMS = {
    "one output": (by_hand(), 1),
    "one output, by the first class": (by_hand(), 0),
    "targets of -1 and 1": (by_hand(2 * P - 1, OutputMeaning("classification", ("-1", "1"), 0.0), 2 * Y - 1), 1),
    "two outputs": (by_hand(np.hstack([1 - P, P]), TWO, np.hstack([1 - Y, Y])), 1),
}


@pytest.mark.parametrize("form", FORMS)
def test_all_figures_of_two_classes_go_by_the_moved_threshold(form: str) -> None:
    outputs, number = FORMS[form]
    assert (outputs.given.tolist(), outputs.wrong.tolist()) == ([1, 0, 0, 0], [True, True, True, False])
    at = outputs.at(moved_threshold(outputs.meaning, number, 0.3 if number else 0.7))
    assert at.given.tolist() == [1, 1, 0, 1]
    assert at.wrong.tolist() == [True, False, True, True]
    assert at.figure(confusion).tolist() == [[0, 2], [1, 1]]
    assert at.figure(class_figures).right == 1
    assert at.figure(worst_wrong).indices.tolist() == [0, 2, 3]
    assert in_cell(at, 0, 1).indices.tolist() == [0, 3]
    np.testing.assert_allclose(wrong_certainty(at)[[0, 2, 3]], [0.9, 0.8, 0.35])
    assert most_certain_wrong(at).indices.tolist() == [0, 2, 3]
    assert next_wrong(at, 2) == 3
    assert outputs.wrong.tolist() == [True, True, True, False], "those of the usual threshold stay"
    assert outputs.at(at.moved) is at


@drawn(
    rows=st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=30),
    hundredths=st.integers(0, 100),
    number=st.integers(0, 1),
)
def test_the_confusion_matrix_is_that_of_the_figures_at_the_threshold(
    rows: list[tuple[int, bool]], hundredths: int, number: int
) -> None:
    from sklearn import metrics

    scores, positive = np.array([[one / 20] for one, _own in rows]), np.array([int(own) for _one, own in rows])
    outputs, threshold = class_outputs(positive, scores, 2), hundredths / 100
    at = outputs.at(moved_threshold(outputs.meaning, number, threshold))
    curves = outputs.figure(CurvesOfClass(number)).curves
    assert curves is not None
    figures, counts = threshold_figures(curves.counts, threshold), at.figure(confusion)
    if threshold == 0.5:  # the usual one: then the second class is given above it, whichever is looked at
        assert at is outputs
        return
    assert counts[number, number] == figures.true_positives
    assert counts[1 - number, number] == figures.false_positives
    assert counts.trace() == at.m - np.count_nonzero(at.wrong) == figures.accuracy.part
    np.testing.assert_array_equal(counts, metrics.confusion_matrix(positive, at.given, labels=[0, 1]))


def test_of_several_labels_the_others_keep_the_usual_threshold() -> None:
    outputs = label_outputs([[1, 0], [0, 1], [0, 0]], [[0.4, 0.2], [0.2, 0.45], [0.35, 0.1]])
    at = outputs.at(moved_threshold(outputs.meaning, None, 0.3))
    assert at.given.tolist() == [[True, False], [False, False], [True, False]]
    assert outputs.given.sum() == 0
    assert at.figure(label_confusions)[0].tolist() == [[1, 1], [0, 1]]
    assert at.figure(label_confusions)[1].tolist() == outputs.figure(label_confusions)[1].tolist()
    assert at.wrong.tolist() == [False, True, True]
    assert in_cell(at, 0, 1, 0).indices.tolist() == [2]
    np.testing.assert_allclose(wrong_certainty(at)[1:], [0.55, 0.35])


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_row_without_numbers_is_given_no_class_at_any_threshold(bad: float) -> None:
    A = P.copy()
    A[3] = bad
    for threshold in (None, 0.3):
        at = by_hand(A).at(moved_threshold(TWO, 1, threshold))
        assert at.given[3] == NO_CLASS
        assert at.wrong[3]
        assert 3 not in [*in_cell(at, 0, 0).indices, *in_cell(at, 0, 1).indices]
        assert 3 in worst_wrong(at).indices
        assert most_certain_wrong(at).indices.tolist()[-1] == 3


def test_where_a_threshold_does_not_say_which_class_is_given_none_is_moved() -> None:
    three = OutputMeaning("classification", ("a", "b", "c"))
    assert moved_threshold(three, 1, 0.3) is None
    assert moved_threshold(OutputMeaning("regression", ("a", "b")), 1, 0.3) is None
    assert moved_threshold(TWO, 1, None) is None
    assert moved_threshold(TWO, 1, 0.5) is None, "the usual one"
    assert moved_threshold(TWO, None, 0.3) == moved_threshold(TWO, 1, 0.3) == MovedThreshold(1, 0.3)


def test_a_figure_is_found_ready_where_the_outputs_at_the_threshold_are_asked_for_it() -> None:
    outputs = by_hand()
    made = outputs.figure(AtThreshold(None, 0.3, class_figures))
    assert outputs.at(MovedThreshold(1, 0.3)).figure(class_figures) is made
    assert outputs.figure(AtThreshold(None, 0.5, class_figures)) is outputs.figure(class_figures)


def test_regions_of_a_map_and_the_way_to_their_border_go_by_it() -> None:
    grid = np.array([[[0.9, 0.1], [0.65, 0.35], [0.2, 0.8]]])
    found = PlaneMap(Plane(0, 1, (0, 1, 0, 1), 3, 1, np.zeros(2)), TWO, grid)
    classes, certainty, border = found.given(MovedThreshold(1, 0.3))
    assert (classes.tolist(), certainty.tolist()) == ([[0, 1, 1]], [[0.9, 0.35, 0.8]])
    assert border.tolist() == [[False, True, False]]
    assert found.given(None)[0].tolist() == [[0, 0, 1]]

    model = plain_model([2, 1], output="sigmoid", names=("no", "yes"))
    model.network.parameters.theta[...] = [0.0, 1.0, 0.0]  # the probability is that of x1 alone
    point = np.array([2.0, 0.0])
    moves = (None, MovedThreshold(1, 0.3), MovedThreshold(0, 0.1))  # by the last one the point is of the first class
    exact = [2.0, 2 - np.log(0.3 / 0.7), np.log(0.9 / 0.1) - 2]
    assert [border_distance(model, point, 8.0, moved) for moved in moves] == pytest.approx(exact, abs=1e-3)
