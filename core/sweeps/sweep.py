"""A sweep: its trials are asked of Optuna, trained by Dask's workers, and told to Optuna."""

from collections.abc import Callable
from pathlib import Path

from .cluster.cluster import Cluster
from .saved.records import SweepStatus, TrialRecord
from .saved.sweep_folder import SweepFolder
from .sweep_experiment import SweepExperiment


class Sweep:
    """One process's work on a sweep, from its start or from where it was interrupted.

    `tell` gets messages for people, `on_trial` each trial when it ends, `on_status` what goes on, at most twice a
    second. `cluster` has been entered, not started.
    """

    def __init__(
        self,
        folder: SweepFolder,
        sweep: SweepExperiment,
        cluster: Cluster,
        tell: Callable[[str], object],
        on_trial: Callable[[TrialRecord], object] = lambda record: None,
        on_status: Callable[[SweepStatus], object] = lambda status: None,
    ) -> None: ...

    def run(self, interrupted: Callable[[], bool] = lambda: False) -> SweepStatus:
        """Train until all trials have ended or `interrupted()` is true.

        Returns the last status: its state is ENDED, or INTERRUPTED where the sweep can be resumed; `problem` says why
        where nobody asked for that, as when the scheduler was lost. Raises InputError where another process has the
        sweep, no worker can be used, or its files can't be read.
        """
        raise NotImplementedError


def create_sweep(runs_dir: Path, sweep: SweepExperiment) -> SweepFolder:
    """Make the folder of a new sweep in the folder of saved runs. Raises InputError where that fails."""
    raise NotImplementedError
