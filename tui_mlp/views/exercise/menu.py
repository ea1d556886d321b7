"""Exercises from the menu, whatever is on the screen."""

from typing import Any

from textual.screen import Screen

from core.exercises.saved.saved_session import SavedSession
from tui_mlp.widgets.app_base import app_of

from .opening import ExerciseOpener, Source
from .screen import ExerciseScreen


def list_exercises(screen: Screen[Any]) -> None:
    """List the exercises over a view or an exercise; the chosen one is shown over the view, or in its place."""
    if isinstance(screen, ExerciseScreen):
        screen.action_another()
        return

    def show(saved: SavedSession, source: Source | None) -> None:
        app_of(screen).push_screen(ExerciseScreen(saved, source))

    ExerciseOpener(screen, show).list_exercises()
