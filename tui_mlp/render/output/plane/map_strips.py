"""A map as strips: pixels and points, axes, scale, legend and notes."""

from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip

from core.analysis.maps.plane import Plane
from tui_mlp.render.colours.palette import LEVELS, Palette, half_block_style
from tui_mlp.render.strips import fill, fit
from tui_mlp.render.word_wrap import line
from tui_mlp.text.glyphs import glyphs

from .axes import left_margin, x_axis
from .layout import MapLayout
from .shading import pixel_styles


def map_strips(cells: Sequence[list[Segment]], plane: Plane, layout: MapLayout) -> list[Strip]:
    """The strips of a body of the layout's size; `cells` are the lines of the map, as `map_cells` draws them."""
    palette, width, blank = layout.palette, layout.width, layout.palette.bg.blank
    before = left_margin(plane, len(cells), layout.left, layout.short_y, palette) if layout.axes else []
    after = _scale(layout.texts.ends, len(cells), palette) if layout.scale else []
    strips = [
        fit([*before[at : at + 1], *row, *([Segment(" ", blank), after[at]] if after else [])], width, blank)
        for at, row in enumerate(cells)
    ]
    if layout.axes:
        strips.append(x_axis(plane, layout.left, width, layout.short_x, palette))
    strips += [line(parts, width, palette) for parts in (*layout.legend, *layout.notes)]
    return fill(strips, width, layout.height, blank)


def _scale(ends: Sequence[str], lines: int, palette: Palette) -> list[Segment]:
    """The scale on the right, a cell wide: the colours from the greatest value down, with the values at both ends."""
    low, high = ends
    rows = 2 * lines
    levels = [round((1 - 2 * row / max(1, rows - 1)) * LEVELS) for row in range(rows)]
    found = []
    for at in range(lines):
        text = high if at == 0 else low if at == lines - 1 else ""
        top, bottom = levels[2 * at], levels[2 * at + 1]
        if palette.map:
            upper, lower = palette.map[top + LEVELS], palette.map[bottom + LEVELS]
            beneath = palette.map_colours.mark_ground or upper
            style = half_block_style(palette.theme.fg, beneath) if text else half_block_style(upper, lower)
            found.append(Segment(text or "▀", style))
        else:
            style = palette.bg.fg if text else pixel_styles(palette)[(top > 0) - (top < 0)]
            found.append(Segment(text or glyphs(palette.ascii).density(top), style))
    return found
