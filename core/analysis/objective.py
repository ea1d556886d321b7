"""J as a function of the weights, over all training examples, in float64.

The penalty and the weights of examples are included, dropout is off. float64 whatever the network's dtype, so that the
change by a single weight isn't lost in rounding.
"""

from collections.abc import Iterator
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np

from core.activations import ACTIVATIONS
from core.calls import Array
from core.data.dataset import Data, Split
from core.program import Program
from core.regularizers import penalty_value
from core.scalars import Scalars
from core.training.build_network import network_from_weights
from core.training.evaluation import chunks
from core.training.training_state import TrainingState

from .central_difference import EPSILON, MOST, STEP, Sides, WeightCheck, compare_gradient

FORWARD = ("input", "activation")
"""Kinds of equations that the forward pass has already run."""
TRIALS = 8
"""How many times rounding is simulated."""
LEAST = 256 * EPSILON
"""The smallest step, as a share of the weight."""


class ObjectiveValue(NamedTuple):
    """J in its two parts: the mean loss over the examples, and the penalty."""

    loss: float
    penalty: float

    @property
    def total(self) -> float:
        """The J that training minimises: loss and penalty."""
        return self.loss + self.penalty


class Objective:
    """J and its gradient for a state's network in float64, as functions of the weights in `thetas`.

    These are the state's weights at first and may be changed; `compare` needs the state's.
    """

    def __init__(self, state: TrainingState, data: Data) -> None:
        self.network = network_from_weights(state.experiment, state.sizes, state.theta, "float64")
        self.thetas, self._train = self.network.thetas, data.train
        training = state.experiment.training
        self.scalars = Scalars("float64", l1=training.l1, l2=training.l2)

    def value(self) -> ObjectiveValue:
        """J of the present weights."""
        return self._with_penalty(sum(self._loss(part)[0] for part in self._chunks()))

    @cached_property
    def initial(self) -> ObjectiveValue:
        """J of the state's weights, taken when first asked for."""
        return self.value()

    def gradient(self, random: np.random.Generator | None = None) -> tuple[ObjectiveValue, list[Array]]:
        """J, and ∂J/∂Θ(1), ∂J/∂Θ(2), …; with `random`, each activation is off by one unit in its last place."""
        total, gradients = 0.0, [np.zeros_like(theta) for theta in self.thetas]
        with np.errstate(all="ignore"):
            for part in self._chunks():
                loss, program = self._loss(part)
                total += loss
                np.copyto(program.batch.Y, part.Y)
                if random is not None:
                    for A in (*program.g_of_Z.values(), program.A[program.L]):
                        A *= 1 + EPSILON * random.choice([-1, 1], A.shape)
                for cursor, equation in enumerate(program.gradient_equations):
                    if equation.kind not in FORWARD:
                        program.step(cursor)
                for gradient, of_chunk in zip(gradients, program.nabla.values(), strict=True):
                    gradient += part.m / self._train.m * of_chunk
        l1, l2 = self.scalars.exact["l1"], self.scalars.exact["l2"]
        for gradient, theta in zip(gradients, self.thetas, strict=True):
            gradient[1:] += (l2 * theta[1:] + l1 * np.sign(theta[1:])) / self._train.m
        return self._with_penalty(total), gradients

    @cached_property
    def rounding(self) -> float:
        """The estimated rounding error of J: its change when each weight moves by one unit in its last place."""
        J = self.initial.total
        moved = [abs(self.value().total - J) for _random in self._simulated_rounding()]
        return max(moved) + EPSILON * abs(J)

    @cached_property
    def gradient_rounding(self) -> list[float]:
        """The same of ∂J/∂Θ(1), ∂J/∂Θ(2), …, one number each: 1 − a, for example, has few digits where a is near 1."""
        gradients, moved = self.gradient()[1], []
        for random in self._simulated_rounding():
            others = self.gradient(random)[1]
            moved.append(
                [np.abs(gradient - changed).max() for gradient, changed in zip(gradients, others, strict=True)]
            )
        largest: list[float] = np.max(moved, 0).tolist()
        return largest

    def _simulated_rounding(self) -> Iterator[np.random.Generator]:
        """TRIALS times, move each weight up or down by one unit in its last place; restore them at the end."""
        theta, random = self.network.parameters.theta, np.random.default_rng(0)
        given = theta.copy()
        for _ in range(TRIALS):
            theta[:] = given * (1 + EPSILON * random.choice([-1, 1], theta.shape))
            yield random
        theta[:] = given

    @cached_property
    def sizes(self) -> dict[str, list[Array]]:
        """The largest |a| of each column of A(1), A(2), … and |z| of each of Z(2), Z(3), …, over all examples."""
        A, Z = ([np.zeros(theta.shape[axis]) for theta in self.thetas] for axis in (0, 1))
        for part in self._chunks():
            _sum, program = self._loss(part)
            for l, (of_A, of_Z) in enumerate(zip(A, Z, strict=True), 1):
                np.maximum(of_A, np.abs(program.A[l]).max(0), out=of_A)
                np.maximum(of_Z, np.abs(program.Z[l + 1]).max(0), out=of_Z)
        return {"A": A, "Z": Z}

    def steps(self, layer: int, row: int, column: int) -> tuple[float, float]:
        """The first and the largest step h for a weight of Θ(layer), row and column from 0.

        The first moves a z of size 1 by 10⁻⁵ and a larger one by ∛|z| times as much: the rounding error grows with |z|,
        the truncation error with h². It is at most 10⁻⁵ of the weight, or of 1, and at least what still moves the
        weight by many units in its last place.
        """
        theta = abs(float(self.thetas[layer - 1][row, column]))
        a, z = float(self.sizes["A"][layer - 1][row]), float(self.sizes["Z"][layer - 1][column])
        usual, least = STEP * max(1.0, theta), LEAST * theta
        return (
            (max(least, min(STEP * max(1.0, z) ** (1 / 3) / a, usual)), max(least, MOST / a)) if a else (usual, usual)
        )

    def both_sides(self, layer: int, row: int, column: int, h: float) -> Sides:
        """J with a weight of Θ(layer), row and column from 0, lowered and raised by h; whether a kink lies in between.

        At a kink J has no derivative: z = 0 of relu, or θ = 0 of L1, unless θ itself is 0.
        """
        theta, names = self.thetas[layer - 1], self.network.parameters.activations
        value = float(theta[row, column])
        ends, sums, totals = (value - h, value + h), [0.0, 0.0], []
        rectified = [l for l, name in enumerate(names, 2) if ACTIVATIONS[name].kinked]
        crosses = self.scalars.exact["l1"] > 0 and row > 0 and 0 < abs(value) < h
        for part in self._chunks():
            sides: list[list[Array]] = []
            for place, theta[row, column] in enumerate(ends):
                loss, program = self._loss(part)
                sums[place] += loss
                sides.append([program.Z[l] > 0 for l in rectified])
            crosses = crosses or any((below != above).any() for below, above in zip(*sides, strict=True))
        for total, theta[row, column] in zip(sums, ends, strict=True):
            totals.append(self._with_penalty(total).total)
        theta[row, column] = value
        return Sides(totals[0], totals[1], ends[1] - ends[0], crosses)

    def compare(self, layer: int, row: int, column: int, gradient: float, largest: float) -> WeightCheck:
        """Compare ∂J/∂θ of a weight of Θ(layer), row and column from 0, with its central difference.

        `largest` is the largest |∂J/∂θ| of that Θ.
        """
        a, z = (float(self.sizes[of][layer - 1].max()) for of in ("A", "Z"))
        unit = a / max(1.0, z)  # as if J doubled when a small z moves by 1, or a large z by itself
        return compare_gradient(
            gradient, largest, abs(self.initial.total), unit, partial(self.both_sides, layer, row, column),
            self.steps(layer, row, column), lambda: self.rounding, lambda: self.gradient_rounding[layer - 1],
        )  # fmt: skip

    def _loss(self, part: Split) -> tuple[float, Program]:
        """The summed loss of some examples, each times its weight, and the program with their forward pass."""
        with np.errstate(all="ignore"):
            program = self.network.forward(part.X, part.w)
            return self.network.pair.loss(program.batch.Z, part.Y, part.w), program

    def _with_penalty(self, total: float) -> ObjectiveValue:
        m = self._train.m
        return ObjectiveValue(total / m, penalty_value(self.network.parameters, self.scalars, m))

    def _chunks(self) -> Iterator[Split]:
        """The training examples in float64, CHUNK rows at a time."""
        return (part.astype(float) for part in chunks(self._train))
