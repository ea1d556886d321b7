"""Labels at the ends of curves, moved apart where they would cover each other."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.style import Style


class EndLabel(NamedTuple):
    """A text, the cell at which it begins, and the height in dots of the curve's end."""

    row: int
    column: int
    height: float
    text: str
    style: Style

    def beside(self, other: "EndLabel") -> bool:
        """Whether the two would cover each other in one row."""
        return self.column < other.column + len(other.text) and other.column < self.column + len(self.text)


def moved_apart(labels: Sequence[EndLabel], rows: int) -> list[EndLabel]:
    """The labels, those of higher curves further up, in rows of their own where they overlap; not all if too many."""
    placed: list[EndLabel] = []
    for label in sorted(labels, key=lambda label: -label.height):
        row = max([label.row, *(one.row + 1 for one in placed if one.beside(label))])
        placed.append(label._replace(row=row))
    fitted: list[EndLabel] = []
    for label in reversed(placed):
        row = min([label.row, rows - 1, *(one.row - 1 for one in fitted if one.beside(label))])
        fitted.append(label._replace(row=row))
    return [label for label in fitted if label.row >= 0]
