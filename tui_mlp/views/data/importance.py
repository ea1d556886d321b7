"""How much each column matters to the network: permutation importance."""

from textual.strip import Strip

from core.support.i18n import _
from tui_mlp.render.strips import fill

from .pane import DataPane


class ImportancePane(DataPane):
    """How much each column matters to the network: permutation importance."""

    def title(self) -> str:
        """The text at the left of the top border."""
        return _("Importance")

    def draw_data(self, width: int, height: int) -> list[Strip]:
        """At most `height` strips of `width` cells."""
        return fill([], width, height, self.palette.bg.blank)

    def help_text(self) -> str:
        """The help on this pane."""
        return ""
