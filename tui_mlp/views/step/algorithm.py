"""The Algorithm pane: the lecture's lines 5 to 12 as this network runs them."""

from textual.binding import Binding
from textual.events import MouseScrollDown, MouseScrollUp
from textual.strip import Strip

from core.support.i18n import N_, _
from tui_mlp.render.frame import PADDING, Facts, inner_size
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.strips import fill
from tui_mlp.render.tables.algorithm import Form, Progress, entries_of, entry_lines, list_form, list_width
from tui_mlp.session.equation_plan import PlannedEquation
from tui_mlp.session.snapshot import RunState
from tui_mlp.text.numbers import count

from .pane import StepPane

OTHERS_LEAST = 90
"""The columns that the other panes need for frames and for sums with whole names."""
MOST_COLUMNS = 8
"""The columns of a matrix that count for the width of the other panes; of more, a part is shown anyway."""


class AlgorithmPane(StepPane):
    """The list of equations, scrolled to the one in focus."""

    SPREADS = True

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

    def facts(self) -> Facts:
        """The mini-batch whose equations are listed."""
        if self.step_focus is None:
            return ""
        context = self.step_focus.execution.context
        if context.alone is not None:
            return context.example_text(0)
        batch = context.batch
        return _("batch {} of {}").format(count(batch), count(self.snapshot.batches))

    def keys(self) -> list[tuple[str, str]]:
        """The keys that move the focus, and show right-hand sides for which there is no room yet."""
        return [("↑↓", _("look")), *([] if self.form == "equations" else [("z", _("zoom"))])]

    @property
    def plan(self) -> tuple[PlannedEquation, ...]:
        """All equations of the mini-batch that is shown, whether they have run or not."""
        stepping = self.snapshot.stepping
        if stepping.shown and not stepping.within and (stepping.alone or self.state is not RunState.DIVERGED):
            ran = (execution.equation for execution in stepping.shown)
            return tuple(PlannedEquation(one.line, one.number, one.symbol, one.text) for one in ran)
        return stepping.plan

    @property
    def ran(self) -> int:
        """How many of them have run."""
        return len(self.snapshot.stepping.shown)

    def columns_wanted(self, width: int, height: int) -> int:
        """The columns of this pane beside the others, which need enough of them for two whole matrices."""
        most = min(MOST_COLUMNS, max(*self.snapshot.sizes, 1))
        others = max(OTHERS_LEAST, 2 * (2 * PADDING + len("i\\k") + 1 + 7 * most))
        room, (_width, lines) = max(0, width - others - 2 * PADDING), inner_size(0, height)
        return list_width(self.plan, room, lines, self.palette.ascii) + 2 * PADDING

    @property
    def form(self) -> Form:
        """How much of each equation is listed: all of it where it fits, and where this pane has the screen."""
        if self.has_class("-alone"):
            return "equations"
        return list_form(self.plan, *inner_size(*self.size), self.palette.ascii)

    def lines(self, width: int) -> list[tuple[int, Strip]]:
        """All lines of the list, each with the place of its equation, -1 for headings."""
        progress = Progress(self.ran, self.step_focus.index if self.step_focus else -1)
        form, layers = self.form, len(self.snapshot.sizes)
        return [
            (entry.place, strip)
            for entry in entries_of(self.plan)
            for strip in entry_lines(entry, width, form, layers, progress, self.palette)
        ]

    def body(self, width: int, height: int) -> list[Strip]:
        """The lines around the equation in focus; before any has run, those around the next."""
        listed = self.lines(width)
        here = max(0, self.step_focus.index if self.step_focus else 0)
        own = [place for place, (index, _strip) in enumerate(listed) if index == here] or [0]
        for at in (own[-1], own[0]):
            self._top = scrolled(len(listed), height, self._top, at)
        if own[-1] + 1 == self._top + height and own[-1] + 1 < len(listed):
            self._top += 1  # show the next equation too
        if own[0] == self._top and own[0] and listed[own[0] - 1][0] < 0:
            self._top -= 1  # show the heading too
        shown = [strip for _index, strip in listed[self._top : self._top + height]]
        return fill(shown, width, height, self.palette.bg.blank)

    def clicked(self, x: int, y: int) -> None:
        """Focus the equation there if it has run."""
        listed, place = self.lines(inner_size(*self.size)[0]), self._top + y
        if self.step_focus and 0 <= place < len(listed) and 0 <= listed[place][0] < self.ran:
            self.move_focus(self.step_focus.at_equation(listed[place][0]))

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
            "backward: the error Δ of the last layer, wanted minus computed output (16), from it the gradient ∇ (19), "
            "then the error of the layer before (17) with the slope g' (18), and so on (lines 8 to 10).\n"
            "update: each Θ takes a step against its gradient (lines 11, 12), by the optimiser's own formulas.\n\n"
            "↑ ↓      look at an equation that has run; training stays where it is\n"
            "[ ]      the same equation of the layer before, of the next\n"
            "z        the whole screen for this list, with the right-hand side of each equation\n"
            "d        on ∇, Δ or J: the value in focus derived line by line, (2) to (13)"
        )
