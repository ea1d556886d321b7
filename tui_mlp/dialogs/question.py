"""The base of questions: in the middle of the screen, with a line for each answer."""

from collections.abc import Sequence
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from tui_mlp.widgets.safe_text import SafeLabel, key_lines

Result = TypeVar("Result")


class Question(ModalScreen[Result]):
    """Asks a question. `answers` are keys and what happens then, the last one that nothing changes."""

    CSS_PATH = "question.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-wide")]

    def __init__(self, question: str, answers: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._question, self._answers = question, answers

    def compose(self) -> ComposeResult:
        """Yield the question, then the answers."""
        with Vertical(id="question"):
            yield SafeLabel(self._question)
            yield SafeLabel(key_lines(self._answers), id="keys")
