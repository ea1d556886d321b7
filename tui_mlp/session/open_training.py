"""Makes a training controller from an experiment, a saved run or a run's journal.

Its messages go to the worker that will train it.
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


def new_training(trainer: Trainer, runs_dir: Path | None, worker: Worker[Any, Any, Any]) -> TrainingController:
    """A training from its start. It is saved in a new folder in `runs_dir`; if that is None, not at all."""
    return TrainingController(trainer, runs_dir, worker.tell_at_once, saving_changed=worker.refresh)


def read_run(folder: RunFolder) -> tuple["Resumed", Lock]:
    """Read a saved run as it was saved last; returns it with the lock on its folder.

    Raises InputError if it can't be read, Locked if another program is writing it.
    """
    from core.resuming import resume as resuming

    lock = resuming.lock_run(folder)
    try:
        return resuming.resume(folder, program=__version__), lock
    except BaseException:
        lock.close()
        raise


def resumed_training(
    resumed: "Resumed", lock: Lock, runs_dir: Path, worker: Worker[Any, Any, Any]
) -> TrainingController:
    """A training that continues a saved run in its folder."""
    for note in resumed.notes:
        worker.tell(note, "warning")
    return TrainingController(
        resumed.trainer, runs_dir, worker.tell_at_once, resumed=resumed, lock=lock, saving_changed=worker.refresh
    )


def replayed_training(replay: "Replay", worker: Worker[Any, Any, Any]) -> TrainingController:
    """A training that repeats what a journal records. It isn't saved."""
    for note in replay.notes:
        worker.tell(note, "warning")
    return TrainingController(replay.trainer, None, worker.tell_at_once, replay=replay)
