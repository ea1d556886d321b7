"""Values that look wrong: marks for missing cells, outliers, near-twins, parts of 1."""

import re
from collections.abc import Iterable, Mapping, Sequence, Set

import numpy as np

from core.data.columns import ColumnTable
from core.data.note import Note
from core.data.row_places import place_of
from core.data.setting_hints import ignore_setting, targets_setting
from core.data.unusable_file import list_columns
from core.support.i18n import _, ngettext
from core.support.shown_values import value_text

from .class_labels import NUMBER, SUM_TOLERANCE, number_name
from .column_facts import ColumnFacts

MARKS = (0.0, -1.0, *(sign * (10.0**digits - 1) for digits in range(1, 7) for sign in (1, -1)))
"""Numbers that stand for a missing value in many tables: 0, −1, 9, 99, −999 and their like."""

SINGLE_MARK = 99
"""A mark of this size is told even if it stands in a single cell."""

SQUASHED = 100
"""A column is squashed if its range is so many times the range of the nine tenths in its middle."""

JOINED_DIGITS = re.compile(r"[+-]?[0-9]+(?:_[0-9]+)+")
"""What Python and a few other languages read as a number, but no table does."""

MOST_PARTS = 50
"""Columns that may sum to 1 in each row."""

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
            return Note(text.format(number_name(mark), count, value_text(facts.name)), [facts.name])
    return None


def outlier_note(table: ColumnTable, facts: ColumnFacts, can_ignore: bool) -> str | None:
    """That most cells of a column lie in a tiny part of its range, and which one is farthest from them.

    `can_ignore` says that the column may be left out.
    """
    numbers, column = facts.numbers, facts.column.numbers
    if numbers is None or column is None:
        return None
    (low, *_between, high), (start, end) = numbers.ends, numbers.bulk
    with np.errstate(all="ignore"):
        if not end > start or (high - low) / SQUASHED <= end - start:
            return None
    far = high if high - end > start - low else low
    row = int(np.argmax(column == far))
    text = _("{}, column {}: {} is far from the others, nine in ten of which lie from {} to {}")
    note = text.format(place_of(table, row), value_text(facts.name), f"{far:g}", f"{start:g}", f"{end:g}")
    if not can_ignore:
        return Note(note, [facts.name])
    note += _("; {} leaves the column out").format(ignore_setting(facts.name))
    return Note(note, [facts.name], "data.ignore")


def mixed_note(table: ColumnTable, facts: ColumnFacts) -> str | None:
    """That most cells of a column are numbers, but not all of them; or that they only look like numbers, as 1_000."""
    texts, codes = facts.column.texts, facts.column.codes
    if facts.numbers is not None or not texts or codes is None:
        return None
    words = np.array([NUMBER.fullmatch(text) is None for text in texts])
    count = int(facts.text_counts[words].sum())
    alike = all(JOINED_DIGITS.fullmatch(text) for text, is_word in zip(texts, words, strict=True) if is_word)
    if not count or (2 * count >= facts.present and not alike):
        return None
    row = int(np.argmax(np.append(words, False)[codes]))
    text = ngettext(
        "{} of {} cells of {} is no number: {} in {}; correct it, or leave it empty, to make a column of numbers",
        "{} of {} cells of {} are no numbers: {} in {}; correct them, or leave them empty, to make a column of numbers",
        count,
    )
    where = place_of(table, row)
    said = text.format(count, facts.present, value_text(facts.name), value_text(texts[codes[row]]), where)
    return Note(said, [facts.name])


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
    return Note(text.format(shown, value_text(name)), [name])


def parts_of_one_note(targets: Sequence[str], facts: Mapping[str, ColumnFacts], inputs: Set[str]) -> str | None:
    """That the last columns sum to 1 in each row, as those of one-hot classes do: all but the target give it away."""
    if len(targets) != 1:
        return None
    names, total = list[str](), np.zeros(1)
    for name in reversed(list(facts)):
        numbers, one = facts[name].column.numbers, facts[name].numbers
        if not (name in inputs or name in targets) or numbers is None or one is None:
            break
        if one.ends[0] < 0 or one.ends[-1] > 1 or facts[name].missing or len(names) == MOST_PARTS:
            break
        names.insert(0, name)
        total = total + numbers
        if targets[0] in names and 1 < len(names) <= len(inputs) and bool((np.abs(total - 1) <= SUM_TOLERANCE).all()):
            text = _(
                "{} sum to 1 in each row, so that the others give the target {} away; {} makes all of them targets"
            )
            said = text.format(list_columns(names), value_text(targets[0]), targets_setting(names))
            return Note(said, names, "data.target")
    return None


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(map(value_text, texts[:8]))
