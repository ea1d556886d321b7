"""The confusion matrix and the figures by class: equal to scikit-learn's, and to those of evaluate."""

from math import isnan
from typing import Any

import numpy as np
import pytest
from class_outputs import class_outputs, label_outputs
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis.classes.by_class import ClassFigures, certainty_of, class_figures
from core.analysis.classes.confusion import confusion, confusions, label_confusions
from core.analysis.outputs.ranking import rows_in_cell
from core.analysis.outputs.split_outputs import SplitOutputs
from core.analysis.split_metrics import Classes
from core.calls import Array
from core.model.output_meaning import OutputMeaning

CASES: dict[str, tuple[int, int]] = {"softmax": (5, 5), "one output": (2, 1), "two outputs": (2, 2), "tanh": (3, 3)}


def random_outputs(case: str, seed: int, m: int = 60) -> SplitOutputs:
    """Outputs with ties; the last class has no row, and class 0 is never given where there are more than two."""
    draw, (k, outputs) = np.random.default_rng(seed), CASES[case]
    A = np.round(draw.uniform(0, 1, (m, outputs)), 1)
    A[:, 0] = 0 if k > 2 else A[:, 0]
    low = -1.0 if case == "tanh" else 0.0
    return class_outputs(draw.integers(0, max(2, k - 1), m), A * (1 - low) + low, k, low=low)


def wanted_and_given(outputs: SplitOutputs) -> tuple[Array, Array]:
    """The classes of targets and outputs, by a loop."""
    found = []
    for values in (outputs.Y, outputs.A):
        if values.shape[1] == 1:
            found.append(np.array([int(row[0] > outputs.meaning.threshold) for row in values]))
        else:
            found.append(np.array([list(row).index(max(row)) for row in values]))
    return found[0], found[1]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("seed", [1, 2])
def test_equal_to_scikit_learn(case: str, seed: int) -> None:
    from sklearn import metrics

    outputs = random_outputs(case, seed)
    wanted, given = wanted_and_given(outputs)
    k = CASES[case][0]
    assert np.array_equal(confusion(outputs), metrics.confusion_matrix(wanted, given, labels=range(k)))
    figures = class_figures(outputs)
    of_all: dict[str, Any] = {"labels": range(k), "zero_division": np.nan}
    precision, recall, f1, rows = metrics.precision_recall_fscore_support(wanted, given, **of_all)
    assert np.array_equal(figures.rows, rows)
    for own, theirs in ((figures.precision, precision), (figures.recall, recall), (figures.f1, f1)):
        np.testing.assert_allclose(own, theirs, rtol=1e-15)
    assert figures.accuracy == metrics.accuracy_score(wanted, given)
    known = [recall for recall in recall.tolist() if not isnan(recall)]
    assert figures.balanced_accuracy == pytest.approx(sum(known) / len(known))


def test_several_labels_equal_to_scikit_learn() -> None:
    from sklearn import metrics

    draw = np.random.default_rng(3)
    Y = draw.integers(0, 2, (50, 4))
    Y[:, 3] = 0
    A = np.round(draw.uniform(0, 1, (50, 4)), 1)
    A[:, 2] = 0.1
    outputs, marks = label_outputs(Y, A), (A > 0.5).astype(int)
    assert np.array_equal(label_confusions(outputs), metrics.multilabel_confusion_matrix(Y, marks))
    figures = class_figures(outputs)
    precision, recall, f1, rows = metrics.precision_recall_fscore_support(Y, marks, zero_division=np.nan)
    assert np.array_equal(figures.rows, rows)
    for own, theirs in ((figures.precision, precision), (figures.recall, recall), (figures.f1, f1)):
        np.testing.assert_allclose(own, theirs, rtol=1e-15)
    assert figures.accuracy == metrics.accuracy_score(Y, marks)
    assert figures.right_labels == pytest.approx(1 - metrics.hamming_loss(Y, marks))
    assert isnan(figures.recall[3])
    assert isnan(figures.precision[2])


@pytest.mark.parametrize("case", [*CASES, "labels"])
def test_the_same_as_evaluate_says(case: str) -> None:
    draw = np.random.default_rng(4)
    if case == "labels":
        outputs = label_outputs(draw.integers(0, 2, (40, 3)), draw.uniform(0, 1, (40, 3)))
    else:
        outputs = random_outputs(case, 4)
    figures, said = class_figures(outputs), Classes(outputs.meaning, outputs.Y).metrics(outputs.A, outputs.Y)
    assert figures.accuracy == said.accuracy
    assert figures.balanced_accuracy == said.balanced_accuracy
    np.testing.assert_array_equal(figures.recall, list(said.recall.values()))
    assert figures.rows.tolist() == list(said.rows.values())


def test_rows_of_a_cell() -> None:
    outputs = class_outputs([0, 1, 1, 2], [[0.8, 0.1, 0.1], [0.1, 0.7, 0.2], [0.9, 0.0, 0.1], [0.1, 0.2, 0.7]], 3)
    assert rows_in_cell(outputs, 1, 0).tolist() == [False, False, True, False]
    assert not rows_in_cell(outputs, 7, 0).any(), "of other data"
    labels = label_outputs([[0, 1], [1, 1], [0, 0]], [[0.9, 0.9], [0.1, 0.9], [0.9, 0.2]])
    assert rows_in_cell(labels, 0, 1).tolist() == [True, False, True], "the first label"
    assert rows_in_cell(labels, 1, 1, 1).tolist() == [True, True, False]


@settings(max_examples=30)
@given(st.integers(2, 6), st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=40))
def test_properties(k: int, pairs: list[tuple[int, int]]) -> None:
    wanted, chosen = np.array(pairs).T % k
    outputs = class_outputs(wanted, np.eye(k)[chosen], k)
    counts, figures = confusion(outputs), class_figures(outputs)
    assert counts.sum() == len(pairs)
    assert counts.trace() == figures.right == len(pairs) - outputs.wrong.sum()
    for cell in np.ndindex(k, k):
        assert rows_in_cell(outputs, cell[0], cell[1]).sum() == counts[cell]
    for place in range(k):
        low, high = figures.recall_interval(place)
        share = figures.recall[place]
        assert (isnan(share) and isnan(low)) or 0 <= low <= share <= high <= 1
        low, high = figures.precision_interval(place)
        share = figures.precision[place]
        assert (isnan(share) and isnan(low)) or 0 <= low <= share <= high <= 1


def test_certainty() -> None:
    assert certainty_of(class_outputs([0, 1], [[0.9, 0.1], [0.4, 0.6]], 2)) == pytest.approx((0.75, 0))
    assert certainty_of(class_outputs([0, 1], [[0.2], [0.7]], 2)) == pytest.approx((0.75, 0)), "0 with 0.8"
    assert certainty_of(class_outputs([0, 1], [[-0.5], [0.8]], 2, low=-1)) == pytest.approx((0.825, 0))
    assert certainty_of(class_outputs([0, 1], [[-0.5, 1], [0.8, 0]], 2, low=-1)) == pytest.approx((0.95, 0))
    assert certainty_of(label_outputs([[0, 1]], [[0.2, 0.6]])) == pytest.approx((0.7, 0))
    assert certainty_of(class_outputs([0, 1], [[3.0, 0.0], [0.0, 0.8]], 2)) == pytest.approx((0.9, 0)), "at most 1"


def test_outputs_that_are_no_numbers() -> None:
    outputs = class_outputs([0, 1, 1], [[np.nan, np.nan], [0.1, 0.9], [np.inf, 0]], 2)
    figures = class_figures(outputs)
    assert figures.without_output == 2
    assert figures.certainty == pytest.approx(0.9)
    assert (figures.rows.tolist(), figures.given.tolist(), figures.right) == ([1, 2], [0, 1], 1)
    assert confusion(outputs).tolist() == [[0, 0], [0, 1]], "they are given no class"
    assert isnan(certainty_of(class_outputs([0], [[np.nan]], 2))[0])


@pytest.mark.parametrize("case", CASES)
def test_rows_that_are_given_no_class_are_wrong_as_in_scikit_learn(case: str) -> None:
    from sklearn import metrics

    outputs = random_outputs(case, 5)
    outputs.A[::4, 0], outputs.A[1::7, -1] = np.nan, np.inf
    without = ~np.isfinite(outputs.A).all(1)
    wanted, given = (
        outputs.meaning.class_numbers(outputs.Y),
        np.where(without, -1, outputs.meaning.class_numbers(outputs.A)),
    )
    k, figures = CASES[case][0], class_figures(outputs)
    assert np.array_equal(confusion(outputs), metrics.confusion_matrix(wanted, given, labels=range(k)))
    of_all: dict[str, Any] = {"labels": range(k), "zero_division": np.nan}
    precision, recall, f1, rows = metrics.precision_recall_fscore_support(wanted, given, **of_all)
    assert np.array_equal(figures.rows, rows)
    for own, theirs in ((figures.precision, precision), (figures.recall, recall), (figures.f1, f1)):
        np.testing.assert_allclose(own, theirs, rtol=1e-15)
    assert figures.accuracy == metrics.accuracy_score(wanted, given)
    assert figures.right == outputs.m - outputs.wrong.sum()
    assert figures.without_output == without.sum()
    assert outputs.wrong[without].all()


def test_of_several_labels_a_row_without_numbers_is_given_none_and_wrong() -> None:
    outputs = label_outputs([[0, 0], [0, 0], [1, 0]], [[np.nan, 0.1], [0.1, 0.1], [np.inf, 0.2]])
    figures = class_figures(outputs)
    assert (figures.right, figures.given.tolist(), figures.without_output) == (1, [0, 0], 2)
    assert outputs.wrong.tolist() == [True, False, True]
    assert label_confusions(outputs)[0].tolist() == [[2, 0], [1, 0]]


def test_weights_of_examples_count_for_nothing() -> None:
    outputs = class_outputs([0, 1, 1], [[0.9], [0.9], [0.1]], 2, weights=[10.0, 1.0, 1.0])
    assert confusion(outputs).tolist() == [[0, 1], [1, 1]]


def test_always_the_same_class_finds_one_of_those_that_occur() -> None:
    third_missing = class_figures(class_outputs([0, 1, 1, 0], np.eye(3)[[1, 1, 1, 1]], 3))
    assert third_missing.chance == third_missing.balanced_accuracy == 0.5
    assert class_figures(label_outputs([[1, 0, 0], [0, 1, 0]], [[0.9, 0, 0], [0.9, 0, 0]])).chance == 0.5


def test_no_rows() -> None:
    none = np.zeros(2, int)
    empty = ClassFigures(0, 0, none, none, none, float("nan"))
    assert isnan(empty.accuracy)
    assert isnan(empty.balanced_accuracy)
    assert all(map(isnan, empty.accuracy_interval))


def test_many_rows_of_ten_classes_are_fast() -> None:
    """A million in less than 0.2 s; on a slow machine twice that."""
    from time import process_time

    m, draw = 250_000, np.random.default_rng(5)
    outputs = SplitOutputs("train", m, np.arange(m), class_outputs(
        draw.integers(0, 10, m), np.zeros((m, 10), np.float32), 10).examples,
        OutputMeaning("classification", tuple("0123456789")), draw.random((m, 10), np.float32), np.zeros(0),
    )  # fmt: skip
    start = process_time()
    outputs.figure(class_figures)
    spent = process_time() - start
    assert outputs.figure(confusions).sum() == m
    assert spent < 0.1
