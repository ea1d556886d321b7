"""How the halves of the table of rows share its width, and what of them is in sight."""

from dataclasses import dataclass
from typing import Literal

from core.support.i18n import _
from tui_mlp.models.data.data_focus import Form
from tui_mlp.render.cell_text import widest
from tui_mlp.text.split_words import SPLIT_WORDS, split_word

from .columns_in_sight import ColumnsInSight, cells_of_all, columns_in_sight
from .row_columns import GAP, NAME_CELLS, RowColumns

BOTH_FROM = 100
"""Cells from which rows are shown both ways where nobody has chosen."""
MARK = 2
"""Cells of the mark of the row in focus, before its line."""
BETWEEN = 3
"""Cells between the halves: a line with a blank on either side."""
LEAST_HALF = 0.45
"""The share of the width that the half on the left gets where neither half fits."""

Half = Literal["raw", "prepared"]
NONE = ColumnsInSight(0, 0)


@dataclass(frozen=True)
class RowsLayout:
    """`left` are the cells of the half on the left, with mark, line and split; `names` are the most of a name.

    `right` are those of the half on the right, 0 without one. `raw` and `prepared` are the columns in sight.
    """

    form: Form
    left: int
    right: int
    split: int
    names: int
    raw: ColumnsInSight
    prepared: ColumnsInSight

    def column_at(self, columns: RowColumns, x: int) -> tuple[Half, int] | None:
        """The half and the place of the column x cells from the left; None beside the columns."""
        at = MARK + columns.line
        if x < at:
            return None
        for place in self.raw.places:
            at += columns.raw(place).taken(self.names)
            if x < at:
                return "raw", place
        at = self.left + BETWEEN if self.form == "both" else at + GAP + self.split
        for place in self.prepared.places if x >= at else ():
            at += columns.prepared(place).taken(self.names)
            if x < at:
                return "prepared", place
        return None


def form_shown(form: Form | None, width: int) -> Form:
    """How rows are shown: as chosen, else as there is room."""
    return form or ("both" if width >= BOTH_FROM else "raw")


def split_cells(ascii: bool) -> int:
    """The cells of the column with the splits."""
    names = (_("split"), *map(split_word, ("", *SPLIT_WORDS)))
    return widest(names, ascii)


def rows_layout(
    columns: RowColumns, form: Form, width: int, first: tuple[int, int], raw_focus: int, prepared_focus: int | None
) -> RowsLayout:
    """The layout in `width` cells. `first` are the columns that were the first ones in sight, raw and prepared."""
    split, count = split_cells(columns.ascii), len(columns.shown)
    around = MARK + columns.line + GAP + split
    room = max(0, width - around - (BETWEEN if form == "both" else 0))
    raw_count = 0 if form == "prepared" else count
    prepared_count = 0 if form == "raw" else columns.prepared_count
    names, raw = _sharing(columns, min(raw_count, columns.used), prepared_count, room)

    def raw_cells(place: int) -> int:
        return columns.raw(place).taken(names)

    def prepared_cells(place: int) -> int:
        return columns.prepared(place).taken(names)

    seen = columns_in_sight(raw_cells, raw_count, raw, first[0], raw_focus)
    used = around + sum(map(raw_cells, seen.places))
    left = width if form == "raw" else used + (form == "both")
    right = max(0, width - left - (BETWEEN if form == "both" else 0)) if form != "raw" else 0
    shown = columns_in_sight(prepared_cells, prepared_count, right, first[1], prepared_focus)
    return RowsLayout(form, left, right, split, names, seen, shown)


def _sharing(columns: RowColumns, raw_count: int, prepared_count: int, room: int) -> tuple[int, int]:
    """The most cells of a name, and those of all columns on the left: the longest names with which all columns fit.

    Ignored columns aren't among the `raw_count` on the left: they are in sight where there is room.

    Where they don't, the half on the right gets what it needs with short names, if that leaves enough for the other.
    """
    raw: int | None = None
    prepared: int | None = None
    for names in NAME_CELLS:
        raw, prepared = _needed(columns, raw_count, prepared_count, names, room)
        if raw is not None and prepared is not None and raw + prepared <= room:
            return names, room - prepared
    least = int(room * LEAST_HALF) if raw_count and prepared_count else room if raw_count else 0
    if prepared is not None and room - prepared >= least:
        return NAME_CELLS[-1], room - prepared
    return NAME_CELLS[-1], least if raw is None else min(raw, least)


def _needed(
    columns: RowColumns, raw_count: int, prepared_count: int, names: int, room: int
) -> tuple[int | None, int | None]:  # fmt: skip
    """The cells of all columns on the left, and of all on the right; None for more than there are."""
    return (
        cells_of_all(lambda place: columns.raw(place).taken(names), raw_count, room),
        cells_of_all(lambda place: columns.prepared(place).taken(names), prepared_count, room),
    )
