"""The loop of a worker's thread, on a task that only counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from queue import SimpleQueue
from typing import ClassVar

import pytest
from sessions import wait

from tui_mlp.session.snapshot import RunState
from tui_mlp.session.worker import Command, Worker


@dataclass(frozen=True)
class Count:
    sequence: int
    commands: int
    state: RunState
    trained: int


CountWorker = Worker["Counting", Command, Count]


class Counting:
    """Is at work while `left` is above 0."""

    def __init__(self, worker: "CountWorker") -> None:
        self.worker = worker
        self.state, self.trained, self.left = RunState.READY, 0, 0
        self.refuses = ""
        self.closed: list[str] = []

    @property
    def has_work(self) -> bool:
        return self.left > 0

    def advance(self) -> None:
        if self.refuses:
            raise {"memory": MemoryError, "disk": OSError, "fault": ZeroDivisionError}[self.refuses](self.refuses)
        self.left -= 1
        self.trained += 1

    def before_snapshot(self, now: float) -> None:
        pass

    def capture(self, sequence: int, commands: int) -> Count:
        return Count(sequence, commands, self.state, self.trained)

    def recover(self, problem: Exception, last: Count, closing: bool) -> Count | None:
        self.worker.tell(str(problem))
        self.left, self.state = 0, RunState.PAUSED
        return None if self.refuses == "disk" else last

    def stop(self) -> None:
        self.closed.append("stopped")

    def close(self) -> None:
        self.closed.append("closed")


class Work(Command, frozen=True):
    runs_a_batch: ClassVar[bool] = True
    leads_to: ClassVar[RunState | None] = RunState.TRAINING
    times: int

    def apply(self, task: Counting) -> None:
        task.left = self.times


class Refuse(Command, frozen=True):
    what: str

    def apply(self, task: Counting) -> None:
        task.refuses = self.what


@pytest.fixture
def worker() -> Iterator[CountWorker]:
    worker: CountWorker = Worker("counting", 0.0)
    worker.task = Counting(worker)
    worker.start()
    yield worker
    assert worker.close()


def test_commands_are_carried_out_in_order_and_each_that_starts_gets_its_turn(worker: CountWorker) -> None:
    for _ in range(5):
        worker.post(Work(10**9))
    worker.post(Work(3))
    wait(lambda: worker.up_to_date)
    trained = worker.snapshot.trained
    assert trained >= 5 + 3
    assert worker.snapshot.commands == 6
    assert worker.state is RunState.READY, "what the task says, not what the commands led to expect"


def test_a_refresh_is_a_snapshot_more_and_no_command(worker: CountWorker) -> None:
    woken: SimpleQueue[Count] = SimpleQueue()
    worker.attach(lambda: woken.put(worker.snapshot))
    worker.refresh()
    assert woken.get(timeout=20).sequence == 2
    assert worker.up_to_date


def test_want_of_memory_pauses_and_the_thread_goes_on(worker: CountWorker) -> None:
    worker.post(Refuse("memory"))
    worker.post(Work(3))
    wait(lambda: worker.up_to_date)
    assert worker.events.get(timeout=20).text == "memory"
    assert worker.state is RunState.PAUSED
    worker.post(Refuse(""))
    worker.post(Work(3))
    wait(lambda: worker.up_to_date and worker.snapshot.trained == 3)
    assert worker.task.closed == []


def test_what_a_task_does_not_recover_from_ends_the_thread_in_order(worker: CountWorker) -> None:
    worker.post(Refuse("disk"))
    worker.post(Work(3))
    wait(lambda: not worker.alive)
    assert worker.task.closed == ["closed"]


def test_a_fault_is_an_event_with_its_place_and_what_was_trained_is_saved(worker: CountWorker) -> None:
    worker.post(Refuse("fault"))
    worker.post(Work(3))
    wait(lambda: not worker.alive)
    event = worker.events.get(timeout=20)
    assert event.failed
    assert event.text == "ZeroDivisionError: fault"
    assert "in advance" in event.details
    assert worker.task.closed == ["stopped", "closed"]
