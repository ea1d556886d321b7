"""The Equation pane: an equation, the matrices it reads and the one it writes."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.binding import Binding
from textual.events import MouseScrollDown, MouseScrollUp
from textual.geometry import Region
from textual.strip import Strip

from core.stepping.stepper import Execution
from core.support.i18n import N_, _
from tui_mlp.models.equation_help import equation_sides, explanation, heading
from tui_mlp.models.operand_views import OperandView, operand_views, result_view, views_in_focus
from tui_mlp.models.step_focus import StepFocus
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.frame import PADDING, frame, inner_size, rule
from tui_mlp.render.matrix.heatmap import rows_a_line
from tui_mlp.render.matrix.matrix import cell_at
from tui_mlp.render.matrix.operands import (
    as_figures,
    draw_operand,
    draw_operands,
    lines_as_figures,
    operand_title,
    row_label_width,
)
from tui_mlp.render.strips import StyledText, fill
from tui_mlp.render.word_wrap import sentences, wrapped

from .pane import StepPane

BOXES_FROM = (90, 17)
"""Columns and lines from which each matrix has a box of its own, with figures."""
EXPLAINED_FROM = 28
"""Lines from which the equation is explained in a sentence."""


def room_above(height: int, written: OperandView) -> int:
    """The lines for the operands: half of the height, or more if the result leaves more."""
    return max(height // 2, height - len(written.values) - 1)


class EquationPane(StepPane):
    """Shows each matrix in a box; where there is less room, small operands above the result."""

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
        """Where the result is drawn, to find the cell of a click."""

    @property
    def boxes(self) -> bool:
        """Whether each matrix has a box."""
        return self.size.width >= BOXES_FROM[0] and self.size.height >= BOXES_FROM[1]

    @property
    def figures(self) -> bool:
        """Whether operands are shown as figures: by choice, else where they fit."""
        if self._figures is not None or self.boxes or self.step_focus is None:
            return self.boxes if self._figures is None else self._figures
        lines = lines_as_figures(operand_views(self.step_focus.execution), self.size.width, self.palette)
        height = self.size.height - len(self.equation_lines(self.step_focus.execution, self.size.width)) - 1
        return lines is not None and lines <= room_above(height, result_view(self.step_focus))

    def title(self) -> str:
        """The equation's number and name."""
        return heading(self.step_focus.execution) if self.step_focus else _("Equation")

    def keys(self) -> list[tuple[str, str]]:
        """The keys for the cell, following, layers, form and one example."""
        back = [("esc", _("back"))] if self.step_focus and self.step_focus.trail else []
        follow = [("↵", _("follow"))] if self.step_focus and self.step_focus.factors else []
        form = (
            [("m", _("colours") if self.figures else _("figures"))]
            if self.step_focus and self.step_focus.execution.reads
            else []
        )
        return [("arrows", _("cell")), *follow, *back, ("[ ]", _("layer")), *form, ("e", _("example"))]

    def draw(self, width: int, height: int) -> list[Strip]:
        """The equation in focus, or a hint before any has run."""
        if self.step_focus is None:
            body = self.body(*inner_size(width, height))
            return frame(body, width, height, self.palette, title=self.title(), focused=self.has_focus)
        draw = self.draw_boxes if self.boxes else self.draw_stacked
        return draw(self.step_focus, width, height)

    def body(self, width: int, height: int) -> list[Strip]:
        """A hint on how to run an equation, before any has run."""
        plan = self.snapshot.stepping.plan
        if self.snapshot.state.busy or not plan:
            text = _("Training. s stops it and runs the first equation of the next mini-batch; space pauses it.")
        else:
            text = _("s runs the first equation of the next mini-batch:\n{} ← {}\n\nb runs all of its {}, n the epoch.")
            text = text.format(plan[0].symbol, plan[0].text, len(plan))
        return sentences(text, width, self.palette)

    def draw_stacked(self, focus: StepFocus, width: int, height: int) -> list[Strip]:
        """The operands beside each other and the result below them, under rules."""
        read, written, lines = views_in_focus(focus), result_view(focus), self.equation_lines(focus.execution, width)
        if read:
            high = room_above(height - len(lines) - 1, written)
            lines += draw_operands(read, width, min(high, self.lines_of(read)), self.palette, self.figures)
        lines.append(self.title_rule(operand_title(written), width))
        self._window = Region(1, len(lines), width - 1, height - len(lines))
        strips, self._corner = as_figures(written, *self._window.size, self.palette, self._corner, focus=True)
        blank = self.palette.bg.blank
        lines += [Strip([*Strip.blank(1, blank), *strip]) for strip in strips]
        return fill(lines, width, height, blank)

    def lines_of(self, read: Sequence[OperandView]) -> int:
        """The lines that show all rows of the operands."""
        tall = max(len(view.values) for view in read)
        if self.figures:
            return max(tall + 2, lines_as_figures(read, self.size.width, self.palette) or 0)
        return 1 + -(-tall // rows_a_line(self.palette))

    def equation_lines(self, execution: Execution, width: int) -> list[Strip]:
        """The equation in a rule, or on lines below it where it is longer."""
        palette, number = self.palette, execution.equation.number
        text = " ".join(equation_sides(execution))
        whole = f"({number})  {text}" if number else text
        if cell_len(displayed(whole, palette.ascii)) <= width - 6:
            return [rule(width, palette, title=whole)]
        blank = Strip.blank(1, palette.bg.blank)
        own = [Strip([*blank, *strip]) for strip in wrapped(self.parts(execution), width - 1, palette)]
        return [rule(width, palette, title=self.title()), *own]

    def parts(self, execution: Execution) -> list[StyledText]:
        """The equation, its result in the accent colour."""
        left, right = equation_sides(execution)
        return [(left, self.palette.bg.accent_bold), (f" {right}", self.palette.bg.strong)]

    def draw_boxes(self, focus: StepFocus, width: int, height: int) -> list[Strip]:
        """The equation, explained where there is room, then a box for each matrix, the result last."""
        palette, line = self.palette, focus.execution.equation.line
        inside, blank = inner_size(width, 0)[0], Strip.blank(inner_size(width, 0)[0], self.palette.bg.blank)
        body = wrapped(self.parts(focus.execution), inside, palette)
        if height >= EXPLAINED_FROM:
            body = [blank, *body, blank, *sentences(explanation(focus.execution), inside, palette)]
        facts = _("line {} of the lecture").format(line) if line else ""
        lines = frame(body, width, len(body) + 2, palette, title=self.title(), facts=facts)
        read, written = views_in_focus(focus), result_view(focus)
        shown, across = [*read, written], 2 if len(read) < 4 else 3
        down = -(-len(shown) // across)
        for row in range(down):
            own = shown[row * across : (row + 1) * across]
            high = (height - len(lines)) // (down - row)
            lines += self.row_of_boxes(own, width, high, len(lines), written)
        return fill(lines, width, height, palette.bg.blank)

    def row_of_boxes(
        self, own: Sequence[OperandView], width: int, height: int, top: int, written: OperandView
    ) -> list[Strip]:
        """Boxes beside each other, together as wide as the pane."""
        edges = [width * place // len(own) for place in range(len(own) + 1)]
        columns = []
        for view, left, right in zip(own, edges, edges[1:], strict=False):
            wide, high = inner_size(right - left, height)
            if view is written:
                self._window = Region(left + 2, top + 1, wide, high)
                strips, self._corner = as_figures(view, wide, high, self.palette, self._corner, focus=True)
            else:
                strips = draw_operand(view, wide, high, self.palette, self.figures)
            here = view is written
            facts = self.row_note(view) if here else ""
            columns.append(
                frame(
                    strips, right - left, height, self.palette,
                    title=operand_title(view, here or self.figures), facts=facts,
                    keys=self.keys() if here else (), focused=here and self.has_focus,
                )
            )  # fmt: skip
        return [Strip([s for strip in row for s in strip]) for row in zip(*columns, strict=True)]

    def row_note(self, view: OperandView) -> str:
        """What a row stands for, if it is an example."""
        return _("one row an example") if view.rows.kind == "example" else ""

    def action_move(self, down: int, right: int) -> None:
        """Move the focus to another value of the result."""
        if self.step_focus:
            row, column = self.step_focus.cell
            self.move_focus(self.step_focus.at_cell(row + down, column + right))

    def action_turn_form(self) -> None:
        """Show operands as figures or as colours."""
        self._figures = not self.figures
        self.redraw()

    def clicked(self, x: int, y: int) -> None:
        """Focus the value of the result that was clicked."""
        x, y = x + PADDING - self._window.x, y + 1 - self._window.y
        if self.step_focus is None or not 0 <= y < self._window.height:
            return
        view = result_view(self.step_focus)
        cell = cell_at(
            view.values.shape, self._window.width, x, y, *self._corner, label=row_label_width(view), figure=6
        )
        if cell is not None:
            self.move_focus(self.step_focus.at_cell(*cell))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Move the focus down, with shift to the right."""
        event.stop()
        self.action_move(0, 1) if event.shift else self.action_move(1, 0)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Move the focus up, with shift to the left."""
        event.stop()
        self.action_move(0, -1) if event.shift else self.action_move(-1, 0)

    def help_text(self) -> str:
        """The help on this pane, with the equation in focus explained."""
        said = (
            f"{' '.join(equation_sides(self.step_focus.execution))}\n{explanation(self.step_focus.execution)}\n\n"
            if self.step_focus
            else ""
        )
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
