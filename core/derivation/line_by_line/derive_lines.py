"""The derivation of ∂J/∂θ, δ or J for one example, in the order of the slides."""

from collections.abc import Sequence

from core.notation import Notation
from core.stepping.stepper import Execution

from .derivation_line import DerivationLine, Given, LineByLine
from .error_lines import hidden_error_lines, output_error_lines
from .example_values import ExampleValues
from .gradient_lines import gradient_lines
from .letters import indexed
from .loss_lines import loss_lines
from .mean_lines import clipping_line

DERIVED = ("gradient", "clipping", "output error", "error", "loss")
"""The kinds of equations whose values can be derived line by line."""


def derive_line_by_line(
    executions: Sequence[Execution], index: int, row: int, column: int, example: int
) -> LineByLine | None:
    """The derivation of a value of the equation at `index`, in this row and column from 0; None of other equations.

    `example` is the place in the mini-batch, from 0, of the example that a weight's derivation is worked out for; a
    value of Δ has its own. `executions` are those of one mini-batch in order, up to `index` at least.
    """
    execution = executions[index]
    kind, writes = execution.equation.kind, execution.writes
    if kind not in DERIVED:
        return None
    values = ExampleValues(executions[: index + 1], row if kind in ("output error", "error") else example)
    cell = writes.cell(row, column)
    if kind == "loss":
        return LineByLine(cell, values.row, (), tuple(loss_lines(values)))
    l = writes.columns.layer
    if kind == "output error":
        return LineByLine(
            cell, row, given_of_output(values, column + 1), tuple(output_error_lines(values, execution, column + 1))
        )
    if kind == "error":
        lines = hidden_error_lines(values, execution, l, column + 1)
        return LineByLine(cell, row, given_of_neuron(values, l, column + 1), tuple(lines))
    lines = derived_gradient(values, execution, row, column)
    return LineByLine(cell, example, given_of_weight(values, l - 1, row, column + 1), tuple(lines))


def derived_gradient(values: ExampleValues, execution: Execution, row: int, column: int) -> list[DerivationLine]:
    """The lines of a value of ∇, with that of clipping if the equation is that."""
    symbol = execution.equation.symbol
    made = next(one for one in values.executions if one.equation.symbol == symbol)
    l = made.writes.columns.layer - 1
    lines = gradient_lines(values, made, l, row, column + 1)
    if execution.equation.kind == "clipping":
        before = float(made.writes.value[row, column])
        lines.append(clipping_line(execution, execution.writes.cell(row, column), before))
    return lines


def given_of_output(values: ExampleValues, k: int) -> tuple[Given, ...]:
    """The letters of a neuron of the output layer."""
    L, r = values.L, values.row
    found = [
        Given(indexed("y", "k"), values.name("Y", r, k - 1), values.y(k)),
        Given(indexed("z", "k"), values.name(f"Z({L})", r, k - 1), values.z(L, k)),
        Given(indexed("a", "k"), values.name(f"A({L})", r, k - 1), values.a(L, k)),
    ]
    if values.weighted:
        found.append(Given(Notation("w_i", "w_{i}"), values.name("w", r, 0), values.w))
    return tuple(found)


def given_of_neuron(values: ExampleValues, l: int, j: int) -> tuple[Given, ...]:
    """The letters of a hidden neuron."""
    return (
        Given(indexed("z", "j"), values.name(f"Z({l})", values.row, j - 1), values.z(l, j)),
        Given(indexed("a", "j"), values.name(f"A({l})", values.row, j), values.a(l, j)),
    )


def given_of_weight(values: ExampleValues, l: int, j: int, k: int) -> tuple[Given, ...]:
    """The letters of a weight: its own, what it multiplies, and the neuron that it leads to."""
    last, r = l == values.L - 1, values.row
    before, of_weight = ("j", "jk") if last else ("i", "ij")
    weight = Given(indexed("θ", of_weight), values.name(f"Θ({l})", j, k - 1), values.theta(l, j, k))
    into = Given(indexed("a", before), values.name(f"A({l})", r, j), values.a(l, j))
    return weight, into, *(given_of_output(values, k) if last else given_of_neuron(values, l + 1, k))
