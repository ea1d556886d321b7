"""status.json: what goes on in a sweep now, replaced as a whole."""

import msgspec

from core.support import atomic_files as files
from core.support.regular_files import Refused, read_regular
from core.support.strict_json import decode

from .records import SweepStatus
from .sweep_folder import RUN_NAME, SweepFolder

LARGEST = 64 * 1024**2
"""Bytes of the file: a thousand workers take 1 MB."""


def write_status(folder: SweepFolder, status: SweepStatus) -> None:
    """Replace the file. Raises OSError."""
    files.write(folder.status_file, msgspec.json.encode(status) + b"\n")


def read_status(folder: SweepFolder) -> SweepStatus | None:
    """The status as last written; None where there is none, or the file isn't one."""
    try:
        status: SweepStatus = decode(read_regular(folder.status_file, LARGEST), SweepStatus)
    except (OSError, Refused, msgspec.DecodeError):
        return None
    runs = [run.run for trial in status.training for run in trial.runs]
    runs += [worker.run for worker in status.workers if worker.run is not None]
    return status if all(map(RUN_NAME.fullmatch, runs)) else None
