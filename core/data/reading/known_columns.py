"""Columns of known kinds, as those of new rows for a network, read from cells."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NoReturn, Protocol

import numpy as np

from core.calls import Array
from core.data.columns import Column
from core.data.table import InputColumn
from core.data.understanding.dates import PACKED
from core.data.unusable_file import list_names, refuse
from core.support.i18n import _
from core.support.shown_values import value_text

from .cell_scan import CellScan
from .column_cells import Cells, cleaned
from .missing_marks import AMONG_NUMBERS, BLANKS, DASH, is_missing
from .number_formats import is_held, numbers_of, parsed
from .wide_cell_scan import WideCellScan

Scan = CellScan | WideCellScan


class Place(Protocol):
    """The place of a cell in a message."""

    def __call__(self, row: int, column: int) -> str:
        """By its row and its column, from 0."""


@dataclass
class KnownColumns:
    """Reads the columns of a file of which the wanted ones are known. `path` is for messages.

    `decimals` has the decimal mark of columns of numbers that aren't written with that of the file; once the first rows
    are read, they settle it for each column. `gaps` are the columns of numbers in which something was no number.
    """

    path: Path
    wanted: Sequence[InputColumn]
    decimals: dict[str, str] = field(default_factory=dict)
    gaps: set[str] = field(default_factory=set)

    @property
    def sources(self) -> list[str]:
        """The names of the columns of the file, each once."""
        return list(dict.fromkeys(column.source for column in self.wanted))

    def places(self, names: Sequence[str]) -> dict[str, int]:
        """Where each column stands among the columns of a file. Raises InputError for one that isn't there."""
        at = {name: index for index, name in enumerate(names)}
        for source in self.sources:
            if source not in at:
                text = _("there is no column {}, from which the network learnt; found {}")
                refuse(self.path, text.format(value_text(source), list_names([*names])))
        return {source: at[source] for source in self.sources}

    def read(
        self, names: Sequence[str], scan: Scan, place: "Place", decimal: str, is_set: bool = False
    ) -> dict[str, Column]:
        """The columns by their names, all of the file or of a block of its rows: numbers, or texts with their codes.

        `names` are those of all columns that are open, `place` is the place of a cell in a message by row and column,
        `decimal` the decimal mark of the file, which data.decimal may have set. Raises InputError at a cell that is no
        number in a column of numbers, MisreadError.
        """
        at = self.places(names)
        numeric = {column.source for column in self.wanted if column.kind == "number"}
        likely = [source for source in at if source in numeric and self.decimals.get(source, decimal) == decimal]
        likely += [column.source for column in self.wanted if column.date_format == PACKED]
        numbers = self._read_numbers(likely, scan, at)
        self._clear_missing(numbers, scan, at)
        columns = {source: Column(source, values) for source, values in numbers.items()}
        coded = [source for source in at if source not in columns]
        levels = {column.source: column.levels for column in self.wanted}
        for source, cells in zip(coded, scan.read_codes([at[source] for source in coded]), strict=True):
            clean = cleaned(cells, DASH not in levels[source])
            columns[source] = Column(source, None, clean.codes, clean.texts)
            if source in numeric:
                place_of = partial(place, column=at[source])
                columns[source] = Column(source, self._numbers(source, clean, place_of, decimal, is_set))
        for source in numeric:
            self.decimals.setdefault(source, decimal)
        return columns

    def _read_numbers(self, sources: Sequence[str], scan: Scan, at: Mapping[str, int]) -> dict[str, Array]:
        """The numbers of columns, NaN and infinite as `read_numbers` has them; quicker for those without either."""
        full = scan.read_full([at[source] for source in sources if source not in self.gaps])
        self.gaps |= {source for source in sources if at[source] not in full}
        others = [source for source in sources if at[source] not in full]
        read = dict(zip(others, scan.read_numbers([at[source] for source in others]), strict=True))
        return {source: full[at[source]] if at[source] in full else read[source] for source in sources}

    def _clear_missing(self, numbers: dict[str, Array], scan: Scan, at: Mapping[str, int]) -> None:
        """Makes cells missing that weren't read as such; drops the columns that hold anything else but numbers."""
        odd = [source for source, values in numbers.items() if np.isinf(values).any()]
        found = scan.texts_where([at[source] for source in odd], "isinf({number})")
        for source, texts in zip(odd, found, strict=True):
            if all(_is_missing_number(text.strip(BLANKS)) for text in texts):
                numbers[source][np.isinf(numbers[source])] = np.nan
            else:
                del numbers[source]

    def _numbers(
        self, source: str, cells: Cells, place_of: Callable[[int], str], decimal: str, is_set: bool
    ) -> Array:  # fmt: skip
        """The numbers of a column's cells, NaN where one is missing. Raises InputError at a cell that is none."""
        mark = self.decimals.get(source, decimal)
        given = [text for text in cells.texts if not _is_missing_number(text)]
        read = numbers_of(given, mark, is_set or source in self.decimals)
        if read is None:
            plain = {text for text in given if parsed(text, mark) is None}
            grouped = {text for text in given if parsed(text, mark, grouping=True) is None}
            self._refuse_cell(source, cells, grouped or plain, place_of, _("a number"))
        wrong = {text for text, number in zip(given, read.numbers, strict=True) if not is_held(text, number)}
        if wrong:
            self._refuse_cell(source, cells, wrong, place_of, _("a finite number that float64 can hold"))
        self.decimals.setdefault(source, read.decimal)
        number = dict(zip(given, read.numbers, strict=True))
        return cells.spread([number.get(text, np.nan) for text in cells.texts])

    def _refuse_cell(
        self, source: str, cells: Cells, texts: Set[str], place_of: Callable[[int], str], expected: str
    ) -> NoReturn:
        """Raises InputError for the first cell with one of these texts."""
        row = int(np.argmax(np.append([text in texts for text in cells.texts], False)[cells.codes]))
        found = value_text(cells.texts[cells.codes[row]])
        message = _("{}, column {}: found {}, expected {}")
        refuse(self.path, message.format(place_of(row), value_text(source), found, expected))


def _is_missing_number(text: str) -> bool:
    """Whether a cell of a column of numbers, without blanks around it, is missing."""
    return is_missing(text) or text.casefold() in AMONG_NUMBERS
