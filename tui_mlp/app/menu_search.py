"""How well a line of the menu fits what was typed."""

import re

from tui_mlp.text.ascii_text import to_ascii

WORD = re.compile(r"[^\W_]+")


def score(typed: str, title: str, key: str, words: str, group: str) -> float:
    """From 0, not at all, to 1. Each word that was typed must begin a word of the line.

    Letters that are scattered over a title don't count: else "save" would find "Start over".
    """
    if typed == key:
        return 1.0
    wanted = _words(typed)
    if not wanted:
        return 0.0
    names, further, groups = _words(title), _words(words), _words(group)
    scores = [_word_score(word, names, further, groups) for word in wanted]
    if not all(scores):
        return 0.0
    whole = " ".join(names).startswith(" ".join(wanted))
    return min(0.95, sum(scores) / len(scores) + 0.1 * whole)


def _words(text: str) -> list[str]:
    """The words of a text in lower case, without accents; symbols by their names."""
    return WORD.findall(to_ascii(text).casefold())


def _word_score(wanted: str, names: list[str], further: list[str], groups: list[str]) -> float:
    for words, exact, beginning in ((names, 0.8, 0.7), (further, 0.6, 0.5), (groups, 0.3, 0.3)):
        if wanted in words:
            return exact
        if any(word.startswith(wanted) for word in words):
            return beginning
    return 0.0
