"""The outputs and the neurons of a network over one raw input."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from core.calls import Array
from core.model.model import Model

MARGIN = 0.05
"""How far a curve goes beyond the examples on either side, as a share of the range in which they lie."""

Range = tuple[float, float]
"""The least and the greatest x, in the units of the source."""


@dataclass(frozen=True, eq=False)
class Curve:
    """The outputs of a network with one raw input, at n values of it.

    `x` are the n values in the units of the source, ascending. `outputs`, n × s_L, are as `Model.outputs` gives them:
    in the targets' own units, or from 0 to 1. `neurons` are A^(l) of the hidden layers, n × s_l, by layer l from 2.
    """

    x: Array = field(repr=False)
    outputs: Array = field(repr=False)
    neurons: Mapping[int, Array] = field(repr=False)


def curve(model: Model, x: Array) -> Curve:
    """The outputs and the neurons of a model of one raw column at `x`, n numbers; NaN and infinite where they are."""
    with np.errstate(all="ignore"):
        program = model.network.forward(model.network.with_ones(model.prepared(x.astype(float)[:, None])))
        outputs = model.in_users_units(program.A[program.L].copy())
    return Curve(x, outputs, {l: program.A[l][:, 1:].copy() for l in range(2, program.L)})


def with_margin(low: float, high: float) -> Range:
    """The range of examples, widened by MARGIN on either side; a single x at least by 1."""
    margin = MARGIN * (high - low) if low < high else max(1.0, abs(low) * MARGIN)
    return low - margin, high + margin
