"""Jobs of sweeps for tests, which workers import: some of them lose their worker."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

from core.sweeps.saved.records import RunProgress
from core.sweeps.worker.job import Job, JobResult
from core.sweeps.worker.run_job import failed, run_job


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


def no_disk_on_one(mark: Path, job: Job, report: Callable[[RunProgress], object], directory: Path) -> JobResult:
    """One of the workers, the first that gets a job, has a full disk; it writes its number into the file `mark`."""
    try:
        with mark.open("x") as file:
            file.write(str(os.getpid()))
    except FileExistsError:
        if mark.read_text() != str(os.getpid()):
            return run_job(job, report, directory)
    return no_disk(job, report, directory)


def no_disk(job: Job, report: Callable[[RunProgress], object], directory: Path) -> JobResult:
    """No worker can write."""
    return failed(job, "no space", of_worker=True)
