"""A key of the space in words: what it may be, and when it applies."""

from core.support.errors import InputError
from core.support.i18n import _
from core.sweeps.space.keys import Key, Range
from core.sweeps.space.space import Narrowing

from .trial_figures import key_label, setting_text


def key_text(key: Key) -> str:
    """What a key may be: `0.001 to 0.1, log`, or its values."""
    if key.values:
        return ", ".join(setting_text(key.key, value) for value in key.values)
    assert isinstance(key, Range), "a list has values"
    text = _("{} to {}").format(setting_text(key.key, key.low), setting_text(key.key, key.high))
    return _("{}, log").format(text) if key.log else text


def condition_text(key: Key) -> str:
    """When a key applies, such as `only with optimizer momentum`; empty for always."""
    conditions = [
        f"{key_label(name)} {' / '.join(setting_text(name, value) for value in values)}"
        for name, values in key.when.items()
    ]
    return _("only with {}").format(", ".join(conditions)) if conditions else ""


def present_key(key: Key, narrowing: Narrowing) -> Key:
    """The key as it is searched now: perhaps narrowed. As it is in the file where the narrowing isn't one."""
    try:
        return key.narrowed(narrowing[key.key]) if key.key in narrowing else key
    except InputError:  # from a file that others may have written
        return key
