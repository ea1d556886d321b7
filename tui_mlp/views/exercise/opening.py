"""Opening exercises: the list, what to do with one that was begun, work on a thread."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import SystemRandom
from typing import Any

from textual.screen import Screen

from core.exercises.loading import OWN_LEVEL, exercise_of, load_exercise, shipped_exercises
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
from tui_mlp.models.exercise.begun_sessions import BegunSession, ListedExercise, listed_exercises
from tui_mlp.render.cell_text import clipped
from tui_mlp.system.login_name import login_name
from tui_mlp.text.exercise.words import how_far
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.background import in_background

SILENT_SECONDS = 1.0
"""How long a mini-batch is worked out without a word."""
PATIENCE_SECONDS = 0.2
"""From one look to the next whether a dialog has been closed."""

MOST_SEEDS = 10_000
MOST_CELLS = 52
"""Cells of a title in the list, which has room for how far one is on 80 columns."""

Source = str | Experiment
"""The name or file of an exercise, or an experiment that is one."""


class ExerciseOpener:
    """Opens exercises from a screen. `show` is called with each new session, and with what it was begun from.

    `present` is the session that the screen shows, if it shows one.
    """

    def __init__(
        self,
        screen: Screen[Any],
        show: Callable[[SavedSession, Source | None], object],
        present: SavedSession | None = None,
    ) -> None:
        self.screen, self.show, self.present = screen, show, present

    @property
    def runs_dir(self) -> Path:
        """The folder of the runs, in which the sessions are."""
        return app_of(self.screen).runs_dir or default_runs_dir()

    @property
    def student(self) -> str:
        """Who does them: whoever does the present one, else whoever is logged in."""
        return login_name() if self.present is None else self.present.student

    def list_exercises(self) -> None:
        """Read how far one is in each exercise on a thread, then list them."""
        in_background(self.screen, partial(listed_exercises, self.runs_dir), self.show_list)

    def show_list(self, exercises: list[ListedExercise]) -> None:
        """List the exercises with their level and how far one is; the last one is the experiment that is open."""
        app = app_of(self.screen)
        if app.screen is not self.screen:  # a dialog was opened meanwhile
            return
        experiment, ascii = app.session.experiment, app.ascii
        own = _("this experiment: {}").format(experiment.name)
        listed = [(one.level, one.title, how_far_of(one.begun)) for one in exercises] + [(OWN_LEVEL, own, "")]
        lines = [(f"{level}  {clipped(title, MOST_CELLS, ascii)}", figure) for level, title, figure in listed]

        def chosen(answer: str | None) -> None:
            if not answer:
                return
            number = int(answer)
            if number == len(exercises):
                self.begin(experiment, None)
            elif (begun := exercises[number].begun) is not None:
                self.ask_how(exercises[number], begun)
            else:
                self.begin(exercises[number].name, None)

        app.push_screen(ListChoice(_("Exercises, by level"), lines), chosen)

    def ask_how(self, exercise: ListedExercise, begun: BegunSession) -> None:
        """Ask whether to go on with a session, or to begin a new one."""
        on = _("go on with it") if begun.score is None else _("look at it, or answer what isn't right yet")
        answers = [("g", on), ("n", _("begin again, with the same weights"))]
        answers.append(("w", _("begin again, with other weights")))

        def chosen(key: str | None) -> None:
            if key == "g":
                self.go_on_with(begun.folder)
            elif key:
                self.begin(exercise.name, new_seed() if key == "w" else None)

        text = f"{exercise.title}\n{how_far(begun.left, begun.score, begun.of)}"
        app_of(self.screen).push_screen(Choice(escaped(text, lines=True), answers), chosen)

    def begin(self, source: Source, seed: int | None) -> None:
        """Begin an exercise on a shipped one or on an experiment."""
        self.work_out(partial(begun_session, source, seed, self.student, self.runs_dir), source)

    def begin_with_other_weights(self, source: Source | None, name: str) -> None:
        """Begin an exercise once more, with weights drawn by a new seed; of one from a file, say by which command."""
        if source is None and name in {one.name for one in shipped_exercises()}:
            source = name
        if source is None:  # a session that goes on: drawn from its weights, they would not be those of its seed
            text = _("For other weights, begin it from its file: {}")
            self.screen.notify(text.format("mlp-tui exercise FILE --seed N"))
        else:
            self.begin(source, new_seed())

    def go_on_with(self, folder: SessionFolder) -> None:
        """Go on with a session, unless it is the one that is shown."""
        if self.present is not None and self.present.folder.path == folder.path:
            self.screen.notify(_("This session is already open."))
        else:
            self.work_out(partial(SavedSession.reopen, folder, __version__), None)

    def work_out(self, work: Callable[[], SavedSession], source: Source | None) -> None:
        """Have a session made on a thread, for its data may be large; then show it. Training goes on meanwhile."""
        screen = self.screen
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
                self.show_when_free(found, source)

        in_background(screen, tried, made)

    def show_when_free(self, saved: SavedSession, source: Source | None) -> None:
        """Show a session as soon as no dialog is open over the screen."""
        if app_of(self.screen).screen is self.screen:
            self.show(saved, source)
        else:
            self.screen.set_timer(PATIENCE_SECONDS, partial(self.show_when_free, saved, source))


def how_far_of(begun: BegunSession | None) -> str:
    """How far the newest session is; empty where there is none."""
    return "" if begun is None else how_far(begun.left, begun.score, begun.of)


def new_seed() -> int:
    """A seed that is easily written down."""
    return SystemRandom().randrange(1, MOST_SEEDS)


def begun_session(source: Source, seed: int | None, student: str, runs_dir: Path) -> SavedSession:
    """A new session. For any thread. Raises InputError."""
    exercise = load_exercise(source, seed) if isinstance(source, str) else exercise_of(source, seed)
    return SavedSession.begin(exercise, student, runs_dir, __version__)
