"""The screen of the Output view: pages of panes that show what the network does."""

from dataclasses import replace
from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Horizontal, Vertical

from core.support.i18n import N_, _, translated
from tui_mlp.models.output.output_focus import OutputFocus
from tui_mlp.session.snapshot import EMPTY, Snapshot
from tui_mlp.views.view_screen import VIEW_STYLES
from tui_mlp.widgets.message_line import MessageLine
from tui_mlp.widgets.pane import Pane
from tui_mlp.widgets.status_line import StatusLine

from .classes.confusion import ConfusionPane
from .examples.examples import ExamplesPane
from .focus_screen import OutputFocusScreen
from .footer import OutputFooter
from .header import OutputHeader
from .pages import MOST_POINTS, PANES, Page, made_pane, page_in_focus, pages_of, splits_shown
from .pane import OutputPane

LEAST_BELOW = 11
"""The lines of a lower pane below which the upper one gets no more than half."""


class OutputScreen(OutputFocusScreen):
    """One page at a time, turned by `p` and `ctrl+pageup`. The panes of a page are made when it is first shown."""

    CSS_PATH = [VIEW_STYLES, Path(__file__).with_name("output.tcss")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide"), (150, "-huge")]
    BINDINGS = [
        Binding("p,ctrl+pagedown", "turn_page(1)", N_("Next page")),
        Binding("ctrl+pageup", "turn_page(-1)", N_("Previous page")),
    ]

    def compose(self) -> ComposeResult:
        """Yield header, an empty body, status and footer."""
        yield self.bind_snapshot(OutputHeader("output", id="header")).data_bind(OutputScreen.output_focus)
        self.panes_data = self.session.snapshot.data
        with Container(id="body"):
            yield self.made(self.page)
        yield self.bind_snapshot(StatusLine(id="status"))
        yield MessageLine()
        yield self.bind_snapshot(OutputFooter(id="footer")).data_bind(OutputScreen.output_focus)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return page_in_focus(self.session.snapshot.data, self.output_focus)

    def least_size(self) -> tuple[int, int]:
        """The columns and lines of a screen from which the page shows all its panes."""
        return max(self.page.wide, self.LEAST[0]), max(self.page.high, self.LEAST[1])

    def made(self, page: Page) -> Horizontal:
        """The panes of a page, in columns."""
        columns = [
            Vertical(*(self.bind_focus(made_pane(kind)) for kind in kinds), classes=f"column holder {side}")
            for side, kinds in (("left", page.left), ("right", page.right))
            if kinds
        ]
        return Horizontal(*columns, id=f"page-{page.name}", classes="page holder")

    def first_pane(self) -> Pane:
        """The first pane of the first page."""
        self.show_page()
        return self.panes()[0]

    def panes(self) -> list[Pane]:
        """The panes of the page that is shown."""
        return [pane for page in self.query(f"#page-{self.page.name}") for pane in page.query(Pane)]

    def output_panes(self) -> list[OutputPane]:
        """The panes of the page that is shown, or of it the only one that is."""
        shown = [self.pane] if self.is_mounted and self.alone else self.panes()
        return [pane for pane in shown if isinstance(pane, OutputPane)]

    def show_page(self) -> None:
        """Show the page in focus, and no other."""
        for page in self.query(".page"):
            page.set_class(page.id == f"page-{self.page.name}", "-shown")

    def splits_wanted(self) -> tuple[str, ...]:
        """The splits whose outputs the page shows."""
        return splits_shown(self.page.all_splits, self.output_focus.split_name(self.session.snapshot.data))

    def most_wanted(self) -> int | None:
        """The most rows of a split that the page shows."""
        return MOST_POINTS if self.page.all_splits else self.page.most

    def watch_snapshot(self, before: Snapshot, snapshot: Snapshot) -> None:
        """Show a page that suits the data."""
        super().watch_snapshot(before, snapshot)
        if before.data is not snapshot.data or before.outputs is None:
            self.call_later(self.share_height)  # when the panes have the outputs too
        if before is not EMPTY and before.data is not snapshot.data:
            self.call_later(self.turn_to_page)

    def watch_output_focus(self, before: OutputFocus, focus: OutputFocus) -> None:
        """Show the page in focus."""
        if before.page != focus.page and self.is_mounted:
            self.call_later(self.turn_to_page)
        super().watch_output_focus(before, focus)

    async def turn_to_page(self) -> None:
        """Show the page in focus, and focus its first pane. Its panes are made for these data when first shown."""
        if (data := self.session.snapshot.data) is not self.panes_data:
            await self.query_one("#body").remove_children()
            self.panes_data = data
        if not self.query(f"#page-{self.page.name}"):
            await self.query_one("#body").mount(self.made(self.page))
        self.show_page()
        panes = self.panes()
        if self.pane not in panes:
            self.show_pane(panes[0])

    def pane_names(self) -> list[str]:
        """The ids of the panes of all pages that suit the data."""
        kinds = {kind for page in pages_of(self.session.snapshot.data) for kind in (*page.left, *page.right)}
        return [name for name, kind in PANES.items() if kind in kinds]

    def show_named(self, name: str) -> None:
        """Turn to the first page that has this pane, and focus it then."""

        def show() -> None:
            self.show_pane(next(pane for pane in self.panes() if pane.id == name))

        self.turn_to(PANES[name])
        self.call_later(show)

    def turn_to(self, kind: type) -> None:
        """Turn to the first page that suits the data and has a pane of this kind, unless such a page is shown."""
        pages = [self.page, *pages_of(self.session.snapshot.data)]
        found = next((page for page in pages if page.has(kind)), self.page)
        self.output_focus = replace(self.output_focus, page=found.name)

    def share_height(self) -> None:
        """Give the upper one of two panes the lines that it wants, where the lower one has enough; else half of them.

        It has enough if it gets those that it wants, or LEAST_BELOW where the upper one goes without its last line.
        """
        for column in self.query(f"#page-{self.page.name} .column"):
            panes = [pane for pane in column.children if isinstance(pane, OutputPane)]
            wanted = [pane.lines_wanted() for pane in panes]
            height: int | None = None
            if len(panes) == 2 and wanted[0] and not self.alone:
                below = self.query_one("#body").size.height - wanted[0]
                if below >= (wanted[1] or LEAST_BELOW):
                    height = wanted[0]
                elif below + 1 >= LEAST_BELOW:
                    height = wanted[0] - 1
            for pane in panes[:1]:
                pane.styles.height = height

    def on_rows_wanted(self) -> None:
        """Show the list of examples, which has those of the cell in focus."""
        for pane in self.panes():
            if isinstance(pane, ExamplesPane):
                self.show_pane(pane)

    def action_unzoom(self) -> None:
        """Show all panes again, or where they are shown the confusion matrix without a cell whose rows are listed."""
        if self.zoomed_by_hand or self.output_focus.cell is None:
            super().action_unzoom()
        else:
            self.output_focus = replace(self.output_focus, cell=None)
            for pane in self.panes():
                if isinstance(pane, ConfusionPane):
                    self.show_pane(pane)

    def lay_out(self) -> None:
        """Lay the panes out, and have the outputs of those that are shown computed."""
        super().lay_out()
        self.want_outputs()

    def action_turn_page(self, direction: int) -> None:
        """Show the next (1) or the previous (-1) page."""
        pages = pages_of(self.session.snapshot.data)
        page = pages[(pages.index(self.page) + direction) % len(pages)]
        self.output_focus = replace(self.output_focus, page=page.name)

    def action_show_page(self, name: str) -> None:
        """Show the page of this name."""
        self.output_focus = replace(self.output_focus, page=name)

    def help_on_keys(self) -> list[tuple[str, str]]:
        """The help texts of the keys that work in every view, after those of this one."""
        titles = ", ".join(translated(page.title) for page in pages_of(self.session.snapshot.data))
        return [("p  ^pgup", _("next page, previous page: {}").format(titles)), *super().help_on_keys()]
