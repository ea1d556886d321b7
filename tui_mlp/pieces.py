"""The operands of an equation as the equation uses them: transposed, without their bias row, with the sign before."""

from dataclasses import dataclass, replace

from core.program import Axis, Operand
from core.spelling import Place
from core.stepping import Frame
from core.texts import _

from .gaze import Cell, Gaze
from .render.matrix import Matrix


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
    values: Matrix
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

    def shown(self, row: int, column: int) -> Cell:
        """Where a value of the matrix itself stands here."""
        row, column = row - self.skipped[0], column - self.skipped[1]
        return (column, row) if self.transposed else (row, column)

    def spotted(self, places: list[Place], chosen: Place | None) -> "Piece":
        """With what a value took of it."""
        cells = [self.shown(row, column) for symbol, row, column in places if symbol == self.symbol]
        if not cells:
            return self
        rows, columns = {row for row, _ in cells}, {column for _, column in cells}
        lit = rows.pop() if len(rows) == 1 else None, columns.pop() if len(columns) == 1 else None
        at = self.shown(*chosen[1:]) if chosen and chosen[0] == self.symbol else cells[0]
        return replace(self, lit=lit, at=at)


def pieces(gaze: Gaze) -> list[Piece]:
    """What the equation reads, and what it computes on the way to its result, with what the value in focus took."""
    spelling = gaze.spelling
    factors = [factor for term in spelling.terms for factor in term.factors] if spelling else []
    closing = spelling.closing.factors if spelling else ()
    places = [factor.place for factor in (*factors, *closing) if factor.place]
    chosen = gaze.chosen.place if gaze.chosen else None
    return [piece.spotted(places, chosen) for piece in operands(gaze.frame)]


def operands(frame: Frame) -> list[Piece]:
    """The right-hand side, matrix by matrix."""
    kind = frame.equation.kind
    if kind == "activation":
        (A, theta), (Z, *mask) = frame.reads, frame.also
        return [whole(A), whole(theta, "·"), whole(Z, "→"), *(whole(one, "∘") for one in mask)]
    if kind == "output error":
        return [whole(frame.reads[0]), whole(frame.reads[1], "−")]
    if kind == "error":
        delta, theta, *factors = frame.reads
        return [whole(delta), transposed(theta, "·", 1), *(whole(one, "∘") for one in factors)]
    if kind == "gradient":
        A, delta, *weights = frame.reads
        return [transposed(A, "−(1/m)"), whole(delta, "·"), *(whole(one, "+ λ/N") for one in weights)]
    return [whole(one) for one in frame.reads if one.rows.of != "none"]  # numbers stand in the sum


def result(gaze: Gaze) -> Piece:
    """What the equation wrote, or the given matrix that is looked at."""
    return replace(whole(gaze.operand, "" if gaze.given else "="), at=gaze.cell)


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
