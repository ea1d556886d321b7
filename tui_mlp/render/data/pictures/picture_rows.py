"""Lines of pictures: the name of each class, its pictures, the one in focus."""

from collections.abc import Callable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_mlp.models.data.pictures.picture_groups import PictureGroup, PicturePlace
from tui_mlp.render.cell_text import cut
from tui_mlp.render.colours.palette import Palette, bold
from tui_mlp.render.data.class_styles import class_style
from tui_mlp.render.strips import fill, fit
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count

from .picture_layout import PictureLayout


def picture_rows(
    groups: Sequence[PictureGroup],
    layout: PictureLayout,
    place: PicturePlace,
    drawn: Callable[[int, int], list[Strip] | None],
    width: int,
    palette: Palette,
) -> list[Strip]:
    """The groups that are shown. `drawn` gives the picture of a group (from 0) at an index, None where there is none.

    Each is in the cells of the layout. A place with an index below 0 has no picture in focus.
    """
    strips = list[Strip]()
    blank = palette.bg.blank
    for number in range(layout.top, min(len(groups), layout.top + layout.down)):
        here = number == place.group
        tiles = []
        for index in range(layout.start, layout.start + layout.across):
            tile = drawn(number, index)
            if tile is None:
                break
            tiles.append(fill(tile, layout.cells.width, layout.lines, blank))
        focus = place.index - layout.start if here and place.index >= 0 else None
        names = _label(groups[number], number, len(groups), here, layout, palette)
        for line in range(layout.lines):
            segments = [*names[line]] if line < len(names) else [Segment(" " * layout.label, blank)]
            for column, tile in enumerate(tiles):
                barred = line < layout.cells.lines
                segments += [_bar(column, focus, barred, palette), *tile[line]]
            if tiles:
                segments.append(_bar(len(tiles), focus, line < layout.cells.lines, palette))
            strips.append(fit(segments, width, blank))
    return strips


def _bar(column: int, focus: int | None, barred: bool, palette: Palette) -> Segment:
    """The cell on the left of a picture: beside the one in focus a bar, from which it is seen where it ends."""
    if focus is None or not barred or column not in (focus, focus + 1):
        return Segment(" ", palette.bg.blank)
    first = column == focus
    if palette.brackets:
        return Segment("[" if first else "]", palette.bg.accent_bold)
    return Segment("▐" if first else "▌", palette.bg.accent)


def _label(
    group: PictureGroup, number: int, groups: int, here: bool, layout: PictureLayout, palette: Palette
) -> list[list[Segment]]:
    """The name of a group, and below it the number of its pictures."""
    styles, room = palette.bg, max(0, layout.label - 3)
    style: Style = class_style(number, groups, palette) if groups > 1 else styles.fg
    mark = glyphs(palette.ascii).mark if here else " "
    name = [
        Segment(f"{mark} ", styles.accent),
        Segment(cut(group.name, room, palette.ascii), bold(style)),
        Segment(" ", styles.blank),
    ]
    size = [Segment("  ", styles.blank), Segment(cut(count(len(group.rows)), room + 1, palette.ascii), styles.muted)]
    return [name, size]
