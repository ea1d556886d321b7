"""Files that one program at a time can hold: two must not write one run."""

import os
from contextlib import suppress
from pathlib import Path
from time import sleep
from typing import BinaryIO

from .errors import InputError
from .regular_files import Refused, open_file
from .texts import _

LOOKS = (0.02, 0.05, 0.1)
"""Seconds between tries to take a lock."""
DIGITS = 20
"""Bytes of the file that are read: a process's number, and a line break."""


class Locked(InputError):
    """Another program writes this run."""


class Lock:
    """A file that one program at a time can hold; the system lets it go when that program ends, however it ends.

    Not `held` where there are no locks, or where we can't write: there we have nothing to spoil. Raises Locked, and
    Refused for what is no regular file.
    """

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO | None = None
        try:
            import fcntl

            self._file = open_file(path, "a+b")
        except (ImportError, OSError):
            return
        for wait in (*LOOKS, None):
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as problem:
                if wait is None:
                    raise self._refusal(path.parent) from problem
                sleep(wait)  # a list of runs may just be looking whether anyone holds it
            except OSError:
                break  # this file system has no locks
        with suppress(OSError):  # it is for messages alone
            self._file.truncate(0)
            self._file.write(f"{os.getpid()}\n".encode())

    def _refusal(self, folder: Path) -> Locked:
        assert self._file is not None
        self._file.seek(0)
        holder = self._file.read(DIGITS).decode("ascii", "replace").strip()
        self.close()
        message = _("{}: another program, process {}, is writing this run; wait till it ends, or end it")
        return Locked(message.format(folder, holder if holder.isdecimal() else "?"))

    @property
    def held(self) -> bool:
        """Whether it is ours."""
        return self._file is not None

    @property
    def lost(self) -> bool:
        """Whether somebody has deleted the file that we hold: others can hold another one of its name."""
        return self._file is not None and os.fstat(self._file.fileno()).st_nlink == 0

    def close(self) -> None:
        """Let it go."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> "Lock":
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()


def is_held(path: Path) -> bool:
    """Whether a program holds this file now."""
    try:
        import fcntl

        with open_file(path) as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except (ImportError, OSError, Refused):  # nobody can hold what nobody opens
        return False
    return False


def holder(path: Path) -> int | None:
    """The process that holds this file, 0 where its number can't be read; None where nobody does."""
    if not is_held(path):
        return None
    try:
        with open_file(path) as file:
            return int(file.read(DIGITS))
    except (OSError, ValueError):
        return 0
