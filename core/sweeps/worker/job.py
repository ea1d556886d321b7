"""A job: what a worker gets to train a run for a while, and what it returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.experiment.experiment import Experiment
from core.support.i18n import language_in_use
from core.sweeps.saved.records import TRAINING, RunRecord


@dataclass(frozen=True)
class Job:
    """A part of one run's training.

    `version` is that of mlp-tui, for the run's journal; `sweep` tells sweeps on the same workers apart; `run` is the
    name of the run's folder. `table` is the key under which the worker got the rows of the experiment's files, None
    where they are in no file. `objectives` are names of OBJECTIVES. The job ends at the end of epoch `until_epoch`
    (None: there is no such end), after `seconds` of training, when it is asked to stop, or by a stop rule. `files` is
    what `pack_for_job` made of the run so far, empty where it begins. `language` is that of the texts in the result, by
    default that of the process which makes the job.
    """

    version: str
    sweep: str
    trial: int
    run: str
    experiment: Experiment
    objectives: tuple[str, ...]
    table: str | None = None
    until_epoch: int | None = None
    seconds: float = 600.0
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    language: str = field(default_factory=language_in_use)


@dataclass(frozen=True)
class JobResult:
    """How far a job came.

    `record` has the figures of the run so far. `files` are those of its folder that are new or changed, for `unpack`.
    `state` is TRAINING where the run can go on, else FINISHED, DIVERGED or FAILED; `problem` says why for the latter
    two, and where it is the worker's alone, such as a full disk, `of_worker` is true: another worker can do the job.
    `notes` are what a person should read.
    """

    record: RunRecord
    state: str
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    problem: str = ""
    notes: tuple[str, ...] = ()
    of_worker: bool = False

    @property
    def ended(self) -> bool:
        """Whether the run is over."""
        return self.state != TRAINING
