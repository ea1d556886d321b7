"""How the two halves of the table of rows share its width, and which of their columns are in sight."""

from dataclasses import dataclass
from typing import Literal

from core.support.i18n import _, translated
from tui_mlp.models.data.data_focus import Form
from tui_mlp.models.output.example_texts import SPLIT_NAMES
from tui_mlp.render.cell_text import widest

from .columns_in_sight import ColumnsInSight, cells_of_all, columns_in_sight
from .row_columns import RowColumns

BOTH_FROM = 100
"""Cells from which rows are shown both ways where nobody has chosen."""
MARK = 2
"""Cells of the mark of the row in focus, before its line."""
GAP = 2
"""Blanks before a column as in the source, and before the split."""
BETWEEN = 3
"""Cells between the halves: a line with a blank on either side."""
LEAST_HALF = 0.45
"""The share of the width that the half on the left gets where neither half fits."""

Half = Literal["raw", "prepared"]
NONE = ColumnsInSight(0, 0)


@dataclass(frozen=True)
class RowsLayout:
    """`left` are the cells of the half on the left, with mark, line and split; `short` is whether its names are cut.

    `right` are those of the half on the right, 0 without one. `raw` and `prepared` are the columns in sight.
    """

    form: Form
    left: int
    right: int
    split: int
    short: bool
    raw: ColumnsInSight
    prepared: ColumnsInSight

    def column_at(self, columns: RowColumns, x: int) -> tuple[Half, int] | None:
        """The half and the place of the column x cells from the left; None beside the columns."""
        at = MARK + columns.line
        for place in self.raw.places:
            at += GAP + columns.raw(place).width(self.short)
            if x < at:
                return ("raw", place) if x >= MARK + columns.line else None
        at = self.left + BETWEEN if self.form == "both" else MARK + columns.line
        if not self.right or x < at:
            return None
        for place in self.prepared.places:
            at += columns.prepared(place).taken
            if x < at:
                return "prepared", place
        return None


def form_shown(form: Form | None, width: int) -> Form:
    """How rows are shown: as chosen, else as there is room."""
    return form or ("both" if width >= BOTH_FROM else "raw")


def split_cells(ascii: bool) -> int:
    """The cells of the column with the splits."""
    names = (*(translated(name) for name in SPLIT_NAMES.values()), _("split"), _("left out"))
    return widest(names, ascii)


def rows_layout(
    columns: RowColumns, form: Form, width: int, first: tuple[int, int], raw_focus: int, prepared_focus: int | None
) -> RowsLayout:
    """The layout in `width` cells. `first` are the columns that were the first ones in sight, raw and prepared."""
    source, split = columns.source, split_cells(columns.ascii)
    around = MARK + columns.line + GAP + split
    count = len(source.columns)

    def raw(short: bool, most: int) -> int | None:
        return cells_of_all(lambda place: GAP + columns.raw(place).width(short), count, most)

    def taken(place: int) -> int:
        return columns.prepared(place).taken

    if form == "prepared":
        right = max(0, width - around)
        shown = columns_in_sight(taken, columns.prepared_count, right, first[1], prepared_focus)
        return RowsLayout(form, around, right, split, False, NONE, shown)
    room = width - around
    if form == "raw":
        short, left, right = raw(False, room) is None, width, 0
    else:
        room -= BETWEEN
        prepared = cells_of_all(taken, columns.prepared_count, max(0, room))
        long = raw(False, room)
        if prepared is not None and long is not None and prepared + long <= room:
            short, right = False, prepared
        else:
            short, cut = True, raw(True, room)
            half = max(0, int(width * LEAST_HALF) - around)
            if prepared is not None and (prepared <= room - half or (cut is not None and cut + prepared <= room)):
                right = prepared
            else:
                right = max(room - (half if cut is None else min(cut, half)), 0)
        left = width - BETWEEN - right
        room = left - around
        if short and long is not None and long <= room:
            short = False
    seen = columns_in_sight(lambda place: GAP + columns.raw(place).width(short), count, room, first[0], raw_focus)
    if form == "raw":
        return RowsLayout(form, left, 0, split, short, seen, NONE)
    used = around + sum(GAP + columns.raw(place).width(short) for place in seen.places)
    left = min(left, used + 1)
    right = width - BETWEEN - left
    shown = columns_in_sight(taken, columns.prepared_count, right, first[1], prepared_focus)
    return RowsLayout(form, left, right, split, short, seen, shown)
