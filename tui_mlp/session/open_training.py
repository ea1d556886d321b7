"""Makes a training from an experiment, a saved run, a journal, or one that was left.

Its messages go to the worker that will train it.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from core.data.dataset import Data
from core.experiment.equivalence import same_data
from core.experiment.experiment import Experiment
from core.experiment.parsing import is_arrays
from core.experiment.preparation import load_data
from core.runs.recorder import Recorder
from core.runs.run_folder import Lock, RunFolder
from core.support.errors import InputError
from core.timeline.journal import JournalStep, Position
from core.training.build_network import build_network, resolve
from core.training.trainer import Trainer
from tui_mlp import __version__

from .controller import TrainingController
from .editing.network_edits import NetworkEditor
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


class LeftTraining(NamedTuple):
    """A training that was left to begin another one, with what it takes to go back to it.

    With a `recorder` it is saved, and goes on in its folder. It is `kept` itself where it isn't saved, but was trained
    or edited. With neither it was at its start, and begins again, on `data`, which are read again where they are None.
    """

    experiment: Experiment
    begun: Experiment
    """The experiment that was begun instead."""
    data: Data | None = None
    recorder: Recorder | None = None
    kept: NetworkEditor | None = None

    def without_data(self, kept: Data | None) -> "LeftTraining":
        """The same without its data, unless they are those that are kept, or can't be read again."""
        stay = self.data is kept or is_arrays(self.experiment.data.source)
        return self if stay else self._replace(data=None)


class UndoneStart(NamedTuple):
    """The start of an experiment that was undone, and where the training was to which that led back."""

    experiment: Experiment
    position: Position
    journal_steps: tuple[JournalStep, ...]


class LeftTrainings:
    """The trainings that were left to begin others: those that `u` goes back to, and starts that `U` does again.

    The oldest come first.
    """

    def __init__(self) -> None:
        self.done: list[LeftTraining] = []
        self.undone: list[UndoneStart] = []
        self.controllers: list[TrainingController] = []
        """Those that may still have something to write. Whoever ends the session closes them."""

    def add(self, left: LeftTraining) -> None:
        """Add the training that was just left. Starts that were undone before can't be done again any more.

        Only the data of this one are kept, so that going back to it is quick: each may take as much memory as a file.
        """
        self.done = [*(one.without_data(left.data) for one in self.done), left]
        self.undone.clear()

    def clear(self) -> None:
        """Forget all: something else was opened, or the present training was trained."""
        self.done.clear()
        self.undone.clear()

    def replace(self, before: TrainingController, now: TrainingController) -> None:
        """Have the recorder of a replaced training finish, in the background, unless the training is kept."""
        if not any(left.kept is not None and left.kept.controller is before for left in self.done):
            before.finish()
        replaced = (one for one in (*self.controllers, before) if one is not now)
        self.controllers = [one for one in replaced if one.recorder is not None and not one.recorder.saved]

    def can_undo_start(self, editor: NetworkEditor) -> bool:
        """Whether nothing was done in this training since another one was left for it."""
        return bool(self.done) and not editor.undo_stack.done and editor.controller.present == (0, 0)

    def went_back(self, now: TrainingController) -> None:
        """The last one is trained again, by this controller: its start can be done again."""
        self.undone.append(UndoneStart(self.done.pop().begun, now.position, now.journal_steps))

    def start_to_redo(self, now: TrainingController) -> Experiment | None:
        """The experiment whose start was undone last, unless something was trained or edited since."""
        last = self.undone[-1] if self.undone else None
        same = last is not None and (last.position, last.journal_steps) == (now.present, now.journal_steps)
        return last.experiment if last is not None and same else None


def left_training(editor: NetworkEditor, begun: Experiment) -> LeftTraining:
    """What is kept of a training that has been stopped, to begin this experiment instead."""
    controller = editor.controller
    trainer, recorder = controller.trainer, controller.recorder
    left = LeftTraining(trainer.next_experiment, begun)
    if recorder is not None and not recorder.problem and (recorder.folder is not None or not controller.at_start):
        return left._replace(recorder=recorder)
    if controller.at_start and not controller.edits and controller.replay is None:
        return left._replace(data=trainer.data)
    return left._replace(kept=editor)


def go_back_to(
    left: LeftTraining, present: Trainer, runs_dir: Path | None, worker: Worker[Any, Any, Any]
) -> NetworkEditor:
    """The training that was left, as it was then. Raises as `read_run` does, InputError where it isn't saved.

    It begins again on the data of the present training if those are the same.
    """
    if left.kept is not None:
        return left.kept
    if left.recorder is None:
        same = left.data is None and same_data(left.experiment, present.experiment)
        data = present.data if same else left.data
        return NetworkEditor(new_training(Trainer(left.experiment, data), runs_dir, worker))
    if not left.recorder.close() or left.recorder.folder is None:
        raise InputError(left.recorder.not_saved)
    folder = left.recorder.folder
    return NetworkEditor(resumed_training(*read_run(folder), folder.path.parent, worker))
