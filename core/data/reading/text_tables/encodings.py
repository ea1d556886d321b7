"""The encoding of a text file: found by its bytes, or as set, and the text decoded."""

import codecs
from pathlib import Path
from typing import BinaryIO

from core.data.unusable_file import refuse
from core.support.i18n import _

MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; that of UTF-32 begins with that of UTF-16."""

CHUNK = 2**22


def encoding_by_beginning(beginning: bytes) -> str | None:
    """The encoding that a text's first bytes show: a byte order mark, or the zeros of UTF-16; None for any other."""
    for mark, marked in MARKS:
        if beginning.startswith(mark):
            return marked
    even, odd = beginning[0::2].count(0), beginning[1::2].count(0)
    most = 0.4 * len(beginning) / 2
    encoding = "utf-16-le" if odd > most and not even else "utf-16-be" if even > most and not odd else None
    if encoding is None:
        return None
    text = beginning[:2000].decode(encoding, "ignore")
    return encoding if all(letter.isprintable() or letter.isspace() for letter in text) else None


def name_of_encoding(setting: str) -> str:
    """What messages call the encoding that data.encoding names, which Python knows."""
    found = codecs.lookup(setting).name
    return {"utf-8-sig": "utf-8", "iso8859-1": "latin-1"}.get(found, found)


def one_byte_encoding(file: BinaryIO) -> str:
    """cp1252, as Windows writes; latin-1 where a byte stands that cp1252 doesn't have."""
    unused = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
    while chunk := file.read(CHUNK):
        if any(byte in chunk for byte in unused):
            return "latin-1"
    return "cp1252"


def recode(path: Path, file: BinaryIO, encoding: str, out: BinaryIO) -> None:
    """Write the text of a file as UTF-8. `path` is for messages. Raises InputError for bytes of another encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    try:
        while chunk := file.read(CHUNK):
            text = decoder.decode(chunk)
            lines += text.count("\n")
            out.write(text.encode("utf-8"))
        out.write(decoder.decode(b"", final=True).encode("utf-8"))
    except UnicodeError as problem:
        start = getattr(problem, "start", 0)
        data = problem.object if isinstance(problem, UnicodeDecodeError) else b""
        line = lines + data.count(b"\n", 0, start)
        if start >= len(data):
            refuse(path, _("isn't text in {}, which data.encoding sets").format(encoding))  # it lacks its first bytes
        message = _('line {}: found the byte 0x{:02x}, expected text in {}; set data.encoding, for example "cp1252"')
        refuse(path, message.format(line, data[start], encoding))
