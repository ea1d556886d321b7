"""The last line of `train --json`: how a training ended."""

from collections.abc import Mapping
from math import isfinite, nan
from typing import TYPE_CHECKING

from core.model.output_meaning import OutputMeaning
from core.training.trainer import Trainer

if TYPE_CHECKING:
    from core.analysis.split_metrics import SplitMetrics


def outcome(
    trainer: Trainer, stopped_by: str, run: str | None, test: "SplitMetrics | None" = None
) -> dict[str, object]:
    """The last line of `train --json`; figures of the test split are None where there is none, or undefined.

    `test` are the metrics on the test rows, if they have been computed already; those of another split are passed over.
    """
    if test is None or test.split != "test":
        test = metrics_of_test_rows(trainer)
    return {
        "run": run,
        "epochs": trainer.epoch,
        "stopped_by": stopped_by,
        **figures_as_json(OutputMeaning.of(trainer.data), test),
        "best_epoch": trainer.best_epoch or None,
        "weights_sha256": trainer.weights_sha256,
    }


def metrics_of_test_rows(trainer: Trainer) -> "SplitMetrics | None":
    """The metrics on the test rows with the present weights; None without such rows, or without memory for them."""
    from core.analysis.split_metrics import split_metrics

    try:
        return split_metrics(trainer.network, trainer.data, "test")
    except MemoryError:  # the run is saved even if its last figures can't be computed
        return None


def figures_as_json(meaning: OutputMeaning, test: "SplitMetrics | None") -> dict[str, object]:
    """The metrics on test rows by the keys of `train --json`; all there, but None where `test` is None."""
    from core.analysis.classification_metrics import ClassificationMetrics
    from core.analysis.regression_metrics import RegressionMetrics

    loss = nan if test is None else test.loss
    if meaning.task == "regression":
        numbers = (test and test.regression) or RegressionMetrics(nan, nan, nan)
        return finite_or_none(
            {
                "test_loss": loss,
                "test_accuracy": nan,
                "test_r2": numbers.r2,
                "test_rmse": numbers.rmse,
                "test_mae": numbers.mae,
            }
        )
    nothing = ClassificationMetrics(nan, "", nan, nan, {}, {})
    found = (test and test.classification) or nothing
    figures = finite_or_none(
        {
            "test_loss": loss,
            "test_accuracy": found.accuracy,
            "test_baseline": found.baseline,
            "test_balanced_accuracy": found.balanced_accuracy,
        }
    )
    figures["test_recall"] = finite_or_none(found.recall) if found.recall else None
    if len(meaning.names) == 2 and not found.several_labels:
        figures |= finite_or_none({"test_auc": found.auc})
    return figures


def finite_or_none(figures: Mapping[str, float]) -> dict[str, object]:
    """The figures, with None for those that aren't finite."""
    return {name: value if isfinite(value) else None for name, value in figures.items()}
