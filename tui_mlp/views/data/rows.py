"""The rows of a source, as they stand there and as the network gets them."""

from textual.strip import Strip

from core.support.i18n import _
from tui_mlp.render.strips import fill

from .choosing import ChoosingRows


class RowsPane(ChoosingRows):
    """The rows of a source, as they stand there and as the network gets them."""

    def title(self) -> str:
        """The text at the left of the top border."""
        return _("Rows")

    def draw_data(self, width: int, height: int) -> list[Strip]:
        """At most `height` strips of `width` cells."""
        return fill([], width, height, self.palette.bg.blank)

    def help_text(self) -> str:
        """The help on this pane."""
        return ""
