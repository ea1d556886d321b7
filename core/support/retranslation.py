"""Texts that are kept until they are shown, and then said in the language in use."""

from collections.abc import Callable
from typing import Any


class TranslatedText(str):
    """A text in the language that was in use when it was made, with how it was made.

    It is a text as any other. What is joined to it, or cut from it, is a plain text.
    """

    __slots__ = ("_again",)
    _again: Callable[[], str]

    def format(self, *values: object, **named: object) -> "TranslatedText":
        """As for any text; values that are such texts are said again too."""

        def again() -> str:
            named_again = {name: retranslated(value) for name, value in named.items()}
            return self._again().format(*map(retranslated, values), **named_again)

        return translated_text(str.format(self, *values, **named), again)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """Pickled, it is a plain text."""
        return str, (str(self),)


def translated_text(text: str, again: Callable[[], str]) -> TranslatedText:
    """A text, and the function that makes it in the language in use."""
    made = TranslatedText(text)
    made._again = again
    return made


def retranslated(value: object) -> Any:
    """A text in the language in use now; anything else as it is."""
    again = getattr(value, "_again", None)
    return value if again is None else again()
