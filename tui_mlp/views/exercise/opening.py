"""Opening exercises from the screen: the list, what to do with one that was begun, the work on a thread."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import SystemRandom
from typing import Any

from textual.screen import Screen

from core.exercises.exercise import OWN_LEVEL, exercise_of, load_exercise, shipped_exercises
from core.exercises.saved.saved_session import SavedSession
from core.exercises.saved.session_folder import SessionFolder
from core.experiment.experiment import Experiment
from core.runs.run_folder import default_runs_dir
from core.support.errors import InputError
from core.support.escaping import escaped
from core.support.i18n import _
from core.support.memory import not_enough_memory
from tui_mlp import __version__
from tui_mlp.dialogs.choice import Choice
from tui_mlp.dialogs.list_choice import ListChoice
from tui_mlp.models.exercise.begun_sessions import Begun, ListedExercise, listed_exercises
from tui_mlp.render.cell_text import clipped
from tui_mlp.system.login_name import login_name
from tui_mlp.text.exercise_words import how_far
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.background import in_background

from .screen import ExerciseScreen

SILENT_SECONDS = 1.0
"""How long a mini-batch is worked out without a word."""
PATIENCE_SECONDS = 0.2
"""From one look to the next whether a dialog has been closed."""

MOST_SEEDS = 10_000
MOST_CELLS = 52
"""Cells of a title in the list, which has room for how far one is on 80 columns."""

Source = str | Experiment
"""The name or file of an exercise, or an experiment that is one."""


def list_exercises(screen: Screen[Any]) -> None:
    """Read how far one is in each exercise on a thread, then list them."""
    in_background(screen, partial(listed_exercises, runs_dir_of(screen)), partial(show_list, screen))


def runs_dir_of(screen: Screen[Any]) -> Path:
    """The folder of the runs, in which the sessions are."""
    return app_of(screen).runs_dir or default_runs_dir()


def show_list(screen: Screen[Any], exercises: list[ListedExercise]) -> None:
    """List the exercises with their level and how far one is; the last one is the experiment that is open."""
    if app_of(screen).screen is not screen:  # a dialog was opened meanwhile
        return
    experiment = app_of(screen).session.experiment
    own = _("this experiment: {}").format(experiment.name)
    listed = [(one.level, one.title, how_far_of(one.begun)) for one in exercises] + [(OWN_LEVEL, own, "")]
    ascii = app_of(screen).ascii
    lines = [(f"{level}  {clipped(title, MOST_CELLS, ascii)}", figure) for level, title, figure in listed]

    def chosen(answer: str | None) -> None:
        if not answer:
            return
        number = int(answer)
        if number == len(exercises):
            begin(screen, experiment, None)
        elif (begun := exercises[number].begun) is not None:
            ask_how(screen, exercises[number], begun)
        else:
            begin(screen, exercises[number].name, None)

    app_of(screen).push_screen(ListChoice(_("Exercises, by level"), lines), chosen)


def how_far_of(begun: Begun | None) -> str:
    """How far the newest session is; empty where there is none."""
    return "" if begun is None else how_far(begun.left, begun.score, begun.of)


def ask_how(screen: Screen[Any], exercise: ListedExercise, begun: Begun) -> None:
    """Ask whether to go on with a session, or to begin a new one."""
    on = _("go on with it") if begun.score is None else _("look at it, or answer what isn't right yet")
    answers = [("g", on), ("n", _("begin again, with the same weights")), ("w", _("begin again, with other weights"))]

    def chosen(key: str | None) -> None:
        if key == "g":
            go_on_with(screen, begun.folder)
        elif key:
            begin(screen, exercise.name, new_seed() if key == "w" else None)

    text = f"{exercise.title}\n{how_far(begun.left, begun.score, begun.of)}"
    app_of(screen).push_screen(Choice(escaped(text, lines=True), answers), chosen)


def begin(screen: Screen[Any], source: Source, seed: int | None) -> None:
    """Begin an exercise on a shipped one or on an experiment."""
    student = screen.saved.student if isinstance(screen, ExerciseScreen) else login_name()
    work_out(screen, partial(begun_session, source, seed, student, runs_dir_of(screen)), source)


def begin_with_other_weights(screen: ExerciseScreen) -> None:
    """Begin an exercise once more, with weights drawn by a new seed; of one from a file, say by which command."""
    exercise, source = screen.saved.session.exercise, screen.source
    if source is None and exercise.name in {one.name for one in shipped_exercises()}:
        source = exercise.name
    if source is None:  # a session that goes on: drawn from its weights, they would not be those of its seed
        screen.notify(_("For other weights, begin it from its file: {}").format("mlp-tui exercise FILE --seed N"))
    else:
        begin(screen, source, new_seed())


def new_seed() -> int:
    """A seed that is easily written down."""
    return SystemRandom().randrange(1, MOST_SEEDS)


def begun_session(source: Source, seed: int | None, student: str, runs_dir: Path) -> SavedSession:
    """A new session. For any thread. Raises InputError."""
    exercise = load_exercise(source, seed) if isinstance(source, str) else exercise_of(source, seed)
    return SavedSession.begin(exercise, student, runs_dir, __version__)


def go_on_with(screen: Screen[Any], folder: SessionFolder) -> None:
    """Go on with a session, unless it is the one that is shown."""
    if isinstance(screen, ExerciseScreen) and screen.saved.folder.path == folder.path:
        screen.notify(_("This session is already open."))
        return
    work_out(screen, partial(SavedSession.reopen, folder, __version__))


def work_out(screen: Screen[Any], work: Callable[[], SavedSession], source: Source | None = None) -> None:
    """Have a session made on a thread, for its data may be large; then show it. Training goes on meanwhile."""
    waiting = screen.set_timer(SILENT_SECONDS, lambda: screen.notify(_("Working out the mini-batch …")))

    def tried() -> SavedSession | str:
        try:
            return work()
        except InputError as problem:
            return str(problem)
        except MemoryError as problem:
            return not_enough_memory(problem)

    def made(found: SavedSession | str) -> None:
        waiting.stop()
        if isinstance(found, str):
            screen.notify(found, severity="error")
        else:
            show(screen, found, source)

    in_background(screen, tried, made)


def show(screen: Screen[Any], saved: SavedSession, source: Source | None) -> None:
    """Show an exercise in place of the one that is shown, or over a view; not over a dialog that is open."""
    app = app_of(screen)
    if app.screen is not screen:
        screen.set_timer(PATIENCE_SECONDS, partial(show, screen, saved, source))
    elif isinstance(screen, ExerciseScreen):
        screen.saved.close()  # at once: Textual takes the screen away later
        app.switch_screen(ExerciseScreen(saved, source, screen.opened))
    else:
        app.push_screen(ExerciseScreen(saved, source))
