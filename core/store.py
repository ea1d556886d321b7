"""Bringing a training to its run folder, piece by piece: metrics and journal grow, all else is replaced as a whole."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from . import checkpoint, files, journal, metrics
from .calls import Array
from .experiment import Experiment
from .journal import Entry
from .runs import BEST, JOURNAL, RESULT, SUMMARY, Lock, RunFolder
from .state import State
from .summary import Summary

LATEST, OLDER = 3, 12
"""How many checkpoints stay: of the last ones, and of those before, thinned."""


class Parcel(NamedTuple):
    """What is written at once: rows of metrics, entries of the journal, a state, a summary; the best weights, flat,
    with their epoch, where they are new; the last line of `train --json` once training has stopped.
    """

    records: Sequence[Mapping[str, float | None]]
    entries: Sequence[Entry]
    state: State
    summary: Summary
    journal: int = 0
    """How many entries the journal has with these."""
    best: tuple[Array, int] | None = None
    result: Mapping[str, object] | None = None


@dataclass
class Store:
    """Writes parcels; the folder is made for the first one, unless the run goes on in one it has.

    Raises OSError where something can't be written: what was in the parcel must come again. A line that was torn then
    stays, and is no line for those who read it.
    """

    runs_dir: Path
    experiment: Experiment
    folder: RunFolder | None = None
    lock: Lock | None = None
    torn: bool = False

    def open(self) -> RunFolder:
        """The run's folder, which nobody else writes from now on. Raises InputError."""
        if self.folder is None:
            self.folder = RunFolder.create(self.runs_dir, self.experiment)
        if self.lock is None:
            self.lock = self.folder.lock()
            files.clean(self.folder.path)
            files.clean(self.folder.checkpoints)
        return self.folder

    def close(self) -> None:
        """Let go of the folder."""
        if self.lock is not None:
            self.lock.close()
            self.lock = None

    def write(self, parcel: Parcel) -> None:
        """Bring it to the disk, the checkpoint last but for what follows from it. Raises OSError, InputError."""
        folder = self.open()
        start = "\n" if self.torn else ""
        self.torn = True
        self._append(folder.path / metrics.FILE_NAME, start, metrics.lines(parcel.records), parcel.records)
        text = "".join(map(journal.write, parcel.entries))
        if text:
            files.append(folder.path / JOURNAL, (start + text).encode(), safe=True)
        self.torn = False
        number = max((number for number, *_rest in folder.numbered()), default=0) + 1
        epoch, batch = parcel.state.epoch, parcel.state.position.settled + parcel.state.position.done
        name = f"{number:06}-epoch-{epoch}-batch-{batch}.safetensors"
        files.write(folder.checkpoints / name, checkpoint.dump(parcel.state, parcel.journal))
        if parcel.best is not None:
            files.write(folder.checkpoints / BEST, checkpoint.dump_weights(parcel.state.sizes, *parcel.best))
        summary = msgspec.structs.replace(parcel.summary, run=folder.name)
        files.write(folder.path / SUMMARY, msgspec.json.encode(summary) + b"\n")
        if parcel.result is not None:
            finite = {key: None if is_infinite(value) else value for key, value in parcel.result.items()}
            files.write(folder.path / RESULT, json.dumps(finite, ensure_ascii=False).encode() + b"\n")
        thin(folder)

    def _append(self, path: Path, start: str, text: str, records: Sequence[Mapping[str, float | None]]) -> None:
        if records:
            head = "" if path.exists() else ",".join(records[0]) + "\n"
            files.append(path, (start + head + text).encode())


def thin(folder: RunFolder) -> None:
    """Remove older checkpoints till few are left, each time the one whose neighbours are nearest. Raises OSError."""
    older = folder.numbered()[:-LATEST]
    while len(older) > OLDER:
        epochs = np.array([epoch for _number, epoch, _batch, _path in older])
        place = int(np.argmin(np.abs(epochs[2:] - epochs[:-2]))) + 1
        older.pop(place)[-1].unlink(missing_ok=True)


def is_infinite(value: object) -> bool:
    """Whether JSON has no word for it."""
    return isinstance(value, float) and not isfinite(value)
