"""The weights of Θ(1) as images, one for each neuron."""

from textual.strip import Strip

from core.analysis.outputs.outputs import Outputs
from core.support.i18n import _
from tui_mlp.views.output.pane import OutputPane


class WeightPicturesPane(OutputPane):
    """The weights of Θ(1) as images, one for each neuron."""

    def title(self) -> str:
        """The name of the pane."""
        return _("Θ(1)")

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """Nothing yet."""
        return []

    def help_text(self) -> str:
        """The help on this pane."""
        return _("The weights of Θ(1) as images, one for each neuron.")
