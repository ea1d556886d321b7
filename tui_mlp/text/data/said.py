"""Sentences in parts, each with what it is: a name, a missing cell, a result.

Names and cells stand in them as in the source: who draws them replaces characters that a terminal would obey.
"""

from collections.abc import Iterable
from string import Formatter
from typing import Literal, NamedTuple

Role = Literal["plain", "name", "missing", "result"]


class Said(NamedTuple):
    """A part of a sentence, and what it is: the name of an input or a column, a missing cell, the result, or plain."""

    text: str
    role: Role = "plain"


def plain_text(parts: Iterable[Said]) -> str:
    """The parts as one text."""
    return "".join(part.text for part in parts)


def said(template: str, **fields: Said | str) -> list[Said]:
    """The parts of a sentence with fields such as {name}, each with what stands in its place."""
    parts = []
    for text, field, _format, _conversion in Formatter().parse(template):
        parts.append(Said(text))
        if field is not None:
            found = fields[field]
            parts.append(found if isinstance(found, Said) else Said(found))
    return [part for part in parts if part.text]
