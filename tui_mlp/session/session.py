"""One training on a thread of its own: commands go in, snapshots and events come out.

The commands are in `commands.py`, what the thread does is in `training_task.py`. Imports nothing of Textual.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Self

from core.experiment.experiment import Experiment
from core.runs.run_folder import RunFolder
from core.training.trainer import Trainer
from tui_mlp import __version__

from .commands import SetHyperparameters, TrainingCommand, WantImportance, WantOutputs
from .controller import TrainingController
from .equation_plan import PlannedEquation, Stepping
from .open_training import new_training, read_run, replayed_training, resumed_training
from .outputs_task import OutputsWanted
from .refresh_rates import SNAPSHOT_SECONDS
from .run_until import Goal
from .snapshot import Edit, Event, Offer, RunState, Snapshot
from .training_task import TrainingTask, recorders_of
from .worker import Worker

__all__ = ["Edit", "Event", "Goal", "Offer", "PlannedEquation", "RunState", "Snapshot", "Stepping", "TrainingSession"]


class TrainingSession(Worker[TrainingTask, TrainingCommand, Snapshot]):
    """Owns a training and its thread.

    Runs are saved in `runs_dir`; if it is None, they aren't saved. `make_controller` replaces the new training of the
    experiment by another one. Raises InputError if the experiment can't be trained.
    """

    def __init__(
        self,
        experiment: Experiment,
        runs_dir: Path | None = None,
        interval: float = SNAPSHOT_SECONDS,
        make_controller: Callable[["TrainingSession"], TrainingController] | None = None,
    ) -> None:
        super().__init__("training", interval)
        controller = make_controller(self) if make_controller else new_training(Trainer(experiment), runs_dir, self)
        self.task = TrainingTask(self, runs_dir, controller)
        self.start()
        if self.task.has_work:  # a run that is finished already: its metrics are computed on the thread
            self.refresh()
        self._posted_experiment = self.snapshot.experiment
        self._outputs_wanted: OutputsWanted | None = None
        self._importance_wanted = False

    @classmethod
    def resumed(cls, folder: RunFolder, runs_dir: Path) -> Self:
        """A session that continues a saved run.

        Raises InputError if the run can't be read, Locked if another program is writing it.
        """
        resumed, lock = read_run(folder)
        make_controller = partial(resumed_training, resumed, lock, runs_dir)
        return cls(resumed.trainer.experiment, runs_dir, make_controller=make_controller)

    @classmethod
    def replaying(cls, folder: RunFolder) -> Self:
        """A session that repeats what a run's journal records, without saving it. Raises InputError."""
        from core.resuming.replay import Replay

        replay = Replay(folder, program=__version__)
        return cls(replay.trainer.experiment, make_controller=partial(replayed_training, replay))

    @property
    def experiment(self) -> Experiment:
        """The experiment with all posted changes, so that a second change doesn't undo one still in the queue."""
        snapshot = self.snapshot
        return snapshot.experiment if snapshot.commands == self._sent else self._posted_experiment

    @property
    def unsaved(self) -> str:
        """The folder and the reason if a run can't be saved; empty otherwise."""
        return next((recorder.problem for recorder in recorders_of(self.task) if recorder.problem), "")

    def writes(self, folder: RunFolder) -> bool:
        """Whether its training is saved in this folder."""
        recorder = self.task.controller.recorder
        return recorder is not None and recorder.folder == folder

    @property
    def saved(self) -> bool:
        """Whether everything was saved. Holds once the session is closed."""
        return self.task.saved

    def post(self, command: TrainingCommand) -> None:
        """Queue a command. It is carried out between two mini-batches, after those posted before."""
        self._posted_experiment = command.experiment_after(self.experiment)
        super().post(command)

    def want_outputs(self, wanted: OutputsWanted | None) -> None:
        """Have the snapshots hold these outputs from now on; None: none."""
        if wanted != self._outputs_wanted:
            self._outputs_wanted = wanted
            self.post(WantOutputs(wanted))

    def want_importance(self, wanted: bool) -> None:
        """Have the snapshots hold the importance of the columns from now on, or no more."""
        if wanted != self._importance_wanted:
            self._importance_wanted = wanted
            self.post(WantImportance(wanted))

    def change(self, key: str, value: object) -> None:
        """Set a key of [training] from the next mini-batch on. Raises InputError."""
        self.post(SetHyperparameters(self.experiment.replace(key, value)))
