"""The histogram of a matrix, with 0 in the middle."""

import math

import numpy as np
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import fill, runs
from tui_mlp.text.ascii_text import to_ascii
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
    styles, marks = palette.bg, _HALVES if palette.ascii else _EIGHTHS
    middle = bins // 2
    colours: list[Style] = [styles.neg] * middle * each + [styles.fg] * each + [styles.pos] * middle * each
    lines = []
    for row in range(rows - 1, -1, -1):
        shown = np.repeat(np.clip(eighths - 8 * row, 0, 8), each).tolist()
        lines.append(Strip(runs([marks[level] for level in shown], colours)))
    if framed:
        lines.append(Strip([Segment(_ends(limit, bins * each, palette), styles.muted)]))
    return fill(lines, width, height, styles.blank)


def _ends(limit: float, bins: int, palette: Palette) -> str:
    left, right = f"-{plain_number(limit)}", plain_number(limit)
    if len(left) + len(right) + 5 > bins:
        return ""
    text = [*left, *" " * (bins - len(left) - len(right)), *right]
    text[bins // 2] = "0"
    return to_ascii("".join(text)) if palette.ascii else "".join(text)
