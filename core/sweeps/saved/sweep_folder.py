"""A sweep's folder, and the names of what is in it.

sweep.toml      the experiment with [sweep] and [sweep.space]
optuna.journal  Optuna's journal, which only the sweep's own process writes: the truth about trials
trials.jsonl    a line for each trial that has ended, derived from the journal
status.json     what goes on now: workers, trainings, importance
trials/         the run folders
requests/       what other programs ask of the sweep: pause, other workers, stop a trial
dask.log        what Dask logs
lock            held by the sweep's own process
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

SWEEP_FILE, OPTUNA_JOURNAL, TRIALS_FILE, STATUS_FILE = "sweep.toml", "optuna.journal", "trials.jsonl", "status.json"
TRIALS, REQUESTS, DASK_LOG, LOCK = "trials", "requests", "dask.log", "lock"
SWEEPS = "sweeps"
"""The folder of all sweeps, in the folder of saved runs."""
RUN_NAME = re.compile(r"trial-\d{4,9}(-seed-\d{1,19})?(-fold-\d{1,4})?", re.ASCII)
"""The names of run folders. Others in files of unknown origin could lead out of the folder."""


@dataclass(frozen=True)
class SweepFolder:
    """The folder of one sweep."""

    path: Path

    @property
    def name(self) -> str:
        """The name of the sweep, such as spiral-2026-11-24-101502."""
        return self.path.name

    @property
    def sweep_file(self) -> Path:
        """The experiment and the space."""
        return self.path / SWEEP_FILE

    @property
    def journal(self) -> Path:
        """Optuna's journal."""
        return self.path / OPTUNA_JOURNAL

    @property
    def trials_file(self) -> Path:
        """A line for each trial that has ended."""
        return self.path / TRIALS_FILE

    @property
    def status_file(self) -> Path:
        """What goes on now."""
        return self.path / STATUS_FILE

    @property
    def trials(self) -> Path:
        """The folder of the run folders."""
        return self.path / TRIALS

    @property
    def requests(self) -> Path:
        """What other programs ask of the sweep."""
        return self.path / REQUESTS

    @property
    def dask_log(self) -> Path:
        """What Dask logs."""
        return self.path / DASK_LOG

    @property
    def lock(self) -> Path:
        """Held by the sweep's own process."""
        return self.path / LOCK

    def run(self, name: str) -> Path:
        """The folder of a run by its name, such as trial-0003-seed-1."""
        return self.trials / name


def run_name(trial: int, suffix: str = "") -> str:
    """The name of a run's folder: of trial 3, trial-0003; with a suffix such as -seed-1 where it has several runs."""
    return f"trial-{trial:04}{suffix}"


def is_sweep_folder(path: str | Path) -> bool:
    """Whether this is the folder of a sweep."""
    return os.path.lexists(os.path.join(path, SWEEP_FILE))


def sweep_at(text: str, runs_dir: Path) -> SweepFolder | None:
    """The sweep with that name in a folder of runs, or that folder; None where there is none."""
    paths = (runs_dir / SWEEPS / text, Path(text)) if text else ()
    return next((SweepFolder(path) for path in paths if is_sweep_folder(path)), None)
