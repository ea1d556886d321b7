"""What the screen may ask of a training: commands, carried out between two mini-batches in the order of asking.

Each one says which state it leads to, which shows at once; its `apply` does the work, on the thread that trains.
Another command is another record here, and a key of a view that posts it.
"""

# ruff: noqa: D102  The docstring of a command says what its `apply` does.

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Protocol

from core.experiment.equivalence import same_data
from core.experiment.experiment import Experiment
from core.runs.run_folder import RunFolder
from core.support.errors import InputError
from core.support.i18n import _
from core.support.memory import not_enough_memory
from core.surgery.transform import OutputChange
from core.surgery.weights import Part, check_weight
from core.timeline.journal import Position
from core.training.breakpoints import Breakpoint
from core.training.trainer import Trainer
from tui_mlp.text.event_texts import checked, step_told, told
from tui_mlp.text.unreadable import reason

from .network_edits import NotExact
from .open_training import new_course, read_run, resumed_course
from .run_until import Goal, Until
from .snapshot import Event, Offer, RunState
from .training_task import TrainingTask
from .worker import Command


class TrainingCommand(Command, frozen=True):
    """A command to a training session."""

    def intended(self, experiment: Experiment) -> Experiment:
        """The experiment that it makes of this one."""
        return experiment


@contextmanager
def refusals_as_warnings(task: TrainingTask) -> Iterator[None]:
    """Where something can't be done to the network, an event says why, and training goes on as before."""
    try:
        yield
    except InputError as problem:
        task.worker.tell(str(problem), "warning")
    except MemoryError as problem:
        task.worker.tell(not_enough_memory(problem), "warning")


# Running


class Runnable(Protocol):
    """What can be run and paused: one training, or two that are compared."""

    def run(self, goal: Goal, until: Until | None) -> None:
        """Train as far as the goal from now on."""

    def pause(self) -> None:
        """Stop at the end of this epoch; asked again, here."""


class Run(TrainingCommand, frozen=True):
    """Train to the end, to the end of this epoch (from its end: one more), of this mini-batch, or one equation.

    `until` says how far where the goal is UNTIL.
    """

    starts: ClassVar[bool] = True
    goal: Goal = Goal.END
    until: Until | None = None

    def expected(self, state: RunState) -> RunState:
        """One equation is run before anyone looks."""
        return RunState.PAUSED if self.goal is Goal.EQUATION else RunState.TRAINING

    def apply(self, task: Runnable) -> None:
        task.run(self.goal, self.until)


class Pause(TrainingCommand, frozen=True):
    """Stop at the end of this epoch; asked again, at the next mini-batch; asked again, nothing."""

    leads_to: ClassVar[RunState | None] = RunState.PAUSING

    def apply(self, task: Runnable) -> None:
        task.pause()


class SetDelay(TrainingCommand, frozen=True):
    """Wait so many seconds after each epoch, so that a class can follow; 0 for none."""

    seconds: float

    def apply(self, task: TrainingTask) -> None:
        task.delay = self.seconds


class UndoEquation(TrainingCommand, frozen=True):
    """Undo the last equation of those gone through one by one; where there is none, an event says so."""

    leads_to: ClassVar[RunState | None] = RunState.PAUSED

    def apply(self, task: TrainingTask) -> None:
        task.goal = None
        if task.course.stepper.back():
            task.state = task.at_rest()
            return
        if task.state.busy:
            task.state = RunState.PAUSED
        text = _("no equation to undo: S undoes those that s and b ran since training last ran on")
        task.worker.tell(text, "information")


class SetBreakpoints(TrainingCommand, frozen=True):
    """Stop at these from now on, those of them that are on."""

    breakpoints: tuple[Breakpoint, ...]

    def apply(self, task: TrainingTask) -> None:
        task.trainer.breakpoints = self.breakpoints


# What is shown


class ShowLayer(TrainingCommand, frozen=True):
    """Copy Θ(layer) and its ∇ into the snapshots; the last one where the network has fewer by then."""

    layer: int

    def apply(self, task: TrainingTask) -> None:
        task.show_layer(self.layer)


class SetAdvice(TrainingCommand, frozen=True):
    """Look for advice while training, or don't."""

    on: bool

    def apply(self, task: TrainingTask) -> None:
        task.adviser.switch(self.on)


# Settings and network


class SetHyperparameters(TrainingCommand, frozen=True):
    """Go on with another [training] section from the next mini-batch on."""

    experiment: Experiment

    def intended(self, experiment: Experiment) -> Experiment:
        """The new one."""
        return self.experiment

    def apply(self, task: TrainingTask) -> None:
        try:
            before = task.trainer.next_experiment.training.optimizer
            task.edits.change(self.experiment)
        except InputError as problem:
            task.worker.tell(str(problem))
            return
        optimizer = self.experiment.training.optimizer
        if optimizer != before:
            text = _("{}: its state starts fresh; the weights stay")
            task.worker.tell(text.format(optimizer.replace("_", " ")), "information")
        if task.state is RunState.DIVERGED:  # a smaller rate may go on from the last finite weights
            task.state = RunState.PAUSED


class EditNetwork(TrainingCommand, frozen=True):
    """Do something to the network, by its name in `actions`; unless `agreed`, what isn't exact is offered first."""

    act: str
    arguments: tuple[Any, ...] = ()
    agreed: bool = False

    def apply(self, task: TrainingTask) -> None:
        with refusals_as_warnings(task):
            self._carry_out(task)

    def _carry_out(self, task: TrainingTask) -> None:
        if not self.agreed:
            deed, what = task.edits.would_be(self.act, self.arguments)
            if isinstance(what, OutputChange) and (what.error is not None or self.act == "remove_neuron"):
                task.offer = Offer(f"{told(deed, what)}.", deed)
                return
        task.offer = None
        task.worker.tell(told(*task.edits.carry_out(self.act, self.arguments)), "information")
        task.show_layer(task.layer)


class Undo(TrainingCommand, frozen=True):
    """Undo what was done last. Where training lies between, the choice is offered, unless `now` says to undo it in the
    network as it is now.
    """

    now: bool = False

    def apply(self, task: TrainingTask) -> None:
        with refusals_as_warnings(task):
            self._carry_out(task)

    def _carry_out(self, task: TrainingTask) -> None:
        course = task.course
        task.offer = None
        if course.just_rewound:
            course.turn(0)
            after_undoing(task, _("undone: the rewind"))
            return
        try:
            doing = task.edits.undo_now() if self.now else task.edits.undo()
        except NotExact as problem:
            text = _("Since then the network has been trained: {}.").format(step_told(problem.doing.step))
            task.offer = Offer(text, None)
            return
        after_undoing(task, _("undone: {}").format(step_told(doing.step)) if doing else _("nothing to undo"))


class Redo(TrainingCommand, frozen=True):
    """Do again what was undone last."""

    def apply(self, task: TrainingTask) -> None:
        with refusals_as_warnings(task):
            doing = task.edits.redo()
            text = _("done again: {}").format(step_told(doing.step)) if doing else _("nothing to do again")
            after_undoing(task, text)


def after_undoing(task: TrainingTask, text: str) -> None:
    """Tell it, and take over what else may be as it was: another network, another state."""
    task.worker.tell(text, "information")
    task.show_layer(task.layer)
    if not task.state.busy:
        task.state = task.at_rest()


class CheckGradient(TrainingCommand, frozen=True):
    """Compare the gradient of a weight with central differences; an event says what came of it."""

    weight: Part

    def apply(self, task: TrainingTask) -> None:
        with refusals_as_warnings(task):
            task.course.leave_batch()
            check = check_weight(task.trainer.state(), task.trainer.data, self.weight)
            task.worker.tell(checked(self.weight.symbol, check), "information")


class FindLearningRate(TrainingCommand, frozen=True):
    """Pause, and test on a copy of the network which learning rates suit."""

    leads_to: ClassVar[RunState | None] = RunState.PAUSED

    def apply(self, task: TrainingTask) -> None:
        task.stop_finding()
        task.course.settle(stay=False)
        task.course.leave_batch()
        from core.analysis.learning_rate_test import Finder

        task.finder = Finder(task.trainer)


class StopFindingLearningRate(TrainingCommand, frozen=True):
    """End that test, and forget what came of it."""

    def apply(self, task: TrainingTask) -> None:
        task.stop_finding()


# Other trainings


class Begin(TrainingCommand, frozen=True):
    """Start from the initial weights of an experiment, on the same data where it says the same of them.

    What doesn't fit comes back as an event, and the old training stays. Once it has been read, an event says which
    `source` a person opened, if they did.
    """

    leads_to: ClassVar[RunState | None] = RunState.READY
    experiment: Experiment
    source: str = ""

    def intended(self, experiment: Experiment) -> Experiment:
        """The new one."""
        return self.experiment

    def apply(self, task: TrainingTask) -> None:
        before = task.course
        before.stop("interrupted")
        known = before.trainer.data if same_data(before.trainer.experiment, self.experiment) else None
        try:
            trainer = Trainer(self.experiment, known)
        except Exception as problem:  # told, and the old training stays
            task.worker.tell(reason(self.source or self.experiment.name, problem))
            return
        task.replace_course(new_course(trainer, task.runs_dir, task.worker))
        if self.source:
            task.worker.events.put(Event(opened=self.source))


class OpenRun(TrainingCommand, frozen=True):
    """Go on with a saved run. What is in its way comes back as an event, and the old training stays."""

    leads_to: ClassVar[RunState | None] = RunState.PAUSED
    folder: RunFolder

    def apply(self, task: TrainingTask) -> None:
        folder, recorder = self.folder, task.course.recorder
        if recorder is not None and recorder.folder == folder:
            task.worker.tell(_("this run is open already"), "information")
            return
        task.course.stop("interrupted")
        try:
            found, lock = read_run(folder)
        except Exception as problem:  # told, and the old training stays
            task.worker.tell(reason(str(folder.path), problem))
            return
        task.replace_course(resumed_course(found, lock, folder.path.parent, task.worker))


# Earlier places


class LookBack(TrainingCommand, frozen=True):
    """Show how it was at an earlier place, epoch and mini-batch, till the rewind is accepted or cancelled."""

    leads_to: ClassVar[RunState | None] = RunState.PAUSED
    place: Position

    def apply(self, task: TrainingTask) -> None:
        task.goal, task.destination, task.stays = None, self.place, False
        task.state = RunState.PAUSED if task.state.busy else task.state


class AcceptRewind(TrainingCommand, frozen=True):
    """Go on from the place that is shown."""

    leads_to: ClassVar[RunState | None] = RunState.PAUSED

    def apply(self, task: TrainingTask) -> None:
        task.end_rewind(stay=True)


class CancelRewind(TrainingCommand, frozen=True):
    """Be again where training was."""

    def apply(self, task: TrainingTask) -> None:
        task.end_rewind(stay=False)


class RewindBefore(TrainingCommand, frozen=True):
    """Go back to before what was done last, and go on from there."""

    leads_to: ClassVar[RunState | None] = RunState.PAUSED

    def apply(self, task: TrainingTask) -> None:
        done = task.edits.doings.done
        task.goal, task.destination, task.stays = None, done[-1].before.place if done else None, True
        task.state = RunState.PAUSED


class SwitchBranch(TrainingCommand, frozen=True):
    """Go over to a way that was left behind, the last being 0."""

    leads_to: ClassVar[RunState | None] = RunState.PAUSED
    branch: int = 0

    def apply(self, task: TrainingTask) -> None:
        task.goal = task.destination = None
        task.course.settle(stay=False)
        if self.branch < len(task.course.branches):
            task.course.turn(self.branch)
        task.state = RunState.PAUSED
