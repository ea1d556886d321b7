"""Jobs made of saved runs, and their results written to the runs' folders."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from core.runs.run_folder import RunFolder
from core.support.errors import InputError

from .cluster.dask_calls import Calls
from .saved.sweep_folder import SweepFolder
from .sweep_experiment import SweepExperiment
from .trial_training import RunTraining
from .worker.job import Job, JobResult
from .worker.packed_folder import pack_for_job, unpack
from .worker.worker_facts import own_version

LEAST_SECONDS, MOST_SECONDS = 10.0, 600.0
PART_OF_TIME = 0.1
"""A job trains for a tenth of the time that its run has trained, within these limits: so much is lost with a worker."""
WRITING_THREADS = 4
"""Threads that write results: most of that time the disk is waited for."""


class RunJobs:
    """The run folders of a sweep: read to make jobs, and written with their results. To be closed.

    `calls` get what is to be done on the sweep's thread once a result is written.
    """

    def __init__(
        self, folder: SweepFolder, sweep: SweepExperiment, calls: Calls, tell: Callable[[str], object]
    ) -> None:
        self._folder, self._sweep, self._calls, self._tell = folder, sweep, calls, tell
        self._version = own_version()
        self._writers = ThreadPoolExecutor(WRITING_THREADS, thread_name_prefix="results of jobs")

    def make(self, run: RunTraining, table: str | None, until: int | None) -> Job:
        """The next job of a run, up to the end of the epoch `until`.

        Raises InputError where the saved run can't be used.
        """
        packed = pack_for_job(RunFolder(self._folder.run(run.name)))
        for note in packed.notes:
            self._tell(note)
        return Job(
            version=self._version,
            sweep=self._folder.name,
            trial=run.trial,
            run=run.name,
            experiment=run.experiment,
            objectives=tuple(self._sweep.settings.objective),
            table=table,
            until_epoch=until,
            seconds=min(MOST_SECONDS, max(LEAST_SECONDS, PART_OF_TIME * run.record.seconds)),
            files=packed.files,
        )

    def write_result(self, run: RunTraining, result: JobResult, then: Callable[[InputError | None], object]) -> None:
        """Write the files of a job's result in the background, then have `then` called on the sweep's thread.

        It gets an InputError where they aren't those of a run. The call raises OSError where they can't be written.
        """
        writing = self._writers.submit(unpack, self._folder.run(run.name), result.files)
        writing.add_done_callback(lambda done: self._calls.put(partial(_written, done, then)))

    def close(self) -> None:
        """Wait until all is written."""
        self._writers.shutdown()


def _written(done: "Future[None]", then: Callable[[InputError | None], object]) -> None:
    try:
        done.result()
    except InputError as problem:
        if isinstance(problem.__cause__, OSError):
            raise problem.__cause__ from problem
        then(problem)
    else:
        then(None)
