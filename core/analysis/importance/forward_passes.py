"""Forward passes of rows of which some columns are permuted, computed as far as needed."""

from typing import Protocol

import numpy as np

from core.activations import evaluate
from core.calls import Array
from core.data.dataset import Data, Split
from core.network import Network
from core.program import Program

from .column_groups import network_inputs, permuted_matrix

NEURON_WORK = 16
"""What an activation costs, in products. Measured."""


class ForwardPasses(Protocol):
    """The forward passes of a network for the rows of a split."""

    @property
    def row_work(self) -> int:
        """About how many products one row takes."""

    @property
    def first_row_work(self) -> int:
        """The same of the pass without an order, which comes first."""

    def forward(self, rows: slice, places: list[int], order: Array | None) -> Program:
        """The program after the pass of some rows, of which the last layer may be used.

        `places` are the columns of `permuted_matrix` that come from other rows, in this `order` of all; None leaves
        them where they are.
        """


def forward_passes(network: Network, examples: Split, data: Data) -> ForwardPasses:
    """The passes that take the least work. Raises MemoryError, and InputError where memory is known to be too small."""
    if examples.raw is not None or len(network.thetas) == 1:
        return WholePasses(network, examples, data)
    return PassesFromSecondLayer(network, examples)


class WholePasses:
    """All layers: where features are made again of permuted columns, or there is no hidden layer."""

    def __init__(self, network: Network, examples: Split, data: Data) -> None:
        self._network, self._examples, self._data = network, examples, data
        self._matrix = permuted_matrix(examples)
        self.row_work = self.first_row_work = len(network.parameters.theta) + NEURON_WORK * sum(
            network.parameters.sizes
        )

    def forward(self, rows: slice, places: list[int], order: Array | None) -> Program:
        """As of ForwardPasses."""
        cells = self._matrix[rows]
        if order is not None:
            cells = cells.copy()
            cells[:, places] = self._matrix[order[rows, None], places]
        return self._network.forward(self._network.with_ones(network_inputs(cells, self._examples, self._data)))


class PassesFromSecondLayer:
    """Z(2) is kept, and changed by what the permuted inputs change in it: X Θ(1) is most of the work for a picture."""

    def __init__(self, network: Network, examples: Split) -> None:
        parameters = network.parameters
        self._theta, self._activation = network.thetas[0], parameters.activations[0]
        self._rest = Network(
            parameters.sizes[1:], parameters.activations[1:], network.output, network.loss_name,
            dtype=parameters.dtype, initializer="zeros",
        )  # fmt: skip
        for theta, given in zip(self._rest.thetas, network.thetas[1:], strict=True):
            theta[...] = given
        self._examples, self._inputs = examples, examples.inputs
        neurons = parameters.sizes[1]
        self._Z: Array = np.full((examples.m, neurons), np.nan, parameters.dtype)
        self.row_work = 2 * neurons + len(self._rest.parameters.theta) + NEURON_WORK * sum(parameters.sizes[1:])
        self.first_row_work = self.row_work + self._theta.size

    def forward(self, rows: slice, places: list[int], order: Array | None) -> Program:
        """As of ForwardPasses; first without an order for all rows."""
        if order is None:
            self._Z[rows] = self._examples.X[rows] @ self._theta
            Z = self._Z[rows]
        else:
            change = self._inputs[order[rows, None], places] - self._inputs[rows][:, places]
            Z = self._Z[rows] + change @ self._theta[[1 + place for place in places]]
        return self._rest.forward(self._rest.with_ones(evaluate(self._activation, Z)))
