"""The columns of a source: kind, role, missing cells, distinct values."""

from textual.strip import Strip

from core.support.i18n import _
from tui_mlp.render.strips import fill

from .pane import DataPane


class ColumnsPane(DataPane):
    """The columns of a source: kind, role, missing cells, distinct values."""

    def title(self) -> str:
        """The text at the left of the top border."""
        return _("Columns")

    def draw_data(self, width: int, height: int) -> list[Strip]:
        """At most `height` strips of `width` cells."""
        return fill([], width, height, self.palette.bg.blank)

    def help_text(self) -> str:
        """The help on this pane."""
        return ""
