"""Which rows of a source each choice takes, found out once for the same source."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.analysis.outputs.outputs import Outputs
from core.analysis.outputs.ranking import largest_first
from core.calls import Array
from core.data.dataset import SPLITS
from core.data.source_rows.doubled_rows import DoubledRows, doubled_rows
from core.data.source_rows.source_rows import LEFT_OUT, SourceRows
from core.model.output_meaning import OutputMeaning
from core.support.i18n import _
from tui_mlp.models.data.row_choice import ALL, RowChoice
from tui_mlp.text.split_words import split_word

from .row_search import RowSearch

LARGEST = 10
"""Of a regression, one row in so many counts as one with a large error."""

QUICK_CELLS = 100_000
"""Up to so many cells, rows are chosen and searched at once; more take longer than a key may."""

SLOW = {"missing": "missing", "doubled": "doubled", "in several splits": "doubled", "wrong": "nowhere"}
"""Choices whose rows take long to be found, and where they are kept once they are; wrong ones change all the time."""


@dataclass(frozen=True)
class CountedChoice:
    """A choice, its name, and how many rows it takes; None where that isn't known yet."""

    choice: RowChoice
    name: str
    count: int | None


class RowIndex:
    """What is known of the rows of a source. Its methods may be called on any thread."""

    def __init__(self, source: SourceRows) -> None:
        self.source = source
        self.search = RowSearch(source)

    @property
    def is_quick(self) -> bool:
        """Whether rows are chosen and searched at once."""
        values = sum(len(column.texts or ()) for column in self.source.columns)
        return self.source.rows * len(self.source.columns) + values <= QUICK_CELLS

    def rows(self, choice: RowChoice, outputs: Outputs | None) -> Array | None:
        """The rows that a choice takes, ascending; None for all, and for wrong ones without outputs."""
        if choice.kind == "wrong":
            return None if outputs is None else self.wrong(outputs)
        if choice.kind == "split":
            return _rows_with(self.source.split == SPLITS.index(choice.value))
        if choice.kind == "left out":
            return _rows_with(self.source.split == LEFT_OUT)
        if choice.kind == "class":
            return self._of_class(choice.value)
        if choice.kind == "missing":
            return self.missing
        if choice.kind == "doubled":
            return self.doubled.rows
        return self.doubled.in_several_splits if choice.kind == "in several splits" else None

    def name(self, choice: RowChoice) -> str:
        """What a choice is called; empty for all rows."""
        if choice.kind == "split":
            return split_word(choice.value)
        if choice.kind == "class":
            return f"{self._target_name} {choice.value}".strip()
        regression = self.source.data.task == "regression"
        names = {
            "all": "",
            "left out": split_word(""),
            "wrong": _("largest errors, a tenth") if regression else _("wrong"),
            "missing": _("missing cells"),
            "doubled": _("duplicates"),
            "in several splits": _("duplicates in several splits"),
        }
        return names[choice.kind]

    def choices(self, outputs: Outputs | None, wait: bool = True) -> list[CountedChoice]:
        """All choices with their counts; without `wait`, None for those that take longer to be counted."""
        found = []
        for choice in self._choices():
            if choice == ALL:
                found.append(CountedChoice(choice, _("all rows"), self.source.rows))
                continue
            count = self._count(choice, outputs, wait)
            if count != 0 or choice.kind in ("wrong", "doubled"):
                found.append(CountedChoice(choice, self.name(choice), count))
        return found

    def _choices(self) -> Iterator[RowChoice]:
        yield ALL
        yield from (RowChoice("split", name) for name in SPLITS)
        yield RowChoice("left out")
        yield RowChoice("wrong")
        yield RowChoice("missing")
        yield RowChoice("in several splits")
        yield RowChoice("doubled")
        yield from (RowChoice("class", name) for name in self._class_names)

    def _count(self, choice: RowChoice, outputs: Outputs | None, wait: bool) -> int | None:
        if choice.kind == "split":
            return len(self.source.rows_of(choice.value))
        if choice.kind == "class":
            return int(self._class_counts[self._class_names.index(choice.value)])
        kept_as = SLOW.get(choice.kind)
        if not wait and kept_as is not None and kept_as not in vars(self):
            return None
        rows = self.rows(choice, outputs)
        return None if rows is None else len(rows)

    def prepare(self) -> None:
        """Find out what the list of choices needs at once: the classes, and how many rows each has."""
        _counts = self._class_counts

    # What is found out

    @cached_property
    def missing(self) -> Array:
        """The rows with a missing cell in a column of inputs."""
        lacking = np.zeros(self.source.rows, bool)
        for column in self.source.columns:
            if column.description.role == "input":
                lacking |= column.is_missing
        return _rows_with(lacking)

    @cached_property
    def doubled(self) -> DoubledRows:
        """The rows that are equal to another one."""
        return doubled_rows(self.source)

    def wrong(self, outputs: Outputs) -> Array:
        """The rows that are classified wrongly; of a regression the tenth with the largest losses."""
        rows, figures = [], []
        regression = outputs.model.meaning.task == "regression"
        for name, split in outputs.splits.items():
            rows.append(self.source.rows_of(name)[split.places])
            figures.append(split.losses if regression else split.wrong)
        if not rows:
            return np.zeros(0, np.int32)
        all_rows, all_figures = np.concatenate(rows), np.concatenate(figures)
        if regression:
            chosen = all_rows[largest_first(all_figures, -(-len(all_figures) // LARGEST))]
        else:
            chosen = all_rows[all_figures]
        return np.sort(chosen).astype(np.int32)

    # Classes

    @cached_property
    def _meaning(self) -> OutputMeaning:
        return OutputMeaning.of(self.source.data)

    @property
    def _class_names(self) -> tuple[str, ...]:
        return () if self.source.data.task == "regression" else self._meaning.names

    @property
    def _target_name(self) -> str:
        target = self.source.data.description.target
        return target[0] if len(target) == 1 and not self._meaning.several_labels else ""

    @cached_property
    def _class_counts(self) -> Array:
        counts = np.zeros(len(self._class_names), int)
        for split in self.source.data.splits.values():
            if self._meaning.several_labels:
                counts += self._meaning.label_marks(split.Y).sum(0)
            else:
                counts += np.bincount(self._meaning.class_numbers(split.Y), minlength=len(counts))
        return counts

    def _of_class(self, name: str) -> Array:
        if name not in self._class_names:
            return np.zeros(0, np.int32)
        number, rows = self._class_names.index(name), []
        several = self._meaning.several_labels
        for split_name, split in self.source.data.splits.items():
            Y = split.Y
            marks = self._meaning.label_marks(Y[:, number]) if several else self._meaning.class_numbers(Y) == number
            rows.append(self.source.rows_of(split_name)[marks])
        return np.sort(np.concatenate(rows)).astype(np.int32)


def _rows_with(marks: Array) -> Array:
    return np.flatnonzero(marks).astype(np.int32)
