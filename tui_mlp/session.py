"""One training, on a thread of its own: commands go in by one queue, snapshots and rare events come out.

Knows no screen. All methods are for the thread of the screen, but for those under "The worker".
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from time import perf_counter, sleep
from traceback import format_exc
from typing import TYPE_CHECKING, Self

from msgspec import structs

from core.breakpoints import BREAKPOINTS, Breakpoint, Hit
from core.divergence import Diverged
from core.edits import Part, check_weight
from core.equations import Equation
from core.errors import InputError, refused
from core.experiment import Experiment
from core.journal import Place
from core.memory import not_enough_memory
from core.operation import Report
from core.recorder import Recorder
from core.runs import Lock, RunFolder
from core.texts import _
from core.trainer import Trainer, made_of

from . import __version__
from .course import Course, NotExact
from .courtesy import let_in
from .orders import (
    Advise,
    Back,
    Begin,
    Break,
    Change,
    Check,
    Close,
    Command,
    Delay,
    Do,
    FindRate,
    Goal,
    Look,
    LookBack,
    Pause,
    Redo,
    Resume,
    RewindBefore,
    Run,
    Settle,
    Turn,
    Undo,
    Watch,
)
from .pace import SNAPSHOT_SECONDS
from .snapshot import Event, Mark, Offer, Planned, Snapshot, State, Stepping
from .told import checked, step_told
from .told import told as deed_told
from .unreadable import reason
from .until import Reached, Until

if TYPE_CHECKING:
    from core.advice import Advice
    from core.finder import Finder, RangeTest
    from core.resuming import Resumed

__all__ = [
    "Close", "Command", "Event", "Goal", "Mark", "Offer", "Pause", "Planned", "Run", "Snapshot", "State", "Stepping",
    "TrainingSession",
]  # fmt: skip

SPEED_SECONDS = 1.0
ADVICE_SECONDS = 3.0


class TrainingSession:
    """Owns a training and its thread.

    `interval` seconds pass from one snapshot to the next, and may be changed at any time; after a command or an event
    there is one at once. Runs are saved in `runs_dir`, not at all where it is None.
    Raises InputError if the experiment can't be begun.
    """

    def __init__(
        self,
        experiment: Experiment,
        runs_dir: Path | None = None,
        interval: float = SNAPSHOT_SECONDS,
        course: Callable[["TrainingSession"], Course] | None = None,
    ) -> None:
        self.interval, self._runs_dir = interval, runs_dir
        self._wake: Callable[[], object] = lambda: None
        self._commands: SimpleQueue[Command] = SimpleQueue()
        self.events: SimpleQueue[Event] = SimpleQueue()
        self._sent = self._obeyed = 0
        self._sequence = 0
        self.saved = True
        """Whether all that was to be saved has been, once the session is closed."""
        self._course = course(self) if course else self._new_course(Trainer(experiment))
        self._left: list[Course] = []
        """Courses that another one took the place of, till all of them is written."""
        self._planned: Sequence[Equation] = ()
        self._plan = Stepping()
        self._state = self._expected = self._at_rest()
        self._goal: Goal | None = None
        self._reached: Callable[[], bool] = lambda: False
        self._delay = 0.0
        self._wanted: Place | None = None
        self._problem = ""
        self._hit: Hit | None = None
        self._offer: Offer | None = None
        self._finding: Finder | None = None
        self._range_test: RangeTest | None = None
        self._advises, self._next_advice, self._advice = True, 0.0, tuple["Advice", ...]()
        self._settles = False
        self._layer = 1
        self._next_snapshot = 0.0
        self._speed, self._speed_from = 0.0, (0.0, 0)
        self.snapshot = self._capture()
        self._intended = self.snapshot.experiment
        self._thread = Thread(target=self._work, name="training", daemon=True)
        self._thread.start()

    @classmethod
    def resumed(cls, folder: RunFolder, runs_dir: Path) -> Self:
        """Go on with a saved run. Raises InputError where it can't be read, Locked where another program writes it."""

        from core import resuming

        lock = resuming.lock(folder)
        try:
            found = resuming.resume(folder, program=__version__)
        except BaseException:
            lock.close()
            raise
        return cls(
            found.trainer.experiment, runs_dir, course=lambda session: session._resumed_course(found, lock, runs_dir)
        )

    @classmethod
    def replaying(cls, folder: RunFolder) -> Self:
        """Do again what a run's journal says; nothing is saved. Raises InputError where it can't be read."""

        from core.replay import Replay

        def course(session: "TrainingSession") -> Course:
            for note in replay.notes:
                session.events.put(Event(note, "warning"))
            return Course(replay.trainer, None, session._tell, script=replay)

        replay = Replay(folder, program=__version__)
        return cls(replay.trainer.experiment, course=course)

    # What the screen asks for

    @property
    def state(self) -> State:
        """The state as the last key left it: a key's effect never waits for the worker."""
        snapshot = self.snapshot
        return snapshot.state if snapshot.commands == self._sent else self._expected

    @property
    def experiment(self) -> Experiment:
        """The experiment as the last key left it, so that two changes in one breath both hold."""
        snapshot = self.snapshot
        return snapshot.experiment if snapshot.commands == self._sent else self._intended

    @property
    def unsaved(self) -> str:
        """Why a run isn't saved as far as it should be: the folder and the reason; empty where all are saved."""
        return next((recorder.problem for recorder in self._recorders if recorder.problem), "")

    def attach(self, wake: Callable[[], object]) -> None:
        """Have `wake` called, from the worker's thread, when there is something to see at once."""
        self._wake = wake

    def run(self, goal: Goal = Goal.END) -> None:
        """Train to the end, to the end of this epoch (from its end: one more), of this mini-batch, or one equation."""
        self._expected = State.PAUSED if goal is Goal.EQUATION else State.TRAINING
        self._send(Run(goal))

    def run_until(self, until: Until) -> None:
        """Train till it is so."""
        self._expected = State.TRAINING
        self._send(Run(Goal.UNTIL, until))

    def wait(self, seconds: float) -> None:
        """Between epochs, so that a class can follow; 0 for none."""
        self._expected = self.state
        self._send(Delay(seconds))

    def back(self) -> None:
        """Undo the last equation of those gone through one by one; where there is none, an event says so."""
        self._expected = State.PAUSED
        self._send(Back())

    def pause(self) -> None:
        """Stop at the end of this epoch; asked again, at the next mini-batch; asked again, nothing."""
        at_once, self._expected = self.state is State.PAUSING, State.PAUSING
        self._send(Pause(at_once))

    def change(self, key: str, value: object) -> None:
        """Set a hyperparameter of [training] from the next mini-batch on. Raises InputError."""
        self._intended, self._expected = self.experiment.replace(key, value), self.state
        self._send(Change(self._intended))

    def do(self, act: str, *arguments: object, agreed: bool = False) -> None:
        """Something to the network, by its name in core.deeds; unless agreed, what isn't exact is offered first."""
        self._expected = self.state
        self._send(Do(act, arguments, agreed))

    def undo(self, now: bool = False) -> None:
        """Undo what was done last; where training lies between, the choice is offered, unless `now`."""
        self._expected = self.state
        self._send(Undo(now))

    def redo(self) -> None:
        """Do again what was undone last."""
        self._expected = self.state
        self._send(Redo())

    def rewind_before(self) -> None:
        """Go back to before what was done last."""
        self._expected = State.PAUSED
        self._send(RewindBefore())

    def check(self, weight: Part) -> None:
        """Compare the gradient of a weight with central differences; an event says what came of it."""
        self._expected = self.state
        self._send(Check(weight))

    def find_rate(self, stop: bool = False) -> None:
        """Pause, and test which learning rates suit, on a copy of the network; or stop that."""
        self._expected = self.state if stop else State.PAUSED
        self._send(FindRate(stop))

    def begin(self, experiment: Experiment, source: str = "") -> None:
        """Start over with this experiment. What doesn't fit comes back as an event, and the old training stays.

        Once it has been read, an event says which `source` was opened.
        """
        self._intended, self._expected = experiment, State.READY
        self._send(Begin(experiment, source))

    def go_on_with(self, folder: RunFolder) -> None:
        """Go on with a saved run. What is in its way comes back as an event, and the old training stays."""
        self._expected = State.PAUSED
        self._send(Resume(folder))

    def watch(self, layer: int) -> None:
        """Ask for Θ(layer) in the snapshots."""
        self._expected = self.state
        self._send(Watch(layer))

    def look_back(self, place: Place) -> None:
        """Show how it was at an earlier place, epoch and mini-batch, till `settle` is called."""
        self._expected = State.PAUSED
        self._send(LookBack(place))

    def settle(self, stay: bool) -> None:
        """Go on from the place that is shown, or leave things as they were."""
        self._expected = State.PAUSED if stay else self.state
        self._send(Settle(stay))

    def turn(self, branch: int = 0) -> None:
        """Go over to a way that was left behind, the last being 0."""
        self._expected = State.PAUSED
        self._send(Turn(branch))

    def advise(self, on: bool) -> None:
        """Look for advice while training, or don't."""
        self._expected = self.state
        self._send(Advise(on))

    def set_breakpoints(self, breakpoints: tuple[Breakpoint, ...]) -> None:
        """Stop at these from now on, those of them that are on."""
        self._expected = self.state
        self._send(Break(breakpoints))

    def close(self, timeout: float = 10.0) -> bool:
        """Stop at the next mini-batch, save, end the thread; whether it ended within so many seconds."""
        self._send(Close())
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _send(self, command: Command) -> None:
        self._sent += 1
        self._commands.put(command)

    # The worker

    @property
    def _recorders(self) -> list[Recorder]:
        """Of all courses whose runs may not be saved yet."""
        courses = (self._course, *self._left)
        return [course.recorder for course in courses if course.recorder is not None]

    @property
    def _trainer(self) -> Trainer:
        return self._course.trainer

    def _work(self) -> None:
        try:
            while self._serve(self._commands.get()):
                pass
            self._close()
        except BaseException as fault:  # the screen must hear of it: a dead worker looks like a long epoch
            self.events.put(Event(f"{type(fault).__name__}: {fault}", failed=True, details=format_exc()))
            self._course.stop("interrupted")
            self._close()
            self._wake()

    def _serve(self, command: Command) -> bool:
        """Carry out a command, train till the next one; False after the last. What the system refuses only pauses."""
        obeyed = self._obeyed + (not isinstance(command, Look))
        try:
            if not self._obey(command):
                return False
            # A key that starts gets its mini-batch, however soon the next one comes: b b b are three.
            started = isinstance(command, Run)
            while self._at_work and (started or self._commands.empty()):
                self._train()
                started = False
            self._publish()
        except (MemoryError, OSError) as problem:
            text = not_enough_memory(problem) if isinstance(problem, MemoryError) else refused(problem)
            self.events.put(Event(text))
            if isinstance(command, Close):
                self.saved = False
                return False
            self._goal = self._wanted = self._finding = None
            self._obeyed, self._state = obeyed, self._at_rest()
            self._sequence += 1  # should there be no room for a whole snapshot either, the state shows
            self.snapshot = replace(
                self.snapshot, sequence=self._sequence, commands=self._obeyed, state=self._state, offer=None
            )
            with suppress(MemoryError):
                self._publish()
            self._wake()
        return True

    @property
    def _at_work(self) -> bool:
        return self._goal is not None or self._wanted is not None or self._finding is not None

    def _train(self) -> None:
        course = self._course
        try:
            if self._finding is not None:
                self._go_on_finding(self._finding)
            elif self._wanted is not None:
                if course.look_back(self._wanted, self._interrupted):
                    self._wanted = None
                    if self._settles:
                        self._settles = False
                        self._settle(stay=True)
            else:
                if self._reach(course):
                    self._stop()
                if hit := course.trainer.take_hit():
                    self._pause_at(hit)
        except Diverged as problem:
            self._goal = self._wanted = None
            self._state, self._problem = State.DIVERGED, problem.brief
            self.events.put(Event(str(problem)))
            course.stop("divergence")
        except InputError as problem:  # a journal or a checkpoint that can't be followed to where we go
            self._goal = self._wanted = None
            self._settles = False
            course.settle(stay=False)
            self._state = self._at_rest()
            self.events.put(Event(str(problem)))
        if not self._at_work:
            self._publish()

    def _reach(self, course: Course) -> bool:
        """Towards the goal; whether it is reached."""
        if self._goal is Goal.EQUATION:
            course.step()
            return True
        if self._goal is Goal.BATCH:
            course.run_batch()
            return True
        if self._goal is Goal.EPOCH:
            return course.run_epoch(self._interrupted)
        if self._goal is Goal.UNTIL or self._delay:
            return self._by_epochs(course)
        return course.run(self._interrupted)

    def _by_epochs(self, course: Course) -> bool:
        """An epoch, and the wait after it; whether that was the last."""
        if not course.run_epoch(self._interrupted):
            return False
        if (self._goal is Goal.UNTIL and self._reached()) or self._trainer.stopped_by:
            return True
        if self._delay:
            self._publish()
        end = perf_counter() + self._delay
        while perf_counter() < end and self._commands.empty():
            sleep(min(0.02, self._delay))
        return False

    def _stop(self) -> None:
        stopped_by = self._trainer.stopped_by
        self._goal, self._state = None, State.FINISHED if stopped_by else State.PAUSED
        if self._course.script is not None and self._course.script.at_end:
            self._state = State.FINISHED
            self.events.put(Event(self._course.script.verdict(self._interrupted).text, "information"))
        elif stopped_by:
            self._course.stop(stopped_by)
        else:
            self._publish()  # a person waits for this; saving and advice take a large network their time
            self._course.save()
        self._look_for_advice()

    def _pause_at(self, hit: Hit) -> None:
        self._hit = hit
        self.events.put(Event(hit.text, "warning"))
        if self._goal:
            self._stop()

    def _interrupted(self) -> bool:
        """Asked at every mini-batch boundary: lets the screen's thread in, and looks for commands."""
        now = perf_counter()
        let_in(now)
        if now >= self._next_snapshot:
            self._measure(now)
            if now >= self._next_advice:
                self._look_for_advice()
            self.snapshot = self._capture()
            self._next_snapshot = now + self.interval
        return not self._commands.empty()

    def _look_for_advice(self) -> None:
        """A few times a minute; at first once it has trained a little."""
        if self._advises and not self._trainer.cursor:
            from core.advice import advise

            self._advice = tuple(advise(self._trainer))
            self._next_advice = perf_counter() + ADVICE_SECONDS

    def _obey(self, command: Command) -> bool:
        """Carry out a command between two mini-batches; False after the last."""
        course = self._course
        match command:
            case Run(goal, until):
                self._run(goal)
                # At a slow pace too, a person who starts it sees soon that it trains.
                self._next_snapshot = perf_counter() + min(self.interval, 2 * SNAPSHOT_SECONDS)
                self._reached = Reached(until, self._trainer) if until else lambda: False
            case Back():
                self._back()
            case Pause(at_once) if self._goal:
                between_epochs = course.place[1] == 0 and course.place[0] > 0 and not self._trainer.cursor
                self._goal, self._state = Goal.EPOCH, State.PAUSING
                if at_once or between_epochs:
                    self._stop()
            case Change(experiment):
                self._change(experiment)
            case Do():
                self._tell_refusals(partial(self._do, command))
            case Undo(now):
                self._tell_refusals(partial(self._undo, now))
            case Redo():
                self._tell_refusals(self._redo)
            case RewindBefore():
                self._goal, self._wanted = None, course.doings.done[-1].before.place if course.doings.done else None
                self._settles = True
                self._state = State.PAUSED
            case Check(weight):
                self._tell_refusals(partial(self._check, weight))
            case FindRate(stop):
                self._find(stop)
            case Begin(experiment, source):
                self._begin(experiment, source)
            case Resume(folder):
                self._resume(folder)
            case Watch(layer):
                self._layer = min(layer, len(self._trainer.network.thetas))  # another network may have begun since
            case Delay(seconds):
                self._delay = seconds
            case Advise(on):
                self._advises, self._advice = on, ()
            case Break(breakpoints):
                self._trainer.breakpoints = breakpoints
            case LookBack(place):
                self._goal, self._wanted, self._settles = None, place, False
                self._state = State.PAUSED if self._state.busy else self._state
            case Settle(stay):
                self._settle(stay)
            case Turn(branch):
                self._goal = self._wanted = None
                course.settle(stay=False)
                if branch < len(course.branches):
                    course.turn(branch)
                self._state = State.PAUSED
            case Look():
                return True  # nobody waits for it to be counted
            case Close():
                self._goal = None
                course.stop("interrupted")
                return False
        self._obeyed += 1
        return True

    def _run(self, goal: Goal) -> None:
        course = self._course
        if self._state is State.DIVERGED:
            return
        course.settle(stay=False)
        self._hit = None
        if not course.replaying:
            course.timeline.go_on()
        finished = goal in (Goal.END, Goal.UNTIL) and self._trainer.stopped_by and not course.replaying
        self._goal, self._state = (None, State.FINISHED) if finished else (goal, State.TRAINING)
        self._speed_from = (perf_counter(), self._trainer.epoch)

    def _back(self) -> None:
        self._goal = None
        if self._course.stepper.back():
            self._state = self._at_rest()
            return
        if self._state.busy:
            self._state = State.PAUSED
        text = _("no equation to undo: S undoes those that s and b ran since training last ran on")
        self.events.put(Event(text, "information"))

    def _change(self, experiment: Experiment) -> None:
        try:
            before = self._trainer.wanted.training.optimizer
            self._course.change(experiment)
        except InputError as problem:
            self.events.put(Event(str(problem)))
            return
        if experiment.training.optimizer != before:
            text = _("{}: its state starts fresh; the weights stay")
            self.events.put(Event(text.format(experiment.training.optimizer.replace("_", " ")), "information"))
        if self._state is State.DIVERGED:  # a smaller rate may go on from the last finite weights
            self._state = State.PAUSED

    def _at_rest(self) -> State:
        """The state of a training that nobody runs."""
        if self._course.at_start:
            return State.READY
        return State.FINISHED if self._trainer.stopped_by else State.PAUSED

    def _find(self, stop: bool) -> None:
        self._goal = self._wanted = self._finding = None
        self._state = self._at_rest() if self._state.busy else self._state
        self._range_test = None
        if not stop:
            self._course.settle(stay=False)
            self._course.leave_batch()
            from core.finder import Finder

            self._finding = Finder(self._trainer)

    def _go_on_finding(self, finder: "Finder") -> None:
        end = perf_counter() + self.interval / 2
        more = True
        while more and perf_counter() < end:
            more = finder.step()
        self._range_test = finder.result
        if not more:
            self._finding = None
        self._publish()

    def _tell_refusals(self, act: Callable[[], object]) -> None:
        try:
            act()
        except InputError as problem:
            self.events.put(Event(str(problem), "warning"))
        except MemoryError as problem:
            self.events.put(Event(not_enough_memory(problem), "warning"))

    def _do(self, order: Do) -> None:
        course = self._course
        if not order.agreed:
            deed, told = course.would_be(order.act, order.arguments)
            if isinstance(told, Report) and (told.error is not None or order.act == "remove_neuron"):
                self._offer = Offer(f"{deed_told(deed, told)}.", structs.replace(order, agreed=True))
                return
        self._offer = None
        self.events.put(Event(deed_told(*course.carry_out(order.act, order.arguments)), "information"))
        self._layer = min(self._layer, len(self._trainer.network.thetas))

    def _undo(self, now: bool) -> None:
        course = self._course
        self._offer = None
        if course.just_rewound:
            course.turn(0)
            self._after_undoing(_("undone: the rewind"))
            return
        try:
            doing = course.undo_now() if now else course.undo()
        except NotExact as problem:
            text = _("Since then the network has been trained: {}.").format(step_told(problem.doing.step))
            self._offer = Offer(text, None)
            return
        said = _("undone: {}").format(step_told(doing.step)) if doing else _("nothing to undo")
        self._after_undoing(said)

    def _redo(self) -> None:
        doing = self._course.redo()
        self._after_undoing(_("done again: {}").format(step_told(doing.step)) if doing else _("nothing to do again"))

    def _after_undoing(self, said: str) -> None:
        self.events.put(Event(said, "information"))
        self._layer = min(self._layer, len(self._trainer.network.thetas))
        if not self._state.busy:
            self._state = self._at_rest()

    def _check(self, weight: Part) -> None:
        self._course.leave_batch()
        self.events.put(
            Event(
                checked(weight.symbol, check_weight(self._trainer.state(), self._trainer.data, weight)), "information"
            )
        )

    def _settle(self, stay: bool) -> None:
        self._wanted = None
        moved = stay and self._course.place != self._course.present
        self._course.settle(stay)
        if moved:
            self._state = self._at_rest()

    def _begin(self, experiment: Experiment, source: str) -> None:
        before = self._course
        before.stop("interrupted")
        known = before.trainer.data if same_data(before.trainer.experiment, experiment) else None
        try:
            trainer = Trainer(experiment, known)
        except Exception as problem:  # told, and the old training stays
            self.events.put(Event(reason(source or experiment.name, problem)))
            return
        self._take(self._new_course(trainer))
        if source:
            self.events.put(Event(opened=source))

    def _resume(self, folder: RunFolder) -> None:
        if self._course.recorder and self._course.recorder.folder == folder:
            self.events.put(Event(_("this run is open already"), "information"))
            return
        self._course.stop("interrupted")
        from core import resuming

        try:
            lock = resuming.lock(folder)
            try:
                found = resuming.resume(folder, program=__version__)
            except BaseException:
                lock.close()
                raise
        except Exception as problem:  # told, and the old training stays
            self.events.put(Event(reason(str(folder.path), problem)))
            return
        self._take(self._resumed_course(found, lock, folder.path.parent))

    def _resumed_course(self, found: "Resumed", lock: Lock, runs_dir: Path) -> Course:
        for note in found.notes:
            self.events.put(Event(note, "warning"))
        return Course(
            found.trainer, runs_dir, self._tell, resumed=found, lock=lock, saving_changed=self._saving_changed
        )

    def _new_course(self, trainer: Trainer) -> Course:
        return Course(trainer, self._runs_dir, self._tell, saving_changed=self._saving_changed)

    def _take(self, course: Course) -> None:
        """This training instead of the present one."""
        before, trainer = self._course, course.trainer
        before.finish()
        self._left.append(before)
        trainer.breakpoints = before.trainer.breakpoints
        self._course = course
        self._goal, self._wanted, self._hit, self._state = None, None, None, self._at_rest()
        self._layer = min(self._layer, len(trainer.network.thetas))

    def _close(self) -> None:
        for course in (*self._left, self._course):
            if not course.close() and course.recorder is not None:
                self.saved = False
                self.events.put(Event(course.recorder.not_saved))

    def _tell(self, text: str) -> None:
        """What a person must hear, from the thread that saves."""
        self.events.put(Event(text))
        self._wake()

    def _saving_changed(self) -> None:
        """From the thread that saves: the next snapshot says it."""
        self._commands.put(Look())

    def _publish(self) -> None:
        self.snapshot = self._capture()
        self._wake()

    def _measure(self, now: float) -> None:
        since, epoch = self._speed_from
        if now - since >= SPEED_SECONDS or (self._speed == 0 and self._trainer.epoch > epoch and now > since):
            self._speed = (self._trainer.epoch - epoch) / (now - since)
            self._speed_from = (now, self._trainer.epoch)

    def _capture(self) -> Snapshot:
        course, trainer, l = self._course, self._trainer, self._layer
        parameters = trainer.network.parameters
        self._sequence += 1
        if not self._state.busy:
            self._speed = 0.0
        return Snapshot(
            sequence=self._sequence,
            commands=self._obeyed,
            state=self._state,
            experiment=trainer.wanted,
            data=trainer.data,
            sizes=tuple(parameters.sizes),
            activations=tuple(parameters.activations),
            epoch=trainer.epoch,
            batch=trainer.batch,
            batches=trainer.batches,
            stopped_by=trainer.stopped_by,
            problem=self._problem if self._state is State.DIVERGED else "",
            speed=self._speed,
            penalty=trainer.penalty,
            gradient_norm=trainer.gradient_norm,
            history=course.history,
            layer=l,
            theta=parameters.thetas[l - 1].copy(),
            gradient=parameters.views(trainer.gradient)[l - 1].copy(),
            step=-parameters.views(trainer.last_step)[l - 1],
            marks=course.marks,
            frozen=parameters.views(parameters.frozen)[l - 1].copy(),
            offer=self._offer,
            range_test=self._range_test,
            advice=self._advice,
            undoable=step_told(course.doings.done[-1].step) if course.doings.done else "",
            stepping=self._capture_stepping(),
            breakpoints=trainer.breakpoints or BREAKPOINTS,
            hit=self._hit,
            present=course.present,
            looks_back=course.looks_back,
            branches=course.left_behind,
            unsaved=next((recorder.reason for recorder in self._recorders if recorder.reason), ""),
        )

    def _capture_stepping(self) -> Stepping:
        trainer = self._trainer
        if not self._state.busy and trainer.equations is not self._planned:
            self._planned = trainer.equations
            plan = tuple(Planned(one.line, one.number, one.symbol, one.text) for one in self._planned)
            self._plan = Stepping(plan)
        return replace(self._plan, frames=self._course.stepper.frames, cursor=trainer.cursor)


def same_data(before: Experiment, after: Experiment) -> bool:
    """Whether both experiments make the same rows with the same coding of targets."""
    return made_of(before) == made_of(after) and before.network.output == after.network.output
