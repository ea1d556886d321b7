"""A run's folder as it travels between a sweep and its workers.

Workers aren't trusted: names and sizes of files are checked.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from core.experiment.parsing import EXPERIMENT_FILE
from core.resuming.resume import check_formats, newest_checkpoint
from core.resuming.run_journal import read_run_journal
from core.runs import metrics_file as metrics
from core.runs.checkpoint_thinning import thin_checkpoints
from core.runs.run_folder import (
    BEST,
    CHECKPOINT,
    CHECKPOINTS,
    JOURNAL,
    LARGEST,
    LAST,
    METRICS,
    OBJECTIVES,
    PREPARATION,
    RESULT,
    SUMMARY,
    RunFolder,
    explain_write_errors,
)
from core.support import atomic_files, strict_json
from core.support.errors import InputError
from core.support.i18n import _
from core.support.memory import size_text
from core.support.regular_files import check_folder, read_regular
from core.support.shown_values import value_text

FIRST = (EXPERIMENT_FILE, PREPARATION, OBJECTIVES, JOURNAL, METRICS)
"""The files that are written before checkpoints, in this order: without a new checkpoint, the one before counts."""
FINAL = (BEST, LAST, SUMMARY, RESULT)
"""Those that are written after them."""
LARGEST_WEIGHTS = 2**34
"""The largest accepted size of a file of weights in bytes."""
BEST_CHECKPOINT = f"{CHECKPOINTS}/{BEST}"
EPOCH = re.compile(rb"(\d{1,16}),")


@dataclass(frozen=True)
class PackedRun:
    """What a job needs of a run's folder, and notes that a person should read.

    `files` is empty where no checkpoint can be read: the run then begins again.
    """

    files: dict[str, bytes]
    notes: tuple[str, ...] = ()


def pack_for_job(folder: RunFolder) -> PackedRun:
    """The files that a worker needs to go on with a run: few, with its newest readable checkpoint alone.

    The metrics are cut at that checkpoint. Raises InputError for files of a later version, and for links.
    """
    try:
        if not check_folder(folder.path):
            return PackedRun({})
        check_formats(folder)
        if not folder.numbered_checkpoints():  # a sweep was killed before the first one was saved
            return PackedRun({})
        notes: list[str] = []
        found = newest_checkpoint(folder, read_run_journal(folder, notes), None, notes)
        if found is None:
            return PackedRun({}, tuple(notes))
        place = found.state.place
        path = next(one.path for one in reversed(folder.numbered_checkpoints()) if one.place == place)
        packed = {f"{CHECKPOINTS}/{path.name}": read_regular(path, LARGEST_WEIGHTS)}
        for name in (*FIRST, SUMMARY):
            with suppress(FileNotFoundError):
                packed[name] = folder.read(name)
    except OSError as problem:
        message = _("{}: cannot be read: {}")
        raise InputError(message.format(problem.filename or folder.path, problem.strerror)) from problem
    if METRICS in packed:
        packed[METRICS] = metrics_until(packed[METRICS], place[0])
    return PackedRun(packed, tuple(notes))


def metrics_until(content: bytes, epoch: int) -> bytes:
    """metrics.csv as a training has it that never stopped: up to an epoch, without lines that only a stop has left."""
    head, *lines = content.splitlines(keepends=True) or [b""]
    kept = [head]
    for line in lines:
        found = EPOCH.match(line)
        if found and int(found[1]) <= epoch and metrics.has_line(int(found[1]), set()):
            kept.append(line)
    return b"".join(kept)


def changed_files(folder: RunFolder, before: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a run's folder that are new, or others than before. Raises OSError, InputError."""
    paths = {f"{CHECKPOINTS}/{path.name}": path for path in folder.checkpoint_paths()}
    paths |= {name: folder.path / name for name in (*FIRST, *FINAL)}
    found: dict[str, bytes] = {}
    for name, path in paths.items():
        with suppress(FileNotFoundError):
            found[name] = read_regular(path, _largest(name))
    return {name: content for name, content in found.items() if before.get(name) != content}


def unpack(path: Path, files: Mapping[str, bytes]) -> None:
    """Write files of a run to its folder, which is made if it isn't there, and thin out its checkpoints.

    After a crash in between the run goes on from the checkpoint before. Raises InputError, before anything is written,
    for names and sizes that no run has; Locked while another program writes the run; and where it can't be written.
    """
    names = sorted(files, key=lambda name: _order(path, name))
    ordered = [(name, _with_own_place(path, name, _checked(path, name, files[name]))) for name in names]
    if not ordered:
        return
    folder = RunFolder(path)
    with explain_write_errors(path):
        for place in (path.parent, path, folder.checkpoints):
            if not check_folder(place):
                place.mkdir()
        with folder.lock():
            for name, content in ordered:
                atomic_files.write(path / name, content, folder_too=False)
            for place in (folder.checkpoints, path):
                atomic_files.sync_folder(place)
            thin_checkpoints(folder)


def _order(path: Path, name: str) -> tuple[int, str]:
    """When a file is written. Raises InputError for a name that no file of a run has."""
    if name in FIRST:
        return FIRST.index(name), ""
    if name == BEST_CHECKPOINT or _is_checkpoint(name):
        return len(FIRST) + (name != BEST_CHECKPOINT), name
    if name in FINAL:
        return len(FIRST) + 2 + FINAL.index(name), ""
    message = _("{}: found a file named {} from a worker, expected those of a run; nothing was written")
    raise InputError(message.format(path, value_text(name)))


def _is_checkpoint(name: str) -> bool:
    place, _slash, file = name.rpartition("/")
    return place == CHECKPOINTS and CHECKPOINT.fullmatch(file) is not None


def _largest(name: str) -> int:
    return LARGEST.get(name, LARGEST_WEIGHTS)


def _checked(path: Path, name: str, content: bytes) -> bytes:
    """The content of a file. Raises InputError for more bytes than such a file may have."""
    if len(content) > _largest(name):
        message = _("{}: found {} of {} from a worker, expected at most {}; nothing was written")
        sizes = size_text(len(content)), size_text(_largest(name))
        raise InputError(message.format(path, name, *sizes))
    return content


def _with_own_place(path: Path, name: str, content: bytes) -> bytes:
    """A file with the run's place on this machine, not on the worker. Raises InputError where it isn't JSON."""
    if name not in (RESULT, SUMMARY):
        return content
    try:
        record: dict[str, Any] = strict_json.decode(content, dict[str, Any])
    except msgspec.DecodeError as problem:
        message = _("{}: found {} from a worker that isn't JSON: {}")
        raise InputError(message.format(path, name, problem)) from problem
    if name == RESULT:
        return strict_json.dumps({**record, "run": str(path)}).encode() + b"\n"
    return msgspec.json.encode({**record, "run": strict_json.valid_text(path.name)}) + b"\n"
