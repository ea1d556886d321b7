"""The axis below bins of values, with the mark of the bin in focus."""

from collections.abc import Iterator
from math import ceil, floor, log10

from rich.cells import cell_len
from rich.segment import Segment

from tui_mlp.models.data.distributions.distribution_texts import axis_text
from tui_mlp.models.data.distributions.value_bins import Bins
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.plot.round_ticks import round_ticks
from tui_mlp.render.strips import runs
from tui_mlp.text.glyphs import glyphs

_APART = 8
"""Cells between two ticks, at least."""


def value_axis(bins: Bins, each: int, cells: int, at: int | None, palette: Palette) -> list[Segment]:
    """`cells` cells below bins that are `each` cells wide: labels begin at the left of what they name.

    `at` is the bin in focus, None for none; labels make room for its mark.
    """
    text, styles = [" "] * cells, [palette.bg.muted] * cells
    mark = None if at is None else min(cells - 1, at * each + (each - 1) // 2)
    free = 0
    for value in _ticks(bins, max(1, bins.count * each // _APART)):
        label, start = axis_text(bins, value), floor(bins.position(value) * each + 0.5)
        end = start + cell_len(label)
        if start < free or end > cells or (mark is not None and start <= mark < end):
            continue
        text[start:end] = label
        free = end + 1
    if mark is not None:
        text[mark], styles[mark] = glyphs(palette.ascii).up, palette.bg.accent_bold
    return runs(text, styles)


def _ticks(bins: Bins, most: int) -> Iterator[float]:
    """Values to be named: round numbers, powers of ten on a log axis, and for dates the beginnings of bins."""
    low, high = bins.edge(0), bins.edge(bins.count)
    if bins.log and high >= 20 * low:
        first, last = ceil(log10(low) - 1e-9), floor(log10(high) + 1e-9)
        decades = last - first
        factors = (1, 2, 5) if decades < 2 else (1,)
        skipped = max(1, decades // max(1, most))
        for exponent in range(first - 1, last + 1):
            for factor in factors:
                if low * (1 - 1e-9) <= (at := factor * 10.0**exponent) <= high and (exponent - first) % skipped == 0:
                    yield at
        return
    found = [] if bins.unit else round_ticks(low, high, most)
    if bins.whole:  # whole numbers are named where their bins begin
        found = [tick for tick in found if tick <= high - bins.step]
    if not found or (bins.whole and any(tick != round(tick) for tick in found)):
        found = [bins.edge(place) for place in range(0, bins.count, max(1, ceil(bins.count / most)))]
    yield from found
