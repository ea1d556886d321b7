"""Moving among the rows and columns of a source by keys, mouse and wheel."""

from textual.binding import Binding
from textual.events import MouseScrollDown, MouseScrollLeft, MouseScrollRight, MouseScrollUp

from core.support.i18n import N_
from tui_mlp.models.data.data_focus import Form
from tui_mlp.render.data.row_columns import RowColumns
from tui_mlp.render.data.rows_layout import RowsLayout, form_shown
from tui_mlp.render.frame import inner_size

from .choosing.rows import ChoosingRows

WHEEL_ROWS = 3
"""Rows by which a turn of the mouse wheel scrolls."""


class RowMoves(ChoosingRows):
    """The row and the column in focus, and the part of the table that is in sight."""

    FOCUS = ("column", "input", "row", "form", "choice", "search", "only_found")
    LISTED = True
    BINDINGS = [
        Binding("up", "move(-1)", N_("Row above"), show=False),
        Binding("down", "move(1)", N_("Row below"), show=False),
        Binding("pageup", "page(-1)", N_("A page up"), show=False),
        Binding("pagedown", "page(1)", N_("A page down"), show=False),
        Binding("home,ctrl+home", "edge(0)", N_("First row"), show=False),
        Binding("end,ctrl+end", "edge(1)", N_("Last row"), show=False),
        Binding("left", "across(-1)", N_("Column on the left"), show=False),
        Binding("right", "across(1)", N_("Column on the right"), show=False),
        Binding("shift+left", "across_page(-1)", N_("The columns before those in sight"), show=False),
        Binding("shift+right", "across_page(1)", N_("The columns after those in sight"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._top = 0
        """The place in the list, from 0, of the first row in sight."""
        self._seen = 1
        """The rows in sight."""
        self._first = (0, 0)
        """The first columns in sight, as in the source and as the network gets them."""
        self._table: RowsLayout | None = None
        self._measured: RowColumns | None = None

    # What is in focus

    @property
    def columns(self) -> RowColumns | None:
        """The columns of the rows, measured once for the same source; None before it is read."""
        source, ascii = self.rows, self.palette.ascii
        if source is None:
            return None
        if self._measured is None or self._measured.source is not source or self._measured.ascii != ascii:
            self._measured, self._first = RowColumns(source, ascii), (0, 0)
        return self._measured

    @property
    def form(self) -> Form:
        """How rows are shown now."""
        return form_shown(self.data_focus.form, inner_size(*self.size)[0])

    @property
    def place(self) -> int:
        """The place in the list, from 0, of the row in focus, or of the next one that is listed."""
        return 0 if self.chosen is None else self.chosen.place(self.data_focus.row)

    @property
    def row(self) -> int | None:
        """The row in focus, or the next one that is listed; None where none is."""
        chosen = self.chosen
        return chosen.row(self.place) if self.rows is not None and chosen is not None and chosen.count else None

    @property
    def column_name(self) -> str:
        """The name of the column in focus."""
        described = self.data_focus.described(self.data)
        return "" if described is None else described.name

    # Rows

    def go_to(self, place: int) -> None:
        """Focus the row at a place of the list, from 0, or the nearest that there is."""
        chosen = self.chosen
        if chosen is not None and chosen.count:
            self.move_focus(row=chosen.row(max(0, min(place, chosen.count - 1))))

    def action_move(self, rows: int) -> None:
        self.go_to(self.place + rows)

    def action_page(self, direction: int) -> None:
        self.go_to(self.place + direction * self._seen)

    def action_edge(self, last: int) -> None:
        """Focus the first (0) or the last (1) row of the list."""
        self.go_to(last * (self.chosen.count if self.chosen is not None else 0))

    def scroll_rows(self, rows: int) -> None:
        """Scroll the table; the row in focus stays the same as long as it is in sight."""
        chosen = self.chosen
        if chosen is not None and chosen.count:
            self._top = max(0, min(self._top + rows, chosen.count - self._seen))
            place = max(self._top, min(self.place, self._top + self._seen - 1))
            if place != self.place:
                self.go_to(place)
            else:
                self.redraw()

    # Columns

    def action_across(self, direction: int) -> None:
        """Focus the next (1) or the previous (-1) column; of prepared columns each of its inputs."""
        columns = self.columns
        if columns is None:
            return
        name, number, form = self.column_name, self.data_focus.input, self.form
        if form == "prepared":
            place = columns.prepared_place(name, number)
            if place is None:  # an ignored column: the input of the next one
                place = columns.prepared_near(name) - (direction > 0)
            name, number = columns.column_of(max(0, min(place + direction, columns.prepared_count - 1)))
        elif form == "both" and 0 <= number + direction < columns.input_count(name):
            number += direction
        else:
            place = columns.raw_place(name) + direction
            if not 0 <= place < len(columns.shown):
                return
            name = columns.shown[place].name
            backwards = form == "both" and direction < 0
            number = max(0, columns.input_count(name) - 1) if backwards else 0
        self.move_focus(column=name, input=number)

    def action_across_page(self, direction: int) -> None:
        """Go on by as many columns as are in sight."""
        columns, table = self.columns, self._table
        if columns is None or table is None:
            return
        if self.form == "prepared":
            place = columns.prepared_place(self.column_name, self.data_focus.input) or 0
            place += direction * len(table.prepared.places)
            name, number = columns.column_of(max(0, min(place, columns.prepared_count - 1)))
        else:
            place = columns.raw_place(self.column_name) + direction * len(table.raw.places)
            name, number = columns.shown[max(0, min(place, len(columns.shown) - 1))].name, 0
        self.move_focus(column=name, input=number)

    # The mouse

    def wheel(self, rows: int, columns: int = 0) -> None:
        """Scroll by rows, or go to the column beside."""
        if rows:
            self.scroll_rows(rows)
        if columns:
            self.action_across(columns)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self.wheel(WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self.wheel(-WHEEL_ROWS)

    def on_mouse_scroll_left(self, event: MouseScrollLeft) -> None:
        event.stop()
        self.wheel(0, -1)

    def on_mouse_scroll_right(self, event: MouseScrollRight) -> None:
        event.stop()
        self.wheel(0, 1)
