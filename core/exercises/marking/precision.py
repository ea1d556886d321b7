"""Whether a number that was typed is the value, and the right one rounded too far."""

from math import isfinite
from typing import NamedTuple

from core.exercises.exercise import Exercise

from .number_reading import TypedNumber

ROUNDED = 0.25
"""How far a rounded number may be off, as a share of the value: 1 is no figure of 0.62."""
SLACK = 1 + 1e-9
"""So that a number just at a limit counts as inside, whatever the binary digits are."""


class Precision(NamedTuple):
    """How near an answer has to be, as an exercise says it."""

    decimals: int
    tolerance: float
    figures: int

    @property
    def unit(self) -> float:
        """A 1 in the last decimal asked for."""
        return 10.0**-self.decimals

    def near(self, found: float, value: float) -> bool:
        """Whether a number is the value, within the tolerance or one unit of the last decimal.

        The unit is for those who work on with the decimals that are shown, as one does on paper.
        """
        if not isfinite(value):
            return False
        return abs(found - value) <= max(self.tolerance * abs(value), self.unit) * SLACK

    def is_right(self, typed: TypedNumber, value: float) -> bool:
        """Whether a typed number is the value with enough figures.

        A number within one unit of the last decimal has enough of them: a calculator leaves trailing zeros out.
        """
        if not self.near(typed.value, value):
            return False
        enough = typed.figures >= self.figures or typed.decimals >= self.decimals
        return enough or abs(typed.value - value) <= self.unit * SLACK

    def is_rounded(self, typed: TypedNumber, value: float) -> bool:
        """Whether a typed number, not 0, is the value rounded to its own last digit, with too few figures."""
        if not isfinite(value) or not typed.value or typed.figures >= self.figures:
            return False
        off = abs(typed.value - value)
        return off <= typed.unit / 2 * SLACK and off <= ROUNDED * abs(value)


def precision_of(exercise: Exercise) -> Precision:
    """The precision that an exercise asks for."""
    return Precision(exercise.decimals, exercise.tolerance, exercise.figures)
