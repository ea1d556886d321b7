"""What a training leaves behind: its last line, and its run folder."""

from math import isnan
from pathlib import Path

from .journal import Entry, Stop
from .metrics import keeps
from .recorder import now, start_conditions
from .runs import RunFolder, writing
from .store import Parcel, Store
from .summary import summarized
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
    """Write a training that nobody recorded, whole and at once, to its folder, a new one where it has none yet.

    Raises InputError where that can't be written.
    """
    store = Store(runs_dir, trainer.experiment, folder)
    place = trainer.epoch, trainer.batch
    entries: list[Entry] = [start_conditions(trainer, ""), Stop(*place, stopped_by, trainer.weights_sha256)]
    records = [record for record in trainer.history if keeps(int(record["epoch"] or 0), set())]
    best = None if trainer.best is None else (trainer.best, trainer.best_epoch)
    summary = summarized(trainer, "", now(), now(), stopped_by)
    with writing(runs_dir):
        folder = store.open()
        result = outcome(trainer, stopped_by, str(folder.path))
        store.write(Parcel(records, entries, trainer.state(), summary, len(entries), best, result))
    store.close()
    return folder
