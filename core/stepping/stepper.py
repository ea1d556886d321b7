"""Stepping through equations, forward and back, with copies of all they read and wrote."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.calls import Array
from core.equations import Equation
from core.expressions import Operand
from core.support.i18n import _
from core.training.not_finite import not_finite
from core.training.trainer import Trainer
from core.training.training_state import TrainingState

from .chosen_example import ChosenExample

START_BYTES = 64 * 1024**2
"""Memory for the states at the starts of earlier mini-batches; beyond it the oldest are dropped."""


@dataclass(frozen=True, eq=False)
class BatchContext:
    """What all equations of one mini-batch share. `epoch` and `batch` count from 1.

    `rows` are the indices of its training examples, from 0; `examples` is N, the size of the training split. If it is
    one example `alone`, which isn't trained, `batch` is 0, `rows` has its place in its split, and `source_row` is its
    place in the source, from 0, if it has one.
    """

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
    """α, λ1, λ2, p … of this mini-batch, by their keys in the experiment file."""
    frozen: tuple[Array, ...]
    """Which weights are frozen: a boolean array shaped like each Θ."""
    alone: ChosenExample | None = None
    source_row: int | None = None

    @property
    def m(self) -> int:
        """Examples in the mini-batch."""
        return len(self.rows)

    def example_text(self, row: int) -> str:
        """The example in a row of the mini-batch, from 0, in words: by its number in the training split, from 1."""
        if self.alone is None:
            return _("training example {}").format(f"{int(self.rows[row]) + 1:,}")
        return self.alone.text(self.source_row)


@dataclass(frozen=True, eq=False)
class Execution:
    """An equation as it has run, with copies of the operands that it read and of what it wrote.

    `index` is its position among the equations of its mini-batch, from 0.
    """

    context: BatchContext
    index: int
    equation: Equation
    reads: tuple[Operand, ...]
    writes: Operand
    intermediates: tuple[Operand, ...]
    """What it computed besides `writes`: Z(l) before g, the mask of dropout."""
    count: int
    """The number of the optimiser's steps, counting this one once its bias correction has run."""
    gradient_norm: float

    @cached_property
    def known(self) -> dict[str, Operand]:
        """The matrices on the right-hand side, read or computed, by symbol."""
        return {operand.symbol: operand for operand in (*self.reads, *self.intermediates)}

    @property
    def operands(self) -> tuple[Operand, ...]:
        """What it wrote, read and computed besides, in this order."""
        return self.writes, *self.reads, *self.intermediates


class Stepper:
    """Runs a trainer's mini-batches equation by equation. The trained weights have the same bits as without stepping.

    `executions` are the equations that have run in the present mini-batch or, between two, in the last one.
    """

    _context: BatchContext

    def __init__(self, trainer: Trainer) -> None:
        self.trainer = trainer
        self.executions: tuple[Execution, ...] = ()
        self._equations: Sequence[Equation] = ()
        self._starts: deque[TrainingState] = deque()
        self._copies: dict[str, Operand] = {}
        self._read: dict[int, tuple[Operand, ...]] = {}

    def step(self) -> Execution:
        """Run the next equation. Raises Diverged."""
        trainer = self.trainer
        if not trainer.cursor:
            self._begin()
        index = trainer.cursor
        self._keep_reads(index)
        trainer.run_equation(lambda equation: self._keep(index, equation))
        return self.executions[-1]

    def finish_batch(self) -> None:
        """Run to the end of the present mini-batch, or of the next one, or to a breakpoint. Raises Diverged."""
        self.step()
        while self.trainer.cursor and not self.trainer.has_hit:
            self.step()

    def step_to_not_finite(self) -> None:
        """Run equations up to the first that gives a value that isn't finite, at the most those before the update."""
        trainer = self.trainer
        while trainer.cursor < len(trainer.program.gradient_equations):
            if not_finite(self.step().equation):
                return

    def back(self) -> bool:
        """Undo the last equation; False if there is none to undo."""
        trainer = self.trainer
        if not self._starts:
            return False
        wanted = trainer.next_experiment  # changes of settings made since then are kept
        keep = len(self.executions) - 1
        if keep >= 0:
            trainer.restore(self._starts[-1])
            for _ in range(keep):
                trainer.run_equation()
            self.executions = self.executions[:keep]
            if not keep:
                self._starts.pop()
        else:
            trainer.restore(self._starts.pop())
            for _ in range(len(trainer.equations) - 1):
                self.step()
        if wanted != trainer.experiment:
            trainer.change(wanted)
        return True

    def take_over(self, other: "Stepper") -> None:
        """Take the equations that another stepper has run of this training's last mini-batch, as if run here."""
        self.executions, self._starts = other.executions, deque(other._starts)
        self._equations, self._context = other._equations, other._context
        self._read, self._copies = dict(other._read), dict(other._copies)

    def clear(self) -> None:
        """Forget all equations that have run, because the trainer has gone on without stepping."""
        self.executions = ()
        self._starts.clear()

    def _begin(self) -> None:
        if 0 < len(self.executions) < len(self._equations):  # it diverged and is run again
            self._starts.pop()
        self._starts.append(self.trainer.state())
        while sum(state.nbytes for state in self._starts) > START_BYTES and len(self._starts) > 1:
            self._starts.popleft()
        trainer, network = self.trainer, self.trainer.network
        self.executions, self._read, self._equations = (), {}, trainer.program.equations
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
        """Copy what the equation will read, and what the following ones read that its calls compute too."""
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
        execution = Execution(
            self._context, index, equation, self._read[index], writes, tuple(intermediates), count, norm
        )
        self.executions = (*self.executions, execution)

    def _copied(self, operand: Operand) -> Operand:
        """A copy of the operand, shared by all equations that read it until it is written again."""
        if operand.symbol not in self._copies:
            self._copies[operand.symbol] = operand.copied()
        return self._copies[operand.symbol]
