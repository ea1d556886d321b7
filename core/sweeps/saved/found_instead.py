"""A sweep where a run or an experiment was expected: a message with the run of its best trial."""

import os
from pathlib import Path
from typing import NoReturn

from core.support.errors import InputError
from core.support.i18n import _

from .sweep_folder import SWEEP_FILE, SWEEPS, SweepFolder


def sweep_at(text: str, runs_dir: Path) -> SweepFolder | None:
    """The sweep with that folder or name; None where there is none."""
    for path in (Path(text), runs_dir / SWEEPS / text):
        if "\0" not in text and text and os.path.lexists(path / SWEEP_FILE):
            return SweepFolder(path)
    return None


def refuse_sweep(folder: SweepFolder) -> NoReturn:
    """Raises InputError for who takes a sweep for a run: names the run of its best trial, and what to do with it."""
    from .ranking import best_run  # late: most commands find no sweep
    from .sweep_reader import SweepReader

    run = best_run(SweepReader(folder).refresh())
    if run is None:
        message = _(
            "{0}: found a sweep, expected a run or an experiment; no trial of it has ended yet; "
            "`mlp-tui sweep resume {0}` goes on with it, `mlp-tui open {0}` shows it"
        )
        raise InputError(message.format(folder.path))
    message = _(
        "{0}: found a sweep, expected a run or an experiment; the run of its best trial is {1}; "
        "`mlp-tui sweep resume {0}` goes on with the sweep, `mlp-tui open {0}` shows it"
    )
    raise InputError(message.format(folder.path, run))
