"""The words that a plain exercise understands, in all languages at any time."""

from typing import Literal

PlainWord = Literal["hint", "skip", "again", "repeat", "help", "quit"]

WORDS: dict[str, PlainWord] = {
    "hint": "hint", "skip": "skip", "again": "again", "repeat": "repeat", "help": "help", "quit": "quit",
    "pista": "hint", "omitir": "skip", "saltar": "skip", "otra vez": "again", "repetir": "repeat", "ayuda": "help",
    "salir": "quit", "h": "hint", "k": "skip", "[": "again", "?": "help", "q": "quit",
}  # fmt: skip
"""Words, and the keys that do the same on the screen."""

OWN_WORDS = {
    "es": {
        "hint": "pista", "skip": "omitir", "again": "otra vez", "repeat": "repetir", "help": "ayuda", "quit": "salir",
    }
}  # fmt: skip
"""For each language other than English, the word for each English one."""


def plain_word(text: str) -> PlainWord | None:
    """What a typed line asks for, if it is one of the words; capitals and blanks make no difference."""
    return WORDS.get(" ".join(text.casefold().split()))
