"""Plots over the bins of a column: counts, shares, the mean of a target."""

from collections.abc import Sequence

import numpy as np
from rich.style import Style
from textual.strip import Strip

from core.calls import Array
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.matrix.histogram import bar_lines
from tui_mlp.render.plot.dots import graph_dots
from tui_mlp.render.strips import fit, runs
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count, three_digits

from .column_sheet import margin_text

Label = tuple[str, Style]

WIDE = 4
"""Cells from which bars have a blank between them."""

SAFE = 4.0
"""Sums and differences of numbers that are divided by it don't overflow."""

_FULL_SHARES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""What the height of bars of shares may stand for."""


def count_bars(
    counts: Array, most: float, rows: int, each: int, style: Style, at: int | None, palette: Palette, log: bool = False
) -> list[Strip]:
    """Bars of counts, `rows` lines high for `most` rows; the bin `at` stands out. On a `log` scale 1 is a bar too."""
    heights = np.log1p(counts) / np.log1p(max(1.0, most)) if log else counts / max(1.0, most)
    return _bars(heights, rows, each, style, at, palette)


def share_bars(shares: Array, full: float, rows: int, each: int, at: int | None, palette: Palette) -> list[Strip]:
    """Bars of shares, `rows` lines high for the share `full`; none where there are no rows."""
    heights = np.clip(np.nan_to_num(shares) / full, 0, 1)
    return _bars(heights, rows, each, palette.bg.muted, at, palette)


def full_share(shares: Array) -> float:
    """The round share for which bars are as high as possible, so that the largest one fits."""
    largest = float(np.nanmax(shares)) if np.isfinite(shares).any() else 1.0
    return next(share for share in _FULL_SHARES if share >= largest - 1e-12)


def _bars(heights: Array, rows: int, each: int, style: Style, at: int | None, palette: Palette) -> list[Strip]:
    eighths = np.ceil(heights * 8 * rows - 1e-9).astype(int)
    styles = [style] * len(heights)
    if at is not None and at < len(styles):
        styles[at] = palette.bg.accent
    if each >= WIDE:  # bars so wide stand apart
        eighths, styles = np.repeat(eighths, each), [one for one in styles for _cell in range(each)]
        eighths[each - 1 :: each] = 0
        each = 1
    return bar_lines(eighths, np.zeros(len(eighths), bool), rows, each, styles, palette)


def short_count(number: int) -> str:
    """A number of rows in six cells at most: `1,204`, `333 k`, `1.2 M`."""
    if number < 100_000:
        return count(number)
    return f"{number / 1e3:.0f} k" if number < 999_500 else f"{number / 1e6:.1f} M"


def with_labels(
    lines: Sequence[Strip], labels: Sequence[Label], left: int, width: int, palette: Palette
) -> list[Strip]:
    """The lines of a plot, the last of them with these labels at their left, in `left` cells."""
    shown = list(labels[: len(lines)])
    padded = [("", palette.bg.muted)] * (len(lines) - len(shown)) + shown
    return [
        fit([margin_text(text, left, palette, style), *line], width, palette.bg.blank)
        for (text, style), line in zip(padded, lines, strict=True)
    ]


def mean_plot(
    mean: Array, deviation: Array, rows: int, each: int, left: int, name: str, at: int | None, palette: Palette
) -> list[Strip]:
    """The mean of a target in each bin as a curve, and a deviation around it as a bar; its range at the left.

    `mean` and `deviation` are b numbers, NaN without rows.
    """
    mean, deviation = mean / SAFE, deviation / SAFE  # the sums and differences of enormous ones would overflow
    low, high = _range(mean, deviation)
    top = 4 * rows - 1
    unit = (high - low) or 1.0
    heights = np.repeat((mean - low) / unit * top, 2 * each)
    below, above = (np.repeat((mean + sign * deviation - low) / unit * top, each) for sign in (-1, 1))
    dots = graph_dots(heights[None], rows)[0]
    marks, styles = glyphs(palette.ascii), palette.bg
    text = [[" "] * len(below) for _row in range(rows)]
    drawn = [[styles.blank] * len(below) for _row in range(rows)]
    for column in np.flatnonzero(np.isfinite(below)).tolist():
        first, last = (int(np.clip(value // 4, 0, rows - 1)) for value in (below[column], above[column]))
        for up in range(first, last + 1):
            text[rows - 1 - up][column], drawn[rows - 1 - up][column] = marks.axis, styles.border
    for row, column in np.argwhere(dots).tolist():
        text[row][column] = marks.solid if palette.ascii else chr(0x2800 + int(dots[row, column]))
        drawn[row][column] = styles.accent_bold if at is not None and column // each == at else styles.pos
    labels = [""] * rows
    greatest, least = (three_digits(SAFE * end) for end in (high, low))
    labels[rows // 2], labels[-1], labels[0] = name, least, greatest
    if rows == 2:
        labels = [greatest, least]
    return [
        Strip([margin_text(label, left, palette), *runs(cells, style)])
        for label, cells, style in zip(labels, text, drawn, strict=True)
    ]


def _range(mean: Array, deviation: Array) -> tuple[float, float]:
    """The range of the means with a deviation around each; from 0 to 1 / SAFE without any."""
    known = np.isfinite(mean)
    if not known.any():
        return 0.0, 1 / SAFE
    return float((mean - deviation)[known].min()), float((mean + deviation)[known].max())
