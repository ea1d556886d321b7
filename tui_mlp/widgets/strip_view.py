"""A widget that shows the strips it is given."""

from collections.abc import Sequence

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from .app_base import app_of


class StripView(Widget):
    """Shows lines that another widget or a screen draws; blank below them."""

    def __init__(self, *, id: str | None = None, panel: bool = False) -> None:
        super().__init__(id=id)
        self._strips: Sequence[Strip] = ()
        self._panel = panel
        """Whether its background is that of panels."""

    def show(self, strips: Sequence[Strip]) -> None:
        """Show these strips from now on."""
        self._strips = strips
        self.refresh()

    @property
    def blank(self) -> Style:
        """The style of cells that no strip covers."""
        palette = app_of(self).palette
        return (palette.panel if self._panel else palette.bg).blank

    def render_line(self, y: int) -> Strip:
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width, self.blank)
