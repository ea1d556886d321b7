"""Formulas computed from any matrices, such as those that a student has found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.activations import evaluate as activated_values
from core.activations import softmax
from core.calls import Array
from core.expressions import (
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
from core.notation import BESIDE, CIRCLE, HALF, MINUS, PLUS, RAISED, SLASH
from core.regularizers import Dropped, Penalised

INFIX = {
    PLUS: np.add,
    MINUS: np.subtract,
    CIRCLE: np.multiply,
    BESIDE: np.multiply,
    SLASH: np.divide,
    RAISED: np.power,
}
FUNCTIONS: dict[str, Callable[[Array], Array]] = {
    "log": np.log,
    "√": np.sqrt,
    "²": np.square,
    "sign": np.sign,
    "[]": lambda values: (values > 0).astype(float),
    "rowsum": partial(np.sum, axis=1, keepdims=True),
}
TWO_ARGUMENTS = {"max": np.maximum, "min": np.minimum}


@dataclass(frozen=True)
class Evaluator:
    """Computes formulas of the matrices in `known`, by symbol, and of numbers, by letter, in float64."""

    known: Mapping[str, Operand]
    letters: Mapping[str, float]

    def value(self, expression: Expression) -> Array:
        """The value of a formula: a matrix, or something that combines with matrices like a number."""
        match expression:
            case Operand() | Part():
                return np.asarray(expression.find_in(self.known).value, float)
            case Letter(name):
                return np.asarray(self.letters[name], float)
            case Constant(figures):
                return np.asarray(float(figures.replace("−", "-")))
            case Fraction(above, below):
                return self.value(above if isinstance(above, Letter) else Constant(str(above))) / self.value(below)
            case Product(left, right):
                return self.value(left) @ self.value(right)
            case Infix():
                return self.infix(expression)
            case Function(name, argument, second):
                if second is not None:
                    return np.asarray(TWO_ARGUMENTS[name](self.value(argument), self.value(second)))
                return np.asarray(FUNCTIONS[name](self.value(argument)))
            case Activated(name, product=product):
                return g(name, self.value(product))
            case Named(meaning=meaning):
                return self.value(meaning)
            case MeanLoss():
                return self.mean_loss(expression)
            case Penalised(formula, plain=plain):
                found = np.array(self.value(formula))
                found[0] = self.value(plain)[0]
                return found
            case Dropped(activated=activated, M=M):
                return self.value(activated) * self.value(M)
            case Computed(formula):
                return self.value(formula)
        raise TypeError(expression)

    def infix(self, infix: Infix) -> Array:
        """Two values with an operator between them; 0 log 0 is 0, as in the limit."""
        left, right = self.value(infix.left), self.value(infix.right)
        found = INFIX[infix.sign](left, right)
        is_log = isinstance(infix.right, Function) and infix.right.name == "log"
        return np.where(left == 0, 0.0, found) if is_log else np.asarray(found)

    def mean_loss(self, loss: MeanLoss) -> Array:
        """J, 1 × 1."""
        share = self.value(loss.share)
        if loss.weights is not None:
            share = share * self.value(loss.weights)
        factor = 0.5 if loss.sign == HALF else -1.0
        return np.array([[factor * share.sum() / len(share)]])


def g(name: str, Z: Array) -> Array:
    """g(Z) of a hidden or an output layer, in a new array."""
    if name != "softmax":
        return activated_values(name, Z)
    A = np.empty_like(Z)
    for function, arguments in softmax(Z, A, np.empty((2, len(Z)), Z.dtype)):
        function(*arguments)
    return A


def with_ones(values: Array, writes: Operand) -> Array:
    """The matrix that an equation writes, with its ones column in front if it has one."""
    if not writes.columns.bias or values.shape[1] == writes.value.shape[1]:
        return values
    return np.hstack([np.ones((len(values), 1)), values])
