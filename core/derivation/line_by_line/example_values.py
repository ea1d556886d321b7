"""The values of one example in a mini-batch, by the lecture's indices."""

from collections.abc import Sequence

import numpy as np

from core.activations import evaluate, slopes
from core.calls import Array
from core.equations import EquationKind
from core.expressions import Operand
from core.losses import PAIRS, Pair
from core.stepping.stepper import Execution

READ: tuple[EquationKind, ...] = ("input", "activation", "loss", "output error", "gradient", "slope", "error")
"""The equations up to ∇, in which each matrix has one value; an update writes Θ and perhaps ∇ again."""


class ExampleValues:
    """Values as float64, from the copies of these equations; the example stands in `row` of the mini-batch, from 0.

    Layers and neurons count from 1 as in the lecture; neuron 0 is the bias unit.
    """

    def __init__(self, executions: Sequence[Execution], row: int) -> None:
        self.context, self.row = executions[0].context, row
        self.executions = [one for one in executions if one.equation.kind in READ]
        self.operands: dict[str, Operand] = {}
        for execution in self.executions:
            for operand in (*execution.reads, *execution.intermediates, execution.writes):
                self.operands.setdefault(operand.symbol, operand)

    @property
    def L(self) -> int:
        """The layers."""
        return len(self.context.sizes)

    @property
    def pair(self) -> Pair:
        """The output function with its loss."""
        return PAIRS[self.context.output, self.context.loss]

    def size(self, l: int) -> int:
        """The neurons of a layer, without the bias unit."""
        return self.context.sizes[l - 1]

    def matrix(self, symbol: str) -> Array:
        """A matrix by its symbol."""
        return self.operands[symbol].value.astype(float)

    def name(self, symbol: str, row: int, column: int) -> str:
        """The name of a cell, its place from 0."""
        return self.operands[symbol].cell(row, column)

    @property
    def weighted(self) -> bool:
        """Whether examples have weights."""
        return "w" in self.operands

    @property
    def w(self) -> float:
        """The example's weight, 1 where all count the same."""
        return float(self.operands["w"].value[self.row, 0]) if self.weighted else 1.0

    def y(self, k: int) -> float:
        """The wanted output."""
        return float(self.operands["Y"].value[self.row, k - 1])

    def z(self, l: int, k: int) -> float:
        """z of a neuron."""
        return float(self.operands[f"Z({l})"].value[self.row, k - 1])

    def a(self, l: int, j: int) -> float:
        """The activation of a neuron; 1 of a bias unit."""
        return float(self.operands[f"A({l})"].value[self.row, j - (l == self.L)])

    def theta(self, l: int, j: int, k: int) -> float:
        """The weight from neuron j of layer l to neuron k of the next."""
        return float(self.operands[f"Θ({l})"].value[j, k - 1])

    def delta(self, l: int, k: int) -> float:
        """The error of a neuron."""
        return float(self.operands[f"Δ({l})"].value[self.row, k - 1])

    def slope(self, l: int, j: int) -> float:
        """g'(z) of a hidden neuron, before dropout."""
        return float(slopes(self.context.activations[l - 2], np.array([[self.z(l, j)]]))[0, 0])

    def before_dropout(self, l: int, j: int) -> float:
        """g(z) of a hidden neuron."""
        return float(evaluate(self.context.activations[l - 2], np.array([[self.z(l, j)]]))[0, 0])

    def kept(self, l: int, j: int) -> float | None:
        """The factor of dropout, 0 or 1 / (1 − p), of a hidden neuron; None without dropout."""
        for symbol, operand in self.operands.items():
            if symbol.startswith(f"M({l})"):
                return float(operand.value[self.row, j - 1])
        return None
