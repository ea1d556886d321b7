"""Optuna's journal in a file that one process alone writes, in whole steps.

Optuna's own JournalFileBackend syncs each line for itself, so that a process that is killed may leave half a proposal
behind, and takes a lock file, which such a process leaves too. Here what belongs together is written and synced at
once, and what a crash has left unfinished is cut off when the file is opened. The lines are the same: Optuna's tools
open the file. That no other process writes it is for the sweep's lock to see to.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from optuna.storages.journal import BaseJournalBackend

from core.support import atomic_files as files
from core.support.errors import InputError
from core.support.i18n import _
from core.support.regular_files import open_file, read_regular

LARGEST = 2**32
"""Bytes of a journal, at most: some million trials."""

CREATE_STUDY, SET_STUDY_ATTRIBUTE, SET_TRIAL_STATE, SET_TRIAL_ATTRIBUTE = 0, 2, 6, 8
"""Operations of Optuna's journal, by which each step ends; a proposal by its settings, a report by its decision."""
LAST_OF_STEP = (CREATE_STUDY, SET_STUDY_ATTRIBUTE, SET_TRIAL_STATE, SET_TRIAL_ATTRIBUTE)


class JournalFile(BaseJournalBackend):
    """A journal of Optuna, created where there is none.

    Raises InputError for a file that isn't one, and OSError.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._new = _mended(path)
        self._number = 0
        """The number of the first line of `_new`, which are those that Optuna hasn't read."""
        self._pending: list[bytes] | None = None
        self._unusable = False

    def read_logs(self, log_number_from: int) -> Iterator[dict[str, Any]]:
        """The lines from this number on. Optuna reads each line once, so that only new ones are kept."""
        del self._new[: log_number_from - self._number]
        self._number = log_number_from
        yield from list(self._new)

    def append_logs(self, logs: list[dict[str, Any]]) -> None:
        """Write lines; inside `one_step` they are written at its end. Raises OSError."""
        if self._unusable:
            message = f"{self._path}: open the journal again: what Optuna has in memory isn't all in the file"
            raise RuntimeError(message)
        lines = [json.dumps(log, separators=(",", ":")).encode() + b"\n" for log in logs]
        if self._pending is None:
            with self.one_step():
                self.append_logs(logs)
            return
        self._pending += lines
        self._new += map(json.loads, lines)

    @contextmanager
    def one_step(self) -> Iterator[None]:
        """All lines of the context are written at once, or none if it raises; then the journal must be opened again."""
        pending = self._pending = []
        try:
            yield
            files.append(self._path, b"".join(pending))
        except BaseException:
            self._unusable = True
            raise
        finally:
            self._pending = None


def _mended(path: Path) -> list[dict[str, Any]]:
    """The lines of whole steps; what a crash has left behind them is cut off. Raises InputError and OSError."""
    files.remove_unfinished_line(path)
    try:
        lines = read_regular(path, LARGEST).splitlines(keepends=True)
    except FileNotFoundError:
        files.write(path, b"")
        return []
    logs = [_read(path, number, line) for number, line in enumerate(lines, 1)]
    whole = len(logs)
    while whole and logs[whole - 1]["op_code"] not in LAST_OF_STEP:
        whole -= 1
    if whole < len(logs):
        with open_file(path, "r+b") as file:
            file.truncate(sum(map(len, lines[:whole])))
            files.sync(file.fileno())
    return logs[:whole]


def _read(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        log = json.loads(line)
        if type(log["op_code"]) is int:
            return dict(log)
    except (ValueError, TypeError, KeyError):
        pass
    message = _("{}:{}: found no line of Optuna's journal; the file is damaged, restore it from a backup")
    raise InputError(message.format(path, number))
