"""What is guessed of the columns of a source, and what their cells could be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from core.data.columns import Column
from core.data.description import ColumnKind
from core.data.source_settings import SourceSettings
from core.data.understanding.class_labels import levels_of, texts_and_codes
from core.data.understanding.column_facts import ColumnFacts, facts_of
from core.data.understanding.column_kinds import PACKED_DAYS, Kind, boolean_words, guess_kind
from core.data.understanding.dates import formats_that_fit
from core.data.understanding.target import choose_target
from core.data.understanding.task import looks_like_classes
from core.support.errors import InputError

from .source_column import SourceColumn
from .source_rows import SourceRows

STATED: tuple[ColumnKind, ...] = ("number", "category", "boolean", "date", "text")
"""The kinds that data.kinds may state."""

BOOLEAN_TEXTS = 12
"""More different texts aren't spellings of two values, such as yes, Yes, no and NO."""


@dataclass(frozen=True, eq=False)
class ColumnGuesses:
    """The guesses for the columns of a source, each made when it is asked for first, and kept."""

    source: SourceRows
    _facts: dict[str, ColumnFacts] = field(default_factory=dict, repr=False)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in their order."""
        return tuple(column.name for column in self.source.columns)

    def facts(self, name: str) -> ColumnFacts:
        """The counts of a column, without the rows of data.test, by which nothing is guessed."""
        if name not in self._facts:
            rows = self.source.test_from
            self._facts[name] = facts_of(_first_rows(self.source.by_name[name], rows, self.source.rows), rows)
        return self._facts[name]

    def kind(self, name: str) -> Kind:
        """The kind that a column is taken for without data.kinds."""
        return guess_kind(self.facts(name), first=name == self.names[0])

    def possible_kinds(self, name: str) -> tuple[ColumnKind, ...]:
        """The kinds that data.kinds may state for a column; none where no cell is filled."""
        facts = self.facts(name)
        if not facts.present:
            return ()
        fits: dict[ColumnKind, bool] = {
            "number": facts.numbers is not None, "category": True, "boolean": _is_boolean(facts),
            "date": _is_date(facts), "text": True,
        }  # fmt: skip
        return tuple(kind for kind, does_fit in fits.items() if does_fit)

    def target(self, settings: SourceSettings) -> tuple[str, ...]:
        """The target that is guessed without data.target; none where nothing could be one."""
        facts = {name: self.facts(name) for name in self.names}
        kinds = {name: self._stated_or_guessed(name, settings.kinds) for name in self.names}
        try:
            return choose_target(Path(), facts, kinds, settings)[0]
        except InputError:
            return ()

    def task(self, target: str, kinds: Mapping[str, str | Sequence[str]]) -> str:
        """The task that is guessed without data.task for a single target; `kinds` is data.kinds."""
        kind = self._stated_or_guessed(target, kinds)
        classes = kind.name != "number" if kind.stated else looks_like_classes(self.facts(target))
        return "classification" if classes else "regression"

    def _stated_or_guessed(self, name: str, kinds: Mapping[str, str | Sequence[str]]) -> Kind:
        """The kind of a column, with no more than what target and task are chosen by."""
        stated = kinds.get(name)
        if stated is None:
            return self.kind(name)
        found = [kind for kind in STATED if kind == stated]
        return Kind(found[0] if found else "category", stated=True)  # a list are categories in their order


def _first_rows(column: SourceColumn, wanted: int, rows: int) -> Column:
    """The first cells of a column, without the texts of the others; all of them as they are."""
    if wanted == rows:
        return column.column
    numbers = None if column.numbers is None else column.numbers[:wanted]
    if column.codes is None or column.texts is None:
        return Column(column.name, numbers)
    codes = column.codes[:wanted]
    used = np.bincount(codes[codes >= 0], minlength=len(column.texts)) > 0
    number = np.append(np.cumsum(used) - 1, -1).astype(np.int32)
    return Column(
        column.name,
        numbers,
        number[codes],
        tuple(text for text, is_used in zip(column.texts, used, strict=True) if is_used),
    )


def _is_boolean(facts: ColumnFacts) -> bool:
    """Whether a column has no more than two values, however they are spelt."""
    if facts.distinct <= 2:
        return True
    texts = facts.column.texts
    if texts is None or len(texts) > BOOLEAN_TEXTS:
        return False
    return boolean_words(texts) is not None or len(levels_of(texts)) <= 2


def _is_date(facts: ColumnFacts) -> bool:
    """Whether the cells are dates of one format, of which days of eight digits look like numbers."""
    if facts.numbers is not None:
        low, *_between, high = facts.numbers.ends
        if not (facts.numbers.whole and PACKED_DAYS[0] <= low and high <= PACKED_DAYS[1]):
            return False
    return len(formats_that_fit(texts_and_codes(facts.column)[0], stated=True)) == 1
