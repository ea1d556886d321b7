"""A network: its weights, predictions, loss and gradients.

Δ is target minus output throughout.
"""

from collections.abc import Sequence
from copy import copy
from itertools import pairwise
from typing import Annotated, Any

import numpy as np
from msgspec import Meta
from numpy.typing import ArrayLike, DTypeLike

from core.support.checked_numbers import as_array, dtype_name, finite_numbers, listed
from core.support.checked_values import checked, fits, one_of, one_or_list_of
from core.support.errors import InputError
from core.support.i18n import _, ngettext
from core.support.memory import require_memory
from core.support.random_streams import streams
from core.support.shown_values import value_text

from .activations import ACTIVATIONS
from .buffers import Batch, Buffers
from .calls import Array
from .initializers import INITIALIZERS
from .losses import PAIRS, check_pair, too_few_outputs
from .parameters import Parameters, Thetas
from .program import Program

LAYERS = Annotated[list[Annotated[int, Meta(ge=1)]], Meta(min_length=2)]
SEED, SCALE, DTYPES = Annotated[int, Meta(ge=0, le=2**63 - 1)], Annotated[float, Meta(gt=0)], ("float64", "float32")

KEPT_PROGRAMS = 8
"""Compiled programs that a network keeps, by the number of rows and whether these have weights."""
DRAWN = 2 * 8
"""Bytes for each weight of a layer while it is drawn: as it is drawn, and scaled, both in float64."""


class Network:
    """A multilayer perceptron. It takes all rows as one batch, without dropout or penalty.

    `sizes` are the neurons s_1 … s_L without bias units, `activation` is one name for all hidden layers or a list.
    `thetas` are writable views, (s_l + 1) × s_{l+1}, row 0 the bias. A copy by `copy` or `pickle` has its own weights.
    Raises InputError, as an experiment file does, for unknown names and values out of range, an output that can't be
    paired with the loss, and softmax with one output; and its methods for rows that can't be used.
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
        if not fits(sizes := listed(sizes), LAYERS):
            message = _("sizes: found {}; expected at least two layers of 1 neuron or more")
            raise InputError(message.format(value_text(sizes)))
        hidden = len(sizes) - 2
        activations = checked("activation", listed(activation), one_or_list_of(ACTIVATIONS))
        activations = [activations] * hidden if isinstance(activations, str) else activations
        if len(activations) != hidden:
            message = ngettext(
                "activation: found a list of {}, expected one name or a list of {}, for the hidden layer",
                "activation: found a list of {}, expected one name or a list of {}, one for each hidden layer",
                hidden,
            )
            raise InputError(message.format(len(activations), hidden))
        output = checked("output", output, one_of(output for output, _loss in PAIRS))
        loss = checked("loss", loss, one_of(loss for _output, loss in PAIRS))
        if reason := check_pair(output, loss):
            raise InputError(f"loss: {reason}")
        if reason := too_few_outputs(output, sizes[-1]):
            raise InputError(_("output: {}").format(reason))
        seed = checked("seed", listed(seed), SEED)
        dtype = checked("dtype", dtype_name(dtype), one_of(DTYPES))
        initializer = checked("initializer", initializer, one_of(INITIALIZERS))
        initial_scale = checked("initial_scale", listed(initial_scale), SCALE)
        self.output, self.loss_name, self.pair = output, loss, PAIRS[output, loss]
        _check_memory(sizes, np.dtype(dtype))
        self.parameters = Parameters(sizes, activations, dtype)
        self.parameters.initialize(streams(seed).weights, initializer, initial_scale)
        self._programs: dict[tuple[int, bool], Program] = {}

    def __getstate__(self) -> dict[str, Any]:
        """For `copy` and `pickle`: copied weights, without programs, which are bound to this network's arrays."""
        return {"output": self.output, "loss_name": self.loss_name, "parameters": copy(self.parameters)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.output, self.loss_name, self.parameters = state["output"], state["loss_name"], state["parameters"]
        self.pair, self._programs = PAIRS[self.output, self.loss_name], {}

    @property
    def thetas(self) -> Thetas:
        """Θ(1), Θ(2), …, writable views, (s_l + 1) × s_{l+1}, row 0 the bias: `network.thetas[0][...] = W`."""
        return self.parameters.thetas

    @thetas.setter
    def thetas(self, value: object) -> None:
        if value is not self.parameters.thetas:  # network.thetas += … has been refused before
            raise InputError(
                _("network.thetas are views of the weights; to change these, write network.thetas[0][...] = W")
            )

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What there is to say of the network in a table: labels and values."""
        parameters = self.parameters
        hidden = [f"{s} {name}" for s, name in zip(parameters.sizes[1:-1], parameters.activations, strict=True)]
        layers = [_("{} inputs").format(parameters.sizes[0]), *hidden, f"{parameters.sizes[-1]} {self.output}"]
        return [
            (_("layers"), f"{'-'.join(map(str, parameters.sizes))}: {', '.join(layers)}"),
            (_("loss"), self.loss_name),
            (_("weights"), f"{len(parameters.theta):,}, {parameters.dtype}"),
        ]

    def _repr_html_(self) -> str:
        """The network as notebooks show it."""
        from core.support.notebook_html import facts_html

        return facts_html(_("Network"), self.facts)

    def predict(self, inputs: ArrayLike) -> Array:
        """A^(L), m × s_L, of inputs m × s_1."""
        X = self._checked("inputs", inputs)
        if not X.size:
            raise InputError(_("inputs: found shape {}; expected m × {}").format(X.shape, self.parameters.sizes[0]))
        return self.outputs(X)

    def outputs(self, inputs: Array) -> Array:
        """The same of any numbers, NaN and infinity among them."""
        with np.errstate(all="ignore"):
            program = self.forward(self.with_ones(inputs))
        return np.array(program.A[program.L], order="C")

    def loss(self, inputs: ArrayLike, targets: ArrayLike) -> float:
        """J, the mean loss; inputs m × s_1, targets m × s_L or m class numbers."""
        Y = self.as_targets(targets)
        with np.errstate(all="ignore"):
            program = self.forward(self._paired(self.with_ones(self._checked("inputs", inputs)), Y))
            return self.pair.loss(program.batch.Z, Y) / len(Y)

    def gradients(self, inputs: ArrayLike, targets: ArrayLike) -> tuple[float, list[Array]]:
        """J, and ∂J/∂Θ shaped like `thetas`; inputs m × s_1, targets m × s_L or m class numbers."""
        Y = self.as_targets(targets)
        program = self._program(self._paired(self.with_ones(self._checked("inputs", inputs)), Y))
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
        given, outputs = as_array("targets", targets), self.parameters.sizes[-1]
        if given.ndim == 1 and outputs > 1:
            known = np.isin(given, range(outputs))
            if not known.all():
                row = int(np.argmin(known))
                message = _("targets, row {}: found {}, expected a class number from 0 to {}")
                raise InputError(message.format(row + 1, value_text(given[row].item()), outputs - 1))
            given = np.eye(outputs)[given.astype(int)]
        if given.ndim == 1:
            given = given[:, None]
        if given.ndim != 2 or given.shape[1] != outputs:
            raise InputError(_("targets: found shape {}; expected m × {}").format(given.shape, outputs))
        given = self._checked("targets", given)
        if self.loss_name == "cross_entropy" and len(given) and (given.min() < 0 or given.max() > 1):
            message = _("targets: cross_entropy needs targets from 0 to 1, found {:.4g}; squared_error takes any")
            raise InputError(message.format(given.min() if given.min() < 0 else given.max()))
        if (self.output, self.loss_name) == ("softmax", "cross_entropy"):
            sums = given.sum(1)
            if not np.allclose(sums, 1, atol=1e-6):
                worst = int(np.abs(sums - 1).argmax())
                message = _("targets: row {} sums to {:g}; softmax with cross_entropy needs rows that sum to 1")
                raise InputError(message.format(worst + 1, sums[worst]))
        return np.ascontiguousarray(given, self.parameters.dtype)

    def _checked(self, name: str, values: ArrayLike) -> Array:
        """The values as numbers of the network's dtype. Raises InputError at the first that is none."""
        return finite_numbers(name, values, self.parameters.dtype)

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


def _check_memory(sizes: Sequence[int], dtype: np.dtype[Any]) -> None:
    """Raises InputError if the weights of these layers would need more memory than is available."""
    counts = [(s + 1) * following for s, following in pairwise(sizes)]
    wanted = sum(counts) * (dtype.itemsize + 1) + max(counts) * DRAWN  # Θ, which of it is frozen, the largest Θ(l)
    require_memory(wanted, f"sizes: {value_text([*sizes])}", _("use fewer neurons or float32"))
