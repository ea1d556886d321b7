"""The metrics of test rows against scikit-learn's: random labels, ties, a class missing, several labels and targets.

pip install -e '.[bench]' && python tests/benchmarks/metrics_agreement.py
"""

import random
import warnings
from math import isnan, nan

import numpy as np
from sklearn import metrics as sk

from core.analysis.classification_metrics import classification_metrics, multilabel_metrics
from core.analysis.regression_metrics import regression_metrics

CASES = 500
LIMIT = 1e-12

Pair = tuple[float, float]


def classes(choose: random.Random, draw: np.random.Generator) -> list[Pair]:
    """Our figures beside scikit-learn's for random classes; some have no rows, and scores are often equal."""
    count, m = choose.randint(2, 7), choose.randint(1, 60)
    present = draw.permutation(count)[: choose.randint(1, count)]
    actual, predicted = draw.choice(present, m), draw.integers(0, count, m)
    scores = draw.integers(0, choose.choice([2, 5, 10**9]), m).astype(float)
    commonest = choose.randrange(count)
    names = tuple(f"c{number}" for number in range(count))
    found = classification_metrics(predicted, actual, names, commonest, scores)
    labels = sorted(set(actual.tolist()))
    recall = sk.recall_score(actual, predicted, labels=range(count), average=None, zero_division=np.nan)
    pairs = [
        (found.accuracy, sk.accuracy_score(actual, predicted)),
        (found.balanced_accuracy, sk.balanced_accuracy_score(actual, predicted)),
        (found.baseline, sk.accuracy_score(actual, np.full(m, commonest))),
        *zip(found.recall.values(), recall.tolist(), strict=True),
    ]
    if count == 2:
        pairs.append((found.auc, sk.roc_auc_score(actual, scores) if len(labels) == 2 else nan))
    return pairs


def several_labels(choose: random.Random, draw: np.random.Generator) -> list[Pair]:
    """The same for rows with several labels; the balanced accuracy is the mean of each label's own."""
    k, m = choose.randint(2, 5), choose.randint(1, 40)
    actual, predicted = draw.random((m, k)) > choose.random(), draw.random((m, k)) > choose.random()
    found = multilabel_metrics(predicted, actual, tuple(f"l{number}" for number in range(k)), actual[0])
    recall = sk.recall_score(actual, predicted, average=None, zero_division=np.nan)
    own = [sk.balanced_accuracy_score(actual[:, label], predicted[:, label]) for label in range(k)]
    return [
        (found.accuracy, sk.accuracy_score(actual, predicted)),
        (found.balanced_accuracy, float(np.mean(own))),
        *zip(found.recall.values(), recall.tolist(), strict=True),
    ]


def numbers(choose: random.Random, draw: np.random.Generator) -> list[Pair]:
    """The same for one or several targets."""
    shape = choose.randint(2, 60), choose.randint(1, 4)
    unit = 10.0 ** draw.integers(-3, 6, shape[1])
    actual = draw.normal(size=shape) * unit
    predicted = actual + draw.normal(size=shape) * unit * choose.choice([0.01, 1, 100])
    found = regression_metrics(predicted, actual)
    return [
        (found.r2, sk.r2_score(actual, predicted)),
        (found.rmse, sk.root_mean_squared_error(actual, predicted)),
        (found.mae, sk.mean_absolute_error(actual, predicted)),
    ]


def difference(ours: float, theirs: float) -> float:
    """Of the larger of the two and 1; infinite where only one is undefined."""
    if isnan(ours) or isnan(theirs):
        return 0.0 if isnan(ours) and isnan(theirs) else float("inf")
    return abs(ours - theirs) / max(1.0, abs(theirs))


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # scikit-learn warns of classes without rows
    failed = False
    for kind in (classes, several_labels, numbers):
        pairs = [pair for seed in range(CASES) for pair in kind(random.Random(seed), np.random.default_rng(seed))]
        largest = max(difference(*pair) for pair in pairs)
        failed |= not largest <= LIMIT
        print(f"{kind.__name__:<16}{len(pairs):>6} figures of {CASES} cases: largest difference {largest:.1e}")
    raise SystemExit(failed)
