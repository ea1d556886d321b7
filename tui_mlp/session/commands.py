"""The commands that the screen may send to a training session.

They are carried out between two mini-batches, in the order in which they are posted. Each names the state that it
leads to, which is shown at once; its `apply` does the work, on the worker's thread. To add a command, add a class here
and a key that posts it.
"""

# ruff: noqa: D102  The docstring of a command says what its `apply` does.

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from core.data.dataset import Data
from core.experiment.equivalence import reads_anew, same_data
from core.experiment.experiment import Experiment
from core.runs.run_folder import RunFolder
from core.stepping.chosen_example import ChosenExample
from core.support.errors import InputError
from core.support.i18n import _
from core.support.memory import not_enough_memory
from core.timeline.journal import Action, Position, position_of
from core.timeline.setting_names import value_name
from core.training.stopping.breakpoints import Breakpoint
from core.training.trainer import Trainer
from tui_mlp.text.event_texts import action_text, edit_text, gradient_check_text, offer_text, start_text, suited_text
from tui_mlp.text.numbers import count
from tui_mlp.text.unreadable import unreadable_text

from .editing.network_edits import NetworkEditor, TrainedSince
from .open_training import go_back_to, left_training, new_training, read_run, resumed_training
from .outputs_task import OutputsWanted
from .run_until import Goal, Until
from .snapshot import RESTRUCTURING, Event, Offer, RunState, turning_point
from .training_task import TrainingTask, outputs_key
from .worker import Command

if TYPE_CHECKING:
    from core.prediction.trainer_models import TakenModels
    from core.surgery.weights import ThetaPart


class TrainingCommand(Command, frozen=True):
    """A command to a training session."""

    def experiment_after(self, experiment: Experiment) -> Experiment:
        """The experiment after the command, where `experiment` is the one before it."""
        return experiment


@contextmanager
def refusals_as_warnings(task: TrainingTask) -> Iterator[None]:
    """Inside this context, InputError and MemoryError become warnings, and training stays as it is."""
    try:
        yield
    except InputError as problem:
        task.worker.tell(str(problem), "warning")
    except MemoryError as problem:
        task.worker.tell(not_enough_memory(problem), "warning")


# Running


class Runnable(Protocol):
    """A task that can be run and paused: one training, or two that are compared."""

    def run(self, goal: Goal, until: Until | None) -> None:
        """Train to the goal from now on."""

    def pause(self) -> None:
        """Stop at the end of this epoch; on a second call, at once."""

    def set_speed(self, speed: int | None) -> None:
        """Train at this many epochs a second, or as fast as possible if it is None."""


class Run(TrainingCommand, frozen=True):
    """Train to a goal: to the end, to the end of this epoch or mini-batch, or one equation.

    At the end of an epoch, Goal.EPOCH trains one more; when all epochs are done, Goal.END trains as many more as the
    training began with. `until` is the condition for Goal.UNTIL.
    """

    runs_a_batch: ClassVar[bool] = True
    goal: Goal = Goal.END
    until: Until | None = None

    def state_after(self, state: RunState) -> RunState:
        """A single equation is run at once, so it counts as paused."""
        return RunState.PAUSED if self.goal is Goal.EQUATION else RunState.TRAINING

    def apply(self, task: Runnable) -> None:
        task.run(self.goal, self.until)


class Pause(TrainingCommand, frozen=True):
    """Stop at the end of this epoch; posted again, at the next mini-batch. Further ones do nothing."""

    leads_to: ClassVar[RunState | None] = RunState.PAUSING

    def apply(self, task: Runnable) -> None:
        task.pause()


class SetSpeed(TrainingCommand, frozen=True):
    """Train at this many epochs a second, or as fast as possible if it is None. Never in the journal."""

    speed: int | None

    def apply(self, task: Runnable) -> None:
        task.set_speed(self.speed)


class UndoEquation(TrainingCommand, frozen=True):
    """Undo the last equation that was stepped through; if there is none, an event says so.

    While one example alone is shown, nothing is undone: the training's own equations are shown again.
    """

    leads_to: ClassVar[RunState | None] = RunState.PAUSED

    def apply(self, task: TrainingTask) -> None:
        if task.alone.end():
            return
        task.goal = None
        if task.controller.stepper.back():
            task.state, task.one_by_one = task.idle_state(), True
            return
        if task.state.busy:
            task.state = RunState.PAUSED
        text = _("No equation to undo: S undoes only equations that s or b ran.")
        task.worker.tell(text, "information")


class StepExample(TrainingCommand, frozen=True):
    """Pause, and show the equations of one example alone, which isn't trained, until training goes on.

    If the data have no such example, an event says so.
    """

    example: ChosenExample

    def state_after(self, state: RunState) -> RunState:
        """Training is paused; what rests stays as it is."""
        return RunState.PAUSED if state.busy else state

    def apply(self, task: TrainingTask) -> None:
        if task.state.busy:
            task.goal, task.state = None, RunState.PAUSED
            task.worker.tell(_("Paused to step through an example; space goes on."), "information")
        with refusals_as_warnings(task):
            task.alone.choose(task.trainer, self.example, outputs_key(task))


class EndExample(TrainingCommand, frozen=True):
    """Show the training's own equations again instead of those of one example."""

    def apply(self, task: TrainingTask) -> None:
        task.alone.end()


class SetBreakpoints(TrainingCommand, frozen=True):
    """Replace the breakpoints. Training stops at those that are on."""

    breakpoints: tuple[Breakpoint, ...]

    def apply(self, task: TrainingTask) -> None:
        task.trainer.breakpoints = self.breakpoints


# What is shown


class ShowLayer(TrainingCommand, frozen=True):
    """Show Θ(layer) and its ∇ in the snapshots, or the last one if the network has fewer."""

    layer: int

    def apply(self, task: TrainingTask) -> None:
        task.show_layer(self.layer)


class WantOutputs(TrainingCommand, frozen=True):
    """Have the snapshots hold these outputs of the network; None: none."""

    wanted: OutputsWanted | None

    def apply(self, task: TrainingTask) -> None:
        task.outputs.want(self.wanted)


class WantImportance(TrainingCommand, frozen=True):
    """Have the snapshots hold the importance of the columns while the network rests, or no more."""

    wanted: bool

    def apply(self, task: TrainingTask) -> None:
        task.importance.want(self.wanted)


class SetAdvice(TrainingCommand, frozen=True):
    """Switch the search for advice while training on or off."""

    on: bool

    def apply(self, task: TrainingTask) -> None:
        task.adviser.switch(self.on)


# Saving


class SaveCheckpoint(TrainingCommand, frozen=True):
    """Save the training as it is now, without stopping it. An event says where it is saved, or why it isn't."""

    def apply(self, task: TrainingTask) -> None:
        controller, worker = task.controller, task.worker
        if controller.recorder is None:
            worker.tell(_("No checkpoint written: this run is not saved."), "warning")
        elif controller.rewinding:
            worker.tell(_("No checkpoint written during a rewind: enter or esc ends it, then ctrl+s again."), "warning")
        elif controller.trainer.cursor:
            text = _("No checkpoint written within a mini-batch: b ends it, then ctrl+s again.")
            worker.tell(text, "warning")
        else:
            epoch = count(controller.trainer.epoch)
            with refusals_as_warnings(task):
                controller.recorder.save_now(
                    lambda folder: worker.tell_at_once(
                        _("Checkpoint of epoch {} written in {}").format(epoch, folder), "information"
                    )
                )
            if problem := controller.recorder.problem:
                worker.tell(_("No checkpoint written yet: {}").format(problem), "warning")


class TakeModels(TrainingCommand, frozen=True):
    """Copy the last and the best weights as models, without stopping the training; `then` gets them.

    `then` is called on the worker's thread. Where there are none to be taken, an event says why.
    """

    then: "Callable[[TakenModels], object]"

    def apply(self, task: TrainingTask) -> None:
        from core.prediction.trainer_models import take_models

        controller, diverged = task.controller, task.state is RunState.DIVERGED
        edited = any(isinstance(edit, Action) and position_of(edit) == controller.position for edit in controller.edits)
        folder = controller.recorder.folder if controller.recorder else None
        with refusals_as_warnings(task):
            self.then(take_models(controller.trainer, controller.history, diverged, edited, folder))


# Settings and network


class SetHyperparameters(TrainingCommand, frozen=True):
    """Use another [training] section from the next mini-batch on."""

    experiment: Experiment

    def experiment_after(self, experiment: Experiment) -> Experiment:
        return self.experiment

    def apply(self, task: TrainingTask) -> None:
        try:
            before = task.trainer.next_experiment.training.optimizer
            task.editor.change(self.experiment)
        except InputError as problem:
            task.worker.tell(str(problem))
            return
        optimizer = self.experiment.training.optimizer
        if optimizer != before:
            text = _("{}: its averages start at 0 again; the weights stay")
            task.worker.tell(text.format(value_name(optimizer)), "information")
        if task.state is RunState.DIVERGED:  # training may continue from the last finite weights, at a smaller rate
            task.state = RunState.PAUSED


class EditNetwork(TrainingCommand, frozen=True):
    """Carry out the action `act` of core.timeline.actions.

    Unless the user has `agreed`, an action that changes the network's outputs is offered first, in the snapshots.
    """

    act: str
    arguments: tuple[Any, ...] = ()
    agreed: bool = False

    def apply(self, task: TrainingTask) -> None:
        with refusals_as_warnings(task):
            self._carry_out(task)

    def _carry_out(self, task: TrainingTask) -> None:
        from core.surgery.transform import OutputChange

        if not self.agreed and self.act in RESTRUCTURING:
            action, result = task.editor.preview(self.act, self.arguments)
            if isinstance(result, OutputChange) and (result.error is not None or self.act == "remove_neuron"):
                task.offer = Offer(offer_text(action, result), action)
                return
        task.offer = None
        task.worker.tell(action_text(*task.editor.carry_out(self.act, self.arguments)), "information")
        task.show_layer(task.layer)


class Undo(TrainingCommand, frozen=True):
    """Undo the last edit, or the rewind that was just accepted, or the start of a training that nothing was done in.

    If the network was trained after the edit, how to undo it is offered first; with `now`, the edit is reversed in the
    present network.
    """

    now: bool = False

    def apply(self, task: TrainingTask) -> None:
        with refusals_as_warnings(task):
            self._carry_out(task)

    def _carry_out(self, task: TrainingTask) -> None:
        controller = task.controller
        task.offer = None
        if controller.just_rewound:
            controller.switch_branch(0)
            after_undoing(task, _("Undone: the rewind"))
            return
        if task.left.can_undo_start(task.editor):
            undo_start(task)
            return
        try:
            undone = task.editor.undo_now() if self.now else task.editor.undo()
        except TrainedSince as problem:
            text = _("Undo this: {}?\nThe network has been trained since then, so there are two ways.")
            text = text.format(edit_text(problem.step.edit))
            task.offer = Offer(text, None)
            return
        after_undoing(task, _("Undone: {}").format(edit_text(undone.edit)) if undone else _("Nothing to undo."))


class Redo(TrainingCommand, frozen=True):
    """Do again the edit, or the start of a training, that was undone last."""

    def apply(self, task: TrainingTask) -> None:
        with refusals_as_warnings(task):
            redone = task.editor.redo()
            if redone is None and (experiment := task.left.start_to_redo(task.controller)) is not None:
                redo_start(task, experiment)
                return
            text = _("Redone: {}").format(edit_text(redone.edit)) if redone else _("Nothing to redo.")
            after_undoing(task, text)


def after_undoing(task: TrainingTask, text: str) -> None:
    """Report what was undone or redone, and update the layer shown and the state: the network may be another one."""
    task.worker.tell(text, "information")
    task.show_layer(task.layer)
    if not task.state.busy:
        task.state = task.idle_state()


def undo_start(task: TrainingTask) -> None:
    """Go back to the training that was left to begin the present one. If that fails, an event says why."""
    left = task.left.done[-1]
    try:
        editor = go_back_to(left, task.trainer, task.runs_dir, task.worker)
    except Exception as problem:  # whatever a reader raises, the present training stays
        task.worker.tell(unreadable_text(left.experiment.name, problem))
        return
    task.left.went_back(editor.controller)
    task.replace(editor)
    text, epoch = start_text(left.experiment, left.begun), count(task.trainer.epoch)
    if left.recorder is not None and left.recorder.folder is not None:
        text = _("{}; back at epoch {} of run {}").format(text, epoch, left.recorder.folder.name)
    elif not task.controller.at_start:
        text = _("{}; back at epoch {}").format(text, epoch)
    after_undoing(task, _("Undone: {}").format(text))


def redo_start(task: TrainingTask, experiment: Experiment) -> None:
    """Begin an experiment again whose start was undone. If that fails, an event says why."""
    before, earlier = task.controller, task.left.undone[:-1]
    text = start_text(before.trainer.next_experiment, experiment)
    Begin(experiment).apply(task)
    if task.controller is not before:
        task.left.undone = earlier
        after_undoing(task, _("Redone: {}").format(text))


class CheckGradient(TrainingCommand, frozen=True):
    """Compare the gradient of one weight with central differences, and report the result as an event."""

    weight: "ThetaPart"

    def apply(self, task: TrainingTask) -> None:
        from core.surgery.weights import check_weight

        with refusals_as_warnings(task):
            task.controller.undo_partial_batch()
            trainer = task.trainer
            check = check_weight(trainer.state(), trainer.data, self.weight)
            dropout = trainer.next_experiment.training.dropout > 0
            task.worker.tell(gradient_check_text(self.weight.symbol, check, trainer.n, dropout), "information")


class FindLearningRate(TrainingCommand, frozen=True):
    """Pause, and run a learning rate range test on a copy of the network."""

    leads_to: ClassVar[RunState | None] = RunState.PAUSED

    def apply(self, task: TrainingTask) -> None:
        task.end_range_test()
        task.controller.cancel_rewind()
        task.controller.undo_partial_batch()
        from core.analysis.learning_rate_test import LearningRateFinder

        task.finder = LearningRateFinder(task.trainer)


class StopFindingLearningRate(TrainingCommand, frozen=True):
    """End the learning rate range test, and drop its result."""

    def apply(self, task: TrainingTask) -> None:
        task.end_range_test()


# Other trainings


class Begin(TrainingCommand, frozen=True):
    """Start training an experiment from its initial weights, on `data` if they have been read already.

    Data of the present training are reused if the [data] section is the same. Where the same file is read otherwise,
    settings that suited its data before become those that suit them now. If that fails, an event says why, and the
    present training goes on. `source` is what the user opened, if anything; an event repeats it once it has been read.
    """

    leads_to: ClassVar[RunState | None] = RunState.READY
    experiment: Experiment
    source: str = ""
    data: Data | None = None

    def experiment_after(self, experiment: Experiment) -> Experiment:
        return self.experiment

    def apply(self, task: TrainingTask) -> None:
        before, experiment, known = task.controller, self.experiment, self.data
        if known is None and same_data(before.trainer.experiment, experiment):
            known = before.trainer.data
        try:
            if known is None and reads_anew(before.trainer.experiment, experiment):
                from core.experiment.other_data import follow_data

                experiment = follow_data(experiment, before.trainer.data)
            trainer = Trainer(experiment, known)
        except Exception as problem:  # whatever a reader raises, the present training stays
            task.worker.tell(unreadable_text(self.source or self.experiment.name, problem))
            return
        if experiment != self.experiment:
            task.worker.tell(suited_text(self.experiment, experiment), "information")
        before.stop("interrupted")
        if self.source or not before.at_start:
            task.left.clear()
        if self.source:
            task.worker.events.put(Event(opened=self.source))
        else:
            task.left.add(left_training(task.editor, trainer.experiment))
        task.replace(NetworkEditor(new_training(trainer, task.runs_dir, task.worker)))


class OpenRun(TrainingCommand, frozen=True):
    """Continue a saved run. If that fails, an event says why, and the present training stays."""

    leads_to: ClassVar[RunState | None] = RunState.PAUSED
    folder: RunFolder

    def apply(self, task: TrainingTask) -> None:
        folder, recorder = self.folder, task.controller.recorder
        if recorder is not None and recorder.folder == folder:
            task.worker.tell(_("This run is already open."), "information")
            return
        try:
            resumed, lock = read_run(folder)
        except Exception as problem:  # whatever a reader raises, the present training stays
            task.worker.tell(unreadable_text(str(folder.path), problem))
            return
        task.controller.stop("interrupted")
        task.left.clear()
        task.replace(NetworkEditor(resumed_training(resumed, lock, folder.path.parent, task.worker)))


# Rewinding and branches


class RewindTo(TrainingCommand, frozen=True):
    """Show the training at an earlier position, until the rewind is accepted or cancelled."""

    leads_to: ClassVar[RunState | None] = RunState.PAUSED
    position: Position

    def apply(self, task: TrainingTask) -> None:
        task.goal, task.rewind_target, task.accept_at_target = None, self.position, False
        task.state = RunState.PAUSED if task.state.busy else task.state


class AcceptRewind(TrainingCommand, frozen=True):
    """Continue from the position that was chosen, once it is reached where it is still being computed again."""

    leads_to: ClassVar[RunState | None] = RunState.PAUSED

    def apply(self, task: TrainingTask) -> None:
        if task.rewind_target is None:
            task.end_rewind(accept=True)
        else:
            task.accept_at_target = True


class CancelRewind(TrainingCommand, frozen=True):
    """Return to the position that training had reached."""

    def apply(self, task: TrainingTask) -> None:
        task.end_rewind(accept=False)


class RewindBeforeDivergence(TrainingCommand, frozen=True):
    """After a divergence, rewind to the epoch with the least train loss, and continue from there."""

    leads_to: ClassVar[RunState | None] = RunState.PAUSED

    def apply(self, task: TrainingTask) -> None:
        if task.state is RunState.DIVERGED:
            task.goal, task.rewind_target = None, (turning_point(task.controller.history), 0)
            task.state, task.accept_at_target = RunState.PAUSED, True


class RewindBeforeEdit(TrainingCommand, frozen=True):
    """Rewind to before the last edit, and continue from there."""

    leads_to: ClassVar[RunState | None] = RunState.PAUSED

    def apply(self, task: TrainingTask) -> None:
        done = task.editor.undo_stack.done
        task.goal, task.rewind_target, task.accept_at_target = None, done[-1].before.place if done else None, True
        task.state = RunState.PAUSED


class SwitchBranch(TrainingCommand, frozen=True):
    """Go to the end of a branch; 0 is the latest one."""

    leads_to: ClassVar[RunState | None] = RunState.PAUSED
    branch: int = 0

    def apply(self, task: TrainingTask) -> None:
        task.goal = task.rewind_target = None
        task.controller.cancel_rewind()
        if self.branch < len(task.controller.branches):
            task.controller.switch_branch(self.branch)
        task.state = RunState.PAUSED
