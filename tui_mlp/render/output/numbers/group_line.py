"""A line of groups of words and figures, as many as fit."""

from collections.abc import Sequence

from textual.strip import Strip

from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import StyledText, cells_of, fit, segments

GAP = 2
"""Blanks between two groups."""


def group_line(
    groups: Sequence[Sequence[StyledText]], width: int, palette: Palette, spare_first: bool = False
) -> Strip:
    """The groups on one line of `width` cells, the last ones left out where there is no room.

    With `spare_first` the first one goes before them, as it says again what stands elsewhere.
    """
    blank = palette.bg.blank
    sizes = [cells_of(group, palette.ascii) for group in groups]
    shown = list(groups)
    if spare_first and len(groups) > 1 and sum(sizes) + GAP * (len(sizes) - 1) > width:
        shown = shown[1:]
    parts: list[StyledText] = []
    for group in shown:
        longer = [*parts, *([(" " * GAP, blank)] if parts else []), *group]
        if parts and cells_of(longer, palette.ascii) > width:
            break
        parts = longer
    return fit(segments(parts, palette.ascii), width, blank)
