"""Workers looked at before they get jobs: with another version, without the package, on another machine."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from distributed import Client, Worker

from core.sweeps.cluster.assignments import Listener
from core.sweeps.cluster.dask_calls import Calls
from core.sweeps.cluster.on_worker import WorkerDescription, describe_worker, worker_name
from core.sweeps.cluster.workers import ATTEMPTS, SchedulerLost, Workers
from core.sweeps.worker.job import Job, JobResult
from core.sweeps.worker.running_jobs import running_job
from core.sweeps.worker.worker_facts import worker_facts

OWN = worker_facts()
GOOD = WorkerDescription("good", 2, OWN)


HUNG = object()
"""A worker that never answers, as its process is stopped."""


class Told:
    """Who would give jobs: keeps what it is told."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def tell(self, message: str) -> None:
        self.texts.append(message)


class StubClient:
    """As much of Dask's client as looking at workers needs; `answers` is what each worker says of itself."""

    status = "running"

    def __init__(self, loop: asyncio.AbstractEventLoop, answers: dict[str, object]) -> None:
        self.loop, self.answers = SimpleNamespace(asyncio_loop=loop), answers
        self.asked = 0
        self.handlers: dict[str, Callable[[tuple[float, Any]], None]] = {}

    def subscribe_topic(self, topic: str, handler: Callable[[tuple[float, Any]], None]) -> None:
        self.handlers[topic] = handler

    def scheduler_info(self, n_workers: int) -> dict[str, object]:
        return {"workers": self.answers}

    async def run(
        self, function: object, *arguments: object, workers: list[str], **settings: object
    ) -> dict[str, object]:
        self.asked += 1
        with running_job("a-sweep", "trial-0001") as left_over:
            describe_worker(
                cast(str, arguments[0]), cast(Worker, SimpleNamespace(name="one", state=SimpleNamespace(nthreads=1)))
            )
        assert left_over.is_set(), "what a killed process of this sweep has left goes on"
        if HUNG in (found := {address: self.answers[address] for address in workers}).values():
            await asyncio.Event().wait()
        return found


async def end_others() -> None:
    """End what still waits, as for a worker that hangs."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    made = asyncio.new_event_loop()
    thread = threading.Thread(target=made.run_forever)
    thread.start()
    yield made
    asyncio.run_coroutine_threadsafe(end_others(), made).result()
    made.call_soon_threadsafe(made.stop)
    thread.join()
    made.close()


def no_job(job: Job, report: object, folder: object) -> JobResult:
    raise AssertionError(job)


def looked_at(loop: asyncio.AbstractEventLoop, **answers: object) -> tuple[Workers, Told, StubClient]:
    """Workers, after each has said what it is, but for those that hang."""
    told, calls = Told(), Calls()
    client = StubClient(loop, {f"tcp://{name}": answer for name, answer in answers.items()})
    workers = Workers(cast(Client, client), "a-sweep", no_job, calls, cast(Listener, told))
    answering = [name for name, answer in answers.items() if answer is not HUNG]
    while len(workers.known) + len(workers.unusable) < len(answering):
        workers.check()
        calls.get(timeout=60)()
    return workers, told, client


def test_workers_like_this_machine_take_jobs_without_a_word(loop: asyncio.AbstractEventLoop) -> None:
    workers, told, _client = looked_at(loop, one=GOOD)
    assert (list(workers.known), workers.threads, told.texts) == (["tcp://one"], 2, [])


def test_a_worker_of_another_version_takes_none(loop: asyncio.AbstractEventLoop) -> None:
    other = WorkerDescription("other", 1, OWN._replace(version="0.0.1"))
    workers, told, _client = looked_at(loop, one=GOOD, two=other)
    [text] = told.texts
    assert list(workers.known) == ["tcp://one"]
    assert text.startswith(f"worker other gets no jobs: it has mlp-tui 0.0.1, and this machine {OWN.version}")
    assert f"pip install 'mlp-tui[sweep]=={OWN.version}'" in text


def test_a_worker_without_the_package_takes_none(loop: asyncio.AbstractEventLoop) -> None:
    workers, told, _client = looked_at(loop, one=ModuleNotFoundError("No module named 'core'"))
    assert not workers.known
    assert told.texts == [f"worker tcp://one gets no jobs: {workers.unusable['tcp://one']}"]
    assert "No module named 'core'; install it where the worker runs: pip install" in told.texts[0]


def test_another_processor_or_numpy_is_said_and_used(loop: asyncio.AbstractEventLoop) -> None:
    other = WorkerDescription("far", 1, OWN._replace(numpy="1.0", host="far-away"))
    workers, told, _client = looked_at(loop, one=other)
    assert workers.known["tcp://one"].note
    assert told.texts[0].startswith("worker far on far-away: NumPy is 1.0 there")


def test_a_worker_that_does_not_answer_is_asked_again(loop: asyncio.AbstractEventLoop) -> None:
    workers, _told, client = looked_at(loop, one=OSError("not yet"))
    assert client.asked == ATTEMPTS + 1
    assert not workers.known


def test_a_worker_that_hangs_keeps_no_other_one_from_its_jobs(loop: asyncio.AbstractEventLoop) -> None:
    workers, told, _client = looked_at(loop, one=HUNG, two=GOOD)
    assert (list(workers.known), workers.settled, told.texts) == (["tcp://two"], True, [])


def test_a_broken_connection_is_noticed(loop: asyncio.AbstractEventLoop) -> None:
    workers, _told, client = looked_at(loop, one=GOOD)
    client.status = "connecting"
    with pytest.raises(SchedulerLost):
        workers.check()


def test_workers_of_this_machine_count_from_1() -> None:
    assert [worker_name(name) for name in (0, 9, "SLURMCluster-0")] == ["1", "10", "SLURMCluster-0"]
