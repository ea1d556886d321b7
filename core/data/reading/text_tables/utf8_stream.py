"""A text of any length as UTF-8, chunk by chunk, without a look at the rest of it."""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import NoReturn

from core.data.unusable_file import refuse
from core.support.i18n import _

from .encodings import encoding_by_beginning, name_of_encoding

UTF8 = "utf-8"

CP1252_LACKS = b"\x81\x8d\x8f\x90\x9d"
"""Bytes that no text in cp1252 has; those in latin-1 may."""


@dataclass
class Utf8Stream:
    """The chunks of a text as UTF-8, without a byte order mark.

    `setting` is data.encoding. Without it, the encoding shows in the first bytes; else the text is UTF-8, and from the
    first byte on that isn't, as Windows writes it, unless other characters came before it. `encoding` is what the text
    is read as so far, `guessed` says that nothing but such a byte told it. An empty chunk passes through. Raises
    InputError at a byte of another encoding.
    """

    named: Path
    chunks: Iterable[bytes]
    setting: str | None = None
    encoding: str = UTF8
    guessed: bool = False

    def __iter__(self) -> Iterator[bytes]:
        decoder, lines, is_ascii = None, 1, True
        for chunk in chain(self.chunks, (None,)):
            data, is_end = chunk or b"", chunk is None
            if decoder is None:
                if not data and not is_end:
                    yield data
                    continue
                known = name_of_encoding(self.setting) if self.setting else encoding_by_beginning(data)
                self.encoding = known or UTF8
                decoder = codecs.getincrementaldecoder(self.encoding)()
                data = data.removeprefix(codecs.BOM_UTF8) if self.encoding == UTF8 else data
            if self.encoding == UTF8 and data.isascii() and not decoder.getstate()[0]:
                yield data
            else:
                try:
                    text = decoder.decode(data, is_end)
                except UnicodeError as problem:
                    if known is not None or not is_ascii:
                        self._refuse(problem, lines)
                    held = decoder.getstate()[0] + data
                    self.encoding = "latin-1" if any(byte in held for byte in CP1252_LACKS) else "cp1252"
                    self.guessed, known = True, self.encoding
                    decoder = codecs.getincrementaldecoder(self.encoding)()
                    text = decoder.decode(held, is_end)
                is_ascii = is_ascii and text.isascii()
                yield text.encode()
            lines += data.count(b"\n")

    def _refuse(self, problem: UnicodeError, line: int) -> NoReturn:
        """Raises InputError at the byte that isn't in the encoding; what was decoded began on this line."""
        start, data = getattr(problem, "start", 0), getattr(problem, "object", b"")
        if not isinstance(data, bytes) or start >= len(data):
            refuse(self.named, _("isn't text in {}, which data.encoding sets").format(self.encoding))
        line += data.count(b"\n", 0, start)
        message = _('line {}: found the byte 0x{:02x}, expected text in {}; set data.encoding, for example "cp1252"')
        refuse(self.named, message.format(line, data[start], self.encoding))
