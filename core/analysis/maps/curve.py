"""The outputs of a network over one raw input, and those of its neurons, from one forward pass."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from core.analysis.outputs.split_outputs import SplitOutputs
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


def inputs_of(model: Model, outputs: SplitOutputs) -> Array:
    """The raw inputs of the examples of a split, m, in the units of the source; NaN where a cell was missing."""
    found: Array = model.preparation.restored(outputs.examples.inputs)[:, 0]
    return found


def range_of(inputs: Array) -> Range:
    """The range of raw inputs, widened by MARGIN on either side; of equal ones by 1, without finite ones from 0 to 1."""
    finite = inputs[np.isfinite(inputs)]
    if not len(finite):
        return 0.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    margin = MARGIN * (high - low) if low < high else max(1.0, abs(low) * MARGIN)
    return low - margin, high + margin
