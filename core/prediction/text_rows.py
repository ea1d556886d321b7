"""The rows of a table of text as raw inputs, block by block."""

from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from select import select

import numpy as np

from core.calls import Array
from core.data.columns import ColumnTable
from core.data.reading.file_kinds import SEARCHED, packing_of, refuse_other_kinds
from core.data.reading.known_columns import KnownColumns
from core.data.reading.text_tables.layout import layout_notes
from core.data.reading.text_tables.scanning import ScannedText, scan_text
from core.data.reading.text_tables.text_blocks import BLOCK, text_blocks
from core.data.reading.text_tables.text_file import unpacked
from core.data.source_settings import SourceSettings
from core.data.understanding.inputs import fill_matrix, values_of_all
from core.model.model import Model
from core.support.i18n import _
from core.support.regular_files import open_named

CHUNK = 2**22
PATIENCE = 0.05
"""Seconds without another byte, after which the rows that have come through a pipe are predicted."""


def text_rows(
    path: Path,
    model: Model,
    settings: SourceSettings,
    stream: BufferedReader | None,
    notes: list[str],
    size: int | None,
) -> Iterator[Array]:
    """The blocks of raw inputs of a table of text; notes on how it is read are added to `notes`. Raises InputError."""
    columns = KnownColumns(path, [coding.column for coding in model.preparation.codings])
    chunks = _unpacked_file(path) if stream is None else _unpacked_stream(path, stream)
    is_first = True
    for block in text_blocks(path, chunks, settings, columns.sources, size or BLOCK):
        if is_first:
            notes += layout_notes(block.text, block.layout, settings)
            is_first = False
        if not block.layout.header.rows and block.text.whole:
            columns.places(block.layout.header.names)
            yield np.empty((0, len(columns.wanted)))
            continue

        def inputs(rows: ScannedText) -> Array:
            layout = rows.layout
            found = columns.read(
                layout.header.names, rows.scan, rows.place, layout.decimal, settings.decimal is not None
            )
            first = next(iter(found.values()))
            values = first.numbers if first.numbers is not None else first.codes
            assert values is not None
            count = len(values)
            rows.check_rows(count)
            table = ColumnTable([*found.values()], count, line_of=rows.line_of(count))
            return fill_matrix(
                values_of_all(path, table, found, columns.wanted, True), count, len(columns.wanted), None
            )

        yield scan_text(block.text, block.layout, inputs)


def _unpacked_file(path: Path) -> Iterator[bytes]:
    """The bytes of a file, unpacked. Raises InputError."""
    with open_named(path, _("a table")) as file:
        beginning = file.read(SEARCHED)
        refuse_other_kinds(path, beginning)
        packing = packing_of(beginning)
        file.seek(0)
        if packing == "none":
            while chunk := file.read(CHUNK):
                yield chunk
        else:
            yield from unpacked(path, file, packing)


def _unpacked_stream(path: Path, stream: BufferedReader) -> Iterator[bytes]:
    """The bytes of a stream, unpacked, with an empty chunk wherever it pauses. Raises InputError."""
    beginning = stream.peek(SEARCHED)
    refuse_other_kinds(path, beginning)
    if packing_of(beginning) == "gzip":
        yield from unpacked(path, stream, "gzip")
        return
    while chunk := stream.read1(CHUNK):
        yield chunk
        if _pauses(stream):
            yield b""


def _pauses(stream: BufferedReader) -> bool:
    """Whether nothing more comes through a pipe for now."""
    try:
        return not select([stream], [], [], PATIENCE)[0]
    except (OSError, ValueError):  # no pipe, but bytes in memory; or a system that waits for sockets alone
        return False
