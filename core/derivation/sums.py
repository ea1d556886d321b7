"""The terms of values that are sums: of a matrix product, softmax, a loss, a row.

These are the lecture's per-example forms: (3), (6), (11), (13).
"""

from typing import NamedTuple

import numpy as np

from core.calls import Array
from core.expressions import Activated, Expression, Function, Infix, MeanLoss, Named, Operand, Product
from core.formulas import parts, share_parts
from core.losses import PAIRS
from core.notation import DOT, MINUS, PLUS, Notation, joined, opening, sum_sign, words
from core.stepping.stepper import BatchContext, Execution
from core.support.i18n import _

from .terms import Factor, Term, factor, merge_signs, sum_of

Template = tuple[str | Expression, ...]
"""A formula from left to right: signs and matrices."""


class Sum(NamedTuple):
    """A sum: how it is written in a formula, its terms, and its index letter."""

    parts: tuple[str | Factor, ...]
    terms: list[Term]
    letter: str


def sum_behind(part: Expression, execution: Execution, row: int, column: int, *, enclosed: bool) -> Sum:
    """The sum behind one value, in this row and column from 0, of a part of a formula; in parentheses if `enclosed`.

    Raises TypeError for a part that isn't a sum.
    """
    match part:
        case Product():
            return product_sum(part, execution, row, column, enclosed=enclosed)
        case Activated():
            return softmax_sum(part, execution, row, column)
        case MeanLoss():
            return loss_sum(part, execution)
        case Function():
            return row_sum(part, execution, row)
    raise TypeError(part)


def product_sum(product: Product, execution: Execution, row: int, column: int, *, enclosed: bool = False) -> Sum:
    """The sum of a matrix product: Σj a_j θ_jk, Σi a_j δ_k, or in parentheses (Σk δ_k θ_jk)."""
    left, right = product.left.find_in(execution.known), product.right.find_in(execution.known)
    letter, terms = right.rows.letter, []
    for n in range(left.value.shape[1]):
        first, second = factor(left, row, n), factor(right, n, column)
        terms.append(Term(right.rows.label(n), (first, DOT, second), first.value * second.value))
    text = joined([sum_sign(letter), left.entry(row, letter), DOT, right.entry(letter, column)])
    return Sum((Factor(joined(["(", text, ")"]) if enclosed else text, sum_of(terms)),), terms, letter)


def softmax_sum(activated: Activated, execution: Execution, row: int, column: int) -> Sum:
    """e^(z − max z) / Σc e^(z_c − max z), as it is computed, since e^z alone may overflow."""
    (z,), terms, letter = product_sum(activated.product, execution, row, column)
    Z = activated.Z.find_in(execution.known)
    values = Z.value[row].astype(float)
    c, exp = int(values.argmax()), opening("exp")
    highest = joined([opening("max"), Z.entry(row, ":"), ")"])
    largest = Factor(highest, float(values[c]), (Z.symbol, row, c))
    below = joined([sum_sign("c"), exp, Z.entry(row, "c"), MINUS, highest, ")"])
    parts = exp, z, MINUS, largest, ") / ", Factor(below, float(np.exp(values - values[c]).sum()))
    return Sum(parts, terms, letter)


def loss_sum(loss: MeanLoss, execution: Execution) -> Sum:
    """The sum Σi of the examples' losses, each as in (3)."""
    _A, Y, *_others = execution.reads
    several = Y.value.shape[1] > 1
    share = merge_signs(share_parts(loss))
    terms = [example_loss(share, execution, i) for i in range(execution.context.m)]
    text = joined([sum_sign("i"), *[sum_sign("k")] * several, entries(share, "i", "k" if several else "1")])
    return Sum((Factor(text, sum_of(terms)),), terms, "i")


@np.errstate(over="ignore", invalid="ignore")  # in an exercise any number may have been typed for Z
def example_loss(share: Template, execution: Execution, i: int) -> Term:
    """One example's loss, computed from Z as in training: the largest output's part, and the sum of the others.

    Where examples have weights, all are multiplied by the example's.
    """
    A, Y, Z, *weights = execution.reads
    context, weight = execution.context, float(weights[0].value[i, 0]) if weights else 1.0
    shares = weight * output_losses(context, Z.value[i : i + 1], Y.value[i : i + 1], A.value[i])
    k = int(shares.argmax())
    own = weight * PAIRS[context.output, context.loss].loss(Z.value[i : i + 1], Y.value[i : i + 1])
    parts = factors(share, execution, i, k)
    if np.count_nonzero(shares) > 1:
        parts += PLUS, Factor(words(_("the other outputs")), own - float(shares[k]), other_outputs=True)
    return Term(Y.rows.label(i), parts, own)


def output_losses(context: BatchContext, Z: Array, Y: Array, a: Array) -> Array:
    """The part of each output in the loss of one example; Z and Y are 1 × s_L, `a` has s_L numbers."""
    if context.output != "softmax":
        value = PAIRS[context.output, context.loss].loss
        return np.array([value(Z[:, k : k + 1], Y[:, k : k + 1]) for k in range(len(a))])
    y = Y[0].astype(float)
    shifted = Z[0].astype(float) - Z.max()
    entropies = np.where(y == 0, 0, y * (np.log(np.exp(shifted).sum()) - shifted))
    return np.square(y - a) / 2 if context.loss == "squared_error" else entropies


def row_sum(function: Function, execution: Execution, row: int) -> Sum:
    """The sum Σc of the values in a row."""
    row_parts, columns, terms = merge_signs(parts(function.argument, elementwise=True)), execution.writes.columns, []
    for c in range(execution.writes.value.shape[1]):
        own = evaluated(function.argument, execution, row, c)
        terms.append(Term(columns.label(c), factors(row_parts, execution, row, c), own))
    text = joined([sum_sign("c"), entries(row_parts, row, "c")])
    return Sum((Factor(text, sum_of(terms)),), terms, "c")


def evaluated(expression: Expression, execution: Execution, row: int, column: int) -> float:
    """One value of an expression of matrices, their differences and elementwise products."""
    if isinstance(expression, Operand):
        return float(expression.find_in(execution.known).value[row, column])
    if isinstance(expression, Named):
        return evaluated(expression.meaning, execution, row, column)
    assert isinstance(expression, Infix)
    left, right = (evaluated(one, execution, row, column) for one in (expression.left, expression.right))
    return left - right if expression.sign == MINUS else left * right


def factors(template: Template, execution: Execution, row: int, column: int) -> tuple[str | Factor, ...]:
    """A formula of matrices with their values in this row and column, from 0."""
    values: dict[str, Factor] = {}
    for part in template:
        if isinstance(part, Operand) and part.symbol not in values:
            values[part.symbol] = factor(part.find_in(execution.known), row, column)
    return tuple(part if isinstance(part, str) else values[operand(part).symbol] for part in template)


def entries(template: Template, row: int | str, column: int | str) -> Notation:
    """A formula of matrices with the names of their values in this row and column."""
    return joined(part if isinstance(part, str) else operand(part).entry(row, column) for part in template)


def operand(symbol: Expression) -> Operand:
    """The expression as an Operand, which it must be."""
    assert isinstance(symbol, Operand)
    return symbol
