"""Jobs of a sweep run one after the other, each as if on a worker of its own."""

import pickle
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from core import Trainer
from core.experiment.experiment import Experiment
from core.runs.run_folder import RunFolder
from core.sweeps.worker.job import Job, JobResult
from core.sweeps.worker.packed_folder import pack_for_job, unpack
from core.sweeps.worker.run_job import run_job


def a_job(experiment: Experiment, *objectives: str, table: str | None = None) -> Job:
    """The first job of a run, to its end."""
    names = objectives or ("validation_loss",)
    return Job("test", "sweep", 1, "trial-0001", experiment, names, table=table)


def in_pieces(home: Path, job: Job, untils: Iterable[int | None]) -> JobResult:
    """Run a job for each of these epochs: only what can be pickled goes there, only files come back."""
    result: JobResult | None = None
    for until in untils:
        packed = pack_for_job(RunFolder(home))
        assert not packed.notes
        sent: Job = pickle.loads(pickle.dumps(replace(job, until_epoch=until, files=packed.files)))
        result = pickle.loads(pickle.dumps(run_job(sent)))
        assert result is not None
        unpack(home, result.files)
    assert result is not None
    return result


def trained(experiment: Experiment) -> Trainer:
    """The training of an experiment that nobody interrupts."""
    trainer = Trainer(experiment)
    trainer.run()
    return trainer
