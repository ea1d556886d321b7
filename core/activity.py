"""Saturated layers and dead neurons, by the outputs of all training examples."""

import numpy as np

from .breakpoints import SATURATED
from .calls import Array
from .network import Network
from .program import Program
from .texts import _


class Activity:
    """What forward passes over a split showed so far, a chunk of examples at a time.

    Saturation matters where g' is a factor of Δ: in hidden layers, and in the output layer of a pair whose Δ^(L) has
    it. Dead can be what has a slope of 0 on one side: relu.
    """

    def __init__(self, network: Network) -> None:
        L = network.parameters.L
        self.activations = dict(enumerate(network.parameters.activations, 2))
        if network.loss_name == "squared_error":
            self.activations[L] = network.output
        self.examples = 0
        self._saturated = {l: 0 for l, name in self.activations.items() if name in SATURATED}
        self._alive = {
            l: np.zeros(network.parameters.sizes[l - 1], bool) for l, name in self.activations.items() if name == "relu"
        }

    def see(self, program: Program) -> None:
        """The outputs of one forward pass."""
        for l in self._saturated:
            low, high = SATURATED[self.activations[l]]
            A = outputs(program, l)
            self._saturated[l] += int(np.count_nonzero(A < low) + np.count_nonzero(A > high))
        for l, alive in self._alive.items():
            if not alive.all():
                alive |= np.maximum.reduce(outputs(program, l), 0) > 0
        self.examples += len(program.batch.X)

    def saturation(self, network: Network) -> dict[int, float]:
        """By layer, the share of its outputs that are saturated."""
        return {l: found / (self.examples * network.parameters.sizes[l - 1]) for l, found in self._saturated.items()}

    def saturated_text(self, l: int, share: float) -> str:
        """What is said of a saturated layer."""
        low, high = SATURATED[self.activations[l]]
        found = f"|a| > {high}" if low == -high else f"a < {low} {_('or')} a > {high}"
        return _("layer {} is saturated: {} in {:.3g} % of its outputs").format(l, found, 100 * share)

    def dead(self) -> list[tuple[int, int]]:
        """Layer and neuron, both from 1 as in the lecture, of those that gave 0 for every example."""
        return [(l, int(j) + 1) for l, alive in self._alive.items() for j in np.flatnonzero(~alive)]


def outputs(program: Program, l: int) -> Array:
    """A^(l) without its ones column, m × s_l."""
    return program.A[l] if l == program.L else program.g_of_Z[l]
