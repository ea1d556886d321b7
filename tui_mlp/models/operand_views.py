"""The operands of an equation as the equation uses them: transposed, without their bias row, with the sign before."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from core.calls import Array
from core.derivation.terms import Factor
from core.expressions import (
    Activated,
    Axis,
    Computed,
    Expression,
    Fraction,
    Function,
    Infix,
    Matrix,
    Named,
    Operand,
    Part,
    Product,
)
from core.formulas import SUM, formula_text, precedence
from core.stepping.stepper import ExecutedEquation
from core.support.i18n import _

from .step_focus import Cell, StepFocus

READ_AS_EQUATION = ("activation", "output error", "error", "gradient")
"""Kinds of equations whose matrices are shown with the signs between them."""
CORRECTED = ("α'", "ε'")
"""Rates that stand behind what they scale, where each weight has its own."""


@dataclass(frozen=True, eq=False)
class OperandView:
    """A matrix as it stands in an equation: `values` are those of the matrix `symbol`, perhaps transposed and without
    its first `skipped` rows and columns.

    `lit` are the row and the column that made the value in focus, None for all of them; `at` is the value of the term
    in focus, None where the value in focus takes nothing of this matrix.
    """

    sign: str
    name: str
    symbol: str
    values: Array
    rows: Axis
    columns: Axis
    transposed: bool = False
    skipped: Cell = (0, 0)
    lit: tuple[int | None, int | None] = (None, None)
    at: Cell | None = None

    @property
    def title(self) -> str:
        """With the sign before it."""
        return f"{self.sign} {self.name}" if self.sign else self.name

    @property
    def shape(self) -> str:
        """Rows × columns."""
        return "×".join(map(str, self.values.shape))

    def shown(self, row: int, column: int) -> Cell:
        """Where a value of the matrix itself stands here."""
        row, column = row - self.skipped[0], column - self.skipped[1]
        return (column, row) if self.transposed else (row, column)

    def cells(self, factors: Iterable[Factor]) -> list[Cell]:
        """Where those factors stand here that are values of it."""
        places = dict.fromkeys(factor.cell for factor in factors if factor.cell)
        return [self.shown(row, column) for symbol, row, column in places if symbol == self.symbol]

    def spotted(self, taken: Sequence[Factor], chosen: Sequence[Factor]) -> "OperandView":
        """With what a value took of it, and the first of the chosen factors that is a value of it."""
        cells = self.cells(taken)
        if not cells:
            return self
        rows, columns = {row for row, _ in cells}, {column for _, column in cells}
        lit = rows.pop() if len(rows) == 1 else None, columns.pop() if len(columns) == 1 else None
        return replace(self, lit=lit, at=(self.cells(chosen) or cells)[0])


def pieces(gaze: StepFocus) -> list[OperandView]:
    """What the equation reads, and what it computes on the way to its result, with what the value in focus took."""
    spelling = gaze.spelling
    taken = [factor for term in (*spelling.terms, spelling.closing) for factor in term.factors] if spelling else []
    if taken:
        taken.append(Factor("", gaze.value, (gaze.symbol, *gaze.cell)))  # what Z has there
    chosen = (gaze.chosen, *gaze.factors) if gaze.chosen else ()
    spotted = [piece.spotted(taken, chosen) for piece in operands(gaze.frame)]
    if gaze.frame.equation.kind == "loss":  # its terms tell the largest outputs apart, but it takes them all
        spotted = [replace(piece, lit=(None, None)) for piece in spotted]
    return spotted


def operands(frame: ExecutedEquation) -> list[OperandView]:
    """The right-hand side, matrix by matrix, each once; numbers stand in the sum."""
    kind, formula, found = frame.equation.kind, frame.equation.formula, dict[str, tuple[str, Matrix]]()
    if kind not in READ_AS_EQUATION:
        matrices = [one for one in formula.matrices() if one.rows.kind != "none"]
        found = {one.symbol: ("", one) for one in sorted(matrices, key=lambda one: one.symbol.startswith(CORRECTED))}
    else:
        for sign, one in signed(formula):
            if not found.get(one.symbol, ("",))[0]:  # one that comes twice stands where it first has a sign
                found.pop(one.symbol, None)
                found[one.symbol] = sign, one
            elif kind == "gradient":
                found[one.symbol] = "+ λ2, λ1:", one
    return [piece(one.find_in(frame.known), sign) for sign, one in found.values()]


def signed(formula: Expression, sign: str = "") -> Iterator[tuple[str, Matrix]]:
    """The matrices of a formula that aren't inside a sum of rows, each with what stands before it."""
    match formula:
        case Operand() | Part():
            yield sign, formula
        case Product(left, right):
            yield from (*signed(left, sign), *signed(right, "·"))
        case Activated(product=product, Z=Z):
            yield from (*signed(product, sign), ("→", Z))
        case Computed(formula=inner) | Named(meaning=inner):
            yield from signed(inner, sign)
        case Function(name, of) if name != "rowsum":
            yield from signed(of, f"{sign} {name}")
        case Infix(left=Fraction() as factor, right=right):
            yield from signed(right, f"{sign} {formula_text(factor)}".lstrip())
        case Infix(between, left, right):
            enclosed = precedence(right, elementwise=True) == SUM  # the sign is none of its first matrix
            yield from (*signed(left, sign), *signed(right, "" if enclosed else between.strip()))


def result(gaze: StepFocus) -> OperandView:
    """What the equation wrote, or the given matrix that is looked at."""
    renewed = any(one.symbol == gaze.symbol for one in gaze.frame.reads)
    sign = "" if gaze.given else _("= new") if renewed else "="
    return replace(piece(gaze.operand, sign), at=gaze.cell)


def piece(matrix: Matrix, sign: str = "") -> OperandView:
    """A matrix, whole or in part."""
    axes = matrix.rows, matrix.columns
    if isinstance(matrix, Part):
        return OperandView(
            sign, matrix.symbol, matrix.operand.symbol, matrix.value, *axes, matrix.transposed, (matrix.skipped, 0)
        )
    symbol, before = matrix.source or (matrix.symbol, 0)
    return OperandView(sign, matrix.symbol, symbol, matrix.value, *axes, skipped=(0, before))


def label(index: int, axis: Axis) -> str:
    """An index as the lecture counts it: from 1, the bias unit 0."""
    if axis.kind == "none":
        return ""
    if axis.bias and index == 0:
        return _("bias")
    return str(index if axis.bias else index + 1)


def corner(piece: OperandView) -> str:
    """The letters of the lecture for rows and columns."""
    rows, columns = piece.rows.letter, piece.columns.letter
    return f"{rows}\\{columns}" if rows and columns else ""
