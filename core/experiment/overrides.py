"""`--set` texts read as entries of an experiment file."""

import re
import tomllib
from collections.abc import Iterable, Mapping

from core.support.checked_values import fits
from core.support.errors import InputError
from core.support.escaping import shortened
from core.support.i18n import _

from .parsing import RawSetting, bare_key
from .settings import FIELDS
from .sweep_settings import SPACE


def read_overrides(overrides: Iterable[str], option: str = "--set") -> dict[str, RawSetting]:
    """The entries of `--set SECTION.KEY=VALUE` texts. Raises InputError.

    A value that isn't TOML is text; for a list of names, it is names with commas between them; for a key of
    [sweep.space] values with commas between them.
    `option` is the option's name for messages.
    """
    entries = {}
    for override in overrides:
        key, equals, text = (part.strip() for part in override.partition("="))
        place = f"{option} {shortened(override)}".strip()
        if not equals:
            raise InputError(_("{}: found no '=', expected SECTION.KEY=VALUE").format(place))
        if key.startswith(f"{SPACE}."):
            entries[bare_key(key)] = RawSetting(_listed_value(text), place)
        else:
            entries[key] = RawSetting(_value(key, text), place)
    return entries


def _listed_value(text: str) -> object:
    """A list or a table in TOML, or values with commas between them, as in 0.1,0.01 or adam,momentum."""
    for written in (text, f"[{text}]"):
        try:
            value = tomllib.loads(f"value = {written}")["value"]
        except (ValueError, RecursionError):
            continue
        if isinstance(value, list | dict):
            return value
    return text if re.search(r"[\[\]{}]", text) else [name.strip() for name in text.split(",")]


def join_tables(entries: Mapping[str, RawSetting]) -> dict[str, RawSetting]:
    """The entries with `--set data.kinds.NAME=VALUE` inside data.kinds, and so for each key that is a table.

    A name may be in quotes, and hold dots.
    """
    joined = dict(entries)
    for key, entry in entries.items():
        table = next((one for one in FIELDS if key.startswith(f"{one}.") and FIELDS[one].kind == "table"), None)
        if table is None:
            continue
        name, before = key[len(table) + 1 :], joined.get(table, RawSetting({})).value
        if len(name) > 1 and name[0] == name[-1] and name[0] in "'\"":
            name = name[1:-1]
        del joined[key]
        joined[table] = entry._replace(value={**(before if isinstance(before, dict) else {}), name: entry.value})
    return joined


def _value(key: str, text: str) -> object:
    if key == "data.separator" and text == "\\t":  # a shell takes the quotes away
        return "\t"
    names = key in FIELDS and fits([""], FIELDS[key].annotation) and not fits("", FIELDS[key].annotation)
    try:
        document = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return [name.strip() for name in text.strip("[]").split(",")] if names else text
    value = document["value"]
    if names and not isinstance(value, list):
        return [str(value)] if isinstance(value, str) else [text]
    plain = key in FIELDS and FIELDS[key].kind == "text" and not isinstance(value, str | list)
    return text if plain or len(document) > 1 else value  # a name may look like a number, or hold line breaks
