"""Opens the screen on an experiment, a run or a replay, and saves when it is closed."""

from collections.abc import Callable
from pathlib import Path

import click

from core.data.catalog import CATALOG
from core.experiment.experiment import Experiment
from core.runs.run_folder import Locked, RunFolder
from core.support.errors import InputError
from core.support.i18n import _
from tui_mlp.app.app import MlpApp
from tui_mlp.cli.console import say, warn
from tui_mlp.cli.options import Options
from tui_mlp.session.pace import NEWCOMER_SPEED
from tui_mlp.session.session import TrainingSession
from tui_mlp.system.exit_status import DONE, not_saved_status
from tui_mlp.system.settings import Settings, default_path, existing_sources
from tui_mlp.system.terminal_watchdog import watch_terminal
from tui_mlp.text.unreadable import unreadable_text

from .farewell import end_sweep, say_farewell

DEFAULT_SOURCE = "spiral"


def open_app(source: str | None, options: Options, weights: Path | None = None, view: str = "train") -> int:
    """Open an experiment on the screen, in a view, with the weights in a file; the exit status. Raises InputError."""
    if weights is not None and source is None:
        raise InputError(_("--weights {}: found no EXPERIMENT, expected one to which they belong").format(weights))
    settings, notes = Settings(default_path()), list[str]()
    session, opened = new_session(source, options, settings, weights, notes.append)
    newcomer = source is None and not settings.recent and settings.speed is None
    speed = NEWCOMER_SPEED if newcomer else None
    app = MlpApp(session, options.ascii, settings, options.runs_dir, view, options.refresh, speed, big=options.big)
    app.call_later(app.remember, opened)
    for note in notes:
        app.call_later(app.notify, note, severity="warning")
    return run_app(app, options)


def open_run(name: str | None, options: Options) -> int:
    """Resume a saved run on the screen; the exit status. Raises InputError.

    Offers the Runs view instead if another program is writing the run.
    """
    from tui_mlp.cli.saved.saved_run import chosen_run, training_changes

    folder, settings = chosen_run(name, options), Settings(default_path())
    try:
        session = TrainingSession.resumed(folder, folder.path.parent)
    except Locked as problem:
        warn(problem)
        if not click.confirm(_("Open the Runs view instead, to watch it without changing it?"), default=True):
            return 2
        watching = TrainingSession(Experiment.load(folder.path))
        app = MlpApp(watching, options.ascii, settings, folder.path.parent, "runs", options.refresh, big=options.big)
        return run_app(app, options)
    for key, value in training_changes(options.overrides).items():
        session.change(key, value)
    app = MlpApp(session, options.ascii, settings, folder.path.parent, refresh=options.refresh, big=options.big)
    return run_app(app, options)


def open_replay(folder: RunFolder, options: Options) -> int:
    """Replay a saved run's journal on the screen; the exit status. Raises InputError."""
    session = TrainingSession.replaying(folder)
    settings = Settings(default_path())
    app = MlpApp(session, options.ascii, settings, options.runs_dir, refresh=options.refresh, big=options.big)
    return run_app(app, options)


def run_app(app: MlpApp, options: Options) -> int:
    """Run the app until the user quits, then save the training; the exit status."""
    session = app.session

    def save() -> None:
        session.close()
        if app.sweep_process is not None:
            app.sweep_process.close()

    watch_terminal(save)
    try:
        app.run()
    finally:
        ended = session.close()
        if app.sweep_process is not None:
            end_sweep(app.sweep_process)
    while not session.events.empty():
        event = session.events.get()
        if event.text:
            warn(event.text)
    if app.fault:
        say(app.fault, err=True, lines=True)
    if not ended:
        warn(_("the training did not stop in time; the run may not be saved"))
    elif app.quit_by_user and not options.json:
        say_farewell(session)
    status = app.return_code or DONE
    return status if ended and session.saved else not_saved_status(status)


def new_session(
    source: str | None,
    options: Options,
    settings: Settings,
    weights: Path | None = None,
    tell: Callable[[str], object] = warn,
) -> tuple[TrainingSession, str]:
    """A session on `source`, else on the source opened last, else on DEFAULT_SOURCE; returned with that source.

    `weights` is a file of weights for `source`, and `tell` is called with each note on them. Raises InputError if
    `source` can't be opened.
    """
    if source:
        return TrainingSession(options.experiment(source, weights, tell), options.runs_dir), source
    last = next(iter(existing_sources(settings.recent, tuple(CATALOG))), DEFAULT_SOURCE)
    try:
        return TrainingSession(options.experiment(last), options.runs_dir), last
    except Exception as problem:  # a remembered source mustn't keep the program from opening
        warn(unreadable_text(last, problem))
        return TrainingSession(options.experiment(DEFAULT_SOURCE), options.runs_dir), DEFAULT_SOURCE
