"""Figures, settings and states of trials in words."""

from core.experiment.experiment import FIELDS
from core.support.i18n import _, pgettext
from core.sweeps.saved.records import DIVERGED, FAILED, FINISHED, PRUNED, TRAINING, TrialRecord, Value
from core.timeline.setting_names import setting_name
from tui_mlp.text.numbers import NOTHING, percent, r2_text, short_figure
from tui_mlp.text.settings_text import value_text


def objective_of(record: TrialRecord, place: int = 0) -> float | None:
    """A trial's objective, the first or that at this place; of one that trains, the best so far. None without one."""
    return record.objectives[place] if place < len(record.objectives) else None


def objective_text(name: str, value: float | None) -> str:
    """An objective in a few cells: an accuracy in percent, R², else a short number."""
    if value is None:
        return NOTHING
    if name.endswith("accuracy"):
        return percent(value)
    return r2_text(value) if name.endswith("r2") else short_figure(value)


def figure_label(name: str) -> str:
    """The name of an objective or of another figure of the validation rows, for a column's head."""
    return {
        "validation_loss": _("loss"),
        "validation_accuracy": _("accuracy"),
        "validation_balanced_accuracy": _("balanced"),
        "validation_r2": "R²",
    }[name]


def key_label(key: str) -> str:
    """A key of the space, short enough for a column's head or an axis."""
    short = {"training.learning_rate": _("rate"), "training.batch_size": _("batch"), "training.l1": _("L1")}
    short |= {"training.l2": _("L2"), "network.initial_scale": _("scale")}
    return short.get(key) or setting_name(key)


def setting_text(key: str, value: Value | None) -> str:
    """The value that a trial has of a key; `–` where the key doesn't apply to it."""
    if value is None:
        return NOTHING
    if key == "network.hidden" and isinstance(value, list):
        return "-".join(map(str, value)) or _("none")
    if isinstance(value, float) and key in FIELDS and FIELDS[key].kind == "float":
        return value_text(key, float(f"{value:.3g}"))
    try:
        return value_text(key, value)
    except (TypeError, ValueError):  # saved by another version with a value of another type
        return str(value)


def state_word(record: TrialRecord) -> str:
    """A trial's state in a word or two."""
    if record.by_hand and record.state == PRUNED:
        return _("stopped")
    words = {TRAINING: pgettext("trial", "training"), FINISHED: pgettext("trial", "finished")}
    words |= {PRUNED: _("pruned"), FAILED: _("failed"), DIVERGED: _("diverged")}
    return words.get(record.state) or _("waiting")
