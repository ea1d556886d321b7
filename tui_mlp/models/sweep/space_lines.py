"""The space of a sweep in words: what each key may be, narrowed or not, and how it is typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.experiment.experiment import FIELDS
from core.support.errors import InputError
from core.support.i18n import _
from core.support.strict_json import decode
from core.sweeps.space.keys import Choices, Key, Range, Value
from tui_mlp.text.settings_text import read_float, read_value

from .trial_figures import setting_text

SEPARATOR = " to "
"""What stands between the ends of a range that is typed; in Spanish `a` is understood too."""


def key_values_text(key: Key) -> str:
    """What a key may be: `0.001 to 0.1, log`, or its values."""
    if key.values:
        return ", ".join(setting_text(key.key, value) for value in key.values)
    assert isinstance(key, Range), "a list has values"
    text = _("{} to {}").format(setting_text(key.key, key.low), setting_text(key.key, key.high))
    return _("{}, log").format(text) if key.log else text


def condition_text(key: Key) -> str:
    """When a key applies, such as `optimizer momentum`; empty for always."""
    from .trial_figures import key_label

    return ", ".join(
        f"{key_label(name)} {', '.join(setting_text(name, value) for value in values)}"
        for name, values in key.when.items()
    )
