"""The table of errors by range of the target, with bars."""

from collections.abc import Callable, Mapping, Sequence
from math import floor, isfinite, log10
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.analysis.regression.error_ranges import ErrorRange, TargetErrors
from core.support.i18n import N_, _, translated
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.output.share_bar import share_bar
from tui_mlp.render.strips import fill, fit
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import NOTHING, brief_number, count

GAP = 2
"""Blanks between two columns."""
BAR = (6, 24)
"""The least and the most cells of a bar."""


class _Column(NamedTuple):
    """A column: its heading, what it says of ranges, and how much it is needed, least first to go."""

    heading: str
    texts: Callable[[Sequence[ErrorRange]], list[str]]
    needed: int


def range_text(one: ErrorRange) -> str:
    """The ends of a range: `25 … 64.5`."""
    return f"{brief_number(one.low)} … {brief_number(one.high)}" if one.low < one.high else brief_number(one.low)


def alike(values: Sequence[float]) -> list[str]:
    """Numbers with as many decimals each, so that the largest has four digits; one by one where they are far apart."""
    finite = [abs(value) for value in values if isfinite(value)]
    largest = max(finite, default=0.0)
    if len(finite) < len(values) or not 1e-3 <= largest < 1e6:
        return [brief_number(value) for value in values]
    decimals = max(0, 3 - floor(log10(largest)))
    texts = [f"{value:,.{decimals}f}" for value in values]
    return [text.removeprefix("-") if float(text.replace(",", "")) == 0 else text for text in texts]


def _intervals(ranges: Sequence[ErrorRange]) -> list[str]:
    """The intervals of the mean errors."""
    known = [one.interval for one in ranges if all(map(isfinite, one.interval))]
    ends = iter(alike([end for interval in known for end in interval]))
    return [f"{next(ends)} … {next(ends)}" if all(map(isfinite, one.interval)) else NOTHING for one in ranges]


COLUMNS = (
    _Column(N_("target"), lambda ranges: [range_text(one) for one in ranges], 5),
    _Column(N_("rows"), lambda ranges: [count(one.rows) for one in ranges], 2),
    _Column(N_("mean y − a"), lambda ranges: alike([one.bias for one in ranges]), 4),
    _Column(N_("95 %"), _intervals, 1),
    _Column("RMSE", lambda ranges: alike([one.rmse for one in ranges]), 5),
    _Column("MAE", lambda ranges: alike([one.mae for one in ranges]), 0),
)
_MEAN, _SIZE = COLUMNS[2], COLUMNS[4]
_BAR_NEEDED = 3


def error_table(
    errors: TargetErrors, focus: int | None, width: int, height: int, palette: Palette
) -> tuple[list[Strip], range]:
    """A line for each range, one for all, and headings: `height` strips of `width` cells; and the ranges shown.

    `focus` is the range of the example in focus. Columns that don't fit are left out. Bars show the RMSE beside the
    largest; a mean error whose interval leaves out 0 is bold.
    """
    styles, ranges = palette.bg, errors.ranges
    table = {column.heading: _cells(column, [*ranges, errors.overall], palette) for column in COLUMNS}
    columns, bar = _fitting(table, width)
    sizes = [one.rmse for one in ranges if isfinite(one.rmse)]
    largest = max(sizes, default=0.0)
    head = [Segment("  ", styles.blank)]
    for column in columns:
        head += [Segment(table[column.heading][0], styles.faint), Segment(" " * GAP, styles.blank)]
        if column is _SIZE and bar:
            head.append(Segment(" " * (bar + GAP), styles.blank))
    room = max(1, height - 2)
    first = scrolled(len(ranges), room, 0, focus)
    lines = [fit(head, width, styles.blank)]
    shown = range(first, min(first + room, len(ranges)))
    for number in [*shown, len(ranges)] if height > room + 1 else shown:
        one = errors.overall if number == len(ranges) else ranges[number]
        found = [_mark(number == focus, palette)]
        for column in columns:
            text = table[column.heading][number + 1]
            found += [Segment(text, _style(column, one, number == focus, palette)), Segment(" " * GAP, styles.blank)]
            if column is _SIZE and bar:
                share = one.rmse / largest if largest > 0 else 0.0
                found += [*share_bar(share, bar, styles.neg, palette), Segment(" " * GAP, styles.blank)]
        lines.append(fit(found, width, styles.blank))
    return fill(lines, width, height, styles.blank), shown


def _mark(here: bool, palette: Palette) -> Segment:
    mark = glyphs(palette.ascii).mark if here and palette.brackets else " "
    return Segment(f"{mark} ", palette.bg.accent_bold)


def _style(column: _Column, one: ErrorRange, here: bool, palette: Palette) -> Style:
    styles = palette.bg
    if column is COLUMNS[0]:
        return styles.on_accent if here else styles.muted
    if column is _MEAN:
        low, high = one.interval
        return styles.strong if low > 0 or high < 0 else styles.fg  # not so for NaN
    return styles.fg if column is _SIZE else styles.muted


def _cells(column: _Column, rows: Sequence[ErrorRange], palette: Palette) -> list[str]:
    """The heading and the cells of a column, right-aligned, as wide as the widest; the last is for all ranges."""
    texts = column.texts(rows)
    if column is COLUMNS[0]:
        texts[-1] = _("all")
    shown = [displayed(text, palette.ascii) for text in (translated(column.heading), *texts)]
    size = max(map(cell_len, shown))
    return [" " * (size - cell_len(text)) + text for text in shown]


def _fitting(table: Mapping[str, list[str]], width: int) -> tuple[list[_Column], int]:
    """The columns that fit, the least needed left out first, and the cells of the bar, 0 without one."""
    columns, bar = list(COLUMNS), True
    while True:
        room = width - 2 - sum(cell_len(table[column.heading][0]) + GAP for column in columns)
        if room >= (BAR[0] if bar else -GAP) or len(columns) == 1:
            return columns, min(BAR[1], room) if bar and room >= BAR[0] else 0
        least = min(columns, key=lambda column: column.needed)
        if bar and _BAR_NEEDED < least.needed:
            bar = False
        else:
            columns.remove(least)
