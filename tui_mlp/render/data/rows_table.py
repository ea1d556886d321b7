"""Rows as a table: as they stand in the source, and as the network gets them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.calls import Array
from core.support.i18n import _, language_in_use
from tui_mlp.render.cell_text import cut, displayed
from tui_mlp.render.colours.palette import LEVELS, Palette, Styles, bold, level
from tui_mlp.render.strips import StyledText, fit
from tui_mlp.render.word_wrap import line
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import NOTHING, count
from tui_mlp.text.split_words import split_word

from .class_styles import target_style
from .columns_in_sight import ColumnsInSight
from .row_columns import GAP, PreparedColumn, RawColumn, RowColumns
from .rows_layout import BETWEEN, MARK, RowsLayout
from .short_names import short_name

HEADING_LINES = 2
"""Lines above the rows: what each half is, and the names of the columns."""


class CellInFocus(NamedTuple):
    """The row in focus, and the places of its column on both sides; `prepared` is None where there is no such input."""

    row: int
    raw: int
    prepared: int | None


class KeptRows:
    """The rows drawn last, so that only those that look different now are drawn again."""

    def __init__(self) -> None:
        self.look: tuple[object, ...] = ()
        """All that decides how any row looks."""
        self.strips: dict[tuple[int, bool, bool], Strip] = {}
        """By the row, whether it is in focus, and whether it was found."""


def rows_table(
    columns: RowColumns,
    layout: RowsLayout,
    rows: Sequence[int],
    focus: CellInFocus,
    is_found: Callable[[int], bool],
    width: int,
    palette: Palette,
    kept: KeptRows,
) -> list[Strip]:
    """A line that says what each half is, one of names, and one for each of `rows`, the numbers of those in sight.

    Rows that were found are marked. `kept` are rows drawn before, and then those drawn now.
    """
    drawn = _Table(columns, layout, focus, width, palette)
    look = columns, layout, focus.raw, focus.prepared, width, palette, language_in_use()
    if kept.look != look:
        kept.look, kept.strips = look, {}
    keys = [(row, row == focus.row, is_found(row)) for row in rows]
    missing = [key for key in keys if key not in kept.strips]
    levels = drawn.levels([row for row, _here, _found in missing])
    for number, key in enumerate(missing):
        kept.strips[key] = drawn.row(key[0], levels[number], key[2])
    kept.strips = {key: kept.strips[key] for key in keys}
    return [drawn.captions(), drawn.names(), *kept.strips.values()]


class _Table:
    def __init__(
        self, columns: RowColumns, layout: RowsLayout, focus: CellInFocus, width: int, palette: Palette
    ) -> None:
        self.columns, self.layout, self.focus, self.width, self.palette = columns, layout, focus, width, palette
        self.raw = [(place, columns.raw(place)) for place in layout.raw.places]
        self.prepared = [(place, columns.prepared(place)) for place in layout.prepared.places]
        self.ascii, self.marks = palette.ascii, glyphs(palette.ascii)

    # The headings

    def captions(self) -> Strip:
        """What each half is, and how many columns are out of sight on either side."""
        layout, styles = self.layout, self.palette.bg
        parts: list[StyledText] = []
        if layout.form != "prepared":
            caption = _("as in the file") if len(self.columns.source.lines) else _("as in the source")
            parts += self._caption(caption, layout.raw, len(self.columns.shown))
        if layout.form == "both":
            left = fit(
                [Segment(displayed(text, self.ascii), style) for text, style in parts], layout.left, styles.blank
            )
            parts = [(segment.text, segment.style or styles.blank) for segment in left]
            parts.append((f" {self.marks.axis} ", styles.grid))
        if layout.form != "raw":
            parts += self._caption(_("as the network gets it"), layout.prepared, self.columns.prepared_count)
        return line(parts, self.width, self.palette)

    def _caption(self, text: str, seen: ColumnsInSight, of: int) -> list[StyledText]:
        muted, parts = self.palette.bg.muted, [(text, self.palette.bg.muted)]
        if seen.first:
            parts.append(("  " + _("{} {} more").format(self.marks.left, count(seen.first)), muted))
        if seen.end < of:
            parts.append(("  " + _("{} more {}").format(count(of - seen.end), self.marks.right), muted))
        return parts

    def names(self) -> Strip:
        """The names of the columns; those of the column in focus in the accent colour."""
        styles, layout, cells = self.palette.bg, self.layout, list[Segment]()
        cells.append(Segment(" " * MARK + self._cut(self.columns.line_name, self.columns.line, True), styles.muted))
        for place, column in self.raw:
            style = self._heading(place == self.focus.raw, column.column.description.role == "ignored", styles)
            width = column.width(layout.names)
            text = cut(short_name(column.column.name, width), width, self.ascii, column.format is not None)
            cells.append(Segment(" " * GAP + text, style))
        cells.append(Segment(" " * GAP + self._cut(_("split"), layout.split), styles.muted))
        cells = self._divided(cells, styles)
        for place, one in self.prepared:
            style = self._heading(place == self.focus.prepared, False, styles)
            width = one.width(layout.names)
            text = cut(short_name(one.title, width), width, self.ascii, True)
            cells.append(Segment(" " * one.before + text, style))
        return fit(cells, self.width, styles.blank)

    @staticmethod
    def _heading(in_focus: bool, ignored: bool, styles: Styles) -> Style:
        return styles.accent_bold if in_focus else styles.faint if ignored else styles.muted

    # Rows

    def levels(self, rows: Sequence[int]) -> Array:
        """The colour level of each prepared number of these rows, of all at once: rows × columns in sight."""
        found = np.zeros((len(rows), len(self.prepared)))
        source = self.columns.source
        inputs = [(at, one.input.number, one.scale) for at, (_place, one) in enumerate(self.prepared) if one.input]
        if inputs:
            places, numbers, scales = (list(each) for each in zip(*inputs, strict=True))
            for number, row in enumerate(rows):
                if (prepared := source.prepared(row)) is not None:
                    found[number, places] = prepared[numbers] / np.maximum(scales, 1e-300)
        return level(found, 1.0)

    def row(self, row: int, levels: Array, is_found: bool) -> Strip:
        """One row, on both sides."""
        source, layout, here = self.columns.source, self.layout, row == self.focus.row
        styles = self.palette.panel if here else self.palette.bg
        wanted, split = source.wanted(row), source.split_name(row)
        place = source.lines[row] if len(source.lines) else row + 1
        cells = [
            Segment((self.marks.mark if here else " ") + (self.marks.changed if is_found else " "), styles.accent_bold),
            Segment(self._cut(str(place), self.columns.line, True), styles.fg if here else styles.muted),
        ]
        for at, column in self.raw:
            cells += self._raw_cell(row, at, column, wanted, styles)
        name = split_word(split)
        style = {"validation": styles.validation, "": styles.warn}.get(split, styles.muted)
        cells.append(Segment(" " * GAP + self._cut(name, layout.split), style))
        cells = self._divided(cells, styles)
        if layout.form != "raw":
            prepared = source.prepared(row)
            if prepared is None or wanted is None:
                cells.append(Segment(" " + displayed(source.why_left_out(row), self.ascii), styles.muted))
            else:
                for number, (at, one) in enumerate(self.prepared):
                    value = float(wanted[one.target] if one.input is None else prepared[one.input.number])
                    tint = self.palette.figures[int(levels[number]) + LEVELS]
                    cells += self._prepared_cell(value, tint, at, one, here, styles)
        return fit(_closed(cells, self.palette), self.width, styles.blank)

    def _raw_cell(self, row: int, at: int, column: RawColumn, wanted: Array | None, styles: Styles) -> list[Segment]:
        described, width = column.column.description, column.width(self.layout.names)
        text = raw_text(column, row)
        if text is None:
            style, text = styles.faint if described.role == "ignored" else bold(styles.warn), NOTHING
        elif described.role == "target":
            data = self.columns.source.data
            style = target_style(data, wanted, data.description.target.index(column.column.name), self.palette, styles)
        else:
            style = styles.faint if described.role == "ignored" else styles.fg
        in_focus = row == self.focus.row and at == self.focus.raw
        if in_focus and self.focus.prepared is not None and self.layout.form == "both":
            style = style if text == NOTHING else styles.accent_bold
            return [Segment(" " * GAP, styles.blank), Segment(self._aligned(text, width, column), style)]
        return self._cell(self._aligned(text, width, column), style, GAP, in_focus, styles)

    def _aligned(self, text: str, width: int, column: RawColumn) -> str:
        return (
            _right(text, width)
            if column.format is not None and text != NOTHING
            else self._cut(text, width, column.format is not None)
        )

    def _prepared_cell(
        self, value: float, tint: Style, at: int, one: PreparedColumn, here: bool, styles: Styles
    ) -> list[Segment]:
        text = _right(prepared_text(one, value), one.width(self.layout.names))
        style = tint
        if one.format is None:
            style = styles.strong if value > 0 else styles.faint
        elif one.input is None:
            style = styles.fg
        return self._cell(text, style, one.before, here and at == self.focus.prepared, styles)

    def _cell(self, text: str, style: Style, before: int, in_focus: bool, styles: Styles) -> list[Segment]:
        """A cell with the blanks before it; in focus inverse, and in brackets where colours may be missing."""
        if not in_focus:
            if style.bgcolor == styles.blank.bgcolor:  # one segment is drawn faster than two
                return [Segment(" " * before + text, style)]
            return [Segment(" " * before, styles.blank), Segment(text, style)]
        if not self.palette.brackets:
            return [Segment(" " * before, styles.blank), Segment(text, self.palette.bg.on_accent)]
        return [Segment(" " * (before - 1) + "[", styles.accent_bold), Segment(text, self.palette.bg.on_accent)]

    def _divided(self, cells: list[Segment], styles: Styles) -> list[Segment]:
        """The cells of the half on the left, and the line between the halves where there are both."""
        if self.layout.form != "both":
            return cells
        left = fit(cells, self.layout.left, styles.blank)
        return [*left, Segment(f" {self.marks.axis} ".center(BETWEEN), styles.grid)]

    def _cut(self, text: str, width: int, right: bool = False) -> str:
        return cut(text, width, self.ascii, right)


def _right(number: str, width: int) -> str:
    """A number in ASCII at the right of so many cells."""
    return number.rjust(width) if len(number) <= width else cut(number, width, True, right=True)


def _closed(cells: list[Segment], palette: Palette) -> list[Segment]:
    """The cells of a row, with a bracket behind the one in focus where there is one before it."""
    if not palette.brackets:
        return cells
    found = next((at for at, cell in enumerate(cells) if cell.style is palette.bg.on_accent), None)
    if found is None:
        return cells
    bracket, behind = Segment("]", palette.panel.accent_bold), cells[found + 1 : found + 2]
    rest = [Segment(cell.text[1:], cell.style) for cell in behind]
    return [*cells[: found + 1], bracket, *rest, *cells[found + 2 :]]


def raw_text(column: RawColumn, row: int) -> str | None:
    """A cell as in the source, a number with the decimals of its column; None where it is missing."""
    numbers, form = column.column.numbers, column.format
    if form is None or numbers is None:
        return column.column.text(row)
    value = float(numbers[row])
    return None if value != value else form.text(value) if np.isfinite(value) else str(value)


def prepared_text(column: PreparedColumn, value: float) -> str:
    """A number as the network gets it, as it stands in the table."""
    if column.format is None:
        return f"{value:g}"
    return column.format.text(value) if np.isfinite(value) else str(value)
