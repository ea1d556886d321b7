"""The lecture's symbols for one mini-batch: X, Y, A, Z, Θ, Δ, ∇, g and J as operands, and the examples' weights w."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from .activations import ACTIVATIONS
from .buffers import Batch, Buffers
from .calls import Array
from .expressions import Activated, Axis, Expression, Letter, Operand, Product
from .losses import Pair, weighted_error
from .notation import Notation, index, joined, layered, letter
from .optimizers import Formula, Layer
from .parameters import Parameters
from .regularizers import Regularization


class Symbols:
    """Matrices and activations by layer. Layers count from 1 as in the lecture: A[1] is X.

    `g[l]` makes the expression of A(l) from a product. `g_of_Z[l]` is A(l) without its ones and before dropout, from
    which g' is computed. `w`, m × 1, are the weights of the examples; None where all count the same.
    """

    def __init__(
        self, parameters: Parameters, pair: Pair, batch: Batch, buffers: Buffers, gradient: Array, J: Array,
        regularization: Regularization | None,
    ) -> None:  # fmt: skip
        L, self._regularization = parameters.L, regularization
        self.L, self.parameters, self.pair, self._sums = L, parameters, pair, batch.sums
        self._activation = {l: ACTIVATIONS[name] for l, name in enumerate(parameters.activations, 2)}
        self.g = {l: partial(self._activated, l) for l in range(2, L + 1)}
        self.X, self.m = Letter("X"), Letter("m", len(batch.X))
        self.J, self.Y = Operand(Notation("J"), J), of_examples(Notation("Y"), batch.Y, L, letter="k")
        self.w = None if batch.w is None else Operand(Notation("w"), batch.w, Axis("example", letter="i"))
        self.A = {1: of_examples(layered("A", 1), batch.X, 1, bias=True)}
        self.A |= {l: of_examples(layered("A", l), A, l, bias=True) for l, A in buffers.A.items()}
        self.A[L] = of_examples(layered("A", L), buffers.output, L)
        self.Z = {
            l: of_examples(layered("Z", l), Z, l, source=(f"A({l})", int(l < L)))
            for l, Z in {**buffers.Z, L: batch.Z}.items()
        }
        self.delta = {l: of_examples(layered("Δ", l), delta, l) for l, delta in buffers.delta.items()}
        self.theta = {l: of_weights("Θ", theta, l) for l, theta in enumerate(parameters.thetas, 1)}
        self.nabla = {l: of_weights("∇", nabla, l) for l, nabla in enumerate(parameters.views(gradient), 1)}
        divisor = Notation(" / (1 − p)", " / (1 - p)")
        self.slope = {l: of_examples(self._of_Z("g'", l), slope, l) for l, slope in buffers.slope.items()}
        self.mask = {
            l: of_examples(joined([M := layered("M", l), divisor]), mask, l, index_between=(M, divisor))
            for l, mask in buffers.mask.items()
        }
        self.g_of_Z = {}
        for l, A in buffers.A.items():
            name = layered("A", l)
            if self.has_dropout:
                self.g_of_Z[l] = of_examples(self._of_Z("g", l), buffers.undropped[l], l, source=(name, 1))
            else:
                symbol = joined([name, index(":", "1:")])
                self.g_of_Z[l] = of_examples(symbol, A[:, 1:], l, index_between=(name, ""), source=(name, 1))

    def _of_Z(self, function: str, l: int) -> Notation:
        return joined([function, "(", self.Z[l].symbol, ")"])

    @property
    def has_dropout(self) -> bool:
        """Whether activations are dropped."""
        return self._regularization is not None and self._regularization.has_dropout

    def _activated(self, l: int, product: Product) -> Expression:
        """g(A Θ) of layer l, with dropout."""
        if l == self.L:
            output = self.pair.output
            return Activated(self.pair.g, product, self.Z[l], self.A[l], lambda Z, A: output(Z, A, self._sums))
        name = self.parameters.activations[l - 2]
        activated = Activated(name, product, self.Z[l], self.g_of_Z[l], self._activation[l].value)
        if self._regularization is None or not self.has_dropout:
            return activated
        return self._regularization.dropped(activated, self.mask[l], self.g_of_Z[l].value)

    def with_weights(self, error: Expression) -> Expression:
        """The error of the output layer, each example's row times the example's weight if examples have weights."""
        return error if self.w is None else weighted_error(self.w, error)

    def derivative(self, l: int) -> Expression:
        """g'(Z) of layer l."""
        return self._activation[l].slope_of(self.Z[l], self.g_of_Z[l])

    def derivative_number(self, l: int) -> str | None:
        """The lecture's equation number of g' in layer l."""
        return self._activation[l].number

    def with_dropout(self, error: Expression, l: int) -> Expression:
        """The error of layer l, times the factor by which dropout multiplied its activations."""
        return error * self.mask[l] if self.has_dropout else error

    def with_penalty(self, gradient: Expression, l: int) -> Expression:
        """The gradient of Θ(l), plus that of the penalty if there is one."""
        return self._regularization.penalised(gradient, self.theta[l]) if self._regularization else gradient

    def updated(self, formulas: Sequence[Formula], l: int) -> Layer:
        """Layer l of Θ, ∇ and each vector that these formulas update, by name; numbers are 1 × 1."""
        vectors = {one.name: one.vector for one in formulas if one.name != "Θ"}
        of_layer = {
            name: of_weights(name, self.parameters.view(vector, l), l)
            if vector.ndim
            else Operand(letter(name), vector.reshape(1, 1))
            for name, vector in vectors.items()
        }
        return {"Θ": self.theta[l], "∇": self.nabla[l], **of_layer}


def of_examples(name: Notation, value: Array, l: int, bias: bool = False, letter: str = "j", **more: Any) -> Operand:
    """A matrix whose rows are examples and whose columns are neurons of layer l."""
    return Operand(name, value, Axis("example", letter="i"), Axis("neuron", l, bias, letter), **more)


def of_weights(name: str, value: Array, l: int) -> Operand:
    """A matrix shaped like Θ(l)."""
    return Operand(layered(name, l), value, Axis("neuron", l, True, "j"), Axis("neuron", l + 1, letter="k"))
