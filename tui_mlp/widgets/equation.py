"""The Equation pane: an equation, the matrices it reads, and the one it writes with the value in focus."""

from collections.abc import Sequence

from textual.binding import Binding
from textual.events import MouseScrollDown, MouseScrollUp
from textual.geometry import Region
from textual.strip import Strip

from core.texts import _

from ..explained import heading, sentence
from ..pieces import Piece, pieces, result
from ..render.frame import Facts, frame, inner, rule
from ..render.matrix import cell_at
from ..render.operands import as_colours, as_figures, title
from ..render.strips import fill, fit, segments
from ..render.sums import hint
from .looking import LookingPane

BOXES_FROM = (100, 20)
"""Columns and lines from which each matrix has a box of its own, with figures."""
SAID_FROM = 28
"""Lines from which the equation is explained in a sentence."""


class EquationPane(LookingPane):
    """Boxes that read as the equation where there is room; else operands as colours above the result's figures."""

    BINDINGS = [
        Binding("up", "move(-1,0)", "Up", show=False),
        Binding("down", "move(1,0)", "Down", show=False),
        Binding("left", "move(0,-1)", "Left", show=False),
        Binding("right", "move(0,1)", "Right", show=False),
        Binding("pageup", "move(-10,0)", "Ten rows up", show=False),
        Binding("pagedown", "move(10,0)", "Ten rows down", show=False),
        Binding("home", "move(0,-1000000)", "First column", show=False),
        Binding("end", "move(0,1000000)", "Last column", show=False),
        Binding("m", "turn_form", "Operands as figures or colours", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._corner = (0, 0)
        self._figures: bool | None = None
        self._window = Region()
        """Where the result's matrix stands, so that a click finds its cell."""

    @property
    def boxes(self) -> bool:
        """Whether each matrix has a box."""
        return self.size.width >= BOXES_FROM[0] and self.size.height >= BOXES_FROM[1]

    @property
    def figures(self) -> bool:
        """Whether operands are figures: by choice, else where there is room or no colour."""
        if not self.palette.heat:
            return True
        return self.boxes if self._figures is None else self._figures

    def title(self) -> str:
        """Number and name, or the equation itself where it has no line of its own."""
        return heading(self.gaze.frame) if self.gaze else _("Equation")

    def equation(self) -> str:
        """The equation as people write it."""
        assert self.gaze is not None
        equation = self.gaze.frame.equation
        return f"{equation.symbol} = {equation.text}"

    def keys(self) -> list[tuple[str, str]]:
        """The cell, following, layers, form."""
        form = [("m", _("colours") if self.figures else _("figures"))] if self.palette.heat else []
        back = [("esc", _("back"))] if self.gaze and self.gaze.trail else []
        return [("arrows", _("cell")), ("↵", _("follow")), *back, ("[ ]", _("layer")), *form]

    def draw(self, width: int, height: int) -> list[Strip]:
        """The equation that is looked at, or what to do to see one."""
        if self.gaze is None:
            return self.empty(width, height)
        operands, wanted = pieces(self.gaze), result(self.gaze)
        if self.boxes:
            return self.boxed(operands, wanted, width, height)
        return self.ruled(operands, wanted, width, height)

    def empty(self, width: int, height: int) -> list[Strip]:
        """Before any equation has run."""
        assert self.snapshot is not None
        plan = self.snapshot.stepping.plan
        if self.snapshot.state.busy or not plan:
            text = _("Training. s stops it and runs the first equation of the next mini-batch; space pauses it.")
        else:
            text = _("s runs the first equation of the next mini-batch:\n{} ← {}\n\nb runs all of its {}, n the epoch.")
            text = text.format(plan[0].symbol, plan[0].text, len(plan))
        said = hint(text, *inner(width, height), self.palette)
        return frame(said, width, height, self.palette, title=self.title(), focused=self.has_focus)

    def ruled(self, operands: Sequence[Piece], wanted: Piece, width: int, height: int) -> list[Strip]:
        """Under rules: the operands beside each other, the result below."""
        palette, number = self.palette, self.gaze.frame.equation.number if self.gaze else None
        lines = [rule(width, palette, title=f"({number})  {self.equation()}" if number else self.equation())]
        room, rows = height - 2, len(wanted.values)
        if operands:
            tall = max(len(piece.values) for piece in operands)
            needed = tall + 2 if self.figures else 1 + -(-tall // 2)
            most = max(3, room // 2 if self.figures else room * 2 // 5, room - rows - 1)
            lines += self.beside(operands, width, min(needed, most))
        facts: Facts = self.keyed() if self.has_focus else ""
        lines.append(rule(width, palette, title=title(wanted), facts=facts, focused=self.has_focus))
        self._window = Region(1, len(lines), width - 1, height - len(lines))
        strips, self._corner = as_figures(wanted, *self._window.size, palette, self._corner, focus=True)
        blank = palette.bg.blank
        lines += [Strip([*Strip.blank(1, blank), *strip]) for strip in strips]
        return fill(lines, width, height, blank)

    def beside(self, operands: Sequence[Piece], width: int, height: int) -> list[Strip]:
        """Operands in columns, each under its name."""
        blank, ascii = self.palette.bg.blank, self.palette.ascii
        each = (width - 1) // len(operands)
        columns = []
        for piece in operands:
            name = fit(segments([(title(piece, self.figures), self.palette.bg.muted)], ascii), each - 1, blank)
            if self.figures:
                drawn = as_figures(piece, each - 1, height - 1, self.palette)[0]
            else:
                drawn = as_colours(piece, each - 1, height - 1, self.palette)
            columns.append([name, *drawn])
        gap = Strip.blank(1, blank)
        return [fit([s for strip in row for s in (*gap, *strip)], width, blank) for row in zip(*columns, strict=True)]

    def boxed(self, operands: Sequence[Piece], wanted: Piece, width: int, height: int) -> list[Strip]:
        """The equation with a sentence, then a box for each matrix, the result last."""
        assert self.gaze is not None
        palette, equation = self.palette, self.gaze.frame.equation
        said = height >= SAID_FROM
        line = _("line {} of the lecture").format(equation.line) if equation.line else ""
        text = [(equation.symbol, palette.bg.accent_bold), (f" = {equation.text}", palette.bg.strong)]
        inside = inner(width, 0)[0]
        body = [fit(segments(text, palette.ascii), inside, palette.bg.blank)]
        if said:
            body = [Strip.blank(inside, palette.bg.blank), *body, Strip.blank(inside, palette.bg.blank)]
            body += hint(sentence(self.gaze.frame), inside, 1, palette)
        lines = frame(body, width, len(body) + 2, palette, title=self.title(), facts=line)
        shown, across = [*operands, wanted], 2 if len(operands) < 4 else 3
        down = -(-len(shown) // across)
        for row in range(down):
            own = shown[row * across : (row + 1) * across]
            high = (height - len(lines)) // (down - row)
            lines += self.row_of_boxes(own, width, high, len(lines), wanted)
        return fill(lines, width, height, palette.bg.blank)

    def row_of_boxes(self, own: Sequence[Piece], width: int, height: int, top: int, wanted: Piece) -> list[Strip]:
        """Boxes beside each other, over the whole width."""
        edges = [width * place // len(own) for place in range(len(own) + 1)]
        columns = []
        for piece, left, right in zip(own, edges, edges[1:], strict=False):
            wide, high = inner(right - left, height)
            if piece is wanted:
                self._window = Region(left + 2, top + 1, wide, high)
                strips, self._corner = as_figures(piece, wide, high, self.palette, self._corner, focus=True)
            elif self.figures:
                strips = as_figures(piece, wide, high, self.palette)[0]
            else:
                strips = as_colours(piece, wide, high, self.palette)
            here = piece is wanted
            facts = self.rows_are(piece) if here else ""
            columns.append(
                frame(
                    strips, right - left, height, self.palette, title=title(piece, here or self.figures), facts=facts,
                    keys=self.keys() if here else (), focused=here and self.has_focus,
                )
            )  # fmt: skip
        return [Strip([s for strip in row for s in strip]) for row in zip(*columns, strict=True)]

    def rows_are(self, piece: Piece) -> str:
        """What a row is."""
        return _("one row an example") if piece.rows.of == "example" else ""

    def keyed(self) -> Facts:
        """The keys, where no bottom border has them."""
        styles = self.palette.bg
        return [
            part
            for key, said in self.keys()[:3]
            for part in ((f" {key}", styles.accent_bold), (f" {said}", styles.muted))
        ]

    def action_move(self, down: int, right: int) -> None:
        """Another value of the result."""
        if self.gaze:
            row, column = self.gaze.cell
            self.look(self.gaze.at(row + down, column + right))

    def action_turn_form(self) -> None:
        """Operands as figures or as colours."""
        self._figures = not self.figures
        self.redraw()

    def on_click(self, event: object) -> None:
        """Where the person clicked in the result."""
        x, y = getattr(event, "x", 0) - self._window.x, getattr(event, "y", 0) - self._window.y
        if self.gaze is None:
            return
        piece = result(self.gaze)
        cell = cell_at(piece.values.shape, self._window.width, x, y, *self._corner, figure=6)
        if cell is not None and y < self._window.height:
            self.look(self.gaze.at(*cell))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Rows, or columns with shift."""
        event.stop()
        self.action_move(0, 1) if event.shift else self.action_move(1, 0)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Rows, or columns with shift."""
        event.stop()
        self.action_move(0, -1) if event.shift else self.action_move(-1, 0)

    def help_text(self) -> str:
        """What `?` says of this pane, and of the equation in it."""
        said = f"{self.equation()}\n{sentence(self.gaze.frame)}\n\n" if self.gaze else ""
        return said + _(
            "The matrices that the equation reads, as it stood when it ran, and the one it wrote. Rows and columns are "
            "numbered as in the lecture, from 1, the bias unit 0. What the value in focus took of each operand is at "
            "full strength, the rest is dimmed.\n\n"
            "arrows   another value of the result; pgup, pgdn, home, end further\n"
            "enter    follow the largest term of its sum to where it came from; esc back\n"
            "[ ]      the same equation of the layer before, of the next\n"
            "m        operands as figures or as colours\n"
            "y  Y     copy the equation with its numbers, as text or as LaTeX\n"
            "e        one example instead: its x, y, every a and δ"
        )
