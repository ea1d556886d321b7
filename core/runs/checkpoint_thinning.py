"""Which checkpoints of a run are kept: the latest, and fewer and fewer older ones."""

from collections.abc import Callable
from pathlib import Path

from core.support.errors import InputError

from . import checkpoint
from .run_folder import NumberedCheckpoint, RunFolder

LATEST, OLDER, FEWEST = 3, 12, 2
"""Numbers of kept checkpoints: the latest, and the older ones at most and at least."""
BYTES = 128 * 1024**2
"""Disk space for the older checkpoints."""


def thin_checkpoints(folder: RunFolder, spared: Callable[[Path], bool] = lambda _path: False) -> None:
    """Delete older checkpoints until few are left, each time the one whose neighbours are nearest. Raises OSError.

    Files for which `spared` is true are not deleted.
    """
    older = folder.numbered_checkpoints()[:-LATEST]
    if len(older) <= FEWEST:
        return
    most = max(FEWEST, min(OLDER, BYTES // max(1, older[-1].path.stat().st_size)))
    while len(older) > most:
        path = older.pop(smallest_gap(older)).path
        if not spared(path):
            path.unlink(missing_ok=True)


def is_readable(path: Path) -> bool:
    """Whether training can continue from a checkpoint's file."""
    try:
        checkpoint.load(path)
    except InputError:
        return False
    return True


def smallest_gap(found: list[NumberedCheckpoint]) -> int:
    """The index of the checkpoint whose deletion leaves the smallest gap in epochs; neither the first nor the last."""
    epochs = [one.place[0] for one in found]
    gaps = [abs(after - before) for before, after in zip(epochs, epochs[2:], strict=False)]
    return gaps.index(min(gaps)) + 1
