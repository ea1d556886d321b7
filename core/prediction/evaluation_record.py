"""What `evaluate --json` prints: figures as in `train --json`, with intervals."""

from math import isfinite

from core.analysis.wilson_interval import Interval
from core.runs.outcome import figures_as_json, finite_or_none

from .evaluate import EvaluatedRows, accuracy_interval, recall_intervals


def evaluation_record(evaluated: EvaluatedRows) -> dict[str, object]:
    """The figures by the keys of `train --json`. What is undefined is None; an interval is [low, high]."""
    metrics = evaluated.metrics
    record: dict[str, object] = {
        "run": evaluated.run,
        "file": None if evaluated.file is None else str(evaluated.file),
        "rows": evaluated.rows,
        "epoch": evaluated.model.epoch,
        **figures_as_json(evaluated.model.meaning, metrics),
    }
    if (found := metrics.classification) is not None:
        record |= finite_or_none({"test_log_loss": evaluated.log_loss})
        record["test_accuracy_interval"] = _ends(accuracy_interval(metrics))
        record["test_recall_interval"] = {name: _ends(ends) for name, ends in recall_intervals(found).items()}
        record["test_rows"] = dict(found.rows)
    if (always := evaluated.always_mean) is not None:
        record |= finite_or_none({"test_baseline_rmse": always.rmse, "test_baseline_mae": always.mae})
    return record


def _ends(interval: Interval) -> list[float] | None:
    return list(interval) if all(map(isfinite, interval)) else None
