"""Equations one at a time, forward and back, with copies of what each read and wrote."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.calls import Array
from core.equations import Equation
from core.expressions import Operand
from core.training.trainer import Trainer
from core.training.training_state import TrainingState

START_BYTES = 64 * 1024**2
"""Memory for the starts of earlier mini-batches; beyond it the oldest are let go."""


@dataclass(frozen=True, eq=False)
class BatchContext:
    """What all equations of one mini-batch share. `rows` are the numbers of its training examples, from 0."""

    epoch: int
    batch: int
    rows: Array
    examples: int
    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    output: str
    loss: str
    optimizer: str
    rates: Mapping[str, float]
    """α, λ1, λ2, p … by their names in the experiment file, as they are in this mini-batch."""
    frozen: tuple[Array, ...]
    """Which weights stay as they are: booleans shaped like each Θ."""

    @property
    def m(self) -> int:
        """Examples in the mini-batch."""
        return len(self.rows)


@dataclass(frozen=True, eq=False)
class ExecutedEquation:
    """An equation that has run: copies of its operands as it read them, and of what it wrote."""

    context: BatchContext
    index: int
    equation: Equation
    reads: tuple[Operand, ...]
    writes: Operand
    intermediates: tuple[Operand, ...]
    """What it computed on the way: Z(l) before g, the mask of dropout."""
    count: int
    """The optimiser's steps, this one included once it has corrected its biases."""
    gradient_norm: float

    @cached_property
    def known(self) -> dict[str, Operand]:
        """The matrices on the right-hand side by their symbols, as it read or made them."""
        return {operand.symbol: operand for operand in (*self.reads, *self.intermediates)}

    @property
    def operands(self) -> tuple[Operand, ...]:
        """All that is known here, what it wrote first."""
        return self.writes, *self.reads, *self.intermediates


class Stepper:
    """Walks through a trainer's mini-batches. What is left behind has the same bits as if nobody had stepped.

    `frames` are the equations of the present mini-batch that have run, or of the one just ended.
    """

    def __init__(self, trainer: Trainer) -> None:
        self.trainer = trainer
        self.frames: tuple[ExecutedEquation, ...] = ()
        self._equations: Sequence[Equation] = ()
        self._starts: deque[TrainingState] = deque()
        self._copies: dict[str, Operand] = {}
        self._read: dict[int, tuple[Operand, ...]] = {}

    def step(self) -> ExecutedEquation:
        """Run the next equation. Raises Diverged."""
        trainer = self.trainer
        if not trainer.cursor:
            self._begin()
        index = trainer.cursor
        self._keep_reads(index)
        trainer.run_equation(lambda equation: self._keep(index, equation))
        return self.frames[-1]

    def finish_batch(self) -> None:
        """To the end of the mini-batch, the next one where none is begun, or a breakpoint's hit. Raises Diverged."""
        self.step()
        while self.trainer.cursor and not self.trainer.has_hit:
            self.step()

    def back(self) -> bool:
        """Undo the last equation; False where nothing is left to undo."""
        trainer = self.trainer
        if not self._starts:
            return False
        wanted = trainer.next_experiment  # changes that a person made since stay wanted
        keep = len(self.frames) - 1
        if keep >= 0:
            trainer.restore(self._starts[-1])
            for _ in range(keep):
                trainer.run_equation()
            self.frames = self.frames[:keep]
            if not keep:
                self._starts.pop()
        else:
            trainer.restore(self._starts.pop())
            for _ in range(len(trainer.equations) - 1):
                self.step()
        if wanted != trainer.experiment:
            trainer.change(wanted)
        return True

    def clear(self) -> None:
        """Training has gone on without us: there is no way back step by step."""
        self.frames = ()
        self._starts.clear()

    def _begin(self) -> None:
        if 0 < len(self.frames) < len(self._equations):  # it diverged, and is tried again
            self._starts.pop()
        self._starts.append(self.trainer.state())
        while sum(state.nbytes for state in self._starts) > START_BYTES and len(self._starts) > 1:
            self._starts.popleft()
        trainer, network = self.trainer, self.trainer.network
        self.frames, self._read, self._equations = (), {}, trainer.program.equations
        self._copies = {}
        self._context = BatchContext(
            epoch=trainer.epoch + 1,
            batch=trainer.batch + 1,
            rows=trainer.rows,
            examples=trainer.n,
            sizes=tuple(network.parameters.sizes),
            activations=tuple(network.parameters.activations),
            output=network.output,
            loss=network.loss_name,
            optimizer=trainer.optimizer.name,
            rates=dict(trainer.scalars.exact),
            frozen=tuple(network.parameters.views(network.parameters.frozen.copy())),
        )

    def _keep_reads(self, index: int) -> None:
        """Copy what the equation is about to read, and what those will read whose values its calls renew too."""
        equations = self._equations
        if index in self._read:
            return
        self._read[index] = tuple(map(self._copied, equations[index].reads))
        while index + 1 < len(equations) and not equations[index + 1].calls:
            index += 1
            self._read[index] = tuple(map(self._copied, equations[index].reads))

    def _keep(self, index: int, equation: Equation) -> None:
        trainer = self.trainer
        writes, *intermediates = (operand.copied() for operand in (equation.writes, *equation.intermediates))
        self._copies |= {operand.symbol: operand for operand in (writes, *intermediates)}
        count, norm = trainer.optimizer.count, trainer.gradient_norm
        frame = ExecutedEquation(
            self._context, index, equation, self._read[index], writes, tuple(intermediates), count, norm
        )
        self.frames = (*self.frames, frame)

    def _copied(self, operand: Operand) -> Operand:
        """The operand as it is now: one copy serves all that read it, till it is written again."""
        if operand.symbol not in self._copies:
            self._copies[operand.symbol] = operand.copied()
        return self._copies[operand.symbol]
