"""The kinds that data.kinds states, checked against the cells of their columns."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from core.data.columns import ColumnTable
from core.data.row_places import refuse_cell
from core.data.unusable_file import list_names, refuse
from core.support.i18n import _
from core.support.shown_values import value_text

from .class_labels import NUMBER, identity_of, levels_of, numbering, texts_and_codes
from .column_facts import ColumnFacts
from .column_kinds import Kind, boolean_words
from .dates import ALL_FORMATS, first_wrong, formats_that_fit


def stated_kind(path: Path, table: ColumnTable, facts: ColumnFacts, wanted: str | Sequence[str]) -> Kind:
    """The kind of a column by its entry in data.kinds: a word, or its categories in their order.

    Raises InputError at the first cell that isn't of this kind.
    """
    if not facts.present:
        return Kind("empty", _("no cell is filled"), stated=True)
    why = _("by data.kinds")
    if not isinstance(wanted, str):
        return Kind("category", why, order=_checked_order(path, table, facts, wanted), stated=True)
    if wanted == "number":
        require_numbers(path, table, facts)
        return Kind("number", why, stated=True)
    if wanted == "boolean":
        return Kind("boolean", why, words=_two_words(path, table, facts), stated=True)
    if wanted == "date":
        return Kind("date", why, date_format=_date_format(path, table, facts), stated=True)
    return Kind("text" if wanted == "text" else "category", why, stated=True)


def require_numbers(path: Path, table: ColumnTable, facts: ColumnFacts) -> None:
    """Raises InputError at the first cell that is no number."""
    if facts.numbers is None and facts.present:
        texts, codes = texts_and_codes(facts.column)
        wrong = np.array([NUMBER.fullmatch(text) is None for text in texts])
        refuse_cell(path, table, facts.name, texts, codes, wrong, _("a number"))


def _checked_order(path: Path, table: ColumnTable, facts: ColumnFacts, order: Sequence[str]) -> tuple[str, ...]:
    known = numbering(order)
    if len(known) < len(order):
        message = _("data.kinds has a category of {} twice: {}")
        refuse(path, message.format(value_text(facts.name), list_names(order)))
    texts, codes = texts_and_codes(facts.column)
    wrong = np.array([identity_of(text) not in known for text in texts])
    if wrong.any():
        expected = _("one of those in data.kinds: {}").format(list_names(order))
        refuse_cell(path, table, facts.name, texts, codes, wrong, expected)
    return tuple(order)


def _two_words(path: Path, table: ColumnTable, facts: ColumnFacts) -> tuple[str, ...]:
    """The texts for 0 and 1: those of a known pair in small letters, else the levels in their order."""
    texts, codes = texts_and_codes(facts.column)
    words = boolean_words(texts)
    if words:
        return words
    levels = levels_of(texts)
    if len(levels) > 2:
        seen = list[str]()
        for code in codes[codes >= 0].tolist():  # as far as the third value
            if len(seen) < 2 and identity_of(texts[code]) not in map(identity_of, seen):
                seen.append(texts[code])
            if len(seen) == 2:
                break
        known = set(map(identity_of, seen))
        wrong = np.array([identity_of(text) not in known for text in texts])
        expected = _("a boolean of two values, as {} before").format(list_names(seen))
        refuse_cell(path, table, facts.name, texts, codes, wrong, expected)
    return levels


def _date_format(path: Path, table: ColumnTable, facts: ColumnFacts) -> str:
    texts, codes = texts_and_codes(facts.column)
    formats = formats_that_fit(texts, stated=True)
    if len(formats) > 1:
        message = _("column {}: {} may be {}; write year-month-day, as in 2026-01-31")
        refuse(path, message.format(value_text(facts.name), value_text(texts[0]), _(" or ").join(formats)))
    if not formats:
        matched = {name: sum(map(bool, map(pattern.fullmatch, texts))) for name, pattern in ALL_FORMATS.items()}
        best = max(matched, key=lambda name: matched[name])
        wrong = np.array([first_wrong([text], best) is not None for text in texts])
        refuse_cell(path, table, facts.name, texts, codes, wrong, _("a date as {}").format(best))
    return formats[0]
