"""Columns made of cells: numbers or texts, missing cells, and what can't be either."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import numpy as np

from core.calls import Array
from core.data.columns import Column
from core.data.note import Note
from core.data.setting_hints import kinds_setting
from core.data.source_settings import SourceSettings
from core.data.understanding.column_kinds import boolean_words
from core.data.unusable_file import list_names, refuse
from core.support.i18n import _
from core.support.shown_values import value_text

from .cell_scan import CellScan, CodedCells
from .missing_marks import AMONG_NUMBERS, BLANKS, is_missing
from .number_formats import NumberColumn, is_held, is_measured, numbers_of, parsed, without_blanks
from .wide_cell_scan import WideCellScan

MOST_TEXTS = 1000
"""Distinct texts of a column of numbers that are kept beside the numbers, at most."""
LOOKED_AT = 20_000
"""Rows by which a column of numbers is seen to have more distinct ones."""
FEW = 0.1
"""A column of measurements, rather than of texts, has at most this share of wrong cells."""


@dataclass
class TableReading:
    """A table that is being read: its cells, names and settings, and the notes on it.

    `sample` are some cells of each column. `place` is the place of a cell in a message, by row and column.
    """

    path: Path
    names: Sequence[str]
    sample: Sequence[Sequence[str]]
    scan: CellScan | WideCellScan
    settings: SourceSettings
    decimal: str
    place: Callable[[int, int], str]
    notes: list[str] = field(default_factory=list)

    def columns(self) -> list[Column]:
        """All columns. Raises InputError."""
        everywhere = range(len(self.names))
        likely = [index for index in everywhere if self._looks_like_numbers(index)]
        numbers = dict(zip(likely, self.scan.read_numbers(likely), strict=True))
        self._clear_missing(numbers)
        unnamed = self._unnamed_and_empty(numbers)
        kept = [index for index in everywhere if index not in unnamed]
        wanted = self._with_texts(kept)
        coded = [index for index in kept if index not in numbers or (index in wanted and _is_few(numbers[index]))]
        cells = dict(zip(coded, map(cleaned, self.scan.read_codes(coded)), strict=True))
        self._check_repeated_header(cells, numbers)
        return [
            self._column(index, cells[index], numbers.get(index))
            if index in cells
            else Column(self.names[index], numbers[index])
            for index in kept
        ]

    def _looks_like_numbers(self, index: int) -> bool:
        return all(is_missing(cell) or parsed(cell, self.decimal) is not None for cell in self.sample[index])

    def _with_texts(self, kept: Sequence[int]) -> set[int]:
        """The columns whose texts are wanted even where they are numbers."""
        target = self.settings.target
        targets = [target] if isinstance(target, str) else list(target or ())
        named = {name for name, kind in self.settings.kinds.items() if kind != "number"} | set(targets)
        wanted = {index for index in kept if self.names[index] in named}
        return wanted if targets else wanted | {kept[0], kept[-1]}

    def _clear_missing(self, numbers: dict[int, Array]) -> None:
        """Makes cells missing that weren't read as such; drops the columns that hold anything else but numbers."""
        odd = [index for index, values in numbers.items() if np.isinf(values).any()]
        for index, texts in zip(odd, self.scan.texts_where(odd, "isinf({number})"), strict=True):
            if all(is_missing(text.strip(BLANKS)) for text in texts):
                numbers[index][np.isinf(numbers[index])] = np.nan
            else:
                del numbers[index]

    def _unnamed_and_empty(self, numbers: dict[int, Array]) -> set[int]:
        """The columns with neither name nor cells, as spreadsheets leave them. Raises InputError for several others."""
        unnamed = [index for index, name in enumerate(self.names) if not name]
        empty = {index for index in unnamed if index in numbers and np.isnan(numbers[index]).all()}
        left = [index for index in unnamed if index not in empty]
        if len(left) > 1:
            places = ", ".join(str(index + 1) for index in left[:8])
            refuse(self.path, _("columns {} have no name; give each one in the first line").format(places))
        if len(unnamed) < 2 or len(empty) == len(self.names):
            return set()
        return empty

    def _check_repeated_header(self, cells: "dict[int, Cells]", numbers: dict[int, Array]) -> None:
        """Raises InputError for a row in which each cell is the name of its column."""
        if not cells:
            return
        rows = None
        for index, values in numbers.items():
            if index not in cells and not np.isnan(values).all() and self.names[index]:
                return  # a column of numbers doesn't hold its name
        for index, column in cells.items():
            if self.names[index] not in column.texts:
                return
            same = column.codes == column.texts.index(self.names[index])
            rows = same if rows is None else rows & same
        if rows is not None and rows.any() and len(cells) > 1:
            row = int(np.argmax(rows))
            message = _(
                "{}: found the columns' names again, expected a row; delete the line, "
                "or set data.header = false if they are no names"
            )
            refuse(self.path, message.format(self.place(row, min(cells))))

    def _column(self, index: int, cells: "Cells", plain: Array | None) -> Column:
        """A column of coded cells; of numbers, if all cells are. Raises InputError for a cell that should be one."""
        name, texts = self.names[index], cells.texts
        kind = self.settings.kinds.get(name)
        if self.settings.ignores(name):
            found = numbers_of(texts, self.decimal, self.settings.decimal is not None)
            usable = found is not None and all(map(is_held, texts, found.numbers))
            return Column(name, cells.spread(found.numbers) if usable and found else None, cells.codes, texts)
        if kind in (None, "number"):
            cells = self._without_marks(name, cells)
            texts = cells.texts
        found = numbers_of(texts, self.decimal, self.settings.decimal is not None)
        if found is None:
            measured = kind == "number" or self._is_measured_target(name, texts)
            self._check_wrong_cells(index, cells, measured, kind is not None)
            return Column(name, None, cells.codes, texts)
        wrong = [code for code, text in enumerate(texts) if not is_held(text, found.numbers[code])]
        if wrong and kind not in (None, "number"):
            return Column(name, None, cells.codes, texts)
        if wrong:
            self._wrong_cell(index, cells, wrong, _("a finite number that float64 can hold"))
        self._note_format(name, found)
        numbers = cells.spread(found.numbers) if plain is None else plain
        return Column(name, numbers, cells.codes, texts) if len(texts) <= MOST_TEXTS else Column(name, numbers)

    def _without_marks(self, name: str, cells: "Cells") -> "Cells":
        """The cells of a column of measurements without further marks of missing values, which are noted."""
        marks = [text for text in cells.texts if text.casefold() in AMONG_NUMBERS]
        if not marks:
            return cells
        others = tuple(text for text in cells.texts if text not in marks)
        found = numbers_of(others, self.decimal, self.settings.decimal is not None)
        if found is None or not is_measured(found.numbers):
            return cells
        note = _(
            'column {}: {} among numbers is taken for a missing value; data.kinds = {{ {} = "category" }} keeps it'
        )
        shown = value_text(name)
        self.notes.append(Note(note.format(shown, list_names(marks), shown), [name], "data.kinds"))
        codes = {code: others.index(text) for code, text in enumerate(cells.texts) if text not in marks}
        table = np.array([*(codes.get(code, -1) for code in range(len(cells.texts))), -1], np.int32)
        return Cells(others, table[cells.codes])

    def _is_measured_target(self, name: str, texts: Sequence[str]) -> bool:
        """Whether a column must be of numbers; one of several targets may also be of words such as yes and no."""
        target = self.settings.target
        targets = [target] if isinstance(target, str) else list(target or ())
        if self.settings.task != "regression" or name not in targets:
            return False
        return len(targets) == 1 or boolean_words(texts) is None

    def _check_wrong_cells(self, index: int, cells: "Cells", must: bool, is_given: bool) -> None:
        """Raises InputError for the first cell that is no number, in a column that must be or is mostly of numbers."""
        read = [parsed(text, self.decimal, grouping=True) for text in cells.texts]
        wrong = [code for code, number in enumerate(read) if number is None]
        counts = np.bincount(cells.codes[cells.codes >= 0], minlength=len(read))
        given, bad = int(counts.sum()), int(counts[wrong].sum())
        measured = is_measured(number for number in read if number is not None)
        if must:
            self._wrong_cell(index, cells, wrong, _("a number"))
        if not is_given and measured and bad <= FEW * given:
            expected = _(
                "a number, as in {} of {} rows; correct the cell or delete the line, or read all as texts by {}"
            )
            setting = kinds_setting(self.names[index], "category")
            self._wrong_cell(index, cells, wrong, expected.format(given - bad, given, setting))

    def _wrong_cell(self, index: int, cells: "Cells", codes: Sequence[int], expected: str) -> NoReturn:
        """Raises InputError for the first cell with one of these texts."""
        row = int(np.argmax(np.isin(cells.codes, codes)))
        text = cells.texts[cells.codes[row]]
        message = _("{}, column {}: found {}, expected {}")
        place, name = self.place(row, index), value_text(self.names[index])
        refuse(self.path, message.format(place, name, value_text(text), expected))

    def _note_format(self, name: str, found: NumberColumn) -> None:
        if found.grouped is not None and parsed(found.grouped, found.decimal) is None:
            number = parsed(found.grouped, found.decimal, grouping=True)
            if without_blanks(found.grouped) != found.grouped:
                text = _("column {}: {} is read as {:.15g}; if that is wrong, set {}")
                setting = kinds_setting(name, "category")
                said = text.format(value_text(name), value_text(found.grouped), number, setting)
                self.notes.append(Note(said, [name], "data.kinds"))
                return
            text = _('column {}: {} is read as {:.15g}; if that is wrong, set data.decimal = "{}"')
            other = "," if found.decimal == "." else "."
            said = text.format(value_text(name), value_text(found.grouped), number, other)
            self.notes.append(Note(said, [name], "data.decimal"))
        elif found.decimal != self.decimal:
            text = _('column {}: numbers are read with decimal "{}"; if that is wrong, set data.decimal = "{}"')
            said = text.format(value_text(name), found.decimal, self.decimal)
            self.notes.append(Note(said, [name], "data.decimal"))


@dataclass(frozen=True)
class Cells:
    """The cells of a column without blanks: the distinct texts that aren't missing, and codes, −1 where missing."""

    texts: tuple[str, ...]
    codes: Array

    def spread(self, numbers: Sequence[float]) -> Array:
        """The numbers of the distinct texts for each cell, NaN where it is missing."""
        return np.array([*numbers, np.nan])[self.codes]


def cleaned(cells: CodedCells, dash: bool | None = None) -> Cells:
    """The cells without blanks and missing ones. `dash` says whether "-" is missing; None: unless "+" is there too."""
    stripped = [text.strip(BLANKS) for text in cells.texts]
    dash = "+" not in stripped if dash is None else dash
    texts = sorted({text for text in stripped if not is_missing(text, dash)})
    codes = {text: code for code, text in enumerate(texts)}
    table = np.array([*(codes.get(text, -1) for text in stripped), -1], np.int32)
    return Cells(tuple(texts), table[cells.codes])


def _is_few(values: Array) -> bool:
    """Whether a column has few distinct numbers."""
    return len(np.unique(values[:LOOKED_AT])) <= MOST_TEXTS and len(np.unique(values)) <= MOST_TEXTS
