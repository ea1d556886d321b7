"""The name that was probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches

LONGEST = 64
"""Characters. To compare two names takes the product of their lengths."""


def nearest_name(name: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The one of the known names that is most like it; None where none is, or the name is too long to be misspelt."""
    if len(name) > LONGEST:
        return None
    return next(iter(get_close_matches(name, (one for one in known if len(one) <= LONGEST), 1, cutoff)), None)
