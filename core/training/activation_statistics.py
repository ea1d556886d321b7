"""Statistics of activations over all training examples: saturated layers, dead units."""

import numpy as np

from core.activations import ACTIVATIONS
from core.calls import Array
from core.network import Network
from core.program import Program
from core.support.i18n import _


class ActivationStatistics:
    """Statistics over the forward passes since the last `reset`; `examples` is the number of their rows.

    With `saturated`, it counts saturated outputs in layers where g' is a factor of Δ: hidden layers, and the output
    layer if the loss is the squared error. With `dead`, it sums the outputs of neurons whose activation is 0 for all
    negative z. `is_needed` is False if no layer is of either kind.
    """

    def __init__(self, network: Network, saturated: bool, dead: bool) -> None:
        layers = {l: ACTIVATIONS[name] for l, name in enumerate(network.parameters.activations, 2)}
        if network.loss_name == "squared_error" and network.output in ACTIVATIONS:
            layers[network.parameters.L] = ACTIVATIONS[network.output]
        self._sizes = dict(enumerate(network.parameters.sizes, 1))
        self._limits = {l: g.saturated for l, g in layers.items() if saturated and g.saturated is not None}
        dtype, rectified = network.parameters.dtype, [l for l, g in layers.items() if dead and g.dies]
        self._saturated: dict[int, int] = dict.fromkeys(self._limits, 0)
        self._totals: dict[int, Array] = {l: np.zeros(self._sizes[l], dtype) for l in rectified}
        self._ones = np.ones(0, dtype)
        self.is_needed = bool(self._limits or self._totals)
        self.examples = 0

    def reset(self) -> None:
        """Start again with the next forward pass."""
        self.examples = 0

    def add(self, program: Program) -> None:
        """Add the outputs of one forward pass."""
        m, more = len(program.batch.X), self.examples > 0
        self.examples += m
        for l, (low, high) in self._limits.items():
            A = outputs(program, l)
            found = int(np.count_nonzero(A > high)) + int(np.count_nonzero(A < low))
            self._saturated[l] = found + self._saturated[l] if more else found
        if len(self._ones) != m:
            self._ones = np.ones(m, self._ones.dtype)
        for (
            l,
            total,
        ) in (
            self._totals.items()
        ):  # outputs are ≥ 0, so a sum of 0 means dead; a product takes a tenth of the time of `max`
            sums = self._ones @ outputs(program, l)
            self._totals[l] = total + sums if more else sums

    def saturated(self, least: float) -> list[int]:
        """The layers, counted from 1, with at least this share of saturated outputs."""
        return [l for l, found in self._saturated.items() if found >= least * self.examples * self._sizes[l]]

    def share(self, l: int) -> float:
        """The share of saturated outputs in a layer."""
        return self._saturated[l] / (self.examples * self._sizes[l])

    def saturated_text(self, l: int) -> str:
        """A message about a saturated layer, with its limits and share."""
        (low, high), share = self._limits[l], self.share(l)
        found = f"|a| > {high}" if low == -high else _("a < {} or a > {}").format(low, high)
        return _("layer {} is saturated: {} in {:.3g} % of its outputs").format(l, found, 100 * share)

    def dead(self) -> list[tuple[int, int]]:
        """The neurons with output 0 for every example: layer and neuron, both counted from 1."""
        zeros = {l: np.flatnonzero(total == 0) for l, total in self._totals.items()}
        return [(l, int(j) + 1) for l, neurons in zeros.items() for j in neurons]


def outputs(program: Program, l: int) -> Array:
    """A^(l) without its ones column, m × s_l."""
    return program.A[l] if l == program.L else program.g_of_Z[l]
