"""How many rows of each class are in each split."""

from textual.strip import Strip

from core.support.i18n import _
from tui_mlp.render.strips import fill

from .pane import DataPane


class SplitsPane(DataPane):
    """How many rows of each class are in each split."""

    def title(self) -> str:
        """The text at the left of the top border."""
        return _("Splits")

    def draw_data(self, width: int, height: int) -> list[Strip]:
        """At most `height` strips of `width` cells."""
        return fill([], width, height, self.palette.bg.blank)

    def help_text(self) -> str:
        """The help on this pane."""
        return ""
