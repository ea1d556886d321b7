"""Maps of neurons: small ones with the weights they go out by, or a large one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_mlp.render.colours.palette import LEVELS, Palette, bold, level
from tui_mlp.render.matrix.heatmap import half_blocks
from tui_mlp.render.output.tiles import Tiles
from tui_mlp.render.strips import fit, runs
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import figure5

FIGURE = 5
"""The cells of a weight."""
GAP = 1
"""The cells between two maps."""
LEAST_LINES = 2
"""The least lines of a small map, where there is room for them."""


def pixel_rows(lines: int, palette: Palette) -> int:
    """The rows of pixels of a map in so many lines: two in a line where half blocks show them."""
    return lines * (2 if palette.map else 1)


def map_tiles(count: int, width: int, height: int) -> Tiles:
    """The largest maps, each below a line of text, of which all of `count`, one at least, fit in `height` lines.

    Where the smallest ones are too many, some of their rows are shown at once.
    """
    least = len(str(count)) + 1 + FIGURE
    most = max(1, (width + GAP) // (least + GAP))
    for across in range(1, most + 1):
        each = max(1, (width + GAP) // across - GAP)
        lines = max(1, -(-each // 2))
        rows = -(-count // across)
        if rows * (lines + 1) <= height:
            break
        squeezed = height // rows - 1  # a little wider than high is still a map
        if squeezed >= max(LEAST_LINES, lines * 2 // 3):
            lines = squeezed
            break
    else:
        squeezed = height // (height // (lines + 1) + 1) - 1  # for one more row
        lines = squeezed if squeezed >= max(LEAST_LINES, lines * 2 // 3) else lines
    lines = max(1, min(lines, height - 1))
    down = max(1, min(-(-count // across), height // (lines + 1)))
    return Tiles(across, down, each, lines + 1, GAP)


def small_maps(
    layout: Tiles,
    shown: range,
    values: NDArray[np.float64],
    middles: Sequence[float],
    reaches: Sequence[float],
    weights: NDArray[np.float64],
    signed: bool,
    neuron: int | None,
    width: int,
    palette: Palette,
) -> list[Strip]:
    """The small maps that are shown, strips of `width` cells, each with its number and its weight above it.

    `values` are those of the neurons that are shown, k × rows × columns in pixels, with the middle and the reach by
    which each is shaded; `weights` those of all neurons, in the colour of their sign if `signed`. `neuron` is the one
    in focus, from 0, None for none.
    """
    tiles = []
    for place, number in enumerate(shown):
        heading = head(number + 1, float(weights[number]), signed, number == neuron, layout.width, palette)
        lines = value_lines(values[place], middles[place], reaches[place], palette)
        tiles.append([Strip(heading), *map(Strip, lines)])
    return layout.strips(tiles, width, palette.bg.blank)


def head(number: int, weight: float, signed: bool, focused: bool, width: int, palette: Palette) -> list[Segment]:
    """The number of a neuron and at the right the weight it goes out by, in exactly `width` cells."""
    styles, name = palette.bg, str(number)
    figure = figure5(weight).strip()
    mark = glyphs(palette.ascii).mark if focused and palette.brackets else ""
    room = width - len(name) - len(mark)
    zero = figure.strip("-0.") == ""
    style = weight_style(0.0 if zero else weight, signed, palette)
    named = Segment(mark + name, styles.accent_bold if focused else styles.muted)
    if len(figure) >= room:
        return list(fit([named], width, styles.blank))
    return [named, Segment(figure.rjust(room), bold(style) if focused else style)]


def weight_style(weight: float, signed: bool, palette: Palette) -> Style:
    """The style of a weight: the colour of its sign; that of text where it has none."""
    styles = palette.bg
    if not np.isfinite(weight):
        return styles.bad
    if not signed:
        return styles.fg
    return styles.pos if weight > 0 else styles.neg if weight < 0 else styles.muted


def value_lines(
    values: NDArray[np.float64], middle: float, reach: float, palette: Palette, at: tuple[int, int] | None = None
) -> list[list[Segment]]:
    """Values, rows × columns, as lines of segments: from one end of the palette's map over `middle` to the other.

    In half blocks, two rows in a line; where there are too few colours, a row in a line of density characters. Values
    that aren't numbers are marked, and the row and column `at`.
    """
    broken = np.isnan(values)
    with np.errstate(all="ignore"):
        levels = level(values - middle, reach)
    if palette.map:
        colours = np.array(palette.map)[levels + LEVELS]
        colours[broken] = palette.theme.bad
        if at is not None:
            colours[at] = palette.theme.accent
        return half_blocks(colours, palette)
    marks, styles = glyphs(palette.ascii), palette.bg
    lines = list[list[Segment]]()
    for steps, lost in zip(levels.tolist(), broken.tolist(), strict=True):
        pairs = list(zip(steps, lost, strict=True))
        text = [marks.unknown if bad else marks.density(step) for step, bad in pairs]
        drawn = [styles.bad if bad else styles.pos if step > 0 else styles.neg for step, bad in pairs]
        if at is not None and at[0] == len(lines):
            text[at[1]], drawn[at[1]] = marks.point, styles.on_accent
        lines.append(runs(text, drawn))
    return lines
