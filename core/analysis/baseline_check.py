"""Whether a network is no better than always giving the same answer."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from core.calls import Array
from core.data.dataset import Split
from core.support.i18n import _
from core.training.trainer import Trainer

from .classification_metrics import ClassificationMetrics
from .split_metrics import Classes, split_metrics

ROWS = 20_000
"""Largest number of rows, evenly spaced, that are looked at: of a class with one row in 100 some 200 are among them."""
EVALUATIONS = 5
"""The last evaluations that must all be no better: one alone may be chance."""
MARGIN = 0.05
"""How far above chance the balanced accuracy still counts as chance."""


class BaselineCheck(NamedTuple):
    """That a network is no better than the baseline: a sentence with the figures, and the balanced accuracy or R².

    `memorised` says whether it is better than the baseline on the training rows.
    """

    sentence: str
    number: float
    memorised: bool


def check_against_baseline(trainer: Trainer) -> BaselineCheck | None:
    """What shows that the network is no better than the baseline; None where nothing does.

    Looks at the validation rows, or at the training rows where there are no others. Takes a forward pass of up to
    20,000 rows, but only if the last evaluations in the history suggest it.
    """
    rows, validated = trainer.data.validation or trainer.data.train, trainer.data.validation is not None
    if trainer.data.task == "regression":
        return _check_against_mean(trainer, rows, validated)
    return _check_against_commonest_class(trainer, rows, validated)


def _check_against_mean(trainer: Trainer, rows: Split, validated: bool) -> BaselineCheck | None:
    history = trainer.history
    train, validation = last_known(history.train_r2), last_known(history.validation_r2)
    recent = validation if validated else train
    if len(recent) < EVALUATIONS or recent.max() > 0:
        return None
    found = split_metrics(trainer.network, replace(trainer.data, validation=sampled(rows)), "validation")
    if found is None or found.regression is None or not found.regression.r2 <= 0:
        return None
    r2 = found.regression.r2
    text = _("No better than always saying the mean: R² is {:.2g} on the {} rows.")
    return BaselineCheck(text.format(r2, _rows_name(validated)), r2, validated and train[-1] > 0)


def _check_against_commonest_class(trainer: Trainer, rows: Split, validated: bool) -> BaselineCheck | None:
    history, classes = trainer.history, Classes.of(trainer.data)
    train, validation = last_known(history.train_accuracy), last_known(history.validation_accuracy)
    recent = validation if validated else train
    if len(recent) < EVALUATIONS or recent.max() > classes.baseline(rows.Y):
        return None
    found = split_metrics(trainer.network, replace(trainer.data, validation=sampled(rows)), "validation")
    if found is None or found.classification is None or not no_better(found.classification):
        return None
    metrics = found.classification
    shares = metrics.accuracy, metrics.baseline, metrics.balanced_accuracy
    accuracy, baseline, balanced = (100 * share for share in shares)
    text = _(
        "No better than always saying {}: {:.1f} % of the {} rows are right, and {:.1f} % would be; "
        "the balanced accuracy is {:.1f} %."
    )
    sentence = text.format(metrics.commonest_text, accuracy, _rows_name(validated), baseline, balanced)
    memorised = validated and train[-1] > classes.commonest_share
    return BaselineCheck(sentence, metrics.balanced_accuracy, memorised)


def no_better(metrics: ClassificationMetrics) -> bool:
    """Whether accuracy and balanced accuracy are no better than those of always saying the commonest class."""
    if sum(map(bool, metrics.rows.values())) < 2:  # with rows of one class alone, always saying it is perfect
        return False
    return metrics.accuracy <= metrics.baseline and metrics.balanced_accuracy <= metrics.chance + MARGIN


def _rows_name(validated: bool) -> str:
    return _("validation") if validated else _("training")


def last_known(figures: Array) -> Array:
    """The last evaluated figures of a column of the history, at most EVALUATIONS of them."""
    recent = figures[-1000:]
    return recent[~np.isnan(recent)][-EVALUATIONS:]


def sampled(rows: Split) -> Split:
    """The rows, or ROWS of them, evenly spaced."""
    return rows if rows.m <= ROWS else rows.part(np.linspace(0, rows.m - 1, ROWS).astype(int))
