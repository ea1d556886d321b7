"""Formulas as expression trees: calls, text and the terms of sums are made from them.

Operators build them: `delta @ theta[1:].T * slope` is Δ (Θ[1:,:])ᵀ ∘ g', and `theta - ALPHA * gradient` is Θ − α ∇.
Expressions are immutable by convention; frozen dataclasses would cost 0.3 ms a class at start.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
from numpy import multiply, subtract

from .calls import Array, Call, product, scalar
from .notation import BESIDE, CIRCLE, MINUS, PLUS, RAISED, SLASH, Notation, index, joined, latex, letter

Counterpart = Callable[[Array], Array]
"""From an array of one mini-batch to the same array of another one; the array itself if they share it."""


class Expression:
    """Base of all expressions: numbers, matrices, and formulas of them."""

    by_example = False
    """Whether its rows are examples: the lecture writes ∘ for the elementwise product of such matrices."""

    def matrices(self) -> Iterator["Operand"]:
        """The matrices in it, from left to right; some may come more than once."""
        for part in vars(self).values():
            if isinstance(part, Expression):
                yield from part.matrices()

    def intermediates(self) -> tuple["Operand", ...]:
        """The matrices that its calls write besides the result, such as Z."""
        return ()

    def calls(self, out: Array) -> list[Call]:
        """The calls that compute it into `out`; none for what is given, such as X."""
        return []

    def __add__(self, other: "Expression | int") -> "Infix":
        return Infix(PLUS, self, as_expression(other))

    def __radd__(self, other: int) -> "Infix":
        return Infix(PLUS, as_expression(other), self)

    def __sub__(self, other: "Expression") -> "Infix":
        return Infix(MINUS, self, other)

    def __rsub__(self, other: int) -> "Infix":
        return Infix(MINUS, as_expression(other), self)

    def __mul__(self, other: "Expression") -> "Infix":
        return Infix(CIRCLE if self.by_example and not isinstance(other, Function) else BESIDE, self, other)

    def __truediv__(self, other: "Expression") -> "Expression":
        return Infix(SLASH, self, other)

    def __rtruediv__(self, other: int) -> "Expression":
        return Infix(SLASH, as_expression(other), self)

    def __pow__(self, other: "Expression | int") -> "Expression":
        return Infix(RAISED, self, other) if isinstance(other, Expression) else Function("²", self)


@dataclass(eq=False)
class Constant(Expression):
    """A number written in the formula; with `of`, one that stands for each value of that matrix."""

    figures: str
    of: Expression | None = None


def as_expression(value: Expression | int) -> Expression:
    """The value itself if it is an expression, else a Constant."""
    return value if isinstance(value, Expression) else Constant(str(value))


@dataclass(eq=False)
class Letter(Expression):
    """A number by its letter: α, m, N. `value` is given where calls use it as a fixed factor."""

    name: str
    value: float = 0.0

    @property
    def symbol(self) -> Notation:
        """The letter as the lecture writes it."""
        return letter(self.name)

    def __truediv__(self, other: Expression) -> Expression:
        return Fraction(self, other) if isinstance(other, Letter) else super().__truediv__(other)

    def __rtruediv__(self, other: int) -> "Fraction":
        return Fraction(other, self)


@dataclass(eq=False)
class Fraction(Expression):
    """A quotient of two numbers, used as a factor: −(1/m), (λ2/N)."""

    above: int | Letter
    below: Letter


@dataclass(eq=False)
class Infix(Expression):
    """Two expressions with an operator sign between them."""

    sign: Notation
    left: Expression
    right: Expression

    @property
    def by_example(self) -> bool:  # type: ignore[override]
        """Whether the rows of either side are examples."""
        return self.left.by_example or self.right.by_example

    def calls(self, out: Array) -> list[Call]:
        """A multiple of a product, the difference of two matrices, or an expression ∘ a matrix.

        Raises NotImplementedError for all others: they are computed by calls of their own.
        """
        match self.left, self.right:
            case Fraction(int(above), below), Product() as right:
                return right.times(above / below.value, out)
            case Operand(value=left), Operand(value=right) if self.sign == MINUS:
                return [(subtract, (left, right, out))]
            case left, Operand(value=right):
                return [*left.calls(out), (multiply, (out, right, out))]
        raise NotImplementedError


@dataclass(eq=False)
class Function(Expression):
    """A function of each value, such as log, max, √, or [] (1 where a value is positive, else 0); or rowsum."""

    name: str
    argument: Expression
    second_argument: Expression | None = None


@dataclass(eq=False)
class Named(Expression):
    """An expression with a symbol of its own, explained after the formula: E = Y − A."""

    symbol: Notation
    meaning: Expression
    by_example = True


@dataclass(eq=False)
class MeanLoss(Expression):
    """J: the mean over the examples of the sum over the outputs of −share, or of ½ share.

    With `weights`, each example's sum is multiplied by its weight.
    """

    sign: Notation
    share: Expression
    weights: "Operand | None" = None

    def matrices(self) -> Iterator["Operand"]:
        """The weights, if there are any, then the matrices of the share."""
        if self.weights is not None:
            yield self.weights
        yield from self.share.matrices()


@dataclass(eq=False)
class Computed(Expression):
    """A formula computed by other calls, `by`, which are more exact or faster than following it."""

    formula: Expression
    by: Callable[[Array], list[Call]]

    def calls(self, out: Array) -> list[Call]:
        """The calls of `by`."""
        return self.by(out)


class Axis(NamedTuple):
    """What the rows or columns of a matrix stand for.

    `layer` and `bias` (whether index 0 is the bias unit) are for neurons; `letter` is the lecture's index letter.
    """

    kind: Literal["example", "neuron", "none"]
    layer: int = 0
    bias: bool = False
    letter: str = ""

    def label(self, index: int) -> str:
        """The lecture's index for one counted from 0: it counts from 1, with 0 for the bias unit."""
        return str(index if self.bias else index + 1)

    def index_of(self, other: "Axis", index: int) -> int | None:
        """The index here, from 0, of the example or neuron of an index of another axis; it may lie outside the matrix.

        None if both don't stand for the same examples, or neurons of the same layer.
        """
        if self.kind == "none" or (self.kind, self.layer) != (other.kind, other.layer):
            return None
        return index + self.bias - other.bias


NONE = Axis("none")


@dataclass(eq=False)
class Operand(Expression):
    """A matrix: its symbol, its values (m × s, ones column first) and what its rows and columns stand for.

    `index_between` are the texts before and after the index of one value, where that isn't symbol and index. `source`
    is for a matrix that an equation computes as an intermediate: the symbol of what that equation writes, and how many
    columns to the right the same neuron stands in it.
    """

    symbol: str
    value: Array
    rows: Axis = NONE
    columns: Axis = NONE
    index_between: tuple[str, str] | None = None
    source: tuple[str, int] | None = None

    @property
    def by_example(self) -> bool:  # type: ignore[override]
        """Whether its rows are examples."""
        return self.rows.kind == "example"

    @property
    def T(self) -> "Part":
        """The transpose."""
        return self[0:].T

    def __getitem__(self, rows: slice) -> "Part":
        own = self.rows._replace(bias=False) if rows.start else self.rows
        return Part(self, self.value[rows], own, self.columns, rows.start)

    def __matmul__(self, other: "Matrix") -> "Product":
        return Product(self, other)

    def matrices(self) -> Iterator["Operand"]:
        """The operand itself."""
        yield self

    def copied(self) -> "Operand":
        """A copy with values of its own; booleans, the g' of large relu layers, become numbers."""
        return self._with_value(self.value.astype(float) if self.value.dtype == bool else np.array(self.value))

    def rebind(self, counterpart: Counterpart) -> "Operand":
        """The operand with the values of another mini-batch; itself if both share them."""
        value = counterpart(self.value)
        return self if value is self.value else self._with_value(value)

    def _with_value(self, value: Array) -> "Operand":
        return Operand(self.symbol, value, self.rows, self.columns, self.index_between, self.source)

    def find_in(self, known: Mapping[str, "Operand"]) -> "Operand":
        """The operand of the same symbol among these."""
        return known[self.symbol]

    def entry(self, row: int | str, column: int | str) -> Notation:
        """The lecture's name of a value, such as Δ(2)[4,3]; row and column from 0, or index letters.

        A single column, such as that of the weights of examples, has no index: w[4].
        """
        i = row if isinstance(row, str) else self.rows.label(row)
        k = column if isinstance(column, str) else self.columns.label(column)
        place = i if self.columns.kind == "none" else f"{i},{k}"
        before, behind = self.index_between or (self.symbol, "")
        return Notation(f"{before}[{place}]{behind}", f"{latex(before)}_{{{place}}}{latex(behind)}")

    def cell(self, row: int, column: int) -> str:
        """The lecture's name of a value in this row and column, from 0; just the symbol for a number."""
        return self.symbol if self.rows.kind == "none" else self.entry(row, column)


@dataclass(eq=False)
class Part(Expression):
    """An operand without its first rows, perhaps transposed: (Θ(2)[1:,:])ᵀ."""

    operand: Operand
    value: Array
    rows: Axis
    columns: Axis
    skipped: int
    transposed: bool = False

    @property
    def symbol(self) -> Notation:
        """The part as the lecture writes it."""
        rows = index(f"{self.skipped}:", ":") if self.skipped else ""
        return joined(["(", self.operand.symbol, rows, Notation(")ᵀ", r")^{\top}")])

    @property
    def T(self) -> "Part":
        """The transpose."""
        return replace(self, value=self.value.T, rows=self.columns, columns=self.rows, transposed=not self.transposed)

    def __matmul__(self, other: "Matrix") -> "Product":
        return Product(self, other)

    def find_in(self, known: Mapping[str, Operand]) -> "Part":
        """The same part of the operand of the same symbol among these."""
        part = known[self.operand.symbol][self.skipped :]
        return part.T if self.transposed else part

    def entry(self, row: int | str, column: int | str) -> Notation:
        """The lecture's name of a value, indexed in the whole operand."""
        row, column = (column, row) if self.transposed else (row, column)
        return self.operand.entry(row if isinstance(row, str) else row + self.skipped, column)


Matrix = Operand | Part
"""A factor of a matrix product."""


@dataclass(eq=False)
class Product(Expression):
    """The product of two matrices: each value is a sum."""

    left: Matrix
    right: Matrix
    by_example = True

    def calls(self, out: Array) -> list[Call]:
        """The call of the product, for an `out` in either memory order."""
        return [product(self.left.value, self.right.value, out)]

    def times(self, factor: float, out: Array) -> list[Call]:
        """The calls of a multiple: they scale the right matrix or `out`, whichever is smaller."""
        left, right, by = self.left.value, self.right.value, scalar(factor, out.dtype)
        if out.size <= right.size:
            return [product(left, right, out), (multiply, (out, by, out))]
        scaled = np.empty_like(right)
        return [(multiply, (right, by, scaled)), product(left, scaled, out)]


@dataclass(eq=False)
class Activated(Expression):
    """g(Z) of a product: the product is computed into `Z`, then g(Z) into `A`, without the ones column."""

    name: str
    product: Product
    Z: Operand
    A: Operand
    function: Callable[[Array, Array], list[Call]]
    by_example = True

    def matrices(self) -> Iterator[Operand]:
        """The matrices of the product."""
        return self.product.matrices()

    def intermediates(self) -> tuple[Operand, ...]:
        """The matrix Z."""
        return (self.Z,)

    def calls(self, out: Array) -> list[Call]:
        """The calls of Z, then those of g(Z)."""
        return [*self.product.calls(self.Z.value), *self.function(self.Z.value, self.A.value)]


def log(of: Expression) -> Function:
    """The natural logarithm."""
    return Function("log", of)


def sqrt(of: Expression) -> Function:
    """The square root."""
    return Function("√", of)
