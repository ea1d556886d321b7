"""The workers of a Dask cluster: looked at, given jobs, missed when they are lost."""

from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError as Cancelled
from concurrent.futures import Future as Outcome
from functools import partial
from itertools import count
from typing import Any
from uuid import uuid4

import msgspec
from distributed import Client, KilledWorker

from core.support.i18n import _
from core.sweeps.saved.records import RunProgress
from core.sweeps.worker.job import Job, JobResult
from core.sweeps.worker.shipped_tables import ShippedTables
from core.sweeps.worker.worker_facts import WorkerFacts, differences, worker_facts

from .assignments import Assignment, KnownWorker, Listener
from .dask_calls import Calls, DaskCalls
from .on_worker import JobFunction, WorkerDescription, describe_worker, do_job, forget_tables, keep_tables, stop_jobs

WORKERS_TOPIC = "all"
"""The topic of Dask under which its scheduler tells of workers that come and go."""
ATTEMPTS = 5
"""How often a worker is asked what it is, before it counts as unusable."""


class SchedulerLost(Exception):
    """The connection to the scheduler has broken."""


class NoWorkerLeft(Exception):
    """All workers have turned out to be unable to do what is needed; the text says why one of them."""


class Workers:
    """The workers of one scheduler, for one sweep. All methods are for the sweep's thread, none of them waits.

    What becomes known is put into `calls`: calls that the sweep's thread has to make.
    """

    def __init__(self, client: Client, sweep: str, function: JobFunction, calls: Calls, listener: Listener) -> None:
        self.known: dict[str, KnownWorker] = {}
        """Those that take jobs, by address."""
        self.unusable: dict[str, str] = {}
        """Why others take none, by address."""
        self._client, self._sweep, self._function = client, sweep, function
        self._calls, self._listener = calls, listener
        self._own = worker_facts()
        self._unchecked: dict[str, int] = {}
        """Addresses of workers that nothing is known of yet, with how often they were asked."""
        self._checking: set[str] = set()
        """Those whose answer is waited for."""
        self._tables: dict[str, ShippedTables] = {}
        self._numbers = count(1)
        self._topic = f"mlp-tui-sweep-{uuid4().hex}"
        self._dask = DaskCalls(client, calls)
        client.subscribe_topic(self._topic, self._on_progress)
        client.subscribe_topic(WORKERS_TOPIC, self._on_event)
        for address in client.scheduler_info(n_workers=-1)["workers"]:
            self._added(address)

    @property
    def settled(self) -> bool:
        """Whether there are workers that take jobs, or all that are there were looked at."""
        return bool(self.known) or not self._unchecked

    @property
    def threads(self) -> int:
        """How many jobs all workers do at once."""
        return sum(worker.description.threads for worker in self.known.values() if not worker.refused)

    @property
    def any_free(self) -> bool:
        """Whether any worker has less to do than it can."""
        return any(worker.free > 0 for worker in self.known.values())

    def check(self) -> None:
        """Look at workers that have come. Raises SchedulerLost where the connection has broken."""
        if self._client.status != "running":
            raise SchedulerLost
        for address in self._unchecked.keys() - self._checking:  # each by itself: one may hang
            self._checking.add(address)
            self._dask.on_workers(
                describe_worker, self._sweep, workers=[address], then=partial(self._described, address)
            )

    def add_table(self, key: str | None, tables: ShippedTables) -> None:
        """Send tables to all workers, those too that come later."""
        if key is not None and key not in self._tables:
            self._tables[key] = tables
            self._send_tables({key: tables}, self.known)

    def has_table(self, key: str | None) -> bool:
        """Whether a table was sent."""
        return key is None or key in self._tables

    @property
    def all_refused(self) -> bool:
        """Whether there are workers, and each has turned out to be unable to do what is needed."""
        return bool(self.known) and not self._unchecked and all(worker.refused for worker in self.known.values())

    def free_worker(self, table: str | None) -> KnownWorker | None:
        """A worker that takes a job which needs this table; None if all have enough to do."""
        ready = (one for one in self.known.values() if one.free > 0 and (table is None or table in one.tables))
        return max(ready, key=lambda one: one.free, default=None)

    def give(self, worker: KnownWorker, job: Job) -> None:
        """Give a job to a worker."""
        future = self._client.submit(
            do_job,
            self._function,
            job,
            self._topic,
            key=f"{self._topic}-{job.run}-{next(self._numbers)}",
            workers=[worker.address],
            pure=False,
        )
        assignment = Assignment(job, future)
        worker.jobs[job.run] = assignment
        self._dask.when_done(
            self._client.gather(future, asynchronous=True), partial(self._came_back, worker, assignment)
        )

    def stop(self, runs: Iterable[str] | None = None) -> None:
        """Ask the jobs of these runs, or of all, to stop at their next mini-batch; they come back as usual."""
        wanted = None if runs is None else set(runs)
        for worker in self.known.values():
            found = [run for run in worker.jobs if wanted is None or run in wanted]
            if found:
                self._dask.on_workers(stop_jobs, self._sweep, found, workers=[worker.address], then=lambda found: None)

    def assignments(self) -> Iterator[tuple[KnownWorker, Job]]:
        """All jobs that workers have, with their workers."""
        for worker in self.known.values():
            for assignment in worker.jobs.values():
                yield worker, assignment.job

    def close(self) -> None:
        """Hear no more of the cluster, and leave nothing behind on its workers."""
        if self._client.status == "running":
            if self._tables and self.known:
                self._client.run(forget_tables, list(self._tables), workers=list(self.known), on_error="ignore")
            for topic in (self._topic, WORKERS_TOPIC):
                self._client.unsubscribe_topic(topic)
        for worker in self.known.values():
            worker.jobs.clear()

    # On Dask's thread.

    def _on_progress(self, event: tuple[float, Any]) -> None:
        self._calls.put(partial(self._progressed, event[1]))

    def _on_event(self, event: tuple[float, Any]) -> None:
        found = event[1]
        if isinstance(found, dict) and isinstance(address := found.get("worker"), str):
            if found.get("action") == "add-worker":
                self._calls.put(partial(self._added, address))
            elif found.get("action") == "remove-worker":
                self._calls.put(partial(self._removed, address))

    # On the sweep's thread.

    def _progressed(self, found: object) -> None:
        try:
            progress = msgspec.convert(found, RunProgress)
        except msgspec.ValidationError:  # a worker isn't trusted
            return
        self._listener.progressed(progress)

    def _added(self, address: str) -> None:
        if address not in self.known:
            self._unchecked.setdefault(address, 0)
            self.unusable.pop(address, None)

    def _removed(self, address: str) -> None:
        self._unchecked.pop(address, None)
        self.unusable.pop(address, None)
        worker = self.known.pop(address, None)
        if worker is not None:
            for assignment in worker.jobs.values():
                self._listener.job_lost(assignment.job, worker.description.name)

    def _described(self, address: str, found: dict[str, Any]) -> None:
        self._checking.discard(address)
        if address not in self._unchecked:  # lost meanwhile
            return
        answer = found.get(address)
        if isinstance(answer, OSError) and self._unchecked[address] < ATTEMPTS:  # it has only just come, or goes
            self._unchecked[address] += 1
            return
        del self._unchecked[address]
        if not isinstance(answer, WorkerDescription):
            self._refuse(address, _no_package(self._own, answer))
        elif (worker := self._usable(address, answer)) is not None:
            self.known[address] = worker
            self._send_tables(self._tables, [address])

    def _usable(self, address: str, description: WorkerDescription) -> KnownWorker | None:
        """A worker that takes jobs; None, with a message, for one with another version of this package."""
        facts = description.facts
        if facts.version != self._own.version:
            text = _("it has mlp-tui {}, and this machine {}; install the same there: {}")
            command = f"pip install 'mlp-tui[sweep]=={self._own.version}'"
            self._refuse(address, text.format(facts.version or "?", self._own.version, command), description.name)
            return None
        note = "; ".join(differences(self._own, facts))
        if note:
            text = _("worker {} on {}: {}; the last digits of its runs may differ")
            self._listener.tell(text.format(description.name, facts.host, note))
        return KnownWorker(address, description, note)

    def _refuse(self, address: str, why: str, name: str = "") -> None:
        self.unusable[address] = why
        self._listener.tell(_("worker {} gets no jobs: {}").format(name or address, why))

    def _send_tables(self, tables: dict[str, ShippedTables], addresses: Iterable[str]) -> None:
        if tables and (receivers := list(addresses)):
            self._dask.on_workers(keep_tables, tables, workers=receivers, then=partial(self._tables_sent, list(tables)))

    def _tables_sent(self, keys: list[str], found: dict[str, Any]) -> None:
        for address, problem in found.items():
            if (worker := self.known.get(address)) is None:
                continue
            if problem is None:
                worker.tables.update(keys)
            elif not isinstance(problem, OSError):  # else it is about to be lost
                self._give_up(worker, _("it can't take the data: {}").format(problem or type(problem).__name__))

    def _give_up(self, worker: KnownWorker, why: str) -> None:
        """Give a worker no more jobs; those that it has may end."""
        if not worker.refused:
            worker.refused = True
            self._refuse(worker.address, why, worker.description.name)

    def _came_back(self, worker: KnownWorker, assignment: Assignment, outcome: "Outcome[Any]") -> None:
        job = assignment.job
        if self.known.get(worker.address) is not worker or worker.jobs.get(job.run) is not assignment:
            return  # lost meanwhile
        del worker.jobs[job.run]
        try:
            result = outcome.result()
        except (Cancelled, KilledWorker) as problem:  # by the scheduler, or by another program that uses it
            if self._client.status != "running":
                raise SchedulerLost from problem
            self._listener.job_lost(job, worker.description.name)
        except Exception as problem:
            self._listener.job_failed(job, problem)
        else:
            if isinstance(result, JobResult) and result.of_worker:
                self._give_up(worker, _("it can't save runs: {}").format(result.problem))
                self._listener.job_refused(job)
            else:
                self._listener.job_done(job, result)


def _no_package(own: WorkerFacts, problem: object) -> str:
    """Why a worker can't be used that can't say what it is."""
    text = _("mlp-tui can't be used there: {}; install it where the worker runs: {}")
    return text.format(problem or type(problem).__name__, f"pip install 'mlp-tui[sweep]=={own.version}'")
