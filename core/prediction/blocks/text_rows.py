"""The rows of a table of text as raw inputs, block by block."""

from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from select import select
from time import monotonic
from typing import BinaryIO

import numpy as np

from core.calls import Array
from core.data.columns import ColumnTable
from core.data.reading.file_kinds import SEARCHED, packing_of, refuse_other_kinds
from core.data.reading.known_columns import KnownColumns
from core.data.reading.text_tables.layout import encoding_note, layout_notes
from core.data.reading.text_tables.scanning import ScannedText, scan_text
from core.data.reading.text_tables.text_blocks import BLOCK, text_blocks
from core.data.reading.text_tables.text_file import unpacked
from core.data.source_settings import SourceSettings
from core.data.understanding.inputs import input_matrix
from core.data.unusable_file import refuse_missing
from core.model.model import Model

CHUNK = 2**20
PATIENCE = 0.05
"""Seconds without another byte, after which the rows that have come through a pipe are predicted."""
LONGEST_WAIT = 1.0
"""Seconds after which they are predicted even if more comes all the time."""


def text_rows(
    path: Path,
    model: Model,
    settings: SourceSettings,
    chunks: Iterator[bytes],
    notes: list[str],
    size: int | None = None,
) -> Iterator[Array]:
    """The blocks of raw inputs of a table of text, one at least, each of about `size` bytes.

    `chunks` are its bytes, unpacked; an empty one says that no more is there for now. Notes on how it is read are added
    to `notes`. Raises InputError.
    """
    known = KnownColumns(path, [coding.column for coding in model.preparation.codings])

    def inputs(rows: ScannedText) -> Array:
        layout = rows.layout
        found = known.read(layout.header.names, rows.scan, rows.place, layout.decimal, settings.decimal is not None)
        count = max(column.rows for column in found.values())
        rows.check_rows(count)
        table = ColumnTable([*found.values()], count, line_of=rows.line_of(count))
        found_inputs = input_matrix(path, table, found, known.wanted, number_unknown=True)
        if gap := model.preparation.first_gap(found_inputs):
            row, name = gap[0], known.wanted[gap[1]].source
            refuse_missing(path, rows.place(row, known.places(layout.header.names)[name]), name)
        return found_inputs

    for block in text_blocks(path, chunks, settings, known.sources, size or BLOCK):
        if not block.layout.form.above:
            notes += layout_notes(block.text, block.layout, settings)
            known.places(block.layout.header.names)  # also of a header without rows
        elif block.text.guessed and (note := encoding_note(block.text)) not in notes:
            notes.append(note)
        if block.layout.header.rows or not block.text.whole:
            yield scan_text(block.text, block.layout, inputs, block.connection)
        else:
            yield np.empty((0, len(known.wanted)))


def is_text(beginning: bytes) -> bool:
    """Whether the first bytes of a stream may be those of a table of text, plain or packed by gzip."""
    return packing_of(beginning) in ("none", "gzip") and not beginning.startswith((b"PK", b"\0\0"))


def bytes_of_file(path: Path, file: BinaryIO) -> Iterator[bytes]:
    """The bytes of an open file, unpacked. Raises InputError for another kind of file."""
    beginning = file.read(SEARCHED)
    refuse_other_kinds(path, beginning)
    packing = packing_of(beginning)
    file.seek(0)
    if packing == "none":
        while chunk := file.read(CHUNK):
            yield chunk
    else:
        yield from unpacked(path, file, packing)


def bytes_of_stream(path: Path, stream: BufferedReader) -> Iterator[tuple[bytes, bool]]:
    """The bytes of a stream, unpacked, and whether their rows are to be predicted now. Raises InputError."""
    beginning = stream.peek(SEARCHED)
    refuse_other_kinds(path, beginning)
    if packing_of(beginning) == "gzip":
        for chunk in unpacked(path, stream, "gzip"):
            yield chunk, False
        return
    start = monotonic()
    while chunk := stream.read1(CHUNK):
        is_due = monotonic() - start > LONGEST_WAIT or _pauses(stream)
        yield chunk, is_due
        if is_due:
            start = monotonic()


def _pauses(stream: BufferedReader) -> bool:
    """Whether nothing more comes through a pipe for now."""
    try:
        return not select([stream], [], [], PATIENCE)[0]
    except (OSError, ValueError):  # no pipe, but bytes in memory; or a system that waits for sockets alone
        return False
