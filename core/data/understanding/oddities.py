"""What looks wrong: marks for missing cells, values far away, twins, doubled rows."""

from collections.abc import Iterable, Sequence

import numpy as np

from core.data.columns import ColumnTable
from core.data.row_places import place_of
from core.data.setting_hints import ignore_setting
from core.support.i18n import _, ngettext
from core.support.shown_values import value_text

from .class_labels import NUMBER, number_name
from .column_facts import ColumnFacts

MARKS = (0.0, -1.0, *(sign * (10.0**digits - 1) for digits in range(1, 7) for sign in (1, -1)))
"""Numbers that stand for a missing value in many tables: 0, −1, 9, 99, −999 and their like."""

SINGLE_MARK = 99
"""A mark of this size is told even if it stands in a single cell."""

SQUASHED = 100
"""A column is squashed if its range is so many times the range of the nine tenths in its middle."""

MOST_TWINS = 3
"""Groups of twins that a note names."""


def missing_mark_note(facts: ColumnFacts) -> str | None:
    """That a number at one end of a column, far from the others, perhaps stands for missing cells."""
    numbers = facts.numbers
    if numbers is None or facts.distinct < 4:
        return None
    low, second, last_but_one, high = numbers.ends
    for mark, count, nearest, others in (
        (low, numbers.end_counts[0], second, high - second),
        (high, numbers.end_counts[1], last_but_one, last_but_one - low),
    ):
        if mark not in MARKS or (abs(mark) < SINGLE_MARK and count < 2):
            continue
        only_negative = mark < 0 and mark == low and second > 0 and high >= 10
        if abs(mark - nearest) > others or only_negative:
            text = ngettext(
                "{} stands in {} cell of {}, apart from the others, perhaps for a missing one; leave such cells empty",
                "{} stands in {} cells of {}, apart from the others, perhaps for missing ones; leave such cells empty",
                count,
            )
            return text.format(number_name(mark), count, value_text(facts.name))
    return None


def outlier_note(table: ColumnTable, facts: ColumnFacts) -> str | None:
    """That most cells of a column lie in a tiny part of its range, and which one is farthest from them."""
    numbers, column = facts.numbers, facts.column.numbers
    if numbers is None or column is None:
        return None
    (low, *_between, high), (start, end) = numbers.ends, numbers.bulk
    with np.errstate(all="ignore"):
        if not end > start or (high - low) / SQUASHED <= end - start:
            return None
    far = high if high - end > start - low else low
    row = int(np.argmax(column == far))
    text = _("{}, column {}: {} is far from the others, nine in ten of which lie from {} to {}; or {}")
    return text.format(
        place_of(table, row),
        value_text(facts.name),
        f"{far:g}",
        f"{start:g}",
        f"{end:g}",
        ignore_setting(facts.name),
    )


def mixed_note(table: ColumnTable, facts: ColumnFacts) -> str | None:
    """That most cells of a column are numbers, but not all of them."""
    texts, codes = facts.column.texts, facts.column.codes
    if facts.numbers is not None or not texts or codes is None:
        return None
    words = np.array([NUMBER.fullmatch(text) is None for text in texts])
    count = int(facts.text_counts[words].sum())
    if not 0 < 2 * count < facts.present:
        return None
    row = int(np.argmax(np.append(words, False)[codes]))
    text = ngettext(
        "{} of {} cells of {} is no number: {} in {}; correct it, or leave it empty, to make a column of numbers",
        "{} of {} cells of {} are no numbers: {} in {}; correct them, or leave them empty, to make a column of numbers",
        count,
    )
    where = place_of(table, row)
    return text.format(count, facts.present, value_text(facts.name), value_text(texts[codes[row]]), where)


def twins_note(name: str, texts: Iterable[str]) -> str | None:
    """That texts of a column differ only in case or blanks."""
    groups: dict[str, list[str]] = {}
    for text in texts:
        groups.setdefault("".join(text.split()).casefold(), []).append(text)
    twins = [group for group in groups.values() if len(group) > 1]
    if not twins:
        return None
    shown = _(", and ").join(_listed(group) for group in twins[:MOST_TWINS])
    text = _("{} of {} differ only in case or blanks and are kept apart; write them alike in the file")
    return text.format(shown, value_text(name))


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(map(value_text, texts[:8]))
