"""What a column holds: the kind that is guessed from its cells."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.data.description import ColumnKind
from core.support.i18n import _
from core.support.shown_values import value_text

from .class_labels import texts_and_codes
from .column_facts import ColumnFacts
from .column_words import is_named_like_postcode, is_named_like_time
from .dates import PACKED, first_wrong, formats_that_fit, nearly_dates
from .identifiers import Identifier, identifier_of

FEW_TEXTS = 10
"""So many different texts are categories even where they hardly repeat."""

QUANTITY = re.compile(r"[$€£¥<>~≈]?\s?[+-]?\d[\d.,]*\s?(?:%|‰|[$€£¥]|°?[^\W\d_]{1,4})?")
"""A number with the sign of a currency or a unit, such as 45% or $3.50."""

PACKED_DAYS = (19000101, 22001231)
"""Between these, a number of eight digits may be a day."""

BOOLEAN_WORDS = (
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


@dataclass(frozen=True)
class Kind:
    """The kind of a column, and why it was taken for it; `why` is empty where that is plain.

    `order` are categories in their given order, which make one number; `words` the texts for 0 and 1 of a boolean, in
    small letters; `date_format` how dates are written. `identifier` says why a column is an id. `stated` says that the
    kind comes from data.kinds.
    """

    name: ColumnKind
    why: str = ""
    order: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    date_format: str = ""
    identifier: Identifier | None = None
    stated: bool = False

    @property
    def is_numeric(self) -> bool:
        """Whether a number stands in for missing cells: not for booleans, and categories without an order."""
        return self.name in ("number", "date") or bool(self.order)

    @property
    def is_usable(self) -> bool:
        """Whether a network can learn from such a column."""
        return self.name in ("number", "category", "boolean", "date")


def guess_kind(facts: ColumnFacts, first: bool) -> Kind:
    """The kind of a column by its cells; `first` says that it is the first one of the file, where row numbers stand."""
    if not facts.present:
        return Kind("empty", _("no cell is filled"))
    if facts.distinct == 1 and (facts.numbers is not None or not facts.missing):
        return Kind("constant", _("one value"))
    identifier = identifier_of(facts, first)
    if facts.numbers is not None:
        return _identifier(identifier, facts.all_different) if identifier else _kind_of_numbers(facts)
    texts: Sequence[str] = facts.column.texts or ()
    words = boolean_words(texts)
    if words:
        return Kind("boolean", words=words)
    formats = formats_that_fit(texts)
    if len(formats) == 1:
        return Kind("date", date_format=formats[0])
    if formats:
        reason = _("dates such as {}, which may be {}; year-month-day leaves no doubt")
        return Kind("text", reason.format(value_text(texts[0]), _(" or ").join(formats)))
    nearly = nearly_dates(texts)
    if nearly:
        return Kind("text", _("dates as {}, but for {}").format(nearly[0], value_text(nearly[1])))
    if identifier:
        return _identifier(identifier, facts.all_different)
    if facts.distinct > FEW_TEXTS and all(map(QUANTITY.fullmatch, texts)):
        return Kind("text", _("numbers with signs, as in {}; write the numbers alone").format(value_text(texts[0])))
    if facts.all_different:
        return Kind("text", _("no text stands twice"))
    if facts.distinct > FEW_TEXTS and 2 * facts.distinct > facts.present:
        return Kind("text", _("{} different texts in {} cells").format(facts.distinct, facts.present))
    return Kind("category")


def _kind_of_numbers(facts: ColumnFacts) -> Kind:
    """Numbers that aren't identifiers: postcodes and days of eight digits, as their names say, or measurements."""
    assert facts.numbers is not None, "asked of numbers alone"
    if facts.numbers.whole and is_named_like_postcode(facts.name):
        return Kind("category", _("postcodes, by its name"))
    low, *_between, high = facts.numbers.ends
    if facts.numbers.whole and is_named_like_time(facts.name) and PACKED_DAYS[0] <= low and high <= PACKED_DAYS[1]:
        texts, _codes = texts_and_codes(facts.column)
        if first_wrong(texts, PACKED) is None:
            return Kind("date", _("days of eight digits, by its name"), date_format=PACKED)
    return Kind("number")


def boolean_words(texts: Iterable[str]) -> tuple[str, str] | None:
    """The words for 0 and 1 in small letters, if the texts are the two of a pair, in any case; else None."""
    found = set[str]()
    for text in texts:
        found.add(text.casefold())
        if len(found) > 2:
            return None
    return next((pair for pair in BOOLEAN_WORDS if found == set(pair)), None)


def _identifier(reason: Identifier, all_different: bool) -> Kind:
    texts = {
        "unnamed": _("no value twice"),
        "named": _("by its name, no value twice") if all_different else _("by its name, almost no value twice"),
        "counts rows": _("it rises from row to row"),
    }
    return Kind("id", texts[reason], identifier=reason)
