"""g'(z) of an activation for one value, written by its formula in a = g(z), or in z."""

from typing import Any

import numpy as np

from core.activations import ACTIVATIONS
from core.derivation.terms import Factor, merge_signs
from core.expressions import Operand
from core.formulas import PRODUCT, SUM, parenthesized

from .letters import indexed, slope_letter

LEAST_WRITTEN = 1e-4
"""A slope from a below this is written as one number: the digits of 1 − a would cancel."""


def slope_pieces(
    name: str, letter: str, z: float, a: float, value: float, a_letter: str | None = None, *, enclosed: bool = True
) -> tuple[str | Factor, ...]:
    """The formula of g'(z_letter), as a factor of a product unless not `enclosed`: (1 − a_j · a_j), [z_j > 0].

    `a_letter` stands for a where that isn't g(z), as with dropout.
    """
    activation = ACTIVATIONS[name]
    if activation.from_output and 0 < abs(value) < LEAST_WRITTEN:
        return (Factor(slope_letter(letter), value),)
    number = a if activation.from_output else z
    symbol: Any = (a_letter or indexed("a", letter)) if activation.from_output else indexed("z", letter)
    formula = activation.slope(Operand(symbol, np.array([[number]])))
    written = parenthesized(formula, PRODUCT if enclosed else SUM, elementwise=True)
    found = merge_signs(part if isinstance(part, str) else Factor(part.symbol, number) for part in written)  # type: ignore[attr-defined]
    return tuple(found)
