"""[sweep] and [sweep.space] written as TOML."""

import re
from collections.abc import Mapping
from typing import Any

from msgspec import structs

from core.experiment.sweep_settings import SPACE, SWEEP, SweepSettings

from .keys import Choices, Key
from .space import Space

BARE = re.compile(r"[A-Za-z0-9_-]+")


def written_sweep(settings: SweepSettings, space: Space) -> str:
    """Both sections; they are read back to equal ones."""
    lines = [f"[{SWEEP}]", *(f"{name} = {written(value)}" for name, value in structs.asdict(settings).items())]
    lines += ["", f"[{SPACE}]", *(f"{written(key.key)} = {written(_as_table(key))}" for key in space)]
    return "\n".join(lines) + "\n"


def _as_table(key: Key) -> list[Any] | dict[str, Any]:
    """What a file says of a key."""
    when: dict[str, Any] = {"when": {name: list(values) for name, values in key.when.items()}} if key.when else {}
    if isinstance(key, Choices):
        return {"values": list(key.values), **when} if when else list(key.values)
    told = {"step": key.step, "steps": key.steps, "log": key.log or None}
    return {"low": key.low, "high": key.high, **{name: one for name, one in told.items() if one is not None}, **when}


def written(value: Any) -> str:
    """A value as TOML on one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {written(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    import tomli_w

    return tomli_w.dumps({"value": value}).removeprefix("value = ").rstrip("\n")


def _key(name: str) -> str:
    """A key as TOML, in quotes where it needs them."""
    return name if BARE.fullmatch(name) else written(name)
