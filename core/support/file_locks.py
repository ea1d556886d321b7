"""Lock files, by the library filelock: one process at a time writes a run.

The system releases a lock when its process ends, however it ends. The file stays, with the id of the process that held
it last. To see whether a lock is held, filelock would have to take it, which needs a writable file and keeps a writer
out meanwhile. So `is_held` asks for a shared lock itself, on a file that need only be readable.
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
"""Seconds: how long and how often to try for a lock, since a list of runs may be testing it at the moment."""
DIGITS = 20
"""Bytes of the file that are read: a process id and a line break."""


class Locked(InputError):
    """Another process is writing the run."""


class Lock:
    """A lock file that one process at a time can hold, until it is closed.

    It is not `held` if the file system has no locks or isn't writable: then nothing can be damaged. Raises Locked if
    another process holds it, and Refused if the path isn't a regular file.
    """

    def __init__(self, path: Path) -> None:
        self._lock: BaseFileLock | None = None
        self._descriptor = -1
        try:
            check_regular(path)
        except OSError:  # a folder without permission
            return
        if not os.path.isdir(path.parent):  # filelock would create it
            return
        from filelock import FileLock, Timeout  # here: importing it takes longer than the rest of reading runs

        lock = FileLock(
            path,
            PATIENCE,
            poll_interval=INTERVAL,
            thread_local=False,  # the thread that writes a run releases it; another one may have taken it
            fallback_to_soft=False,
            preserve_lock_file=True,
            on_acquired=self._sign,
        )
        try:
            lock.acquire()
        except Timeout as problem:
            message = _("{}: another program, process {}, is writing this run; wait until it ends, or end it")
            raise Locked(message.format(path.parent, _process_in(path) or "?")) from problem
        except OSError:  # the file system has no locks, or nothing can be written there
            return
        self._lock = lock

    def _sign(self, descriptor: int) -> None:
        self._descriptor = descriptor
        with suppress(OSError):  # only used in messages
            os.truncate(descriptor, 0)
            os.write(descriptor, f"{os.getpid()}\n".encode())

    @property
    def held(self) -> bool:
        """Whether this process holds the lock."""
        return self._lock is not None

    @property
    def lost(self) -> bool:
        """Whether the file that we hold was deleted, so that others can lock a new one of its name."""
        return self._lock is not None and os.fstat(self._descriptor).st_nlink == 0

    def close(self) -> None:
        """Release the lock; does nothing if it isn't held."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> "Lock":
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()


def is_held(path: Path) -> bool:
    """Whether a process holds this lock file now."""
    try:
        import fcntl

        with open_file(path) as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except (ImportError, OSError, Refused):  # a file that can't be opened can't be locked
        return False
    return False


def holder(path: Path) -> int | None:
    """The id of the process that holds this lock file, 0 if it can't be read; None if no process does."""
    return _process_in(path) if is_held(path) else None


def _process_in(path: Path) -> int:
    """The id of the process that held this file last; 0 if it can't be read."""
    try:
        with open_file(path) as file:
            return max(0, int(file.read(DIGITS)))
    except (OSError, ValueError, Refused):
        return 0
