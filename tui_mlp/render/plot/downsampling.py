"""Fewer points for a long curve: means where it is noise, exact at outliers."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int_]

_NEIGHBOURS = 21
_STANDS_OUT = 3.5
_VISIBLE = 3.0  # dots
_ROUGH = 2.0  # dots from one column to the next, up and down again
_WIDEST = 4  # columns of dots


class _Bins(NamedTuple):
    """Points gathered by columns: where each bin starts and stops, its extremes and its mean, all (bins,)."""

    starts: Ints
    stops: Ints
    highest: Floats
    lowest: Floats
    means: Floats


def thin(columns: Ints, heights: Floats) -> tuple[Ints, Floats]:
    """The points reduced to at most two for each column of dots, in order, and three where one is an outlier.

    `columns` (n, ascending) is each point's column of dots, `heights` (n) its height in dots. The points of a column
    are replaced by their mean, those of several columns where the means still jump: drawn in full, the noise of
    training is a band in which nothing can be read. An extreme that stands out from the noise around it (a spike, a
    drop, divergence) is drawn too.
    """
    if len(columns) < 2 or np.diff(columns).min() > 0:
        return columns, heights
    bins, reach = _gathered(columns, heights), 1
    while _rough(bins.means) and reach < _WIDEST:
        reach += 1
        bins = _gathered(columns // reach, heights)
    inside = _inside(bins, heights)
    peaks, dips = _outstanding(bins.highest - inside), _outstanding(inside - bins.lowest)
    x: list[int] = []
    y: list[float] = []
    for i, (start, stop) in enumerate(zip(bins.starts.tolist(), bins.stops.tolist(), strict=True)):
        points = [((start + stop - 1) // 2, bins.means[i])]
        if peaks[i] or dips[i]:
            here = heights[start:stop]
            points = [(start + int(here.argmax()), bins.highest[i])] if peaks[i] else []
            points += [(start + int(here.argmin()), bins.lowest[i])] if dips[i] else []
            if len(points) == 1:  # there and back in one column: else the spike would slant towards its neighbours
                points = [(points[0][0], inside[i]), *points, (points[0][0], inside[i])]
            else:
                points.sort()
        x += [int(columns[at]) for at, _ in points]
        y += [float(height) for _, height in points]
    return np.array(x), np.array(y)


def _gathered(columns: Ints, heights: Floats) -> _Bins:
    starts = np.concatenate(([0], np.flatnonzero(np.diff(columns)) + 1))
    stops = np.append(starts[1:], len(columns))
    means = np.add.reduceat(heights, starts) / (stops - starts)
    return _Bins(starts, stops, np.maximum.reduceat(heights, starts), np.minimum.reduceat(heights, starts), means)


def _rough(means: Floats) -> bool:
    """Whether the line through these means goes up and down too much to be followed."""
    if len(means) < _NEIGHBOURS:
        return False
    return bool(np.percentile(np.abs(np.diff(means, 2)), 75) / 2 > _ROUGH)


def _inside(bins: _Bins, heights: Floats) -> Floats:
    """The mean of each bin's points without its highest and lowest: one spike mustn't shift it."""
    counts = bins.stops - bins.starts
    sums = np.add.reduceat(heights, bins.starts) - bins.highest - bins.lowest
    return np.where(counts > 2, sums / np.maximum(1, counts - 2), bins.means)


def _outstanding(deviations: Floats) -> NDArray[np.bool_]:
    """Which bins' deviations (n, in dots) are visible and far above those of their neighbours."""
    reach = _NEIGHBOURS // 2
    padded = np.pad(deviations, reach, mode="reflect" if len(deviations) > reach else "edge")
    usual = np.median(np.lib.stride_tricks.sliding_window_view(padded, _NEIGHBOURS), axis=1)
    return deviations > np.maximum(_VISIBLE, _STANDS_OUT * usual)
