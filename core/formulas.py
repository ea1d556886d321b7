"""Formulas as text: in matrices, as in the lecture, or elementwise, for one value."""

from . import notation
from .expressions import (
    Activated,
    Computed,
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
from .notation import Notation

Parts = list[str | Expression]
"""A formula from left to right: signs (as text), and expressions that are symbols of numbers or matrices. In an
elementwise formula each sum is one symbol too: a matrix product, softmax, a row sum, a loss.
"""

SUM, PRODUCT, POWER, SYMBOL = range(4)
"""Operator precedence, the lowest first."""


def formula_text(expression: Expression) -> Notation:
    """The formula in matrices, followed by an explanation of each Named expression in it."""
    written = parts(expression, elementwise=False)
    named = {part.symbol: part.meaning for part in written if isinstance(part, Named)}
    explained = [
        notation.joined([notation.WHERE, name, " = ", formula_text(meaning)]) for name, meaning in named.items()
    ]
    return notation.joined([notation.typeset(written, symbol_text), *explained])


def symbol_text(part: Expression) -> str:
    """The symbol of a number, a matrix or a Named expression."""
    assert isinstance(part, Letter | Operand | Part | Named)
    return part.symbol


def parts(expression: Expression, elementwise: bool) -> Parts:
    """The formula from left to right, in matrices or elementwise."""
    match expression:
        case Constant(figures):
            return [figures]
        case Fraction(Letter() as above, below):
            return ["(", above, "/", below, ")"]
        case Fraction(int(above), below):
            return [*[notation.NEGATIVE] * (above < 0), f"({abs(above)}/", below, ")"]
        case Infix(sign, left, right):
            own = precedence(expression, elementwise)
            between = notation.DOT if elementwise and sign in (notation.BESIDE, notation.CIRCLE) else sign
            behind = [notation.END] if sign == notation.RAISED else []
            return [
                *parenthesized(left, own, elementwise),
                between,
                *parenthesized(right, own + 1, elementwise),
                *behind,
            ]
        case Function():
            return function_parts(expression, elementwise)
        case Named(meaning=meaning) if elementwise:
            return parts(meaning, elementwise)
        case Computed(meaning):
            return parts(meaning, elementwise)
        case Product(left, right) if not elementwise:
            return [left, notation.BESIDE, right]
        case Activated(product=product) if not elementwise:
            return ["g(", *parts(product, elementwise), ")"]
        case Activated("identity", product=product):
            return [product]
        case Activated(name, product=product) if name != "softmax":
            return [notation.opening(name), product, ")"]
        case MeanLoss() if elementwise:
            return [*parts(1 / Letter("m"), elementwise), notation.DOT, expression]
        case MeanLoss(sign, share, weights):
            mean = [notation.NEGATIVE, "(1/m) "] if sign == notation.NEGATIVE else ["(1/2m) "]
            weight: Parts = [weights, notation.CIRCLE] if weights else []
            summed = [notation.sum_sign(), notation.sum_sign(), *weight]
            return [*mean, *summed, *parenthesized(share, PRODUCT, elementwise, "[]")]
    return [expression]


def function_parts(function: Function, elementwise: bool) -> Parts:
    """The same for a function; around a single symbol it may go without parentheses."""
    inner = parts(function.argument, elementwise)
    bare = inner[0] is function.argument
    match function.name:
        case "rowsum" if elementwise:
            return [function]
        case "[]":
            return ["[", *inner, " > 0]"]
        case "²":
            return [*parenthesized(function.argument, SYMBOL, elementwise), notation.SQUARED]
        case "√" if bare:
            return [Notation("√", r"\sqrt{"), *inner, notation.END]
        case "√":
            return [Notation("√(", r"\sqrt{"), *inner, Notation(")", "}")]
    if bare and not elementwise and not function.second_argument:
        return [notation.function_name(function.name), " ", *inner]
    others = [", ", *parts(function.second_argument, elementwise)] if function.second_argument else []
    return [notation.opening(function.name), *inner, *others, ")"]


def share_parts(loss: MeanLoss) -> Parts:
    """What one output adds to the loss of one example, as in (3)."""
    weight: Parts = [loss.weights, notation.DOT] if loss.weights else []
    return [loss.sign, *weight, *parenthesized(loss.share, PRODUCT, elementwise=True)]


def parenthesized(expression: Expression, least: int, elementwise: bool, pair: str = "()") -> Parts:
    """A formula inside another one, in parentheses if its precedence is below `least`."""
    inner = parts(expression, elementwise)
    return [pair[0], *inner, pair[1]] if precedence(expression, elementwise) < least else inner


def precedence(expression: Expression, elementwise: bool) -> int:
    """The precedence of a formula's outermost operator."""
    match expression:
        case Infix(sign):
            return SUM if sign in (notation.PLUS, notation.MINUS) else POWER if sign == notation.RAISED else PRODUCT
        case Computed(meaning):
            return precedence(meaning, elementwise)
        case Named(meaning=meaning) if elementwise:
            return precedence(meaning, elementwise)
        case Activated("identity") if elementwise:
            return SUM
    return SYMBOL
