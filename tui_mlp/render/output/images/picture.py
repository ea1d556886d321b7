"""Pictures in half blocks or characters: grey, in colours, or signed."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rich.style import Style
from textual.strip import Strip

from core.calls import Array
from tui_mlp.render.colours.oklab import mix, nearest
from tui_mlp.render.colours.palette import LEVELS, Palette, level
from tui_mlp.render.matrix.heatmap import half_blocks
from tui_mlp.render.strips import runs
from tui_mlp.text.glyphs import glyphs

Pixel = tuple[int, int]
"""Row and column of a pixel, from 0."""

GREYS = 16
"""The greys of a picture, so that a change too small to see repaints nothing."""
SHADES = 16
"""The steps of red, of green and of blue of a picture in colours."""


@dataclass(frozen=True)
class Grid:
    """How a picture of some pixels is spread over cells of the screen.

    `rows` × `columns` are the places that are drawn, two rows in a line where `halves`: half blocks show two colours in
    a cell. `shape` are the picture's pixels. A cell is about twice as high as it is wide, so a place is about a square
    in half blocks, and else a whole cell.
    """

    shape: Pixel
    rows: int
    columns: int
    halves: bool

    @property
    def width(self) -> int:
        """The cells of a line."""
        return self.columns

    @property
    def lines(self) -> int:
        """The lines."""
        return -(-self.rows // 2) if self.halves else self.rows

    def pixel_at(self, x: int, y: int) -> Pixel | None:
        """The pixel that a cell shows, the upper one of two; None beside the picture."""
        row = 2 * y if self.halves else y
        if not (0 <= x < self.columns and 0 <= row < self.rows):
            return None
        return row * self.shape[0] // self.rows, x * self.shape[1] // self.columns


def grid(shape: Pixel, width: int, height: int, palette: Palette) -> Grid:
    """The largest grid for a picture of these pixels in `height` lines of `width` cells, which keeps its shape.

    Each pixel gets a whole number of cells where there is room for it; else neighbours share a cell.
    """
    halves = bool(palette.heat)
    high, wide = shape
    room = 2 * height  # squares as wide as a cell
    each = min(width / wide, room / high)
    if each >= 2 or (halves and each >= 1):
        whole = int(each) if halves else int(each) // 2 * 2
        return Grid(shape, high * whole if halves else high * whole // 2, wide * whole, halves)
    if each >= 1:
        each = 1.0
    rows = max(1, int(high * each + 1e-9))
    return Grid(shape, rows if halves else -(-rows // 2), max(1, int(wide * each + 1e-9)), halves)


def picture(
    image: Array,
    width: int,
    height: int,
    palette: Palette,
    *,
    high: float | None = None,
    at: Pixel | None = None,
    ground: str = " ",
) -> list[Strip]:
    """A picture, h × w in grey or h × w × 3 in red, green and blue, at most `height` strips of at most `width` cells.

    Grey goes from the background's colour at 0 to that of text at `high`, by default the largest value; colours
    are as they are, from none at 0 to full at `high`. `at` is a pixel to mark. `ground` stands for an empty cell
    where there are no half blocks. Values that aren't finite are marked.
    """
    if width <= 0 or height <= 0 or not image.size:
        return []
    cells, values = grid(image.shape[:2], width, height, palette), np.asarray(image, float)
    finite = np.isfinite(values)
    if high is None:
        high = float(values[finite].max(initial=0.0))
    with np.errstate(all="ignore"):
        shares = values / high if high > 0 else np.where(values > 0, 1.0, 0.0)
    shares = np.clip(np.where(finite, shares, 0), 0, 1)
    broken = ~finite if image.ndim == 2 else ~finite.all(2)
    if image.ndim == 3 and not cells.halves:
        shares = shares.mean(2)
    placed, broken = _placed(shares, cells), _placed(broken.astype(float), cells) > 0
    marked = _marked(cells, at)
    if not cells.halves:
        steps = np.rint(placed * (len(glyphs(palette.ascii).plus) - 1)).astype(int)
        return _characters(steps, broken, marked, palette, ground)
    if image.ndim == 3:
        colours = _colours(placed, palette)
    else:
        colours = np.array(_greys(palette))[np.rint(placed * (GREYS - 1)).astype(int)]
    return _blocks(colours, broken, marked, palette)


def signed_picture(
    values: Array, width: int, height: int, palette: Palette, *, vmax: float | None = None, at: Pixel | None = None
) -> list[Strip]:
    """Signed numbers, h × w, such as weights: the palette's colours of both signs, at most `height` strips.

    `vmax` gets the strongest colour, by default the largest absolute value that is finite.
    """
    if width <= 0 or height <= 0 or not values.size:
        return []
    cells, numbers = grid((values.shape[0], values.shape[1]), width, height, palette), np.asarray(values, float)
    broken = np.isnan(numbers)
    if vmax is None:
        vmax = float(np.abs(numbers[np.isfinite(numbers)]).max(initial=0)) or 1.0
    bounded = np.clip(np.where(broken, 0, numbers), -vmax, vmax)
    levels = level(_placed(bounded, cells), vmax)
    broken, marked = _placed(broken.astype(float), cells) > 0, _marked(cells, at)
    if cells.halves:
        return _blocks(np.array(palette.heat)[levels + LEVELS], broken, marked, palette)
    marks, styles = glyphs(palette.ascii), palette.bg
    lines = []
    for steps, lost, here in zip(levels.tolist(), broken.tolist(), marked.tolist(), strict=True):
        text = [marks.unknown if bad else marks.density(step) for step, bad in zip(steps, lost, strict=True)]
        drawn = [
            styles.on_accent if mark else styles.bad if bad else styles.pos if step > 0 else styles.neg
            for step, bad, mark in zip(steps, lost, here, strict=True)
        ]
        lines.append(Strip(runs(text, drawn)))
    return lines


def _placed(values: NDArray[np.float64], cells: Grid) -> NDArray[np.float64]:
    """The values of the pixels, h × w or h × w × 3, at the places of the grid: repeated, or means of neighbours."""
    for axis, count in ((0, cells.rows), (1, cells.columns)):
        size = values.shape[axis]
        if count % size == 0:
            values = values.repeat(count // size, axis) if count > size else values
        else:
            values = np.moveaxis(np.tensordot(_shares(size, count), values, (1, axis)), 0, axis)
    return values


@lru_cache(maxsize=64)
def _shares(size: int, count: int) -> NDArray[np.float64]:
    """How much of each of `count` places each of `size` pixels covers: count × size, each row adding up to 1."""
    edges = np.linspace(0, size, count + 1)
    pixels = np.arange(size)
    covered = np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels)
    covered = np.maximum(covered, 0)
    shares: NDArray[np.float64] = covered / covered.sum(1, keepdims=True)
    return shares


def _marked(cells: Grid, at: Pixel | None) -> NDArray[np.bool_]:
    """The places that show the pixel `at`, rows × columns."""
    if at is None:
        return np.zeros((cells.rows, cells.columns), bool)
    rows = np.arange(cells.rows) * cells.shape[0] // cells.rows == at[0]
    columns = np.arange(cells.columns) * cells.shape[1] // cells.columns == at[1]
    if not rows.any():  # several pixels share a place
        rows[min(cells.rows - 1, at[0] * cells.rows // cells.shape[0])] = True
    if not columns.any():
        columns[min(cells.columns - 1, at[1] * cells.columns // cells.shape[1])] = True
    marked: NDArray[np.bool_] = rows[:, None] & columns
    return marked


@lru_cache(maxsize=16)
def _greys(palette: Palette) -> tuple[str, ...]:
    """The colours of a grey picture, from empty to full. Empty ones differ a little from the background."""
    ramp = mix(palette.heat[LEVELS], palette.theme.fg, np.linspace(0, 1, GREYS))
    return tuple(nearest(colour) if palette.colors == "256" else colour for colour in ramp)


def _colours(shares: NDArray[np.float64], palette: Palette) -> NDArray[np.str_]:
    """Red, green and blue from 0 to 1, rows × columns × 3, as `#rrggbb`."""
    steps = np.rint(shares * (SHADES - 1)).astype(int) @ (SHADES**2, SHADES, 1)
    kinds, places = np.unique(steps, return_inverse=True)
    colours = np.array([_colour(int(kind), palette.colors == "256") for kind in kinds])
    found: NDArray[np.str_] = colours[places.reshape(steps.shape)]
    return found


@lru_cache(maxsize=SHADES**3)
def _colour(step: int, few: bool) -> str:
    channels = step // SHADES**2, step // SHADES % SHADES, step % SHADES
    colour = "#" + "".join(f"{255 * channel // (SHADES - 1):02x}" for channel in channels)
    return nearest(colour) if few else colour


def _blocks(
    colours: NDArray[np.str_], broken: NDArray[np.bool_], marked: NDArray[np.bool_], palette: Palette
) -> list[Strip]:
    colours[broken] = palette.theme.bad
    colours[marked] = palette.theme.accent
    return [Strip(segments) for segments in half_blocks(colours, palette)]


def _characters(
    steps: NDArray[np.int_], broken: NDArray[np.bool_], marked: NDArray[np.bool_], palette: Palette, ground: str
) -> list[Strip]:
    marks, styles = glyphs(palette.ascii), palette.bg
    characters = ground + marks.plus[1:]
    lines = []
    for row, lost, here in zip(steps.tolist(), broken.tolist(), marked.tolist(), strict=True):
        text = [marks.unknown if bad else characters[step] for step, bad in zip(row, lost, strict=True)]
        drawn: list[Style] = [
            styles.on_accent if mark else styles.bad if bad else styles.fg if step else styles.faint
            for step, bad, mark in zip(row, lost, here, strict=True)
        ]
        lines.append(Strip(runs(text, drawn)))
    return lines
