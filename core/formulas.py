"""How a formula is written: with matrices, as the lecture does, or with single values, for `each` of the result."""

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
"""A formula from left to right: signs, and symbols of numbers and matrices. In one of single values, what is a sum by
itself is a symbol too: a product of matrices, softmax, a sum of rows, a loss.
"""

SUM, PRODUCT, POWER, SYMBOL = range(4)
"""How strongly a formula holds together: what is weaker than its surroundings is put in parentheses."""


def formula_text(expression: Expression) -> Notation:
    """The formula of matrices as people write it, with what it names by a symbol of its own explained behind it."""
    written = parts(expression, elementwise=False)
    named = {part.symbol: part.meaning for part in written if isinstance(part, Named)}
    explained = [
        notation.joined([notation.WHERE, name, " = ", formula_text(meaning)]) for name, meaning in named.items()
    ]
    return notation.joined([notation.typeset(written, symbol_text), *explained])


def symbol_text(part: Expression) -> str:
    """How a number, a matrix, or what is named is written."""
    assert isinstance(part, Letter | Operand | Part | Named)
    return part.symbol


def parts(expression: Expression, elementwise: bool) -> Parts:
    """The parts of a formula."""
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
        case Activated(of=product) if not elementwise:
            return ["g(", *parts(product, elementwise), ")"]
        case Activated("identity", of=product):
            return [product]
        case Activated(name, of=product) if name != "softmax":
            return [notation.opening(name), product, ")"]
        case MeanLoss() if elementwise:
            return [*parts(1 / Letter("m"), elementwise), notation.DOT, expression]
        case MeanLoss(sign, share):
            mean = [notation.NEGATIVE, "(1/m) "] if sign == notation.NEGATIVE else ["(1/2m) "]
            return [*mean, notation.total(), notation.total(), *parenthesized(share, PRODUCT, elementwise, "[]")]
    return [expression]


def function_parts(function: Function, elementwise: bool) -> Parts:
    """The same of a function, whose parentheses may be missing around a symbol."""
    inner = parts(function.of, elementwise)
    bare = inner[0] is function.of
    match function.name:
        case "rowsum" if elementwise:
            return [function]
        case "[]":
            return ["[", *inner, " > 0]"]
        case "²":
            return [*parenthesized(function.of, SYMBOL, elementwise), notation.SQUARED]
        case "√" if bare:
            return [Notation("√", r"\sqrt{"), *inner, notation.END]
        case "√":
            return [Notation("√(", r"\sqrt{"), *inner, Notation(")", "}")]
    if bare and not elementwise and not function.other:
        return [notation.function_name(function.name), " ", *inner]
    others = [", ", *parts(function.other, elementwise)] if function.other else []
    return [notation.opening(function.name), *inner, *others, ")"]


def share_parts(loss: MeanLoss) -> Parts:
    """What one output adds to the loss of one example: (3)."""
    return [loss.sign, *parenthesized(loss.share, PRODUCT, elementwise=True)]


def parenthesized(expression: Expression, least: int, elementwise: bool, pair: str = "()") -> Parts:
    """A formula inside another: in parentheses where it binds less strongly than `least`."""
    inner = parts(expression, elementwise)
    return [pair[0], *inner, pair[1]] if precedence(expression, elementwise) < least else inner


def precedence(expression: Expression, elementwise: bool) -> int:
    """How strongly a formula holds together."""
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
