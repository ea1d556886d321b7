"""One training, on a thread of its own: commands go in by one queue, snapshots and rare events come out.

Knows no screen. What the commands are: `orders`; what the thread does: `training_task`.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Self

from core.experiment.experiment import Experiment
from core.runs.run_folder import RunFolder
from core.training.trainer import Trainer
from tui_mlp import __version__

from .commands import SetHyperparameters, TrainingCommand
from .controller import TrainingController
from .open_training import new_course, read_run, replayed_course, resumed_course
from .refresh_rates import SNAPSHOT_SECONDS
from .run_until import Goal
from .snapshot import Event, Mark, Offer, Planned, RunState, Snapshot, Stepping
from .training_task import TrainingTask
from .worker import Worker

__all__ = ["Event", "Goal", "Mark", "Offer", "Planned", "RunState", "Snapshot", "Stepping", "TrainingSession"]


class TrainingSession(Worker[TrainingTask, TrainingCommand, Snapshot]):
    """Owns a training and its thread.

    Runs are saved in `runs_dir`, not at all where it is None. `course` makes the training where it isn't a new one.
    Raises InputError if the experiment can't be begun.
    """

    def __init__(
        self,
        experiment: Experiment,
        runs_dir: Path | None = None,
        interval: float = SNAPSHOT_SECONDS,
        course: Callable[["TrainingSession"], TrainingController] | None = None,
    ) -> None:
        super().__init__("training", interval)
        made = course(self) if course else new_course(Trainer(experiment), runs_dir, self)
        self.task = TrainingTask(self, runs_dir, made)
        self.start()
        self._intended = self.snapshot.experiment

    @classmethod
    def resumed(cls, folder: RunFolder, runs_dir: Path) -> Self:
        """Go on with a saved run. Raises InputError where it can't be read, Locked where another program writes it."""
        found, lock = read_run(folder)
        return cls(found.trainer.experiment, runs_dir, course=partial(resumed_course, found, lock, runs_dir))

    @classmethod
    def replaying(cls, folder: RunFolder) -> Self:
        """Do again what a run's journal says; nothing is saved. Raises InputError where it can't be read."""
        from core.resuming.replay import Replay

        replay = Replay(folder, program=__version__)
        return cls(replay.trainer.experiment, course=partial(replayed_course, replay))

    @property
    def experiment(self) -> Experiment:
        """The experiment as the last key left it, so that two changes in one breath both hold."""
        snapshot = self.snapshot
        return snapshot.experiment if snapshot.commands == self._sent else self._intended

    @property
    def unsaved(self) -> str:
        """Why a run isn't saved as far as it should be: the folder and the reason; empty where all are saved."""
        return next((recorder.problem for recorder in self.task.recorders if recorder.problem), "")

    @property
    def saved(self) -> bool:
        """Whether all that was to be saved has been, once the session is closed."""
        return self.task.saved

    def post(self, command: TrainingCommand) -> None:
        """Have a command carried out between two mini-batches, after those posted before."""
        self._intended = command.intended(self.experiment)
        super().post(command)

    def change(self, key: str, value: object) -> None:
        """Set a hyperparameter of [training] from the next mini-batch on. Raises InputError."""
        self.post(SetHyperparameters(self.experiment.replace(key, value)))
