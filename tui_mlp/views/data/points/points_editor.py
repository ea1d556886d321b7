"""The points of the Points pane as they are edited, and the mouse on them."""

from collections.abc import Callable
from dataclasses import replace

from textual.events import MouseDown, MouseMove, MouseScrollDown, MouseScrollUp, MouseUp
from textual.strip import Strip

from core.analysis.maps.plane_map import plane_map
from core.data.dataset import Data
from core.experiment.point_table import PointTable
from core.support.errors import InputError
from core.support.i18n import _
from tui_mlp.models.data.data_focus import DataFocus
from tui_mlp.models.data.points.drawn_points import at_cell, nearest_point
from tui_mlp.models.data.points.point_sheet import PointEdit, PointSheet
from tui_mlp.models.output.output_focus import OutputFocus
from tui_mlp.models.output.plane.map_choice import map_choice, value_range
from tui_mlp.render.data.points.points_plot import PointsLayout, points_layout, points_plot
from tui_mlp.render.frame import PADDING, inner_size
from tui_mlp.render.output.plane.shading import Shading, class_shading, output_shading
from tui_mlp.render.word_wrap import sentences
from tui_mlp.session.commands import EditNetwork
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.views.data.pane import DataPane
from tui_mlp.views.session_screen import SessionScreen
from tui_mlp.widgets.app_base import app_of

RIGHT_BUTTON = 3

NAMES = ("x1", "x2")
"""The names of the two inputs, in made data as in a table of one's own."""


class PointsEditor(DataPane):
    """A sheet of points, which a mouse adds, moves and removes.

    Edits show at once. The training makes them between two mini-batches; then its data are shown again.
    """

    NEEDS_SOURCE = False
    FOCUS = ()

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.mapped = False
        """Whether the network's map is drawn beneath the points."""
        self.refusal = ""
        """Why no points can be drawn on these data; empty where they can be."""
        self._sheet: PointSheet | None = None
        self._read: Data | None = None
        """The data that the sheet was made of."""
        self._experiment_name = ""
        """The name of their experiment."""
        self._edited = False
        """Whether edits were posted that these data don't have yet."""
        self._row_follows = False
        """Whether the row of the point in focus is to be reported once it is known."""
        self._pressed: tuple[int, int] | None = None
        """The cell in which the mouse was pressed; None while it isn't."""

    # The sheet

    @property
    def sheet(self) -> PointSheet | None:
        """The sheet as it is now; None where no points can be drawn."""
        snapshot, session = self.snapshot, app_of(self).session
        unknown = snapshot.data is not self._read or self._edited
        carried_out = session.up_to_date and session.snapshot is snapshot
        if unknown and (carried_out or self._read is None):
            self._take_over(snapshot)
        return self._sheet

    def _take_over(self, snapshot: Snapshot) -> None:
        """Make the sheet of the snapshot's data; the same one, where it shows their points already."""
        name = snapshot.experiment.name
        same_name, self._experiment_name = name == self._experiment_name, name
        self._read, self._edited, before = snapshot.data, False, self._sheet
        try:
            table = PointTable.of(snapshot.experiment, snapshot.data)
        except InputError as problem:
            self._sheet, self.refusal = None, str(problem)
            return
        self.refusal = ""
        if before is None or not same_name:
            self._sheet = PointSheet.of(table)
        elif not before.table.same_points(table):
            self._sheet = before.with_table(table)

    def show(self, sheet: PointSheet) -> None:
        """Show another state of the sheet, and report the row of the point in focus."""
        self._sheet = sheet
        self._row_follows = sheet.point is not None
        self._report_row()
        self.redraw()

    def make(self, sheet: PointSheet, edit: PointEdit | None) -> None:
        """Show an edited sheet, and have the training make the edit."""
        screen = self.screen
        if edit is not None and isinstance(screen, SessionScreen):
            self._sheet, self._edited = sheet, True
            screen.post(EditNetwork(edit.act, edit.arguments, agreed=True))
        self.show(sheet)

    def _report_row(self) -> None:
        """Focus the row of the point in focus, as soon as the rows are read in which it has its place."""
        rows, sheet = self.rows, self._sheet
        if not self._row_follows or rows is None or sheet is None or sheet.point is None or self._edited:
            return
        self._row_follows = False
        split = sheet.table.split_of(sheet.point)
        row = rows.row_of(split, sheet.point - sheet.table.start(split))
        if row is not None and row != self.data_focus.row:
            self.move_focus(row=row)

    def watch_source(self) -> None:
        """Report the row of the point in focus, which may be another one in other data."""
        self._report_row()
        super().watch_source()

    def watch_data_focus(self, before: DataFocus, focus: DataFocus) -> None:
        """Show the point of a row that another pane has in focus."""
        rows, sheet = self.rows, self._sheet
        if rows is not None and sheet is not None and focus.row != before.row and not self.has_focus:
            split, place = rows.split_name(focus.row), int(rows.place[focus.row])
            if split and not self._edited and self._read is self.snapshot.data:
                self._sheet = sheet.at_point(sheet.table.start(split) + place)
                self.redraw()

    # Drawing

    @property
    def wants_outputs(self) -> bool:
        """Whether the map is drawn."""
        return self.mapped and self._sheet is not None

    def shows_same(self, before: Snapshot, snapshot: Snapshot) -> bool:
        """Whether data and map are the same, and no edit may have been refused."""
        outputs = self.mapped and snapshot.outputs is not before.outputs
        return snapshot.data is before.data and not outputs and not self._edited

    def layout_now(self) -> PointsLayout | None:
        """The layout of the pane in its present size; None where no points are drawn."""
        sheet = self.sheet
        if sheet is None:
            return None
        return self._laid_out(sheet, *inner_size(*self.size))

    def _laid_out(self, sheet: PointSheet, width: int, height: int) -> PointsLayout:
        """The layout of a body of this size; the sheet remembers what it shows."""
        layout = points_layout(sheet.limits, width, height, NAMES[1], self.palette)
        if sheet is self._sheet and sheet.view != layout.plane.limits:
            self._sheet = replace(sheet, view=layout.plane.limits)
        return layout

    def draw_data(self, width: int, height: int) -> list[Strip]:
        """The sheet, or a sentence why there is none."""
        sheet = self.sheet
        if sheet is None:
            return sentences(self.refusal, width, self.palette)
        layout = self._laid_out(sheet, width, height)
        return points_plot(sheet, layout, NAMES, self._shading(layout), self.palette)

    def _shading(self, layout: PointsLayout) -> Shading | None:
        """The network's map in the cells; None where it isn't wanted or not computed yet."""
        outputs = self.snapshot.outputs
        if not self.mapped or outputs is None or outputs.data is not self.data:
            return None
        found = plane_map(outputs.model, layout.plane)
        choice = map_choice(OutputFocus(), outputs.model.meaning, None)
        if choice.regions:
            return class_shading(found)
        return output_shading(found, choice.output, value_range(outputs.data, choice.output))

    # The mouse

    def _place_under(self, x: int, y: int) -> tuple[tuple[int, int], tuple[float, float]] | None:
        """The cell under a place of the pane, and the coordinates in its middle; None beside the plane."""
        layout = self.layout_now()
        cell = None if layout is None else layout.cell_under(x - PADDING, y - 1)
        return None if layout is None or cell is None else (cell, at_cell(layout.plane, *cell))

    def on_mouse_down(self, event: MouseDown) -> None:
        """Take the point under the mouse; with the right button, ctrl or shift remove it."""
        layout, under = self.layout_now(), self._place_under(event.x, event.y)
        sheet = self.sheet
        if sheet is None or layout is None or under is None:
            return
        event.stop()
        cell, at = under
        if sheet.taken:
            sheet = sheet.putting_back()
        if event.button == RIGHT_BUTTON or event.ctrl or event.shift:
            self.show(sheet.pointing(layout.plane, at))
            self.remove_point()
            return
        self._pressed = cell
        self.capture_mouse()
        point = nearest_point(sheet.points, layout.plane, *at, reach=0)
        self.show(sheet.pointing(layout.plane, at) if point is None else sheet.at_point(point).taking())

    def on_mouse_move(self, event: MouseMove) -> None:
        """Move the point that is held."""
        layout, under = self.layout_now(), self._place_under(event.x, event.y)
        sheet = self._sheet
        if self._pressed is None or sheet is None or layout is None or under is None:
            super().on_mouse_move(event)
        elif sheet.taken and under[0] != self._pressed:
            self.show(sheet.pointing(layout.plane, under[1]))

    def on_mouse_up(self, event: MouseUp) -> None:
        """Put down the point that was moved; on a free place add one."""
        sheet, pressed, under = self._sheet, self._pressed, self._place_under(event.x, event.y)
        if pressed is None or sheet is None:
            return
        self._pressed = None
        self.release_mouse()
        event.stop()
        if sheet.taken:
            self.put()
        elif under is not None and under[0] == pressed:
            self.add()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Take the next class in hand, or a smaller value."""
        self._turn_by_wheel(event, 1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Take the class before in hand, or a larger value."""
        self._turn_by_wheel(event, -1)

    def _turn_by_wheel(self, event: MouseScrollDown | MouseScrollUp, direction: int) -> None:
        event.stop()
        sheet = self.sheet
        if sheet is not None:
            self.show(sheet.turned(direction if sheet.table.classes else -direction))

    # Edits, by mouse and by keys

    def add(self) -> None:
        """Add a point of what is in hand at the cursor; say why that isn't possible."""
        if (sheet := self.sheet) is not None:
            try:
                self.make(*sheet.adding())
            except InputError as problem:
                self.notify(str(problem), severity="warning")

    def put(self) -> None:
        """Put the taken point down at the cursor; where that isn't possible, it goes back."""
        if (sheet := self.sheet) is not None and sheet.taken:
            try:
                self.make(*sheet.putting())
            except InputError as problem:
                self.notify(str(problem), severity="warning")
                self.show(sheet.putting_back())

    def remove_point(self) -> None:
        """Remove the point in focus; say why that isn't possible."""
        self._change_point(PointSheet.removing)

    def give_point(self) -> None:
        """Give the point in focus the class or value in hand; say why that isn't possible."""
        self._change_point(PointSheet.giving)

    def _change_point(self, change: Callable[[PointSheet, int], tuple[PointSheet, PointEdit]]) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        if sheet.point is None:
            self.notify(_("There is no point at the cursor: [ and ] go to the points one by one."))
            return
        try:
            self.make(*change(sheet.putting_back() if sheet.taken else sheet, sheet.point))
        except InputError as problem:
            self.notify(str(problem), severity="warning")
