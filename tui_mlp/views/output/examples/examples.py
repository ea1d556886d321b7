"""The worst, the most certain wrong and the least certain examples."""

from textual.strip import Strip

from core.analysis.outputs.outputs import Outputs
from core.support.i18n import _
from tui_mlp.views.output.pane import OutputPane


class ExamplesPane(OutputPane):
    """The worst, the most certain wrong and the least certain examples."""

    def title(self) -> str:
        """The name of the pane."""
        return _("Examples")

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """Nothing yet."""
        return []

    def help_text(self) -> str:
        """The help on this pane."""
        return _("The worst, the most certain wrong and the least certain examples.")
