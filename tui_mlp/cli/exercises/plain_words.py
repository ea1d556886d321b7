"""The words that a plain exercise understands, in all languages at any time."""

from typing import Literal

PlainWord = Literal["hint", "skip", "again", "help", "quit"]

WORDS: dict[str, PlainWord] = {
    "hint": "hint", "skip": "skip", "again": "again", "help": "help", "quit": "quit",
    "pista": "hint", "omitir": "skip", "saltar": "skip", "otra vez": "again", "ayuda": "help", "salir": "quit",
    "?": "help",
}  # fmt: skip


def plain_word(text: str) -> PlainWord | None:
    """What a typed line asks for, if it is one of the words; capitals and blanks make no difference."""
    return WORDS.get(" ".join(text.casefold().split()))
