"""Five rows of two classes worked by hand, with a tie between a row of the class and another."""

from math import inf

import numpy as np
import pytest
from class_outputs import class_outputs

from core.analysis.classes.by_class import class_figures
from core.analysis.classes.calibration import calibration
from core.analysis.classes.class_scores import ClassScores
from core.analysis.classes.confusion import confusion
from core.analysis.classes.precision_recall import precision_recall_curve
from core.analysis.classes.roc import roc_curve
from core.analysis.classes.threshold_figures import noted_thresholds, threshold_figures
from core.analysis.threshold_counts import threshold_counts

SCORES = np.array([0.9, 0.8, 0.8, 0.4, 0.2])
POSITIVE = np.array([True, True, False, False, True])
COUNTS = threshold_counts(SCORES, POSITIVE)
"""From the highest score: 1 of the class and 0 others, 2 and 1, 2 and 2, 3 and 2."""


def test_roc() -> None:
    """Of 6 pairs 3 are in order and one is a tie: 3.5/6."""
    found = roc_curve(COUNTS)
    assert found.scores.tolist() == [inf, 0.9, 0.8, 0.4, 0.2]
    assert found.false_positive_rate.tolist() == [0, 0, 1 / 2, 1, 1]
    assert found.recall.tolist() == [0, 1 / 3, 2 / 3, 2 / 3, 1]
    assert found.auc == pytest.approx(7 / 12)


def test_precision_and_recall() -> None:
    found = precision_recall_curve(COUNTS)
    assert found.precision.tolist() == [1, 2 / 3, 2 / 4, 3 / 5]
    assert found.average_precision == pytest.approx((1 + 2 / 3 + 3 / 5) / 3)


def test_a_row_with_the_threshold_as_score_is_not_given_the_class() -> None:
    found = threshold_figures(COUNTS, 0.8)
    assert (found.recall, found.precision, found.specificity, found.accuracy) == ((1, 3), (1, 1), (2, 2), (3, 5))
    assert (found.f1, found.youden) == pytest.approx((1 / 2, 1 / 3))


def test_thresholds_of_note() -> None:
    """F1 is 2/4, 4/6, 4/7, 6/8, J is 1/3, 1/6, -1/3, 0; with 3 rows given recall is precision."""
    found = noted_thresholds(COUNTS)
    assert (found.best_f1, found.youden, found.balanced) == (0.1, 0.85, 0.6)


def test_calibration() -> None:
    found = calibration(ClassScores(1, SCORES, POSITIVE, SCORES > 0.5))
    assert found is not None
    assert found.rows.tolist() == [1, 1, 2, 1]
    assert found.shares.tolist() == [1, 0, 1 / 2, 1]
    assert found.brier == pytest.approx((0.01 + 0.04 + 0.64 + 0.16 + 0.64) / 5)
    assert found.error == pytest.approx((0.8 + 0.4 + 2 * 0.3 + 0.1) / 5)
    assert found.brier_of_share == pytest.approx(0.6 * 0.4)


def test_the_confusion_matrix_and_figures_by_class() -> None:
    """Wanted a a b b b, given a b b b a."""
    outputs = class_outputs([0, 0, 1, 1, 1], np.eye(2)[[0, 1, 1, 1, 0]], 2)
    assert confusion(outputs).tolist() == [[1, 1], [1, 2]]
    found = class_figures(outputs)
    assert found.recall.tolist() == [1 / 2, 2 / 3]
    assert found.precision.tolist() == [1 / 2, 2 / 3]
    assert found.specificity.tolist() == [2 / 3, 1 / 2]
    assert (found.accuracy, found.balanced_accuracy) == pytest.approx((3 / 5, 7 / 12))
