"""JSON for other programs: no NaN, no Infinity and no halves of characters, of which other readers know nothing."""

import json
from collections.abc import Mapping
from math import isfinite


def dumps(record: Mapping[str, object]) -> str:
    """An object in one line; what isn't finite, however deep, is null."""
    try:
        text = json.dumps(record, ensure_ascii=False, allow_nan=False)
    except ValueError:
        text = json.dumps(finite(record), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "replace").decode()


def finite(value: object) -> object:
    """The same with None for each number that isn't finite."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: finite(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [finite(entry) for entry in value]
    return value
