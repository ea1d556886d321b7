"""JSON by the letter: what we read may have come from anywhere, and what we write any other program can read."""

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any

import msgspec


def decode(content: bytes, into: Any) -> Any:
    """The JSON text as a value of type `into`. Raises msgspec.DecodeError where it isn't one, or nested too deeply."""
    try:
        return msgspec.json.decode(content, type=into)
    except RecursionError as problem:
        raise msgspec.DecodeError("it is nested too deeply") from problem


def dumps(record: Mapping[str, object]) -> str:
    """An object on one line, without NaN, Infinity and lone surrogates; what isn't finite, however deep, is null."""
    try:
        text = json.dumps(record, ensure_ascii=False, allow_nan=False)
    except ValueError:
        text = json.dumps(finite_or_none(record), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "replace").decode()


def finite_or_none(value: object) -> object:
    """The same with None for each number that isn't finite."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: finite_or_none(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [finite_or_none(entry) for entry in value]
    return value
