"""Jobs made of the runs at home, and runs that come home from jobs."""

from core.runs.run_folder import RunFolder
from core.support.errors import InputError

from .saved.sweep_folder import SweepFolder
from .sweep_experiment import SweepExperiment
from .trial_training import RunTraining
from .worker.job import Job, JobResult
from .worker.packed_folder import PackedRun, pack_for_job, unpack
from .worker.worker_facts import own_version

LEAST_SECONDS, MOST_SECONDS = 10.0, 600.0
PART_OF_TIME = 0.1
"""A job trains for a tenth of the time that its run has trained, within these limits: so much is lost with a worker."""


def make_job(
    folder: SweepFolder, sweep: SweepExperiment, run: RunTraining, table: str | None, until: int | None
) -> tuple[Job, PackedRun]:
    """The next job of a run, and what it brings along. Raises InputError where the run at home can't be used."""
    packed = pack_for_job(RunFolder(folder.run(run.name)))
    job = Job(
        version=own_version(),
        sweep=folder.name,
        trial=run.trial,
        run=run.name,
        experiment=run.experiment,
        objectives=tuple(sweep.settings.objective),
        table=table,
        until_epoch=until,
        seconds=min(MOST_SECONDS, max(LEAST_SECONDS, PART_OF_TIME * run.record.seconds)),
        files=packed.files,
    )
    return job, packed


def bring_home(folder: SweepFolder, run: RunTraining, result: JobResult) -> None:
    """Write the files of a job's result. Raises OSError where the disk is full, InputError for files of no run."""
    try:
        unpack(folder.run(run.name), result.files)
    except InputError as problem:
        if isinstance(problem.__cause__, OSError):
            raise problem.__cause__ from problem
        raise
