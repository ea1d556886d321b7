"""Draws an exercise, and says what was clicked in it."""

from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.message import Message
from textual.strip import Strip

from tui_mlp.models.exercise.exercise_state import ExerciseState
from tui_mlp.render.exercise.page import Scrolled, exercise_page
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
        self.scrolled = Scrolled()
        self._places: list[Place] = []
        self._drawn = state.session.present
        """The question that is shown, by its index."""

    def draw(self, width: int, height: int) -> list[Strip]:
        """All lines of the screen."""
        drawn = exercise_page(self.state, width, height, self.palette, self.scrolled)
        self._places = drawn.places
        return drawn.lines

    def show_change(self) -> None:
        """Draw the state after a key, from the first line of the answer on; another question from its own first."""
        kept = self.scrolled.operands if self._drawn == self.state.session.present else (0, 0)
        self._drawn = self.state.session.present
        self.scrolled = self.scrolled._replace(answer=0, operands=kept)
        self.redraw()

    def scroll_answer(self, lines: int) -> None:
        """Scroll the answer, where it is longer than its part; no further than its end."""
        self.scrolled = self.scrolled._replace(answer=max(0, self.scrolled.answer + lines))
        self.redraw()

    def scroll_operands(self, rows: int, columns: int) -> None:
        """Scroll those operands of which only a part fits, no further than the largest of them."""
        if self.state.finished:
            return
        reads = self.state.session.steps[self.state.question.equation].reads
        most = [max((one.value.shape[axis] for one in reads), default=0) for axis in range(2)]
        moved = (before + by for before, by in zip(self.scrolled.operands, (rows, columns), strict=True))
        down, right = (max(-limit, min(shift, limit)) for shift, limit in zip(moved, most, strict=True))
        self.scrolled = self.scrolled._replace(operands=(down, right))
        self.redraw()

    def focus_question(self, question: int) -> None:
        """Move the focus to a question on the last page."""
        self.scrolled = self.scrolled._replace(question=question)
        self.redraw()

    def on_click(self, event: Click) -> None:
        """Say what was clicked."""
        for place in self._places:
            if place.kind != "operands" and place.region.contains(event.x, event.y):
                self.post_message(PlaceClicked(place))
                return

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Scroll the operands under the mouse, else the answer, down."""
        event.stop()
        self.scroll_at(event.x, event.y, 1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Scroll the operands under the mouse, else the answer, up."""
        event.stop()
        self.scroll_at(event.x, event.y, -1)

    def scroll_at(self, x: int, y: int, by: int) -> None:
        """Scroll what is at this place."""
        if any(place.kind == "operands" and place.region.contains(x, y) for place in self._places):
            self.scroll_operands(by, 0)
        else:
            self.scroll_answer(by)
