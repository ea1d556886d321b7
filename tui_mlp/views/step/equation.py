"""The Equation pane: an equation, the matrices it reads, and the one it writes with the value in focus."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.binding import Binding
from textual.events import MouseScrollDown, MouseScrollUp
from textual.geometry import Region
from textual.strip import Strip

from core.stepping.stepper import ExecutedEquation
from core.support.i18n import N_, _
from tui_mlp.models.equation_help import formula, heading, sentence
from tui_mlp.models.operand_views import OperandView, operands, pieces, result
from tui_mlp.models.step_focus import StepFocus
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.frame import PADDING, frame, inner, rule
from tui_mlp.render.matrix.heatmap import rows_a_line
from tui_mlp.render.matrix.matrix import cell_at
from tui_mlp.render.matrix.operands import all_drawn, as_figures, drawn, lines_as_figures, names_width, title
from tui_mlp.render.strips import StyledText, fill
from tui_mlp.render.word_wrap import sentences, wrapped

from .pane import LookingPane

BOXES_FROM = (90, 17)
"""Columns and lines from which each matrix has a box of its own, with figures."""
SAID_FROM = 28
"""Lines from which the equation is explained in a sentence."""


def room_above(height: int, wanted: OperandView) -> int:
    """Lines for the operands: half of them, and what the result leaves."""
    return max(height // 2, height - len(wanted.values) - 1)


class EquationPane(LookingPane):
    """Boxes that read as the equation where there is room; else operands as colours above the result's figures."""

    BINDINGS = [
        Binding("up", "move(-1,0)", N_("Up"), show=False),
        Binding("down", "move(1,0)", N_("Down"), show=False),
        Binding("left", "move(0,-1)", N_("Left"), show=False),
        Binding("right", "move(0,1)", N_("Right"), show=False),
        Binding("pageup", "move(-10,0)", N_("Ten rows up"), show=False),
        Binding("pagedown", "move(10,0)", N_("Ten rows down"), show=False),
        Binding("home", "move(0,-1000000)", N_("First column"), show=False),
        Binding("end", "move(0,1000000)", N_("Last column"), show=False),
        Binding("m", "turn_form", N_("Operands as figures or colours"), show=False),
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
        """Whether operands are figures: by choice, else where there is room."""
        if self._figures is not None or self.boxes or self.gaze is None:
            return self.boxes if self._figures is None else self._figures
        lines = lines_as_figures(operands(self.gaze.frame), self.size.width, self.palette)
        height = self.size.height - len(self.headed(self.gaze.frame, self.size.width)) - 1
        return lines is not None and lines <= room_above(height, result(self.gaze))

    def title(self) -> str:
        """Number and name, or the equation itself where it has no line of its own."""
        return heading(self.gaze.frame) if self.gaze else _("Equation")

    def keys(self) -> list[tuple[str, str]]:
        """The cell, following, back, layers, form, one example."""
        back = [("esc", _("back"))] if self.gaze and self.gaze.trail else []
        follow = [("↵", _("follow"))] if self.gaze and self.gaze.factors else []
        form = [("m", _("colours") if self.figures else _("figures"))] if self.gaze and self.gaze.frame.reads else []
        return [("arrows", _("cell")), *follow, *back, ("[ ]", _("layer")), *form, ("e", _("example"))]

    def draw(self, width: int, height: int) -> list[Strip]:
        """The equation that is looked at, or what to do to see one."""
        if self.gaze is None:
            body = self.body(*inner(width, height))
            return frame(body, width, height, self.palette, title=self.title(), focused=self.has_focus)
        draw = self.boxed if self.boxes else self.ruled
        return draw(self.gaze, width, height)

    def body(self, width: int, height: int) -> list[Strip]:
        """What to do to see an equation, before any has run."""
        plan = self.snapshot.stepping.plan
        if self.snapshot.state.busy or not plan:
            text = _("Training. s stops it and runs the first equation of the next mini-batch; space pauses it.")
        else:
            text = _("s runs the first equation of the next mini-batch:\n{} ← {}\n\nb runs all of its {}, n the epoch.")
            text = text.format(plan[0].symbol, plan[0].text, len(plan))
        return sentences(text, width, self.palette)

    def ruled(self, gaze: StepFocus, width: int, height: int) -> list[Strip]:
        """Under rules: the operands beside each other, the result below."""
        read, wanted, lines = pieces(gaze), result(gaze), self.headed(gaze.frame, width)
        if read:
            high = room_above(height - len(lines) - 1, wanted)
            lines += all_drawn(read, width, min(high, self.lines_of(read)), self.palette, self.figures)
        lines.append(self.ruled_off(title(wanted), width))
        self._window = Region(1, len(lines), width - 1, height - len(lines))
        strips, self._corner = as_figures(wanted, *self._window.size, self.palette, self._corner, focus=True)
        blank = self.palette.bg.blank
        lines += [Strip([*Strip.blank(1, blank), *strip]) for strip in strips]
        return fill(lines, width, height, blank)

    def lines_of(self, read: Sequence[OperandView]) -> int:
        """Lines that show all rows of the operands."""
        tall = max(len(piece.values) for piece in read)
        if self.figures:
            return max(tall + 2, lines_as_figures(read, self.size.width, self.palette) or 0)
        return 1 + -(-tall // rows_a_line(self.palette))

    def headed(self, frame: ExecutedEquation, width: int) -> list[Strip]:
        """The equation in a rule; on lines of its own where it is longer."""
        palette, number = self.palette, frame.equation.number
        text = " ".join(formula(frame))
        whole = f"({number})  {text}" if number else text
        if cell_len(displayed(whole, palette.ascii)) <= width - 6:
            return [rule(width, palette, title=whole)]
        blank = Strip.blank(1, palette.bg.blank)
        own = [Strip([*blank, *strip]) for strip in wrapped(self.parts(frame), width - 1, palette)]
        return [rule(width, palette, title=self.title()), *own]

    def parts(self, frame: ExecutedEquation) -> list[StyledText]:
        """The equation, its result in the accent's colour."""
        left, right = formula(frame)
        return [(left, self.palette.bg.accent_bold), (f" {right}", self.palette.bg.strong)]

    def boxed(self, gaze: StepFocus, width: int, height: int) -> list[Strip]:
        """The equation with a sentence, then a box for each matrix, the result last."""
        palette, line = self.palette, gaze.frame.equation.line
        inside, blank = inner(width, 0)[0], Strip.blank(inner(width, 0)[0], self.palette.bg.blank)
        body = wrapped(self.parts(gaze.frame), inside, palette)
        if height >= SAID_FROM:
            body = [blank, *body, blank, *sentences(sentence(gaze.frame), inside, palette)]
        facts = _("line {} of the lecture").format(line) if line else ""
        lines = frame(body, width, len(body) + 2, palette, title=self.title(), facts=facts)
        read, wanted = pieces(gaze), result(gaze)
        shown, across = [*read, wanted], 2 if len(read) < 4 else 3
        down = -(-len(shown) // across)
        for row in range(down):
            own = shown[row * across : (row + 1) * across]
            high = (height - len(lines)) // (down - row)
            lines += self.row_of_boxes(own, width, high, len(lines), wanted)
        return fill(lines, width, height, palette.bg.blank)

    def row_of_boxes(
        self, own: Sequence[OperandView], width: int, height: int, top: int, wanted: OperandView
    ) -> list[Strip]:
        """Boxes beside each other, over the whole width."""
        edges = [width * place // len(own) for place in range(len(own) + 1)]
        columns = []
        for piece, left, right in zip(own, edges, edges[1:], strict=False):
            wide, high = inner(right - left, height)
            if piece is wanted:
                self._window = Region(left + 2, top + 1, wide, high)
                strips, self._corner = as_figures(piece, wide, high, self.palette, self._corner, focus=True)
            else:
                strips = drawn(piece, wide, high, self.palette, self.figures)
            here = piece is wanted
            facts = self.rows_are(piece) if here else ""
            columns.append(
                frame(
                    strips, right - left, height, self.palette, title=title(piece, here or self.figures), facts=facts,
                    keys=self.keys() if here else (), focused=here and self.has_focus,
                )
            )  # fmt: skip
        return [Strip([s for strip in row for s in strip]) for row in zip(*columns, strict=True)]

    def rows_are(self, piece: OperandView) -> str:
        """What a row is."""
        return _("one row an example") if piece.rows.kind == "example" else ""

    def action_move(self, down: int, right: int) -> None:
        """Another value of the result."""
        if self.gaze:
            row, column = self.gaze.cell
            self.look(self.gaze.at(row + down, column + right))

    def action_turn_form(self) -> None:
        """Operands as figures or as colours."""
        self._figures = not self.figures
        self.redraw()

    def clicked(self, x: int, y: int) -> None:
        """Where the person clicked in the result."""
        x, y = x + PADDING - self._window.x, y + 1 - self._window.y
        if self.gaze is None or not 0 <= y < self._window.height:
            return
        piece = result(self.gaze)
        cell = cell_at(piece.values.shape, self._window.width, x, y, *self._corner, label=names_width(piece), figure=6)
        if cell is not None:
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
        said = f"{' '.join(formula(self.gaze.frame))}\n{sentence(self.gaze.frame)}\n\n" if self.gaze else ""
        return said + _(
            "The matrices that the equation reads, as it stood when it ran, and the one it wrote. Rows and columns are "
            "numbered as in the lecture, from 1, the bias unit 0. What the value in focus took of each operand is at "
            "full strength, the rest is dimmed; blue is positive, orange negative.\n\n"
            "arrows   another value of the result; pgup, pgdn, home, end further\n"
            "enter    follow the largest term of its sum to where it came from; esc back\n"
            "[ ]      the same equation of the layer before, of the next\n"
            "m        operands as figures or as colours\n"
            "y  Y     copy the equation with its numbers, as text or as LaTeX\n"
            "e        one example instead: its x, y, every a and δ"
        )
