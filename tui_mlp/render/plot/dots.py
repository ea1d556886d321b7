"""Lines and graphs as Braille dots. No other module knows plotext.

plotext is imported when a line is first drawn, so that the program starts sooner.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int_]

LEFT_DOTS = 0x47
"""The left four of a Braille cell's eight dots."""
BRAILLE = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])[:, None, :]  # from the top left


def line_dots(columns: Ints, heights: Floats, width: int, height: int) -> Ints:
    """The line through points as plotext draws it: height × width cells, eight dots each as Braille's low byte.

    `columns` and `heights` (n ≥ 1) count dots from the left and from the bottom; heights are clipped to the plot.
    plotext's figure makes the same dots, but takes three times as long to gather them in cells. Its lines take time in
    proportion to their points, so points inside a level part are left out.
    """
    from plotext._utility import get_lines

    top = 4 * height - 1
    nearest = np.floor(np.clip(heights, 0, top) + 0.5).astype(np.int_)
    kept = np.ones(len(nearest), dtype=bool)
    kept[1:-1] = (nearest[1:-1] != nearest[:-2]) | (nearest[1:-1] != nearest[2:])
    across, up, _same = get_lines(columns[kept].tolist(), nearest[kept].tolist(), nearest[kept].tolist())
    dots = np.zeros((4 * height, 2 * width), dtype=np.int_)
    dots[top - np.array(up), across] = 1
    cells: Ints = (dots.reshape(height, 4, width, 2) * BRAILLE).sum(axis=(1, 3))
    return cells


def graph_dots(heights: Floats, height: int) -> Ints:
    """Graphs with one value for each column of dots, all at once: n × 2·width → n × height × width cells.

    Heights count dots from the bottom; NaN is a gap. Neighbours are joined by a vertical line, half of it in each
    column. What lies beyond the plot isn't drawn.
    """
    low, high = _joined(heights, height)
    level = np.arange(4 * height - 1, -1, -1)[:, None]
    dots = (low[:, None, :] <= level) & (level <= high[:, None, :])
    return braille(dots)


def graph_counts(heights: Floats, height: int) -> Ints:
    """How many of such graphs go through each dot: n × 2·width → 4·height × 2·width, from the top.

    It takes no more memory than the heights, also for thousands of graphs.
    """
    low, high = _joined(heights, height)
    drawn = (low <= high) & (high >= 0) & (low < 4 * height)  # not so for NaN
    first = np.where(drawn, np.maximum(low, 0), 0).astype(np.int_)
    after = np.where(drawn, np.minimum(high, 4 * height - 1) + 1, 0).astype(np.int_)
    columns = np.broadcast_to(np.arange(heights.shape[1]), heights.shape)
    size = (4 * height + 1) * heights.shape[1]
    begun = np.bincount((first * heights.shape[1] + columns)[drawn], minlength=size)
    ended = np.bincount((after * heights.shape[1] + columns)[drawn], minlength=size)
    counts: Ints = (begun - ended).reshape(4 * height + 1, -1).cumsum(axis=0)[:-1][::-1]
    return counts


def _joined(heights: Floats, height: int) -> tuple[Floats, Floats]:
    """The lowest and the highest dot of each graph in each column, joined to those of its neighbours."""
    top = 4 * height - 1
    nearest = np.floor(np.clip(heights, -1 - top, 2 * top + 1) + 0.5)
    low, high = nearest.copy(), nearest.copy()
    before, after = nearest[:, :-1], nearest[:, 1:]
    middle = (before + after) / 2
    with np.errstate(invalid="ignore"):  # comparisons with NaN are false
        rising, falling = before < after, before > after
    np.copyto(high[:, :-1], np.floor(middle), where=rising)
    np.copyto(low[:, 1:], np.floor(middle) + 1, where=rising)
    np.copyto(low[:, :-1], np.minimum(low[:, :-1], np.ceil(middle)), where=falling)
    np.copyto(high[:, 1:], np.maximum(high[:, 1:], np.ceil(middle) - 1), where=falling)
    np.minimum(low, nearest, out=low)
    np.maximum(high, nearest, out=high)
    return low, high


def braille(dots: NDArray[np.bool_]) -> Ints:
    """Dots, … × 4·height × 2·width from the top, as cells, … × height × width: Braille's low byte of eight dots."""
    cells = np.zeros((*dots.shape[:-2], dots.shape[-2] // 4, dots.shape[-1] // 2), np.int_)
    for row in range(4):
        for column in range(2):
            cells += dots[..., row::4, column::2] * BRAILLE[row, 0, column]
    return cells
