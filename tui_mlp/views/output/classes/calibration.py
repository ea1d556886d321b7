"""How often outputs come true, by their size."""

from textual.strip import Strip

from core.analysis.outputs.outputs import Outputs
from core.support.i18n import _
from tui_mlp.views.output.pane import OutputPane


class CalibrationPane(OutputPane):
    """How often outputs come true, by their size."""

    def title(self) -> str:
        """The name of the pane."""
        return _("Calibration")

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """Nothing yet."""
        return []

    def help_text(self) -> str:
        """The help on this pane."""
        return _("How often outputs come true, by their size.")
