"""One example of a mini-batch: x, y, every a and δ, its loss and gradient shares."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.calls import Array
from core.losses import PAIRS
from core.stepping.stepper import Execution


@dataclass(frozen=True, eq=False)
class LayerValues:
    """Layer l for one example: a and δ, both (s_l,), None before their equation has run."""

    l: int
    activation: str
    a: Array | None
    delta: Array | None


@dataclass(frozen=True, eq=False)
class Example:
    """What the equations computed for one example.

    `row` is its place in the mini-batch of m, from 0, and `text` says which example it is. `x` is (s_1,), `y` (s_L,)
    and None before the loss is computed. `loss` is the example's own, before J multiplies it by the example's `weight`,
    which is None where all count the same. `shares` holds for each layer l of ∇(l) the example's share of the averaged
    gradient: ⟨∇_i, ∇⟩ / ‖∇‖² with ∇_i = −(1/m) a_i δ_iᵀ. The shares of all examples add up to 1; the share of an
    example that pulls against the others is negative.
    """

    row: int
    m: int
    text: str
    x: Array
    y: Array | None
    layers: tuple[LayerValues, ...]
    loss: float | None
    weight: float | None
    shares: dict[int, float]


def example_of(executions: Sequence[Execution], row: int) -> Example:
    """The example in a row of the mini-batch, as far as its equations have run. `executions` holds at least one."""
    context = executions[0].context
    row = max(0, min(row, context.m - 1))
    known = {
        execution.equation.symbol: execution for execution in executions if not execution.equation.omitted_from_trace
    }
    L = len(context.sizes)
    layers = tuple(
        LayerValues(
            l,
            context.activations[l - 2] if l < L else context.output,
            row_of(known.get(f"A({l})"), row, skipped=int(l < L)),
            row_of(known.get(f"Δ({l})"), row),
        )
        for l in range(2, L + 1)
    )
    y = loss = weight = None
    if "J" in known:
        operands = {operand.symbol: operand.value for operand in known["J"].reads}
        Y, Z, w = operands["Y"], operands[f"Z({L})"], operands.get("w")
        y, weight = Y[row], None if w is None else float(w[row, 0])
        loss = PAIRS[context.output, context.loss].loss(Z[row : row + 1], Y[row : row + 1])
    shares = {l: gradient_share(known[f"∇({l})"], row) for l in range(1, L) if f"∇({l})" in known}
    x = executions[0].writes.value[row, 1:]
    return Example(row, context.m, context.example_text(row), x, y, layers, loss, weight, shares)


def row_of(execution: Execution | None, row: int, skipped: int = 0) -> Array | None:
    """A row of what an equation wrote, without its first `skipped` columns; None if it hasn't run."""
    return None if execution is None else execution.writes.value[row, skipped:]


def gradient_share(execution: Execution, row: int) -> float:
    """The share of one example in the averaged gradient, without the penalty."""
    A, delta = (operand.value.astype(float) for operand in execution.reads[:2])
    whole = A.T @ delta  # −m ∇; the example's part has the same factor, so it cancels
    square = float(np.vdot(whole, whole))
    return float(A[row] @ whole @ delta[row]) / square if square else 0.0
