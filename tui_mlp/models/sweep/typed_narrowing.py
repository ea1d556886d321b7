"""What a person types to narrow a key of the space."""

import re
from typing import Any

from core.support.errors import InputError
from core.support.i18n import _
from core.sweeps.space.keys import Choices, Key, Range, Value
from core.sweeps.space.space import Narrowing
from tui_mlp.text.settings_text import read_float

from .trial_figures import setting_text

ENDS = re.compile(r"\s+(?:to|a|–|…)\s+|\s*…\s*")
"""What stands between the ends of a range that is typed, in any of the program's languages."""


def typed_text(key: Key) -> str:
    """What a key may be, as a person would type it."""
    if key.values:
        return ", ".join(map(_typed_value, key.values))
    assert isinstance(key, Range), "a list has values"
    return _("{} to {}").format(_typed_value(key.low), _typed_value(key.high))


def _typed_value(value: Value) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return f"{value:.12g}"
    return "-".join(map(str, value)) if isinstance(value, list) else str(value)


def read_narrowing(key: Key, text: str) -> Any:
    """What is typed for a key: `low to high`, or values with commas between them; None where nothing is.

    Raises InputError for what isn't part of what the key may be, with what was found.
    """
    text = text.strip()
    if not text:
        return None
    ends = ENDS.split(text)
    narrowing: Any
    if len(ends) == 2:
        narrowing = {"low": read_float(ends[0]), "high": read_float(ends[1])}
    elif isinstance(key, Range) and not key.values:
        message = _("found {}, expected two numbers, such as {}")
        raise InputError(message.format(text, typed_text(key)))
    else:
        narrowing = [_read_value(key, word.strip()) for word in text.split(",") if word.strip()]
    key.narrowed(narrowing)
    return narrowing


def _read_value(key: Key, word: str) -> Value:
    """The value of a key that is typed or shown like this. Raises InputError if there is none."""
    values = key.values if isinstance(key, Choices) else list(key.values)
    for value in values:
        if word.lower() in (_typed_value(value).lower(), setting_text(key.key, value).lower()):
            return value
    for value in values:
        if isinstance(value, int | float) and not isinstance(value, bool) and read_float(word) == value:
            return value
    raise InputError(_("found {}, expected some of {}").format(word, typed_text(key)))


def narrowing_with(before: Narrowing, key: str, narrowing: Any) -> dict[str, Any]:
    """The narrowing of the whole space when this key is narrowed like this; None brings all its values back."""
    found = {name: value for name, value in before.items() if name != key}
    return found if narrowing is None else found | {key: narrowing}
