"""Columns of two words such as yes and no, which become one input of 0 and 1."""

from collections.abc import Iterable

WORDS = (
    ("false", "true"),
    ("no", "yes"),
    ("f", "t"),
    ("n", "y"),
    ("off", "on"),
    ("no", "sí"),
    ("no", "si"),
    ("nein", "ja"),
    ("non", "oui"),
)
"""Pairs of words for 0 and 1, in small letters."""


def boolean_words(texts: Iterable[str]) -> tuple[str, str] | None:
    """The words for 0 and 1 in small letters, if the texts are the two of a pair, in any case; else None."""
    found = set[str]()
    for text in texts:
        found.add(text.casefold())
        if len(found) > 2:
            return None
    return next((pair for pair in WORDS if found == set(pair)), None)
