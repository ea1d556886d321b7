"""A network: its weights, predictions, loss and gradients.

Δ is target minus output throughout.
"""

from collections.abc import Sequence
from copy import copy
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from core.support.errors import InputError
from core.support.i18n import _, ngettext
from core.support.random_streams import streams

from .activations import ACTIVATIONS
from .buffers import Batch, Buffers
from .calls import Array
from .losses import PAIRS, refusal, too_few_outputs
from .parameters import Parameters
from .program import Program

KEPT_PROGRAMS = 8
"""Compiled programs that a network keeps, by the number of rows and whether these have weights."""


class Network:
    """A multilayer perceptron. It takes all rows as one batch, without dropout or penalty.

    `sizes` are the neurons s_1 … s_L without bias units, `activation` is one name for all hidden layers or a list.
    `thetas` are writable views, (s_l + 1) × s_{l+1}, row 0 the bias. A copy by `copy` or `pickle` has its own weights.
    Raises InputError for unknown names, an output that can't be paired with the loss, or softmax with one output.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: str | Sequence[str] = "tanh",
        output: str = "sigmoid",
        loss: str = "cross_entropy",
        seed: int = 0,
        dtype: DTypeLike = "float64",
        initializer: str = "xavier",
        initial_scale: float = 1.0,
    ) -> None:
        if len(sizes) < 2 or min(sizes) < 1:
            raise InputError(_("sizes: found {}; expected at least two layers of 1 neuron or more").format(list(sizes)))
        hidden = len(sizes) - 2
        activations = [activation] * hidden if isinstance(activation, str) else list(activation)
        if len(activations) != hidden or not ACTIVATIONS.keys() >= set(activations):
            message = ngettext(
                "activation: found {}; expected one name, or one for the {} hidden layer, out of {}",
                "activation: found {}; expected one name, or one for each of {} hidden layers, out of {}",
                hidden,
            )
            raise InputError(message.format(activation, hidden, ", ".join(ACTIVATIONS)))
        if reason := refusal(output, loss):
            pairs = ", ".join(f"{o} + {l}" for o, l in PAIRS)
            message = _("output {} doesn't go with loss {}: {}. What goes together: {}")
            raise InputError(message.format(output, loss, reason, pairs))
        if reason := too_few_outputs(output, sizes[-1]):
            raise InputError(_("output: {}").format(reason))
        self.output, self.loss_name, self.pair = output, loss, PAIRS[output, loss]
        self.parameters = Parameters(sizes, activations, dtype)
        self.parameters.initialize(streams(seed).weights, initializer, initial_scale)
        self.thetas = self.parameters.thetas
        self._programs: dict[tuple[int, bool], Program] = {}

    def __getstate__(self) -> dict[str, Any]:
        """For `copy` and `pickle`: copied weights, without programs, which are bound to this network's arrays."""
        return {"output": self.output, "loss_name": self.loss_name, "parameters": copy(self.parameters)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.output, self.loss_name, self.parameters = state["output"], state["loss_name"], state["parameters"]
        self.pair, self.thetas, self._programs = PAIRS[self.output, self.loss_name], self.parameters.thetas, {}

    def predict(self, inputs: ArrayLike) -> Array:
        """A^(L), m × s_L, of inputs m × s_1."""
        with np.errstate(all="ignore"):
            program = self.forward(self.with_ones(inputs))
        return np.array(program.A[program.L], order="C")

    def loss(self, inputs: ArrayLike, targets: ArrayLike) -> float:
        """J, the mean loss; inputs m × s_1, targets m × s_L or m class numbers."""
        Y = self.as_targets(targets)
        with np.errstate(all="ignore"):
            program = self.forward(self._paired(self.with_ones(inputs), Y))
            return self.pair.loss(program.batch.Z, Y) / len(Y)

    def gradients(self, inputs: ArrayLike, targets: ArrayLike) -> tuple[float, list[Array]]:
        """J, and ∂J/∂Θ shaped like `thetas`; inputs m × s_1, targets m × s_L or m class numbers."""
        Y = self.as_targets(targets)
        program = self._program(self._paired(self.with_ones(inputs), Y))
        np.copyto(program.batch.Y, Y)
        with np.errstate(all="ignore"):
            for cursor in range(len(program.gradient_equations)):
                program.step(cursor)
        return program.J.item(), [gradient.copy() for gradient in program.nabla.values()]

    def forward(self, X: Array, w: Array | None = None) -> Program:
        """Run lines 5 to 7 for X, m × (s_1 + 1) with its ones column; return the program, which holds all Z and A.

        With the weights of the examples, w, m × 1, it is a program whose J and Δ^(L) take them.
        """
        program = self._program(X, w)
        program.predict()
        return program

    def with_ones(self, inputs: ArrayLike) -> Array:
        """X, m × (s_1 + 1): the inputs behind a column of ones. Raises InputError for another number of columns."""
        given = np.asarray(inputs, self.parameters.dtype)
        if given.ndim != 2 or given.shape[1] != self.parameters.sizes[0]:
            raise InputError(_("inputs: found shape {}; expected m × {}").format(given.shape, self.parameters.sizes[0]))
        X = np.ones((len(given), given.shape[1] + 1), self.parameters.dtype)
        X[:, 1:] = given
        return X

    def as_targets(self, targets: ArrayLike) -> Array:
        """Y, m × s_L. If there are several outputs, a vector of m class numbers is taken too, and one-hot encoded.

        Raises InputError for another shape, a class number out of range and, for softmax with cross-entropy, rows that
        don't sum to 1.
        """
        given, outputs = np.asarray(targets), self.parameters.sizes[-1]
        if given.ndim == 1 and outputs > 1:
            if not np.isin(given, range(outputs)).all():
                raise InputError(_("targets: expected class numbers from 0 to {}").format(outputs - 1))
            given = np.eye(outputs)[given.astype(int)]
        if given.ndim == 1:
            given = given[:, None]
        if given.ndim != 2 or given.shape[1] != outputs:
            raise InputError(_("targets: found shape {}; expected m × {}").format(given.shape, outputs))
        if (self.output, self.loss_name) == ("softmax", "cross_entropy"):
            sums = given.sum(1)
            if not np.allclose(sums, 1, atol=1e-6):
                worst = int(np.abs(sums - 1).argmax())
                message = _("targets: row {} sums to {:g}; softmax with cross_entropy needs rows that sum to 1")
                raise InputError(message.format(worst + 1, sums[worst]))
        return np.ascontiguousarray(given, self.parameters.dtype)

    def _paired(self, X: Array, Y: Array) -> Array:
        if len(X) != len(Y) or not len(X):
            message = ngettext(
                "found {} row of inputs and {} of targets", "found {} rows of inputs and {} of targets", len(X)
            )
            raise InputError(message.format(len(X), len(Y)))
        return X

    def _program(self, X: Array, w: Array | None = None) -> Program:
        """The program for X's m rows, with X and the examples' weights w in place.

        Kept by m, and whether there are weights, as compiling takes longer than a forward pass.
        """
        m, parameters, key = len(X), self.parameters, (len(X), w is not None)
        program = self._programs.pop(key, None)
        if program is None:
            Y, Z = np.zeros((m, parameters.sizes[-1]), X.dtype), np.empty((parameters.sizes[-1], m), X.dtype).T
            column = None if w is None else np.empty((m, 1), X.dtype)
            batch = Batch(np.empty_like(X), Y, Z, np.empty((), X.dtype), np.empty((2, m), X.dtype), column)
            buffers, gradient = Buffers(parameters, m), np.empty_like(parameters.theta)
            program = Program(parameters, self.pair, batch, buffers, gradient)
            if len(self._programs) == KEPT_PROGRAMS:
                del self._programs[next(iter(self._programs))]
        self._programs[key] = program  # at the end: the least recently used is deleted first
        np.copyto(program.batch.X, X)
        if program.batch.w is not None and w is not None:
            np.copyto(program.batch.w, w)
        return program
