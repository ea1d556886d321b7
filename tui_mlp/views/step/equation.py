"""The Equation pane: an equation, the matrices it reads and the one it writes."""

from collections.abc import Callable, Sequence
from typing import TypeVar

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
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.frame import PADDING, frame, inner_size, rule
from tui_mlp.render.matrix.boxes import Box, Content, arranged, lines_of_boxes
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
"""Lines from which the equation is explained in a sentence, even if a matrix could use them."""

T = TypeVar("T")


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
        """The keys for the cell, following, one example, layers and form."""
        back = [("esc", _("back"))] if self.step_focus and self.step_focus.trail else []
        follow = [("↵", _("follow"))] if self.step_focus and self.step_focus.factors else []
        form = (
            [("m", _("colours") if self.figures else _("figures"))]
            if self.step_focus and self.step_focus.execution.reads
            else []
        )
        return [("arrows", _("cell")), *follow, *back, ("e", _("example")), ("[ ]", _("layer")), *form]

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
            text = _(
                "s runs the first equation of the next mini-batch:\n{} ← {}\n\n"
                "b runs all its {} equations, n the epoch."
            )
            text = text.format(plan[0].symbol, plan[0].text, len(plan))
        return sentences(text, width, self.palette)

    def lines_wanted(self, focus: StepFocus | None, most: int) -> int:
        """The lines that show all figures and the explanation, where that is possible in `most` lines."""
        if focus is None:
            return 0
        width, written = self.size.width, result_view(focus)
        if width >= BOXES_FROM[0] and most >= BOXES_FROM[1]:
            inside = inner_size(width, 0)[0]
            said = len(wrapped(self.parts(focus.execution), inside, self.palette))
            said += len(sentences(explanation(focus.execution), inside, self.palette))
            return max(BOXES_FROM[1], 2 + said + lines_of_boxes(self.contents(focus, True), width, self.palette))
        read = operand_views(focus.execution)
        lines = len(self.equation_lines(focus.execution, width)) + 2 + len(written.values)
        figures = lines_as_figures(read, width, self.palette)
        fits = figures is not None and lines + figures <= most and self._figures is not False
        lines += self.lines_of(read, fits) if read else 0
        said = len(self.explanation_lines(focus.execution, width))
        return lines + said if lines + said <= most else lines

    def contents(self, focus: StepFocus, figures: bool) -> list[Content]:
        """What the boxes hold: the operands, and as the last one the result, which is always in figures."""
        return [*(Content(view, figures) for view in views_in_focus(focus)), Content(result_view(focus), True)]

    def draw_stacked(self, focus: StepFocus, width: int, height: int) -> list[Strip]:
        """The operands beside each other and the result below them, under rules; explained if lines are left."""
        read, written, lines = views_in_focus(focus), result_view(focus), self.equation_lines(focus.execution, width)
        wanted = self.lines_of(read, self.figures) if read else 0
        said = self.explanation_lines(focus.execution, width)
        if len(lines) + len(said) + wanted + 2 + len(written.values) <= height:
            lines += said
        if read:
            high = room_above(height - len(lines) - 1, written)
            lines += draw_operands(read, width, min(high, wanted), self.palette, self.figures)
        lines.append(self.title_rule(operand_title(written), width))
        self._window = Region(1, len(lines), width - 1, height - len(lines))
        strips, self._corner = as_figures(written, *self._window.size, self.palette, self._corner, focus=True)
        blank = self.palette.bg.blank
        lines += [Strip([*Strip.blank(1, blank), *strip]) for strip in strips]
        return fill(lines, width, height, blank)

    def lines_of(self, read: Sequence[OperandView], figures: bool) -> int:
        """The lines that show all rows of the operands."""
        tall = max(len(view.values) for view in read)
        if figures:
            return max(tall + 2, lines_as_figures(read, self.size.width, self.palette) or 0)
        return 1 + -(-tall // rows_a_line(self.palette))

    def equation_lines(self, execution: Execution, width: int) -> list[Strip]:
        """The equation in a rule, or on lines below it where it is longer."""
        palette, number = self.palette, execution.equation.number
        text = " ".join(equation_sides(execution))
        whole = f"({number})  {text}" if number else text
        if cell_len(displayed(whole, palette.ascii)) <= width - 6:
            return [rule(width, palette, title=whole)]
        return [rule(width, palette, title=self.title()), *self.indented(wrapped, self.parts(execution), width)]

    def explanation_lines(self, execution: Execution, width: int) -> list[Strip]:
        """What the equation is for, without a frame."""
        return self.indented(sentences, explanation(execution), width)

    def indented(self, wrap: Callable[[T, int, Palette], list[Strip]], text: T, width: int) -> list[Strip]:
        """Lines of text behind a blank, as the matrices below them are."""
        blank = Strip.blank(1, self.palette.bg.blank)
        return [Strip([*blank, *strip]) for strip in wrap(text, width - 1, self.palette)]

    def parts(self, execution: Execution) -> list[StyledText]:
        """The equation, its result in the accent colour."""
        left, right = equation_sides(execution)
        return [(left, self.palette.bg.accent_bold), (f" {right}", self.palette.bg.strong)]

    def draw_boxes(self, focus: StepFocus, width: int, height: int) -> list[Strip]:
        """The equation, explained where there is room, then a box for each matrix, the result last."""
        palette, contents = self.palette, self.contents(focus, self.figures)
        spare = height - lines_of_boxes(contents, width, palette)
        lines = self.heading_box(focus.execution, width, spare, height >= EXPLAINED_FROM)
        for boxes in arranged(contents, width, height - len(lines), palette):
            columns = [self.draw_box(box, len(lines), box.content is contents[-1]) for box in boxes]
            lines += [Strip([s for strip in row for s in strip]) for row in zip(*columns, strict=True)]
        return fill(lines, width, height, palette.bg.blank)

    def heading_box(self, execution: Execution, width: int, spare: int, explained: bool) -> list[Strip]:
        """The equation in a frame of at most `spare` lines if possible; if `explained`, the explanation in any case."""
        palette, line = self.palette, execution.equation.line
        inside, _height = inner_size(width, 0)
        blank = Strip.blank(inside, palette.bg.blank)
        body, said = wrapped(self.parts(execution), inside, palette), sentences(explanation(execution), inside, palette)
        if spare >= len(body) + len(said) + 4:
            body = [blank, *body, blank, *said]
        elif explained or spare >= len(body) + len(said) + 2:
            body += said
        facts = _("line {} of the lecture").format(line) if line else ""
        return frame(body, width, len(body) + 2, palette, title=self.title(), facts=facts)

    def draw_box(self, box: Box, top: int, is_result: bool) -> list[Strip]:
        """A matrix in its box, which begins at line `top`; the result has the keys."""
        (view, figures), (wide, high) = box.content, inner_size(box.width, box.height)
        if is_result:
            self._window = Region(box.x + PADDING, top + 1, wide, high)
            strips, self._corner = as_figures(view, wide, high, self.palette, self._corner, focus=True)
        else:
            strips = draw_operand(view, wide, high, self.palette, figures)
        return frame(
            strips, box.width, box.height, self.palette, title=operand_title(view, figures),
            facts=self.row_note(view) if is_result else "", keys=self.keys() if is_result else (),
            focused=is_result and self.has_focus,
        )  # fmt: skip

    def row_note(self, view: OperandView) -> str:
        """What a row stands for, if it is an example."""
        return _("one example in each row") if view.rows.kind == "example" else ""

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
            "enter    follow the largest term of its sum, bias terms left out, to where it came from; esc back\n"
            "e        one example alone: its x, y, every a and δ\n"
            "[ ]      the same equation of the layer before, of the next\n"
            "m        operands as figures or as colours\n"
            "y  Y     copy the equation with its numbers, as text or as LaTeX"
        )
