"""What Dask calls in a worker's process: facts, tables, the job, a request to stop."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from distributed import Worker, get_worker

from core.sweeps.saved.records import RunProgress
from core.sweeps.worker.job import Job, JobResult
from core.sweeps.worker.running_jobs import request_stop, stop_all
from core.sweeps.worker.shipped_tables import ShippedTables, add_table, remove_table
from core.sweeps.worker.worker_facts import WorkerFacts, worker_facts

JobFunction = Callable[[Job, Callable[[RunProgress], object], Path], JobResult]
"""What is done for a job: the second argument takes its progress, the third is a folder for temporary files."""


class WorkerDescription(NamedTuple):
    """A worker as Dask knows it: its name, how many jobs it takes at once, and its facts."""

    name: str
    threads: int
    facts: WorkerFacts


def describe_worker(sweep: str, dask_worker: Worker) -> WorkerDescription:
    """The worker in whose process this is called.

    It stops what it still does for a process of this sweep that was killed: nobody waits for it, and the next one's
    jobs would have to.
    """
    stop_all(sweep)
    return WorkerDescription(worker_name(dask_worker.name), dask_worker.state.nthreads, worker_facts())


def worker_name(name: object) -> str:
    """What people read of a worker's name in Dask, which numbers those of this machine from 0."""
    return str(name + 1 if isinstance(name, int) else name)


def keep_tables(tables: dict[str, ShippedTables]) -> None:
    """Keep tables for jobs that need them."""
    for key, table in tables.items():
        add_table(key, table)


def forget_tables(keys: Iterable[str]) -> None:
    """Forget tables that no job needs any more."""
    for key in keys:
        remove_table(key)


def stop_jobs(sweep: str, runs: Iterable[str]) -> list[str]:
    """Ask the jobs of these runs to stop at their next mini-batch; those that run here."""
    return request_stop(sweep, runs)


def do_job(function: JobFunction, job: Job, topic: str) -> JobResult:
    """Do a job, and tell its progress as events of a topic of Dask."""
    worker = get_worker()

    def report(progress: RunProgress) -> None:
        event: dict[str, Any] = msgspec.to_builtins(progress)
        worker.log_event(topic, event)

    return function(job, report, Path(worker.local_directory))
