"""Curves and figures at thresholds against scikit-learn, against plain loops, and worked by hand."""

from math import inf, isnan, sqrt

import numpy as np
import pytest
from class_outputs import class_outputs, label_outputs

from core.analysis.classes.calibration import FEW_ROWS, Division, calibration
from core.analysis.classes.class_curves import CurvesOfClass, class_curves
from core.analysis.classes.class_scores import ClassScores, class_scores
from core.analysis.classes.precision_recall import precision_recall_curve
from core.analysis.classes.roc import auc_interval, roc_curve
from core.analysis.classes.thinned_curve import thinned
from core.analysis.classes.threshold_figures import noted_thresholds, threshold_figures
from core.analysis.outputs.given import class_in_focus, largest_decides
from core.analysis.threshold_counts import threshold_counts
from core.analysis.wilson_interval import wilson_interval, wilson_intervals
from core.calls import Array

Rows = tuple[Array, Array]
Z = 1.959963984540054


def random_rows(m: int = 300, ties: bool = False, seed: int = 1) -> Rows:
    """Scores that tell something, and whether each row is of the class."""
    random = np.random.default_rng(seed)
    positive = random.random(m) < 0.3
    scores = np.clip(random.normal(0.35 + 0.25 * positive, 0.2), 0, 1)
    return (np.round(scores, 1) if ties else scores), positive


CASES = {
    "random": random_rows(),
    "ties": random_rows(ties=True),
    "one score": (np.full(40, 0.5), np.arange(40) % 3 == 0),
    "perfect": (np.linspace(0, 1, 30), np.arange(30) > 20),
    "reversed": (np.linspace(0, 1, 30), np.arange(30) < 5),
    "two rows": (np.array([0.2, 0.7]), np.array([True, False])),
}
cases = pytest.mark.parametrize("rows", CASES.values(), ids=CASES)


@cases
def test_roc_as_in_scikit_learn(rows: Rows) -> None:
    from sklearn import metrics

    scores, positive = rows
    found = roc_curve(threshold_counts(scores, positive))
    rate, recall, thresholds = metrics.roc_curve(positive, scores, drop_intermediate=False)
    np.testing.assert_allclose(found.false_positive_rate, rate, rtol=1e-14)
    np.testing.assert_allclose(found.recall, recall, rtol=1e-14)
    np.testing.assert_array_equal(found.scores, thresholds)
    assert found.scores[0] == inf
    assert found.auc == pytest.approx(metrics.roc_auc_score(positive, scores), rel=1e-12)


@cases
def test_precision_and_recall_as_in_scikit_learn(rows: Rows) -> None:
    from sklearn import metrics

    scores, positive = rows
    found = precision_recall_curve(threshold_counts(scores, positive))
    precision, recall, thresholds = metrics.precision_recall_curve(positive, scores)
    np.testing.assert_allclose(found.precision[::-1], precision[:-1], rtol=1e-14)
    np.testing.assert_allclose(found.recall[::-1], recall[:-1], rtol=1e-14)
    np.testing.assert_array_equal(found.scores[::-1], thresholds)
    assert found.average_precision == pytest.approx(metrics.average_precision_score(positive, scores), rel=1e-12)
    assert found.share == positive.mean()


@cases
@pytest.mark.parametrize(("division", "strategy"), [("width", "uniform"), ("count", "quantile")])
def test_calibration_as_in_scikit_learn(rows: Rows, division: Division, strategy: str) -> None:
    from sklearn import metrics
    from sklearn.calibration import calibration_curve

    scores, positive = rows
    found = calibration(ClassScores(1, scores, positive, scores > 0.5), division)
    bins = 10 if division == "width" else min(10, max(1, len(scores) // FEW_ROWS))
    shares, means = calibration_curve(positive, scores, n_bins=bins, strategy=strategy)
    assert found is not None
    np.testing.assert_allclose(found.shares, shares, rtol=1e-12)
    np.testing.assert_allclose(found.mean_scores, means, rtol=1e-12)
    assert found.brier == pytest.approx(metrics.brier_score_loss(positive, scores), rel=1e-12)
    always = np.full(len(scores), positive.mean())
    assert found.brier_of_share == pytest.approx(metrics.brier_score_loss(positive, always), rel=1e-12)
    assert found.rows.sum() == len(scores)
    assert found.error == pytest.approx((found.rows * np.abs(means - shares)).sum() / len(scores), rel=1e-9)
    assert found.intervals[0] == wilson_interval(int(found.of_class[0]), int(found.rows[0]))


def plain_counts(rows: Rows, threshold: float) -> list[int]:
    """True and false positives, false and true negatives, counted row by row."""
    pairs = [(bool(score > threshold), bool(own)) for score, own in zip(*rows, strict=True)]
    return [pairs.count(pair) for pair in ((True, True), (True, False), (False, True), (False, False))]


@cases
@pytest.mark.parametrize("threshold", [-0.1, 0.0, 0.3, 0.5, 0.7, 1.0])
def test_figures_at_a_threshold_as_in_scikit_learn(rows: Rows, threshold: float) -> None:
    from sklearn import metrics

    scores, positive = rows
    figures = threshold_figures(threshold_counts(scores, positive), threshold)
    assert plain_counts(rows, threshold) == [
        figures.true_positives, figures.false_positives, figures.false_negatives, figures.true_negatives,
    ]  # fmt: skip
    given = scores > threshold
    assert figures.recall.value == pytest.approx(metrics.recall_score(positive, given))
    assert figures.specificity.value == pytest.approx(metrics.recall_score(~positive, ~given))
    assert figures.accuracy.value == pytest.approx(metrics.accuracy_score(positive, given))
    assert figures.f1 == pytest.approx(metrics.f1_score(positive, given))
    assert figures.false_positive_rate.value == pytest.approx(1 - figures.specificity.value)
    if given.any():
        assert figures.precision.value == pytest.approx(metrics.precision_score(positive, given))
    else:
        assert isnan(figures.precision.value)
    assert figures.recall.interval == wilson_interval(figures.true_positives, int(positive.sum()))


def test_the_interval_of_f1_by_hand() -> None:
    """8 found of 10, 2 given wrongly: F* = 8/12, of which Wilson's interval is carried over."""
    rows = np.repeat([0.9, 0.1, 0.9, 0.1], [8, 2, 2, 8]), np.repeat([True, True, False, False], [8, 2, 2, 8])
    figures = threshold_figures(threshold_counts(*rows), 0.5)
    low, high = wilson_interval(8, 12)
    assert figures.f1 == pytest.approx(0.8)
    assert figures.f1_interval == pytest.approx((2 * low / (1 + low), 2 * high / (1 + high)))


@cases
def test_thresholds_of_note_are_the_best_of_all(rows: Rows) -> None:
    scores, positive = rows
    counts = threshold_counts(scores, positive)
    noted = noted_thresholds(counts)
    assert noted.best_f1 is not None
    assert noted.youden is not None
    assert noted.balanced is not None
    edges = np.unique(np.concatenate([[-0.01], scores]))
    tried = [threshold_figures(counts, float(threshold)) for threshold in edges]
    f1 = [one.f1 for one in tried if not isnan(one.f1)]
    assert threshold_figures(counts, noted.best_f1).f1 == pytest.approx(max(f1))
    # At the top no row is given the class: J is 0 there, which isn't among the thresholds of note.
    youden = [one.youden for one in tried if one.given]
    assert threshold_figures(counts, noted.youden).youden == pytest.approx(max(youden))
    nearest = min(abs(one.given - one.positives) for one in tried if one.given)
    balanced = threshold_figures(counts, noted.balanced)
    assert abs(balanced.given - balanced.positives) == nearest
    if not nearest and balanced.true_positives:
        assert balanced.recall.value == pytest.approx(balanced.precision.value)


def test_a_threshold_of_note_has_few_decimals() -> None:
    counts = threshold_counts(np.array([0.9, 0.6, 0.4000004, 0.4, 0.1]), np.array([True, True, True, False, False]))
    assert [counts.between(place) for place in range(5)] == [0.75, 0.5, 0.4, 0.25, 0.05]
    next_to_each_other = np.array([np.nextafter(0.3, 1), 0.3])
    assert threshold_counts(next_to_each_other, np.array([True, False])).between(0) == 0.3
    assert threshold_counts(np.zeros(2), np.array([True, False])).between(0) < 0, "no score is above 0"
    above = threshold_counts(np.array([0.35, 0.3449]), np.array([True, False])).between(0)
    assert above == 0.347, "0.35 has fewer decimals, but no score exceeds it"


def test_a_score_between_two_parts_is_counted_in_the_upper_one() -> None:
    counts = threshold_counts(np.array([0.0, 0.25, 0.5, 0.5, 1.0]), np.array([False, True, True, False, True]))
    of_class, others = counts.by_score(4)
    assert (of_class.tolist(), others.tolist()) == ([0, 1, 1, 1], [1, 0, 1, 0])


@pytest.mark.parametrize("kind", [True, False])
def test_rows_of_one_kind_alone(kind: bool) -> None:
    from sklearn import metrics

    scores = ClassScores(0, np.array([0.2, 0.4, 0.9]), np.full(3, kind), np.array([False, False, True]))
    curves = class_curves(scores)
    assert not curves.counts.both_kinds
    assert isnan(curves.roc.auc)
    assert isnan(curves.roc.interval[0])
    assert not len(curves.roc.recall)
    assert curves.noted.best_f1 is None
    assert curves.noted.youden is None
    figures = threshold_figures(curves.counts, 0.5)
    assert isnan(figures.specificity.value) == kind
    assert isnan(figures.recall.value) != kind
    if kind:
        assert curves.precision_recall.average_precision == metrics.average_precision_score([1, 1, 1], scores.scores)
    else:
        assert isnan(curves.precision_recall.average_precision)
        assert not len(curves.precision_recall.recall)
    assert curves.calibrations["width"].brier_of_share == 0


def test_scores_that_are_not_finite_are_refused() -> None:
    A = np.array([[0.2], [np.nan], [np.inf], [0.8]])
    one_class = CurvesOfClass()(class_outputs([0, 1, 1, 0], A, 2))
    assert one_class.scores.not_finite == 2
    assert one_class.curves is None


def test_no_rows_at_all() -> None:
    one_class = CurvesOfClass()(class_outputs([], np.empty((0, 1)), 2))
    assert (one_class.scores.m, one_class.curves) == (0, None)
    counts = threshold_counts(np.empty(0), np.empty(0, bool))
    assert (counts.positives, counts.negatives, counts.above(0.5)) == (0, 0, (0, 0))
    assert isnan(counts.share)


def test_scores_beyond_0_and_1_have_curves_but_no_calibration() -> None:
    """As those of identity."""
    one_class = CurvesOfClass()(class_outputs([0, 1, 1, 0], np.array([[-0.3], [1.2], [0.4], [0.1]]), 2))
    assert one_class.curves is not None
    assert not one_class.curves.calibrations
    assert one_class.curves.roc.auc == 1
    of_class, others = one_class.curves.counts.by_score(4)
    assert (of_class.tolist(), others.tolist()) == ([0, 1, 0, 1], [2, 0, 0, 0])


# One class against all others


def test_of_one_output_both_classes() -> None:
    outputs = class_outputs([0, 1, 1], np.array([[0.1], [0.5], [0.7]]), 2)
    first, second, usual = (class_scores(outputs, number) for number in (0, 1, None))
    assert usual.number == 1
    np.testing.assert_allclose(second.scores, [0.1, 0.5, 0.7])
    np.testing.assert_allclose(first.scores, [0.9, 0.5, 0.3])
    assert second.positive.tolist() == [False, True, True]
    assert second.given.tolist() == [False, False, True], "0.5 isn't above 0.5"
    assert first.given.tolist() == [True, True, False]
    assert (second.changed(0.5), second.changed(0.4), second.changed(0.8)) == (0, 1, 1)


def test_of_tanh_probabilities() -> None:
    outputs = class_outputs([0, 1], np.array([[-0.5], [0.25]], np.float32), 2, low=-1)
    scores = class_scores(outputs)
    assert scores.scores.dtype == np.float64
    assert scores.scores.tolist() == [0.25, 0.625]
    assert scores.positive.tolist() == [False, True]
    assert scores.changed(0.5) == 0


def test_of_many_classes_the_largest_output_decides() -> None:
    A = np.array([[0.4, 0.35, 0.25], [0.2, 0.7, 0.1], [0.3, 0.3, 0.4]])
    outputs = class_outputs([0, 1, 0], A, 3)
    scores = class_scores(outputs)
    assert scores.number == 0
    assert largest_decides(outputs.meaning)
    assert scores.given.tolist() == [True, False, False]
    assert scores.positive.tolist() == [True, False, True]
    assert scores.changed(0.5) == 1, "0.4 is the largest and below 0.5"
    assert scores.changed(0.25) == 1, "0.3 is above 0.25 and not the largest"


def test_of_labels_each_by_itself() -> None:
    outputs = label_outputs([[1, 0], [1, 1], [0, 0]], [[0.9, 0.6], [0.4, 0.8], [0.2, 0.1]])
    assert class_scores(outputs).number == 0
    assert not largest_decides(outputs.meaning)
    second = class_scores(outputs, 1)
    assert second.positive.tolist() == [False, True, False]
    assert second.given.tolist() == [True, True, False]
    assert class_in_focus(outputs.meaning, 7) == 0, "a class of other data"


def test_weights_of_examples_do_not_enter() -> None:
    A, classes = np.array([[0.2], [0.6], [0.9], [0.4]]), [0, 0, 1, 1]
    plain, weighted = (class_outputs(classes, A, 2, weights=weights) for weights in (None, [1.0, 5.0, 2.0, 1.0]))
    one, other = (CurvesOfClass()(outputs).curves for outputs in (plain, weighted))
    assert one is not None
    assert other is not None
    assert one.roc.auc == other.roc.auc == 0.75
    assert one.calibrations["width"].brier == other.calibrations["width"].brier


def test_the_figure_is_kept_for_each_class() -> None:
    outputs = class_outputs([0, 1, 2], np.eye(3) * 0.5 + 0.1, 3)
    assert outputs.figure(CurvesOfClass(1)) is outputs.figure(CurvesOfClass(1))
    assert outputs.figure(CurvesOfClass(1)) is not outputs.figure(CurvesOfClass(2))


# Intervals


def variance(area: float, positives: int, negatives: int) -> float:
    """Newcombe's form of Hanley and McNeil's, written out."""
    N = (positives + negatives) / 2 - 1
    whole = 1 + N * (1 - area) / (2 - area) + N * area / (1 + area)
    return area * (1 - area) * whole / (positives * negatives)


@pytest.mark.parametrize(("auc", "positives", "negatives"), [(0.8, 20, 50), (0.95, 500, 30), (0.5, 3, 4), (0.02, 9, 9)])
def test_the_ends_of_the_interval_of_auc_are_roots(auc: float, positives: int, negatives: int) -> None:
    low, high = auc_interval(auc, positives, negatives)
    assert low < auc < high
    for end in (low, high):
        assert abs(auc - end) == pytest.approx(Z * sqrt(variance(end, positives, negatives)), rel=1e-9)


def test_the_interval_of_auc_at_its_ends() -> None:
    assert auc_interval(1.0, 10, 10)[1] == 1
    assert 0.6 < auc_interval(1.0, 10, 10)[0] < 0.9
    low, high = auc_interval(0.0, 10, 10)
    assert (low, high) == pytest.approx(tuple(1 - end for end in reversed(auc_interval(1.0, 10, 10))))
    assert isnan(auc_interval(0.5, 0, 10)[0])


def test_the_interval_of_auc_holds_as_often_as_it_says() -> None:
    """Of 400 samples of two normal distributions one apart: the AUC of all rows is Φ(1/√2)."""
    random, true = np.random.default_rng(3), 0.7602499389065233
    positive = np.arange(60) < 20
    held = 0
    for _ in range(400):
        low, high = roc_curve(threshold_counts(random.normal(1.0 * positive), positive)).interval
        held += low <= true <= high
    assert 0.92 <= held / 400 <= 0.98


def test_many_intervals_of_wilson_at_once() -> None:
    low, high = wilson_intervals(np.array([0, 3, 10]), 10)
    expected = [wilson_interval(number, 10) for number in (0, 3, 10)]
    np.testing.assert_allclose(np.column_stack([low, high]), expected, atol=1e-15)


# Thinning


def test_a_thinned_curve_keeps_the_ends_and_extremes_of_each_part() -> None:
    """What is drawn of it is compared in the tests of plots."""
    random = np.random.default_rng(2)
    x, y = np.sort(random.random(5000)), random.random(5000)
    kept = thinned(x, y, 10)
    assert (np.diff(kept) > 0).all()
    expected = set[int]()
    for part in range(10):
        here = np.flatnonzero((x * 10).astype(int) == part)
        expected |= {int(here[0]), int(here[-1]), int(here[y[here].argmin()]), int(here[y[here].argmax()])}
    assert set(kept.tolist()) == expected


def test_a_short_curve_is_not_thinned() -> None:
    assert thinned(np.linspace(0, 1, 2048), np.zeros(2048)).tolist() == list(range(2048))


def test_rows_in_any_order_give_the_same() -> None:
    scores, positive = CASES["ties"]
    order = np.random.default_rng(4).permutation(len(scores))
    one, other = threshold_counts(scores, positive), threshold_counts(scores[order], positive[order])
    np.testing.assert_array_equal(one.true_positives, other.true_positives)
    np.testing.assert_array_equal(one.false_positives, other.false_positives)


def test_rows_by_score_are_those_of_a_histogram() -> None:
    scores, positive = CASES["random"]
    of_class, others = threshold_counts(scores, positive).by_score(20)
    np.testing.assert_array_equal(of_class, np.histogram(scores[positive], 20, (0, 1))[0])
    np.testing.assert_array_equal(others, np.histogram(scores[~positive], 20, (0, 1))[0])


def test_labels_have_curves_each() -> None:
    outputs = label_outputs([[1, 0], [0, 1], [1, 1]], [[0.9, 0.2], [0.1, 0.7], [0.6, 0.8]])
    for number in (0, 1):
        one_class = CurvesOfClass(number)(outputs)
        assert one_class.scores.number == number
        assert one_class.curves is not None
        assert one_class.curves.roc.auc == 1
