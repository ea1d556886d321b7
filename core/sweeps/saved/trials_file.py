"""trials.jsonl: a line for each trial that has ended, in the order of ending."""

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from core.support import atomic_files as files
from core.support.i18n import _
from core.support.regular_files import Refused, open_file
from core.support.strict_json import decode

from .records import DIVERGED, FAILED, FINISHED, PRUNED, TrialRecord
from .sweep_folder import RUN_NAME, SweepFolder

ENDS = (FINISHED, PRUNED, FAILED, DIVERGED)
"""The states in which a trial ends."""
LARGEST = 1024**3
"""Bytes of the file: a million trials of one run take 500 MB."""
MOST_PROBLEMS = 100
"""Messages on wrong lines that are kept."""
MOST_TRIALS = 10_000_000
"""The largest number of a trial."""


def append_trial(folder: SweepFolder, record: TrialRecord) -> None:
    """Add a trial that has ended. Raises OSError."""
    files.append(folder.trials_file, _line(record))


def write_trials(folder: SweepFolder, records: Iterable[TrialRecord]) -> None:
    """Replace the file by one with these trials. Raises OSError."""
    files.write(folder.trials_file, b"".join(map(_line, records)))


def _line(record: TrialRecord) -> bytes:
    return msgspec.json.encode(record) + b"\n"  # which writes null for numbers that aren't finite


class TrialsReader:
    """Reads the file of a sweep that may be going on: once completely, then only what was appended."""

    def __init__(self, path: Path) -> None:
        self.records: tuple[TrialRecord, ...] = ()
        """In the order of ending; of a trial with several lines, the last one."""
        self.problems: list[str] = []
        """Messages on lines that aren't trials, and on a file that can't be read."""
        self._path = path
        self._by_number: dict[int, TrialRecord] = {}
        self._read = self._file = 0

    def refresh(self) -> bool:
        """Read what was added since the last time; True if the records are others."""
        before, changed = self.records, False
        try:
            with open_file(self._path, largest=LARGEST) as file:
                found = os.fstat(file.fileno())
                if found.st_ino != self._file or found.st_size < self._read:  # another file than before
                    changed = self._forget()
                    self._file = found.st_ino
                file.seek(self._read)
                added = file.read(max(0, found.st_size - self._read))
        except FileNotFoundError:
            changed = self._forget()
        except (OSError, Refused) as problem:
            changed = self._forget()
            self.problems = [str(problem)]
        else:
            complete = added[: files.complete_lines(added)]
            self._read += len(complete)
            for line in complete.split(b"\n")[:-1]:
                changed = self._take(line) or changed
        if changed:
            self.records = tuple(self._by_number.values())
        return changed and self.records != before

    def _forget(self) -> bool:
        """Begin again; True if there was anything."""
        changed = bool(self._by_number)
        self._by_number, self.problems, self._read, self._file = {}, [], 0, 0
        return changed

    def _take(self, line: bytes) -> bool:
        """Add the trial of a line; False where it is none."""
        try:
            record: TrialRecord = decode(line, TrialRecord)
        except msgspec.DecodeError as problem:
            self._refuse(str(problem))
            return False
        named = all(RUN_NAME.fullmatch(run.run) for run in record.runs)
        if record.state not in ENDS or not 1 <= record.trial <= MOST_TRIALS or not named:
            self._refuse(_("found no trial that has ended, with its number and its runs"))
            return False
        self._by_number.pop(record.trial, None)
        self._by_number[record.trial] = record
        return True

    def _refuse(self, why: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(_("{}: a line is left out: {}").format(self._path, why))
