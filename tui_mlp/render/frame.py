"""The frame around a pane, with title, facts and, in focus, its keys."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_mlp.render.colours.palette import Palette

from .cell_text import displayed
from .strips import StyledText, cells_of, fill, fit

Facts = str | Sequence[StyledText]

PADDING = 2
"""Cells of border and padding on the left, and as many on the right."""

_AROUND_FACTS = 9  # corners, lines and blanks around a title and facts


class _Border(NamedTuple):
    top_left: str
    top_right: str
    bottom_left: str
    bottom_right: str
    across: str
    down: str


_ROUND = _Border("╭", "╮", "╰", "╯", "─", "│")
_HEAVY = _Border("┏", "┓", "┗", "┛", "━", "┃")
_ASCII = _Border("+", "+", "+", "+", "-", "|")
_RULE = _Border("─", "─", "", "", "─", "")
_HEAVY_RULE = _Border("━", "━", "", "", "━", "")
_ASCII_RULE = _Border("-", "-", "", "", "-", "")


def inner_size(width: int, height: int) -> tuple[int, int]:
    """The width and height that a frame of this size leaves for its body."""
    return max(0, width - 2 * PADDING), max(0, height - 2)


def frame(
    body: Sequence[Strip],
    width: int,
    height: int,
    palette: Palette,
    *,
    title: str = "",
    facts: Facts = (),
    keys: Sequence[tuple[str, str]] = (),
    focused: bool = False,
) -> list[Strip]:
    """The body, cut or padded, in a border of one cell with one blank cell on either side.

    `facts`, a text or (text, style) parts, stand at the right of the top border if all of them fit. `keys` are pairs
    of a key and what it does; they stand in the bottom border while focused, the first ones if not all fit. The focus
    shows as an accent border and a bold title, without colour as a heavy border, in ASCII as `> title`.
    """
    width, height = max(0, width), max(0, height)
    styles = palette.bg
    border = _ASCII if palette.ascii else _HEAVY if palette.mono and focused else _ROUND
    edge = styles.accent if focused else styles.border
    columns, rows = inner_size(width, height)
    left = Segment(border.down + " ", edge)
    right = Segment(" " + border.down, edge)
    lines = [_top(width, palette, border, edge, title, facts, focused)]
    across = columns + 2 * PADDING
    lines += [Strip([left, *strip, right], across) for strip in fill(body, columns, rows, styles.blank)]
    lines.append(_bottom(width, palette, border, edge, keys if focused else ()))
    # A frame too narrow for its padding is cut at the right; a height of 1 shows the title alone.
    return fill(lines, width, height, styles.blank)


def fitting(
    choices: Iterable[tuple[str, Sequence[StyledText]]], width: int, palette: Palette, focused: bool
) -> tuple[str, Sequence[StyledText]]:
    """The first of these titles with facts that fits whole in a frame's top border; the last if none does."""
    found: tuple[str, Sequence[StyledText]] = "", ()
    for found in choices:
        title, facts = found
        taken = cell_len(displayed(title, palette.ascii)) + cells_of(facts, palette.ascii)
        if taken + (len("> ") if palette.ascii and focused else 0) + _AROUND_FACTS <= width:
            break
    return found


def rule(
    width: int,
    palette: Palette,
    *,
    title: str = "",
    facts: Facts = (),
    keys: Sequence[tuple[str, str]] = (),
    focused: bool = False,
) -> Strip:
    """A line with title and facts, of `width` cells: a frame's top where there is no room for its sides.

    While focused the keys replace the facts; if not all fit, the first ones do.
    """
    border = _ASCII_RULE if palette.ascii else _HEAVY_RULE if palette.mono and focused else _RULE
    edge = palette.bg.accent if focused else palette.bg.border
    shown = list(keys) if focused else []
    room = width - 9 - cell_len(displayed(title, palette.ascii)) - (len("> ") if palette.ascii else 0)
    while shown and sum(cell_len(displayed(part, palette.ascii)) + 1 for pair in shown for part in pair) > room:
        shown.pop()
    if shown:
        styles = palette.bg
        pairs = [((f" {key}", styles.accent_bold), (f" {said}", styles.muted)) for key, said in shown]
        facts = [part for pair in pairs for part in pair]
    return _top(max(0, width), palette, border, edge, title, facts, focused)


def _top(width: int, palette: Palette, border: _Border, edge: Style, title: str, facts: Facts, focused: bool) -> Strip:
    styles = palette.bg
    parts = [(facts, styles.muted)] if isinstance(facts, str) else list(facts)
    title, parts = displayed(title, palette.ascii), [(displayed(text, palette.ascii), style) for text, style in parts]
    if palette.ascii and focused:
        title = f"> {title}"
    room = width - 6  # corner, line and blank on either side
    if cell_len(title) > room:
        title = set_cell_size(title, max(0, room))
    taken = sum(cell_len(text) for text, _ in parts)
    gap = room - cell_len(title) - taken - 2
    segments = [Segment(border.top_left + border.across, edge)]
    if title:
        segments.append(Segment(f" {title} ", styles.accent_bold if focused else styles.fg))
    else:
        gap += 2
    if taken and gap >= 1:
        segments.append(Segment(border.across * gap, edge))
        segments += [Segment(" ", edge), *(Segment(text, style) for text, style in parts), Segment(" ", edge)]
    return _closed(segments, width, edge, border.across, border.top_right)


def _bottom(width: int, palette: Palette, border: _Border, edge: Style, keys: Sequence[tuple[str, str]]) -> Strip:
    styles = palette.bg
    keys = [(displayed(key, palette.ascii), displayed(word, palette.ascii)) for key, word in keys]
    segments = [Segment(border.bottom_left + border.across, edge)]
    room = width - 6
    shown = [(f" {key}", f" {word}") for key, word in keys]
    while shown and sum(cell_len(key + word) for key, word in shown) + len(shown) - 2 > room:
        shown.pop()
    for i, (key, word) in enumerate(shown):
        if i:
            segments.append(Segment(" ", edge))
        segments += [Segment(key, styles.accent_bold), Segment(word, styles.muted)]
    if shown:
        segments.append(Segment(" ", edge))
    return _closed(segments, width, edge, border.across, border.bottom_right)


def _closed(segments: list[Segment], width: int, edge: Style, across: str, corner: str) -> Strip:
    """The line, drawn on to the corner at its end."""
    missing = width - sum(segment.cell_length for segment in segments)
    if missing < 1:
        return fit(segments, width, edge)
    return fit([*segments, Segment(across * (missing - 1) + corner, edge)], width, edge)
