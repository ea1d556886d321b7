"""The same screen in two languages: which texts are whole in the one and not in the other."""

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from string import Formatter

from stepped import shown
from textual.app import App
from textual.widget import Widget

from core.support import i18n

FRAME = re.compile("[─-╿▀-▟╴-╿]+")
LEAST = 3
"""Letters from which a text is looked for: fewer stand by chance where it doesn't."""
MOST = 60
"""Letters of what stands in the place of a field of a template."""


class Asked(gettext.NullTranslations):
    """A catalogue that keeps which texts it was asked for, with what it answered."""

    def __init__(self, known: gettext.NullTranslations) -> None:
        super().__init__()
        self.known, self.texts = known, dict[str, str]()
        self._ambiguous = set[str]()

    def gettext(self, message: str) -> str:
        return self._kept(message, self.known.gettext(message))

    def pgettext(self, context: str, message: str) -> str:
        return self._kept(message, self.known.pgettext(context, message))

    def _kept(self, english: str, said: str) -> str:
        """Keep a text, unless it is said in two ways: where it stands on the screen in which, nobody can tell."""
        if english not in self._ambiguous and self.texts.setdefault(english, said) != said:
            self._ambiguous.add(english)
            del self.texts[english]
        return said

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        english = singular if n == 1 else plural
        self.texts[english] = self.known.ngettext(singular, plural, n)
        return self.texts[english]


@dataclass(frozen=True)
class Look:
    """A screen, and the texts that it was made of: each English text, as it reads in the language of the screen."""

    text: str
    parts: tuple[str, ...]
    """What stands in each of its panes and lines, without frames, on one line."""
    texts: dict[str, str]

    def alone(self, english: str) -> int:
        """How often a text stands on the screen, but for those places where it is part of another one."""
        text = self.texts[english].strip()
        others = {one.strip() for one in self.texts.values() if text in one and one.strip() != text}
        return self.times(text) - sum(self.times(one) * one.count(text) for one in others)

    def times(self, text: str) -> int:
        """How often a text, perhaps with fields, stands on the screen from its beginning to its end."""
        if longest_word(text) not in self.text:
            return 0
        wanted = pattern(text)
        return sum(len(wanted.findall(part)) for part in self.parts)


@cache
def longest_word(text: str) -> str:
    """The longest word of a template outside its fields."""
    return max(re.findall(r"\w+", re.sub(r"{[^}]*}", " ", text)), key=len, default="")


@cache
def pattern(text: str) -> re.Pattern[str]:
    """What finds a template with anything in its fields, wherever its lines break."""
    try:
        pieces = [(piece, field) for piece, field, _spec, _conversion in Formatter().parse(text)]
    except ValueError:
        pieces = [(text, None)]
    found = ""
    for piece, field in pieces:
        found += r"\s+".join(re.escape(word) for word in re.split(r"\s+", piece))
        found += "" if field is None else f".{{1,{MOST}}}?"
    leading = f".{{1,{MOST}}}?"
    if found.startswith(leading) and found != leading:  # only whether something stands there: that is found faster
        return re.compile(f"(?<=.){found.removeprefix(leading)}")
    return re.compile(found if found.startswith(".") else rf"(?<![\w.]){found}" + r"(?![\w…]|\.\w)")


@contextmanager
def asked() -> Iterator[Asked]:
    """Keep which texts are asked for meanwhile, in the language in use."""
    before = i18n._translations
    i18n._translations = keeper = Asked(before)
    try:
        yield keeper
    finally:
        i18n._translations = before


def look(app: App[None], texts: dict[str, str]) -> Look:
    """The screen as it is."""
    text = shown(app)
    lines = text.splitlines()
    return Look(text, tuple(part(lines, widget) for widget in leaves(app)), texts)


def leaves(app: App[None]) -> list[Widget]:
    """The widgets on the screen that hold no others."""
    return [one for one in app.screen.walk_children(Widget) if one.region and not any(c.display for c in one.children)]


def part(lines: list[str], widget: Widget) -> str:
    """What stands in a widget's place, without its frame, on one line."""
    place = widget.region
    cropped = (line[place.x : place.right] for line in lines[max(0, place.y) : place.bottom])
    return " ".join(FRAME.sub(" ", line).strip() for line in cropped)


def is_telling(text: str) -> bool:
    """Whether a text has enough letters beside its fields to be found on a screen."""
    return len(re.sub(r"{[^}]*}|\W", "", text)) >= LEAST


def that_do_not_fit(english: Look, other: Look) -> list[str]:
    """The texts that are whole on the English screen and not on the other, and how many cut texts more there are."""
    found = [
        f"{other.texts[text]!r}, in English {text!r}"
        for text in english.texts
        if text in other.texts and is_telling(text) and english.alone(text) > max(0, other.alone(text))
    ]
    if other.text.count("…") > english.text.count("…"):
        lines = [line.strip() for line in other.text.splitlines() if "…" in line]
        found.append(f"{other.text.count('…') - english.text.count('…')} more texts end in …: {lines}")
    return found
