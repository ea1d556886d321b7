"""A sweep in words: its state, what it looks for, how it searches."""

from core.support.i18n import _
from core.sweeps.saved.records import ENDED, INTERRUPTED, PAUSED, PAUSING, READY, RUNNING, Importance, SweepStatus

from .numbers import count


def state_text(state: str) -> str:
    """The state of a sweep in one word."""
    words = {RUNNING: _("running"), PAUSING: _("pausing"), PAUSED: _("paused"), ENDED: _("finished")}
    words |= {READY: _("not begun"), INTERRUPTED: _("interrupted")}
    return words.get(state, state)


def objective_sentence(name: str) -> str:
    """What is looked for, such as `least validation loss`."""
    return {
        "validation_loss": _("least validation loss"),
        "validation_accuracy": _("highest validation accuracy"),
        "validation_balanced_accuracy": _("highest balanced validation accuracy"),
        "validation_r2": _("highest validation R²"),
    }.get(name, name)


def place_text(status: SweepStatus) -> str:
    """Where its workers are: this machine, or the address of their scheduler."""
    return status.where or _("this machine")


def too_few_trials(importance: Importance) -> str:
    """Why it can't be said how much each key matters; empty where it can."""
    if importance.shares:
        return ""
    if not importance.needed:
        return _("There are too few trials yet to say how much each key matters.")
    text = _("importance: {} finished trials are needed, there are {}")
    return text.format(count(importance.needed), count(importance.trials))


def duration_text(seconds: float) -> str:
    """A time in one or two units: `0.8 s`, `42 s`, `3 min`, `2 h 5 min`."""
    if seconds < 9.95:
        return _("{} s").format(f"{max(0.0, seconds):.1f}")
    if seconds < 99.5:
        return _("{} s").format(round(seconds))
    minutes = round(seconds / 60)
    if minutes < 60:
        return _("{} min").format(minutes)
    return _("{} h {} min").format(count(minutes // 60), minutes % 60)
