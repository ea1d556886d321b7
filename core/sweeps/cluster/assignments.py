"""Workers as the sweep knows them, and the jobs that they have."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from core.sweeps.saved.records import RunProgress
from core.sweeps.worker.job import Job, JobResult

from .on_worker import WorkerDescription

if TYPE_CHECKING:
    from distributed import Future


class Listener(Protocol):
    """Who gives the jobs, and is called on its own thread when something becomes known of them."""

    def job_done(self, job: Job, result: JobResult) -> None:
        """A job came back."""

    def job_failed(self, job: Job, problem: BaseException) -> None:
        """A job raised an exception."""

    def job_lost(self, job: Job, worker: str) -> None:
        """The worker that had a job is gone; another one must do it."""

    def job_refused(self, job: Job) -> None:
        """The worker that had a job can't do it; another one must."""

    def progressed(self, progress: RunProgress) -> None:
        """A run came further."""

    def tell(self, message: str) -> None:
        """A message for people."""


@dataclass(eq=False)
class Assignment:
    """A job that a worker has, with Dask's future of its result: without one, Dask gives the job up."""

    job: Job
    future: "Future[JobResult]"


@dataclass(eq=False)
class KnownWorker:
    """A worker that takes jobs: those that it has, by run, and the keys of the tables that it was sent.

    `leaving`: it is to end, and gets no more. `refused`: it can't do what is needed, gets no more, and stays.
    `note` says in what it differs from this machine.
    """

    address: str
    description: WorkerDescription
    note: str = ""
    jobs: dict[str, Assignment] = field(default_factory=dict)
    tables: set[str] = field(default_factory=set)
    leaving: bool = False
    refused: bool = False

    @property
    def free(self) -> int:
        """How many jobs more it takes."""
        return 0 if self.leaving or self.refused else self.description.threads - len(self.jobs)
