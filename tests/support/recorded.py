"""Small trainings that are recorded, for tests of what is on the disk."""

import shutil
from math import inf
from pathlib import Path

from core import Trainer
from core.experiment.experiment import Experiment
from core.runs import metrics_file as metrics
from core.runs.environment import current_conditions, current_time
from core.runs.outcome import outcome
from core.runs.recorder import Recorder
from core.runs.run_folder import JOURNAL, METRICS, RunFolder, explain_write_errors
from core.runs.summary import RUNNING, summarize
from core.runs.writer import PendingWrites, RunWriter
from core.timeline.advance import advance
from core.timeline.journal import Entry, Position, Start, Stop
from core.timeline.timeline import Timeline

TEXT = """
name = "a few points"
[data]
source = "moons"
samples = 60
[network]
hidden = [5]
activation = "relu"
[training]
batch_size = 7
epochs = 1000
dropout = 0.2
learning_rate = 0.02
"""
"""36 training examples: five mini-batches of 7, and one of 1."""

OPTIMIZERS = ("gradient_descent", "momentum", "nesterov", "rmsprop", "adam")


def some_experiment(folder: Path, *overrides: str) -> Experiment:
    """The experiment of TEXT, with other values, as --set takes them."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "moons.toml"
    path.write_text(TEXT)
    return Experiment.load(path, overrides)


class AtOnce(Recorder):
    """Writes what it is given at once, in the caller's thread, and saves only when it is told to."""

    def _enqueue(self, writes: PendingWrites) -> None:
        writes.records, writes.entries = self._records, self._entries
        self._records, self._entries = [], []
        self.writer.write(writes)


class Recorded:
    """A trainer with its recorder and its timeline, as the program has them."""

    def __init__(self, experiment: Experiment, runs_dir: Path) -> None:
        self.told: list[str] = []
        self.trainer = Trainer(experiment)
        self.recorder = AtOnce(self.trainer, runs_dir, self.told.append, program="test")
        self.recorder._next = inf
        self.timeline = Timeline(self.trainer, self.recorder.add_entry, budget=0)
        self.trainer.after_epoch, self.trainer.after_change = self.recorder.epoch_ended, self.timeline.record_changes

    @property
    def folder(self) -> RunFolder:
        """Where it is recorded."""
        assert self.recorder.folder is not None
        return self.recorder.folder

    def change(self, key: str, value: object) -> None:
        """What a person changes."""
        self.trainer.change(self.trainer.next_experiment.replace(key, value))

    def to(self, *place: Position, save: bool = True) -> str:
        """Train to each place, and save there; the digest of the weights at the last."""
        for one in place:
            assert advance(self.trainer, one)
            if save:
                self.recorder._enqueue_state(RUNNING)
        return self.trainer.weights_sha256

    def back(self, to: Position) -> None:
        """Rewind."""
        start = self.trainer.epoch, self.trainer.batch
        assert self.timeline.seek(to)
        self.timeline.discard_after(start)

    def copy(self, path: Path) -> RunFolder:
        """The folder as it is now, as a crash would leave it."""
        return RunFolder(Path(shutil.copytree(self.folder.path, path)))

    def close(self) -> bool:
        """Let go of the folder without a word; whether all was written."""
        return self.recorder.close()


def without(experiment: Experiment, place: Position) -> str:
    """The digest of the weights at a place of a training that was never saved nor stopped."""
    trainer = Trainer(experiment)
    assert advance(trainer, place)
    return trainer.weights_sha256


def save_run(trainer: Trainer, runs_dir: Path, stopped_by: str, folder: RunFolder | None = None) -> RunFolder:
    """A training that nobody recorded, written whole and at once to its folder, a new one where it has none yet."""
    writer = RunWriter(runs_dir, trainer.experiment, folder)
    try:
        with explain_write_errors(runs_dir):
            folder = writer.open()
            writer.write(whole(trainer, stopped_by, folder))
    finally:
        writer.close()
    return folder


def whole(trainer: Trainer, stopped_by: str, folder: RunFolder) -> PendingWrites:
    """All of a training that isn't in its folder yet."""
    last = metrics.last_epoch(folder.path / METRICS)
    rows = trainer.history.view()
    entries: list[Entry] = (
        [] if (folder.path / JOURNAL).exists() else [Start(**current_conditions(trainer.X, trainer.Y))]
    )
    entries.append(Stop(trainer.epoch, trainer.batch, stopped_by, trainer.weights_sha256))
    result = outcome(trainer, stopped_by, None)
    return PendingWrites(
        records=[
            trainer.history.record(row)
            for row in rows[rows[:, 0] > last].tolist()
            if metrics.has_line(int(row[0]), trainer.history.marked) or row[0] == trainer.epoch
        ],
        entries=entries,
        state=trainer.state(),
        count=len(entries),
        summary=summarize(trainer, "", current_time(), current_time(), stopped_by, result=result),
        best=None if trainer.best is None else (trainer.best, trainer.best_epoch),
        result=result,
    )
