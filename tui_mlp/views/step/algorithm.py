"""The Algorithm pane: the lecture's lines 5 to 12 as this network runs them."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from textual.binding import Binding
from textual.events import MouseScrollDown, MouseScrollUp
from textual.strip import Strip

from core.support.i18n import N_, _
from tui_mlp.models.equation_help import equation_word
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.strips import fill, fit, segments
from tui_mlp.session.snapshot import PlannedEquation, RunState
from tui_mlp.text.glyphs import glyphs

from .pane import StepPane

WORDS_FROM = 28


class Row(NamedTuple):
    """A heading, or an equation and its place in the plan."""

    text: str
    planned: PlannedEquation | None = None
    place: int = -1


def phase(planned: PlannedEquation) -> str:
    """The part of the algorithm that an equation belongs to."""
    if planned.line in (5, 7) or planned.symbol == "J":
        return _("forward")
    return _("backward") if planned.line in (9, 10) else _("update")


def plan_rows(plan: Sequence[PlannedEquation]) -> list[Row]:
    """A row for each equation, each part of the algorithm under its heading."""
    listed: list[Row] = []
    for name, group in groupby(enumerate(plan), key=lambda pair: phase(pair[1])):
        listed.append(Row(name))
        listed += [Row("", planned, place) for place, planned in group]
    return listed


class AlgorithmPane(StepPane):
    """The list of equations, scrolled to the one in focus."""

    BINDINGS = [
        Binding("up", "move(-1)", N_("The equation before"), show=False),
        Binding("down", "move(1)", N_("The next equation that has run"), show=False),
        Binding("home", "move(-1000000)", N_("The first equation"), show=False),
        Binding("end", "move(1000000)", N_("The last that has run"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._top = 0

    def watch_state(self) -> None:
        """Draw again: after a divergence the plan is that of the next mini-batch."""
        self.redraw()

    def title(self) -> str:
        """The pane's name."""
        return _("Algorithm")

    def keys(self) -> list[tuple[str, str]]:
        """The keys that move the focus."""
        return [("↑↓", _("look"))]

    @property
    def plan(self) -> Sequence[PlannedEquation]:
        """All equations of the mini-batch that is shown, whether they have run or not."""
        stepping = self.snapshot.stepping
        if stepping.executions and not stepping.cursor and self.state is not RunState.DIVERGED:
            ran = (execution.equation for execution in stepping.executions)
            return [PlannedEquation(one.line, one.number, one.symbol, one.text) for one in ran]
        return stepping.plan

    @property
    def ran(self) -> int:
        """How many of them have run."""
        return len(self.snapshot.stepping.executions)

    def body(self, width: int, height: int) -> list[Strip]:
        """The rows around the equation in focus; before any has run, those around the next."""
        listed = plan_rows(self.plan)
        here = self.step_focus.index if self.step_focus else -1
        at = next((place for place, row in enumerate(listed) if row.place == max(here, 0)), 0)
        self._top = scrolled(len(listed), height, self._top, at)
        if at + 1 == self._top + height and at + 1 < len(listed):
            self._top += 1  # show the next equation too
        if at == self._top and at and listed[at - 1].planned is None:
            self._top -= 1  # show the heading too
        shown = listed[self._top : self._top + height]
        return fill([self.line(row, here, width) for row in shown], width, height, self.palette.bg.blank)

    def line(self, row: Row, here: int, width: int) -> Strip:
        """A heading; or the lecture's line, symbol, a word where it fits, number, and a check if it has run."""
        styles, marks = self.palette.bg, glyphs(self.palette.ascii)
        if row.planned is None:
            return fit(segments([(row.text, styles.faint)], self.palette.ascii), width, styles.blank)
        line, number, symbol, _text = row.planned
        name = displayed(symbol, self.palette.ascii)  # before padding: ASCII may be longer
        ran = row.place < self.ran
        style = styles.accent_bold if row.place == here else styles.fg if ran else styles.faint
        said = f" {equation_word(row.planned, len(self.snapshot.sizes)):<8}" if width >= WORDS_FROM else ""
        mark = marks.mark if row.place == here else " "
        numbered = f"({number})" if number else ""
        left = [(f"{mark}{line or '':>2} ", style), (f"{name:<8}", style), (said, styles.muted if ran else style)]
        right = [(f"{numbered:>5}", styles.muted if ran else style), (f" {marks.check if ran else ' '}", styles.accent)]
        first, last = (segments(parts, self.palette.ascii) for parts in (left, right))
        taken = sum(segment.cell_length for segment in (*first, *last))
        gap = segments([(" " * max(0, width - taken), styles.blank)], False)
        return fit([*first, *gap, *last], width, styles.blank)

    def clicked(self, x: int, y: int) -> None:
        """Focus the equation there if it has run."""
        listed, place = plan_rows(self.plan), self._top + y
        if self.step_focus and 0 <= place < len(listed) and 0 <= listed[place].place < self.ran:
            self.move_focus(self.step_focus.at_equation(listed[place].place))

    def action_move(self, direction: int) -> None:
        """Move the focus among the equations that have run."""
        self.move_focus(self.step_focus and self.step_focus.at_equation(self.step_focus.index + direction))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Focus the next equation."""
        event.stop()
        self.action_move(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Focus the equation before."""
        event.stop()
        self.action_move(-1)

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "The lecture's algorithm on this network, for one mini-batch: its lines 5 to 12 on the left, the numbers "
            "of its equations on the right. s runs the next equation, S undoes the last, b runs the rest of the batch. "
            "They are the same calls that training runs.\n\n"
            "forward: A(1) ← X, then layer by layer A(l) ← g(A(l-1) Θ(l-1)) (lines 5 to 7), and the loss J (14).\n"
            "backward: the error Δ, target minus output, of the last layer (16), from it the gradient ∇ (19), then the "
            "error of the layer before (17) with the slope g' (18), and so on (lines 8 to 10).\n"
            "update: each Θ takes a step against its gradient (lines 11, 12), by the optimiser's own formulas.\n\n"
            "↑ ↓      look at an equation that has run; training stays where it is\n"
            "[ ]      the same equation of the layer before, of the next"
        )
