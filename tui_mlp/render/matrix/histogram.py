"""The histogram of a matrix, with 0 in the middle."""

import math
from collections.abc import Sequence

import numpy as np
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.calls import Array
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import fill, runs
from tui_mlp.text.ascii_text import to_ascii
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import peak, plain_number

from .matrix import Matrix

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_HALVES = " ..::###@"
_LEAST_HEIGHT = 3
_FEWEST = 9


def histogram(values: Matrix, width: int, height: int, palette: Palette, *, vmax: float | None = None) -> list[Strip]:
    """`height` strips of `width` cells, with about 2√n bars for n values.

    `vmax` is the value at the right end, −vmax at the left (else the largest |v| of all); values beyond are counted in
    the outermost bars. Values that aren't finite are left out. A bar that isn't empty is always visible.
    """
    if width <= 0 or height <= 0:
        return fill((), width, height, palette.bg.blank)
    framed = height >= _LEAST_HEIGHT
    rows, finite = height - framed, values[np.isfinite(values)]
    bins = min(width, max(_FEWEST, 2 * math.isqrt(finite.size)))
    bins -= 1 - bins % 2  # an odd number, so that one bar is centred on 0
    each = max(1, width // max(1, bins))
    limit = (peak(values) if vmax is None else vmax) or 1.0
    with np.errstate(over="ignore"):  # as shares of the limit: the range of the largest floats would overflow
        counts, _edges = np.histogram(np.clip(finite / limit, -1, 1), bins, (-1, 1))
    eighths = np.ceil(counts * (8 * rows / max(1, counts.max()))).astype(int)
    styles, middle = palette.bg, bins // 2
    colours: list[Style] = [styles.neg] * middle + [styles.fg] + [styles.pos] * middle
    lines = bar_lines(eighths, np.zeros(bins, bool), rows, each, colours, palette)
    if framed:
        lines.append(Strip([Segment(_ends(limit, bins * each, palette), styles.muted)]))
    return fill(lines, width, height, styles.blank)


def bar_lines(
    eighths: Array, cut: Array, rows: int, each: int, styles: Sequence[Style], palette: Palette
) -> list[Strip]:
    """Bars as `rows` strips: their heights in eighths of a line, `each` cells wide, a style for each.

    Those that are `cut`, being higher than there is room, have a mark at their top.
    """
    marks, glyph = _HALVES if palette.ascii else _EIGHTHS, glyphs(palette.ascii).cut
    colours = [style for style in styles for _cell in range(each)]
    lines = []
    for row in range(rows - 1, -1, -1):
        shown = [marks[level] for level in np.clip(eighths - 8 * row, 0, 8).tolist()]
        if row == rows - 1:
            shown = [glyph if over else mark for mark, over in zip(shown, cut.tolist(), strict=True)]
        lines.append(Strip(runs([mark for mark in shown for _cell in range(each)], colours)))
    return lines


def _ends(limit: float, bins: int, palette: Palette) -> str:
    left, right = f"-{plain_number(limit)}", plain_number(limit)
    if len(left) + len(right) + 5 > bins:
        return ""
    text = [*left, *" " * (bins - len(left) - len(right)), *right]
    text[bins // 2] = "0"
    return to_ascii("".join(text)) if palette.ascii else "".join(text)
