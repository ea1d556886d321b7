"""The Example pane: one example of the mini-batch, all the way through the network and back."""

from textual.binding import Binding
from textual.events import MouseScrollDown, MouseScrollUp
from textual.strip import Strip

from core.support.i18n import N_, _
from tui_mlp.models.example import example
from tui_mlp.render.example import example_lines
from tui_mlp.render.frame import Facts
from tui_mlp.render.strips import fill
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.glyphs import glyphs

from .pane import LookingPane


class ExamplePane(LookingPane):
    """Follows the example of the value in focus; ← → choose another, which the matrices then show too."""

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
    def row(self) -> int:
        """Its place in the mini-batch, from 0."""
        m = self.gaze.frame.context.m if self.gaze else 1
        return min(self._row, m - 1)

    def watch_gaze(self) -> None:
        """The example of the value in focus, if it belongs to one."""
        if self.gaze and self.gaze.operand.rows.kind == "example":
            self._row = self.gaze.cell[0]
        self.redraw()

    def title(self) -> str:
        """Which of how many."""
        if self.gaze is None:
            return _("Example")
        return _("Example {} of {} in the mini-batch").format(self.row + 1, self.gaze.frame.context.m)

    def facts(self) -> Facts:
        """Where in training, and whether there are more lines above or below."""
        if self.gaze is None:
            return ""
        context = self.gaze.frame.context
        return _("epoch {}, batch {}").format(f"{context.epoch:,}", f"{context.batch:,}") + self._further

    def keys(self) -> list[tuple[str, str]]:
        """Another example; back to the batch."""
        return [("←→", _("example")), ("↑↓", _("scroll")), ("e", _("the whole batch"))]

    def body(self, width: int, height: int) -> list[Strip]:
        """The lines from the one scrolled to."""
        blank = self.palette.bg.blank
        if self.gaze is None:
            text = _("No example yet: s runs the first equation of the next mini-batch, b all of its equations.")
            return fill(sentences(text, width, self.palette), width, height, blank)
        lines = example_lines(example(self.gaze.frames, self.row), self.snapshot.data, width, self.palette)
        self._top = max(0, min(self._top, len(lines) - height))
        marks = glyphs(self.palette.ascii)
        self._further = "  " + marks.up * (self._top > 0) + marks.down * (self._top + height < len(lines))
        return fill(lines[self._top :], width, height, blank)

    def action_choose(self, direction: int) -> None:
        """Another example; a matrix with a row for each follows."""
        if self.gaze is None:
            return
        self._row = max(0, min(self.row + direction, self.gaze.frame.context.m - 1))
        if self.gaze.operand.rows.kind == "example":
            self.look(self.gaze.at(self._row, self.gaze.cell[1]))
        self.redraw()

    def action_scroll(self, lines: int) -> None:
        """Other lines of it."""
        self._top = max(0, self._top + lines)
        self.redraw()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Down."""
        event.stop()
        self.action_scroll(3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Up."""
        event.stop()
        self.action_scroll(-3)

    def help_text(self) -> str:
        """What `?` says of this pane."""
        return _(
            "One example of the mini-batch: its input x, the wanted output y, what every neuron made of it (a) and the "
            "error that was sent back to it (δ), and its own loss (3). Below, its part of each averaged gradient: an "
            "example that the network gets badly wrong gives more than others, one that pulls the other way a negative "
            "part; over the mini-batch the parts add up to 100 %.\n\n"
            "← →      the example before, the next\n"
            "↑ ↓      scroll\n"
            "e        back to the whole mini-batch"
        )
