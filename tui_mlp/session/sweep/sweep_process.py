"""The process of a sweep that this program has started, and ends with it."""

import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from core.support.errors import InputError
from core.support.i18n import _
from core.sweeps.libraries import need_libraries
from core.sweeps.saved.sweep_folder import SweepFolder

OUTPUT = "output.log"
"""What the process says on stdout and stderr, in the sweep's folder."""
SAID = 4096
"""The last bytes of that in which a problem is looked for."""
SAVING_SECONDS = 30.0
"""How long stopping may take: trainings stop at their next mini-batch, and workers send what they have."""


class SweepProcess:
    """`mlp-tui sweep resume DIR`, started here. Its stdin is a pipe: when that closes, it stops and saves."""

    def __init__(self, folder: SweepFolder, options: Sequence[str] = ()) -> None:
        """Start it, with further options such as `--workers 2`. Raises InputError where that fails."""
        need_libraries()
        self.folder = folder
        # -P: not with the modules that happen to lie in the present folder.
        command = [sys.executable, "-P", "-m", "tui_mlp", "sweep", "resume", str(folder.path), "--until-stdin-closes"]
        try:
            with open(self._output, "wb") as output:
                self._process = subprocess.Popen(
                    [*command, *options], stdin=subprocess.PIPE, stdout=output, stderr=subprocess.STDOUT,
                    start_new_session=True,
                )  # fmt: skip
        except OSError as problem:
            raise InputError(_("{}: cannot be started: {}").format(folder.path, problem.strerror)) from problem

    @property
    def _output(self) -> Path:
        return self.folder.path / OUTPUT

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def lives(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    @property
    def problem(self) -> str:
        """What it said last if it ended otherwise than by finishing or by being stopped; else empty."""
        status = self._process.poll()
        if status in (None, 0, 130):
            return ""
        with suppress(OSError), open(self._output, "rb") as output:
            output.seek(max(0, self._output.stat().st_size - SAID))
            lines = output.read(SAID).decode("utf-8", "replace").strip().splitlines()
            if lines and any(line.startswith("Traceback") for line in lines):  # a fault of the program
                return _("{}; more in {}").format(lines[-1].strip(), self._output)
            if lines:
                return lines[-1].strip()
        return _("the sweep's process ended with status {}; see {}").format(status, self._output)

    def stop(self) -> None:
        """Have it stop and save; returns at once."""
        if self._process.stdin is not None:
            with suppress(OSError):  # it has ended already
                self._process.stdin.close()

    def close(self, timeout: float = SAVING_SECONDS) -> bool:
        """Stop it and wait until it has saved; whether it ended in time. Its journal stays whole even if it didn't."""
        self.stop()
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return False
        return True
