"""The rows of any file as a model's raw inputs, in blocks, so that a file of any length is read in little memory."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path

import numpy as np

from core.calls import Array
from core.data.source_settings import SourceSettings
from core.model.model import Model
from core.support.i18n import ngettext
from core.support.shown_values import value_text


@dataclass
class RawRows:
    """The rows of a file for a model: all of them, in the order of the file, whether they have a target or not.

    `path` is that of a table of text (plain, gzip or Zstandard), a Parquet file, an NPZ file, or, for a model of
    pictures, of a folder of images or an IDX file. `stream` is read in its place, as stdin is; `path` is then its name
    in messages. `settings` say how the file is read where that can't be found out.

    Iterating gives blocks of raw inputs, m × s, as `Table.inputs` has them, with a category that the model doesn't know
    as the number of its levels. Raises InputError for a file that can't be used: where, what was found and expected.
    `rows`, `missing` and `unknown` count what was read so far, the last two by column.
    """

    path: Path
    model: Model
    settings: SourceSettings = field(default_factory=SourceSettings)
    stream: BufferedReader | None = None
    size: int | None = None
    rows: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Array]:
        codings = self.model.preparation.codings
        for block in self._blocks():
            self.rows += len(block)
            counted = set[str]()
            for place, coding in enumerate(codings):
                cells, source = block[:, place], coding.source or coding.name
                if source in counted:
                    continue  # a date, of which several parts are inputs
                counted.add(source)
                if coding.levels:
                    unknown = cells == len(coding.levels)
                    self.unknown[source] += int(np.count_nonzero(unknown))
                    if coding.one_number:
                        cells[unknown] = np.nan  # what has no number gets the fill value
                    self.missing[source] += int(np.count_nonzero(np.isnan(cells) & ~unknown))
                else:
                    self.missing[source] += int(np.count_nonzero(np.isnan(cells)))
            yield block

    def _blocks(self) -> Iterator[Array]:
        from .text_rows import text_rows

        return text_rows(self.path, self.model, self.settings, self.stream, self.notes, self.size)

    def summary(self) -> list[str]:
        """Sentences on the cells so far that the model had no value for."""
        found = []
        for source, count in self.unknown.items():
            text = ngettext(
                "{} cell of {} holds a category that the training rows don't have; it is treated as they decided",
                "{} cells of {} hold categories that the training rows don't have; they are treated as those decided",
                count,
            )
            found += [text.format(f"{count:,}", value_text(source))] if count else []
        for source, count in self.missing.items():
            text = ngettext(
                "{} cell of {} is missing; it gets what the training rows decided",
                "{} cells of {} are missing; they get what the training rows decided",
                count,
            )
            found += [text.format(f"{count:,}", value_text(source))] if count else []
        return found
