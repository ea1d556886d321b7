"""The operands of an equation as the equation uses them: transposed, without their bias row, with the sign before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.calls import Array
from core.program import Axis, Operand
from core.spelling import Factor
from core.stepping import Frame
from core.texts import _

from .gaze import Cell, Gaze


@dataclass(frozen=True, eq=False)
class Piece:
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
        places = dict.fromkeys(factor.place for factor in factors if factor.place)
        return [self.shown(row, column) for symbol, row, column in places if symbol == self.symbol]

    def spotted(self, taken: Sequence[Factor], chosen: Sequence[Factor]) -> "Piece":
        """With what a value took of it, and the first of the chosen factors that is a value of it."""
        cells = self.cells(taken)
        if not cells:
            return self
        rows, columns = {row for row, _ in cells}, {column for _, column in cells}
        lit = rows.pop() if len(rows) == 1 else None, columns.pop() if len(columns) == 1 else None
        return replace(self, lit=lit, at=(self.cells(chosen) or cells)[0])


def pieces(gaze: Gaze) -> list[Piece]:
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


def operands(frame: Frame) -> list[Piece]:
    """The right-hand side, matrix by matrix."""
    kind = frame.equation.kind
    if kind == "activation":
        (A, theta), (Z, *mask) = frame.reads, frame.also
        return [whole(A), whole(theta, "·"), whole(Z, "→"), *(whole(one, "∘") for one in mask)]
    if kind == "loss":
        A, Y, _Z = frame.reads  # Z gives the same, only more exactly
        return [whole(Y), whole(A)]
    if kind == "output error":
        return [whole(frame.reads[0]), whole(frame.reads[1], "−")]
    if kind == "error":
        delta, theta, *factors = frame.reads
        return [whole(delta), transposed(theta, "·", 1), *(whole(one, "∘") for one in factors)]
    if kind == "gradient":
        A, delta, *weights = frame.reads
        return [transposed(A, "−(1/m)"), whole(delta, "·"), *(whole(one, penalty(frame)) for one in weights)]
    return [whole(one) for one in frame.reads if one.rows.of != "none"]  # numbers stand in the sum


def penalty(frame: Frame) -> str:
    """What stands before Θ in a gradient."""
    l2, l1 = (frame.scene.rates[key] > 0 for key in ("l2", "l1"))
    return "+ λ2, λ1:" if l2 and l1 else "+ (λ2/N)" if l2 else "+ (λ1/N) sign"


def result(gaze: Gaze) -> Piece:
    """What the equation wrote, or the given matrix that is looked at."""
    renewed = any(one.symbol == gaze.symbol for one in gaze.frame.reads)
    sign = "" if gaze.given else _("= new") if renewed else "="
    return replace(whole(gaze.operand, sign), at=gaze.cell)


def whole(operand: Operand, sign: str = "") -> Piece:
    """A matrix as it is."""
    symbol, before = operand.home or (operand.symbol, 0)
    return Piece(sign, operand.symbol, symbol, operand.value, operand.rows, operand.columns, skipped=(0, before))


def transposed(operand: Operand, sign: str, skipped: int = 0) -> Piece:
    """Its rows from `skipped` on as columns."""
    name = f"({operand.symbol}[1:,:])ᵀ" if skipped else f"({operand.symbol})ᵀ"
    rows = operand.rows._replace(bias=False) if skipped else operand.rows
    values = operand.value[skipped:].T
    return Piece(sign, name, operand.symbol, values, operand.columns, rows, transposed=True, skipped=(skipped, 0))


def label(index: int, axis: Axis) -> str:
    """An index as the lecture counts it: from 1, the bias unit 0."""
    if axis.of == "none":
        return ""
    if axis.bias and index == 0:
        return _("bias")
    return str(index if axis.bias else index + 1)


def corner(piece: Piece) -> str:
    """The letters of the lecture for rows and columns."""
    rows, columns = piece.rows.letter, piece.columns.letter
    return f"{rows}\\{columns}" if rows and columns else ""
