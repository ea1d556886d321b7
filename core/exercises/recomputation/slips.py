"""The known slips, as changes of an equation's formula: what one gets who makes them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeVar

from core.exercises.verdict import SlipName
from core.expressions import (
    Activated,
    Constant,
    Expression,
    Fraction,
    Function,
    Infix,
    Letter,
    MeanLoss,
    Named,
    Operand,
    Part,
    Product,
)
from core.notation import BESIDE, CIRCLE, MINUS, NEGATIVE, PLUS, SLASH, layered
from core.stepping.stepper import Execution

from .recomputation import Slipped

Rule = Callable[[Expression], Expression | None]
"""What stands in place of a part of a formula; None leaves the part as it is."""
Some = TypeVar("Some", bound=Expression)

MINUS_ONE = Constant("−1")


@dataclass(eq=False)
class WithBiasRow(Part):
    """(Θ(l))ᵀ with its bias row in place of the last neuron's: as long as without, all shifted by one neuron."""

    def find_in(self, known: Mapping[str, Operand]) -> Part:
        """The same part of the operand of the same symbol among these."""
        theta = known[self.operand.symbol]
        return WithBiasRow(self.operand, theta.value[:-1].T, self.rows, theta.rows, 0, True)


def slips_of(step: Execution, updated: Mapping[str, Operand]) -> Iterator[tuple[SlipName, Slipped]]:
    """The slips that can be made in an equation, each as what it computes, in the order in which they are looked for.

    `updated` are the Θ after the mini-batch's update, by symbol.
    """
    formula, kind, m = step.equation.formula, step.equation.kind, step.context.m
    rules: list[tuple[SlipName, Rule]] = []
    no_mean: list[tuple[SlipName, Rule]] = [("no_mean", summed_loss if kind == "loss" else without_mean)]
    match kind:
        case "activation":
            rules = [("no_activation", without_activation)]
        case "loss":
            rules = [("sign", negative_loss), *no_mean[: m > 1]]
        case "output error":
            rules = [("no_slope", without_slope), ("sign", output_minus_target)]
        case "slope":
            rules = [("no_activation", slope_of_z)]
        case "error":
            rules = [("no_slope", without_slope), ("sign", negative), ("no_transpose", theta_as_it_is)]
            rules += [("bias_row", with_bias_row)]
        case "gradient":
            rules = [("sign", without_minus), *no_mean[: m > 1]]
            rules += [("no_transpose", activations_as_they_are)]
        case "weights":
            rules = [("no_rate", without_rate), ("sign", plus_step)]
        case "correction":
            rules = [("no_rate", without_rate)]
    for name, rule in rules:
        changed = rewritten(formula, rule)
        if changed is not formula:
            yield name, Slipped(changed)
    if kind == "error":
        theta = next((one for one in step.reads if one.symbol.startswith("Θ")), None)
        if theta is not None and theta.symbol in updated:
            yield "late_gradient", Slipped(formula, {theta.symbol: updated[theta.symbol]})


def rewritten(expression: Some, rule: Rule) -> Some | Expression:
    """A formula with the parts changed that the rule changes, from outside inwards; itself if there is none."""
    changed = rule(expression)
    if changed is not None:
        return changed
    if not is_dataclass(expression):
        return expression
    parts: dict[str, Expression] = {}
    for one in fields(expression):
        part = getattr(expression, one.name)
        if isinstance(part, Expression) and (new := rewritten(part, rule)) is not part:
            parts[one.name] = new
    return replace(expression, **parts) if parts else expression


def is_slope(part: Expression) -> bool:
    """Whether a factor is g'(Z)."""
    return isinstance(part, Operand | Named) and part.symbol.startswith("g'(")


def negative(part: Expression) -> Expression:
    """The whole formula with the other sign."""
    return Infix(BESIDE, MINUS_ONE, part)


def without_slope(part: Expression) -> Expression | None:
    """Δ without its factor g'(Z); that of softmax with squared error stands in its formula as a row sum."""
    match part:
        case Infix(sign, left, right) if sign == CIRCLE and is_slope(right):
            return left
        case Infix(sign, left, Infix(inner, Named() as E, Function("rowsum"))) if sign == CIRCLE and inner == MINUS:
            return Infix(CIRCLE, left.left, E) if isinstance(left, Infix) else E
    return None


def output_minus_target(part: Expression) -> Expression | None:
    """A − Y in place of Y − A."""
    match part:
        case Infix(sign, Operand() as Y, Operand() as A) if sign == MINUS:
            return Infix(MINUS, A, Y)
    return None


def theta_as_it_is(part: Expression) -> Expression | None:
    """Δ Θ[1:,:] in place of Δ (Θ[1:,:])ᵀ, where the shapes allow it."""
    match part:
        case Product(left, Part(transposed=True) as right) if len(set(right.value.shape)) == 1:
            return Product(left, right.T)
    return None


def activations_as_they_are(part: Expression) -> Expression | None:
    """A Δ in place of Aᵀ Δ, where the shapes allow it."""
    match part:
        case Product(Part(transposed=True) as left, right) if len(set(left.value.shape)) == 1:
            return Product(left.T, right)
    return None


def with_bias_row(part: Expression) -> Expression | None:
    """Δ Θᵀ in place of Δ (Θ[1:,:])ᵀ."""
    match part:
        case Product(left, Part(operand=theta, transposed=True) as right):
            return Product(left, WithBiasRow(theta, theta.value[:-1].T, right.rows, theta.rows, 0, True))
    return None


def without_minus(part: Expression) -> Expression | None:
    """(1/m) in place of −(1/m)."""
    return Fraction(1, part.below) if isinstance(part, Fraction) and part.above == -1 else None


def without_mean(part: Expression) -> Expression | None:
    """The gradient without 1/m."""
    match part:
        case Infix(_, Fraction(-1), Product() as right):
            return Infix(BESIDE, MINUS_ONE, right)
    return None


def negative_loss(part: Expression) -> Expression | None:
    """J without its minus sign."""
    if isinstance(part, MeanLoss) and part.sign == NEGATIVE:
        return Infix(BESIDE, MINUS_ONE, part)
    return None


def summed_loss(part: Expression) -> Expression | None:
    """J without 1/m."""
    return Infix(BESIDE, Letter("m"), part) if isinstance(part, MeanLoss) else None


def without_rate(part: Expression) -> Expression | None:
    """The update without α; for adam, α' without it."""
    match part:
        case Infix(sign, Letter("α"), right) if sign == BESIDE:
            return right
        case Infix(sign, Operand(symbol="α'") as corrected, right) if sign == BESIDE:
            return Infix(BESIDE, Infix(SLASH, corrected, Letter("α")), right)
    return None


def plus_step(part: Expression) -> Expression | None:
    """Θ + α ∇ in place of Θ − α ∇."""
    match part:
        case Infix(sign, Operand() as theta, step) if sign == MINUS and theta.symbol.startswith("Θ"):
            return Infix(PLUS, theta, step)
    return None


def without_activation(part: Expression) -> Expression | None:
    """Z in place of g(Z)."""
    return part.product if isinstance(part, Activated) and part.name != "identity" else None


def slope_of_z(part: Expression) -> Expression | None:
    """g' computed from Z in place of A."""
    if isinstance(part, Operand) and part.source is not None and not part.symbol.startswith("Z"):
        symbol = layered("Z", part.columns.layer)
        return Operand(symbol, part.value, part.rows, part.columns, source=part.source)
    return None
