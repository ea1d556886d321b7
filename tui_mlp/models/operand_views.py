"""The operands of an equation as it uses them: transposed, cut, with their signs."""

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
from core.stepping.stepper import Execution
from core.support.i18n import _

from .pointed import Pointed
from .step_focus import Cell, StepFocus

READ_AS_EQUATION = ("activation", "output error", "error", "gradient")
"""The kinds of equations whose matrices are shown in order, with the signs between them."""
CORRECTED = ("α'", "ε'")
"""Adam's corrected rates, one for each weight; they are shown after the other matrices."""


@dataclass(frozen=True, eq=False)
class OperandView:
    """A matrix as it stands in an equation.

    `values` are those of the matrix `symbol`, transposed if `transposed`, without its first `skipped` rows and columns.
    `lit` is the row and the column that the value in focus was computed from, None for all of them. `cell` is the value
    of the term in focus, None where the value in focus takes nothing from this matrix. `pointed` is the cell that the
    pointer is on.
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
    cell: Cell | None = None
    pointed: Cell | None = None

    @property
    def title(self) -> str:
        """The name, after its sign."""
        return f"{self.sign} {self.name}" if self.sign else self.name

    @property
    def shape(self) -> str:
        """Rows × columns."""
        return "×".join(map(str, self.values.shape))

    def cell_of(self, row: int, column: int) -> Cell:
        """The cell of the view that shows a cell of the whole matrix."""
        row, column = row - self.skipped[0], column - self.skipped[1]
        return (column, row) if self.transposed else (row, column)

    def with_pointer(self, pointed: Pointed | None) -> "OperandView":
        """The view with the pointer on the cell that shows the pointed value, if it shows it."""
        found = pointed.cell_in(self.symbol) if pointed is not None else None
        if found is None or self.name.startswith("Z("):  # Z stands for its A where terms are followed, but isn't it
            return self
        (row, column), (rows, columns) = self.cell_of(*found), self.values.shape
        return replace(self, pointed=(row, column)) if 0 <= row < rows and 0 <= column < columns else self

    def cells_of(self, factors: Iterable[Factor]) -> list[Cell]:
        """The cells of the view for those of the factors that are values of this matrix."""
        places = dict.fromkeys(factor.cell for factor in factors if factor.cell)
        return [self.cell_of(row, column) for symbol, row, column in places if symbol == self.symbol]

    def with_focus(self, taken: Sequence[Factor], chosen: Sequence[Factor]) -> "OperandView":
        """The view with `lit` from the factors that a value took, and `cell` from the first chosen one found in it."""
        cells = self.cells_of(taken)
        if not cells:
            return self
        rows, columns = {row for row, _ in cells}, {column for _, column in cells}
        lit = rows.pop() if len(rows) == 1 else None, columns.pop() if len(columns) == 1 else None
        return replace(self, lit=lit, cell=(self.cells_of(chosen) or cells)[0])


def views_in_focus(focus: StepFocus, pointed: Pointed | None = None) -> list[OperandView]:
    """The operands of the equation in focus, with what the value in focus took of each, and with the pointer."""
    derivation = focus.derivation
    taken = (
        [factor for term in (*derivation.terms, derivation.closing) for factor in term.factors] if derivation else []
    )
    if taken:
        taken.append(Factor("", focus.value, (focus.symbol, *focus.cell)))  # the activation's own Z, in the same cell
    chosen = (focus.chosen_factor, *focus.factors) if focus.chosen_factor else ()
    views = [view.with_focus(taken, chosen) for view in operand_views(focus.execution)]
    if focus.execution.equation.kind == "loss":  # its terms name the largest outputs only, but it is computed from all
        views = [replace(view, lit=(None, None)) for view in views]
    return [view.with_pointer(pointed) for view in views]


def operand_views(execution: Execution) -> list[OperandView]:
    """The matrices of the right-hand side, each once; plain numbers are left out."""
    kind, formula, found = execution.equation.kind, execution.equation.formula, dict[str, tuple[str, Matrix]]()
    if kind not in READ_AS_EQUATION:
        matrices = [matrix for matrix in formula.matrices() if matrix.rows.kind != "none"]
        found = {
            matrix.symbol: ("", matrix)
            for matrix in sorted(matrices, key=lambda matrix: matrix.symbol.startswith(CORRECTED))
        }
    else:
        for sign, matrix in with_signs(formula):
            if not found.get(matrix.symbol, ("",))[0]:  # a matrix that occurs twice stands where it first has a sign
                found.pop(matrix.symbol, None)
                found[matrix.symbol] = sign, matrix
            elif kind == "gradient":
                found[matrix.symbol] = "+ λ2, λ1:", matrix
    return [view_of(matrix.find_in(execution.known), sign) for sign, matrix in found.values()]


def with_signs(formula: Expression, sign: str = "") -> Iterator[tuple[str, Matrix]]:
    """The matrices of a formula, each with the sign before it; not those inside a row sum."""
    match formula:
        case Operand() | Part():
            yield sign, formula
        case Product(left, right):
            yield from (*with_signs(left, sign), *with_signs(right, "·"))
        case Activated(product=product, Z=Z):
            yield from (*with_signs(product, sign), ("→", Z))
        case Computed(formula=inner) | Named(meaning=inner):
            yield from with_signs(inner, sign)
        case Function(name, of) if name != "rowsum":
            yield from with_signs(of, f"{sign} {name}")
        case Infix(left=Fraction() as factor, right=right):
            yield from with_signs(right, f"{sign} {formula_text(factor)}".lstrip())
        case Infix(between, left, right):
            enclosed = (
                precedence(right, elementwise=True) == SUM
            )  # the sign belongs to the sum, not to its first matrix
            yield from (*with_signs(left, sign), *with_signs(right, "" if enclosed else between.strip()))


def result_view(focus: StepFocus, pointed: Pointed | None = None) -> OperandView:
    """The matrix that the equation wrote, or the given matrix in focus, with the pointer."""
    renewed = any(operand.symbol == focus.symbol for operand in focus.execution.reads)
    sign = "" if focus.given else _("= new") if renewed else "="
    return replace(view_of(focus.operand, sign), cell=focus.cell).with_pointer(pointed)


def view_of(matrix: Matrix, sign: str = "") -> OperandView:
    """The view of a matrix, or of a part of one."""
    axes = matrix.rows, matrix.columns
    if isinstance(matrix, Part):
        return OperandView(
            sign, matrix.symbol, matrix.operand.symbol, matrix.value, *axes, matrix.transposed, (matrix.skipped, 0)
        )
    symbol, before = matrix.source or (matrix.symbol, 0)
    return OperandView(sign, matrix.symbol, symbol, matrix.value, *axes, skipped=(0, before))


def index_label(index: int, axis: Axis) -> str:
    """An index as the lecture counts it: from 1, the bias unit as 0."""
    if axis.kind == "none":
        return ""
    if axis.bias and index == 0:
        return _("bias")
    return str(index if axis.bias else index + 1)


def axis_letters(view: OperandView) -> str:
    """The lecture's letters for rows and columns, such as i\\j."""
    rows, columns = view.rows.letter, view.columns.letter
    return f"{rows}\\{columns}" if rows and columns else ""
