"""Whether a column of numbers holds classes or measurements."""

from core.data.note import Note
from core.data.setting_hints import task_setting
from core.support.i18n import _
from core.support.shown_values import value_text

from .column_facts import ColumnFacts

MOST_CLASSES = 20
"""Whole numbers of more distinct values are measurements."""

ALWAYS_CLASSES = 3
"""Up to so many whole numbers are classes, however many rows each has."""

LEAST_ROWS = 3
"""Rows that a class must have on average."""

FEW = 5
"""With few rows, a person thinks of classes only where there are so few different numbers."""

MOST_UNEQUAL = 3
"""The commonest class may have so many times the rows of the rarest."""


def looks_like_classes(facts: ColumnFacts) -> bool:
    """Whether a target column holds classes: texts are, and numbers by a rule.

    Two different numbers are classes; so are three whole numbers, and up to MOST_CLASSES whole numbers of about equally
    many rows, if there are LEAST_ROWS of each on average.
    """
    numbers = facts.numbers
    if numbers is None:
        return True
    if facts.distinct <= 2:
        return numbers.whole or facts.present > 2
    if not numbers.whole or facts.distinct > MOST_CLASSES or facts.present < LEAST_ROWS * facts.distinct:
        return False
    return facts.distinct <= ALWAYS_CLASSES or int(numbers.counts.max()) <= MOST_UNEQUAL * int(numbers.counts.min())


def task_note(facts: ColumnFacts, classes: bool) -> Note | None:
    """What was guessed of a target of numbers, where a person could think otherwise; else None."""
    text = _guessed(facts, classes)
    return None if text is None else Note(text, [facts.name], "data.task")


def _guessed(facts: ColumnFacts, classes: bool) -> str | None:
    numbers, count = facts.numbers, facts.distinct
    if numbers is not None and count == 2 and classes and not numbers.whole:
        text = _("the two numbers of {} are taken for classes; {} takes them for measurements")
        return text.format(value_text(facts.name), task_setting("regression"))
    if numbers is None or not numbers.whole or not 2 < count <= MOST_CLASSES:
        return None
    few_rows = facts.present < LEAST_ROWS * count
    if few_rows and (count > FEW or facts.all_different):
        return None
    name = value_text(facts.name)
    if classes and count <= ALWAYS_CLASSES:
        text = _(
            "the {} whole numbers of {} are taken for classes, as there are so few; {} takes them for measurements"
        )
        return text.format(count, name, task_setting("regression"))
    if classes and numbers.counts.min() == numbers.counts.max():
        text = _(
            "the {} whole numbers of {} are taken for classes, as each stands in {} rows; {} takes them for "
            "measurements"
        )
        return text.format(count, name, numbers.counts.min(), task_setting("regression"))
    if classes:
        text = _(
            "the {} whole numbers of {} are taken for classes, as each stands in about equally many rows ({} to {}); "
            "{} takes them for measurements"
        )
        return text.format(count, name, numbers.counts.min(), numbers.counts.max(), task_setting("regression"))
    if few_rows:
        text = _(
            "the {} whole numbers of {} are taken for measurements, as there are only {} rows; {} takes them for "
            "classes"
        )
        return text.format(count, name, facts.present, task_setting("classification"))
    text = _(
        "the {} whole numbers of {} are taken for measurements, as they stand in unequally many rows ({} to {}); "
        "{} takes them for classes"
    )
    return text.format(count, name, numbers.counts.min(), numbers.counts.max(), task_setting("classification"))
