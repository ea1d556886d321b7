"""∂a/∂x of one example: how much each output changes with each input."""

from collections.abc import Sequence

import numpy as np

from core.calls import Array
from core.data.preparing.preparation import Preparation
from core.losses import logistic
from core.network import Network
from core.support.errors import InputError
from core.support.i18n import _


def input_gradient(network: Network, inputs: Array, outputs: Sequence[int] | None = None) -> Array:
    """∂a_k / ∂x_j for one example, s_L × s_1; `inputs` are its x, s_1 numbers as the network takes them.

    With `outputs`, their numbers k from 0, a row for each of these alone. The lecture's equations are sent back without
    an update: each output has a row of its own, in which Δ^(L) is ∂a_k/∂z^(L) in place of the error; then (17) down to
    layer 2 by the calls of training, and one more product, with Θ^(1) without its bias row. relu has slope 0 at z = 0,
    as in training. Not finite where the network isn't.
    """
    parameters = network.parameters
    chosen = list(range(parameters.sizes[-1]) if outputs is None else outputs)
    with np.errstate(all="ignore"):
        program = network.forward(network.with_ones(np.repeat(np.asarray(inputs)[None], len(chosen), axis=0)))
        L, delta = parameters.L, program.buffers.delta
        delta[L][...] = output_slopes(network.output, program.batch.Z[0], program.A[L][0])[chosen]
        for one in program.gradient_equations:
            if one.kind in ("slope", "error"):  # (18) and (17), from the last hidden layer to the first
                for function, arguments in one.calls:
                    function(*arguments)
        found: Array = delta[2] @ parameters.thetas[0][1:].T
    return found


def output_slopes(output: str, z: Array, a: Array) -> Array:
    """∂a_k / ∂z_j of layer L, s_L × s_L, for one example with these z and a.

    From z where 1 − a would cancel: an output near 1 has a slope too.
    """
    if output == "softmax":  # a_k (1 − a_k), where 1 − a_k are the other outputs, and −a_k a_j
        same = np.eye(len(a), dtype=bool)
        others: Array = ~same @ a
        return np.where(same, a * others, -np.outer(a, a))
    if output == "sigmoid":
        return np.diag(logistic(z) * logistic(-z))  # a (1 − a)
    if output == "tanh":
        return np.diag(4 * logistic(2 * z) * logistic(-2 * z))  # 1 − a²
    return np.eye(len(z), dtype=z.dtype)  # of identity


def per_raw_unit(preparation: Preparation) -> Array:
    """∂x/∂r: by how much each input of the network changes with the column that it is made of, n numbers.

    1 where nothing is standardised, else 1 over the column's standard deviation; 0 for inputs that are constant in
    training, which the network never sees change. Raises InputError where the inputs aren't each a column of numbers:
    a category has no derivative, and features have two columns.
    """
    if preparation.features is not None or not all(one.one_number and not one.flag for one in preparation.codings):
        raise InputError(_("the inputs aren't each one column of numbers, so they have no slope by column"))
    slopes = np.ones(preparation.width)
    if preparation.scaling is not None:
        scaling = preparation.scaling
        with np.errstate(all="ignore"):
            slopes = 1 / np.ldexp(scaling.deviation.astype(float), scaling.exponent)
    slopes[list(preparation.constant)] = 0
    return slopes
