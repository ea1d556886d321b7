"""A picture drawn by hand: its strokes, and their ink at any size."""

from dataclasses import dataclass, replace
from math import ceil, hypot

import numpy as np

from core.analysis.images.centring import FINE, MOST_STRETCHED, Framing, centred, cut_out
from core.calls import Array

Point = tuple[float, float]
"""How far down and how far to the right, from 0 to 1."""

DOTS = 28
"""The dots of the paper along its longer side, at least: a curve can be drawn with them."""
MOST_ENLARGED = 4.0
"""The most by which small strokes are enlarged with a pen that stays the same; smaller ones are dots."""


@dataclass(frozen=True)
class Stroke:
    """The points of a stroke of the pen, or of the eraser, joined by lines."""

    points: tuple[Point, ...]
    erases: bool = False


@dataclass(frozen=True)
class Drawing:
    """Strokes in their order: an eraser takes the ink away that was there before."""

    strokes: tuple[Stroke, ...] = ()

    def begun(self, point: Point, erases: bool = False) -> "Drawing":
        """With a new stroke that begins here."""
        return Drawing((*self.strokes, Stroke((point,), erases)))

    def drawn_to(self, point: Point) -> "Drawing":
        """With the last stroke drawn on to a point."""
        *others, last = self.strokes
        if last.points[-1] == point:
            return self
        return Drawing((*others, replace(last, points=(*last.points, point))))

    def undone(self) -> "Drawing":
        """Without the last stroke."""
        return Drawing(self.strokes[:-1])

    def ink(self, rows: int, columns: int, pen: float) -> Array:
        """The ink, rows × columns from 0 to 1, of a pen that is `pen` dots wide, with edges half a dot soft."""
        return _ink(self.strokes, rows, columns, pen, (0.0, 0.0), (rows, columns))

    def ink_added(self, before: "Drawing", ink: Array, pen: float) -> Array | None:
        """The ink where `ink` is that of an earlier drawing, which this one only goes on with; None where it doesn't.

        Only what is new is drawn, so that a long stroke costs no more than its last line.
        """
        known, others = len(before.strokes), self.strokes[len(before.strokes) :]
        if not known or self.strokes[: known - 1] != before.strokes[:-1] or len(self.strokes) < known:
            return None
        last, grown = before.strokes[-1], self.strokes[known - 1]
        if grown.erases != last.erases or grown.points[: len(last.points)] != last.points:
            return None
        ink = ink.copy()
        added = (
            [Stroke(grown.points[len(last.points) - 1 :], grown.erases)] if len(grown.points) > len(last.points) else []
        )
        _draw(ink, (*added, *others), pen, (0.0, 0.0), ink.shape)
        return ink


def paper_shape(shape: tuple[int, int]) -> tuple[int, int]:
    """The dots of the paper on which pictures of h × w pixels are drawn: a whole number for each pixel."""
    each = ceil(DOTS / max(shape))
    return shape[0] * each, shape[1] * each


def pen_on_paper(framing: Framing, rows: int) -> float:
    """The width of the pen on paper of so many rows of dots: a drawing that fills it has strokes like the data's."""
    return framing.pen * rows / (framing.box[0] if framing.by == "mass" else framing.shape[0])


def as_drawn(drawing: Drawing, framing: Framing) -> Array:
    """The ink of the drawing, h × w, where it was drawn."""
    rows, columns = paper_shape(framing.shape)
    each = rows // framing.shape[0]
    fine = drawing.ink(rows, columns, framing.pen * each)
    found: Array = fine.reshape(framing.shape[0], each, framing.shape[1], each).mean((1, 3))
    return found


def as_in_data(drawing: Drawing, framing: Framing) -> Array:
    """The ink of the drawing, h × w, where the ink of the data's pictures lies, however small it was drawn.

    The strokes are drawn again in the right size with the pen of the data: ink that is enlarged would be thicker than
    any in the data.
    """
    if framing.by == "nothing":
        return as_drawn(drawing, framing)
    rows, columns = paper_shape(framing.shape)
    pen_here = pen_on_paper(framing, rows)
    ink = drawing.ink(rows, columns, pen_here)
    cut = cut_out(ink)
    if cut is None:
        return centred(ink, framing)
    fine = FINE if framing.by == "box" else 1
    pen = framing.pen * fine
    # Of the lines in the middle of the strokes, which the width of the pen is not a part of.
    down, across = (
        (side * fine - pen) / max(1.0, own - pen_here) for side, own in zip(framing.box, cut.shape, strict=True)
    )
    down = min(down, MOST_ENLARGED * fine * framing.shape[0] / rows)
    across = min(across, down * MOST_STRETCHED)
    if framing.by == "mass":
        down = across = min(down, across)
    margin = pen + 1
    top, left = (int(np.flatnonzero(ink.any(axis))[0]) for axis in (1, 0))
    high, wide = ceil(cut.shape[0] * down + 2 * margin), ceil(cut.shape[1] * across + 2 * margin)
    begin = margin - top * down, margin - left * across
    return centred(_ink(drawing.strokes, high, wide, pen, begin, (rows * down, columns * across)), framing)


def _ink(
    strokes: tuple[Stroke, ...], rows: int, columns: int, pen: float, begin: Point, size: tuple[float, float]
) -> Array:
    """The ink of the strokes on rows × columns dots, where the paper begins at `begin` and has this size, in dots."""
    ink = np.zeros((rows, columns))
    _draw(ink, strokes, pen, begin, size)
    return ink


def _draw(ink: Array, strokes: tuple[Stroke, ...], pen: float, begin: Point, size: tuple[float, ...]) -> None:
    """Draw strokes into `ink`, in their order."""
    for stroke in strokes:
        points = [(begin[0] + y * size[0], begin[1] + x * size[1]) for y, x in stroke.points]
        for start, end in zip(points, points[1:] or points, strict=False):
            _draw_line(ink, start, end, pen / 2, stroke.erases)


def _draw_line(ink: Array, start: Point, end: Point, radius: float, erases: bool) -> None:
    """Draw a line of dots into `ink`, or take their ink away."""
    reach = radius + 1
    top, left = (max(0, int(min(a, b) - reach)) for a, b in zip(start, end, strict=True))
    bottom, right = (max(0, int(max(a, b) + reach) + 1) for a, b in zip(start, end, strict=True))
    part = ink[top:bottom, left:right]
    y, x = np.ogrid[top : top + part.shape[0], left : left + part.shape[1]]
    down, across = y + 0.5 - start[0], x + 0.5 - start[1]
    (along_y, along_x), length = (end[0] - start[0], end[1] - start[1]), hypot(end[0] - start[0], end[1] - start[1])
    share = np.clip((down * along_y + across * along_x) / length**2, 0, 1) if length else 0.0
    distance = np.hypot(down - share * along_y, across - share * along_x)
    dots = np.clip(radius + 0.5 - distance, 0, 1)
    if erases:
        np.minimum(part, 1 - dots, out=part)
    else:
        np.maximum(part, dots, out=part)
