"""A picture drawn by hand, and what the network says of it."""

from textual.strip import Strip

from core.analysis.outputs.outputs import Outputs
from core.support.i18n import _
from tui_mlp.views.output.pane import OutputPane


class DrawPane(OutputPane):
    """A picture drawn by hand, and what the network says of it."""

    def title(self) -> str:
        """The name of the pane."""
        return _("Draw")

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """Nothing yet."""
        return []

    def help_text(self) -> str:
        """The help on this pane."""
        return _("A picture drawn by hand, and what the network says of it.")
