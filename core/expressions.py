"""Formulas as data: said once, a formula is computed, written, and followed value by value.

Python's operators build it: `delta @ theta[1:].T * slope` is Δ (Θ[1:,:])ᵀ ∘ g', `theta - ALPHA * gradient` is Θ − α ∇.
Nothing in it changes once it is made; its classes are not frozen because that would cost 0.3 ms each at the start.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
from numpy import multiply, subtract

from .calls import Array, Call, product, scalar
from .notation import BESIDE, CIRCLE, MINUS, PLUS, RAISED, SLASH, Notation, index, joined, latex, letter

Counterpart = Callable[[Array], Array]
"""Where an array of one mini-batch lies for another one: the array itself if they share it."""


class Expression:
    """A number, a matrix, or what is made of them."""

    by_example = False
    """Whether its rows are examples: the lecture multiplies such matrices by ∘."""

    def matrices(self) -> Iterator["Operand"]:
        """The matrices that it takes values of, from left to right; some more than once."""
        for part in vars(self).values():
            if isinstance(part, Expression):
                yield from part.matrices()

    def intermediates(self) -> tuple["Operand", ...]:
        """The matrices that its calls write besides the result."""
        return ()

    def calls(self, out: Array) -> list[Call]:
        """The calls that compute it into `out`; none where it is given."""
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
    """A number that stands in the formula itself, perhaps the same for each value `of` a matrix."""

    figures: str
    of: Expression | None = None


def as_expression(value: Expression | int) -> Expression:
    """A number as an expression."""
    return value if isinstance(value, Expression) else Constant(str(value))


@dataclass(eq=False)
class Letter(Expression):
    """A number by its letter: α, m, N. `value` is for calls that take it once and for all."""

    name: str
    value: float = 0.0

    @property
    def symbol(self) -> Notation:
        """The letter."""
        return letter(self.name)

    def __truediv__(self, other: Expression) -> Expression:
        return Fraction(self, other) if isinstance(other, Letter) else super().__truediv__(other)

    def __rtruediv__(self, other: int) -> "Fraction":
        return Fraction(other, self)


@dataclass(eq=False)
class Fraction(Expression):
    """One number by another, as a factor: −(1/m), (λ2/N)."""

    above: int | Letter
    below: Letter


@dataclass(eq=False)
class Infix(Expression):
    """Two expressions with a sign between them."""

    sign: Notation
    left: Expression
    right: Expression

    @property
    def by_example(self) -> bool:  # type: ignore[override]
        """Whether one of them is."""
        return self.left.by_example or self.right.by_example

    def calls(self, out: Array) -> list[Call]:
        """A multiple of a product, or the difference of two matrices, or an expression ∘ a matrix, in place."""
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
    """A function of each value, log, max, √ … ([] is 1 where a value is positive, else 0); or rowsum."""

    name: str
    of: Expression
    other: Expression | None = None


@dataclass(eq=False)
class Named(Expression):
    """An expression by a symbol of its own, which is explained behind the formula: E = Y − A."""

    symbol: Notation
    meaning: Expression
    by_example = True


@dataclass(eq=False)
class MeanLoss(Expression):
    """J: the mean over the examples of the sum over the outputs of −share, or of ½ share."""

    sign: Notation
    share: Expression


@dataclass(eq=False)
class Computed(Expression):
    """A formula that is computed by calls of its own, more exactly or faster than it is written."""

    formula: Expression
    by: Callable[[Array], list[Call]]

    def calls(self, out: Array) -> list[Call]:
        """Its own."""
        return self.by(out)


class Axis(NamedTuple):
    """What the rows or the columns of a matrix stand for: `letter` is the lecture's letter for them."""

    of: Literal["example", "neuron", "none"]
    layer: int = 0
    bias: bool = False
    letter: str = ""

    def label(self, place: int) -> str:
        """One of them, counted from 0, as the lecture counts it: from 1, the bias unit 0."""
        return str(place if self.bias else place + 1)


NONE = Axis("none")


@dataclass(eq=False)
class Operand(Expression):
    """A matrix by its symbol, with its values (m × s, ones column first) and what its rows and columns are.

    `around` is what stands before and behind the index of a value, where that isn't the symbol. `home` is for what
    another equation computes on the way: the symbol of what that one writes, and how many columns stand before the same
    neuron's there.
    """

    symbol: str
    value: Array
    rows: Axis = NONE
    columns: Axis = NONE
    around: tuple[str, str] | None = None
    home: tuple[str, int] | None = None

    @property
    def by_example(self) -> bool:  # type: ignore[override]
        """Whether its rows are."""
        return self.rows.of == "example"

    @property
    def T(self) -> "Part":
        """It transposed."""
        return self[0:].T

    def __getitem__(self, rows: slice) -> "Part":
        own = self.rows._replace(bias=False) if rows.start else self.rows
        return Part(self, self.value[rows], own, self.columns, rows.start)

    def __matmul__(self, other: "Matrix") -> "Product":
        return Product(self, other)

    def matrices(self) -> Iterator["Operand"]:
        """Itself."""
        yield self

    def copied(self) -> "Operand":
        """With values that stay; the g' of large relu layers, kept as booleans, as numbers."""
        return self._with(self.value.astype(float) if self.value.dtype == bool else np.array(self.value))

    def rebind(self, counterpart: Counterpart) -> "Operand":
        """With the values of another mini-batch; itself where both share them."""
        value = counterpart(self.value)
        return self if value is self.value else self._with(value)

    def _with(self, value: Array) -> "Operand":
        return Operand(self.symbol, value, self.rows, self.columns, self.around, self.home)

    def find_in(self, known: Mapping[str, "Operand"]) -> "Operand":
        """The one of that symbol."""
        return known[self.symbol]

    def entry(self, row: int | str, column: int | str) -> Notation:
        """A value as the lecture indexes it; row and column from 0, or letters for any of them."""
        i = row if isinstance(row, str) else self.rows.label(row)
        k = column if isinstance(column, str) else self.columns.label(column)
        before, behind = self.around or (self.symbol, "")
        return Notation(f"{before}[{i},{k}]{behind}", f"{latex(before)}_{{{i},{k}}}{latex(behind)}")

    def cell(self, row: int, column: int) -> str:
        """The same, but a number has no index."""
        return self.symbol if self.rows.of == "none" else self.entry(row, column)


@dataclass(eq=False)
class Part(Expression):
    """An operand from a row on, perhaps transposed: (Θ(2)[1:,:])ᵀ."""

    operand: Operand
    value: Array
    rows: Axis
    columns: Axis
    skipped: int
    transposed: bool = False

    @property
    def symbol(self) -> Notation:
        """As the lecture writes it."""
        rows = index(f"{self.skipped}:", ":") if self.skipped else ""
        return joined(["(", self.operand.symbol, rows, Notation(")ᵀ", r")^{\top}")])

    @property
    def T(self) -> "Part":
        """It transposed."""
        return replace(self, value=self.value.T, rows=self.columns, columns=self.rows, transposed=not self.transposed)

    def __matmul__(self, other: "Matrix") -> "Product":
        return Product(self, other)

    def find_in(self, known: Mapping[str, Operand]) -> "Part":
        """The same part of the operand of that symbol."""
        part = known[self.operand.symbol][self.skipped :]
        return part.T if self.transposed else part

    def entry(self, row: int | str, column: int | str) -> Notation:
        """A value as the lecture indexes it in the whole operand."""
        row, column = (column, row) if self.transposed else (row, column)
        return self.operand.entry(row if isinstance(row, str) else row + self.skipped, column)


Matrix = Operand | Part
"""What may stand in a product."""


@dataclass(eq=False)
class Product(Expression):
    """The product of two matrices: each value is a sum."""

    left: Matrix
    right: Matrix
    by_example = True

    def calls(self, out: Array) -> list[Call]:
        """The product, in whatever order `out` lies in memory."""
        return [product(self.left.value, self.right.value, out)]

    def times(self, factor: float, out: Array) -> list[Call]:
        """A multiple of it: the factor goes into the right matrix or into `out`, whichever is smaller."""
        left, right, by = self.left.value, self.right.value, scalar(factor, out.dtype)
        if out.size <= right.size:
            return [product(left, right, out), (multiply, (out, by, out))]
        scaled = np.empty_like(right)
        return [(multiply, (right, by, scaled)), product(left, scaled, out)]


@dataclass(eq=False)
class Activated(Expression):
    """g(Z), Z being a product: the product is computed into `Z`, and g of it into `A`, a matrix without ones."""

    name: str
    of: Product
    Z: Operand
    A: Operand
    function: Callable[[Array, Array], list[Call]]
    by_example = True

    def matrices(self) -> Iterator[Operand]:
        """Those of the product."""
        return self.of.matrices()

    def intermediates(self) -> tuple[Operand, ...]:
        """Z."""
        return (self.Z,)

    def calls(self, out: Array) -> list[Call]:
        """Z, then g of it."""
        return [*self.of.calls(self.Z.value), *self.function(self.Z.value, self.A.value)]


def log(of: Expression) -> Function:
    """The natural logarithm."""
    return Function("log", of)


def sqrt(of: Expression) -> Function:
    """The square root."""
    return Function("√", of)
