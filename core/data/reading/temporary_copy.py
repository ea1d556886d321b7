"""A temporary copy of a stream, such as stdin, for the time that it is read.

Tables are read more than once: first to find out their form.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from core.support.errors import InputError, os_error_text
from core.support.i18n import _
from core.support.memory import require_memory

CHUNK = 2**20


@contextmanager
def temporary_copy(stream: BinaryIO, name: str = "stdin") -> Iterator[Path]:
    """All bytes of a stream in a temporary file of this name, which is deleted afterwards. Raises InputError."""
    with TemporaryDirectory(prefix="mlp-tui-") as folder:
        path, total = Path(folder) / name, 0
        try:
            with path.open("wb") as file:
                while chunk := stream.read(CHUNK):
                    total += len(chunk)
                    require_memory(total, name)  # a stream may have no end
                    file.write(chunk)
        except OSError as problem:
            raise InputError(_("{}: can't be kept in a file: {}").format(name, os_error_text(problem))) from problem
        yield path
