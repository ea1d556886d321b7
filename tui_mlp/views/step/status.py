"""The status line of the Step view: the mini-batch that is gone through."""

from collections.abc import Iterator
from math import log

from textual.reactive import reactive
from textual.strip import Strip

from core.support.i18n import _
from tui_mlp.models.step_focus import StepFocus
from tui_mlp.render.bar import bar, grouped
from tui_mlp.render.strips import StyledText
from tui_mlp.text.numbers import count, loss
from tui_mlp.widgets.canvas import SnapshotWidget


class StepStatus(SnapshotWidget):
    """Its loss once it is known, which equation, α, m; where in training."""

    gaze: reactive[StepFocus | None] = reactive(None, repaint=False, init=False)

    def watch_gaze(self) -> None:
        """Another mini-batch, perhaps."""
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        """One line."""
        snapshot, styles, gaze = self.snapshot, self.palette.bg, self.gaze
        parts: list[StyledText] = [(" ", styles.blank)]
        if snapshot.problem:
            parts.append((snapshot.problem, styles.bad))
        elif gaze is None:
            parts.append((_("s runs the next equation, b the mini-batch, n the epoch"), styles.muted))
        else:
            figures = ([(f"{name} ", styles.muted), (value, styles.strong)] for name, value in self.figures(gaze))
            parts = grouped(figures, width, styles, self.palette.ascii)
        return [bar(parts, [], width, styles, self.palette.ascii)]

    def figures(self, gaze: StepFocus) -> Iterator[tuple[str, str]]:
        """Of the mini-batch that is shown, the most important first."""
        context, stepping = gaze.frame.context, self.snapshot.stepping
        for frame in gaze.frames:
            if frame.equation.kind == "loss":
                value = frame.writes.value.item()
                bits = _(" ({:.3f} bit)").format(value / log(2)) if context.loss == "cross_entropy" else ""
                yield _("batch loss"), f"{loss(value)}{bits}"
        whole = len(stepping.plan) if stepping.cursor else len(gaze.frames)
        yield _("equation"), _("{} of {}").format(len(gaze.frames), whole)
        yield _("batch"), _("{} of {}").format(count(context.batch), count(self.snapshot.batches))
        yield "α", f"{context.rates['learning_rate']:g}"
        yield "m", count(context.m)
        yield _("epoch"), count(context.epoch)
