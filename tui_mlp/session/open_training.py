"""How a training comes about: from an experiment, from a saved run, or from the journal of one.

What they have to tell goes to the worker that is to train: its events, and whether the run is saved.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.runs.run_folder import Lock, RunFolder
from core.training.trainer import Trainer
from tui_mlp import __version__

from .controller import TrainingController
from .worker import Worker

if TYPE_CHECKING:
    from core.resuming.replay import Replay
    from core.resuming.resume import Resumed


def new_course(trainer: Trainer, runs_dir: Path | None, worker: Worker[Any, Any, Any]) -> TrainingController:
    """A training from its start, saved in a new folder of `runs_dir`; not at all where that is None."""
    return TrainingController(trainer, runs_dir, worker.tell_at_once, saving_changed=worker.refresh)


def read_run(folder: RunFolder) -> tuple["Resumed", Lock]:
    """A saved run as it stood last, and the lock on its folder.

    Raises InputError where it can't be read, Locked where another program writes it.
    """
    from core.resuming import resume as resuming

    lock = resuming.lock_run(folder)
    try:
        return resuming.resume(folder, program=__version__), lock
    except BaseException:
        lock.close()
        raise


def resumed_course(found: "Resumed", lock: Lock, runs_dir: Path, worker: Worker[Any, Any, Any]) -> TrainingController:
    """A training that goes on with a saved run, in its folder."""
    for note in found.notes:
        worker.tell(note, "warning")
    return TrainingController(
        found.trainer, runs_dir, worker.tell_at_once, resumed=found, lock=lock, saving_changed=worker.refresh
    )


def replayed_course(replay: "Replay", worker: Worker[Any, Any, Any]) -> TrainingController:
    """A training that does again what a journal says. Nothing of it is saved."""
    for note in replay.notes:
        worker.tell(note, "warning")
    return TrainingController(replay.trainer, None, worker.tell_at_once, script=replay)
