"""Reads a sweep's folder again and again, on a thread of its own.

So a slow disk doesn't block the keys. What is asked of the sweep is done there too. Imports nothing of Textual.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.calls import Array
from core.experiment.parsing import read_source
from core.experiment.sweep_settings import is_sweep_key
from core.runs.experiment_file import ENDING
from core.support.errors import InputError
from core.support.memory import not_enough_memory
from core.sweeps.saved.find_sweeps import sweeps_in
from core.sweeps.saved.sweep_folder import SweepFolder, is_sweep_folder
from core.sweeps.saved.sweep_reader import SavedSweep, SweepReader
from core.sweeps.sweep_experiment import SweepExperiment
from tui_mlp.session.reading.request_thread import RequestThread
from tui_mlp.session.snapshot import Event

from .trial_curves import TrialCurves


@dataclass(frozen=True, eq=False)
class FoundSweep:
    """A sweep as it was read last; `sweep` is None where there is none to show.

    `saved` is None for the sweep of an experiment file, `path`, which hasn't begun. `problem` says why the sweep that
    is wanted can't be read. `curves`, `figures` and `further` are those of TrialCurves.
    """

    path: Path | None = None
    sweep: SweepExperiment | None = None
    saved: SavedSweep | None = None
    curves: Mapping[int, Array] = field(default_factory=dict)
    figures: Mapping[int, float] = field(default_factory=dict)
    further: str = ""
    problem: str = ""


SweepTask = Callable[[], Path | str | None]
"""Asks something of a sweep or makes one; returns the folder of a sweep to follow from now on, or a message.

May raise InputError.
"""


class SweepFollower(RequestThread[Collection[int] | SweepTask]):
    """Reads a sweep, only on request. The last reading is `found`, None until the first.

    Until something is chosen to follow, it shows the latest sweep in the folder of runs.
    """

    def __init__(self, runs_dir: Path | None, wanted: Path | None = None) -> None:
        super().__init__("sweep")
        self.found: FoundSweep | None = None
        self._runs_dir, self._wanted = runs_dir, wanted
        self._trials: Collection[int] = ()
        """Those whose curves are wanted."""
        self._in_file: FoundSweep | None = None
        self._reader: SweepReader | None = None
        self._curves: TrialCurves | None = None
        self._start()

    def read(self, wanted: Collection[int]) -> None:
        """Request a reading, with the curves of these trials."""
        if self._requests.empty():  # requests must not pile up on a slow disk
            self._send(wanted)

    def follow(self, path: Path) -> None:
        """Show another sweep from now on: a sweep's folder or an experiment file. What has none changes nothing."""
        self._send(lambda: path)

    def do(self, task: SweepTask) -> None:
        """Carry a task out, then read again. Its message, or its InputError, becomes an event."""
        self._send(task)

    # The thread

    def _answer(self, request: Collection[int] | SweepTask) -> None:
        if callable(request):
            self._carry_out(request)
        else:
            self._trials = request
        self._read(self._trials)
        while self._curves is not None and not self._curves.complete and self._requests.empty():
            self._read(self._trials)

    def _carry_out(self, task: SweepTask) -> None:
        try:
            result = task()
        except InputError as problem:
            self._tell(Event(str(problem)))
            return
        if isinstance(result, Path) and (is_sweep_folder(result) or is_sweep_file(result)):
            self._wanted = result
            self._in_file = self._reader = self._curves = None
        elif isinstance(result, str) and result:
            self._tell(Event(result, "information"))

    def _read(self, wanted: Collection[int]) -> None:
        try:
            found = self._find(wanted)
        except InputError as problem:
            found = FoundSweep(self._wanted, problem=str(problem))
        except MemoryError as problem:
            found = FoundSweep(self._wanted, problem=not_enough_memory(problem))
        if not same(self.found, found):
            self.found = found
            self._wake()

    def _find(self, wanted: Collection[int]) -> FoundSweep:
        if self._reader is None:
            path = self._wanted
            if self._in_file is not None:
                return self._in_file
            if path is not None and is_sweep_file(path):
                self._in_file = FoundSweep(path, SweepExperiment.load(path))
                return self._in_file
            folder = SweepFolder(path) if path is not None and is_sweep_folder(path) else self._latest()
            if folder is None:
                return FoundSweep()
            self._reader = SweepReader(folder)
        saved = self._reader.refresh()
        if self._curves is None:
            self._curves = TrialCurves(saved.folder, saved.sweep.settings.objective)
        training = () if saved.status is None else saved.status.training
        self._curves.refresh([*saved.ended, *training], wanted, self._requests.empty)
        curves = self._curves
        return FoundSweep(saved.folder.path, saved.sweep, saved, curves.curves, curves.figures, curves.further)

    def _latest(self) -> SweepFolder | None:
        """The sweep that was begun last in the folder of runs."""
        return next(iter(sweeps_in(self._runs_dir)), None) if self._runs_dir is not None else None


def is_sweep_file(path: Path) -> bool:
    """Whether this is an experiment file that has a sweep in it; one that can't be read has none."""
    if path.suffix != ENDING:
        return False
    try:
        return any(map(is_sweep_key, read_source(path)))
    except InputError:  # whoever opens it as an experiment hears why
        return False


def same(before: FoundSweep | None, found: FoundSweep) -> bool:
    """Whether nothing has changed between two readings, so that nothing need be drawn."""
    if before is None or (before.path, before.sweep, before.problem) != (found.path, found.sweep, found.problem):
        return False
    if before.curves is not found.curves or before.figures is not found.figures:
        return found.saved is None
    one, other = before.saved, found.saved
    if one is None or other is None:
        return one is other
    return one.ended is other.ended and one.status is other.status and one.process == other.process
