"""What the thread of a training session does: how far it is to train, and what the screen is told of it.

Commands change it between two mini-batches. Knows no screen.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from core.runs.recorder import Recorder
from core.support.errors import InputError, os_error_text
from core.support.memory import not_enough_memory
from core.timeline.journal import Position
from core.training.breakpoints import BREAKPOINTS, Hit
from core.training.divergence import Diverged
from core.training.trainer import Trainer

from .controller import TrainingController
from .network_edits import NetworkEdits
from .refresh_rates import SNAPSHOT_SECONDS
from .run_until import Goal, Reached, Until, run_to_goal
from .snapshot import EquationPlan, Offer, RunState, Snapshot
from .worker import Worker

if TYPE_CHECKING:
    from core.analysis.advice import Advice
    from core.analysis.learning_rate_test import Finder, RangeTest

ADVICE_SECONDS = 3.0
SPEED_SECONDS = 1.0


class Speedometer:
    """Measures epochs a second, over a second or more."""

    def __init__(self) -> None:
        self.speed = 0.0
        self._since, self._epoch = 0.0, 0

    def start(self, epoch: int) -> None:
        """Measure from now on."""
        self._since, self._epoch = perf_counter(), epoch

    def measure(self, now: float, epoch: int) -> None:
        """Take the speed where it is time, and at first as soon as there is one."""
        elapsed = now - self._since
        if elapsed >= SPEED_SECONDS or (self.speed == 0 and epoch > self._epoch and elapsed > 0):
            self.speed = (epoch - self._epoch) / elapsed
            self._since, self._epoch = now, epoch


class Adviser:
    """Looks for advice while training, unless it is switched off: a few times a minute."""

    def __init__(self) -> None:
        self.on = True
        self.advice: tuple[Advice, ...] = ()
        self.next_look = 0.0
        """When the next look is due, by perf_counter."""

    def switch(self, on: bool) -> None:
        """Look or don't, and forget what was found."""
        self.on, self.advice = on, ()

    def look(self, trainer: Trainer) -> None:
        """Take what there is to advise between two mini-batches; within one it stays as it is."""
        if self.on and not trainer.cursor:
            from core.analysis.advice import advise

            self.advice = tuple(advise(trainer))
            self.next_look = perf_counter() + ADVICE_SECONDS


class TrainingTask:
    """One training, of which `goal` says how far it is to go. Runs are saved in `runs_dir`, or not at all.

    Where `destination` is set, an earlier epoch is being computed again, to be looked at; where `finder` is, learning
    rates are being tested on a copy. These come before the goal.
    """

    def __init__(self, worker: Worker[Any, Any, Any], runs_dir: Path | None, course: TrainingController) -> None:
        self.worker, self.runs_dir = worker, runs_dir
        self.course, self.edits = course, NetworkEdits(course)
        self.saved = True
        """Whether all that was to be saved has been, once the session is closed."""
        self._left: list[TrainingController] = []
        """Courses that another one took the place of, till all of them is written."""
        self.state = self.at_rest()
        self.goal: Goal | None = None
        self._reached: Callable[[], bool] = lambda: False
        self.delay = 0.0
        """Seconds to wait between epochs."""
        self.destination: Position | None = None
        self.stays = False
        """Whether training is to go on from the destination, once it is reached."""
        self.problem = ""
        self.hit: Hit | None = None
        self.offer: Offer | None = None
        self.finder: Finder | None = None
        self.range_test: RangeTest | None = None
        self.adviser = Adviser()
        self.layer = 1
        """Of the Θ that snapshots have, from 1."""
        self._speedometer, self._plan = Speedometer(), EquationPlan()

    @property
    def trainer(self) -> Trainer:
        """That of the present course."""
        return self.course.trainer

    @property
    def recorders(self) -> list[Recorder]:
        """Of all courses whose runs may not be saved yet."""
        return [course.recorder for course in (self.course, *self._left) if course.recorder is not None]

    @property
    def at_work(self) -> bool:
        """Whether there is something to train, till a command says otherwise."""
        return self.goal is not None or self.destination is not None or self.finder is not None

    def at_rest(self) -> RunState:
        """The state of a training that nobody runs."""
        if self.course.at_start:
            return RunState.READY
        return RunState.FINISHED if self.trainer.stopped_by else RunState.PAUSED

    # What commands ask for

    def run(self, goal: Goal, until: Until | None) -> None:
        """Train as far as the goal from now on. A training that has diverged stays as it is."""
        self._start(goal)
        # At a slow pace too, a person who starts it sees soon that it trains.
        self.worker.next_snapshot = perf_counter() + min(self.worker.interval, 2 * SNAPSHOT_SECONDS)
        self._reached = Reached(until, self.trainer) if until else lambda: False

    def _start(self, goal: Goal) -> None:
        course = self.course
        if self.state is RunState.DIVERGED:
            return
        course.settle(stay=False)
        self.hit = None
        if not course.replaying:
            course.timeline.go_on()
        finished = goal in (Goal.END, Goal.UNTIL) and self.trainer.stopped_by and not course.replaying
        self.goal, self.state = (None, RunState.FINISHED) if finished else (goal, RunState.TRAINING)
        self._speedometer.start(self.trainer.epoch)

    def pause(self) -> None:
        """Stop at the end of this epoch; asked again, here."""
        if self.goal is None:
            return
        again, between_epochs = self.state is RunState.PAUSING, self.course.place[1] == 0 and self.course.place[0] > 0
        self.goal, self.state = Goal.EPOCH, RunState.PAUSING
        if again or (between_epochs and not self.trainer.cursor):
            self._stop_here()

    def replace_course(self, course: TrainingController) -> None:
        """Train this in place of the present course, which is written to its end meanwhile."""
        before = self.course
        before.finish()
        self._left.append(before)
        course.trainer.breakpoints = before.trainer.breakpoints
        self.course, self.edits = course, NetworkEdits(course)
        self.goal, self.destination, self.hit, self.state = None, None, None, self.at_rest()
        self.show_layer(self.layer)

    def show_layer(self, layer: int) -> None:
        """Have Θ(layer) in the snapshots, or the last one where the network has fewer."""
        self.layer = min(layer, len(self.trainer.network.thetas))

    # Training

    def advance(self) -> None:
        """Train on, till what was asked for is done or a command comes."""
        course = self.course
        try:
            if self.finder is not None:
                self._test_rates(self.finder)
            elif self.destination is not None:
                if course.look_back(self.destination, self.worker.interrupted):
                    self.destination = None
                    if self.stays:
                        self.stays = False
                        self.end_rewind(stay=True)
            elif self.goal is not None:
                if run_to_goal(self.goal, course, self.worker, self._reached, self.delay):
                    self._stop_here()
                if hit := course.trainer.take_hit():
                    self._pause_at(hit)
        except Diverged as problem:
            self.goal = self.destination = None
            self.state, self.problem = RunState.DIVERGED, problem.brief
            self.worker.tell(str(problem))
            course.stop("divergence")
        except InputError as problem:  # a journal or a checkpoint that can't be followed to where we go
            self.goal = self.destination = None
            self.stays = False
            course.settle(stay=False)
            self.state = self.at_rest()
            self.worker.tell(str(problem))
        if not self.at_work:
            self.worker.publish()

    def _test_rates(self, finder: "Finder") -> None:
        """Learning rates on a copy of the network, till the next snapshot is due."""
        end = perf_counter() + self.worker.interval / 2
        more = True
        while more and perf_counter() < end:
            more = finder.step()
        self.range_test = finder.result
        if not more:
            self.finder = None
        self.worker.publish()

    def end_rewind(self, stay: bool) -> None:
        """Go on from the place that is looked at, or be again where training was."""
        self.destination = None
        moved = stay and self.course.place != self.course.present
        self.course.settle(stay)
        if moved:
            self.state = self.at_rest()

    def stop_finding(self) -> None:
        """End the test of learning rates and whatever trains, and forget what came of the test."""
        self.goal = self.destination = self.finder = None
        self.state = self.at_rest() if self.state.busy else self.state
        self.range_test = None

    def _stop_here(self) -> None:
        stopped_by = self.trainer.stopped_by
        self.goal, self.state = None, RunState.FINISHED if stopped_by else RunState.PAUSED
        if self.course.script is not None and self.course.script.at_end:
            self.state = RunState.FINISHED
            self.worker.tell(self.course.script.verdict(self.worker.interrupted).text, "information")
        elif stopped_by:
            self.course.stop(stopped_by)
        else:
            self.worker.publish()  # a person waits for this; saving and advice take a large network their time
            self.course.save()
        self.adviser.look(self.trainer)

    def _pause_at(self, hit: Hit) -> None:
        self.hit = hit
        self.worker.tell(hit.text, "warning")
        if self.goal:
            self._stop_here()

    # For the worker

    def before_snapshot(self, now: float) -> None:
        """Measure the speed, and look for advice where it is time."""
        self._speedometer.measure(now, self.trainer.epoch)
        if now >= self.adviser.next_look:
            self.adviser.look(self.trainer)

    def capture(self, sequence: int, commands: int) -> Snapshot:
        """How it stands, for the screen."""
        course, trainer, l = self.course, self.trainer, self.layer
        parameters = trainer.network.parameters
        if not self.state.busy:
            self._speedometer.speed = 0.0
        return Snapshot(
            sequence=sequence,
            commands=commands,
            state=self.state,
            experiment=trainer.next_experiment,
            data=trainer.data,
            sizes=tuple(parameters.sizes),
            activations=tuple(parameters.activations),
            epoch=trainer.epoch,
            batch=trainer.batch,
            batches=trainer.batches,
            stopped_by=trainer.stopped_by,
            problem=self.problem if self.state is RunState.DIVERGED else "",
            speed=self._speedometer.speed,
            penalty=trainer.penalty,
            gradient_norm=trainer.gradient_norm,
            history=course.history,
            layer=l,
            theta=parameters.thetas[l - 1].copy(),
            gradient=parameters.views(trainer.gradient)[l - 1].copy(),
            step=-parameters.views(trainer.last_step)[l - 1],
            marks=course.marks,
            frozen=parameters.views(parameters.frozen)[l - 1].copy(),
            offer=self.offer,
            range_test=self.range_test,
            advice=self.adviser.advice,
            stepping=self._plan.stepping(trainer, course.stepper.frames, self.state.busy),
            breakpoints=trainer.breakpoints or BREAKPOINTS,
            hit=self.hit,
            present=course.present,
            looks_back=course.looks_back,
            branches=course.left_behind,
            unsaved=next((recorder.reason for recorder in self.recorders if recorder.reason), ""),
        )

    def recover(self, problem: MemoryError | OSError, last: Snapshot, closing: bool) -> Snapshot | None:
        """Pause for want of memory or disk; the last snapshot in that state. None where it was to be closed."""
        text = not_enough_memory(problem) if isinstance(problem, MemoryError) else os_error_text(problem)
        self.worker.tell(text)
        if closing:
            self.saved = False
            return None
        self.goal = self.destination = self.finder = None
        self.state = self.at_rest()
        return replace(last, state=self.state, offer=None)

    def stop(self) -> None:
        """Save where it stands: nothing is trained any more."""
        self.goal = None
        self.course.stop("interrupted")

    def close(self) -> None:
        """Write what is left to write, of all courses."""
        for course in (*self._left, self.course):
            if not course.close() and course.recorder is not None:
                self.saved = False
                self.worker.tell(course.recorder.not_saved)
