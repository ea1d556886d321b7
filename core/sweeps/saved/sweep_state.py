"""In which state a saved sweep is, and how many trials it is to have."""

from core.experiment.sweep_settings import SweepSettings

from .records import ENDED, INTERRUPTED, READY, RUNNING, SweepStatus


def sweep_state(status: SweepStatus | None, is_live: bool) -> str:
    """The state of a sweep with this last status, None before its first; `is_live`: a process works on it now."""
    if status is None:
        return RUNNING if is_live else READY
    return status.state if is_live or status.state == ENDED else INTERRUPTED


def wanted_trials(status: SweepStatus | None, settings: SweepSettings) -> int:
    """How many trials there are to be; 0 where that isn't known, as for a grid that hasn't begun."""
    if status is not None and status.trials:
        return status.trials
    return 0 if settings.sampler == "grid" else settings.trials
