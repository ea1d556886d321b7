"""The header of the Output view."""

from textual.reactive import reactive

from core.support.i18n import translated
from tui_mlp.models.output.output_focus import OutputFocus
from tui_mlp.session.snapshot import EMPTY
from tui_mlp.widgets.header import Header

from .pages import page_in_focus


class OutputHeader(Header):
    """The common header with the name of the page."""

    output_focus: reactive[OutputFocus] = reactive(OutputFocus(), repaint=False, init=False)

    def watch_output_focus(self, before: OutputFocus, focus: OutputFocus) -> None:
        """Name the page that is shown now."""
        if before.page != focus.page:
            self.redraw()

    def page_title(self) -> str:
        """The title of the page."""
        return "" if self.snapshot is EMPTY else translated(page_in_focus(self.snapshot.data, self.output_focus).title)
