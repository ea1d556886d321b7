"""Opens the screen on an exercise; at its end says the score, and where it is saved."""

from collections.abc import Iterator

from core.exercises.saved.saved_session import SavedSession
from core.support.i18n import _
from tui_mlp.app.app import MlpApp
from tui_mlp.cli.console import exact, say
from tui_mlp.cli.options import Options
from tui_mlp.session.session import TrainingSession
from tui_mlp.system.settings import Settings, default_path
from tui_mlp.text.exercise.lines import score_line
from tui_mlp.views.exercise.screen import ExerciseScreen

from .farewell import command_to_go_on, short_path
from .open_screen import run_app


def open_exercise(saved: SavedSession, source: str | None, options: Options) -> int:
    """Show an exercise until it is left; the exit status. `source` is what it was begun from, None if it goes on."""
    opened = list[SavedSession]()
    with saved:
        session = TrainingSession(saved.session.exercise.experiment)
        settings = Settings(default_path())
        app = MlpApp(session, options.ascii, settings, options.runs_dir, refresh=options.refresh, big=options.big)
        app.call_later(app.push_screen, ExerciseScreen(saved, source, opened))
        status = run_app(app, options)
    if not options.json:
        for one in opened:
            for line in farewell_lines(one):
                say(line)
    return status


def farewell_lines(saved: SavedSession) -> Iterator[str]:
    """The score, where the session is saved, how it goes on, and its last digest."""
    session, path = saved.session, saved.folder.path
    yield _("{}: {}").format(session.exercise.name, score_line(session.score, session.of))
    yield _("saved in {}").format(exact(short_path(path)))
    if not all(map(session.is_right, range(session.of))):
        yield _("continue with: {}").format(exact(command_to_go_on(path, "exercise")))
    yield _("Last digest, to be noted by whoever marks it: {}").format(saved.digest)
