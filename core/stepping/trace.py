"""Tracing: the next mini-batches equation by equation, with the values just computed."""

from collections.abc import Iterator
from typing import NamedTuple

from core.calls import Array
from core.equations import Equation
from core.training.trainer import Trainer


class TraceLine(NamedTuple):
    """An equation that has run, its epoch and batch (from 1), and a copy of what it wrote.

    `weights` are those of the mini-batch's m examples, if the equation reads them.
    """

    epoch: int
    batch: int
    equation: Equation
    value: Array
    weights: Array | None

    def record(self) -> dict[str, object]:
        """The JSON object that `trace --json` prints for it."""
        weights = {} if self.weights is None else {"w": self.weights.tolist()}
        return {
            "epoch": self.epoch,
            "batch": self.batch,
            "line": self.equation.line,
            "equation": self.equation.number,
            "symbol": self.equation.symbol,
            "shape": list(self.value.shape),
            "value": self.value.tolist(),
            **weights,
        }


def trace(trainer: Trainer, batches: int = 1) -> Iterator[TraceLine]:
    """Run the next `batches` mini-batches and yield their equations, except those left out. Raises Diverged."""
    for _ in range(batches):
        for _ in range(len(trainer.program.equations)):
            epoch, batch = trainer.epoch + 1, trainer.batch + 1
            equation = trainer.run_equation()
            if equation.omitted_from_trace:
                continue
            w = next((operand.value[:, 0].copy() for operand in equation.reads if operand.symbol == "w"), None)
            yield TraceLine(epoch, batch, equation, equation.writes.copied().value, w)
