"""The Example pane: one example of the mini-batch, layer by layer."""

from textual.binding import Binding
from textual.events import MouseScrollDown, MouseScrollUp
from textual.strip import Strip

from core.support.i18n import N_, _
from tui_mlp.models.example import example_of
from tui_mlp.render.example import example_lines
from tui_mlp.render.frame import Facts
from tui_mlp.render.strips import fill
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count

from .pane import StepPane


class ExamplePane(StepPane):
    """Shows the example of the value in focus; choosing another one moves the focus too."""

    POINTS = True

    BINDINGS = [
        Binding("left", "choose(-1)", N_("The example before"), show=False),
        Binding("right", "choose(1)", N_("The next example"), show=False),
        Binding("up", "scroll(-1)", N_("Up"), show=False),
        Binding("down", "scroll(1)", N_("Down"), show=False),
        Binding("pageup", "scroll(-10)", N_("Further up"), show=False),
        Binding("pagedown", "scroll(10)", N_("Further down"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._top = self._row = 0
        self._further = ""

    @property
    def spreads(self) -> bool:
        """Whether blank lines may stand between its lines: not in the picture of an example."""
        return self.snapshot.data.shape is None

    @property
    def row(self) -> int:
        """The example's place in the mini-batch, from 0."""
        m = self.step_focus.execution.context.m if self.step_focus else 1
        return min(self._row, m - 1)

    def watch_step_focus(self) -> None:
        """Show the example of the value in focus, if it belongs to one."""
        if self.step_focus and self.step_focus.operand.rows.kind == "example":
            self._row = self.step_focus.cell[0]
        self.redraw()

    def title(self) -> str:
        """The example's number in the mini-batch."""
        if self.step_focus is None:
            return _("Example")
        context = self.step_focus.execution.context
        if context.alone is not None:
            return _("One example alone")
        return _("Example {} of {} in the mini-batch").format(self.row + 1, context.m)

    def facts(self) -> Facts:
        """The completed epochs and the mini-batch, as in the header, and whether there are lines above or below."""
        if self.step_focus is None:
            return ""
        context, snapshot = self.step_focus.execution.context, self.snapshot
        batch = context.batch
        if context.alone is not None:
            return _("epoch {}").format(count(snapshot.epoch)) + self._further
        text = _("epoch {}, batch {} of {}")
        return text.format(count(snapshot.epoch), count(batch), count(snapshot.batches)) + self._further

    def keys(self) -> list[tuple[str, str]]:
        """The keys that choose an example, scroll, and go back to the whole mini-batch."""
        if self.step_focus is not None and self.step_focus.execution.context.alone is not None:
            return [("↑↓", _("scroll")), ("e", _("the equations"))]
        return [("←→", _("example")), ("↑↓", _("scroll")), ("e", _("the whole batch"))]

    def body(self, width: int, height: int) -> list[Strip]:
        """The lines from the one scrolled to."""
        blank = self.palette.bg.blank
        if self.step_focus is None:
            text = _("No example yet: s runs the first equation of the next mini-batch, b all of its equations.")
            return fill(sentences(text, width, self.palette), width, height, blank)
        example = example_of(self.step_focus.executions, self.row)
        lines = example_lines(example, self.snapshot.data, width, self.palette, self.pointed)
        self._top = max(0, min(self._top, len(lines) - height))
        marks = glyphs(self.palette.ascii)
        self._further = "  " + marks.up * (self._top > 0) + marks.down * (self._top + height < len(lines))
        return fill(lines[self._top :], width, height, blank)

    def action_choose(self, direction: int) -> None:
        """Show the next (1) or the previous (-1) example."""
        if self.step_focus is None:
            return
        self._row = max(0, min(self.row + direction, self.step_focus.execution.context.m - 1))
        if self.step_focus.operand.rows.kind == "example":
            self.move_focus(self.step_focus.at_cell(self._row, self.step_focus.cell[1]))
        self.redraw()

    def action_scroll(self, lines: int) -> None:
        """Scroll by this number of lines."""
        self._top = max(0, self._top + lines)
        self.redraw()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self.action_scroll(3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self.action_scroll(-3)

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "One example of the mini-batch: its input x, the wanted output y, what every neuron made of it (a) and the "
            "error that was sent back to it (δ), and its own loss (3). Below, its part of each averaged gradient: an "
            "example with a large error has a larger part than others, and one that pulls the other way has a "
            "negative part; over the mini-batch the parts add up to 100 %.\n\n"
            "← →      the example before, the next\n"
            "↑ ↓      scroll\n"
            "e        back to the whole mini-batch"
        )
