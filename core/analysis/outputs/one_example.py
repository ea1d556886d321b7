"""What a network makes of one example, and what its last neurons add to the outputs."""

from dataclasses import dataclass, field

import numpy as np

from core.calls import Array
from core.data.dataset import Split
from core.model.model import Model

from .example_losses import example_losses


@dataclass(frozen=True, eq=False)
class OneExample:
    """One example as a network takes it, and what the network says of it.

    `raw` are the s raw inputs as in `Table.inputs`, `x` the s_1 inputs of the network, `y` the s_L targets that it
    learns, None where none is known. `before` is A^(L−1), the last hidden neurons or, without any, x; `A` is A^(L),
    s_L. `outputs` and `wanted` are A^(L) and y as `Model.outputs` gives them: from 0 to 1, or in the targets' units.
    `loss` is that of the example alone, not weighted, None without a target.
    """

    raw: Array = field(repr=False)
    x: Array = field(repr=False)
    y: Array | None
    before: Array = field(repr=False)
    A: Array
    outputs: Array
    wanted: Array | None
    loss: float | None


def example_in_split(model: Model, split: Split, place: int) -> OneExample:
    """The example at a place of a split, from 0, with the inputs that training gives the network."""
    row = split.part(np.array([place]))
    raw = row.raw if row.raw is not None else model.preparation.restored(row.inputs)
    return _example(model, raw.astype(float), row.X, row.Y)


def example_of_values(model: Model, raw: Array, y: Array | None) -> OneExample:
    """An example with these s raw inputs, and s_L targets where they are known."""
    X = model.network.with_ones(model.prepared(raw[None]))
    return _example(model, raw[None], X, None if y is None else np.asarray(y, X.dtype)[None])


def contributions(model: Model, one: OneExample, output: int) -> Array:
    """What each of the s_{L−1} neurons before an output (from 0) adds to its z: Θ(L−1)[j,k] · a_j, without the bias."""
    with np.errstate(all="ignore"):
        added: Array = model.network.thetas[-1][1:, output] * one.before
    return added


def _example(model: Model, raw: Array, X: Array, Y: Array | None) -> OneExample:
    network = model.network
    with np.errstate(all="ignore"):
        program = network.forward(X)
        A, before = program.A[program.L].copy(), program.A[program.L - 1][:, 1:].copy()
        losses = None if Y is None else example_losses(network.output, network.loss_name, program.batch.Z, A, Y)
        wanted = None if Y is None else model.in_users_units(Y)[0]
        outputs = model.in_users_units(A)[0]
    return OneExample(
        raw=raw[0], x=X[0, 1:], y=None if Y is None else Y[0], before=before[0], A=A[0], outputs=outputs,
        wanted=wanted, loss=None if losses is None else float(losses[0]),
    )  # fmt: skip
