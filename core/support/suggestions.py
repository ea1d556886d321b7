"""Suggestions for misspelt names."""

from collections.abc import Iterable
from difflib import get_close_matches

LONGEST = 64
"""Characters of a name; comparing two names takes time in proportion to the product of their lengths."""


def nearest_name(name: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known name most similar to this one; None if none is similar enough, or the name is too long."""
    if len(name) > LONGEST:
        return None
    return next(iter(get_close_matches(name, (one for one in known if len(one) <= LONGEST), 1, cutoff)), None)
