"""The screen of the Data view: columns and rows, and what there is to see of them."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.reactive import reactive

from core.data.dataset import SPLITS, Data
from core.data.source_rows.source_rows import SourceRows
from core.experiment.experiment import Experiment
from core.experiment.source_rows import read_source_rows
from core.support.errors import InputError
from core.support.i18n import _
from tui_mlp.models.data.data_focus import for_other_data
from tui_mlp.models.data.row_choice import ChosenRows
from tui_mlp.models.data.row_of_example import row_of_example
from tui_mlp.models.output.output_focus import ExampleFocus
from tui_mlp.models.pointed import Pointed
from tui_mlp.session.outputs_task import OutputsWanted
from tui_mlp.session.snapshot import EMPTY, Snapshot
from tui_mlp.text.unreadable import unreadable_text
from tui_mlp.views.output.pane import OutputPane, StepWanted
from tui_mlp.views.view_screen import VIEW_STYLES, View
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.background import in_background
from tui_mlp.widgets.header import Header
from tui_mlp.widgets.message_line import MessageLine
from tui_mlp.widgets.pane import Pane

from .choosing.screen import ChoosingScreen
from .footer import DataFooter
from .notes_line import NotesLine
from .pane import DataFocusChanged, DataPane, ExampleWanted, OutputsNeeded, PaneWanted, SettingsWanted
from .panes import panes_of
from .status import DataStatus

WIDE, HUGE = 110, 150
"""Columns from which one and two detail panes stand beside the main one; else the last pane in focus stands alone."""

HIGH = 30
"""Lines from which there is one for notes on the data."""


def read_rows(experiment: Experiment, data: Data) -> SourceRows | str:
    """The rows of the source, or why they can't be read. For any thread."""
    try:
        return read_source_rows(experiment, data)
    except Exception as problem:  # whatever a reader raises, the other panes stay
        return unreadable_text(experiment.data.source, problem)


class DataScreen(ChoosingScreen):
    """The panes that suit the data. The rows of their source are read on a thread of their own."""

    CSS_PATH = [VIEW_STYLES, Path(__file__).with_name("data.tcss")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (HIGH, "-high")]

    reading: reactive[bool] = reactive(False, repaint=False, init=False)
    """Whether the source is being read, for other settings or to show its rows."""

    def __init__(self) -> None:
        super().__init__()
        self._details: list[str] = []
        """The ids of the detail panes, the one last in focus first."""
        self._rows_wanted: Data | None = None
        self._example: ExampleFocus | None = None
        """The example in focus in other views, as it was when its row came into focus here."""

    def compose(self) -> ComposeResult:
        """Yield header, panes, status and footer."""
        yield self.bind_snapshot(Header("data", id="header"))
        self.panes_data = self.session.snapshot.data
        with Container(id="body"):
            yield self.made(self.panes_data)
        yield self.bind_snapshot(NotesLine(id="notes-line")).data_bind(DataScreen.source)
        yield self.bind_snapshot(DataStatus(id="status")).data_bind(DataScreen.reading)
        yield MessageLine()
        yield self.bind_snapshot(DataFooter(id="footer"))

    @property
    def complete(self) -> bool:
        """Whether the rows of the source are read."""
        source, data = self.source, self.session.snapshot.data
        return bool(self.source_problem) or (source is not None and source.data is data)

    # The panes

    def made(self, data: Data) -> Vertical:
        """The panes for these data, in their places."""
        panes = [(entry, self.bind_data(entry.kind(id=entry.name))) for entry in panes_of(data)]
        for entry, pane in panes:
            pane.add_class(entry.slot(data))
        upper = [pane for entry, pane in panes if entry.slot(data) != "rows"]
        lower = [pane for entry, pane in panes if entry.slot(data) == "rows"]
        self._details = [str(pane.id) for entry, pane in panes if entry.slot(data) == "detail"]
        return Vertical(
            Horizontal(*upper, classes="upper holder"), Horizontal(*lower, classes="lower holder"),
            classes="panes holder",
        )  # fmt: skip

    def bind_data(self, pane: DataPane) -> DataPane:
        """The pane, which from now on gets snapshot, state, rows and focus."""
        self.bind_snapshot(pane).data_bind(
            DataScreen.data_focus, DataScreen.source, DataScreen.source_problem, DataScreen.chosen
        )
        return pane

    def first_pane(self) -> Pane:
        """The main pane."""
        return self.panes()[0]

    def panes(self) -> list[Pane]:
        """All panes, in the order of `tab`; of the details one comes up when it gets the focus."""
        found = {pane.id: pane for pane in self.query(DataPane)}
        return [
            found[entry.name]
            for entry in panes_of(self.session.snapshot.data if self.panes_data is None else self.panes_data)
            if entry.name in found
        ]

    def output_panes(self) -> list[OutputPane]:
        """None: the panes here show rows, with outputs beside them."""
        return []

    def pane_names(self) -> list[str]:
        """The ids of the panes that suit the data."""
        return [str(pane.id) for pane in self.panes()]

    def lay_out(self) -> None:
        """Show the main pane, and beside it as many details as have room; the one in focus in any case."""
        pane_id = str(self.pane.id)
        if pane_id in self._details:
            self._details.remove(pane_id)
            self._details.insert(0, pane_id)
        main = next((str(pane.id) for pane in self.panes() if pane.has_class("main")), "")
        width = self.size.width
        if width < WIDE:
            upper = [main, *self._details]
            shown = [pane_id] if pane_id in upper else [self._upper_shown() or main]
        else:
            shown = [main, *self._details[: 2 if width >= HUGE else 1]]
        for pane in self.query(DataPane):
            pane.set_class(str(pane.id) in shown, "-shown")
        super().lay_out()
        self.want_outputs()

    def _upper_shown(self) -> str:
        """The id of the only upper pane that is shown; empty where there are several, or none."""
        shown = [str(pane.id) for pane in self.query(".upper DataPane.-shown")]
        return shown[0] if len(shown) == 1 else ""

    # Rows and focus

    def watch_snapshot(self, before: Snapshot, snapshot: Snapshot) -> None:
        """Read the rows of other data than before, and show panes that suit them."""
        super().watch_snapshot(before, snapshot)
        if snapshot.data is not self._rows_wanted:
            self._rows_wanted, self.source_problem = snapshot.data, ""
            work = partial(read_rows, snapshot.experiment, snapshot.data)
            in_background(self, work, partial(self.rows_read, snapshot.data))
        if before is not EMPTY and before.data is not snapshot.data:
            self.data_focus = for_other_data(self.data_focus, before.data, snapshot.data)
            self.call_later(self.show_panes)
        self.note_reading()

    def note_reading(self) -> None:
        """Note whether the source is being read."""
        wanted, present = self.session.experiment.data, self.session.snapshot.experiment.data
        self.reading = not self.complete or (wanted is not present and wanted != present)

    def rows_read(self, data: Data, found: SourceRows | str) -> None:
        """Show the rows that have been read, unless others are wanted by now."""
        if data is not self._rows_wanted:
            return
        if isinstance(found, str):
            self.source_problem = found
        else:
            self.chosen = ChosenRows(found.rows)  # first: panes that draw the new rows find as many listed
            self.source = found
            self.follow_example()
            if self.pointed is not None:
                self.follow_pointed(self.pointed)
        self.note_reading()

    def on_screen_suspend(self) -> None:
        """Note the example in focus, so that another one is noticed later; compute no importance, as nobody sees it."""
        self._example = app_of(self).output_focus.example
        self.session.want_importance(False)

    def on_screen_resume(self) -> None:
        """Show the row of the example in focus, where a person has chosen another one in other views."""
        self.follow_example()

    def follow_example(self) -> None:
        """Focus the row of the example in focus, unless it was noted, or came into focus by itself as the worst one."""
        app, source = app_of(self), self.source
        example = app.output_focus.example
        if source is None or source.data is not self.session.snapshot.data or example is self._example:
            return
        self._example, row = example, row_of_example(source, example)
        if row is not None and example is not app.worst_example:
            self.data_focus = replace(self.data_focus, row=row)

    async def show_panes(self) -> None:
        """Show the panes that suit the data; the same ones where they do."""
        data = self.session.snapshot.data
        if data is self.panes_data:
            return
        before = [entry.name for entry in panes_of(self.panes_data)] if self.panes_data is not None else []
        after = [entry.name for entry in panes_of(data)]
        self.panes_data = data
        if before != after:
            await self.query_one("#body").remove_children()
            await self.query_one("#body").mount(self.made(data))
            self.show_pane(self.panes()[0])

    def outputs_wanted(self) -> OutputsWanted | None:
        """The outputs of all rows, where a pane that is shown draws some."""
        shown = [pane for pane in self.query(DataPane) if pane.wants_outputs and pane.display]
        if not (shown or self.wants_wrong) or self.panes_data is None:
            return None
        return OutputsWanted(SPLITS, data=self.panes_data)

    def want_outputs(self) -> None:
        """Have the outputs and the importance that are shown now computed, and no others."""
        super().want_outputs()
        self.session.want_importance(any(pane.IMPORTANCE and pane.display for pane in self.query(DataPane)))

    def on_data_focus_changed(self, message: DataFocusChanged) -> None:
        """Share the pane's focus; the pointer follows another row."""
        other = message.data_focus.row != self.data_focus.row
        self.data_focus = message.data_focus
        if other:
            self.move_pointer(self.pane.pointed_here())

    def follow_pointed(self, pointed: Pointed) -> None:
        """Focus the row of the example that the pointer is on."""
        super().follow_pointed(pointed)
        source = self.source
        if source is not None and source.data is self.session.snapshot.data and pointed.example is not None:
            self._example = app_of(self).output_focus.example
            if (row := source.row_of(*pointed.example)) is not None:
                self.data_focus = replace(self.data_focus, row=row)

    def on_outputs_needed(self, message: OutputsNeeded) -> None:
        """Have the outputs computed that are drawn now."""
        self.want_outputs()

    def on_settings_wanted(self, message: SettingsWanted) -> None:
        """Change settings together, as the Hyperparameters pane does one."""
        try:
            self.set_values(message.values)
        except InputError as problem:
            self.notify(str(problem), severity="error")
        self.note_reading()

    def on_pane_wanted(self, message: PaneWanted) -> None:
        """Show another pane, and focus it."""
        self.show_named(message.name)

    async def on_example_wanted(self, message: ExampleWanted) -> None:
        """Go to a row in the Output view, or step through it."""
        source = self.source
        if source is None or not (split := source.split_name(message.row)):
            self.notify(_("This row is left out: the network doesn't see it."))
            return
        example = ExampleFocus(split, int(source.place[message.row]))
        self.output_focus = replace(self.output_focus, split=split, example=example, cell=None)
        if message.step:
            self.post_message(StepWanted(example))
            return
        app = app_of(self)
        await app.switch_mode("output")
        if isinstance(view := app.screen, View):
            view.call_after_refresh(view.show_named, "example")  # a new view doesn't know yet what it shows
