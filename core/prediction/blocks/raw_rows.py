"""The rows of any file as a model's raw inputs, block by block, in little memory."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path

import numpy as np

from core.calls import Array
from core.data.reading.arrays.idx_reader import is_idx
from core.data.reading.file_kinds import SEARCHED, packing_of
from core.data.reading.temporary_copy import temporary_copy
from core.data.source_settings import SourceSettings
from core.data.sources import holds_arrays
from core.data.unusable_file import refuse_missing
from core.model.model import Model
from core.support.errors import InputError
from core.support.i18n import _, ngettext
from core.support.regular_files import open_named, size_of
from core.support.shown_values import value_text

from .array_rows import idx_rows, npz_rows
from .image_rows import image_rows
from .parquet_rows import parquet_rows
from .text_rows import bytes_of_file, bytes_of_stream, is_text, text_rows


@dataclass
class RawRows:
    """The rows of a file for a model: all of them, in the order of the file, whether they have a target or not.

    `path` is that of a table of text (plain, gzip or Zstandard), a Parquet file, an NPZ file, or, for a model of
    pictures, of a folder of images or an IDX file. `stream` is read in its place, as stdin is; `path` is then its name
    in messages. `settings` say how text is read where that can't be found out. `size` is that of a block: bytes of
    text, rows of other files; None for one that suits the kind of file.

    Iterating gives blocks of raw inputs, m × s, as `Table.inputs` has them, with a category that the model doesn't know
    as the number of its levels; at least one block, of no row where the file has none. Raises InputError for a file
    that can't be used: where, what was found and expected. `rows`, `missing` and `unknown` count what was read so far,
    the last two by column; `share` is how much of the file was read, from 0 to 1, as far as it is known; `notes` are
    sentences about how the file is read; `pauses` says that no further row comes through a pipe for now.
    """

    path: Path
    model: Model
    settings: SourceSettings = field(default_factory=SourceSettings)
    stream: BufferedReader | None = None
    size: int | None = None
    rows: int = 0
    share: float = 0.0
    pauses: bool = False
    missing: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Array]:
        for block in self._blocks():
            self._count(block)
            self.rows += len(block)
            yield block

    def summary(self) -> list[str]:
        """Sentences on the cells so far for which the model has no value."""
        found = []
        for source, count in sorted((+self.unknown).items()):
            text = ngettext(
                "{} cell of {} holds a category that no training row has; it counts as the training rows decided",
                "{} cells of {} hold categories that no training row has; they count as the training rows decided",
                count,
            )
            found.append(text.format(f"{count:,}", value_text(source)))
        for source, count in sorted((+self.missing).items()):
            text = ngettext(
                "{} cell of {} is missing; it is filled as the training rows decided",
                "{} cells of {} are missing; they are filled as the training rows decided",
                count,
            )
            found.append(text.format(f"{count:,}", value_text(source)))
        return found

    def _count(self, block: Array) -> None:
        """Counts missing and unknown cells; of what is a number, an unknown one becomes missing.

        Raises InputError for a missing cell for which the model has no value, as it was never trained with one.
        """
        if gap := self.model.preparation.first_gap(block):
            row, place = gap
            name = self.model.preparation.codings[place].name
            refuse_missing(self.path, _("row {}").format(self.rows + row + 1), name)
        counted = set[str]()
        for place, coding in enumerate(self.model.preparation.codings):
            cells, source = block[:, place], coding.source or coding.name
            missing = np.isnan(cells)
            if source not in counted:  # else a further part of a date
                self.missing[source] += int(np.count_nonzero(missing))
                counted.add(source)
            if coding.levels:
                unknown = cells == len(coding.levels)
                self.unknown[source] += int(np.count_nonzero(unknown))
                if coding.one_number:
                    cells[unknown] = np.nan

    def _blocks(self) -> Iterator[Array]:
        """The blocks as they stand in the file or stream."""
        if self.stream is None:
            yield from self._of_file(self.path)
        elif is_text(self.stream.peek(SEARCHED)):
            yield from self._of_text(self.path, self.stream)
        else:
            with temporary_copy(self.stream, self.path.name) as copy:
                try:
                    yield from self._of_file(copy)
                except InputError as problem:  # about the copy, whose name nobody knows
                    raise InputError(str(problem).replace(str(copy), str(self.path))) from problem

    def _of_file(self, path: Path) -> Iterator[Array]:
        """The blocks of a file or folder, by what it holds."""
        if os.path.isdir(path):
            return image_rows(path, self.model, self.notes, self.size)
        if is_idx(path):
            return idx_rows(path, self.model, self.size)
        if holds_arrays(path):
            return npz_rows(path, self.model, self.notes, self.size)
        with open_named(path, _("a table")) as file:
            packing = packing_of(file.read(SEARCHED))
        return parquet_rows(path, self.model, self.size) if packing == "parquet" else self._of_text(path)

    def _of_text(self, path: Path, stream: BufferedReader | None = None) -> Iterator[Array]:
        chunks = self._bytes_of(path) if stream is None else self._bytes_of_stream(path, stream)
        return text_rows(path, self.model, self.settings, chunks, self.notes, self.size)

    def _bytes_of(self, path: Path) -> Iterator[bytes]:
        """The bytes of a file, unpacked; what was read of it is noted in `share`."""
        with open_named(path, _("a table")) as file:
            total = max(1, size_of(file))
            for chunk in bytes_of_file(path, file):
                self.share = file.tell() / total
                yield chunk

    def _bytes_of_stream(self, path: Path, stream: BufferedReader) -> Iterator[bytes]:
        """The bytes of a stream, unpacked, with an empty chunk wherever it pauses, which is noted in `pauses`."""
        for chunk, self.pauses in bytes_of_stream(path, stream):
            yield chunk
            if self.pauses:
                yield b""
