"""What a training leaves behind: its last line, and its run folder."""

from math import isnan
from pathlib import Path

from . import metrics
from .conditions import conditions, now
from .evaluation import UNTAKEN
from .journal import Entry, Start, Stop
from .runs import JOURNAL, RunFolder, writing
from .store import Parcel, Store
from .summary import summarized
from .trainer import Trainer


def outcome(trainer: Trainer, stopped_by: str, run: str | None) -> dict[str, object]:
    """The last line of `train --json`; figures of the test split are null where there is none."""
    try:
        test = trainer.figures("test")
    except MemoryError:  # a run is saved also where its last figures can't be taken
        test = UNTAKEN
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
    try:
        with writing(runs_dir):
            folder = store.open()
            store.write(whole(trainer, stopped_by, folder))
    finally:
        store.close()
    return folder


def whole(trainer: Trainer, stopped_by: str, folder: RunFolder) -> Parcel:
    """All there is of a training that isn't in its folder yet."""
    last = metrics.last_epoch(folder.path / metrics.FILE_NAME)
    rows = trainer.history.view()
    entries: list[Entry] = [] if (folder.path / JOURNAL).exists() else [Start(**conditions(trainer.X, trainer.Y))]
    entries.append(Stop(trainer.epoch, trainer.batch, stopped_by, trainer.weights_sha256))
    return Parcel(
        records=[
            trainer.history.record(row)
            for row in rows[rows[:, 0] > last].tolist()
            if metrics.keeps(int(row[0]), trainer.history.marked) or row[0] == trainer.epoch
        ],
        entries=entries,
        state=trainer.state(),
        count=len(entries),
        summary=summarized(trainer, "", now(), now(), stopped_by),
        best=None if trainer.best is None else (trainer.best, trainer.best_epoch),
        result=outcome(trainer, stopped_by, None),
    )
