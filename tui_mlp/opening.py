"""`mlp-tui EXPERIMENT`: open the screen, and close it without losing anything."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.data.catalog import BUILTINS
from core.errors import InputError
from core.texts import _

from .app import MlpApp
from .session import TrainingSession

if TYPE_CHECKING:
    from .cli import Options

FIRST = "spiral"


def open_app(source: str | None, options: "Options") -> int:
    """Show the experiment till the person leaves; the exit status. Raises InputError."""
    session = begun(source, options)
    app = MlpApp(session, options.ascii)
    try:
        app.run()
    finally:
        ended = session.close()
    while not session.events.empty():
        click.echo(f"mlp-tui: {session.events.get().text}", err=True)
    if app.fault:
        click.echo(app.fault, err=True)
    if not ended:
        click.echo(_("mlp-tui: the training did not stop in time; the run may not be saved"), err=True)
    return 1 if app.fault or not ended else app.return_code or 0


def begun(source: str | None, options: "Options") -> TrainingSession:
    """A session on what the person named, else on the last one, else on the spiral. Raises InputError."""
    if source:
        session = TrainingSession(options.experiment(source), options.runs_dir)
        remember(source)
        return session
    try:
        return TrainingSession(options.experiment(last_used()), options.runs_dir)
    except InputError as problem:  # what a person didn't name mustn't keep the program from opening
        click.echo(f"mlp-tui: {problem}", err=True)
        return TrainingSession(options.experiment(FIRST), options.runs_dir)


def memory() -> Path:
    """The file that holds what was last opened."""
    from platformdirs import user_state_path

    return user_state_path("mlp-tui") / "last.json"


def last_used() -> str:
    """What was last opened, if it is still there; else the spiral."""
    try:
        source = str(json.loads(memory().read_text())["experiment"])
    except (OSError, ValueError, KeyError, TypeError):
        return FIRST
    return source if source in BUILTINS or Path(source).exists() else FIRST


def remember(source: str) -> None:
    """Open this next time. Without a place to write that down, next time opens the spiral, and says so now."""
    absolute = source if source in BUILTINS else str(Path(source).resolve())
    try:
        memory().parent.mkdir(parents=True, exist_ok=True)
        memory().write_text(json.dumps({"experiment": absolute}))
    except OSError as problem:
        click.echo(_("mlp-tui: can't remember what was opened: {}").format(problem), err=True)
