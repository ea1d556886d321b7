"""Drawn pictures laid into their frame as the pictures of the data are.

MNIST's lie by their centre of mass. A network that learnt from centred digits knows no others: a shift by 3 of 28
pixels takes away most of its accuracy. Ink is from 0, as the paper, to 1.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from core.calls import Array

EMPTY = 0.05
"""Ink up to which a pixel of the data counts as paper: pictures packed as JPEG have no even paper."""
MOST = 0.9
"""The share of pictures from which on all are taken to be made in one way."""
NIST_WIDTH = 20 / 32
"""The width of the box into which NIST's programs stretch a character, beside its height (NISTIR 5469)."""
MOST_STRETCHED = 2.0
"""The most by which a character is stretched beside its height: the ones of UCI are about twice as wide as a stroke."""
FINE = 4
"""The dots of NIST's bitmaps along a pixel of the digits of UCI: 4 × 4 are counted in each."""
HALF = 0.5
"""Ink from which on a dot of a bitmap is set."""
MUCH, LITTLE = (412 / 1024, 560 / 1024), (256 / 1024, 108 / 1024)
"""Shares of set dots above and below which NIST's programs make strokes thinner and thicker, each by one dot more."""


@dataclass(frozen=True)
class Framing:
    """How the pictures of some data, h × w, lie in their frame.

    By "mass", as MNIST is made: the ink is scaled until its longer side is that of `box`, in its own shape, then moved
    by whole pixels until its centre of mass is in the middle. By "box", as NIST's programs make bitmaps, from which the
    digits of UCI are counted: the ink is stretched to `box`, height and width, and this is centred. By "nothing": the
    ink fills the frame, or lies anywhere, and stays where it is. `box` is in pixels, and so is `pen`, the width of the
    strokes.
    """

    by: Literal["mass", "box", "nothing"]
    shape: tuple[int, int]
    box: tuple[float, float]
    pen: float


def framing_of(pictures: Array) -> Framing:
    """How these pictures lie in their frame: m × h × w of ink, at least one."""
    _m, h, w = pictures.shape
    inked: Array = pictures > EMPTY
    rows: Array = np.logical_or.reduce(inked, 2)
    columns: Array = np.logical_or.reduce(inked, 1)
    upright, across = (float((ends[:, 0] & ends[:, -1]).mean()) >= MOST for ends in (rows, columns))
    drawn: Array = np.logical_or.reduce(rows, 1)
    pen = stroke_width(pictures)
    if across or not drawn.any():
        return Framing("nothing", (h, w), (h, w), pen)
    if upright:
        return Framing("box", (h, w), (h, w * NIST_WIDTH), pen)
    longer = np.maximum(_extents(rows[drawn]), _extents(columns[drawn]))
    side = float(np.median(longer))
    if np.mean(np.abs(longer - side) <= 1) < 1 - MOST:  # of all sizes
        return Framing("nothing", (h, w), (h, w), pen)
    return Framing("mass", (h, w), (side, side), pen)


def stroke_width(pictures: Array) -> float:
    """The usual width of the strokes in pictures of ink, m × h × w, in pixels.

    A stroke of length l and width t has the area l t and edges of 2 l, so t is twice the area by the edges' length: the
    sum of the lengths of the ink's slopes. 1 where there are no strokes.
    """
    padded = np.pad(pictures.astype(float), ((0, 0), (1, 1), (1, 1)))
    down, right = padded[:, 1:, :-1] - padded[:, :-1, :-1], padded[:, :-1, 1:] - padded[:, :-1, :-1]
    edges, areas = np.hypot(down, right).sum((1, 2)), pictures.sum((1, 2))
    some = edges > 0
    return max(1.0, float(np.median(2 * areas[some] / edges[some]))) if some.any() else 1.0


def centred(ink: Array, framing: Framing) -> Array:
    """A picture of ink, any height × width, as one of the data's, h × w: scaled and moved as `framing` says."""
    h, w = framing.shape
    cut = cut_out(ink)
    if cut is None:
        return np.zeros((h, w))
    if framing.by == "nothing":
        return resampled(ink, h, w)
    if framing.by == "box":
        fine = np.zeros((FINE * h, FINE * w))
        high, wide = (round(FINE * side) for side in framing.box)
        own = cut.shape[1] * high / cut.shape[0]
        wide = max(1, min(wide, round(MOST_STRETCHED * own)))
        top, left = (FINE * h - high) // 2, (FINE * w - wide) // 2
        fine[top : top + high, left : left + wide] = resampled(cut, high, wide)
        blocks: Array = as_thick_as_nist(fine > HALF).reshape(h, FINE, w, FINE).mean((1, 3))
        return blocks
    scale = framing.box[0] / max(cut.shape)
    scaled = resampled(cut, *(max(1, round(side * scale)) for side in cut.shape))
    # MNIST's centres of mass are at pixel 14 of 0 to 27, up to half a pixel.
    down, right = (size // 2 - round(middle) for size, middle in zip((h, w), centre_of_mass(scaled), strict=True))
    return _placed(scaled, h, w, down, right)


def as_thick_as_nist(bitmap: Array) -> Array:
    """A bitmap with strokes made thinner or thicker by up to two dots, as NIST's programs do by its number of dots."""
    share = bitmap.mean()
    thinner, thicker = (sum(share > limit for limit in MUCH), sum(share < limit for limit in LITTLE))
    for _time in range(thicker):
        bitmap = np.logical_or.reduce(_beside(bitmap))
    for _time in range(thinner):
        bitmap = np.logical_and.reduce(_beside(bitmap))
    return bitmap


def _beside(bitmap: Array) -> Array:
    """The bitmap, and it moved by a dot in each of the four directions, without ink from outside: 5 × h × w."""
    h, w = bitmap.shape
    wider = np.pad(bitmap, 1)
    return np.array(
        [wider[1 + y : 1 + y + h, 1 + x : 1 + x + w] for y, x in ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1))]
    )


def cut_out(ink: Array) -> Array | None:
    """The ink in the smallest box that holds it; None where there is none."""
    rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if len(rows) else None


def centre_of_mass(ink: Array) -> tuple[float, float]:
    """The mean row and column of the ink, from 0 for the middle of the first; the ink isn't all 0."""
    rows, columns = ink.sum(1), ink.sum(0)
    return float(rows @ np.arange(len(rows)) / rows.sum()), float(columns @ np.arange(len(columns)) / columns.sum())


def resampled(ink: Array, rows: int, columns: int) -> Array:
    """The picture in another number of rows and columns: between pixels linear, of many the mean."""
    found: Array = _filter(ink.shape[0], rows) @ ink @ _filter(ink.shape[1], columns).T
    return found


@lru_cache(maxsize=64)
def _filter(size: int, count: int) -> Array:
    """How much of each of `size` pixels goes into each of `count`: triangles, as wide as two pixels of the larger."""
    each = size / count
    middles = (np.arange(count) + 0.5) * each - 0.5
    parts = np.maximum(0, 1 - np.abs(middles[:, None] - np.arange(size)) / max(1.0, each))
    found: Array = parts / parts.sum(1, keepdims=True)
    return found


def _extents(marks: Array) -> Array:
    """From the first to the last mark in each row of m × n booleans, which has one: m numbers of columns."""
    found: Array = marks.shape[1] - marks[:, ::-1].argmax(1) - marks.argmax(1)
    return found


def _placed(ink: Array, h: int, w: int, down: int, right: int) -> Array:
    """The ink moved down and to the right on paper of h × w; what lies outside is cut off."""
    found = np.zeros((h, w))
    high, wide = ink.shape
    top, left = max(0, down), max(0, right)
    bottom, end = min(h, down + high), min(w, right + wide)
    if bottom > top and end > left:
        found[top:bottom, left:end] = ink[top - down : bottom - down, left - right : end - right]
    return found
