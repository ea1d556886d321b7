"""Makes a training controller from an experiment, a saved run or a run's journal.

Its messages go to the worker that will train it.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.data.dataset import Data
from core.experiment.equivalence import same_data
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from core.runs.run_folder import Lock, RunFolder
from core.training.build_network import build_network, resolve
from core.training.trainer import Trainer
from tui_mlp import __version__

from .controller import TrainingController
from .snapshot import Snapshot
from .worker import Worker

if TYPE_CHECKING:
    from core.resuming.replay import Replay
    from core.resuming.resume import Resumed


def read_experiment(source: str, present: Snapshot) -> tuple[Experiment, Data]:
    """An experiment and its data, read and checked as far as training would, for any thread.

    No trainer is made: one would set the number of BLAS threads under the training that runs. Data that the present
    training has already are not read again. Raises what readers raise, InputError for what can't be trained.
    """
    experiment = Experiment.load(source)
    data = present.data if same_data(present.experiment, experiment) else load_data(experiment)
    build_network(resolve(experiment, data), data)
    return experiment, data


def check_run(folder: RunFolder) -> None:
    """Read a saved run without taking it over, for any thread. Raises as `read_run` does."""
    from core.resuming import resume as resuming

    resuming.lock_run(folder).close()
    resuming.check_resumable(folder)


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
