"""The Derivation pane: a value of ∇, Δ or J for one example, line by line."""

from textual.binding import Binding
from textual.events import MouseScrollDown, MouseScrollUp
from textual.message import Message
from textual.strip import Strip

from core.derivation.line_by_line.derivation_line import LineByLine
from core.derivation.line_by_line.derive_lines import DERIVED, derive_line_by_line
from core.derivation.line_by_line.lines_text import heading_of, line_by_line_latex, line_by_line_text
from core.support.i18n import N_, _
from tui_mlp.models.step_focus import StepFocus
from tui_mlp.render.frame import Facts
from tui_mlp.render.strips import fill
from tui_mlp.render.tables.line_by_line import derivation_strips
from tui_mlp.text.glyphs import glyphs

from .pane import StepPane


class DerivationLeft(Message):
    """A person wants to go back from the derivation to the equation."""


def can_be_derived(focus: StepFocus) -> bool:
    """Whether the value in focus is one of ∇, Δ or J, which the slides derive."""
    return not focus.given and focus.execution.equation.kind in DERIVED


class DerivationPane(StepPane):
    """Derives the value in focus; of a weight and of J, for the example chosen here."""

    BINDINGS = [
        Binding("escape", "leave", N_("Back from the derivation"), show=False),
        Binding("left", "choose(-1)", N_("Derivation: previous example"), show=False),
        Binding("right", "choose(1)", N_("Derivation: next example"), show=False),
        Binding("up", "scroll(-1)", N_("Up"), show=False),
        Binding("down", "scroll(1)", N_("Down"), show=False),
        Binding("pageup", "scroll(-10)", N_("Further up"), show=False),
        Binding("pagedown", "scroll(10)", N_("Further down"), show=False),
        Binding("home", "scroll(-1000000)", N_("To the first line"), show=False),
        Binding("end", "scroll(1000000)", N_("To the last line"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._top = self._row = 0
        self._derived: tuple[StepFocus, int, LineByLine] | None = None
        self._further = ""

    @property
    def row(self) -> int:
        """The example's place in the mini-batch, from 0: that of a value of Δ, else the one chosen."""
        focus = self.step_focus
        if focus is None:
            return 0
        if focus.operand.rows.kind == "example":
            return focus.cell[0]
        return min(self._row, focus.execution.context.m - 1)

    @property
    def derivation(self) -> LineByLine | None:
        """The lines; None where the value in focus isn't derived on the slides."""
        focus, row = self.step_focus, self.row
        if focus is None or not can_be_derived(focus):
            return None
        if self._derived is None or self._derived[:2] != (focus, row):
            found = derive_line_by_line(focus.executions, focus.index, *focus.cell, row)
            assert found
            self._derived = focus, row, found
        return self._derived[2]

    def watch_step_focus(self) -> None:
        """Derive the new value, from its first line; for the example that was looked at, if it belongs to one."""
        if self.step_focus is not None and self.step_focus.operand.rows.kind == "example":
            self._row = self.step_focus.cell[0]
        self._top = 0
        self.redraw()

    def title(self) -> str:
        """The value that is derived."""
        return _("Derivation of {}").format(self.step_focus.name) if self.step_focus else _("Derivation")

    def facts(self) -> Facts:
        """The example, and whether there are lines above or below."""
        if self.step_focus is None:
            return ""
        context = self.step_focus.execution.context
        if context.alone is not None:
            return context.example_text(0) + self._further
        return _("example {} of {} in the mini-batch").format(self.row + 1, context.m) + self._further

    def keys(self) -> list[tuple[str, str]]:
        """The keys that choose an example, scroll, copy and go back."""
        several = self.step_focus is not None and self.step_focus.execution.context.m > 1
        choose = [("←→", _("example"))] if several else []
        return [("↑↓", _("scroll")), *choose, ("[ ]", _("layer")), ("d", _("back")), ("y Y", _("copy, as LaTeX"))]

    def body(self, width: int, height: int) -> list[Strip]:
        """The lines from the one scrolled to."""
        blank, derivation = self.palette.bg.blank, self.derivation
        if derivation is None:
            return fill([], width, height, blank)
        strips = derivation_strips(derivation, width, self.palette)
        self._top = max(0, min(self._top, len(strips) - height))
        marks = glyphs(self.palette.ascii)
        more = marks.up * (self._top > 0) + marks.down * (self._top + height < len(strips))
        self._further = f"  {more}" if more else ""
        return fill(strips[self._top :], width, height, blank)

    def text_to_copy(self, latex: bool) -> str:
        """The derivation as text or as LaTeX."""
        derivation, focus = self.derivation, self.step_focus
        if derivation is None or focus is None:
            return super().text_to_copy(latex)
        heading = heading_of(derivation, focus.execution.context.example_text(derivation.row))
        return f"% {heading}\n{line_by_line_latex(derivation)}" if latex else line_by_line_text(derivation, heading)

    def action_choose(self, direction: int) -> None:
        """Derive it for the next (1) or the previous (-1) example; of Δ, the value of that example."""
        focus = self.step_focus
        if focus is None:
            return
        top, row = self._top, max(0, min(self.row + direction, focus.execution.context.m - 1))
        self._row = row
        if focus.operand.rows.kind == "example":
            self.move_focus(focus.at_cell(row, focus.cell[1]))
        self._top = top
        self.redraw()

    def action_scroll(self, lines: int) -> None:
        """Scroll by this number of lines."""
        self._top = max(0, self._top + lines)
        self.redraw()

    def action_leave(self) -> None:
        """Go back to the equation."""
        self.post_message(DerivationLeft())

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self.action_scroll(3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self.action_scroll(-3)

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "The value in focus as the slides derive it, with this network's numbers: (3) to (6) for a weight of the "
            "last layer, (7) to (13) for one before it, (12) and (13) for the errors Δ, (3), (2) and (14) for J. Each "
            "line stands in symbols and in numbers and comes to the same as the one before; the number in front is "
            "that of the equation, and a line without one isn't in the lecture in this form. Errata of the "
            "slides are named.\n"
            "J is a mean over the examples, so ∇ is one too: the last lines say which part this example gives.\n\n"
            "← →      another example of the mini-batch\n"
            "↑ ↓      scroll; pgup, pgdn, home, end further\n"
            "[ ]      the same of the layer before, of the next\n"
            "d  esc   back to the equation\n"
            "y  Y     copy the derivation, as text or as LaTeX"
        )
