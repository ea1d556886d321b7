"""What a person looks at in the Step view: an equation, a value of it, a term of the sum that made the value."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from core.derivation.derivation import derive, last_writer
from core.derivation.terms import CellRef, Derivation, Factor, Term, shorten
from core.expressions import Axis, Operand
from core.stepping.stepper import ExecutedEquation
from tui_mlp.session.snapshot import Stepping

Cell = tuple[int, int]


@dataclass(frozen=True, eq=False)
class StepFocus:
    """A place in the equations that have run, and how one came there.

    `index` is the place in `frames` of the equation, `symbol` the matrix: what the equation wrote or, if `given`, what
    it read and no equation of this mini-batch had written before (Y, a Θ, a mean of Adam's). `cell` is a row and a
    column of it, from 0. `term` and `factor` count from 0; None is the largest term, and its first factor that
    an equation of this mini-batch wrote. `trail` is where `enter` was
    pressed on the way here, `most` the terms that there is
    room for: of a longer sum the largest are told apart, and the rest is one.
    """

    frames: tuple[ExecutedEquation, ...]
    index: int
    symbol: str
    cell: Cell
    given: bool = False
    term: int | None = None
    factor: int | None = None
    trail: tuple["StepFocus", ...] = ()
    most: int = 12

    @property
    def frame(self) -> ExecutedEquation:
        """The equation."""
        return self.frames[self.index]

    @property
    def operand(self) -> Operand:
        """The matrix."""
        known = (*self.frame.reads, *self.frame.intermediates) if self.given else (self.frame.writes,)
        return next(one for one in known if one.symbol == self.symbol)

    @cached_property
    def spelling(self) -> Derivation | None:
        """The value in focus as the sum that made it; None for one that is given."""
        return None if self.given else spelled_out(self.frame, *self.cell)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Those that can be walked over."""
        return () if self.spelling is None else shorten(self.spelling.terms, self.most)

    @property
    def expressions(self) -> tuple[Term, ...]:
        """The terms, and last the closing expression."""
        return (*self.terms, self.spelling.closing) if self.spelling else ()

    @property
    def place(self) -> int:
        """The place of the term in focus among them, that of the closing expression where there is no sum."""
        if self.term is not None:
            return min(self.term, len(self.expressions) - 1)
        sizes = [abs(term.value) if term.factors else -1.0 for term in self.terms]
        return sizes.index(max(sizes)) if sizes else 0

    @property
    def factors(self) -> tuple[Factor, ...]:
        """Those of the term in focus, each once."""
        return tuple(dict.fromkeys(self.expressions[self.place].factors)) if self.expressions else ()

    @property
    def name(self) -> str:
        """The value as the lecture indexes it."""
        return self.operand.cell(*self.cell)

    @property
    def value(self) -> float:
        """The value in focus."""
        return float(self.operand.value[self.cell])

    @property
    def row(self) -> int:
        """The place of the factor in focus among them."""
        if self.factor is not None:
            return min(self.factor, len(self.factors) - 1)
        written = [bool(one.cell and last_writer(self.frames, self.frame.index, one.cell)) for one in self.factors]
        return written.index(True) if any(written) else 0

    @property
    def chosen(self) -> Factor | None:
        """The factor that `enter` would follow, if it is a value of a matrix."""
        return self.factors[self.row] if self.factors else None

    def at(self, row: int, column: int) -> "StepFocus":
        """The same matrix in another cell, or the nearest there is."""
        rows, columns = self.operand.value.shape
        cell = max(0, min(row, rows - 1)), max(0, min(column, columns - 1))
        return self if cell == self.cell else replace(self, cell=cell, term=None, factor=None)

    def on(self, term: int, factor: int) -> "StepFocus":
        """The same value, another term of its sum, or the nearest there is."""
        there = replace(self, term=max(0, min(term, len(self.expressions) - 1)))
        return replace(there, factor=max(0, min(factor, len(there.factors) - 1)))

    def followed(self) -> "StepFocus | None":
        """To the equation that wrote the chosen factor, else to the matrix it is given in; None if it is neither."""
        if self.chosen is None or self.chosen.cell is None:
            return None
        return self.to(self.chosen.cell)

    def to(self, place: CellRef) -> "StepFocus | None":
        """To a value by its matrix, row and column, with a way back."""
        symbol, row, column = place
        trail, frame = (*self.trail, self), last_writer(self.frames, self.frame.index, place)
        if frame is not None:
            return StepFocus(self.frames, self.frames.index(frame), symbol, (row, column), trail=trail, most=self.most)
        if any(one.symbol == symbol for one in (*self.frame.reads, *self.frame.intermediates)):
            return StepFocus(self.frames, self.index, symbol, (row, column), True, trail=trail, most=self.most)
        return None

    def back(self) -> "StepFocus":
        """Where the last term was followed from."""
        return self.trail[-1] if self.trail else self

    def turned(self, direction: int) -> "StepFocus | None":
        """The equation of the same kind for another layer, None where there is none or it hasn't run."""
        here = self.frame.equation
        kind = here.symbol.rpartition("(")[0]
        wanted = [
            place
            for place, one in enumerate(self.frames)
            if kind
            and one.equation.symbol.startswith(f"{kind}(")
            and one.equation.omitted_from_trace == here.omitted_from_trace
        ]
        if self.index not in wanted:
            return None
        layers = sorted(wanted, key=lambda place: layer_of(self.frames[place]))
        place = layers.index(self.index) + direction
        return self.onto(layers[place]) if 0 <= place < len(layers) else None

    def onto(self, index: int) -> "StepFocus":
        """Another of the equations that have run, at the same example and the same neurons."""
        index = max(0, min(index, len(self.frames) - 1))
        return look(self.frames, index, carried(self, self.frames[index].writes), self.most)


@lru_cache(maxsize=4)
def spelled_out(frame: ExecutedEquation, row: int, column: int) -> Derivation:
    """A value spelled out, once for all looks at it: a sum over thousands of examples takes a while."""
    return derive(frame, row, column)


def layer_of(frame: ExecutedEquation) -> int:
    """The layer in an equation's symbol: 2 of Δ(2), of g'(Z(2)) too."""
    return int(frame.equation.symbol.rpartition("(")[2].rstrip(")"))


def look(frames: tuple[ExecutedEquation, ...], index: int, cell: Cell, most: int) -> StepFocus:
    """An equation that has run, in the cell or the nearest it has; a bias unit, always 1, is no place to begin."""
    writes = frames[index].writes
    row, column = cell
    return StepFocus(frames, index, writes.symbol, (0, 0), most=most).at(row, max(column, int(writes.columns.bias)))


def carried(gaze: StepFocus, writes: Operand) -> Cell:
    """The cell in focus by the numbers of its row and column, where those count the same in another matrix."""

    def place(before: Axis, at: int, axis: Axis) -> int:
        return at - before.bias + axis.bias if before.kind == axis.kind else at

    row, column = gaze.cell
    operand = gaze.operand
    return place(operand.rows, row, writes.rows), place(operand.columns, column, writes.columns)


def renewed(gaze: StepFocus | None, stepping: Stepping, most: int) -> StepFocus | None:
    """The look after more equations have run, or fewer: at the last of them, but after a whole other mini-batch at the
    same equation of it. Unmoved where nothing has run.
    """
    frames = stepping.frames
    if not frames:
        return None
    if gaze is None:
        return look(frames, len(frames) - 1, (0, 0), most)
    if gaze.frames is frames:
        return gaze
    index = len(frames) - 1
    if not stepping.cursor and gaze.frame.context is not frames[0].context:
        index = same_equation(gaze.frame, frames)
    return look(frames, index, carried(gaze, frames[index].writes), most)


def same_equation(frame: ExecutedEquation, frames: tuple[ExecutedEquation, ...]) -> int:
    """The place of the equation among others, of the last where it isn't."""
    symbol, kind = frame.equation.symbol, frame.equation.kind
    places = (place for place, one in enumerate(frames) if (one.equation.symbol, one.equation.kind) == (symbol, kind))
    return next(places, len(frames) - 1)
