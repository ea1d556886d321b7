"""Lock files, by the library filelock: one program at a time writes a run.

The system lets a lock go when its program ends, however it ends; the file stays, with the number of the process that
held it last. To see whether anyone holds it, filelock would have to take it, which needs a file that can be written and
keeps a writer away meanwhile. So `is_held` asks for a shared lock by itself, on the file as it is.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import InputError
from .i18n import _
from .regular_files import Refused, check_regular, open_file

if TYPE_CHECKING:
    from filelock import BaseFileLock

PATIENCE, INTERVAL = 0.2, 0.02
"""Seconds: how long and how often it is tried to take a lock, as a list of runs may just be looking who holds it."""
DIGITS = 20
"""Bytes of the file that are read: a process's number, and a line break."""


class Locked(InputError):
    """Another program is writing the run."""


class Lock:
    """A file that one program at a time can hold, taken till it is closed.

    Not `held` where there are no locks, or where we can't write: there we have nothing to spoil. Raises Locked, and
    Refused for what is no regular file.
    """

    def __init__(self, path: Path) -> None:
        self._lock: BaseFileLock | None = None
        self._descriptor = -1
        try:
            check_regular(path)
        except OSError:  # a folder that we may not enter
            return
        if not os.path.isdir(path.parent):  # filelock would make it
            return
        from filelock import FileLock, Timeout  # here: it takes longer to import than all else that looks at runs

        lock = FileLock(
            path,
            PATIENCE,
            poll_interval=INTERVAL,
            thread_local=False,  # the thread that writes a run lets it go, another one may have taken it
            fallback_to_soft=False,
            preserve_lock_file=True,
            on_acquired=self._sign,
        )
        try:
            lock.acquire()
        except Timeout as problem:
            message = _("{}: another program, process {}, is writing this run; wait till it ends, or end it")
            raise Locked(message.format(path.parent, _process_in(path) or "?")) from problem
        except OSError:  # the file system has no locks, or nothing can be written there
            return
        self._lock = lock

    def _sign(self, descriptor: int) -> None:
        self._descriptor = descriptor
        with suppress(OSError):  # it is for messages alone
            os.truncate(descriptor, 0)
            os.write(descriptor, f"{os.getpid()}\n".encode())

    @property
    def held(self) -> bool:
        """Whether this program holds the file."""
        return self._lock is not None

    @property
    def lost(self) -> bool:
        """Whether somebody has deleted the file that we hold: others can hold another one of its name."""
        return self._lock is not None and os.fstat(self._descriptor).st_nlink == 0

    def close(self) -> None:
        """Release the lock; again does nothing."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

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
    return _process_in(path) if is_held(path) else None


def _process_in(path: Path) -> int:
    """The number of the process that held this file last; 0 where it can't be read."""
    try:
        with open_file(path) as file:
            return max(0, int(file.read(DIGITS)))
    except (OSError, ValueError, Refused):
        return 0
