"""Opens the screen on a saved sweep, with the run of its best trial."""

from core.experiment.experiment import Experiment
from core.runs.run_folder import Locked, RunFolder
from core.support.errors import InputError
from core.support.i18n import _
from core.sweeps.saved.ranking import best_run
from core.sweeps.saved.sweep_folder import SweepFolder
from core.sweeps.saved.sweep_reader import SavedSweep, SweepReader
from tui_mlp.app.app import MlpApp
from tui_mlp.cli.console import warn
from tui_mlp.cli.options import Options
from tui_mlp.session.session import TrainingSession
from tui_mlp.system.settings import Settings, default_path

from .open_screen import run_app

VIEW = "sweep"


def open_sweep(folder: SweepFolder, options: Options) -> int:
    """Show the sweep until the user quits; the exit status. Raises InputError."""
    if options.overrides:
        message = _("{}: a sweep goes on as it began; leave out --set, --seed and --epochs")
        raise InputError(message.format(folder.path))
    session = session_of(SweepReader(folder).refresh(), options)
    app = MlpApp(
        session, options.ascii, Settings(default_path()), options.runs_dir, VIEW, options.refresh, big=options.big,
        sweep=folder.path,
    )  # fmt: skip
    return run_app(app, options)


def session_of(saved: SavedSweep, options: Options) -> TrainingSession:
    """The run of the best trial, to be looked at or trained further; before there is one, the sweep's experiment."""
    run = best_run(saved)
    if run is not None:
        try:
            return TrainingSession.resumed(RunFolder.open(run), options.runs_dir)
        except Locked:  # another program trains it further
            return TrainingSession(Experiment.load(run), options.runs_dir)
        except InputError as problem:  # the sweep can be looked at all the same
            warn(problem)
    return TrainingSession(saved.sweep.experiment, options.runs_dir)
