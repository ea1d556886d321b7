"""Exercises as the screen shows them: states with keys typed into them, and pages as text."""

from pathlib import Path

from core.exercises.loading import load_exercise
from core.exercises.saved.saved_session import SavedSession
from tui_mlp.models.exercise.exercise_state import ExerciseState
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.exercise.page import Scrolled, exercise_page
from tui_mlp.render.exercise.question_part import Drawn

FOLLOWED = ["A(2)", "A(3)", "Δ(3)", "∇(2)", "Δ(2)"]
EACH_KIND = ["shape Δ(2)", "A(2)", "next", "J", "slip Δ(2)", "loss"]


def saved_session(folder: Path, ask: list[str], name: str = "by-hand", *overrides: str) -> SavedSession:
    """A new session in the folder."""
    asked = "exercise.ask=[" + ",".join(f'"{one}"' for one in ask) + "]"
    return SavedSession.begin(load_exercise(name, None, [asked, *overrides]), "ana", folder)


def new_state(folder: Path, ask: list[str], name: str = "by-hand", *overrides: str) -> ExerciseState:
    """The state of a new session, with a clock that stands."""
    return ExerciseState(saved_session(folder, ask, name, *overrides), lambda: 0.0)


def answered(state: ExerciseState, *texts: str) -> None:
    """Type these into the first fields, then check them all."""
    for place, text in enumerate(texts):
        state.focus(place)
        for character in text:
            state.type(character)
    state.enter()


def page(
    state: ExerciseState, width: int = 80, height: int = 24, ascii: bool = False, shift: tuple[int, int] = (0, 0)
) -> Drawn:
    """The whole screen."""
    return exercise_page(
        state, width, height, palette(ascii=ascii, colors="none" if ascii else "truecolor"), Scrolled(operands=shift)
    )


def page_text(state: ExerciseState, width: int = 80, height: int = 24, ascii: bool = False) -> str:
    """The whole screen as text."""
    return "\n".join("".join(one.text for one in strip) for strip in page(state, width, height, ascii).lines)
