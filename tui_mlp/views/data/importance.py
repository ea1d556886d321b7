"""How much each column matters to the network: permutation importance."""

from math import isfinite

from textual.binding import Binding
from textual.strip import Strip

from core.analysis.importance.column_groups import ColumnGroup, column_groups
from core.analysis.importance.importance import ColumnImportance, Importance, Measure
from core.support.i18n import N_, _
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.data.importance_bars import importance_table
from tui_mlp.render.data.importance_picture import importance_picture, pixel_grid
from tui_mlp.render.frame import Facts, inner_size
from tui_mlp.render.word_wrap import line, sentences, wrapped
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.text.csv_text import csv_text
from tui_mlp.text.data.importance_text import (
    alike_text,
    base_text,
    column_text,
    measure_name,
    progress_text,
)
from tui_mlp.text.numbers import count

from .pane import DataPane

LEAST_ROWS = 4
"""Lines that the columns have before there are sentences below them."""


class ImportancePane(DataPane):
    """The columns by how much worse the network is when they are permuted; of images the pixels as a picture."""

    NEEDS_SOURCE = False
    IMPORTANCE = True
    BINDINGS = [
        Binding("v", "turn_measure", N_("Importance by the loss, or by accuracy or R²")),
        Binding("up", "move(-1)", N_("Column or pixel above"), show=False),
        Binding("down", "move(1)", N_("Column or pixel below"), show=False),
        Binding("left", "move_across(-1)", N_("Pixel to the left"), show=False),
        Binding("right", "move_across(1)", N_("Pixel to the right"), show=False),
        Binding("pageup", "page(-1)", N_("A page up"), show=False),
        Binding("pagedown", "page(1)", N_("A page down"), show=False),
        Binding("home", "edge(0)", N_("Most important column"), show=False),
        Binding("end", "edge(-1)", N_("Least important column"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.measure: Measure = "loss"
        self._top = 0
        self._listed: list[ColumnImportance] = []
        """The columns that are drawn, from the top."""
        self._picture_lines = range(0)
        """The lines in which the picture is drawn."""

    @property
    def importance(self) -> Importance | None:
        """What is shown: the latest that is complete, or the columns done so far."""
        found = self.snapshot.importance.found
        return found if found is not None and found.data is self.data else None

    def title(self) -> str:
        """What importance is measured by."""
        found = self.importance
        if found is None:
            return _("Importance")
        return _("Importance by {}").format(measure_name(self.measure, found.score_name))

    def facts(self) -> Facts:
        """Of which epoch it is."""
        found = self.importance
        return "" if found is None else _("epoch {}").format(count(found.epoch))

    def keys(self) -> list[tuple[str, str]]:
        """The keys that work in this pane."""
        found = self.importance
        if found is None:
            return []
        other = measure_name("score" if self.measure == "loss" else "loss", found.score_name)
        return [("↑↓←→", _("pixel")) if found.data.shape else ("↑↓", _("column")), ("v", other)]

    def shows_same(self, before: Snapshot, snapshot: Snapshot) -> bool:
        """Whether the same is known of the same data, and computed or not."""
        return (
            snapshot.data is before.data
            and snapshot.importance is before.importance
            and snapshot.state.busy == before.state.busy
        )

    # Drawing

    def draw_data(self, width: int, height: int) -> list[Strip]:
        """A line on what is going on, the columns or the picture, and what there is to say of the one in focus."""
        result, found = self.snapshot.importance, self.importance
        self._listed, self._picture_lines = [], range(0)
        if found is None:
            return sentences(result.problem or self._reason(), width, self.palette)
        if not isfinite(found.loss):
            text = _("The loss of these rows isn't finite: no column can make it worse.")
            return sentences(text, width, self.palette)
        head = [line([(text, self.palette.bg.warn)], width, self.palette) for text in self._news(found)]
        below = self._below(found, width)
        room = height - len(head)
        while below and room - len(below) < LEAST_ROWS:
            below.pop()
        body = self._body(found, width, max(0, room - len(below)), len(head))
        return [*head, *body, *below]

    def _reason(self) -> str:
        if self.snapshot.state.busy:
            return _("Computed when training pauses: how much worse the network is without each column.")
        return _("Computing how much worse the network is without each column …")

    def _news(self, found: Importance) -> list[str]:
        """What is to be known before the numbers are read, on a line each."""
        coming, texts = self.snapshot.importance.next, []
        if self.snapshot.state.busy:
            texts.append(_("training: computed again at the next pause"))
        elif coming is not None:
            texts.append(_("computing: {}").format(progress_text(coming)))
        if not found.epoch and not found.batch:
            texts.append(_("initial weights: nothing is learnt yet"))
        return texts

    def _body(self, found: Importance, width: int, height: int, above: int) -> list[Strip]:
        if found.data.shape is not None:
            number = self._number(self._groups())
            pixel = divmod(number, found.data.shape[1])
            lines = importance_picture(found, self.measure, pixel, width, height, self.palette)
            self._picture_lines = range(above, above + len(lines))
            return lines
        lines, self._listed, self._top = importance_table(
            found, self.measure, self.column, width, height, self._top, self.palette
        )
        return lines

    def _below(self, found: Importance, width: int) -> list[Strip]:
        """The column in focus in words, and what the network achieves as it is."""
        styles, column = self.palette.bg, self._column(found)
        lines: list[Strip] = []
        if column is not None:
            name = displayed(column.name, self.palette.ascii)
            lines += wrapped(
                [(name, styles.strong), (f" {column_text(column, found)}", styles.fg)], width, self.palette
            )
            if alike := alike_text(column):
                lines += wrapped([(displayed(alike, self.palette.ascii), styles.warn)], width, self.palette)
        return lines + wrapped([(base_text(found), styles.muted)], width, self.palette)

    # The column in focus

    @property
    def column(self) -> str:
        """The name of the column of the source that is in focus in all panes."""
        described = self.data_focus.described(self.data)
        return self.data_focus.column if described is None else described.name

    def _groups(self) -> tuple[ColumnGroup, ...]:
        return column_groups(self.data)

    def _number(self, groups: tuple[ColumnGroup, ...]) -> int:
        """The number of the pixel in focus, from 0."""
        named = (place for place, one in enumerate(groups) if self.column in one.columns)
        return next(named, 0)

    def _column(self, found: Importance) -> ColumnImportance | None:
        """What is known of the column in focus; None where that is none of the inputs, or isn't done yet."""
        if found.data.shape is not None:
            number = self._number(self._groups())
            return found.columns[number] if number < len(found.columns) else None
        return next((one for one in found.columns if self.column in one.columns), None)

    def _focus_place(self, found: Importance, place: int) -> None:
        """Move the focus to a place of the list, or to the nearest one."""
        columns = found.sorted_by(self.measure)
        if columns:
            self.move_focus(column=columns[min(max(place, 0), len(columns) - 1)].columns[0], input=0)

    def _focus_pixel(self, row: int, column: int) -> None:
        shape, groups = self.data.shape, self._groups()
        if shape is not None and 0 <= row < shape[0] and 0 <= column < shape[1]:
            self.move_focus(column=groups[row * shape[1] + column].columns[0], input=0)

    def action_move(self, steps: int) -> None:
        """Move by lines of the list, or by rows of the picture."""
        found = self.importance
        if self.data.shape is not None:
            row, column = divmod(self._number(self._groups()), self.data.shape[1])
            self._focus_pixel(row + steps, column)
        elif found is not None:
            here = self._column(found)
            columns = found.sorted_by(self.measure)
            self._focus_place(found, columns.index(here) + steps if here is not None else 0)

    def action_move_across(self, steps: int) -> None:
        """Move by columns of the picture."""
        if self.data.shape is not None:
            row, column = divmod(self._number(self._groups()), self.data.shape[1])
            self._focus_pixel(row, column + steps)

    def action_page(self, direction: int) -> None:
        """Move by as many lines as are shown."""
        if self.data.shape is None:
            self.action_move(direction * max(1, len(self._listed) - 1))

    def action_edge(self, place: int) -> None:
        """Go to the most important column (0) or the least important one (-1)."""
        found = self.importance
        if found is not None and found.data.shape is None:
            self._focus_place(found, len(found.columns) - 1 if place else 0)

    def action_turn_measure(self) -> None:
        """Measure by the loss, or by accuracy or R²."""
        self.measure = "score" if self.measure == "loss" else "loss"
        self.redraw()

    def clicked(self, x: int, y: int) -> None:
        """Look at the column or the pixel that was clicked."""
        found = self.importance
        if found is None:
            return
        if y in self._picture_lines:
            width, _height = inner_size(*self.size)
            shown = pixel_grid(found.data, width, len(self._picture_lines), self.palette)
            if (pixel := shown.pixel_at(x, y - self._picture_lines.start)) is not None:
                self._focus_pixel(*pixel)
        first = len(self._news(found)) + 1
        if first <= y < first + len(self._listed):
            self.move_focus(column=self._listed[y - first].columns[0], input=0)

    # Text

    def text_to_copy(self, latex: bool) -> str:
        """The table as CSV, a line for each column: mean, deviation, least and greatest by both measures."""
        found = self.importance
        if found is None:
            return super().text_to_copy(latex)
        score = "r2" if found.score_name == "r2" else "accuracy"
        names = ["column", *(f"{what} {of}" for what in ("loss rise", f"{score} fall") for of in FIGURES)]
        rows = []
        for one in found.sorted_by(self.measure):
            figures = [(by.mean, by.deviation, by.least, by.greatest) for by in (one.loss, one.score)]
            rows.append([one.name, *(figure for four in figures for figure in four)])
        return csv_text(names, rows)

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "How much this network relies on each column (permutation importance; Breiman 2001, Fisher, Rudin and "
            "Dominici 2019). A column is shuffled among the validation rows, the training rows if there are no "
            "others, so that it tells nothing of a row any more. How far the loss rises then, and accuracy or R² "
            "falls, is its importance. Each column is shuffled several times; ± is the standard deviation.\n\n"
            "The bar ends at the mean. Its light part and the thin line behind it are one deviation to either side. "
            "A faint bar without a full part is no more than chance: its mean is less than two deviations above 0. A "
            "bar to the left of 0 means that the network did better with the column shuffled.\n\n"
            "Columns that are correlated share their importance: when one is shuffled, the network still has the "
            "other. Those with |r| above 0.9 are named. All inputs that one column becomes are shuffled together, "
            "so are the parts of a date, and features are computed again.\n\n"
            "It is computed while the network rests, of its present weights; while it is trained the last result "
            "stays. With many rows or columns a part of the rows is taken, and fewer repeats.\n\n"
            "↑ ↓         the column above, below; of images ↑ ↓ ← → move to another pixel\n"
            "pgup pgdn   a page up, down\n"
            "home end    the most important column, the least important\n"
            "v           by the loss, or by accuracy or R²\n"
            "y           copy the table as CSV"
        )


FIGURES = ("mean", "deviation", "least", "greatest")
"""The figures of each measure in the copied table."""
