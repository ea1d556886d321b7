"""Jobs of sweeps for tests, which workers import: some of them lose their worker."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

from core.sweeps.saved.records import RunProgress
from core.sweeps.worker.job import Job, JobResult
from core.sweeps.worker.run_job import run_job


def killed_once(mark: Path, job: Job, report: Callable[[RunProgress], object], directory: Path) -> JobResult:
    """The first worker that goes on with trial 2 is killed in the middle of its training; it makes the file `mark`."""

    def kill_at_half(progress: RunProgress) -> None:
        if job.trial == 2 and job.files and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        report(progress)

    return run_job(job, kill_at_half, directory)


def raises(job: Job, report: Callable[[RunProgress], object], directory: Path) -> JobResult:
    """No job should."""
    if job.trial == 2:
        raise ZeroDivisionError("of a test")
    return run_job(job, report, directory)


def without_file(job: Job, report: Callable[[RunProgress], object], directory: Path) -> JobResult:
    """The worker has no file of the data."""
    Path(job.experiment.data.source).unlink(missing_ok=True)
    return run_job(job, report, directory)
