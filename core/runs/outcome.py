"""The last line of `train --json`: how a training ended."""

from math import isnan

from core.training.evaluation import NOT_EVALUATED
from core.training.trainer import Trainer


def outcome(trainer: Trainer, stopped_by: str, run: str | None) -> dict[str, object]:
    """The last line of `train --json`; figures of the test split are None where there is none."""
    try:
        test = trainer.figures("test")
    except MemoryError:  # the run is saved even if its last figures can't be computed
        test = NOT_EVALUATED
    figures = {"test_loss": test.loss, "test_accuracy": test.accuracy}
    if trainer.data.task == "regression":
        figures["test_r2"] = test.r2
    return {
        "run": run,
        "epochs": trainer.epoch,
        "stopped_by": stopped_by,
        **{key: None if isnan(value) else value for key, value in figures.items()},
        "weights_sha256": trainer.weights_sha256,
    }
