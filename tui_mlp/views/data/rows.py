"""The rows of a source, as they stand there and as the network gets them."""

from textual.binding import Binding
from textual.strip import Strip

from core.support.errors import InputError
from core.support.i18n import N_, _
from core.support.shown_values import value_text
from tui_mlp.dialogs.prompt import Prompt
from tui_mlp.models.data.data_focus import Form
from tui_mlp.models.data.row_lines import row_at_line
from tui_mlp.models.data.rows_csv import rows_csv
from tui_mlp.render.data.cell_origin import cell_origin
from tui_mlp.render.data.rows_layout import rows_layout
from tui_mlp.render.data.rows_table import HEADING_LINES, CellInFocus, KeptRows, rows_table
from tui_mlp.render.frame import Facts
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.pointer import framed_line
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.numbers import count

from .pane import ExampleWanted
from .row_moves import RowMoves

FORMS: tuple[Form, ...] = ("both", "raw", "prepared")
"""In the order in which the key `v` turns them."""
WIDE, HIGH = 100, 9
"""Cells from which one line is enough to say how a number came about, and lines from which a second one is given."""


class RowsPane(RowMoves):
    """Rows as in the source, as the network gets them, or both; and how the number in focus came about."""

    POINTS = True

    BINDINGS = [
        Binding("v", "turn_form", N_("Rows raw, prepared, or both")),
        Binding("l", "type_line", N_("Go to a line")),
        Binding("enter", "show_outputs", N_("The row in focus in the Output view")),
        Binding("e", "step", N_("Step through the row in focus")),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._kept_rows = KeptRows()

    def title(self) -> str:
        """The text at the left of the top border."""
        return _("Rows")

    def facts(self) -> Facts:
        """Which rows of the list are in sight, and how many there are."""
        chosen = self.chosen
        if self.rows is None or chosen is None:
            return ""
        last = min(chosen.count, self._top + self._seen)
        return self.listed_text(self._top, last - 1)

    def keys(self) -> list[tuple[str, str]]:
        """The keys that act on the row in focus."""
        following = {"both": _("raw"), "raw": _("prepared"), "prepared": _("both")}[self.form]
        return [("v", following), ("↵", _("Output")), ("e", _("step")), ("l", _("line")), *self.choosing_keys()]

    # Drawing

    def draw_data(self, width: int, height: int) -> list[Strip]:
        """The rows in sight below their headings, and how the cell in focus came about."""
        columns, chosen, row = self.columns, self.chosen, self.row
        if columns is None or chosen is None:
            return []
        if row is None:
            return sentences(_("No row is listed."), width, self.palette)
        said = 2 if width < WIDE and height >= HIGH else 1
        headings = HEADING_LINES if height >= HIGH - 2 else 1
        self._seen = max(1, height - headings - said)
        self._top = scrolled(chosen.count, self._seen, self._top, self.place)
        shown = [chosen.row(at) for at in range(self._top, min(chosen.count, self._top + self._seen))]
        name, number = self.column_name, self.data_focus.input
        raw, prepared = columns.raw_place(name), columns.prepared_place(name, number)
        near = prepared if prepared is not None else columns.prepared_near(name)
        self._table = rows_layout(columns, self.form, width, self._first, raw, near)
        self._first = self._table.raw.first, self._table.prepared.first
        focus = CellInFocus(row, raw, prepared)
        lines = rows_table(columns, self._table, shown, focus, chosen.is_found, width, self.palette, self._kept_rows)
        lines = lines[HEADING_LINES - headings :]
        if (pointed := self.pointed_row) is not None and pointed in shown:
            at = headings + shown.index(pointed)
            lines[at] = framed_line(lines[at], self.palette)
        lines += [Strip.blank(width, self.palette.bg.blank)] * (height - said - len(lines))
        missing = self.snapshot.experiment.data.missing
        return lines + cell_origin(columns, row, raw, number, missing, width, said, self.palette)

    def clicked(self, x: int, y: int) -> None:
        """Focus the row and the column there."""
        columns, table, chosen = self.columns, self._table, self.chosen
        if columns is None or table is None or chosen is None:
            return
        headings = HEADING_LINES if self.size.height - 2 >= HIGH - 2 else 1
        changes: dict[str, object] = {}
        at = self._top + y - headings
        if headings <= y < headings + self._seen and at < chosen.count:
            changes["row"] = chosen.row(at)
        if headings - 1 <= y < headings + self._seen and (found := table.column_at(columns, x)) is not None:
            half, place = found
            if half == "raw":
                changes |= {"column": columns.shown[place].name, "input": 0}
            else:
                name, number = columns.column_of(place)
                changes |= {"column": name, "input": number}
        if changes:
            self.move_focus(**changes)

    # Actions

    def action_turn_form(self) -> None:
        """Show the rows both ways, then as in the source, then as the network gets them."""
        self.move_focus(form=FORMS[(FORMS.index(self.form) + 1) % len(FORMS)])

    def action_type_line(self) -> None:
        """Ask for a line of the file, or a row, and go to it."""
        source, row = self.rows, self.row
        if source is None or row is None:
            return

        def accept(text: str) -> None:
            if self.rows is not source or self.chosen is None:
                raise InputError(_("Other data have been opened."))
            try:
                wanted = int(text.replace(",", "").strip())
            except ValueError:
                raise InputError(_("found {}, expected a whole number").format(value_text(text))) from None
            self.go_to(self.chosen.place(row_at_line(source, wanted)))

        last = source.lines[source.test_from - 1] if len(source.lines) else source.rows
        note = _("from {} to {}").format(count(source.lines[0] if len(source.lines) else 1), count(last))
        self.app.push_screen(Prompt(_("Line") if len(source.lines) else _("Row"), "", accept, note))

    def action_show_outputs(self) -> None:
        """Go to the row in focus in the Output view."""
        if self.row is not None:
            self.post_message(ExampleWanted(self.row))

    def action_step(self) -> None:
        """Step through the row in focus, equation by equation."""
        if self.row is not None:
            self.post_message(ExampleWanted(self.row, step=True))

    # Text

    def text_to_copy(self, latex: bool) -> str:
        """The rows in sight as CSV, with all columns."""
        source, chosen = self.rows, self.chosen
        if source is None or chosen is None or not chosen.count:
            return super().text_to_copy(latex)
        places = range(self._top, min(chosen.count, self._top + self._seen))
        return rows_csv(source, map(chosen.row, places), self.form)

    def help_text(self) -> str:
        """The help on this pane."""
        own = _(
            "The rows of the source: on the left as they stand in the file, on the right as the network gets them, "
            "with y, the target, before the inputs. A column of categories becomes an input for each of them, 1 in its "
            "rows and 0 in all others; – over an input says that it is 1 where the cell is missing. Numbers are blue "
            "above 0 and orange below, the more so the further from 0. Ignored columns are faint, missing cells are –. "
            "Rows that are left out say why.\n\n"
            "The last line says how the number in focus came about.\n\n"
            "↑ ↓        the row in focus; page keys, home and end too, and the mouse\n"
            "← →        the column in focus; shift+left and shift+right go on by as many as are in sight\n"
            "v          as in the file, as the network gets it, or both side by side\n"
            "l          go to a line of the file\n"
            "enter      the row in the Output view: what the network gives for it\n"
            "e          step through the row, equation by equation; esc comes back\n"
            "y          copy the rows in sight as CSV"
        )
        return f"{own}\n\n{self.choosing_help()}"
