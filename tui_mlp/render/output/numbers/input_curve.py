"""The outputs over one input, with the examples."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from core.analysis.maps.curve import Range
from core.calls import Array
from core.data.dataset import SPLITS
from core.support.i18n import _
from tui_mlp.models.output.numbers.input_points import InputPoints
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.plot.plane_axes import PlaneAxes, plane_axes
from tui_mlp.render.plot.plane_plot import Line, Mark, Points, plane_plot
from tui_mlp.render.strips import StyledText
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count

from .split_points import legend_parts, split_styles

CLASS_MARGIN = 0.06
"""How far the axis of probabilities goes beyond 0 and 1, so that the points there are seen whole."""
LABEL = 10
"""The most cells of a class's name at its curve."""


class InFocus(NamedTuple):
    """The example in focus: its x, what is wanted there, NaN without a target, and what is given."""

    x: float
    wanted: float
    given: float


class InputCurve(NamedTuple):
    """What is drawn.

    `curves` are n × k outputs at `x`, n numbers ascending; `names` label them where there are several. `shares` says
    whether they are probabilities, with `threshold` above which one claims its class.
    """

    x: Array
    curves: Array
    points: InputPoints
    in_focus: InFocus | None
    names: Sequence[str] = ()
    shares: bool = False
    threshold: float | None = None
    x_name: str = ""


def value_range(points: Array, curves: Array) -> Range:
    """The range of y: that of the points, and of the curves as far as the points' range reaches on either side."""
    points, curves = points[np.isfinite(points)], curves[np.isfinite(curves)]
    if not len(points):
        points = curves
    if not len(points):
        return 0.0, 1.0
    low, high = float(points.min()), float(points.max())
    reach = high - low or abs(low) or 1.0
    if len(curves):
        low = min(low, max(float(curves.min()), low - reach))
        high = max(high, min(float(curves.max()), high + reach))
    margin = 0.03 * (high - low) or 0.05 * reach
    return low - margin, high + margin


def curve_axes(drawn: InputCurve, x_range: Range, width: int, height: int) -> PlaneAxes:
    """The axes for what is seen of the curve in this range of x."""
    if drawn.shares:
        return plane_axes(x_range, (-CLASS_MARGIN, 1 + CLASS_MARGIN), width, height)
    inside = (drawn.points.x >= x_range[0]) & (drawn.points.x <= x_range[1])
    return plane_axes(x_range, value_range(drawn.points.y[inside], drawn.curves), width, height)


def input_curve(drawn: InputCurve, axes: PlaneAxes, palette: Palette) -> list[Strip]:
    """The plot: points by split, wrong ones marked, the curves over them, a line from the focus to its curve."""
    styles, marks, points = palette.bg, glyphs(palette.ascii), drawn.points
    lines = [
        Line(drawn.x, values, palette.runs[number % len(palette.runs)] if drawn.names else styles.pos)
        for number, values in enumerate(drawn.curves.T)
    ]
    ends = np.array([axes.left, axes.right])
    if drawn.threshold is not None:
        lines.append(Line(ends, np.full(2, drawn.threshold), styles.grid, behind=True, ascii="-"))
    elif not drawn.shares and axes.low < 0 < axes.high:
        lines.append(Line(ends, np.zeros(2), styles.grid, behind=True, ascii="-"))
    by_split = split_styles(palette)
    found = []
    for number, split in enumerate(SPLITS):
        own = points.split == number
        found.append(Points(points.x[own], points.y[own], [by_split[split].style], by_split[split].mark))
    found.append(Points(points.x[points.wrong], points.y[points.wrong], [styles.bad], marks.error, over=True))
    drawn_strips = plane_plot(
        axes, palette, lines=lines, points=found, marks=_focus_marks(drawn.in_focus, palette), x_name=drawn.x_name
    )
    return _labelled(drawn_strips, drawn, axes, palette) if drawn.names else drawn_strips


def _focus_marks(in_focus: InFocus | None, palette: Palette) -> list[Mark]:
    """A line from the target to the output, the target on it."""
    if in_focus is None:
        return []
    styles, marks = palette.bg, glyphs(palette.ascii)
    if not np.isfinite(in_focus.wanted):  # without a target, a line through the whole plot
        return [Mark(in_focus.x, None, "", styles.accent)]
    until = in_focus.given if np.isfinite(in_focus.given) else None
    return [Mark(in_focus.x, in_focus.wanted, marks.point, styles.accent_bold, until)]


def _labelled(drawn_strips: list[Strip], drawn: InputCurve, axes: PlaneAxes, palette: Palette) -> list[Strip]:
    """The name of each class where its curve is highest; a name that would cover another isn't written."""
    taken: dict[int, list[tuple[int, int]]] = {}
    for number, (name, values) in enumerate(zip(drawn.names, drawn.curves.T, strict=True)):
        if not np.isfinite(values).any():
            continue
        peak = int(np.nanargmax(np.where(np.isfinite(values), values, np.nan)))
        column, row = axes.column(float(drawn.x[peak])), axes.row(float(values[peak]))
        if column is None:
            continue
        text = clipped(name, min(LABEL, axes.columns), palette.ascii)
        start = axes.margin + min(max(0, column - cell_len(text) // 2), axes.columns - cell_len(text))
        end = start + cell_len(text)
        if any(start < other_end and other < end for other, other_end in taken.get(row, ())):
            continue
        taken.setdefault(row, []).append((start, end))
        style = palette.runs[number % len(palette.runs)]
        whole = drawn_strips[row]
        drawn_strips[row] = Strip.join(
            [whole.crop(0, start), Strip([Segment(text, style)]), whole.crop(end, whole.cell_length)]
        )
    return drawn_strips


def curve_legend(drawn: InputCurve, palette: Palette) -> list[list[StyledText]]:
    """What the legend says, in groups: the curve, the examples of each split, those that are wrong."""
    styles, marks = palette.bg, glyphs(palette.ascii)
    groups: list[list[StyledText]] = []
    if not drawn.names:
        groups.append(
            [(marks.solid * 2, styles.pos), (" " + (_("probability") if drawn.shares else _("output")), styles.muted)]
        )
    sizes: dict[str, int] = {split: int((drawn.points.split == number).sum()) for number, split in enumerate(SPLITS)}
    groups += legend_parts(sizes, palette)
    wrong = int(drawn.points.wrong.sum())
    if wrong:
        groups.append([(marks.error, styles.bad), (" " + _("wrong {}").format(count(wrong)), styles.muted)])
    return groups
