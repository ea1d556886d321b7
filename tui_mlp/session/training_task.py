"""What a training session's thread does: trains to a goal, rewinds, takes snapshots.

Commands change it between two mini-batches. Imports nothing of Textual.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from core.runs.recorder import Recorder
from core.support.errors import InputError, os_error_text
from core.support.i18n import _
from core.support.memory import not_enough_memory
from core.timeline.journal import Position
from core.training.divergence import Diverged
from core.training.stopping.breakpoints import BREAKPOINTS, Hit
from core.training.trainer import Trainer

from .changed_files import ChangedFiles
from .controller import TrainingController
from .editing.network_edits import NetworkEditor
from .equation_plan import EquationPlan
from .evaluating.final_metrics import FinalMetrics
from .evaluating.importance_task import ImportanceTask
from .example_alone import ExampleAlone
from .open_training import LeftTrainings
from .outputs_task import OutputsTask
from .pace import Timing
from .refresh_rates import SNAPSHOT_SECONDS
from .run_until import Goal, Until, UntilReached, run_to_goal, seconds_to_goal
from .snapshot import Event, Offer, RunState, Snapshot
from .worker import Worker

if TYPE_CHECKING:
    from core.analysis.advice import Advice
    from core.analysis.learning_rate_test import LearningRateFinder, RangeTestResult
    from core.timeline.last_minibatch import LastMinibatch

ADVICE_SECONDS = 3.0
BELL_SECONDS = 60.0
"""A training that took longer than this rings the bell when it ends."""


class Adviser:
    """Looks for advice every ADVICE_SECONDS of `clock` while training, unless it is switched off."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.on, self._clock = True, clock
        self.advice: tuple[Advice, ...] = ()
        self.next_look = 0.0
        """When the next look is due, by the clock."""

    def switch(self, on: bool) -> None:
        """Switch it on or off, and drop the advice so far."""
        self.on, self.advice = on, ()

    def look(self, trainer: Trainer) -> None:
        """Update the advice. Within a mini-batch it stays as it is."""
        if self.on and not trainer.cursor:
            from core.analysis.advice import advise

            self.advice = tuple(advise(trainer))
            self.next_look = self._clock() + ADVICE_SECONDS


def test_rates(finder: "LearningRateFinder", seconds: float) -> bool:
    """Test learning rates on a copy of the network for so long; False once all are tested."""
    end, more = perf_counter() + seconds, True
    while more and perf_counter() < end:
        more = finder.step()
    return more


class TrainingTask:
    """Trains one training to its `goal`. Runs are saved in `runs_dir`; if it is None, they aren't saved.

    While `finder` is set, learning rates are tested on a copy of the network; while `rewind_target` is set, an earlier
    position is computed again. Both come before the goal. `minibatch`, the one at which a breakpoint stopped training,
    comes last: it is run again for the Step view.
    """

    def __init__(self, worker: Worker[Any, Any, Any], runs_dir: Path | None, controller: TrainingController) -> None:
        self.worker, self.runs_dir = worker, runs_dir
        self.controller, self.editor = controller, NetworkEditor(controller)
        self.saved = True
        """Whether everything was saved. Holds once the session is closed."""
        self.left = LeftTrainings()
        self.state = self.idle_state()
        self.goal: Goal | None = None
        self.timing, self.adviser, self.final_metrics = Timing(worker.clock), Adviser(worker.clock), FinalMetrics()
        self._until: UntilReached | None = None
        self.rewind_target: Position | None = None
        self.accept_at_target = False
        """Whether to accept the rewind as soon as its target is reached."""
        self.problem = ""
        self.hit: Hit | None = None
        self.minibatch: LastMinibatch | None = None
        self.one_by_one = False
        """Whether the last equation was run, or undone, on its own."""
        self.offer: Offer | None = None
        self.finder: LearningRateFinder | None = None
        self.range_test: RangeTestResult | None = None
        warn = partial(worker.tell, severity="warning")
        self.outputs, self.importance = OutputsTask(worker.clock, warn), ImportanceTask(warn)
        self.layer = 1
        """The layer whose Θ the snapshots have, from 1."""
        self._plan, self.alone = EquationPlan(), ExampleAlone()
        self._changed_files = ChangedFiles(self.trainer.data, warn)

    @property
    def trainer(self) -> Trainer:
        """The present controller's trainer."""
        return self.controller.trainer

    @property
    def has_work(self) -> bool:
        """Whether there is something to train, to compute again or to test."""
        jobs = self.goal, self.rewind_target, self.finder, self.minibatch
        return any(job is not None for job in jobs) or anything_missing(self)

    def idle_state(self) -> RunState:
        """The state while nothing is being trained."""
        if self.controller.at_start:
            return RunState.READY
        return RunState.FINISHED if self._ended_by else RunState.PAUSED

    @property
    def _ended_by(self) -> str | None:
        """The stop rule that ended training here; None also within an epoch after the last one."""
        trainer = self.trainer
        return None if trainer.batch or trainer.cursor else trainer.stopped_by

    # Called by commands

    def run(self, goal: Goal, until: Until | None) -> None:
        """Train to the goal from now on. A training that has diverged stays as it is.

        If all epochs are done, Goal.END first changes `epochs`, by the number with which training began.
        """
        self._start(goal)
        self._until = UntilReached(until, self.trainer) if until else None
        # The first snapshot comes soon at a slow refresh rate too, to show that training has started.
        self.worker.next_snapshot = self.worker.clock() + min(self.worker.interval, 2 * SNAPSHOT_SECONDS)

    def _start(self, goal: Goal) -> None:
        controller = self.controller
        if self.state is RunState.DIVERGED:
            return
        controller.cancel_rewind()
        self.alone.end()
        self.hit = self.minibatch = None
        if not controller.replaying:
            if goal is Goal.END and self.trainer.epoch >= self.trainer.next_experiment.training.epochs:
                self._add_epochs()
            controller.timeline.go_on()
        finished = goal in (Goal.END, Goal.UNTIL) and self.trainer.stopped_by and not controller.replaying
        self.goal, self.state = (None, RunState.FINISHED) if finished else (goal, RunState.TRAINING)
        self.timing.start(self.trainer.epoch)

    def set_speed(self, speed: int | None) -> None:
        """Train at this many epochs a second, or as fast as possible if it is None."""
        self.timing.set_speed(speed, self.trainer.epoch)

    def _add_epochs(self) -> None:
        """Change `epochs` to as many more as training began with. It can be undone as any change."""
        trainer = self.trainer
        self.controller.undo_partial_batch()  # the change counts from the next mini-batch on, which is run again
        epochs = trainer.epoch + self.controller.original_epochs
        self.editor.change(trainer.next_experiment.replace("training.epochs", epochs))

    def pause(self) -> None:
        """Stop at the end of this epoch; on a second call, at once."""
        if self.goal is None:
            return
        second = self.state is RunState.PAUSING
        epochs, batches = self.controller.position
        between_epochs = epochs > 0 and batches == 0 and not self.trainer.cursor
        self.goal, self.state = Goal.EPOCH, RunState.PAUSING
        if second or between_epochs:
            self._stop_here()

    def replace(self, editor: NetworkEditor) -> None:
        """Train another training from now on, the one that `editor` edits."""
        self.left.replace(self.controller, editor.controller)
        editor.controller.trainer.breakpoints = self.trainer.breakpoints
        self.controller, self.editor = editor.controller, editor
        self.timing.forget(self.trainer.epoch)
        self.goal = self.rewind_target = self.hit = self.minibatch = None
        self.state = self.idle_state()
        self.show_layer(self.layer)

    def show_layer(self, layer: int) -> None:
        """Show Θ(layer) in the snapshots, or the last one if the network has fewer."""
        self.layer = min(layer, len(self.trainer.network.thetas))

    # Training

    def advance(self) -> None:
        """Train, rewind or test until that is done or a command comes."""
        controller = self.controller
        training = self.goal is not None and self.state is RunState.TRAINING
        try:
            if self.finder is not None:
                more = test_rates(self.finder, self.worker.interval / 2)
                self.range_test, self.finder = self.finder.result, self.finder if more else None
                self.worker.publish()
            elif self.rewind_target is not None:
                if controller.rewind(self.rewind_target, self.worker.interrupted):
                    self.rewind_target = None
                    if self.accept_at_target:
                        self.accept_at_target = False
                        self.end_rewind(accept=True)
            elif self.goal is not None:
                if run_to_goal(self.goal, controller, self.worker, self._until, self.timing):
                    self._stop_here()
                if hit := controller.trainer.take_hit():
                    self._pause_at(hit)
            elif self.minibatch is not None and self.minibatch.run(self.worker.interrupted):
                self.minibatch = None
            else:
                compute_missing(self)
        except Diverged as problem:
            self.goal = self.rewind_target = None
            self.state, self.problem = RunState.DIVERGED, problem.brief
            self.worker.tell(str(problem), "divergence")
            controller.stop("divergence")
        except InputError as problem:  # a journal or a checkpoint that can't be followed back
            self.goal = self.rewind_target = self.minibatch = None
            self.accept_at_target = False
            controller.cancel_rewind()
            self.state = self.idle_state()
            self.worker.tell(str(problem))
        if training and self.goal is None and self.timing.seconds > BELL_SECONDS:
            self.worker.events.put(Event(bell=True))
        if not self.has_work:
            self.worker.publish()

    def end_rewind(self, accept: bool) -> None:
        """Accept the rewind, to continue from the position that is shown, or cancel it."""
        self.rewind_target = None
        moved = accept and self.controller.position != self.controller.present
        if accept:
            self.controller.accept_rewind()
        else:
            self.controller.cancel_rewind()
        if moved:
            self.state = self.idle_state()
            text = _("Back at epoch {}; u undoes that.").format(f"{self.trainer.epoch:,}")
            self.worker.tell(text, "information")

    def end_range_test(self) -> None:
        """End the test of learning rates, drop its result, and pause training."""
        self.goal = self.rewind_target = self.finder = None
        self.state = self.idle_state() if self.state.busy else self.state
        self.range_test = None

    def _stop_here(self) -> None:
        stopped_by, self.one_by_one = self._ended_by, self.goal is Goal.EQUATION
        self.goal, self.state = None, RunState.FINISHED if stopped_by else RunState.PAUSED
        if self.controller.replay is not None and self.controller.replay.at_end:
            self.state = RunState.FINISHED
            self.worker.tell(self.controller.replay.verdict(self.worker.interrupted).text, "information")
        elif stopped_by:
            self.worker.publish()  # first, since the test rows take time if there are many
            self.final_metrics.compute(self.trainer, self.controller.state_key)
            self.controller.stop(stopped_by, test=self.final_metrics.of(self.controller.state_key))
        else:
            self.worker.publish()  # first, since saving and advice take time for a large network
            self.controller.save()
        self.adviser.look(self.trainer)

    def _pause_at(self, hit: Hit) -> None:
        self.hit = hit
        self.worker.tell(hit.text, "breakpoint")  # the line that shows it names the key of the Step view
        if self.goal:
            self._stop_here()
        stepper = self.controller.stepper
        if stepper.executions:
            return
        if hit.kind == "not_finite":
            stepper.step_to_not_finite()
            return
        self.worker.publish()  # first, since going back takes time for a large network
        from core.timeline.last_minibatch import LastMinibatch

        self.minibatch = LastMinibatch(self.controller.timeline, stepper)

    # Called by the worker

    def before_snapshot(self, now: float) -> None:
        """Measure the speed; look for advice and compute the outputs that are wanted, if that is due."""
        self.timing.measure(now, self.trainer.epoch)
        self.outputs.look(self.trainer, outputs_key(self))
        if now >= self.adviser.next_look:
            self.adviser.look(self.trainer)

    def capture(self, sequence: int, commands: int) -> Snapshot:
        """Take the snapshot of the training."""
        self._changed_files.look(self.trainer.data)
        return snapshot_of(self, sequence, commands)

    def recover(self, problem: MemoryError | OSError, last: Snapshot, closing: bool) -> Snapshot | None:
        """Pause after a lack of memory or a refusal of the system; None if the session is closing."""
        text = not_enough_memory(problem) if isinstance(problem, MemoryError) else os_error_text(problem)
        self.worker.tell(text)
        if closing:
            self.saved = False
            return None
        self.goal = self.rewind_target = self.finder = self.minibatch = None
        self.state = self.idle_state()
        return replace(last, state=self.state, offer=None)

    def stop(self) -> None:
        """Stop training and save."""
        self.goal = None
        self.controller.stop("interrupted")

    def close(self) -> None:
        """Wait until the runs of all controllers are written."""
        for controller in (*self.left.controllers, self.controller):
            if not controller.close() and controller.recorder is not None:
                self.saved = False
                self.worker.tell(controller.recorder.not_saved)


def recorders_of(task: TrainingTask) -> list[Recorder]:
    """The recorders of all runs that may not be fully written yet."""
    return [one.recorder for one in (task.controller, *task.left.controllers) if one.recorder is not None]


def shows_the_end(task: TrainingTask) -> bool:
    """Whether training has ended, and its end is shown."""
    return task.state is RunState.FINISHED and not task.controller.rewinding and not task.trainer.cursor


def final_metrics_missing(task: TrainingTask) -> bool:
    """Whether training has ended, and its metrics aren't computed yet."""
    return shows_the_end(task) and not task.final_metrics.known(task.controller.state_key)


def outputs_key(task: TrainingTask) -> object:
    """What is another after all that changes the weights, within a mini-batch too."""
    return task.controller.state_key, task.trainer.cursor


def outputs_missing(task: TrainingTask) -> bool:
    """Whether outputs are wanted that aren't those of the present weights."""
    return task.outputs.missing(outputs_key(task))


def importance_missing(task: TrainingTask) -> bool:
    """Whether the importance of the columns is wanted, and isn't that of the present weights."""
    return task.importance.missing(outputs_key(task))


def anything_missing(task: TrainingTask) -> bool:
    """Whether something is wanted of the present weights that isn't computed yet."""
    return final_metrics_missing(task) or outputs_missing(task) or importance_missing(task)


def compute_missing(task: TrainingTask) -> None:
    """Compute what is wanted of the weights of a network at rest, until a command comes."""
    trainer, interrupted = task.trainer, task.worker.interrupted
    if final_metrics_missing(task):
        task.final_metrics.compute(trainer, task.controller.state_key)
    elif outputs_missing(task):
        task.outputs.compute(trainer, outputs_key(task), interrupted)
    elif importance_missing(task):
        task.worker.publish_commands()  # first, since it takes seconds for pictures
        task.importance.compute(trainer, outputs_key(task), interrupted)


def snapshot_of(task: TrainingTask, sequence: int, commands: int) -> Snapshot:
    """The snapshot of a task's training."""
    controller, trainer, l = task.controller, task.trainer, task.layer
    parameters = trainer.network.parameters
    return Snapshot(
        sequence=sequence,
        commands=commands,
        state=task.state,
        experiment=trainer.next_experiment,
        data=trainer.data,
        sizes=tuple(parameters.sizes),
        activations=tuple(parameters.activations),
        epoch=trainer.epoch,
        batch=trainer.batch,
        batches=trainer.batches,
        stopped_by=trainer.stopped_by,
        problem=task.problem if task.state is RunState.DIVERGED else "",
        speed=task.timing.speed,
        seconds_left=seconds_to_goal(task.goal, task._until, trainer, task.timing),
        penalty=trainer.penalty,
        gradient_norm=trainer.gradient_norm,
        history=controller.history,
        layer=l,
        theta=parameters.thetas[l - 1].copy(),
        gradient=parameters.views(trainer.gradient)[l - 1].copy(),
        step=-parameters.views(trainer.last_step)[l - 1],
        edits=controller.edits,
        frozen=parameters.views(parameters.frozen)[l - 1].copy(),
        offer=task.offer,
        range_test=task.range_test,
        advice=task.adviser.advice,
        stepping=task._plan.stepping(
            trainer,
            controller.stepper.executions,
            task.state.busy,
            task.one_by_one,
            task.alone.executions(outputs_key(task)),
        ),
        breakpoints=trainer.breakpoints or BREAKPOINTS,
        hit=task.hit,
        best_epoch=trainer.best_epoch,
        final=task.final_metrics.of(controller.state_key) if shows_the_end(task) else None,
        original_epochs=controller.original_epochs,
        present=controller.present,
        rewinding=controller.rewinding,
        branches=controller.branch_histories,
        can_undo_start=task.left.can_undo_start(task.editor),
        unsaved=next((recorder.reason for recorder in recorders_of(task) if recorder.reason), ""),
        outputs=task.outputs.latest,
        outputs_problem=task.outputs.problem,
        importance=task.importance.result(trainer.data),
    )
