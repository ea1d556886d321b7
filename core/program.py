"""The lecture's algorithm, lines 5 to 12, as a list of equations compiled for one network and one mini-batch.

Each equation carries the calls that compute it. Training runs all calls in one loop, stepping runs the same calls one
equation at a time, and a trace prints what they wrote: what is shown is what is run.

Layers count from 1 as in the lecture, and so do the keys here: A[1] is X, theta[1] leads from layer 1 to layer 2.
The slides' lines 8 to 10 would end at a Δ^(1) that doesn't exist; meant is Δ^(L), ∇^(L-1), Δ^(L-1), ∇^(L-2), … , ∇^(1).
"""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field, replace
from math import isfinite
from operator import is_
from typing import Literal, NamedTuple

import numpy as np
from numpy import multiply

from .activations import ACTIVATIONS
from .calls import Array, Call, moved, product, scalar
from .losses import Pair
from .optimizers import Optimizer
from .parameters import Parameters
from .regularizers import clipping, dropout, penalty
from .scalars import Scalars

Move = Callable[[Array], Array]
"""Where an array of one mini-batch lies for another one: the array itself if they share it."""

FEATURE_MAJOR_LIMIT = 4096
SMALL_SLOPE = 2048


class NotFinite(ArithmeticError):
    """The loss or the gradient of a mini-batch is no longer finite. Θ is what it was before the update."""


class Axis(NamedTuple):
    """What the rows or the columns of a matrix stand for: `letter` is the lecture's letter for them."""

    of: Literal["example", "neuron", "none"]
    layer: int = 0
    bias: bool = False
    letter: str = ""

    def label(self, place: int) -> str:
        """One of them, counted from 0, as the lecture counts it: from 1, the bias unit 0."""
        return str(place if self.bias else place + 1)


class Operand(NamedTuple):
    """A matrix as the lecture writes it: its symbol, its values (m × s, ones column first), its rows and columns.

    `home` is for what another equation computes on the way: the symbol of what that one writes, and how many columns
    stand before the same neuron's there.
    """

    symbol: str
    value: Array
    rows: Axis
    columns: Axis
    home: tuple[str, int] | None = None

    def copied(self) -> "Operand":
        """With values that stay; the g' of large relu layers, kept as booleans, as numbers."""
        return self._replace(value=self.value.astype(float) if self.value.dtype == bool else np.array(self.value))

    def moved(self, move: Move) -> "Operand":
        """With the values of another mini-batch."""
        return self._replace(value=move(self.value))

    def cell(self, row: int, column: int) -> str:
        """A value as the lecture indexes it, in the whole matrix where this is a part; row and column from 0."""
        if self.rows.of == "none":
            return self.symbol
        matrix, slash, divisor = self.symbol.partition("[")[0].partition(" / ")
        return f"{matrix}[{self.rows.label(row)},{self.columns.label(column)}]{slash}{divisor}"


Kind = Literal[
    "input", "activation", "loss", "output error", "gradient", "slope", "error",
    "clipping", "moment", "correction", "weights",
]  # fmt: skip
"""What an equation is for: those of lines 5 to 10 in order, then those of the update."""

UPDATES: dict[str, Kind] = {"mu": "moment", "nu": "moment", "Θ": "weights"}
"""What formulas of an optimiser are for; all others correct biases."""


@dataclass(frozen=True, eq=False)
class Equation:
    """One step of the algorithm: its place in the lecture, what it reads and writes, and the calls that do it.

    `number` is the lecture's, None where it has none; `text` is the right-hand side as people write it, from which
    equations that go value by value are spelled out. An update's calls renew all layers at once and stand in the first
    layer's equation.
    """

    kind: Kind
    line: int | None
    number: str | None
    text: str
    writes: Operand
    reads: tuple[Operand, ...] = field(repr=False)
    calls: tuple[Call, ...] = field(repr=False)
    also: tuple[Operand, ...] = field(default=(), repr=False)
    """What the calls write on the way."""

    @property
    def symbol(self) -> str:
        """The left-hand side, such as Δ(2)."""
        return self.writes.symbol

    @property
    def aside(self) -> bool:
        """Whether a trace leaves it out."""
        return self.kind in ("clipping", "correction")

    @property
    def value(self) -> Array:
        """The left-hand side's values, as they stand now."""
        return self.writes.value

    def moved(self, move: Move) -> "Equation":
        """The same for another mini-batch; itself where both share all of it."""
        calls = tuple(moved(call, move) for call in self.calls)
        operands = self.writes, *self.reads, *self.also
        if all(map(is_, calls, self.calls)) and all(move(one.value) is one.value for one in operands):
            return self
        reads, also = (tuple(one.moved(move) for one in group) for group in (self.reads, self.also))
        return replace(self, writes=self.writes.moved(move), reads=reads, calls=calls, also=also)


class Training:
    """What all mini-batches share besides Θ. `examples` is N of the whole split, `random` the stream of dropout.

    `norm` is ‖∇‖² of the last mini-batch, penalty included, before clipping: 0-d, that batch's own.
    """

    def __init__(self, scalars: Scalars, optimizer: Optimizer, examples: int, random: np.random.Generator) -> None:
        self.scalars, self.optimizer, self.examples, self.random = scalars, optimizer, examples, random
        self.norm: Array = np.zeros(())

    def guard(self, gradient: Array, Z: Array, norm: Array) -> None:
        """‖∇‖² into `norm`, and a stop before the update if it or Z^(L), and so the loss, isn't finite."""
        square = gradient.dot(gradient)
        norm[()], self.norm = square, norm
        if not isfinite(square + Z.dot(Z)):
            raise NotFinite


class Batch(NamedTuple):
    """X, m × (s_1 + 1) with its ones column; Y, m × s_L; room for Z^(L), m × s_L feature-major, which J reads.

    `norm` is room for ‖∇‖², penalty included, before clipping: 0-d. `sums`, 2 × m, is room for what
    softmax leaves for J.
    """

    X: Array
    Y: Array
    Z: Array
    norm: Array
    sums: Array


class Buffers:
    """What lies between X and ∇ for m examples, in the lecture's shapes whatever the order in memory.

    Feature-major ("F") is 1.2 times faster for small layers, and up to 1.3 times slower for large ones. The output is
    feature-major always, which makes softmax 2.6 to 3.8 times faster.
    """

    def __init__(self, parameters: Parameters, m: int) -> None:
        _, *hidden, outputs = parameters.sizes
        order: Literal["C", "F"] = "F" if m * max(*hidden, outputs, 0) <= FEATURE_MAJOR_LIMIT else "C"
        dtype = parameters.dtype

        def matrices(ones: int = 0) -> dict[int, Array]:
            return {l: np.empty((m, ones + s), dtype, order) for l, s in enumerate(hidden, 2)}

        self.Z, self.A, self.delta = matrices(), matrices(ones=1), matrices()
        self.undropped, self.mask = matrices(), matrices()
        self.output, self.delta[parameters.L] = (np.empty((m, outputs), dtype, "F") for _ in range(2))
        self.slope = {}
        for l, name in enumerate(parameters.activations, 2):
            self.A[l][:, 0] = 1
            large = self.Z[l].size > SMALL_SLOPE
            self.slope[l] = np.empty_like(self.Z[l], ACTIVATIONS[name].slope_dtype if large else None)


class Program:
    """Lines 5 to 12 for one mini-batch; without `training`, lines 5 to 10 and no penalty or dropout.

    `gradient` is the flat vector that receives ∇. Equations `gradient` (lines 5 to 10, with J) come before `update`.
    """

    def __init__(
        self,
        parameters: Parameters,
        pair: Pair,
        batch: Batch,
        buffers: Buffers,
        gradient: Array,
        training: Training | None = None,
    ) -> None:
        self.parameters, self.pair, self.batch, self.buffers, self.training = parameters, pair, batch, buffers, training
        self.L, self.J = parameters.L, np.empty((1, 1))
        self.g = {l: ACTIVATIONS[name] for l, name in enumerate(parameters.activations, 2)}
        self.theta = dict(enumerate(parameters.thetas, 1))
        self.flat_gradient, self.nabla = gradient, dict(enumerate(parameters.views(gradient), 1))
        self.Z = {**buffers.Z, self.L: batch.Z}
        self.A = {1: batch.X, **buffers.A, self.L: buffers.output}
        self.drops = training is not None and bool(training.scalars.dropout > 0)
        self.g_of_Z = buffers.undropped if self.drops else {l: A[:, 1:] for l, A in buffers.A.items()}

        self.gradient = [*self._forward(), self._loss(), *self._backward()]
        self.update = list(self._update())
        self._list_calls()

    def moved(self, batch: Batch, move: Move) -> "Program":
        """The same program for another mini-batch. They share all that isn't the examples', down to the calls.

        That much less passes through the processor's cache: on small networks up to 1.3 times faster.
        """
        other = copy(self)
        other.batch, other.Z, other.A = batch, {**self.Z, self.L: batch.Z}, {**self.A, 1: batch.X}
        other.gradient, other.update = ([one.moved(move) for one in part] for part in (self.gradient, self.update))
        other._list_calls()
        return other

    def _list_calls(self) -> None:
        self.equations = [*self.gradient, *self.update]
        # Nothing reads J, so a block takes it for many batches at once: 1.2 to 1.4 times faster on small nets.
        self._guarded = [call for equation in self.equations if equation.symbol != "J" for call in equation.calls]
        self._calls = [self._unguarded(call) for call in self._guarded]
        self._forward_calls = [call for one in self.gradient if one.line in (5, 7) for call in one.calls]
        _product, *self._output_calls = [one for one in self.gradient if one.line == 7][-1].calls

    def run(self) -> None:
        """All equations but J. Raises NotFinite before the update, while Θ is still good."""
        for function, arguments in self._guarded:
            function(*arguments)

    def run_unguarded(self, training: Training) -> None:
        """The same, but whether all is finite, a tenth of a small network's time, only `batch` tells afterwards."""
        for function, arguments in self._calls:
            function(*arguments)
        training.norm = self.batch.norm

    def predict(self) -> Array:
        """Lines 5 to 7 alone: A^(L), m × s_L."""
        for function, arguments in self._forward_calls:
            function(*arguments)
        return self.A[self.L]

    def recall(self, Z: Array) -> None:
        """Have Z^(L) as it was when this mini-batch had run, and what the output left for J."""
        self.batch.Z[...] = Z
        for function, arguments in self._output_calls:
            function(*arguments)

    def step(self, cursor: int) -> Equation:
        """One equation, by the same calls and the same guard."""
        equation = self.equations[cursor]
        for function, arguments in equation.calls:
            function(*arguments)
        return equation

    def _forward(self) -> Iterator[Equation]:
        A, Z, theta, L = self.A, self.Z, self.theta, self.L
        yield Equation("input", 5, "15", "X", self._operand("A", 1), (), ())
        for l in range(2, L + 1):  # lines 6–7
            calls = [product(A[l - 1], theta[l - 1], Z[l])]
            if l == L:
                calls += self.pair.output(Z[l], A[l], self.batch.sums)
            else:
                calls += self.g[l].value(Z[l], self.g_of_Z[l])  # beside the ones column, which A[l] holds already
                calls += self._dropout(l)
            reads = self._operand("A", l - 1), self._operand("Θ", l - 1)
            also = (self._operand("Z", l), *([self._operand("M", l)] if self.drops and l < L else []))
            dropped = f" ∘ M({l}) / (1 − p)" if self.drops and l < L else ""
            text, writes = f"g(A({l - 1}) Θ({l - 1})){dropped}", self._operand("A", l)
            yield Equation("activation", 7, None, text, writes, reads, tuple(calls), also)

    def _loss(self) -> Equation:
        def evaluate(Z: Array, Y: Array) -> None:
            self.J[...] = self.pair.loss(Z, Y) / len(Y)  # (2), (14)

        writes = self._operand("J")
        reads = self._operand("A", self.L), self._operand("Y"), self._operand("Z", self.L)
        text = self._fill(self.pair.loss_text, self.L)
        return Equation(
            "loss", None, self.pair.loss_number, text, writes, reads, ((evaluate, (self.batch.Z, self.batch.Y)),)
        )

    def _backward(self) -> Iterator[Equation]:
        A, Z, theta, L = self.A, self.Z, self.theta, self.L
        delta, slope = self.buffers.delta, self.buffers.slope
        calls = self.pair.error(self.batch.Y, Z[L], A[L], delta[L])  # (16)
        text, number = self._fill(self.pair.error_text, L), self.pair.error_number
        reads: tuple[Operand, ...] = self._operand("Y"), self._operand("A", L)
        yield Equation("output error", 9, number, text, self._operand("Δ", L), reads, tuple(calls))
        for l in range(L - 1, 0, -1):  # lines 8–10
            yield self._gradient(l)  # (19)
            if l == 1:
                break
            calls = self.g[l].derivative(Z[l], self.g_of_Z[l], slope[l])  # (18)
            text, number, of = self._fill(self.g[l].slope_text, l), self.g[l].number, self.g[l].slope_of
            yield Equation("slope", 9, number, text, self._operand("g'", l), (self._operand(of, l),), tuple(calls))
            calls = [product(delta[l + 1], theta[l][1:].T, delta[l])]
            factors = [slope[l], self.buffers.mask[l]] if self.drops else [slope[l]]
            calls += [(multiply, (delta[l], factor, delta[l])) for factor in factors]  # (7)–(11), (13), (17)
            text = f"Δ({l + 1}) (Θ({l})[1:,:])ᵀ ∘ g'(Z({l}))" + (f" ∘ M({l}) / (1 − p)" if self.drops else "")
            reads = self._operand("Δ", l + 1), self._operand("Θ", l), self._operand("g'", l)
            reads += (self._operand("M", l),) if self.drops else ()
            yield Equation("error", 9, "17", text, self._operand("Δ", l), reads, tuple(calls))

    def _gradient(self, l: int) -> Equation:
        """∇ = −(1/m) Aᵀ Δ, the factor taken into the smaller of Δ and ∇; then the penalty."""
        A, delta, gradient = self.A[l], self.buffers.delta[l + 1], self.nabla[l]
        factor, text = scalar(-1 / len(A), A.dtype), f"−(1/m) (A({l}))ᵀ Δ({l + 1})"
        if gradient.size <= delta.size:
            calls: list[Call] = [
                product(A.T, delta, gradient),
                (multiply, (gradient, factor, gradient)),
            ]  # (4)–(6), (19)
        else:
            scaled = np.empty_like(delta)
            calls = [(multiply, (delta, factor, scaled)), product(A.T, scaled, gradient)]
        if self.training:
            scalars = self.training.scalars
            calls += penalty(self.theta[l], gradient, scalars, self.training.examples)
            text += (f" + (λ2/N) Θ({l})" if scalars.l2 > 0 else "") + (
                f" + (λ1/N) sign Θ({l})" if scalars.l1 > 0 else ""
            )
        reads: tuple[Operand, ...] = self._operand("A", l), self._operand("Δ", l + 1)
        if self.training and (scalars.l2 > 0 or scalars.l1 > 0):
            reads += (self._operand("Θ", l),)
        return Equation("gradient", 10, "19", text, self._operand("∇", l), reads, tuple(calls))

    def _dropout(self, l: int) -> list[Call]:
        if self.training is None:
            return []
        A, dropped, mask = self.g_of_Z[l], self.A[l][:, 1:], self.buffers.mask[l]
        return dropout(A, dropped, mask, self.training.scalars, self.training.random)

    def _update(self) -> Iterator[Equation]:
        """Lines 11–12: each formula's calls run over the flat vector at once, and are shown as one slice a layer."""
        if self.training is None:
            return
        Z = self.batch.Z.T.reshape(-1)  # feature-major, so this is a view
        calls: list[Call] = [(self.training.guard, (self.flat_gradient, Z, self.batch.norm))]
        if clip := clipping(self.flat_gradient, self.training.scalars):
            calls += clip
            for l in range(1, self.L):
                nabla, text = self._operand("∇", l), f"∇({l}) min(1, c / ‖∇‖)"
                yield Equation("clipping", None, None, text, nabla, (nabla,), tuple(calls))
                calls = []
        vectors = {formula.name: formula.vector for formula in self.training.optimizer.formulas}
        for formula in self.training.optimizer.formulas:
            calls += formula.calls
            if formula.vector.ndim == 0:
                writes = self._vector(formula.name, formula.vector)
                yield Equation("correction", None, None, formula.text, writes, (), tuple(calls))
                calls = []
                continue
            kind = UPDATES.get(formula.name, "correction")
            for l in range(1, self.L):
                reads = [self._vector(name, vectors.get(name), l) for name in formula.reads]
                writes = self._vector(formula.name, formula.vector, l)
                line = 12 if kind == "weights" else None
                yield Equation(kind, line, None, formula.text.format(l=l), writes, tuple(reads), tuple(calls))
                calls = []

    def _unguarded(self, call: Call) -> Call:
        if self.training is None or call[0] != self.training.guard:
            return call
        return self.flat_gradient.dot, (self.flat_gradient, self.batch.norm)

    def _vector(self, name: str, vector: Array | None, l: int = 0) -> Operand:
        """The slice of a vector as long as Θ that belongs to layer l, or a number; without one, ∇."""
        if vector is None:
            return self._operand(name, l)
        if vector.ndim == 0:
            return Operand(name, vector.reshape(1, 1), Axis("none"), Axis("none"))
        return self._operand("Θ", l)._replace(symbol=f"{name}({l})", value=self.parameters.view(vector, l))

    def _fill(self, text: str, l: int) -> str:
        A = f"A({l})" if l == self.L else self._operand("g", l).symbol
        return text.format(A=A, Z=f"Z({l})")

    def _operand(self, symbol: str, l: int = 0) -> Operand:
        """The matrix `symbol` of layer l as the lecture shows it."""
        examples, neurons = Axis("example", letter="i"), Axis("neuron", l, letter="j")
        if symbol == "J":
            return Operand("J", self.J, Axis("none"), Axis("none"))
        if symbol == "Y":
            return Operand("Y", self.batch.Y, examples, Axis("neuron", self.L, letter="k"))
        home = f"A({l})", int(l < self.L)
        if symbol == "Z":
            return Operand(f"Z({l})", self.Z[l], examples, neurons, home)
        if symbol == "g":  # what g' is taken of: A without its ones, before dropout
            name = f"g(Z({l}))" if self.drops else f"A({l})[:,1:]"
            return Operand(name, self.g_of_Z[l], examples, neurons, home)
        if symbol == "M":
            return Operand(f"M({l}) / (1 − p)", self.buffers.mask[l], examples, neurons)
        if symbol == "A":
            return Operand(f"A({l})", self.A[l], examples, neurons._replace(bias=l < self.L))
        if symbol == "Δ":
            return Operand(f"Δ({l})", self.buffers.delta[l], examples, neurons)
        if symbol == "g'":
            return Operand(f"g'(Z({l}))", self.buffers.slope[l], examples, neurons)
        matrix = self.nabla[l] if symbol == "∇" else self.theta[l]
        return Operand(f"{symbol}({l})", matrix, neurons._replace(bias=True), Axis("neuron", l + 1, letter="k"))
