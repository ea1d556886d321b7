"""Running mini-batches: by equation, one at a time or in blocks, up to a breakpoint."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from time import perf_counter

import numpy as np

from core.data.dataset import Data
from core.equations import Equation
from core.experiment.experiment import Experiment
from core.program import NotFinite, Program
from core.support.blas_threads import use_threads

from .divergence import Diverged
from .history import History
from .learner import Learner
from .stopping.breakpoint_monitor import BreakpointMonitor
from .stopping.breakpoints import Breakpoint, Hit

Interrupted = Callable[[], bool]
"""Called after each mini-batch; True stops the training there."""


class Running:
    """Context of running mini-batches: sets BLAS threads, measures time, silences NumPy's overflow warnings.

    A class, because a generator would cost a small network 3 % of an epoch.
    """

    __slots__ = ("errors", "trainer")

    def __init__(self, trainer: "MinibatchTrainer") -> None:
        self.trainer, self.errors = trainer, np.errstate(all="ignore")

    def __enter__(self) -> None:
        use_threads(self.trainer.experiment.training.threads)
        self.errors.__enter__()
        self.trainer._started = perf_counter()

    def __exit__(self, *problem: object) -> None:
        self.trainer._elapsed += perf_counter() - self.trainer._started
        self.errors.__exit__(None, None, None)


class MinibatchTrainer(Learner, ABC):
    """Runs the mini-batches of a learner and stops at breakpoints. A subclass decides what follows an epoch.

    The mini-batches of a small network run together and are checked once afterwards. If a value isn't finite, they are
    rolled back and run again, each checked before its update.
    """

    history: History
    """One row an epoch."""

    def __init__(self, experiment: Experiment, data: Data) -> None:
        super().__init__(experiment, data)
        self._cursor = 0
        self._elapsed = self._started = 0.0
        self._breakpoints: tuple[Breakpoint, ...] = ()
        self._monitor: BreakpointMonitor | None = None
        self._hit: Hit | None = None

    @abstractmethod
    def _end_epoch(self) -> None:
        """Called after the last mini-batch of an epoch, to begin the next epoch."""

    @abstractmethod
    def _apply_change(self) -> None:
        """Called after a mini-batch that was run on its own, to apply pending changes."""

    @abstractmethod
    def _diverged(self, program: Program) -> Diverged:
        """The error to raise for a mini-batch that failed in this program."""

    @property
    def cursor(self) -> int:
        """The index in `equations` of the next equation to run; 0 between two mini-batches."""
        return self._cursor

    # Breakpoints

    @property
    def breakpoints(self) -> tuple[Breakpoint, ...]:
        """The breakpoints. A new one hits as soon as its condition holds; one that stays, when it begins to hold."""
        return self._breakpoints

    @breakpoints.setter
    def breakpoints(self, breakpoints: Sequence[Breakpoint]) -> None:
        self._breakpoints = tuple(breakpoints)
        held = self._monitor.held if self._monitor else {}
        on = any(one.on for one in breakpoints)
        self._monitor = BreakpointMonitor(breakpoints, held, self, self._epoch, self._shared) if on else None

    @property
    def has_hit(self) -> bool:
        """Whether a breakpoint has hit and `take_hit` hasn't been called since."""
        return self._hit is not None

    def take_hit(self) -> Hit | None:
        """The hit since `run` or `run_epoch` last began, returned once; None if there is none."""
        hit, self._hit = self._hit, None
        return hit

    # Training

    def run_batch(self) -> None:
        """Train to the end of this mini-batch. Raises Diverged."""
        with Running(self):
            self._run_batch()

    def run_equation(self, on_equation: Callable[[Equation], object] | None = None) -> Equation:
        """Run the next equation; `on_equation` is called with it before the mini-batch can end. Raises Diverged."""
        with Running(self):
            program, monitor = self.program, self._monitor
            if monitor is not None and not self._cursor:
                monitor.begin_batch(program)
            try:
                equation = program.step(self._cursor)
            except NotFinite as problem:
                self._cursor = 0
                raise self._diverged(program) from problem
            if on_equation is not None:
                on_equation(equation)
            if monitor is not None:
                monitor.check_equation(equation)
                self._hit = monitor.take_hit() or self._hit
            self._cursor += 1
            if self._cursor == len(program.equations):
                self._end_batch(program)
            return equation

    # Many mini-batches

    def _run_block(self, interrupted: Interrupted | None) -> bool:
        """Run the gathered mini-batches, at least one; False if `interrupted` or a breakpoint stopped them."""
        if self._cursor:
            self._run_batch()
            return not self._hit and (interrupted is None or not interrupted())
        epoch = self._epoch
        programs: Sequence[Program] = epoch.gathered[epoch.done :] or epoch.gather()
        together = epoch.runs_together and len(programs) > 1
        go_on = (self._run_together if together else self._run_guarded)(programs, interrupted)
        self._settle()
        return go_on and not self._hit

    def _run_together(self, programs: Sequence[Program], interrupted: Interrupted | None) -> bool:
        """Run mini-batches and check afterwards; if a value isn't finite, roll back and run them guarded."""
        epoch, monitor, go_on = self._epoch, self._monitor, True
        check = monitor.check_batch if monitor is not None and monitor.checks_batches else None
        first, held = epoch.done, monitor.held if monitor is not None else {}
        epoch.rollback.save(dropout=programs[0].has_dropout)
        for program in programs:
            program.run_unguarded(self._shared)
            epoch.done += 1
            if (check is not None and check(program)) or (interrupted is not None and interrupted()):
                go_on = False
                break
        if epoch.finite(first):
            return go_on
        if monitor is not None:
            monitor.roll_back(held)
        return self._run_guarded(epoch.roll_back(first), None) and go_on

    def _run_guarded(self, programs: Sequence[Program], interrupted: Interrupted | None) -> bool:
        """Run mini-batches, each checked before its update. Raises Diverged."""
        epoch, monitor = self._epoch, self._monitor
        for program in programs:
            if monitor is not None:
                monitor.begin_batch(program)
            try:
                program.run()
            except NotFinite as problem:
                self._fail(program, problem)
                return False
            epoch.done += 1
            if monitor is not None and monitor.checks_batches and monitor.check_batch(program):
                return False
            if interrupted is not None and interrupted():
                return False
        return True

    # One mini-batch

    def _run_batch(self) -> None:
        """Run the remaining equations of the present or next mini-batch. Raises Diverged."""
        program, monitor = self.program, self._monitor
        if monitor is not None and not self._cursor:
            monitor.begin_batch(program)
        try:
            for cursor in range(self._cursor, len(program.equations)):
                program.step(cursor)
        except NotFinite as problem:
            self._cursor = 0
            self._fail(program, problem)
            self._leave_batch()
        else:
            self._end_batch(program)

    def _end_batch(self, program: Program) -> None:
        self._cursor = 0
        self._epoch.done += 1
        if self._monitor is not None and self._monitor.checks_batches:
            self._monitor.check_batch(program)
        self._leave_batch()

    def _leave_batch(self) -> None:
        self._settle()
        self._apply_change()

    def _fail(self, program: Program, problem: NotFinite) -> None:
        """Raises Diverged for the mini-batch of this program, unless a breakpoint stops before it."""
        if self._monitor is None or not self._monitor.check_diverged(program):
            raise self._diverged(program) from problem

    def _settle(self) -> None:
        """If all gathered mini-batches are done, add up their losses; if all examples are, end the epoch."""
        if self._epoch.done == len(self._epoch.gathered):
            self._epoch.settle()
            if self._epoch.finished:
                self._end_epoch()
        if self._monitor is not None:
            self._hit = self._monitor.take_hit() or self._hit
