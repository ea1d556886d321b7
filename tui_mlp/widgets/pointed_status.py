"""The base of the status lines: while the pointer is on, they begin with what it is on."""

from rich.segment import Segment
from textual.strip import Strip

from tui_mlp.models.pointed import Pointed
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.strips import fit
from tui_mlp.text.glyphs import glyphs

from .canvas import SnapshotWidget


class PointedStatus(SnapshotWidget):
    """One line: what the pointer is on, if it is on, then `status` in what is left of the width."""

    def watch_pointed(self, before: Pointed | None, pointed: Pointed | None) -> None:
        """Draw again: the value may be another one, even in the same place."""
        self.redraw()

    def status(self, width: int, height: int) -> list[Strip]:
        """The line without the pointer."""
        raise NotImplementedError

    def draw(self, width: int, height: int) -> list[Strip]:
        """One line."""
        if self.pointed is None:
            return self.status(width, height)
        ascii, styles = self.palette.ascii, self.palette.bg
        text = clipped(f"{glyphs(ascii).pointer} {self.pointed.text}", max(0, width - 3), ascii)
        left = Strip([Segment(" ", styles.blank), Segment(f" {text} ", styles.on_accent)])
        rest = self.status(max(0, width - left.cell_length), height)
        return [fit([*left, *rest[0]], width, styles.blank)]
