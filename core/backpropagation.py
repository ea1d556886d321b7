"""The lecture's algorithm, lines 5 to 12, each equation beside its number.

The order is that of the slides. `@` is the matrix product, `*` between matrices the lecture's ∘, and `theta[l][1:]`
Θ^(l) without its bias row. Layers count from 1: A[1] is X, theta[1] leads from layer 1 to layer 2. Δ is target minus
output.

Each right-hand side is an expression, stated once. The calls that compute the left-hand side, the text on the screen,
the boxes of the Step view, the sum behind each value and LaTeX are all made from it. `with_penalty`, `with_dropout` and
`with_weights` return it unchanged unless the training uses a penalty, dropout or weights of examples, which the lecture
doesn't have.

The slides' lines 8 to 10 would end at a Δ^(1), which doesn't exist. Meant is Δ^(L), ∇^(L-1), Δ^(L-1), ∇^(L-2), … ,
∇^(1).
"""

from collections.abc import Iterator, Sequence

from .calls import Call
from .equations import UPDATES, Equation, equation
from .optimizers import Formula
from .symbols import Symbols


def forward(net: Symbols) -> Iterator[Equation]:
    """Lines 5 to 7: from X to the outputs A^(L)."""
    A, theta, g = net.A, net.theta, net.g
    yield equation("input", 5, "15", A[1], net.X)  # line 5
    for l in range(2, net.L + 1):  # line 6
        yield equation("activation", 7, None, A[l], g[l](A[l - 1] @ theta[l - 1]))  # line 7


def loss(net: Symbols) -> Iterator[Equation]:
    """J, which isn't part of the lecture's algorithm: −(1/m) Σ Σ [Y log A + (1 − Y) log(1 − A)] for the sigmoid."""
    Y, Z, A, w, pair = net.Y, net.Z[net.L], net.A[net.L], net.w, net.pair
    reads = (A, Y, Z) if w is None else (A, Y, Z, w)
    yield equation("loss", None, pair.loss_number, net.J, pair.J(Y, Z, A, w), reads=reads)  # (2), (14)


def backward(net: Symbols) -> Iterator[Equation]:
    """Lines 8 to 10: from the outputs back to all ∇^(l)."""
    Y, A, Z, theta, delta, slope, nabla, pair, m, L = (
        net.Y, net.A, net.Z, net.theta, net.delta, net.slope, net.nabla, net.pair, net.m, net.L,
    )  # fmt: skip
    error = pair.error(Y, Z[L], A[L])  # Y − A, of the lecture's loss
    yield equation("output error", 9, pair.error_number, delta[L], net.with_weights(error))  # line 9: (12), (16)
    for l in range(L - 1, 0, -1):  # line 8
        gradient = -1 / m * (A[l].T @ delta[l + 1])
        yield equation("gradient", 10, "19", nabla[l], net.with_penalty(gradient, l))  # line 10: (4)–(6), (19)
        if l == 1:
            break
        derivative = net.derivative(l)  # A ∘ (1 − A), of the sigmoid
        yield equation("slope", 9, net.derivative_number(l), slope[l], derivative)  # (18)
        error = delta[l + 1] @ theta[l][1:].T * slope[l]
        yield equation("error", 9, "17", delta[l], net.with_dropout(error, l))  # line 9: (7)–(11), (13), (17)


def update(net: Symbols, formulas: Sequence[Formula], before: list[Call]) -> Iterator[Equation]:
    """Lines 11 and 12: Θ^(l) ← Θ^(l) − α ∇^(l) or, for other optimisers, their formulas, the last of which writes Θ.

    A formula's calls update all layers at once. They belong to the first layer's equation, after the calls `before`.
    """
    for formula in formulas:
        calls, before = [*before, *formula.calls], []
        kind = UPDATES.get(formula.name, "correction")
        for l in range(1, net.L if formula.vector.ndim else 2):  # line 11; some update a number
            layer, line = net.updated(formulas, l), 12 if formula.name == "Θ" else None
            value = formula.expression(layer)
            yield equation(kind, line, None, layer[formula.name], value, calls=calls if l == 1 else ())  # line 12
