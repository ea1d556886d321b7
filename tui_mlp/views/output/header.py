"""The header of the Output view."""

from textual.reactive import reactive

from core.support.i18n import translated
from tui_mlp.models.output.output_focus import OutputFocus
from tui_mlp.session.snapshot import EMPTY
from tui_mlp.widgets.header import Header

from .pages import page_in_focus, pages_of


class OutputHeader(Header):
    """The common header with the name of the page, its number, and how many there are."""

    output_focus: reactive[OutputFocus] = reactive(OutputFocus(), repaint=False, init=False)

    def watch_output_focus(self, before: OutputFocus, focus: OutputFocus) -> None:
        """Name the page that is shown now."""
        if before.page != focus.page:
            self.redraw()

    def page_title(self) -> str:
        """The title of the page and its number: `Classes 1/4`."""
        if self.snapshot is EMPTY:
            return ""
        pages, page = pages_of(self.snapshot.data), page_in_focus(self.snapshot.data, self.output_focus)
        return f"{translated(page.title)} {pages.index(page) + 1}/{len(pages)}"
