"""Writing a training to its run folder.

metrics.csv and the journal are appended to, all other files are replaced as a whole.
"""

import errno
import os
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from core.calls import Array
from core.data.dataset import Data
from core.data.preparing.preparation import Preparation
from core.data.preparing.preparation_record import to_json
from core.experiment.experiment import Experiment
from core.experiment.parsing import EXPERIMENT_FILE
from core.model.files.metadata import plain_metadata
from core.model.model import Model
from core.support import atomic_files as files
from core.support import strict_json
from core.support.i18n import _
from core.support.regular_files import Refused, check_folder, file_kind, is_regular
from core.timeline.journal import Entry, journal_line
from core.training.build_network import network_of
from core.training.training_state import TrainingState

from . import checkpoint
from . import metrics_file as metrics
from .checkpoint_thinning import is_readable, thin_checkpoints
from .run_folder import BEST, JOURNAL, LAST, METRICS, PREPARATION, RESULT, SUMMARY, Lock, RunFolder
from .summary import Summary, without_surrogates


@dataclass
class PendingWrites:
    """What is to be written next.

    `records`  rows of metrics.csv; of all epochs if `whole`
    `entries`  entries of the journal
    `state`    a state for a checkpoint, after the first `count` entries of this process, with its `summary`
    `best`     the best weights, flat, and their epoch, if they are new
    `result`   the last line of `train --json`, once training has stopped
    `data`     the data that the state was trained on, for the metadata of its weights
    `written`  what to call with the run's folder when all of this is on disk
    """

    records: list[Mapping[str, float | None]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    state: TrainingState | None = None
    count: int = 0
    summary: Summary | None = None
    best: tuple[Array, int] | None = None
    result: Mapping[str, object] | None = None
    data: Data | None = None
    whole: bool = False
    written: list[Callable[[Path], object]] = field(default_factory=list)

    def add(self, later: "PendingWrites") -> None:
        """Merge later writes into these."""
        self.records = later.records if later.whole else self.records + later.records
        self.entries += later.entries
        self.written = self.written + later.written
        if later.state is not None:
            self.state, self.count, self.summary, self.data = later.state, later.count, later.summary, later.data
        self.best, self.result = later.best or self.best, later.result or self.result


class RunWriter:
    """Writes to a run's folder, which is made for the first write unless it is given, and locked.

    `preparation` is that of the data, for a new run.
    """

    def __init__(
        self,
        runs_dir: Path,
        experiment: Experiment,
        folder: RunFolder | None = None,
        lock: Lock | None = None,
        preparation: Preparation | None = None,
    ) -> None:
        self.runs_dir, self.experiment, self.folder, self.lock = runs_dir, experiment, folder, lock
        self._preparation = to_json(preparation) if preparation is not None and folder is None else b""
        self._before = self._number = 0
        self._opened = self._restoring = False
        self._identity = (0, 0)
        self._experiment = self._journal = b""
        self._known: set[Path] = set()

    def open(self) -> RunFolder:
        """The run's folder, locked; made if it doesn't exist yet. Raises OSError, InputError."""
        folder = self.folder = self.folder or RunFolder.create(self.runs_dir, self.experiment)
        if self._opened:
            self._check_identity(folder.path)
        if self.deleted:
            return folder
        if self.lock is None or not self.lock.held or self.lock.lost:
            self.close()
            self.lock = folder.lock()
        if not self._opened:
            for name in (METRICS, JOURNAL):
                files.remove_unfinished_line(folder.path / name)
            own = is_regular(folder.path / EXPERIMENT_FILE)
            self._experiment = (
                folder.read(EXPERIMENT_FILE) if own else self.experiment.dumps().encode("utf-8", "replace")
            )
            if is_regular(folder.path / PREPARATION):
                self._preparation = folder.read(PREPARATION)
            self._journal = folder.read(JOURNAL) if is_regular(folder.path / JOURNAL) else b""
            self._before = self._journal.count(b"\n")
            self._number = max((file.number for file in folder.numbered_checkpoints()), default=0)
            self._restore_missing(folder)
            for place in (folder.path, folder.checkpoints):
                files.remove_unfinished_files(place)
            self._identity = _identity(os.stat(folder.path))
            self._opened = True
        return folder

    def close(self) -> None:
        """Release the lock."""
        if self.lock is not None:
            self.lock.close()

    def write(self, writes: PendingWrites) -> None:
        """Write to disk; what was written is removed from `writes`, so that the rest can be tried again.

        The journal comes first: what a person did can't be recomputed. Raises OSError, InputError.
        """
        folder = self.open()
        if self.deleted:
            if writes.result is None:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder.path))
            self._restore_folder(folder)
        elif writes.result is not None:
            self._restore_missing(folder)
        if writes.summary is not None and not (folder.path / SUMMARY).exists():
            # first, so that the run is listed even if the process is killed
            self._write_summary(folder, writes.summary)
        if writes.entries:
            lines = "".join(map(journal_line, writes.entries)).encode()
            files.append(folder.path / JOURNAL, lines)
            self._journal += lines
            writes.entries = []
        if writes.records:
            path = folder.path / METRICS
            head = "" if path.exists() and path.stat().st_size else ",".join(writes.records[0]) + "\n"
            files.append(path, (head + metrics.csv_lines(writes.records)).encode())
            writes.records = []
        if writes.state is not None:
            check_folder(folder.checkpoints)
            self._write_state(folder, writes.state, writes.count)
            self._write_weights(folder, writes.state, writes)
            writes.state = writes.best = writes.data = None
        if writes.summary is not None:
            self._write_summary(folder, writes.summary)
            writes.summary = None
        if writes.result is not None:
            result = {**writes.result, "run": str(folder.path)}
            files.write(folder.path / RESULT, strict_json.dumps(result).encode() + b"\n")
            writes.result = None
        thin_checkpoints(folder, self._is_damaged)

    def _is_damaged(self, path: Path) -> bool:
        """Whether a checkpoint can't be read, so that it is kept. Those that this process wrote aren't checked."""
        return path not in self._known and not is_readable(path)

    @property
    def deleted(self) -> bool:
        """Whether somebody has deleted the opened folder, or is deleting it."""
        if not self._opened or self.folder is None:
            return False
        path = self.folder.path
        lost = self.lock is not None and self.lock.lost and not os.path.lexists(path / EXPERIMENT_FILE)
        return self._restoring or lost or not os.path.lexists(path)

    def _check_identity(self, path: Path) -> None:
        """Raises Refused where the opened folder was replaced by something else: a link, another run; and OSError."""
        with suppress(FileNotFoundError, NotADirectoryError):
            found = os.stat(path)
            if _identity(found) != self._identity:
                what = _("another folder") if stat.S_ISDIR(found.st_mode) else file_kind(found.st_mode)
                raise Refused(_("{}: found {} in the place of the run's folder; move it away").format(path, what))

    def _restore_missing(self, folder: RunFolder) -> None:
        """Restore deleted files without which a run can't be resumed. Raises OSError, Refused."""
        if not check_folder(folder.checkpoints):
            folder.checkpoints.mkdir()
        if not os.path.lexists(folder.path / EXPERIMENT_FILE):
            files.write(folder.path / EXPERIMENT_FILE, self._experiment)
        if self._preparation and not os.path.lexists(folder.path / PREPARATION):
            files.write(folder.path / PREPARATION, self._preparation)

    def _restore_folder(self, folder: RunFolder) -> None:
        """Restore a deleted folder: the experiment and the whole journal. Raises OSError, InputError."""
        self._restoring = True  # until all of this is done: on a full disk, at the next attempt
        self.close()
        folder.path.mkdir(parents=True, exist_ok=True)
        self._identity = _identity(os.stat(folder.path))
        self._restore_missing(folder)
        self.lock = folder.lock()
        files.write(folder.path / JOURNAL, self._journal)
        (folder.path / METRICS).unlink(missing_ok=True)
        self._restoring = False

    def _write_state(self, folder: RunFolder, state: TrainingState, count: int) -> None:
        number, (epoch, batch) = self._number + 1, state.place
        name = f"{number:06}-epoch-{epoch}-batch-{batch}.safetensors"
        files.write(folder.checkpoints / name, checkpoint.dump(state, self._before + count))
        self._known.add(folder.checkpoints / name)
        self._number = number

    def _write_summary(self, folder: RunFolder, summary: Summary) -> None:
        content = msgspec.json.encode(msgspec.structs.replace(summary, run=without_surrogates(folder.name)))
        files.write(folder.path / SUMMARY, content + b"\n")

    def _write_weights(self, folder: RunFolder, state: TrainingState, writes: PendingWrites) -> None:
        sizes = state.sizes
        if writes.best is not None:
            files.write(folder.checkpoints / BEST, checkpoint.dump_weights(sizes, *writes.best))
        if writes.result is None:
            return
        weights = {LAST: (state.theta, state.weights_epoch)}
        if state.best is not None:
            weights[BEST] = state.best, state.best_epoch
        for name, (theta, epoch) in weights.items():
            metadata = weights_metadata(state, theta, epoch, writes.data) if writes.data is not None else {}
            files.write(folder.path / name, checkpoint.dump_weights(sizes, theta, epoch, metadata))


def weights_metadata(state: TrainingState, theta: Array, epoch: int, data: Data) -> dict[str, str]:
    """The metadata of weights that belong to a state, which was trained on these data."""
    network = network_of(state.experiment, state.sizes, theta)
    return plain_metadata(Model.of(network, data, state.experiment.name, epoch))


def _identity(found: os.stat_result) -> tuple[int, int]:
    """Device and inode, which distinguish a folder from another one of the same name."""
    return found.st_dev, found.st_ino
