"""A text table of any length in blocks of whole records, laid out as the first one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from core.data.source_settings import SourceSettings
from core.data.unusable_file import refuse
from core.support.i18n import _

from ..duckdb_connection import connect
from .layout import Layout, layout_of
from .record_ends import last_record_end
from .records import LONGEST_CELL
from .scanning import REWRITTEN
from .separators import form_of, head_records
from .text_file import TextFile, looked_through, temporary
from .utf8_stream import Utf8Stream

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BLOCK = 2**24
"""Bytes of text that are read at once: half as many take a quarter longer, as DuckDB then has work for one thread."""
FIRST = 2**20
"""Bytes of the first block: its rows are soon there, and where nobody reads more, as with `| head`, so is the end."""
NAME = "block"
"""The file in which each block stands for DuckDB."""
SAMPLE = 100
"""Records of each block by which DuckDB is told what marks missing cells."""


class TextBlock(NamedTuple):
    """A part of a text table; its layout has the first records of the part, none where it holds no row.

    `connection` is one for all parts, as it takes longer to open DuckDB for each.
    """

    text: TextFile
    layout: Layout
    connection: "DuckDBPyConnection"


def text_blocks(
    named: Path, chunks: Iterable[bytes], settings: SourceSettings, names: Sequence[str], size: int = BLOCK
) -> Iterator[TextBlock]:
    """The blocks of a text that comes in chunks, unpacked; the first one is there even if the text holds no row.

    A block is complete once it has `size` bytes, or at an empty chunk, which says that no more is there for now.
    `names` are the columns that are looked for: a first record that holds them all is the header. The file of a block
    is there until the next block is asked for. Raises InputError.
    """
    stream = Utf8Stream(named, chunks, settings.encoding)
    with (
        TemporaryDirectory(prefix="mlp-tui-") as name,
        connect(Path(name, NAME), Path(name, REWRITTEN)) as connection,
    ):
        folder, layout, pending = Path(name), None, b""
        for chunks_of_block, is_end in _growing(stream, size):
            pending = b"".join([pending, *chunks_of_block])
            if layout is None:
                layout = _layout_of(_beginning(stream, pending, is_end, folder), settings, names)
                if layout is None or not (layout.header.rows or is_end):
                    layout = None
                    continue
            end = len(pending) if is_end else last_record_end(pending, layout.form)
            if end:
                text = _written(stream, memoryview(pending)[:end], folder, layout.form.above)
                pending = pending[end:]
                block = _with_sample(text, layout, connection)
                if block.layout.header.rows or not text.whole or not layout.form.above:
                    yield block
                layout = _layout_behind(text, layout)
            elif len(pending) > max(size, LONGEST_CELL):
                message = _("line {}: can't be read ({}); a cell that begins with a quote must end with one")
                refuse(named, message.format(layout.form.above + 1, _("the row is too long")))


def _growing(stream: Iterable[bytes], size: int) -> Iterator[tuple[list[bytes], bool]]:
    """The chunks in groups, and whether the text ends there.

    Each has twice as many bytes as the one before, up to `size`, or fewer where no more is there for now.
    """
    found, count, wanted = list[bytes](), 0, min(size, FIRST)
    for chunk in stream:
        found.append(chunk)
        count += len(chunk)
        if count >= wanted or (count and not chunk):
            yield found, False
            found, count, wanted = [], 0, min(size, 2 * wanted)
    yield found, True


def _beginning(stream: Utf8Stream, content: bytes, is_end: bool, folder: Path) -> TextFile | None:
    """The whole lines of the beginning of a text; None if there is none yet."""
    end = len(content) if is_end else max(content.rfind(b"\n"), content.rfind(b"\r")) + 1
    return _written(stream, memoryview(content)[:end], folder, 0, is_end) if end or is_end else None


def _layout_of(text: TextFile | None, settings: SourceSettings, names: Sequence[str]) -> Layout | None:
    """The layout by the beginning of a text. Raises InputError."""
    if text is None:
        return None
    if settings.header is None:
        form = form_of(text, settings.separator)
        settings = replace(settings, separator=form.separator)
        first = head_records(text, form, 1)
        if first and set(names) <= set(first[0][1]):
            settings = replace(settings, header=True)
    return layout_of(text, settings)


def _written(
    stream: Utf8Stream, content: memoryview, folder: Path, above: int, is_whole: bool = True
) -> TextFile:  # fmt: skip
    """A part of a text as a file; `above` lines stand before it. Raises InputError for a byte 0, and a full disk."""
    path = folder / NAME
    with temporary(stream.named, path) as file:
        file.write(content)
    text = looked_through(stream.named, path, folder, stream.encoding, stream.guessed, above)
    assert text is not None, "it was written as UTF-8"
    return text if is_whole else replace(text, whole=False)


def _with_sample(text: TextFile, layout: Layout, connection: "DuckDBPyConnection") -> TextBlock:
    """A block with its first records as the rows of its header."""
    rows = layout.header.rows
    if layout.form.above:
        rows = head_records(text, layout.form, SAMPLE)
    return TextBlock(text, replace(layout, header=replace(layout.header, rows=rows)), connection)


def _layout_behind(text: TextFile, layout: Layout) -> Layout:
    """The layout of what follows a text."""
    if text.ends:
        lines = text.lines
    else:
        with text.open() as found:
            lines = sum(1 for _line in found)
    form = replace(layout.form, above=layout.form.above + lines, skipped=0)
    return replace(layout, form=form, first_line=form.above + 1)
