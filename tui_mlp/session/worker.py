"""The thread that trains: it carries out commands between two mini-batches, and shows how it stands by snapshots.

A session of the screen is a `Worker`; what it trains, and how, is its `Task`. Knows no screen.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from enum import Enum
from queue import SimpleQueue
from threading import Thread
from time import perf_counter
from traceback import format_exc
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from msgspec import Struct

from .input_priority import yield_to_ui
from .snapshot import Event, RunState, Severity


class Task(Protocol):
    """What a worker's thread works on. All of it is called on that thread."""

    @property
    def at_work(self) -> bool:
        """Whether there is something to train, till a command says otherwise."""

    def advance(self) -> None:
        """Train on, till what was asked for is done or `Worker.interrupted` says so."""

    def before_snapshot(self, now: float) -> None:
        """Take what is measured from one snapshot to the next while training; `now` is of perf_counter."""

    def capture(self, sequence: int, commands: int) -> Any:
        """How it stands, as a frozen dataclass with these two numbers and a `state` among its fields."""

    def recover(self, problem: MemoryError | OSError, last: Any, closing: bool) -> Any:
        """Stop training for want of memory or disk, with an event, and return the last snapshot in its present state.

        None if there is no going on; raises the problem if it counts as a fault.
        """

    def stop(self) -> None:
        """Stop training for good, and save where it stands."""

    def close(self) -> None:
        """Write what is left to write."""


class Picture(Protocol):
    """What each snapshot has, whatever it is of."""

    @property
    def commands(self) -> int:
        """How many commands of the session had been carried out."""

    @property
    def state(self) -> RunState:
        """What the training did then."""


class Command(Struct, frozen=True):
    """Something to do with a task, on the worker's thread."""

    leads_to: ClassVar[RunState | None] = None
    """The state that shows until it has been carried out; None: it leaves the state as it is."""
    starts: ClassVar[bool] = False
    """Whether it gets its mini-batch, however soon the next command comes."""

    def expected(self, state: RunState) -> RunState:
        """The state that it makes of this one."""
        return self.leads_to or state

    def apply(self, task: Any) -> None:
        """Carry it out, between two mini-batches."""
        raise NotImplementedError


T = TypeVar("T", bound=Task)
C = TypeVar("C", bound=Command)
S = TypeVar("S", bound=Picture)


class Signal(Enum):
    """What the queue holds beside commands."""

    REFRESH = "refresh"
    CLOSE = "close"


class Worker(Generic[T, C, S]):
    """Owns a thread, the queue of its commands, the latest snapshot and the events that must not be missed.

    Subclasses set `task`, then call `start`. `interval` seconds pass from one snapshot to the next while training, and
    may be changed at any time; after a command there is one at once.

    For the thread of the screen: `post`, `state`, `snapshot`, `events`, `attach`, `close`. For the task: `interrupted`,
    `pending`, `publish`. For any thread: `refresh`, `tell`, `tell_at_once`.
    """

    task: T
    """What is trained. Only for the thread of the worker; where there is none, for whoever calls it instead."""
    snapshot: S
    """How it stood last; replaced, never changed."""

    def __init__(self, name: str, interval: float) -> None:
        self.interval = interval
        self.events: SimpleQueue[Event] = SimpleQueue()
        self.next_snapshot = 0.0
        """When the next one is due while training, by perf_counter."""
        self._commands: SimpleQueue[C | Signal] = SimpleQueue()
        self._sent = self._obeyed = self._sequence = 0
        self._expected = RunState.READY
        self._wake: Callable[[], object] = lambda: None
        self._thread = Thread(target=self._work, name=name, daemon=True)

    def start(self) -> None:
        """Take the first snapshot, and let the thread wait for commands."""
        self.snapshot = self._capture()
        self._thread.start()

    # For the thread of the screen

    @property
    def settled(self) -> bool:
        """Whether the snapshot is of after the last command."""
        return self.snapshot.commands == self._sent

    @property
    def state(self) -> RunState:
        """The state as the last key left it: a key's effect never waits for the worker."""
        snapshot = self.snapshot
        return snapshot.state if snapshot.commands == self._sent else self._expected

    @property
    def alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    def attach(self, wake: Callable[[], object]) -> None:
        """Have `wake` called, from the worker's thread, when there is something to see at once."""
        self._wake = wake

    def post(self, command: C) -> None:
        """Have a command carried out between two mini-batches, after those posted before."""
        self._expected = command.expected(self.state)
        self._send(command)

    def close(self, timeout: float = 10.0) -> bool:
        """Stop at the next mini-batch, save, end the thread; whether it ended within so many seconds."""
        self._send(Signal.CLOSE)
        self._thread.join(timeout)
        return not self.alive

    def _send(self, item: C | Signal) -> None:
        self._sent += 1
        self._commands.put(item)

    # For any thread

    def refresh(self) -> None:
        """Have a new snapshot made, when the worker comes to it."""
        self._commands.put(Signal.REFRESH)

    def tell(self, text: str, severity: Severity = "error") -> None:
        """Have the screen show an event, with the next snapshot."""
        self.events.put(Event(text, severity))

    def tell_at_once(self, text: str) -> None:
        """Have the screen show a problem, though nothing trains."""
        self.tell(text)
        self._wake()

    # For the task

    @property
    def pending(self) -> bool:
        """Whether a command waits."""
        return not self._commands.empty()

    def interrupted(self) -> bool:
        """Asked at every mini-batch boundary: lets the screen's thread in, and looks for commands."""
        now = perf_counter()
        yield_to_ui(now)
        if now >= self.next_snapshot:
            self.task.before_snapshot(now)
            self.snapshot = self._capture()
            self.next_snapshot = now + self.interval
        return not self._commands.empty()

    def publish(self) -> None:
        """Show at once how it stands."""
        self.snapshot = self._capture()
        self._wake()

    def _capture(self) -> S:
        self._sequence += 1
        snapshot: S = self.task.capture(self._sequence, self._obeyed)
        return snapshot

    # The thread

    def _work(self) -> None:
        try:
            while self._serve(self._commands.get()):
                pass
            self.task.close()
        except BaseException as fault:  # the screen must hear of it: a dead worker looks like a long epoch
            self.events.put(Event(f"{type(fault).__name__}: {fault}", failed=True, details=format_exc()))
            self.task.stop()
            self.task.close()
            self._wake()

    def _serve(self, item: C | Signal) -> bool:
        """Carry out a command, train till the next one; False after the last. What the system refuses only pauses."""
        obeyed = self._obeyed + (item is not Signal.REFRESH)
        try:
            if not self._carry_out(item):
                return False
            starts = not isinstance(item, Signal) and item.starts
            while self.task.at_work and (starts or self._commands.empty()):
                self.task.advance()
                starts = False
            self.publish()
        except (MemoryError, OSError) as problem:
            last: Any = self.task.recover(problem, self.snapshot, closing=item is Signal.CLOSE)
            if last is None:
                return False
            self._obeyed = obeyed
            self._sequence += 1  # should there be no room for a whole snapshot either, the state shows
            self.snapshot = replace(last, sequence=self._sequence, commands=self._obeyed)
            with suppress(MemoryError):
                self.publish()
            self._wake()
        return True

    def _carry_out(self, item: C | Signal) -> bool:
        """Obey, without training on; False after the last."""
        if item is Signal.CLOSE:
            self.task.stop()
            return False
        if not isinstance(item, Signal):
            item.apply(self.task)
            self._obeyed += 1
        return True
