"""A pane: a frame with a title, facts, and its keys while it has the focus."""

from textual.events import Click, MouseMove
from textual.strip import Strip

from tui_mlp.render.frame import PADDING, Facts, frame, inner_size
from tui_mlp.session.snapshot import Snapshot

from .canvas import SnapshotWidget
from .safe_text import content


class Pane(SnapshotWidget, can_focus=True):
    """What a pane shows is `body`; title, facts and keys are asked for at each drawing."""

    def body(self, width: int, height: int) -> list[Strip]:
        """What is inside the frame."""
        raise NotImplementedError

    def title(self) -> str:
        """Left in the top border."""
        raise NotImplementedError

    def facts(self) -> Facts:
        """Right in the top border."""
        return ""

    def keys(self) -> list[tuple[str, str]]:
        """The keys that work here and what they do, as they are now."""
        return []

    def clicked(self, x: int, y: int) -> None:
        """A click on the body, x cells from its left and y lines from its top."""

    def tooltip_at(self, x: int, y: int) -> str | None:
        """What to tell of a place of the body under the mouse."""
        return None

    def on_mouse_move(self, event: MouseMove) -> None:
        """Have it told."""
        told = self.tooltip_at(event.x - PADDING, event.y - 1)
        self.tooltip = None if told is None else content(told)

    def on_click(self, event: Click) -> None:
        """Tell where on the body it was."""
        self.clicked(event.x - PADDING, event.y - 1)

    def text_to_copy(self, latex: bool) -> str:
        """What `y` copies: what it shows, unless it knows better; as LaTeX where it has such a form."""
        lines = ("".join(segment.text for segment in strip).rstrip() for strip in self.body(*inner_size(*self.size)))
        return "\n".join(lines).strip("\n")

    def help_text(self) -> str:
        """What `?` says of this pane."""
        raise NotImplementedError

    def draw(self, width: int, height: int) -> list[Strip]:
        """The body in its frame."""
        body = self.body(*inner_size(width, height))
        return frame(
            body, width, height, self.palette,
            title=self.title(), facts=self.facts(), keys=self.keys(), focused=self.has_focus,
        )  # fmt: skip

    def shows_same(self, before: Snapshot, snapshot: Snapshot) -> bool:
        """Where training goes on, while nothing has come of it yet."""
        return (
            snapshot.state.busy
            and not before.state.busy
            and (snapshot.epoch, snapshot.batch, snapshot.layer) == (before.epoch, before.batch, before.layer)
            and snapshot.experiment is before.experiment
            and snapshot.marks is before.marks
        )

    def watch_state(self) -> None:
        """Header and status show it: panes show what training has come to, and a snapshot follows."""

    def watch_has_focus(self, has_focus: bool) -> None:
        """The frame shows it."""
        super().watch_has_focus(has_focus)
        self.redraw()
