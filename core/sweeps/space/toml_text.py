"""[sweep] and [sweep.space] written as TOML."""

import re
from collections.abc import Mapping
from typing import Any

from msgspec import structs

from core.experiment.sweep_settings import SPACE, SWEEP, SweepSettings

from .keys import Choices, Key
from .space import Space

BARE = re.compile(r"[A-Za-z0-9_-]+")


def sweep_as_toml(settings: SweepSettings, space: Space) -> str:
    """Both sections; they are read back to equal ones."""
    lines = [f"[{SWEEP}]", *(f"{name} = {_value(value)}" for name, value in structs.asdict(settings).items())]
    lines += ["", f"[{SPACE}]", *(f"{_value(key.key)} = {_value(_key_entry(key))}" for key in space)]
    return "\n".join(lines) + "\n"


def _key_entry(key: Key) -> list[Any] | dict[str, Any]:
    """The entry of a key: a list of values, or a table."""
    when: dict[str, Any] = {"when": {name: list(values) for name, values in key.when.items()}} if key.when else {}
    if isinstance(key, Choices):
        return {"values": list(key.values), **when} if when else list(key.values)
    options = {"step": key.step, "steps": key.steps, "log": key.log or None}
    return {"low": key.low, "high": key.high, **{name: one for name, one in options.items() if one is not None}, **when}


def _value(value: Any) -> str:
    """A value as TOML on one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    import tomli_w

    return tomli_w.dumps({"value": value}).removeprefix("value = ").rstrip("\n")


def _key(name: str) -> str:
    """A key as TOML, in quotes where it needs them."""
    return name if BARE.fullmatch(name) else _value(name)
