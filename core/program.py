"""Lines 5 to 12 compiled for one network and one mini-batch.

Each equation has the calls that compute it. Training runs all of them in one loop, stepping runs the same calls one
equation at a time, and a trace prints what they wrote. So what is shown is what is run.
"""

from collections.abc import Iterator
from copy import copy
from math import isfinite

import numpy as np

from .backpropagation import backward, forward, loss, update
from .buffers import Batch, Buffers
from .calls import Array, Call
from .equations import Equation, equation
from .expressions import Counterpart
from .losses import Pair
from .optimizers import Optimizer
from .parameters import Parameters
from .regularizers import Regularization, clipped, clipping
from .scalars import Scalars
from .symbols import Symbols


class NotFinite(ArithmeticError):
    """The loss or the gradient of a mini-batch isn't finite. The update was not made."""


class SharedState:
    """What all mini-batches share besides Θ. `examples` is N, the training split's size, `random` dropout's generator.

    `squared_norm` is ‖∇‖² of the last mini-batch, penalty included, before clipping: the 0-d array of that batch.
    """

    def __init__(self, scalars: Scalars, optimizer: Optimizer, examples: int, random: np.random.Generator) -> None:
        self.scalars, self.optimizer, self.examples, self.random = scalars, optimizer, examples, random
        self.squared_norm: Array = np.zeros(())

    def guard(self, gradient: Array, Z: Array, squared_norm: Array) -> None:
        """Write ‖∇‖² into `squared_norm`. Raises NotFinite if it or Z^(L), and so the loss, isn't finite."""
        square = gradient.dot(gradient)
        squared_norm[()], self.squared_norm = square, squared_norm
        if not isfinite(square + Z.dot(Z)):
            raise NotFinite


class Program:
    """Lines 5 to 12 for one mini-batch; without `shared` lines 5 to 10 only, without penalty and dropout.

    `gradient` is the flat vector that receives ∇. `gradient_equations` are those of lines 5 to 10 with J,
    `update_equations` those that follow. A, Z and nabla are keyed by layer, from 1 as in the lecture: A[1] is X.
    """

    def __init__(
        self,
        parameters: Parameters,
        pair: Pair,
        batch: Batch,
        buffers: Buffers,
        gradient: Array,
        shared: SharedState | None = None,
    ) -> None:
        self.parameters, self.pair, self.batch, self.buffers, self.shared = parameters, pair, batch, buffers, shared
        self.L, self.J, self.flat_gradient = parameters.L, np.empty((1, 1)), gradient
        extra = Regularization(shared.scalars, shared.examples, shared.random) if shared else None
        symbols = Symbols(parameters, pair, batch, buffers, gradient, self.J, extra)
        self.A, self.Z, self.nabla = (
            {l: one.value for l, one in matrices.items()} for matrices in (symbols.A, symbols.Z, symbols.nabla)
        )
        self.has_dropout, self.g_of_Z = symbols.has_dropout, {l: symbols.g_of_Z[l].value for l in buffers.A}

        self.gradient_equations = [*forward(symbols), *loss(symbols), *backward(symbols)]
        self.update_equations = list(self._update(symbols, shared)) if shared else []
        self._list_calls()

    def rebind(self, batch: Batch, counterpart: Counterpart) -> "Program":
        """The program for another mini-batch. Both share all that doesn't depend on the examples, down to the calls.

        Less data passes through the processor's cache that way: up to 1.3 times faster on small networks.
        """
        other = copy(self)
        other.batch, other.Z, other.A = batch, {**self.Z, self.L: batch.Z}, {**self.A, 1: batch.X}
        other.gradient_equations, other.update_equations = (
            [one.rebind(counterpart) for one in part] for part in (self.gradient_equations, self.update_equations)
        )
        other._list_calls()
        return other

    def _list_calls(self) -> None:
        self.equations = [*self.gradient_equations, *self.update_equations]
        # Nothing reads J, so a block computes it for many batches at once: 1.2 to 1.4 times faster on small networks.
        self._guarded = [call for equation in self.equations if equation.symbol != "J" for call in equation.calls]
        self._calls = [self._unguarded(call) for call in self._guarded]
        self._forward_calls = [call for one in self.gradient_equations if one.line in (5, 7) for call in one.calls]
        _product, *self._output_calls = [one for one in self.gradient_equations if one.line == 7][-1].calls

    def run(self) -> None:
        """Run all equations but J. Raises NotFinite before the update."""
        for function, arguments in self._guarded:
            function(*arguments)

    def run_unguarded(self, shared: SharedState) -> None:
        """The same without the guard, which takes a tenth of a small network's time; check `batch` afterwards."""
        for function, arguments in self._calls:
            function(*arguments)
        shared.squared_norm = self.batch.squared_norm

    def predict(self) -> Array:
        """Run lines 5 to 7; return A^(L), m × s_L."""
        for function, arguments in self._forward_calls:
            function(*arguments)
        return self.A[self.L]

    def restore_output(self, Z: Array) -> None:
        """Put back Z^(L) as it was after this mini-batch, and compute the output, with softmax's sums for J."""
        self.batch.Z[...] = Z
        for function, arguments in self._output_calls:
            function(*arguments)

    def step(self, cursor: int) -> Equation:
        """Run one equation, by the same calls as `run`. Raises NotFinite."""
        equation = self.equations[cursor]
        for function, arguments in equation.calls:
            function(*arguments)
        return equation

    def _update(self, symbols: Symbols, shared: SharedState) -> Iterator[Equation]:
        """Lines 11 and 12, after the guard and, if it is on, clipping."""
        Z = self.batch.Z.T.reshape(-1)  # feature-major, so this is a view
        calls: list[Call] = [(shared.guard, (self.flat_gradient, Z, self.batch.squared_norm))]
        if clip := clipping(self.flat_gradient, shared.scalars):
            calls += clip
            for nabla in symbols.nabla.values():
                yield equation("clipping", None, None, nabla, clipped(nabla), calls=calls)
                calls = []
        yield from update(symbols, shared.optimizer.formulas, calls)

    def _unguarded(self, call: Call) -> Call:
        if self.shared is None or call[0] != self.shared.guard:
            return call
        return self.flat_gradient.dot, (self.flat_gradient, self.batch.squared_norm)
