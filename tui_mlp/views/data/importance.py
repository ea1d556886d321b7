"""How much each column matters to the network: permutation importance."""

from math import isfinite
from weakref import ref

from textual.binding import Binding
from textual.strip import Strip

from core.analysis.importance.column_groups import ColumnGroup, column_groups
from core.analysis.importance.importance import ColumnImportance, Importance, Measure
from core.data.dataset import Data
from core.support.i18n import N_, _
from core.support.retranslation import retranslated
from tui_mlp.render.data.importance_bars import importance_table
from tui_mlp.render.data.importance_lines import focus_lines, news_lines
from tui_mlp.render.data.importance_picture import importance_picture, pixel_grid
from tui_mlp.render.frame import Facts, inner_size
from tui_mlp.render.word_wrap import sentences
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.text.csv_text import csv_text
from tui_mlp.text.data.importance_text import measure_name
from tui_mlp.text.numbers import count

from .pane import DataPane

LEAST_ROWS = 4
"""Lines that the columns have before there are sentences below them."""

FIGURES = ("mean", "deviation", "least", "greatest")
"""The figures of each measure in the copied table."""


class ImportancePane(DataPane):
    """The columns by how much worse the network is when they are permuted; of images the pixels as a picture."""

    NEEDS_SOURCE = False
    IMPORTANCE = True
    BINDINGS = [
        Binding("v", "turn_measure", N_("Importance by the loss, or by accuracy or R²")),
        Binding("up", "walk(-1, 0)", N_("Column or pixel above"), show=False),
        Binding("down", "walk(1, 0)", N_("Column or pixel below"), show=False),
        Binding("left", "walk(0, -1)", N_("Pixel to the left"), show=False),
        Binding("right", "walk(0, 1)", N_("Pixel to the right"), show=False),
        Binding("pageup", "page(-1)", N_("A page up"), show=False),
        Binding("pagedown", "page(1)", N_("A page down"), show=False),
        Binding("home", "edge(0)", N_("Most important column or pixel"), show=False),
        Binding("end", "edge(-1)", N_("Least important column or pixel"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.measure: Measure = "loss"
        self._top = 0
        self._listed: list[ColumnImportance] = []
        """The columns that are drawn, from the top."""
        self._picture_lines = range(0)
        """The lines in which the picture is drawn."""
        self._known_groups: tuple[ref[Data], tuple[ColumnGroup, ...]] | None = None
        self._first_line = 1
        """The line in which the first column is drawn."""

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
            return sentences(retranslated(result.problem) or self._reason(), width, self.palette)
        if not isfinite(found.loss):
            text = _("The loss of these rows isn't finite: no column can make it worse.")
            return sentences(text, width, self.palette)
        head = news_lines(result, self.snapshot.state.busy, width, self.palette)
        pixel = None if found.data.shape is None else self.pixel
        below = focus_lines(self._in_focus(found), found, self.measure, pixel, width, self.palette)
        room = height - len(head)
        while below and room - len(below) < LEAST_ROWS:
            below.pop()
        body = self._columns(found, width, max(0, room - len(below)), len(head))
        return [*head, *body, *below]

    def _reason(self) -> str:
        if self.snapshot.state.busy:
            return _("Computed when training pauses: how much worse the network is without each column.")
        return _("Computing how much worse the network is without each column …")

    def _columns(self, found: Importance, width: int, height: int, above: int) -> list[Strip]:
        """The picture or the table, below so many lines."""
        if found.data.shape is not None:
            lines = importance_picture(found, self.measure, self.pixel, width, height, self.palette)
            self._picture_lines = range(above, above + len(lines))
            return lines
        lines, self._listed, self._top = importance_table(
            found, self.measure, self.column, width, height, self._top, self.palette
        )
        self._first_line = above + 1
        return lines

    # The column in focus

    @property
    def column(self) -> str:
        """The name of the column of the source that is in focus in all panes."""
        described = self.data_focus.described(self.data)
        return self.data_focus.column if described is None else described.name

    @property
    def _groups(self) -> tuple[ColumnGroup, ...]:
        """The columns or pixels, made once for the same data."""
        if self._known_groups is None or self._known_groups[0]() is not self.data:
            self._known_groups = ref(self.data), column_groups(self.data)
        return self._known_groups[1]

    @property
    def pixel(self) -> tuple[int, int]:
        """Row and column of the pixel in focus, from 0; the first one where none is."""
        shape = self.data.shape
        assert shape is not None, "the inputs are a picture"
        column = self.column
        number = next((place for place, one in enumerate(self._groups) if column in one.columns), 0)
        return number // shape[1], number % shape[1]

    def _in_focus(self, found: Importance) -> ColumnImportance | None:
        """What is known of the column or pixel in focus; None where that is none of the inputs, or isn't done yet."""
        column = self.column
        return next((one for one in found.columns if column in one.columns), None)

    def _focus_place(self, found: Importance, place: int) -> None:
        """Move the focus to a place of the list, or to the nearest one."""
        columns = found.sorted_by(self.measure)
        if columns:
            self.move_focus(column=columns[min(max(place, 0), len(columns) - 1)].columns[0], input=0)

    def _focus_pixel(self, row: int, column: int) -> None:
        shape = self.data.shape
        if shape is not None and 0 <= row < shape[0] and 0 <= column < shape[1]:
            self.move_focus(column=self._groups[row * shape[1] + column].columns[0], input=0)

    def action_walk(self, down: int, across: int) -> None:
        """Move by lines of the list, or by rows and columns of the picture."""
        found = self.importance
        if self.data.shape is not None:
            row, column = self.pixel
            self._focus_pixel(row + down, column + across)
        elif found is not None and down:
            here = self._in_focus(found)
            self._focus_place(found, found.sorted_by(self.measure).index(here) + down if here is not None else 0)

    def action_page(self, direction: int) -> None:
        """Move by as many lines as are shown."""
        if self.data.shape is None:
            self.action_walk(direction * max(1, len(self._listed) - 1), 0)

    def action_edge(self, place: int) -> None:
        """Go to the most important column (0) or the least important one (-1)."""
        found = self.importance
        if found is not None:
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
        elif 0 <= y - self._first_line < len(self._listed):
            self.move_focus(column=self._listed[y - self._first_line].columns[0], input=0)

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
            "A bar without a full part may be chance: its mean is nearer to 0 than two deviations. One to the left "
            "of 0 means that the network did better with the column shuffled.\n\n"
            "Columns that are correlated share their importance: when one is shuffled, the network still has the "
            "other. Those with |r| above 0.9 are named. All inputs that one column becomes are shuffled together, "
            "so are the parts of a date, and features are computed again.\n\n"
            "It is computed while training is paused, of the present weights; during training the last result "
            "stays. With many rows or columns a part of the rows is taken, and fewer repeats.\n\n"
            "↑ ↓         the column above, below; of images ↑ ↓ ← → move to another pixel\n"
            "pgup pgdn   a page up, down\n"
            "home end    the most important column, the least important\n"
            "v           by the loss, or by accuracy or R²\n"
            "y           copy the table as CSV"
        )
