"""The equations that go value by value, spelled out from their own text: g', Δ(L), mu, nu, α', Θ and their like.

In Θ(1) − α ∇(1) each matrix stands for its value in the same row and column, and a letter for a number of the scene.
"""

import re

from .losses import PAIRS
from .scalars import LETTERS
from .stepping import Frame
from .terms import Factor, Spelling, factor, spelled
from .texts import _


def elementwise(frame: Frame, row: int, column: int) -> Spelling:
    """Any equation that doesn't mix values. A frozen weight, its moments and its t stay as they were."""
    scene, writes = frame.scene, frame.writes
    of_weights = frame.equation.kind in ("moment", "weights", "correction") and writes.rows.of == "neuron"
    if of_weights and scene.frozen[writes.rows.layer - 1][row, column]:
        before = [factor(one, row, column) for one in frame.reads if one.symbol == writes.symbol]
        return spelled(frame, row, column, *before, note=_("frozen"))
    direct = frame.equation.kind == "output error" and PAIRS[scene.output, scene.loss].error_number
    return spelled(frame, row, column, *parts_of(frame, row, column), reference="12" if direct else "")


def parts_of(frame: Frame, row: int, column: int) -> list[str | Factor]:
    """The text of the equation with a factor for each symbol, and a dot where two are multiplied."""
    text, _comma, definition = frame.equation.text.replace("∘", "·").partition(",  ")
    symbol, _equals, meaning = definition.partition(" = ")
    text = text.replace(symbol, f"({meaning})") if symbol else text
    text = re.sub(r"(?<=[\w)'²]) (?=[\w(√∇])", " · ", text)
    numbers = {letter: frame.scene.rates[key] for letter, key in LETTERS.items()}
    numbers |= {"t": frame.count, "‖∇‖": frame.gradient_norm}
    factors = {letter: Factor(letter, number) for letter, number in numbers.items()}
    factors |= {one.symbol: factor(one, *((0, 0) if one.rows.of == "none" else (row, column))) for one in frame.reads}
    longest_first = "|".join(map(re.escape, sorted(factors, key=len, reverse=True)))
    pieces = re.split(rf"(?<!\w)({longest_first})(?![A-Za-z0-9'])", text)
    return [factors.get(piece, piece) for piece in pieces if piece]
