"""Saved sweeps: the one that is named, its state, and how many trials it is to have."""

from core.support.i18n import N_
from core.sweeps.saved.records import ENDED, PAUSED, PAUSING, RUNNING
from core.sweeps.saved.sweep_folder import SweepFolder
from core.sweeps.saved.sweep_reader import SavedSweep, find_sweep
from tui_mlp.cli.options import Options

READY, INTERRUPTED = "ready", "interrupted"
"""States of a sweep without a process: before its first trial, and before its last one has ended."""
STATES = {
    RUNNING: N_("running"),
    PAUSING: N_("pausing"),
    PAUSED: N_("paused"),
    ENDED: N_("finished"),
    READY: N_("not begun"),
    INTERRUPTED: N_("interrupted"),
}


def chosen_sweep(text: str, options: Options) -> SweepFolder:
    """The sweep with that name or folder. Raises InputError."""
    return find_sweep(text, options.runs_dir)


def state_of(saved: SavedSweep) -> str:
    """The state of a sweep: one of those of its process, READY or INTERRUPTED."""
    if saved.status is None:
        return RUNNING if saved.is_live else READY
    return saved.status.state if saved.is_live or saved.status.state == ENDED else INTERRUPTED


def wanted_trials(saved: SavedSweep) -> int:
    """How many trials there are to be; 0 where that isn't known yet, as of a grid that hasn't begun."""
    if saved.status is not None and saved.status.trials:
        return saved.status.trials
    settings = saved.sweep.settings
    return 0 if settings.sampler == "grid" else settings.trials
