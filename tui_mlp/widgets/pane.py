"""A pane: a frame with a title, facts, and its keys while it has the focus."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import ClassVar

from textual.events import Click, MouseMove
from textual.strip import Strip

from tui_mlp.models.pointed import Pointed
from tui_mlp.render.frame import PADDING, Facts, frame, inner_size
from tui_mlp.render.strips import spread
from tui_mlp.session.snapshot import Snapshot

from .canvas import SnapshotWidget
from .safe_text import content


class Pane(SnapshotWidget, can_focus=True):
    """Draws `body` in a frame; title, facts and keys are asked for at each drawing."""

    SPREADS: ClassVar[bool] = False
    """Whether blank lines may stand between its lines on a projector: not in plots, pictures and long tables."""

    _line_places: Sequence[int] = ()
    """The places of the body's lines on the screen where blank lines stand between them; else empty."""

    @property
    def spreads(self) -> bool:
        """Whether blank lines may stand between its lines now."""
        return self.SPREADS

    def spread_body(self, width: int, height: int) -> list[Strip]:
        """The body, on a projector with blank lines between its lines, where it spreads and all of it has room."""
        lines, self._line_places = self.body(width, height), ()
        if not (lines and self.palette.spaced and self.spreads):
            return lines
        self._line_places = spread(lines, height)
        apart = [Strip.blank(width, self.palette.bg.blank)] * (self._line_places[-1] + 1)
        for place, strip in zip(self._line_places, lines, strict=True):
            apart[place] = strip
        return apart

    def line_at(self, y: int) -> int:
        """The line of the body that stands y lines from its top, or above there."""
        return bisect_right(self._line_places, y) - 1 if self._line_places and y >= 0 else y

    def body(self, width: int, height: int) -> list[Strip]:
        """The strips inside the frame."""
        raise NotImplementedError

    def title(self) -> str:
        """The text at the left of the top border."""
        raise NotImplementedError

    def facts(self) -> Facts:
        """The text at the right of the top border."""
        return ""

    def keys(self) -> list[tuple[str, str]]:
        """The keys that work in this pane now, and what they do."""
        return []

    def clicked(self, x: int, y: int) -> None:
        """Handle a click on the body, x cells from its left and y lines from its top."""

    def tooltip_at(self, x: int, y: int) -> str | None:
        """The tooltip for a place of the body, None for none."""
        return None

    def on_mouse_move(self, event: MouseMove) -> None:
        """Show the tooltip of the place under the mouse."""
        text = self.tooltip_at(event.x - PADDING, self.line_at(event.y - 1))
        self.tooltip = None if text is None else content(text)

    def on_click(self, event: Click) -> None:
        """Pass the click on in the body's coordinates."""
        self.clicked(event.x - PADDING, self.line_at(event.y - 1))

    def pointed_here(self) -> Pointed | None:
        """What is in focus in this pane, for the pointer; None where that is neither a value nor an example."""
        return None

    def text_to_copy(self, latex: bool) -> str:
        """The text that `y` copies, or `Y` as LaTeX; by default the body as it is drawn."""
        lines = ("".join(segment.text for segment in strip).rstrip() for strip in self.body(*inner_size(*self.size)))
        return "\n".join(lines).strip("\n")

    def help_text(self) -> str:
        """The help on this pane."""
        raise NotImplementedError

    def draw(self, width: int, height: int) -> list[Strip]:
        """The body in its frame."""
        body = self.spread_body(*inner_size(width, height))
        return frame(
            body, width, height, self.palette,
            title=self.title(), facts=self.facts(), keys=self.keys(), focused=self.has_focus,
        )  # fmt: skip

    def shows_same(self, before: Snapshot, snapshot: Snapshot) -> bool:
        """Whether training has only been started again and nothing has changed yet."""
        return (
            snapshot.state.busy
            and not before.state.busy
            and (snapshot.epoch, snapshot.batch, snapshot.layer) == (before.epoch, before.batch, before.layer)
            and snapshot.experiment is before.experiment
            and snapshot.edits is before.edits
        )

    def watch_state(self) -> None:
        """Draw nothing: header and status show the state, and a snapshot follows."""

    def watch_has_focus(self, has_focus: bool) -> None:
        """Draw the frame with or without focus; after the next layout where that will hide this pane."""
        super().watch_has_focus(has_focus)
        if all(node.display for node in self.ancestors_with_self):
            self.redraw()
        else:
            self.call_after_refresh(self.redraw_if_kept)

    def redraw_if_kept(self) -> None:
        """Draw, unless it has been removed. If it is hidden it has no size by now, and nothing is drawn."""
        if self.is_attached:
            self.redraw()
