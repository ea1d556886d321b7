"""The process of the sweep that the Sweep view shows: started, paused, asked."""

from pathlib import Path
from typing import Any

from textual.binding import Binding
from textual.reactive import reactive

from core.support.i18n import N_, _, language_in_use, ngettext
from core.sweeps.default_workers import default_workers
from core.sweeps.libraries import need_libraries
from core.sweeps.saved.new_folder import create_sweep_folder
from core.sweeps.saved.records import ENDED
from core.sweeps.saved.requests import AnyRequest, GoOn, Pause, SetWorkers, send
from core.sweeps.saved.sweep_folder import SweepFolder
from core.sweeps.sweep_experiment import SweepExperiment, check_with_data
from tui_mlp.models.sweep.sweep_selection import SweepSelection
from tui_mlp.session.sweep.sweep_follower import FoundSweep, SweepFollower
from tui_mlp.session.sweep.sweep_process import SweepProcess
from tui_mlp.text.numbers import count
from tui_mlp.views.view_screen import View
from tui_mlp.widgets.app_base import app_of

from .worker_keys import WorkersWanted


class SweepProcessScreen(View):
    """Starts the process of a sweep, and sends it the requests that it takes."""

    BINDINGS = [Binding("p", "start_or_pause", N_("Start, pause or go on with the sweep"))]

    selection: reactive[SweepSelection] = reactive(SweepSelection(), repaint=False, init=False)
    follower: SweepFollower
    _found: FoundSweep | None = None
    _starting = False
    _workers: int | None = None
    """How many workers were asked for last; None before that."""
    _narrowing: dict[str, Any] | None = None
    """The narrowing that was asked for last; None before that."""

    def forget_requests(self) -> None:
        """Another sweep is shown: what was asked of the one before isn't asked of this one."""
        self._workers = self._narrowing = None

    @property
    def folder(self) -> SweepFolder | None:
        """The folder of the sweep that is shown; None for one that hasn't begun, and without any."""
        return None if self._found is None or self._found.saved is None else self._found.saved.folder

    def works_on(self, folder: SweepFolder) -> bool:
        """Whether the process that was started here works on the sweep in that folder."""
        process = app_of(self).sweep_process
        return process is not None and process.folder == folder and process.lives

    def tell_end_of_process(self) -> None:
        """Tell once how the process that was started here ended, where it didn't just finish."""
        process = app_of(self).sweep_process
        if process is not None and not process.lives:
            app_of(self).sweep_process = None
            if problem := process.problem:
                app_of(self).tell(problem, "error")
            if self._found is not None:
                self.show_found(self._found, self._found)

    def show_found(self, before: FoundSweep | None, found: FoundSweep) -> None:
        """Show a reading."""
        raise NotImplementedError

    def action_start_or_pause(self) -> None:
        """Start the sweep, pause it, or go on with it; one whose process is gone goes on where it was."""
        selection = self.selection
        if selection.sweep is None:
            self.notify(_("No sweep is open: o opens an experiment file that has one."))
        elif selection.state == ENDED:
            self.notify(_("All trials of this sweep have ended."))
        elif selection.lives:
            self.ask(Pause() if selection.can_pause else GoOn(), "")
        elif not self._starting:
            self.start(self.folder)

    def start(self, folder: SweepFolder | None) -> None:
        """Start the process of a sweep; without a folder make one for the sweep of the experiment file first."""
        app, found = app_of(self), self._found
        if app.sweep_process is not None and app.sweep_process.lives:
            self.notify(_("A sweep that was started here runs already: {}").format(app.sweep_process.folder.name))
            return
        if found is None or found.sweep is None or found.path is None:
            return
        if folder is None and app.runs_dir is None:
            self.notify(_("Runs are not kept in this session, so no sweep can be started."), severity="warning")
            return
        options = ["--lang", language_in_use()]
        if self._workers is not None:
            options += ["--workers", str(self._workers)]
        source, runs_dir = found.path, app.runs_dir

        def task() -> Path | None:
            try:
                process = start_sweep(source, runs_dir, folder, options)
                app.sweep_process = process
            finally:
                self._starting = False
            return process.folder.path

        self._starting = True
        self.notify(_("Starting the sweep …"))
        self.follower.do(task)

    def ask(self, request: AnyRequest, said: str) -> None:
        """Ask something of the sweep, and say so; in words where that can't be."""
        folder = self.folder
        if folder is None:
            return

        def task() -> str:
            send(folder, request)
            return said

        self.follower.do(task)

    # Workers

    def on_workers_wanted(self, message: WorkersWanted) -> None:
        """Ask for other workers: of a sweep that hasn't begun, when it does."""
        selection = self.selection
        if selection.sweep is None or selection.state == ENDED:
            self.notify(_("There is no sweep that workers could train."))
            return
        now = 0 if selection.status is None or not selection.lives else len(selection.status.workers)
        if self._workers is None and not now:
            self._workers = default_workers(selection.sweep.experiment.training.threads)
        wanted = max(1, (now if self._workers is None else self._workers) + message.more)
        self._workers = wanted
        if selection.lives:
            text = ngettext("{} worker from now on.", "{} workers from now on.", wanted)
            self.ask(SetWorkers(count=wanted), text.format(count(wanted)))
        else:
            text = ngettext("p starts it with {} worker.", "p starts it with {} workers.", wanted)
            self.notify(text.format(count(wanted)))


def start_sweep(source: Path, runs_dir: Path | None, folder: SweepFolder | None, options: list[str]) -> SweepProcess:
    """Start the process of a sweep, without a folder in a new one. For any thread. Raises InputError."""
    if folder is None:
        assert runs_dir is not None
        need_libraries()
        sweep = SweepExperiment.load(source)
        check_with_data(sweep)
        folder = create_sweep_folder(runs_dir, sweep)
    return SweepProcess(folder, options)
