"""A saved run's figures on its test rows or another file, beside a baseline."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import nan
from pathlib import Path
from types import MappingProxyType

import numpy as np

from core.analysis.classification_metrics import ClassificationMetrics
from core.analysis.regression_metrics import RegressionMetrics, regression_metrics
from core.analysis.split_metrics import Classes, SplitMetrics, outputs_and_loss
from core.analysis.wilson_interval import Interval, interval_of_share
from core.calls import Array
from core.data.dataset import Split
from core.data.preparing.class_weights import weights_of_examples
from core.model.model import Model
from core.support.errors import InputError
from core.support.i18n import _

from .rows_with_targets import rows_with_targets
from .saved_model import SavedModel

NOTHING_SET: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class EvaluatedRows:
    """How good a model is on rows with known targets: those of `file`, or of its run's test split where that is None.

    `log_loss` is NaN unless the outputs are probabilities of exclusive classes. For a regression, `always_mean` are the
    errors of always saying the mean of these rows, and `by_target` the metrics of each target where there are several.
    `notes` are sentences that a person should read.
    """

    model: Model
    run: str
    file: Path | None
    metrics: SplitMetrics
    log_loss: float = nan
    always_mean: RegressionMetrics | None = None
    by_target: tuple[tuple[RegressionMetrics, RegressionMetrics], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows they are."""
        return self.metrics.rows


def evaluate(
    saved: SavedModel, file: Path | None = None, reading: Mapping[str, object] = NOTHING_SET
) -> EvaluatedRows:  # fmt: skip
    """The figures of a run's model on a file of the same columns with the target, by default on the run's test rows.

    `reading` are keys of [data], with their values, by which the file is read otherwise than the run's own data. Raises
    InputError where the run has no test rows, or the file can't be used.
    """
    if file is None:
        data = saved.data()
        if data.test is None:
            message = _(
                "{}: has no test rows; give a FILE with other rows, or train with data.test or with "
                "data.test_fraction above 0"
            )
            raise InputError(message.format(saved.where))
        return _evaluated(saved, None, data.test, data.train, ())
    found = rows_with_targets(file, saved.model, saved.experiment.replace_all(reading))
    known = _training_rows(saved)
    rows, train, notes = found.rows, known.rows, (*found.notes, *known.notes)
    if saved.experiment.data.class_weight != "balanced":
        return _evaluated(saved, file, rows, train, notes)
    if train is not None:
        weights = weights_of_examples("classification", [train.Y, rows.Y])[1]
        return _evaluated(saved, file, replace(rows, weights=weights), train, notes)
    evaluated = _evaluated(saved, file, rows, None, notes)  # without the weights that the loss had in training
    return replace(evaluated, metrics=replace(evaluated.metrics, loss=nan))


@dataclass(frozen=True)
class _TrainingRows:
    rows: Split | None
    notes: tuple[str, ...] = ()


def _training_rows(saved: SavedModel) -> _TrainingRows:
    """The rows that a model has learnt from; None, with a note, where their source can't be read any more."""
    if saved.model.meaning.task == "regression":
        return _TrainingRows(None)  # nothing is needed of them
    try:
        return _TrainingRows(saved.data().train)
    except InputError as problem:
        text = _("the training rows can't be read, so their commonest class isn't known, nor the baseline: {}")
        return _TrainingRows(None, (text.format(problem),))


def _evaluated(
    saved: SavedModel, file: Path | None, rows: Split, train: Split | None, notes: tuple[str, ...]
) -> EvaluatedRows:
    model, run = saved.model, saved.where
    output, loss = outputs_and_loss(model.network, rows)
    if model.meaning.task == "classification":
        classes = Classes(model.meaning, None if train is None else train.Y)
        metrics = SplitMetrics("test", rows.m, loss, classification=classes.metrics(output, rows.Y))
        return EvaluatedRows(model, run, file, metrics, log_loss_of(model, output, rows.Y), notes=notes)
    predicted, actual = model.in_users_units(output), model.in_users_units(rows.Y)
    metrics = SplitMetrics("test", rows.m, loss, regression=regression_metrics(predicted, actual))
    targets = [[k] for k in range(actual.shape[1])] if actual.shape[1] > 1 else []
    by_target = [(regression_metrics(predicted[:, k], actual[:, k]), errors_of_mean(actual[:, k])) for k in targets]
    return EvaluatedRows(
        model, run, file, metrics, always_mean=errors_of_mean(actual), by_target=tuple(by_target), notes=notes
    )


def errors_of_mean(actual: Array) -> RegressionMetrics:
    """The metrics of always saying the mean of targets, m × k."""
    return regression_metrics(np.broadcast_to(actual.mean(0), actual.shape), actual)


def log_loss_of(model: Model, output: Array, Y: Array) -> float:
    """The mean of −ln of the probability of each row's class, by A^(L) and Y, both m × s_L.

    NaN where the outputs aren't probabilities of exclusive classes. Probabilities are kept from 0 and 1 by the
    precision of their dtype, as in scikit-learn's `log_loss`.
    """
    meaning, network = model.meaning, model.network
    one_number = network.parameters.sizes[-1] == 1 and network.output in ("sigmoid", "tanh")
    if meaning.several_labels or not (one_number or network.output == "softmax"):
        return nan
    probabilities = model.probabilities(model.in_users_units(output))
    least = np.finfo(probabilities.dtype).eps
    of_class = probabilities[np.arange(len(Y)), meaning.class_numbers(Y)]
    with np.errstate(all="ignore"):
        return float(-np.log(np.clip(of_class.astype(float), least, 1 - least)).mean())


def accuracy_interval(metrics: SplitMetrics) -> Interval:
    """Wilson's interval for the accuracy on these rows; NaN for a regression."""
    found = metrics.classification
    return (nan, nan) if found is None else interval_of_share(found.accuracy, metrics.rows)


def recall_intervals(found: ClassificationMetrics) -> dict[str, Interval]:
    """Wilson's interval for the recall of each class; NaN for a class without rows."""
    return {name: interval_of_share(share, found.rows[name]) for name, share in found.recall.items()}
