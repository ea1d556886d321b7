"""The rows of an image's weights that matter: where the examples differ."""

import numpy as np

from core.calls import Array

EXAMPLES = 500
"""The examples looked at, at most."""


def row_that_matters(inputs: Array) -> int:
    """The row of Θ(1) in the middle of those that matter, for inputs m × s_1; row 0 is the bias.

    Half of the variation lies in the pixels up to it, half behind it: a border that is the same in all examples has no
    part in it. Row 0 where the examples are all the same.
    """
    some = np.asarray(inputs[:: -(-len(inputs) // EXAMPLES)], dtype=np.float64)
    variation = np.cumsum(some.std(axis=0))
    if not variation.size or not variation[-1] > 0:
        return 0
    return int(np.searchsorted(variation, variation[-1] / 2)) + 1
