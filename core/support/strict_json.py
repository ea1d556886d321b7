"""JSON by the standard: reads text of any origin, writes without NaN and Infinity."""

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any

import msgspec


def decode(content: bytes, into: Any) -> Any:
    """Decode JSON text as type `into`. Raises msgspec.DecodeError for other text, or if it is nested too deeply."""
    try:
        return msgspec.json.decode(content, type=into)
    except RecursionError as problem:
        raise msgspec.DecodeError("it is nested too deeply") from problem


def dumps(value: object) -> str:
    """A value as one line of JSON. Numbers that aren't finite become null, lone surrogates question marks."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError:
        text = json.dumps(finite_or_none(value), ensure_ascii=False, allow_nan=False)
    return valid_text(text)


def valid_text(text: str) -> str:
    """The text with question marks for lone surrogates, which JSON can't hold; names of files may have them."""
    return text.encode("utf-8", "replace").decode()


def finite_or_none(value: object) -> object:
    """The value with None for each number in it that isn't finite, at any depth."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: finite_or_none(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [finite_or_none(entry) for entry in value]
    return value
