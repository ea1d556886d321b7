"""objectives.json: the record of a sweep's run at its newest checkpoints.

It has the newest one's and that of the one before: the sweep may be killed while it writes what a worker sent, and then
the record of the checkpoint that is there counts.
"""

import msgspec

from core.runs.run_folder import OBJECTIVES, RunFolder
from core.support.errors import InputError
from core.support.strict_json import decode
from core.sweeps.saved.records import RunRecord
from core.timeline.journal import Position

from .job import Job


class RecordAt(msgspec.Struct, frozen=True):
    """The record of a run at a position in its training: completed epochs, and mini-batches of the next one."""

    epoch: int
    batch: int
    record: RunRecord

    @property
    def place(self) -> Position:
        """The position."""
        return self.epoch, self.batch


class RunFigures(msgspec.Struct, frozen=True):
    """The record of a run at its last checkpoint, and at the one before, None where there is none."""

    last: RecordAt
    before: RecordAt | None = None

    def at(self, place: Position) -> RunRecord | None:
        """The record at a position; None where that isn't known."""
        return next((one.record for one in (self.last, self.before) if one and one.place == place), None)

    def dump(self) -> bytes:
        """The content of objectives.json."""
        return msgspec.json.encode(self) + b"\n"


def new_record(job: Job) -> RunRecord:
    """The record of a job's run that hasn't begun."""
    seed, fold = job.experiment.seed, job.experiment.data.fold
    return RunRecord(run=job.run, seed=seed, fold=fold, objectives=[None] * len(job.objectives))


def parsed_figures(content: bytes) -> RunFigures | None:
    """The figures in the content of objectives.json; None where they can't be read."""
    try:
        figures: RunFigures = decode(content, RunFigures)
    except msgspec.DecodeError:
        return None
    return figures


def read_figures(folder: RunFolder) -> RunFigures | None:
    """The figures in a run's folder; None where there are none that can be read."""
    try:
        return parsed_figures(folder.read(OBJECTIVES))
    except (OSError, InputError):
        return None


def read_record(folder: RunFolder) -> RunRecord | None:
    """The record of a run at its newest checkpoint; None where it has none yet, or it can't be read.

    `stopped_by` is empty for a run that can go on.
    """
    saved, figures = folder.numbered_checkpoints(), read_figures(folder)
    return figures.at(saved[-1].place) if saved and figures else None
