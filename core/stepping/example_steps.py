"""The equations of one example alone, on the weights of now, which stay as they are"""

import numpy as np

from core.expressions import Operand
from core.training.trainer import Trainer

from .chosen_example import ChosenExample
from .stepper import BatchContext, Execution


def example_steps(trainer: Trainer, example: ChosenExample) -> tuple[Execution, ...]:
    """Lines 5 to 10 for one example: A(1) … A(L), J, Δ(L) … ∇(1); without a target, up to A(L).

    There is neither dropout nor penalty: the outputs are those that the network predicts, and ∇ is what this example
    asks for. Where examples have weights, it counts as much as it does in training. Nothing of the training is changed:
    no weight, no state of the optimiser, no random number. Raises InputError where the data have no such example.
    """
    data, network = trainer.data, trainer.network
    X, Y, w = example.inputs(data), example.targets(data), example.weight(data)
    context = context_of(trainer, example)
    with np.errstate(all="ignore"):
        program = network.forward(X, None if Y is None else w)
        equations = [each for each in program.gradient_equations if Y is not None or each.line in (5, 7)]
        if Y is not None:
            np.copyto(program.batch.Y, Y)
        copies: dict[str, Operand] = {}
        executions: list[Execution] = []
        for index, equation in enumerate(equations):
            for operand in equation.reads:  # what an earlier equation wrote has been copied by then
                copies.setdefault(operand.symbol, operand.copied())
            program.step(index)
            writes, *intermediates = (each.copied() for each in (equation.writes, *equation.intermediates))
            copies |= {each.symbol: each for each in (writes, *intermediates)}
            reads = tuple(copies[operand.symbol] for operand in equation.reads)
            executions.append(Execution(context, index, equation, reads, writes, tuple(intermediates), 0, 0.0))
    return tuple(executions)


def context_of(trainer: Trainer, example: ChosenExample) -> BatchContext:
    """What its equations share. `epoch` is that of the present mini-batch, as in stepping; `batch` is 0."""
    parameters, network = trainer.network.parameters, trainer.network
    return BatchContext(
        epoch=trainer.epoch + 1,
        batch=0,
        rows=np.array([example.place]),
        examples=trainer.n,
        sizes=tuple(parameters.sizes),
        activations=tuple(parameters.activations),
        output=network.output,
        loss=network.loss_name,
        optimizer=trainer.optimizer.name,
        rates={**trainer.scalars.exact, "dropout": 0.0, "l1": 0.0, "l2": 0.0},
        frozen=tuple(parameters.views(parameters.frozen.copy())),
        alone=example,
        source_row=example.source_row(trainer.data),
    )
