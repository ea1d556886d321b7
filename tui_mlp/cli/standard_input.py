"""The file name `-`: what comes from stdin, as a file that readers can open."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from typing import cast

from core.support.errors import InputError
from core.support.i18n import _

STDIN = "-"


@contextmanager
def named_file(file: str) -> Iterator[str]:
    """The file's name; for - that of a copy of stdin, which is deleted afterwards. Raises InputError without stdin."""
    if file != STDIN:
        yield file
        return
    stream = standard_input()
    from core.data.reading.temporary_copy import temporary_copy

    with temporary_copy(stream) as path:
        try:
            yield str(path)
        except InputError as problem:  # about the copy, whose name nobody knows
            raise InputError(str(problem).replace(str(path), path.name)) from problem


def standard_input() -> BufferedReader:
    """The bytes of stdin. Raises InputError where it is closed."""
    if sys.stdin is None:
        raise InputError(_("-: stdin is closed, expected a table there, or the name of a file"))
    stream = sys.stdin.buffer
    return stream if isinstance(stream, BufferedReader) else BufferedReader(cast(RawIOBase, stream))
