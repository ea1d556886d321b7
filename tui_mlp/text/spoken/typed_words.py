"""The words to type, in hints such as `help`: those of the language in use."""

import re
from collections.abc import Mapping

from core.support.i18n import language_in_use

IN_BACKTICKS = re.compile(r"`([^`]+)`")


def own_words(text: str, words: Mapping[str, Mapping[str, str]]) -> str:
    """The text with each English command in backticks by its word in the language in use; what follows it stays.

    `words` has for each language the word that stands for an English one. A voice says the words of its own language
    well, and others badly.
    """
    known = words.get(language_in_use())
    if not known or "`" not in text:
        return text

    def own(match: re.Match[str]) -> str:
        typed = match[1].split(" ")
        for length in range(len(typed), 0, -1):
            if word := known.get(" ".join(typed[:length])):
                return f"`{' '.join((word, *typed[length:]))}`"
        return match[0]

    return IN_BACKTICKS.sub(own, text)
