"""Running a job, with the bits of a training that never stopped."""

from pathlib import Path
from tempfile import TemporaryDirectory

from core.runs.run_folder import OBJECTIVES
from core.support.atomic_files import unsynced
from core.support.errors import InputError
from core.support.i18n import _, use_language
from core.support.memory import not_enough_memory
from core.sweeps.saved.records import FAILED, RunProgress

from .job import Job, JobResult
from .job_training import JobTraining, Report
from .run_figures import new_record, parsed_figures
from .running_jobs import running_job
from .same_threads import same_threads


def run_job(job: Job, report: Report | None = None, directory: Path | None = None) -> JobResult:
    """Train a run as the job says. `report` gets its progress, at most twice a second, on this thread.

    The run's folder is a temporary one in `directory`, by default that of the system. What can be expected to go wrong
    is in the result: unusable data, a full disk, too little memory, divergence. Several threads may call this at once.
    """
    use_language(job.language)
    with running_job(job.sweep, job.run) as stop, same_threads.keeping(job.experiment.training.threads):
        try:
            temporary = TemporaryDirectory(prefix="mlp-tui-", dir=directory, ignore_cleanup_errors=True)
            with temporary as temporary_folder, unsynced(Path(temporary_folder)):
                return JobTraining(job, Path(temporary_folder), stop.is_set, report or _say_nothing).run()
        except InputError as problem:
            return failed(job, str(problem), of_worker=isinstance(problem.__cause__, OSError))
        except MemoryError as problem:
            return failed(job, not_enough_memory(problem))
        except OSError as problem:
            text = _("{}: the worker can't write there: {}")
            place = problem.filename or directory or ""
            return failed(job, text.format(place, problem.strerror or problem), of_worker=True)


def failed(job: Job, problem: str, of_worker: bool = False) -> JobResult:
    """The result of a job that could not be run, as in JobResult; its run stays as it was."""
    figures = parsed_figures(job.files.get(OBJECTIVES, b""))
    record = figures.last.record if figures else new_record(job)
    return JobResult(record, FAILED, problem=problem, of_worker=of_worker)


def _say_nothing(_progress: RunProgress) -> None:
    """For a job whose progress nobody wants to know."""
