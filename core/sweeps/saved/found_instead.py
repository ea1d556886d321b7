"""A message for who names a sweep where a run or an experiment is expected."""

from pathlib import Path

from core.support.errors import InputError
from core.support.i18n import _

from .sweep_folder import sweep_at


def refuse_sweep(text: str, runs_dir: Path) -> None:
    """Raises InputError where this is a sweep's folder or name: with the run of its best trial, and what to do."""
    folder = sweep_at(text, runs_dir)
    if folder is None:
        return
    from .ranking import best_run  # here: most commands find no sweep
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
