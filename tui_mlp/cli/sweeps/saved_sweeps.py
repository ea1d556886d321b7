"""Saved sweeps: the one that is named, its state, and its best trials."""

from pathlib import Path

from core.support.i18n import N_
from core.sweeps.saved.records import ENDED, PAUSED, PAUSING, RUNNING, TrialRecord
from core.sweeps.saved.sweep_folder import SweepFolder
from core.sweeps.saved.sweep_reader import SavedSweep, find_sweep
from tui_mlp.cli.options import Options

from .trial_lines import best_first

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


def best_trials(saved: SavedSweep) -> list[TrialRecord]:
    """The best trials that have ended: one, or of several objectives those of the Pareto front; at first none."""
    if saved.status is not None and saved.status.best:
        return [one for one in saved.ended if one.trial in saved.status.best]
    return best_first(saved.ended, saved.sweep.settings.objective)[:1]


def best_run(saved: SavedSweep) -> Path | None:
    """The folder of the first run of the best trial; None before there is one."""
    found = next((one.runs[0].run for one in best_trials(saved) if one.runs), None)
    return None if found is None else saved.folder.run(found)


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
