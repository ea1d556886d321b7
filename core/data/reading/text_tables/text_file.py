"""A text file made ready to be read: unpacked, in UTF-8, looked through once."""

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO, TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from core.data.unusable_file import refuse
from core.support.errors import InputError, os_error_text
from core.support.i18n import _
from core.support.memory import require_memory
from core.support.regular_files import open_named, size_of

from ..file_kinds import SEARCHED, Packing, packing_of, refuse_other_kinds
from .encodings import CHUNK, encoding_by_beginning, name_of_encoding, one_byte_encoding, recode

HEAD = 2**18
"""Bytes at the beginning of a text by which its form is found; more where they are few lines."""
FEW_LINES = 100

TINY = {mark: re.compile(mark + rb"-0*[1-9]\d\d") for mark in (b"e", b"E")}
ZEROS = b"0" * 200
"""What stands in numbers of less than 1e-308: an exponent of three digits, or one of two behind so many zeros."""
SEAM = 400
"""Bytes of a part of the text that are looked at again with the next part, as a number may stand in both."""


@dataclass(frozen=True)
class TextFile:
    """A text file of any origin as UTF-8.

    `named` is the path for messages, `path` that of the text, which may be a temporary file, `folder` one for further
    temporary files. `encoding` was `guessed` unless it is UTF-8 or set. `head` are the first lines, and `whole` says
    whether they are all. `lines` is the number of lines, `ends` what ends each of them, empty where they end
    differently. `has_underscore` and `has_tiny` say that there may be cells such as 1_000 and 1e-400.
    """

    named: Path
    path: Path
    folder: Path
    encoding: str
    guessed: bool
    head: str = field(repr=False)
    whole: bool
    lines: int
    ends: str
    has_underscore: bool
    has_tiny: bool

    def head_lines(self) -> StringIO:
        """The first lines, with their ends as they stand."""
        return StringIO(self.head, newline="")

    @contextmanager
    def open(self) -> Iterator[Iterator[str]]:
        """All lines, with their ends as they stand. Raises InputError if the file is gone."""
        with open_named(self.path, _("a table")) as file:
            yield TextIOWrapper(file, encoding="utf-8-sig", newline="")


@contextmanager
def open_text(path: Path, encoding: str | None) -> Iterator[TextFile]:
    """The text of a file, unpacked and as UTF-8. `encoding` is data.encoding. Raises InputError for what isn't text."""
    with TemporaryDirectory(prefix="mlp-tui-") as folder:
        plain = _unpacked(path, Path(folder))
        yield _as_utf8(path, plain, encoding, Path(folder))


def _unpacked(path: Path, folder: Path) -> Path:
    """The file itself, or what was packed in it as a temporary file."""
    with open_named(path, _("a table")) as file:
        require_memory(size_of(file), str(path))
        beginning = file.read(SEARCHED)
        refuse_other_kinds(path, beginning)
        packing = packing_of(beginning)
        if packing == "none":
            return path
        file.seek(0)
        total = 0
        with temporary(path, folder / "unpacked") as out:
            for chunk in unpacked(path, file, packing):
                total += len(chunk)
                require_memory(total, str(path))  # a small file may unpack to terabytes
                out.write(chunk)
    with (folder / "unpacked").open("rb") as file:
        refuse_other_kinds(path, file.read(SEARCHED))
    return folder / "unpacked"


def unpacked(path: Path, file: BinaryIO, packing: Packing) -> Iterator[bytes]:
    """The bytes of a file packed by gzip or Zstandard, unpacked, many at once. Raises InputError for a damaged one."""
    return _gunzipped(path, file) if packing == "gzip" else _unzstd(path, file)


def _gunzipped(path: Path, file: BinaryIO) -> Iterator[bytes]:
    import gzip
    import zlib

    try:
        with gzip.GzipFile(fileobj=file) as packed:
            while chunk := packed.read(CHUNK):
                yield chunk
    except (OSError, EOFError, zlib.error) as problem:
        refuse(path, _("can't be unpacked: the gzip file is damaged ({})").format(problem))


def _unzstd(path: Path, file: BinaryIO) -> Iterator[bytes]:
    import duckdb

    from .zstandard import is_complete, unpacked_lines

    try:
        if not is_complete(file):
            refuse(path, _("can't be unpacked: the Zstandard file ends too early"))
        yield from unpacked_lines(path)
    except duckdb.Error as problem:
        refuse(path, _("can't be unpacked: the Zstandard file is damaged ({})").format(str(problem).splitlines()[0]))


@contextmanager
def temporary(path: Path, place: Path) -> Iterator[BinaryIO]:
    """A temporary file to write. A full disk is told as an error of `path`.

    One that is there is overwritten, as its pages are quicker to use again than new ones.
    """
    try:
        with place.open("r+b" if place.exists() else "wb") as out:
            yield out
            out.truncate()
    except OSError as problem:
        raise InputError(_("{}: can't be unpacked here: {}").format(path, os_error_text(problem))) from problem


def _as_utf8(named: Path, path: Path, setting: str | None, folder: Path) -> TextFile:
    """The text as UTF-8: the file itself, or a temporary one."""
    with path.open("rb") as file:
        beginning = file.read(SEARCHED)
        encoding = name_of_encoding(setting) if setting else encoding_by_beginning(beginning)
        if encoding is None:
            _refuse_zero_byte(named, beginning, 1)
        if encoding in (None, "utf-8"):
            found = looked_through(named, path, folder, "utf-8", guessed=False)
            if found is not None:
                return found
        if encoding is None:
            file.seek(0)
            encoding = one_byte_encoding(file)
        file.seek(0)
        with temporary(named, folder / "text") as out:
            recode(named, file, encoding, out)
    found = looked_through(named, folder / "text", folder, encoding, guessed=setting is None)
    assert found is not None, "it was written as UTF-8"
    return found


def looked_through(
    named: Path, path: Path, folder: Path, encoding: str, guessed: bool, above: int = 0
) -> TextFile | None:  # fmt: skip
    """What a text in UTF-8 holds, by one look at all its bytes; None if it isn't UTF-8.

    `above` is the number of lines of the file before it, where the text is a part of a file. Raises InputError for a
    byte 0.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    feeds = returns = pairs = 0
    underscore = tiny = False
    last, seam, beginning = b"", b"", b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            _refuse_zero_byte(named, chunk, above + feeds + 1)
            if not _is_utf8(chunk, decoder):
                return None
            beginning = beginning or (chunk[:HEAD] if chunk.count(b"\n", 0, HEAD) > FEW_LINES else chunk)
            feeds += chunk.count(b"\n")
            if b"\r" in chunk or last == b"\r":
                returns += chunk.count(b"\r")
                pairs += chunk.count(b"\r\n") + (last == b"\r" and chunk.startswith(b"\n"))
            underscore = underscore or b"_" in chunk
            last, seam = chunk[-1:], seam[-SEAM:] + chunk
            tiny = tiny or _has_tiny(seam)
        whole = file.tell() == len(beginning)
    if decoder.getstate()[0]:  # half a character
        return None
    head = beginning.decode("utf-8-sig", "ignore")
    if not whole:
        head = head[: max(head.rfind("\n"), head.rfind("\r")) + 1] or head
    lines = feeds + (last not in (b"\n", b""))
    ends = "\n" if returns == 0 else "\r\n" if returns == feeds == pairs else ""
    return TextFile(named, path, folder, encoding, guessed, head, whole, lines, ends, underscore, tiny)


def _has_tiny(text: bytes) -> bool:
    """Whether there may be numbers that float64 rounds to 0."""
    return ZEROS in text or any(mark in text and pattern.search(text) for mark, pattern in TINY.items())


def _is_utf8(chunk: bytes, decoder: codecs.IncrementalDecoder) -> bool:
    """Whether a part of a text is UTF-8; `decoder` has read what is before it."""
    if not chunk.isascii() or decoder.getstate()[0]:
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            return False
    return True


def _refuse_zero_byte(path: Path, chunk: bytes, line: int) -> None:
    """Raises InputError for a byte 0, which no text has. The chunk begins on `line`."""
    if b"\0" in chunk:
        line += chunk.count(b"\n", 0, chunk.index(b"\0"))
        refuse(path, _("line {}: found a byte 0, expected text; is it another kind of file?").format(line))
