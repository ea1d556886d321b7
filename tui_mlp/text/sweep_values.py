"""Values of the keys of a sweep's space, and of its objectives, as tables and plots show them."""

from core.support.i18n import _, translated
from core.sweeps.objectives import OBJECTIVES

from .numbers import figure_text
from .settings_text import value_text


def space_value_text(key: str, value: object) -> str:
    """A value of a key: layers as `16-8`, all others as the Hyperparameters pane has them.

    One that another version saved, with another type, as it is.
    """
    if key == "network.hidden" and isinstance(value, list):
        return "-".join(map(str, value)) or _("none")
    try:
        return value_text(key, value)
    except (TypeError, ValueError):
        return str(value)


def objective_text(name: str) -> str:
    """An objective in words, such as `validation loss`."""
    objective = OBJECTIVES.get(name)
    return translated(objective.text) if objective else name


def objective_value_text(name: str, value: float | None) -> str:
    """A value of an objective: `0.0094`, `99.0 %`, R² as `0.9614`; `–` for None."""
    return figure_text(name, value)
