"""Metrics of a classification: by hand, and properties that hold for any predictions."""

from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.analysis.classification_metrics import area_under_roc, classification_metrics, multilabel_metrics

scores_of = arrays.arrays(float, st.integers(2, 40), elements=st.integers(-3, 3).map(float))


def test_by_hand() -> None:
    actual, predicted = np.array([0, 0, 0, 0, 1, 1, 2]), np.array([0, 0, 0, 1, 1, 0, 2])
    found = classification_metrics(predicted, actual, ("no", "yes", "maybe"), 0)
    assert found.accuracy == 5 / 7
    assert (found.commonest, found.baseline) == ("no", 4 / 7)
    assert found.recall == {"no": 0.75, "yes": 0.5, "maybe": 1.0}
    assert found.balanced_accuracy == pytest.approx(2.25 / 3)
    assert found.worst == ("yes", 0.5)
    assert found.chance == pytest.approx(1 / 3)
    assert isnan(found.auc), "three classes"


def test_always_saying_the_commonest_class_is_the_baseline() -> None:
    actual = np.array([0] * 93 + [1] * 7)
    found = classification_metrics(np.zeros(100, int), actual, ("no", "yes"), 0, scores=np.zeros(100))
    assert found.accuracy == found.baseline == 0.93
    assert found.balanced_accuracy == found.chance == found.auc == 0.5
    assert found.recall == {"no": 1.0, "yes": 0.0}


def test_a_class_without_rows_has_no_recall_and_is_not_averaged() -> None:
    found = classification_metrics(np.array([0, 1, 0]), np.array([0, 1, 1]), ("a", "b", "c"), 2)
    assert isnan(found.recall["c"])
    assert found.balanced_accuracy == 0.75
    assert found.chance == 0.5, "of the two classes that occur"
    assert found.baseline == 0, "the commonest class of the training doesn't occur"
    one_class = classification_metrics(np.array([0, 0]), np.array([0, 0]), ("a", "b"), 0, scores=np.array([0.1, 0.2]))
    assert isnan(one_class.auc)


def test_no_rows_at_all() -> None:
    none = np.array([], int)
    found = classification_metrics(none, none, ("a", "b"), 0, scores=np.array([]))
    assert all(map(isnan, (found.accuracy, found.baseline, found.balanced_accuracy, found.auc, found.chance)))
    assert found.worst is None


def test_several_labels_by_hand() -> None:
    actual = np.array([[1, 0], [1, 1], [0, 1], [1, 0]], bool)
    predicted = np.array([[1, 0], [1, 0], [1, 1], [1, 0]], bool)
    found = multilabel_metrics(predicted, actual, ("news", "sport"), np.array([1, 0], bool))
    assert found.accuracy == 0.5, "rows in which both labels are right"
    assert (found.commonest, found.baseline) == ("news", 0.5)
    assert found.recall == {"news": 1.0, "sport": 0.5}
    assert found.balanced_accuracy == pytest.approx((0.5 + 0.75) / 2)
    both = multilabel_metrics(predicted, actual, ("news", "sport"), np.array([1, 1], bool))
    assert (both.commonest, both.baseline) == ("news + sport", 0.25)


def test_always_the_same_labels_have_chance() -> None:
    actual = np.array([[1, 0], [1, 1], [0, 1], [0, 0]], bool)
    found = multilabel_metrics(np.zeros((4, 2), bool), actual, ("a", "b"), np.zeros(2, bool))
    assert found.balanced_accuracy == found.chance == 0.5


@pytest.mark.parametrize(
    ("scores", "positive", "area"),
    [
        ([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1], 0.75),
        ([1.0, 1.0, 1.0], [0, 1, 1], 0.5),
        ([0.0, 1.0, 1.0], [0, 0, 1], 0.75),
        ([2.0, 1.0], [0, 1], 0.0),
    ],
)
def test_area_by_hand(scores: list[float], positive: list[int], area: float) -> None:
    assert area_under_roc(np.array(scores), np.array(positive, bool)) == area


def test_a_score_that_is_no_number() -> None:
    assert isnan(area_under_roc(np.array([0.0, np.nan]), np.array([True, False])))


@settings(max_examples=50)
@given(scores_of, st.data())
def test_the_area_counts_pairs_with_ties_half(scores: np.ndarray, data: st.DataObject) -> None:
    positive = data.draw(arrays.arrays(bool, len(scores)))
    area, pairs = area_under_roc(scores, positive), scores[positive][:, None] - scores[~positive]
    if not pairs.size:
        assert isnan(area)
    else:
        assert area == pytest.approx(((pairs > 0) + (pairs == 0) / 2).mean(), abs=1e-12)
        assert area_under_roc(-scores, positive) == pytest.approx(1 - area, abs=1e-12)


@settings(max_examples=50)
@given(st.integers(2, 6), st.data())
def test_figures_are_shares_and_the_order_of_rows_does_not_matter(classes: int, data: st.DataObject) -> None:
    rows = data.draw(
        arrays.arrays(np.intp, st.tuples(st.integers(1, 30), st.just(2)), elements=st.integers(0, classes - 1))
    )
    names = tuple(f"c{number}" for number in range(classes))
    found = classification_metrics(rows[:, 0], rows[:, 1], names, 0)
    known = [share for share in found.recall.values() if not isnan(share)]
    assert found.balanced_accuracy == pytest.approx(sum(known) / len(known))
    assert found.accuracy == np.mean(rows[:, 0] == rows[:, 1])
    assert set(known) <= {name / count for count in range(1, 31) for name in range(count + 1)}
    assert repr(classification_metrics(rows[::-1, 0], rows[::-1, 1], names, 0)) == repr(found)
