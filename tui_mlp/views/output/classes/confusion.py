"""The confusion matrix."""

from textual.strip import Strip

from core.analysis.outputs.outputs import Outputs
from core.support.i18n import _
from tui_mlp.views.output.pane import OutputPane


class ConfusionPane(OutputPane):
    """The confusion matrix."""

    def title(self) -> str:
        """The name of the pane."""
        return _("Confusion")

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """Nothing yet."""
        return []

    def help_text(self) -> str:
        """The help on this pane."""
        return _("The confusion matrix.")
