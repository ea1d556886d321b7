"""The ROC curve of many rows, and all else that is drawn of one class: seconds for random scores, and with ties.

    python tests/benchmarks/roc_of_many_rows.py [--rows 1000000] [--repeats 5]

Beside it stands scikit-learn's roc_curve with its area, for the same rows.
"""

import argparse
from collections.abc import Callable
from statistics import median
from time import perf_counter

import numpy as np
from sklearn.metrics import auc
from sklearn.metrics import roc_curve as roc_of_scikit_learn

from core.analysis.classes.class_curves import class_curves
from core.analysis.classes.class_scores import ClassScores
from core.analysis.classes.roc import roc_curve
from core.analysis.outputs.given import USUAL
from core.analysis.threshold_counts import threshold_counts
from core.calls import Array

GOAL = 0.5
"""Seconds asked for, for the ROC curve of a million rows."""


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    random = np.random.default_rng(1)
    positive = random.random(arguments.rows) < 0.2
    scores = 1 / (1 + np.exp(-random.normal(2.0 * positive - 2)))
    print(f"{arguments.rows:,} rows, median of {arguments.repeats}; goal for a million: {GOAL} s")
    print("scores | ROC, s | all curves and figures of the class, s | ROC of scikit-learn, s")
    for name, given in (("different", scores), ("100 different", np.round(scores, 2)), ("float32", as_float32(scores))):
        seconds = [
            measured(function, given, positive, arguments.repeats) for function in (roc, all_of_class, roc_elsewhere)
        ]
        print(name, *(f"{one:.3f}" for one in seconds), sep=" | ")


def as_float32(scores: Array) -> Array:
    """The scores as a network in float32 gives them."""
    return scores.astype(np.float32).astype(float)


def roc(scores: Array, positive: Array) -> None:
    """The curve with its area and interval."""
    roc_curve(threshold_counts(scores, positive))


def all_of_class(scores: Array, positive: Array) -> None:
    """All that the panes of thresholds draw."""
    class_curves(ClassScores(1, scores, positive, scores > USUAL))


def roc_elsewhere(scores: Array, positive: Array) -> None:
    """The same curve and area by scikit-learn."""
    rate, recall, _thresholds = roc_of_scikit_learn(positive, scores, drop_intermediate=False)
    auc(rate, recall)


def measured(function: Callable[[Array, Array], None], scores: Array, positive: Array, repeats: int) -> float:
    """The median of its seconds."""
    spent = []
    for _repeat in range(repeats):
        start = perf_counter()
        function(scores, positive)
        spent.append(perf_counter() - start)
    return median(spent)


if __name__ == "__main__":
    main()
