"""JSON that may have come from anywhere, decoded into a type."""

from typing import Any

import msgspec


def decode(content: bytes, into: Any) -> Any:
    """The value. Raises msgspec.DecodeError for what is no such JSON, nested too deeply too."""
    try:
        return msgspec.json.decode(content, type=into)
    except RecursionError as problem:
        raise msgspec.DecodeError("it is nested too deeply") from problem
