"""The training thread: carries out commands and publishes snapshots.

Commands are carried out between two mini-batches. A session is a `Worker`; what it trains, and how, is its `Task`.
Imports nothing of Textual.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from enum import Enum
from queue import SimpleQueue
from threading import Event as Flag
from threading import Thread
from time import perf_counter
from traceback import format_exc
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from msgspec import Struct

from .input_priority import yield_to_ui
from .snapshot import Event, RunState, Severity


class Task(Protocol):
    """What a worker trains. Everything here is called on the worker's thread."""

    @property
    def has_work(self) -> bool:
        """Whether there is something to train."""

    def advance(self) -> None:
        """Train until the goal is reached or `Worker.interrupted` returns True."""

    def before_snapshot(self, now: float) -> None:
        """Called before each snapshot while training, to measure the speed and such; `now` is from perf_counter."""

    def capture(self, sequence: int, commands: int) -> Any:
        """Take a snapshot: a frozen dataclass with these two numbers and a `state` among its fields."""

    def recover(self, problem: MemoryError | OSError, last: Any, closing: bool) -> Any:
        """Stop training after a lack of memory or a refusal of the system, and report it as an event.

        Returns `last` with the present state, or None if the thread must end. Raises the problem if it is a fault.
        """

    def stop(self) -> None:
        """Stop training for good, and save."""

    def close(self) -> None:
        """Wait until everything is written."""


class SnapshotProtocol(Protocol):
    """What the snapshots of every worker have."""

    @property
    def commands(self) -> int:
        """How many commands had been carried out."""

    @property
    def state(self) -> RunState:
        """What the training was doing."""


class Command(Struct, frozen=True):
    """A command to a task, carried out on the worker's thread."""

    leads_to: ClassVar[RunState | None] = None
    """The state that is shown until it has been carried out; None: the state stays."""
    runs_a_batch: ClassVar[bool] = False
    """Whether at least one mini-batch is trained after it, even if the next command is already waiting."""

    def state_after(self, state: RunState) -> RunState:
        """The state to show until it has been carried out, where `state` is shown now."""
        return self.leads_to or state

    def apply(self, task: Any) -> None:
        """Carry it out, between two mini-batches."""
        raise NotImplementedError


T = TypeVar("T", bound=Task)
C = TypeVar("C", bound=Command)
S = TypeVar("S", bound=SnapshotProtocol)


class Signal(Enum):
    """What the queue holds besides commands."""

    REFRESH = "refresh"
    CLOSE = "close"


class Worker(Generic[T, C, S]):
    """Owns a thread, its queue of commands, the latest snapshot, and the queue of events.

    Subclasses set `task`, then call `start`. `interval` is the time from one snapshot to the next while training, in
    seconds; it may be changed at any time. After a command a snapshot is taken at once.

    For the screen's thread: `post`, `state`, `snapshot`, `events`, `attach`, `close`. For the task: `interrupted`,
    `pending`, `wait`, `clock`, `publish`. For any thread: `refresh`, `tell`, `tell_at_once`.
    """

    task: T
    """Used on the worker's thread only; without a thread, by the caller."""
    snapshot: S
    """The latest snapshot; replaced, never changed."""

    def __init__(self, name: str, interval: float) -> None:
        self.interval = interval
        self.events: SimpleQueue[Event] = SimpleQueue()
        self.next_snapshot = 0.0
        """When the next snapshot is due while training, by perf_counter."""
        self._commands: SimpleQueue[C | Signal] = SimpleQueue()
        self._posted = Flag()
        """Set whenever something is put into the queue, for `block`."""
        self._sent = self._carried_out = self._sequence = 0
        self._posted_state = RunState.READY
        self._wake: Callable[[], object] = lambda: None
        self._thread = Thread(target=self._work, name=name, daemon=True)

    def start(self) -> None:
        """Take the first snapshot and start the thread."""
        self.snapshot = self._capture()
        self._thread.start()

    # For the screen's thread

    @property
    def up_to_date(self) -> bool:
        """Whether the snapshot was taken after the last command."""
        return self.snapshot.commands == self._sent

    @property
    def state(self) -> RunState:
        """The state after all posted commands, so that the effect of a key shows before the worker carries it out."""
        snapshot = self.snapshot
        return snapshot.state if snapshot.commands == self._sent else self._posted_state

    @property
    def alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    def attach(self, wake: Callable[[], object]) -> None:
        """Have `wake` called, on the worker's thread, when there is something to show at once."""
        self._wake = wake

    def post(self, command: C) -> None:
        """Queue a command. It is carried out between two mini-batches, after those posted before."""
        self._posted_state = command.state_after(self.state)
        self._send(command)

    def close(self, timeout: float = 10.0) -> bool:
        """Stop at the next mini-batch, save and end the thread; whether it ended within `timeout` seconds."""
        self._send(Signal.CLOSE)
        self._thread.join(timeout)
        return not self.alive

    def _send(self, item: C | Signal) -> None:
        self._sent += 1
        self._put(item)

    def _put(self, item: C | Signal) -> None:
        self._commands.put(item)
        self._posted.set()

    # For any thread

    def refresh(self) -> None:
        """Request a new snapshot."""
        self._put(Signal.REFRESH)

    def tell(self, text: str, severity: Severity = "error") -> None:
        """Queue an event, which the screen shows with the next snapshot."""
        self.events.put(Event(text, severity))

    def tell_at_once(self, text: str, severity: Severity = "error") -> None:
        """Queue an event and wake the screen, also when nothing is being trained."""
        self.tell(text, severity)
        self._wake()

    # For the task

    @property
    def pending(self) -> bool:
        """Whether a command is waiting."""
        return not self._commands.empty()

    def interrupted(self) -> bool:
        """Whether a command is waiting. To be called at every mini-batch boundary.

        Yields to the screen's thread if a key was pressed, and takes a snapshot if one is due.
        """
        now = self.clock()
        yield_to_ui(now)
        if now >= self.next_snapshot:
            self.task.before_snapshot(now)
            self.snapshot = self._capture()
            self.next_snapshot = now + self.interval
        return not self._commands.empty()

    def clock(self) -> float:
        """The time in seconds, by which snapshots are due and a training keeps its pace."""
        return perf_counter()

    def wait(self, seconds: float) -> None:
        """Wait until a command is posted, at most this long.

        A snapshot that would be due meanwhile is taken first, and one after a command: nothing is trained until then.
        """
        now = self.clock()
        end = now + seconds
        due = end >= self.next_snapshot
        if due or self.snapshot.commands != self._carried_out:
            self.task.before_snapshot(now)
            self.publish()
        if due:
            self.next_snapshot = max(self.next_snapshot, now) + self.interval
        self.block(end - self.clock())

    def block(self, seconds: float) -> None:
        """Block until a command is posted, at most this long, without using the processor."""
        self._posted.clear()
        if seconds > 0 and self._commands.empty():  # checked after clearing, so that no command is overlooked
            self._posted.wait(seconds)

    def publish(self) -> None:
        """Take a snapshot and wake the screen."""
        self.snapshot = self._capture()
        self._wake()

    def publish_commands(self) -> None:
        """Take a snapshot and wake the screen, if a command has been carried out since the last one."""
        if self.snapshot.commands != self._carried_out:
            self.publish()

    def _capture(self) -> S:
        self._sequence += 1
        snapshot: S = self.task.capture(self._sequence, self._carried_out)
        return snapshot

    # The thread

    def _work(self) -> None:
        try:
            while self._serve(self._commands.get()):
                pass
            self.task.close()
        except BaseException as fault:  # the screen must know: a dead worker looks like a long epoch
            self.events.put(Event(f"{type(fault).__name__}: {fault}", failed=True, details=format_exc()))
            self.task.stop()
            self.task.close()
            self._wake()

    def _serve(self, item: C | Signal) -> bool:
        """Carry out a command, then train until the next one; False after the last.

        A lack of memory, or a refusal of the system, only pauses training.
        """
        carried_out = self._carried_out + (item is not Signal.REFRESH)
        try:
            if not self._carry_out(item):
                return False
            runs_a_batch = not isinstance(item, Signal) and item.runs_a_batch
            while self.task.has_work and (runs_a_batch or self._commands.empty()):
                self.task.advance()
                runs_a_batch = False
            self.publish()
        except (MemoryError, OSError) as problem:
            last: Any = self.task.recover(problem, self.snapshot, closing=item is Signal.CLOSE)
            if last is None:
                return False
            self._carried_out = carried_out
            self._sequence += 1  # should a whole snapshot not fit in memory either, the new state is shown
            self.snapshot = replace(last, sequence=self._sequence, commands=self._carried_out)
            with suppress(MemoryError):
                self.publish()
            self._wake()
        return True

    def _carry_out(self, item: C | Signal) -> bool:
        """Carry out a command without training; False after the last."""
        if item is Signal.CLOSE:
            self.task.stop()
            return False
        if not isinstance(item, Signal):
            item.apply(self.task)
            self._carried_out += 1
        return True
