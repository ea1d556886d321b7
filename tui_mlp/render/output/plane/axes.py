"""The axes of a map: round ticks in the user's units, on the left and beneath."""

import numpy as np
from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from core.analysis.maps.plane import Plane
from tui_mlp.render.cell_text import clipped, cut, widest
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.plot.round_ticks import round_labels, round_ticks
from tui_mlp.render.strips import fit, runs

LINES_A_TICK, CELLS_A_TICK = 4, 8
"""Lines and cells from one tick to the next, at least."""


def y_labels(plane: Plane, lines: int) -> dict[int, str]:
    """The labels on the left, by line from the top."""
    ticks = round_ticks(plane.limits[2], plane.limits[3], max(2, lines // LINES_A_TICK))
    _across, down = plane.places(np.zeros(len(ticks)), np.array(ticks))
    places = (down * lines / plane.rows).astype(int).tolist()
    return {place: name for place, name in zip(places, round_labels(ticks), strict=True) if 0 <= place < lines}


def margin_of(plane: Plane, lines: int, name: str, ascii: bool) -> int:
    """The cells on the left that labels and the name of y take, with a blank."""
    return widest((*y_labels(plane, lines).values(), name, " "), ascii) + 1


def left_margin(plane: Plane, lines: int, margin: int, name: str, palette: Palette) -> list[Segment]:
    """What stands on the left of each line, `margin` cells: labels, and at the top the name of y, if there is one."""
    found = y_labels(plane, lines)
    found = {**found, 0: name} if name else found
    texts = [found.get(line, "") for line in range(lines)]
    return [Segment(cut(text, margin - 1, palette.ascii, right=True) + " ", palette.bg.muted) for text in texts]


def x_axis(plane: Plane, margin: int, width: int, name: str, palette: Palette) -> Strip:
    """The line beneath: labels, each in the middle under its place, and at the right end the name of x."""
    text = [" "] * width
    shown = clipped(name, max(0, width - margin), palette.ascii)
    free = width - (cell_len(shown) + 1 if shown else 0)
    ticks = round_ticks(plane.limits[0], plane.limits[1], max(2, plane.columns // CELLS_A_TICK))
    across, _down = plane.places(np.array(ticks), np.zeros(len(ticks)))
    end = 0
    for place, label in zip(across.tolist(), round_labels(ticks), strict=True):
        start = margin + int(min(place, plane.columns - 1)) - (len(label) - 1) // 2 - label.startswith("-")
        if end <= start and start + len(label) <= free:
            text[start : start + len(label)] = label
            end = start + len(label) + 1
    line = "".join(text)[: width - cell_len(shown)] + shown
    return fit(runs([line], [palette.bg.muted]), width, palette.bg.blank)
