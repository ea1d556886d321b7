"""A window of a large matrix as colours, or as density characters."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_mlp.render.cell_text import cells, displayed
from tui_mlp.render.colours.palette import LEVELS, Palette, half_block_style, level
from tui_mlp.render.pointer import ring
from tui_mlp.render.strips import fill, fit, runs
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import peak

from .matrix import LABEL, Cell, Label, Matrix, label_text, scrolled

_RULER = 2  # lines between two row labels
_MARGIN = 2  # a blank and the position bar


def rows_a_line(palette: Palette) -> int:
    """The matrix rows in one line: 2 where half blocks can show two colours."""
    return 2 if palette.heat else 1


def heat_visible(
    shape: Cell,
    width: int,
    height: int,
    top: int,
    left: int,
    cursor: Cell | None,
    palette: Palette,
    *,
    label: int = LABEL,
) -> Cell:
    """(top, left), moved as little as needed so that the window is full and the cursor inside it."""
    columns = _columns(shape[1], width, label)[1]
    row, column = cursor if cursor else (None, None)
    per = rows_a_line(palette)
    # By whole lines: after a move by one row every half block would change and be written again.
    line = scrolled(-(-shape[0] // per), height - 1, top // per, None if row is None else row // per)
    return line * per, scrolled(shape[1], columns, left, column)


def heat_at(
    shape: Cell, width: int, x: int, y: int, top: int, left: int, palette: Palette, *, label: int = LABEL
) -> Cell | None:
    """The (row, column) drawn at a place of the window, the upper of two rows; None beside the matrix."""
    each, count = _columns(shape[1], width, label)
    row, column = top + (y - 1) * rows_a_line(palette), left + (x - label - 1) // each
    inside = x > label and y > 0 and row < shape[0] and column < min(shape[1], left + count)
    return (row, column) if inside else None


def heat(
    values: Matrix,
    width: int,
    height: int,
    palette: Palette,
    *,
    rows: Label,
    columns: Label,
    corner: str = "",
    cursor: Cell | None = None,
    top: int = 0,
    left: int = 0,
    vmax: float | None = None,
    label: int = LABEL,
    pointed: Cell | None = None,
) -> list[Strip]:
    """The part of `values` (any r × s) from row `top` and column `left` on, `height` strips of `width` cells.

    Every second line has its row's label, every eighth cell its column's, and the cursor always has both; a bar at the
    right shows the window's position among the rows. Around `pointed`, the cell of the pointer, stands a ring.
    """
    if width <= 0 or height <= 0:
        return fill((), width, height, palette.bg.blank)
    styles, per = palette.bg, rows_a_line(palette)
    each, count = _columns(values.shape[1], width, label)
    end = min(values.shape[1], left + count)
    last = min(values.shape[0], top + (height - 1) * per)
    window = np.asarray(values[top:last, left:end], dtype=np.float64)
    levels = level(window, peak(values) if vmax is None else vmax)
    at = (cursor[0] - top, cursor[1] - left) if cursor else None
    if at and not (0 <= at[0] < window.shape[0] and 0 <= at[1] < window.shape[1]):
        at = None
    broken = np.isnan(window)
    around = ring(window.shape, (pointed[0] - top, pointed[1] - left) if pointed else None)
    own = None if pointed == cursor else at  # the colour of what the pointer is on is that of its value
    if palette.heat:
        drawn = half_blocks(_colours(levels, broken, own, around, palette), palette, each)
    else:
        drawn = _densities(levels, broken, own, around, palette, each)
    head = _ruler(range(left, end), values.shape[1], palette, columns, corner, cursor, each, label)
    lines = [fit(head, width, styles.blank)]
    bar = _bar(len(drawn), values.shape[0], top, last, palette)
    for i, segments in enumerate(drawn):
        here = at is not None and at[0] // per == i and cursor is not None
        name = rows(cursor[0] if here and cursor else top + per * i) if here or i % _RULER == 0 else ""
        name = label_text(name, label, palette.ascii)
        mark = glyphs(palette.ascii).mark if here and palette.brackets else " "
        named = Segment(name + mark, styles.accent_bold if here else styles.muted)
        lines.append(fit([named, *segments, Segment(" ", styles.blank), bar[i]], width, styles.blank))
    return fill(lines, width, height, styles.blank)


def half_blocks(colours: NDArray[np.str_], palette: Palette, each: int = 1) -> list[list[Segment]]:
    """An array of `#rrggbb` (2h × w, or one row less) as h lines of segments, each colour `each` cells wide."""
    if len(colours) % 2:
        colours = np.vstack([colours, np.full((1, colours.shape[1]), palette.theme.bg)])
    upper, lower = colours[::2], colours[1::2]
    changes = (upper[:, 1:] != upper[:, :-1]) | (lower[:, 1:] != lower[:, :-1])
    lines = []
    for top, bottom, change in zip(upper.tolist(), lower.tolist(), changes, strict=True):
        starts = [0, *(np.flatnonzero(change) + 1).tolist()] if top else []
        ends = [*starts[1:], len(top)]
        lines.append([_halves(each * (end - i), top[i], bottom[i]) for i, end in zip(starts, ends, strict=False)])
    return lines


@lru_cache(2**14)
def _halves(cells: int, top: str, bottom: str) -> Segment:
    """Half blocks of two colours. Cached: a drawing has the same few of them many times."""
    return Segment("▀" * cells, half_block_style(top, bottom))


def _columns(count: int, width: int, label: int) -> tuple[int, int]:
    """(cells per column, number of columns shown)."""
    room = max(0, width - label - 1 - _MARGIN)
    each = 2 if 2 * count <= room else 1
    return each, min(count, room // each)


def _colours(
    levels: NDArray[np.int_], broken: NDArray[np.bool_], at: Cell | None, around: NDArray[np.bool_], palette: Palette
) -> NDArray[np.str_]:
    colours = np.array(palette.heat)[levels + LEVELS]
    colours[broken] = palette.theme.bad
    colours[around] = palette.theme.accent
    if at:
        colours[at] = palette.theme.accent
    return colours


def _densities(
    levels: NDArray[np.int_],
    broken: NDArray[np.bool_],
    at: Cell | None,
    around: NDArray[np.bool_],
    palette: Palette,
    each: int,
) -> list[list[Segment]]:
    marks, styles = glyphs(palette.ascii), palette.bg
    characters = [marks.density(step) for step in range(-LEVELS, LEVELS + 1)]
    coloured = [styles.neg] * LEVELS + [styles.muted] + [styles.pos] * LEVELS
    lines = []
    for r in range(len(levels)):
        text: list[str] = []
        drawn: list[Style] = []
        for c, step in enumerate((levels[r] + LEVELS).tolist()):
            text += (marks.unknown if broken[r, c] else characters[step]) * each
            marked = at == (r, c) or around[r, c]
            style = styles.on_accent if marked else styles.bad if broken[r, c] else coloured[step]
            drawn += [style] * each
        lines.append(runs(text, drawn))
    return lines


def _ruler(
    shown: range, count: int, palette: Palette, columns: Label, corner: str, cursor: Cell | None, each: int, label: int
) -> list[Segment]:
    """The column labels, one every eighth cell; where they would collide, the cursor's replaces the others."""
    styles, marks = palette.bg, glyphs(palette.ascii)
    width = len(shown) * each
    text, drawn = [" "] * width, [styles.muted] * width

    def put(column: int, style: Style, over: bool) -> None:
        name = cells(displayed(columns(column), palette.ascii))[:width]
        at = max(0, min((column - shown.start) * each, width - len(name)))
        start, stop = max(0, at - 1), min(width, at + len(name) + 1)
        if not over and any(character != " " for character in text[start:stop]):
            return
        # A neighbour cut in half would read as another number, so it is removed as a whole.
        while start > 0 and text[start] != " ":
            start -= 1
        while stop < width and text[stop - 1] != " ":
            stop += 1
        text[start:stop] = " " * (stop - start)
        text[at : at + len(name)] = name
        drawn[at : at + len(name)] = [style] * len(name)

    for column in shown[:: 8 // each]:
        put(column, styles.muted, over=False)
    if cursor and cursor[1] in shown:
        put(cursor[1], styles.accent_bold, over=True)
    name = label_text(corner, label, palette.ascii)
    return [
        Segment(name, styles.faint),
        Segment(marks.left if shown.start else " ", styles.muted),
        *runs(text, drawn),
        Segment(marks.right if shown.stop < count else " ", styles.muted),
    ]


def _bar(lines: int, rows: int, top: int, last: int, palette: Palette) -> list[Segment]:
    """The position bar, one segment for each line; blank where all rows are shown."""
    marks, styles = glyphs(palette.ascii), palette.bg
    if not lines or last - top >= rows:
        return [Segment(" ", styles.blank)] * lines
    thumb = max(1, round((last - top) / rows * lines))
    start = round(top / max(1, rows - (last - top)) * (lines - thumb))
    return [
        Segment(marks.thumb, styles.muted) if start <= i < start + thumb else Segment(marks.bar, styles.grid)
        for i in range(lines)
    ]
