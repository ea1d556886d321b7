"""What a training leaves behind: its last line, and its run folder."""

from math import isnan
from pathlib import Path

from .runs import RunFolder
from .trainer import Trainer


def outcome(trainer: Trainer, stopped_by: str, run: str | None) -> dict[str, object]:
    """The last line of `train --json`; figures of the test split are null where there is none."""
    test = trainer.figures("test")
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


def save_run(trainer: Trainer, runs_dir: Path, stopped_by: str, folder: RunFolder | None = None) -> RunFolder:
    """Write the run to its folder, a new one in `runs_dir` where it has none yet.

    Raises InputError where that can't be written.
    """
    folder = folder or RunFolder.create(runs_dir, trainer.experiment)
    parameters = trainer.network.parameters
    best = None if trainer.best is None else parameters.views(trainer.best)
    result = outcome(trainer, stopped_by, str(folder.path))
    folder.save(trainer.history, parameters.sizes, parameters.thetas, best, result)
    return folder
