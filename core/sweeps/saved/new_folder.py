"""Makes the folder of a new sweep."""

from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from core.runs.run_folder import explain_write_errors, name_for_files
from core.support import atomic_files as files
from core.sweeps.sweep_experiment import SweepExperiment

from .sweep_folder import SWEEPS, SweepFolder


def create_sweep_folder(runs_dir: Path, sweep: SweepExperiment) -> SweepFolder:
    """Make a new folder in runs_dir/sweeps, named after the experiment and the time, with sweep.toml in it.

    Raises InputError where that fails.
    """
    name = f"{name_for_files(sweep.experiment.name) or 'sweep'}-{datetime.now():%Y-%m-%d-%H%M%S}"
    sweeps = runs_dir / SWEEPS
    with explain_write_errors(sweeps):
        sweeps.mkdir(parents=True, exist_ok=True)
        for number in count(1):
            path = sweeps / (name if number == 1 else f"{name}-{number}")
            with suppress(FileExistsError):  # another sweep of the same second
                path.mkdir()
                break
    folder = SweepFolder(path)
    with explain_write_errors(path):
        try:
            folder.trials.mkdir()
            folder.requests.mkdir()
            files.write(folder.sweep_file, sweep.dumps().encode("utf-8", "replace"))
        except OSError:  # on a full disk this is repeated: leave no empty folders
            for made in (folder.trials, folder.requests, path):
                with suppress(OSError):
                    made.rmdir()
            raise
    return folder
