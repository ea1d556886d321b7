"""One value of an equation spelled out: the sum that made it, in symbols and in numbers.

Δ(2)[4,3] = (Σk Δ(3)[4,k] · Θ(2)[3,k]) · g'(Z(2))[4,3], where each factor can be followed to where it was made.
"""

from collections.abc import Callable, Iterable

from . import sums
from .elementwise import elementwise
from .stepping import Frame
from .terms import Factor, Place, Spelling, Term, name, shorten

__all__ = ["Factor", "Place", "Spelling", "Term", "name", "shorten", "spell", "walk"]

SUMS: dict[str, Callable[[Frame, int, int], Spelling]] = {
    "input": sums.given,
    "activation": sums.activation,
    "loss": sums.loss,
    "gradient": sums.gradient,
    "error": sums.error,
}


def spell(frame: Frame, row: int, column: int) -> Spelling:
    """The value in this row and column, from 0, of what the frame's equation wrote."""
    kind, scene = frame.equation.kind, frame.scene
    if kind == "output error" and (scene.output, scene.loss) == ("softmax", "squared_error"):
        return sums.softmax_error(frame, row, column)
    return SUMS.get(kind, elementwise)(frame, row, column)


def walk(frames: Iterable[Frame], before: int, place: Place) -> Frame | None:
    """The last of these equations, before the one at index `before`, that wrote the matrix of a place."""
    found = None
    for frame in frames:
        if frame.index < before and frame.equation.symbol == place[0]:
            found = frame
    return found
