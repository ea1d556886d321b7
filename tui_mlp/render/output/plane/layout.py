"""How a map shares its room: pixels, axes, scale, legend and notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rich.cells import cell_len

from tui_mlp.render.cell_text import clipped, displayed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import StyledText
from tui_mlp.text.glyphs import glyphs

from .cells import rows_a_line
from .legend import Group, arranged, whole_groups

AXES_FROM = (18, 6)
"""Cells and lines from which a map has axes."""
LEGEND_FROM, NOTES_FROM = 9, 13
"""Lines from which a map has a legend, and notes on the point in focus."""
LEGEND_LINES, LINES_FOR_ONE_MORE = 2, 8
"""Lines of a legend, at most, and with how many further lines of the body it may have one more."""
SHORT_Y, SHORT_X = 5, 8
"""Cells of a name that stands at its axis, at most; longer ones have a line of their own."""
FIRST_MARGIN = 5
"""Cells taken for the labels on the left before these are known."""


@dataclass(frozen=True)
class MapTexts:
    """What stands around a map: names of x and y, `held` about other columns, the legend, notes on the point in focus.

    `short_legend` is the legend in shorter words, for where it takes fewer lines then. The last `classes` groups of
    both are those of the classes of regions.
    `ends` are the texts at the lower and the upper end of a scale on the right, one cell each; empty without one.
    """

    x_name: str
    y_name: str
    held: str
    legend: Sequence[Group]
    short_legend: Sequence[Group]
    notes: Sequence[Sequence[Group]]
    ends: tuple[str, str] | tuple[()] = ()
    classes: int = 0


@dataclass(frozen=True)
class MapLayout:
    """A body of `width` cells and `height` lines; `margin` are the cells on the left of the map."""

    texts: MapTexts
    width: int
    height: int
    margin: int
    palette: Palette

    @property
    def axes(self) -> bool:
        """Whether there is room for axes."""
        return self.width >= AXES_FROM[0] and self.height >= AXES_FROM[1]

    @property
    def left(self) -> int:
        """The cells on the left of the map."""
        return self.margin if self.axes else 0

    @property
    def scale(self) -> int:
        """The cells that the scale on the right takes, with a blank."""
        return 2 if self.axes and self.texts.ends else 0

    @property
    def columns(self) -> int:
        """The columns of cells of the map, and of its pixels."""
        return max(0, self.width - self.left - self.scale)

    @property
    def short_x(self) -> str:
        """The name of x, where it stands at the axis."""
        return self._short(self.texts.x_name, SHORT_X)

    @property
    def short_y(self) -> str:
        """The name of y, where it stands at the axis."""
        return self._short(self.texts.y_name, SHORT_Y)

    @property
    def names(self) -> list[Group]:
        """Names that are too long for the axes, and what is held."""
        muted, marks = self.palette.bg.muted, glyphs(self.palette.ascii)
        long_x, long_y = self.axes and not self.short_x, self.axes and not self.short_y
        found = [f"{marks.right} {self.texts.x_name}"] * long_x + [f"{marks.up} {self.texts.y_name}"] * long_y
        found = [clipped(text, self.width, self.palette.ascii) for text in (*found, self.texts.held)]
        return [[(text, muted)] for text in found if text]

    @cached_property
    def legend(self) -> list[list[StyledText]]:
        """The lines of the legend, with what is said of the axes in front."""
        if self.height < LEGEND_FROM:
            return []
        most = LEGEND_LINES + (self.height - LEGEND_FROM) // LINES_FOR_ONE_MORE
        long, short = ([*self.names, *groups] for groups in (self.texts.legend, self.texts.short_legend))
        needed, least = (len(arranged(groups, self.width, len(groups), self.palette)) for groups in (long, short))
        if needed <= min(least, most):
            return arranged(long, self.width, most, self.palette)
        if least > most and self.texts.classes:  # without its classes a map says less than without the sizes of splits
            end = len(short) - self.texts.classes
            first = [*self.names, *short[end:]]
            if len(arranged(first, self.width, len(first), self.palette)) <= most:
                short = [*first, *short[len(self.names) : end]]
        return arranged(short, self.width, most, self.palette)

    @property
    def notes(self) -> Sequence[Sequence[StyledText]]:
        """The lines about the point in focus."""
        if self.height < NOTES_FROM:
            return ()
        return [whole_groups(groups, self.width, self.palette) for groups in self.texts.notes]

    @property
    def lines(self) -> int:
        """The lines of cells of the map."""
        return max(0, self.height - self.axes - len(self.legend) - len(self.notes))

    @property
    def rows(self) -> int:
        """The rows of pixels."""
        return self.lines * rows_a_line(self.palette)

    def _short(self, name: str, most: int) -> str:
        return name if cell_len(displayed(name, self.palette.ascii)) <= most else ""
