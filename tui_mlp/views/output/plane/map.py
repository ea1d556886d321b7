"""The map of the output over the plane of two inputs."""

from textual.strip import Strip

from core.analysis.outputs.outputs import Outputs
from core.support.i18n import _
from tui_mlp.views.output.pane import OutputPane


class MapPane(OutputPane):
    """The map of the output over the plane of two inputs."""

    def title(self) -> str:
        """The name of the pane."""
        return _("Output")

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """Nothing yet."""
        return []

    def help_text(self) -> str:
        """The help on this pane."""
        return _("The map of the output over the plane of two inputs.")
