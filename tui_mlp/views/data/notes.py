"""The notes on the data, each with the key that changes what it tells."""

from textual.strip import Strip

from core.support.i18n import _
from tui_mlp.render.strips import fill

from .pane import DataPane


class NotesPane(DataPane):
    """The notes on the data, each with the key that changes what it tells."""

    def title(self) -> str:
        """The text at the left of the top border."""
        return _("Notes")

    def draw_data(self, width: int, height: int) -> list[Strip]:
        """At most `height` strips of `width` cells."""
        return fill([], width, height, self.palette.bg.blank)

    def help_text(self) -> str:
        """The help on this pane."""
        return ""
