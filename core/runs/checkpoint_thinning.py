"""Which checkpoints of a run stay: the last ones, and of those before fewer and fewer, spread over the epochs."""

from collections.abc import Callable
from pathlib import Path

from core.support.errors import InputError

from . import checkpoint
from .run_folder import NumberedCheckpoint, RunFolder

LATEST, OLDER, FEWEST = 3, 12, 2
"""How many checkpoints stay: of the last ones; of those before, at the most and at the least."""
BYTES = 128 * 1024**2
"""What the older ones may take."""


def thin_checkpoints(folder: RunFolder, spared: Callable[[Path], bool] = lambda _path: False) -> None:
    """Delete older checkpoints till few are left, each time the one whose neighbours are nearest. Raises OSError.

    Those for which `spared` is true stay.
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
    """Whether training can go on from the checkpoint in a file."""
    try:
        checkpoint.load(path)
    except InputError:
        return False
    return True


def smallest_gap(found: list[NumberedCheckpoint]) -> int:
    """The index of the checkpoint that would leave the smallest gap in epochs; neither the first nor the last."""
    epochs = [one.place[0] for one in found]
    gaps = [abs(after - before) for before, after in zip(epochs, epochs[2:], strict=False)]
    return gaps.index(min(gaps)) + 1
