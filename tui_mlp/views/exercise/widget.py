"""Draws an exercise, and says what was clicked in it."""

from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.message import Message
from textual.strip import Strip

from tui_mlp.models.exercise.exercise_state import ExerciseState
from tui_mlp.render.exercise.page import exercise_page
from tui_mlp.render.exercise.question_part import Place
from tui_mlp.widgets.canvas import Canvas


class PlaceClicked(Message):
    """A field, a choice or a question was clicked."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


class ExerciseView(Canvas):
    """Draws the state of an exercise whenever it is told that it has changed."""

    def __init__(self, state: ExerciseState) -> None:
        super().__init__(id="exercise")
        self.state = state
        self.scroll_lines = 0
        """The lines of the answer that are scrolled out of its part at the top."""
        self.focused_question = 0
        """The question in focus on the last page, by its index."""
        self._places: list[Place] = []

    def draw(self, width: int, height: int) -> list[Strip]:
        """All lines of the screen."""
        drawn = exercise_page(self.state, width, height, self.palette, self.scroll_lines, self.focused_question)
        self._places = drawn.places
        return drawn.lines

    def show_change(self) -> None:
        """Draw the state after a key, from the first line of the answer on."""
        self.scroll_lines = 0
        self.redraw()

    def scroll_answer(self, lines: int) -> None:
        """Scroll the answer, where it is longer than its part; no further than its end."""
        self.scroll_lines = max(0, self.scroll_lines + lines)
        self.redraw()

    def on_click(self, event: Click) -> None:
        """Say what was clicked."""
        for place in self._places:
            if place.region.contains(event.x, event.y):
                self.post_message(PlaceClicked(place))
                return

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Scroll the answer down."""
        event.stop()
        self.scroll_answer(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Scroll the answer up."""
        event.stop()
        self.scroll_answer(-1)
