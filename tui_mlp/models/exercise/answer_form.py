"""What is typed and chosen for one question, and which of its parts has the focus."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from core.exercises.question import Question
from core.exercises.questions.question_cells import cells_by_name
from core.exercises.recomputation.recomputation import Cell

TYPED = {
    "value": frozenset("0123456789.,-+−eE"),
    "shape": frozenset("0123456789 ,x×"),
}
"""The characters of a value, and of rows and columns, by the question's kind; what is chosen isn't typed."""
LONGEST = 24
"""Characters that can be typed for one answer."""


@dataclass(frozen=True, eq=False)
class AnswerForm:
    """The answers to one question while they are being made.

    `texts` is what stands in the field of each thing asked; `given` is what was checked last of it, empty before.
    `here` is the index of the one in focus, `choice` the number of the choice in focus, where it is chosen from a list:
    it counts once it is `chosen`, so that one enter too many costs nothing.
    `wrong` are the choices that were tried already and are wrong, for each thing asked.
    """

    question: Question
    texts: tuple[str, ...]
    given: tuple[str, ...]
    wrong: tuple[frozenset[str], ...]
    here: int = 0
    choice: int = 0
    chosen: bool = False
    """Whether the choice in focus was moved to, by a key or the mouse."""

    @classmethod
    def of(cls, question: Question) -> Self:
        """A form in which nothing is typed yet."""
        empty = ("",) * len(question.asked)
        return cls(question, empty, empty, (frozenset(),) * len(empty))

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be chosen for the one in focus; empty where it is typed."""
        return self.question.asked[self.here].choices

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of the matrix that can have the focus, in the order of `asked`, or of the choices of cells."""
        asked, shown = self.question.asked, self.question.shown
        if self.question.kind == "value":
            return tuple(one.cell for one in asked if one.cell is not None)
        if shown is None or len(asked) < 2:
            return ()
        cells = cells_by_name(shown)
        return tuple(cells[name] for name in asked[0].choices)

    @property
    def cell(self) -> Cell | None:
        """The cell in focus; None where none is asked for."""
        if not self.cells:
            return None
        return self.cells[self.choice if self.picks_cell else self.here] if self.asks_cells else None

    @property
    def picks_cell(self) -> bool:
        """Whether a cell is chosen now: the one with the wrong value."""
        return self.question.kind == "slip" and self.here == 0 and len(self.question.asked) > 1

    @property
    def asks_cells(self) -> bool:
        """Whether arrows move among cells of a matrix, rather than in a list."""
        return self.question.kind == "value" or self.picks_cell

    # What is typed

    def takes(self, character: str) -> bool:
        """Whether a character can be part of the answer in focus."""
        return character in TYPED.get(self.question.kind, ())

    def typing(self, character: str) -> Self:
        """With one more character; the first one after a check begins the answer again."""
        before = self.texts[self.here]
        return self.with_text((("" if before == self.given[self.here] else before) + character)[:LONGEST])

    def erasing(self) -> Self:
        """Without the last character."""
        return self.with_text(self.texts[self.here][:-1])

    def with_text(self, text: str) -> Self:
        """With this text in the field in focus."""
        return replace(self, texts=put(self.texts, self.here, text))

    @property
    def to_check(self) -> list[int]:
        """Which answers were typed since they were checked last, by index."""
        pairs = enumerate(zip(self.texts, self.given, strict=True))
        return [asked for asked, (text, given) in pairs if text.strip() and text != given]

    def checked(self, asked: int, text: str, right: bool) -> Self:
        """After an answer was checked; a wrong choice can't be chosen again."""
        wrong = self.wrong
        if not right and self.question.asked[asked].choices:
            wrong = put(wrong, asked, wrong[asked] | {text})
        return replace(self, texts=put(self.texts, asked, text), given=put(self.given, asked, text), wrong=wrong)

    # Where the focus is

    def at(self, asked: int) -> Self:
        """With the focus on another thing asked, and there on the first choice that isn't known to be wrong."""
        form = replace(self, here=asked, choice=0, chosen=True)
        if form.choices and not form.is_open(0):
            form = form.moved(1)
        return replace(form, chosen=False)

    def is_open(self, choice: int) -> bool:
        """Whether a choice isn't known to be wrong."""
        return self.choices[choice] not in self.wrong[self.here]

    def at_choice(self, choice: int) -> Self:
        """With the focus on a choice, unless it is known to be wrong."""
        return replace(self, choice=choice, chosen=True) if self.is_open(choice) else self

    def moved(self, by: int) -> Self:
        """With the focus on the next thing asked, or on the next choice that isn't known to be wrong."""
        if not self.choices:
            return replace(self, here=max(0, min(self.here + by, len(self.texts) - 1)))
        if not self.chosen and not self.picks_cell:  # the first key shows the focus where it is
            return replace(self, chosen=True)
        places = range(self.choice + by, len(self.choices) if by > 0 else -1, 1 if by > 0 else -1)
        return replace(self, choice=next((place for place in places if self.is_open(place)), self.choice), chosen=True)

    def moved_to_row(self, by: int) -> Self:
        """With the focus on the nearest cell above (-1) or below (1); in a list, on the choice before or after."""
        if not self.asks_cells or self.cell is None:
            return self.moved(by)
        row, column = self.cell
        found = [
            (abs(r - row), abs(c - column), place)
            for place, (r, c) in enumerate(self.cells)
            if (r - row) * by > 0 and (not self.picks_cell or self.is_open(place))
        ]
        if not found:
            return self
        place = min(found)[2]
        return replace(self, choice=place, chosen=True) if self.picks_cell else replace(self, here=place)


def put(values: tuple, index: int, value: object) -> tuple:  # type: ignore[type-arg]
    """The values with another one at this index."""
    return (*values[:index], value, *values[index + 1 :])


def first_open(verdicts_right: Sequence[bool]) -> int:
    """The index of the first thing asked that isn't answered rightly; 0 where all are."""
    return next((index for index, right in enumerate(verdicts_right) if not right), 0)
