"""Which lines of the table of classes are shown, and the order of its classes."""

from collections.abc import Sequence
from typing import NamedTuple

HEAD_AND_MEAN = 2
"""The lines around the classes."""
SUMMARY = 4
"""The lines of figures of all rows."""
_SHORT, _VERY_SHORT = 11, 6
"""The lines of a pane below which, where it can't show all classes, it has fewer of them."""


class ClassLines(NamedTuple):
    """How many classes are shown, whether a blank line follows them, and how many lines of the summary."""

    classes: int
    blank: bool
    summary: int

    @classmethod
    def of(cls, classes: int, height: int, warnings: int = 0) -> "ClassLines":
        """Of so many classes in so many lines. The summary is shorter where there is no room for all classes.

        `warnings` are further lines of the summary.
        """
        least = 3 if height >= _SHORT else 1 if height >= _VERY_SHORT else 0
        most = SUMMARY + warnings
        left = height - HEAD_AND_MEAN - classes
        summary = max(0, min(most, max(left, least + warnings)))
        shown = max(1, min(classes, height - HEAD_AND_MEAN - summary))
        return cls(shown, left > most, summary)


def places_by_recall(recall: Sequence[float]) -> list[int]:
    """The places of the classes, those with the lowest recall first, those without any last."""
    return sorted(range(len(recall)), key=lambda place: (recall[place] != recall[place], recall[place]))


def neighbour(places: Sequence[int], chosen: int | None, steps: int) -> int | None:
    """The class so many lines below the chosen one, or above; None stands before the first."""
    line = places.index(chosen) if chosen in places else -1
    line = max(-1, min(line + steps, len(places) - 1))
    return None if line < 0 else places[line]
