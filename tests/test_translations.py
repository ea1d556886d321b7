"""Every translation says the same as its text: values, keys, code, lines and markup."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from string import Formatter

import catalogue
import pytest
from babel.messages.catalog import Message

SPACE_KEY = "(?<!the )(?<!this )(?<! a )space"
"""The key, not the space of a sweep."""
KEY_WORDS = rf"\b(?:ctrl\+\S|shift\+\w+|{SPACE_KEY}|enter|esc|escape|tab|pgup|pgdn|backspace)\b|[↑↓←→↵]|\^\w"
CODE = r"`[^`]*`|--[a-z][a-z-]*|\b(?:data|network|training|sweep)\.[a-z_]\w*|\b[a-z_]+\.(?:toml|csv|py|npz|json)\b"
MARKUP = r"\[/?[a-z$#/][^\] ]*\]|\[/\]|\x08"
LETTER = r"(?<![\w'’.«\"({\[/=-])([A-Za-z])(?![\w'’=(\[^%{-]|\.\w)"
"""A letter that stands by itself: a key, or a symbol."""
WORDS_OF_A_LETTER = {"a", "I", "A", "y", "o", "e", "u", "Y", "O", "E", "U"}
"""Letters that are words in one of the languages: a key may be one as well, so there may be more of these."""
TABLE = re.compile(r"^(\S.{0,18}?)  +(?=\S)", re.MULTILINE)
"""A line of a table: a key or a word, blanks, and what it does or means."""
SEARCH_WORDS = "tui_mlp/app/menu_entries.py"
"""Where the words are by which the menu finds its lines: others in each language."""


@cache
def translations() -> dict[object, Message]:
    return {catalogue.key(message): message for message in catalogue.messages(catalogue.read())}


def pairs() -> Iterator[tuple[str, str]]:
    """Each text beside its translation, singular and plural by themselves. `test_texts` finds those without one."""
    for message in translations().values():
        if {file for file, _line in message.locations} == {SEARCH_WORDS} or not catalogue.is_filled(message):
            continue
        if isinstance(message.id, str):
            yield message.id, str(message.string)
        else:
            yield from zip(message.id, catalogue.forms(message), strict=True)


def differing(found: object) -> list[str]:
    """The texts for which a function finds something else in the translation."""
    return [
        f"{text!r}\n    {translation!r}\n    {one} != {other}"
        for text, translation in pairs()
        if (one := found(text)) != (other := found(translation))  # type: ignore[operator]
    ]


def test_what_counts_has_both_forms_and_nothing_is_a_guess() -> None:
    for message in translations().values():
        assert not message.fuzzy, message.id
        assert isinstance(message.id, str) or len(catalogue.forms(message)) == 2, message.id


def values(text: str) -> object:
    """The fields of a text, by number or name, with how each is written; the braces of one that isn't a template."""
    try:
        fields = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(text) if name is not None]
    except ValueError:
        return Counter(letter for letter in text if letter in "{}")
    return Counter((name or str(number), spec, conversion) for number, (name, spec, conversion) in enumerate(fields))


def form(text: str) -> object:
    """Lines, blanks at both ends, markup."""
    return (
        text.count("\n"),
        re.match(r"\s*", text)[0],  # type: ignore[index]
        re.search(r"\s*$", text)[0],  # type: ignore[index]
        Counter(re.findall(MARKUP, text)),
    )


def keys(text: str) -> object:
    letters = Counter(letter for letter in re.findall(LETTER, text) if letter not in WORDS_OF_A_LETTER)
    return Counter(re.findall(KEY_WORDS, text)), letters


def code(text: str) -> object:
    return Counter(re.findall(CODE, text))


def key_table(text: str) -> object:
    """The keys of a table of keys; words, such as the names of figures, are translated."""
    rows = [found[1] for found in TABLE.finditer(text)] if "\n" in text else []
    return [row if len(re.sub(f"{KEY_WORDS}| ", "", row)) <= 1 else "a word" for row in rows]


def columns(text: str) -> int:
    """In how many columns the second half of a table's lines begins: one, if it is straight."""
    return len({found.end() - found.start() for found in TABLE.finditer(text)}) if "\n" in text else 0


@pytest.mark.parametrize("found", [values, form, keys, code, key_table, columns], ids=lambda found: found.__name__)
def test_the_translation_says_the_same(found: object) -> None:
    problems = differing(found)
    assert not problems, "\n".join(["", *problems])


def test_keys_that_are_words_too_are_not_lost() -> None:
    for text, translation in pairs():
        lost = Counter(re.findall(LETTER, text)) - Counter(re.findall(LETTER, translation))
        assert not lost.keys() - {"a", "I", "A"}, (text, translation)
