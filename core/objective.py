"""J of a training as a function of its weights: over all training examples, penalty included, dropout off.

In float64 whatever the network's dtype, so that the change of a single weight doesn't drown in rounding.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .calls import Array
from .evaluation import CHUNK
from .gradient_check import KINKED
from .operation import network_of
from .program import Program
from .regularizers import penalty_value
from .scalars import Scalars
from .state import State

if TYPE_CHECKING:
    from .data.loading import Data

FORWARD = ("input", "activation")


class J(NamedTuple):
    """The mean loss over the examples, and what the penalty adds."""

    loss: float
    penalty: float

    @property
    def total(self) -> float:
        """Both."""
        return self.loss + self.penalty


class Objective:
    """Has weights of its own, the state's in `thetas`, to be tried others."""

    def __init__(self, state: State, data: "Data") -> None:
        self.network = network_of(state.experiment, state.sizes, state.theta, "float64")
        self.thetas, self._train = self.network.thetas, data.train
        training = state.experiment.training
        self.scalars = Scalars("float64", l1=training.l1, l2=training.l2)

    def value(self) -> J:
        """J of the weights as they are."""
        return self._with_penalty(sum(self._loss(*chunk)[0] for chunk in self._chunks()))

    def gradient(self) -> tuple[J, list[Array]]:
        """J, and ∂J/∂Θ(1), ∂J/∂Θ(2), …"""
        total, gradients = 0.0, [np.zeros_like(theta) for theta in self.thetas]
        with np.errstate(all="ignore"):
            for X, Y in self._chunks():
                loss, program = self._loss(X, Y)
                total += loss
                np.copyto(program.batch.Y, Y)
                for cursor, equation in enumerate(program.gradient):
                    if equation.kind not in FORWARD:
                        program.step(cursor)
                for gradient, of_chunk in zip(gradients, program.nabla.values(), strict=True):
                    gradient += len(X) / self._train.m * of_chunk
        l1, l2 = self.scalars.exact["l1"], self.scalars.exact["l2"]
        for gradient, theta in zip(gradients, self.thetas, strict=True):
            gradient[1:] += (l2 * theta[1:] + l1 * np.sign(theta[1:])) / self._train.m
        return self._with_penalty(total), gradients

    def around(self, layer: int, row: int, column: int, h: float) -> tuple[float, float, bool]:
        """J with h less and with h more in a weight of Θ(layer), places from 0; whether a kink lies between the two.

        A kink is where J has no derivative: z = 0 of relu, θ = 0 of L1, of which θ itself counts for none.
        """
        theta, names = self.thetas[layer - 1], self.network.parameters.activations
        value = float(theta[row, column])
        ends, sums, totals = (value - h, value + h), [0.0, 0.0], []
        rectified = [l for l, name in enumerate(names, 2) if name in KINKED]
        crosses = self.scalars.exact["l1"] > 0 and row > 0 and 0 < abs(value) < h
        for X, Y in self._chunks():
            sides: list[list[Array]] = []
            for place, theta[row, column] in enumerate(ends):
                loss, program = self._loss(X, Y)
                sums[place] += loss
                sides.append([program.Z[l] > 0 for l in rectified])
            crosses = crosses or any((below != above).any() for below, above in zip(*sides, strict=True))
        for total, theta[row, column] in zip(sums, ends, strict=True):
            totals.append(self._with_penalty(total).total)
        theta[row, column] = value
        return totals[0], totals[1], crosses

    def _loss(self, X: Array, Y: Array) -> tuple[float, Program]:
        """The summed loss of some examples, and the program that has passed them forward."""
        with np.errstate(all="ignore"):
            program = self.network.forward(X)
            return self.network.pair.loss(program.batch.Z, Y), program

    def _with_penalty(self, total: float) -> J:
        m = self._train.m
        return J(total / m, penalty_value(self.network.parameters, self.scalars, m))

    def _chunks(self) -> Iterator[tuple[Array, Array]]:
        """X and Y in float64, some thousand examples at a time."""
        for start in range(0, self._train.m, CHUNK):
            rows = slice(start, start + CHUNK)
            yield self._train.X[rows].astype(float), self._train.Y[rows].astype(float)
