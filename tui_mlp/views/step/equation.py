"""The Equation pane: an equation, the matrices it reads and the one it writes."""

from collections.abc import Callable
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
from tui_mlp.render.matrix.boxes import Box, Content, arranged, lines_of_boxes, values_shown
from tui_mlp.render.matrix.matrix import cell_at
from tui_mlp.render.matrix.operands import (
    as_figures,
    draw_operand,
    fitting_title,
    operand_title,
    row_label_width,
    side_by_side,
)
from tui_mlp.render.matrix.unframed import Arrangement, operands_above, unframed
from tui_mlp.render.strips import StyledText, fill, fit
from tui_mlp.render.word_wrap import line, sentences, wrapped

from .line_by_line import can_be_derived
from .pane import StepPane

BOXES_FROM = (90, 17)
"""Columns and lines from which each matrix has a box of its own, with figures."""
NEARLY_ALL = 0.88
"""How much of the matrices, by `values_shown`, must remain for the equation to be explained in a sentence."""

T = TypeVar("T")


def indented(wrap: Callable[[T, int, Palette], list[Strip]], text: T, width: int, palette: Palette) -> list[Strip]:
    """Lines of text behind a blank, as the matrices below them are."""
    blank = Strip.blank(1, palette.bg.blank)
    return [Strip([*blank, *strip]) for strip in wrap(text, width - 1, palette)]


def row_note(view: OperandView) -> str:
    """What a row stands for, if it is an example."""
    return _("one example in each row") if view.rows.kind == "example" else ""


class EquationPane(StepPane):
    """Shows each matrix in a box; where there is less room, the operands above the result or beside it."""

    POINTS = True

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
        height = self.size.height - len(self.equation_lines(self.step_focus.execution, self.size.width))
        return self.arrangement(self.step_focus, self.size.width, height).figures

    def title(self) -> str:
        """The equation's number and name."""
        return heading(self.step_focus.execution) if self.step_focus else _("Equation")

    def keys(self) -> list[tuple[str, str]]:
        """The keys for the cell, following, one example, layers and form."""
        back = [("esc", _("back"))] if self.step_focus and self.step_focus.trail else []
        follow = [("↵", _("follow"))] if self.step_focus and self.step_focus.can_follow else []
        form = (
            [("m", _("colours") if self.figures else _("figures"))]
            if self.step_focus and self.step_focus.execution.reads
            else []
        )
        derive = [("d", _("derive"))] if self.step_focus and can_be_derived(self.step_focus) else []
        return [(_("arrows"), _("cell")), *follow, *back, *derive, ("e", _("example")), ("[ ]", _("layer")), *form]

    def draw(self, width: int, height: int) -> list[Strip]:
        """The equation in focus, or a hint before any has run."""
        if self.step_focus is None:
            body = self.body(*inner_size(width, height))
            return frame(body, width, height, self.palette, title=self.title(), focused=self.has_focus)
        draw = self.draw_boxes if self.boxes else self.draw_unframed
        return draw(self.step_focus, width, height)

    def body(self, width: int, height: int) -> list[Strip]:
        """A hint on how to run an equation, before any has run."""
        plan = self.snapshot.stepping.plan
        if self.snapshot.state.busy or not plan:
            text = _("Training. s stops it and runs the first equation of the next mini-batch; space pauses it.")
        else:
            text = _("s runs the first equation of the next mini-batch:\n{} ← {}\n\nb runs all {}, n the epoch.")
            text = text.format(plan[0].symbol, plan[0].text, len(plan))
        return sentences(text, width, self.palette)

    def lines_wanted(self, focus: StepFocus | None, width: int, most: int) -> int:
        """The lines that show all figures and the explanation, where that is possible in `most` lines."""
        if focus is None:
            return 0
        execution = focus.execution
        if width >= BOXES_FROM[0] and most >= BOXES_FROM[1]:
            inside = inner_size(width, 0)[0]
            said = len(wrapped(self.parts(execution), inside, self.palette))
            said += len(sentences(explanation(execution), inside, self.palette))
            return max(BOXES_FROM[1], 2 + said + lines_of_boxes(self.contents(focus, True), width, self.palette))
        above = len(self.equation_lines(execution, width))
        lines = above + self.arrangement(focus, width, most - above).lines
        said = len(self.explanation_lines(execution, width))
        return lines + said if lines + said <= most else lines

    def arrangement(self, focus: StepFocus, width: int, height: int) -> Arrangement:
        """Where the matrices stand without boxes."""
        read = operand_views(focus.execution)
        return unframed(read, result_view(focus, self.pointed), width, height, self.palette, self._figures)

    def contents(self, focus: StepFocus, figures: bool) -> list[Content]:
        """What the boxes hold: the operands, and as the last one the result, which is always in figures."""
        return [
            *(Content(view, figures) for view in views_in_focus(focus, self.pointed)),
            Content(result_view(focus, self.pointed), True),
        ]

    def draw_unframed(self, focus: StepFocus, width: int, height: int) -> list[Strip]:
        """The equation in a rule, explained if lines are left, the operands, and the result below or beside them."""
        above = len(self.equation_lines(focus.execution, width))
        arrangement = self.arrangement(focus, width, height - above)
        lines = self.equation_lines(focus.execution, width, has_keys=arrangement.beside is not None)
        said = self.explanation_lines(focus.execution, width)
        if above + len(said) + arrangement.lines <= height:
            lines += said
        top = len(lines)
        if arrangement.beside is None:
            lines += self.draw_below(focus, width, top, height, arrangement)
        else:
            lines += self.draw_beside(focus, width, top, height, arrangement.beside, arrangement.figures)
        return fill(lines, width, height, self.palette.bg.blank)

    def draw_below(self, focus: StepFocus, width: int, top: int, height: int, chosen: Arrangement) -> list[Strip]:
        """From line `top` on, the operands beside each other and the result below them, under a rule."""
        read, written = views_in_focus(focus, self.pointed), result_view(focus, self.pointed)
        lines = operands_above(read, written, width, height - top, chosen, self.palette)
        lines.append(self.title_rule(operand_title(written), width))
        window = Region(1, top + len(lines), width - 1, height - top - len(lines))
        blank = Strip.blank(1, self.palette.bg.blank)
        return [*lines, *(Strip([*blank, *strip]) for strip in self.draw_result(written, window))]

    def draw_beside(self, focus: StepFocus, width: int, top: int, height: int, wide: int, figures: bool) -> list[Strip]:
        """From line `top` on, the operands and right of them the result in `wide` cells, each under its name."""
        written, palette = result_view(focus, self.pointed), self.palette
        left, high = width - wide - 1, height - top
        operands = side_by_side(views_in_focus(focus, self.pointed), left, high, palette, figures)
        named = line([(fitting_title(written, wide, palette), palette.bg.strong)], wide, palette)
        result = [named, *self.draw_result(written, Region(left + 1, top + 1, wide, high - 1))]
        return [
            fit([*one, *Strip.blank(1, palette.bg.blank), *other], width, palette.bg.blank)
            for one, other in zip(operands, result, strict=True)
        ]

    def draw_result(self, written: OperandView, window: Region) -> list[Strip]:
        """The result in this part of the pane."""
        self._window = window
        strips, self._corner = as_figures(written, *window.size, self.palette, self._corner, focus=True)
        return strips

    def equation_lines(self, execution: Execution, width: int, has_keys: bool = False) -> list[Strip]:
        """The equation in a rule, or on lines below it where it is longer; in focus the rule may have the keys."""
        palette, number = self.palette, execution.equation.number
        text = " ".join(equation_sides(execution))
        whole = f"({number})  {text}" if number else text
        fits = cell_len(displayed(whole, palette.ascii)) <= width - 6
        title = whole if fits else self.title()
        lines = [self.title_rule(title, width) if has_keys else rule(width, palette, title=title)]
        return lines if fits else [*lines, *indented(wrapped, self.parts(execution), width, palette)]

    def explanation_lines(self, execution: Execution, width: int) -> list[Strip]:
        """What the equation is for, without a frame."""
        return indented(sentences, explanation(execution), width, self.palette)

    def parts(self, execution: Execution) -> list[StyledText]:
        """The equation, its result in the accent colour."""
        left, right = equation_sides(execution)
        return [(left, self.palette.bg.accent_bold), (f" {right}", self.palette.bg.strong)]

    def draw_boxes(self, focus: StepFocus, width: int, height: int) -> list[Strip]:
        """The equation, explained where there is room, then a box for each matrix, the result last."""
        palette, contents = self.palette, self.contents(focus, self.figures)
        lines = self.heading_box(focus.execution, contents, width, height)
        for boxes in arranged(contents, width, height - len(lines), palette):
            columns = [self.draw_box(box, len(lines), box.content is contents[-1]) for box in boxes]
            lines += [Strip([s for strip in row for s in strip]) for row in zip(*columns, strict=True)]
        return fill(lines, width, height, palette.bg.blank)

    def heading_box(self, execution: Execution, contents: list[Content], width: int, height: int) -> list[Strip]:
        """The equation in a frame, with the explanation if that costs hardly any of the values that could be shown."""
        palette, number = self.palette, execution.equation.line
        inside, _height = inner_size(width, 0)
        blank = Strip.blank(inside, palette.bg.blank)
        body, said = wrapped(self.parts(execution), inside, palette), sentences(explanation(execution), inside, palette)
        rest = height - 2 - len(body)
        if rest - 2 - len(said) >= lines_of_boxes(contents, width, palette):
            body = [blank, *body, blank, *said]
        else:
            shown, most = (values_shown(contents, width, lines, palette) for lines in (rest - len(said), rest))
            body += said if shown >= NEARLY_ALL * most else []
        facts = _("line {} of the lecture").format(number) if number else ""
        return frame(body, width, len(body) + 2, palette, title=self.title(), facts=facts)

    def draw_box(self, box: Box, top: int, is_result: bool) -> list[Strip]:
        """A matrix in its box, which begins at line `top`; the result has the keys."""
        (view, figures), (wide, high) = box.content, inner_size(box.width, box.height)
        if is_result:
            strips = self.draw_result(view, Region(box.x + PADDING, top + 1, wide, high))
        else:
            strips = draw_operand(view, wide, high, self.palette, figures)
        return frame(
            strips, box.width, box.height, self.palette, title=operand_title(view, figures),
            facts=row_note(view) if is_result else "", keys=self.keys() if is_result else (),
            focused=is_result and self.has_focus,
        )  # fmt: skip

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
            view.values.shape, self._window.width, x, y, *self._corner, label=row_label_width(view), figure=6,
            height=self._window.height, spaced=self.palette.spaced,
        )  # fmt: skip
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
            "         of one example alone: the weight that pushes it furthest the wrong way, then what it multiplies\n"
            "e        one example alone: its x, y, every a and δ\n"
            "d        on a value of ∇, Δ or J: its derivation line by line, as on the slides\n"
            "[ ]      the same equation of the layer before, of the next\n"
            "m        operands as figures or as colours\n"
            "y  Y     copy the equation with its numbers, as text or as LaTeX"
        )
