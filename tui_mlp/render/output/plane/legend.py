"""The legend of a map: splits, marks, classes, and a scale of values."""

from collections.abc import Sequence

from core.data.dataset import SPLITS
from core.support.i18n import _
from tui_mlp.models.output.plane.map_points import MapPoints
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.colours.map_colours import MapColours, of_class
from tui_mlp.render.colours.palette import LEVELS, Palette, bold, half_block_style
from tui_mlp.render.strips import StyledText, cells_of
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count
from tui_mlp.text.split_words import split_word

from .cells import NAMES, split_style
from .shading import TEXTURES, pixel_styles

Group = Sequence[StyledText]

SAMPLES = 3
"""Classes of which a legend of splits shows the colour, at most."""
LONGEST_NAME = 24
"""Cells of the name of a class, at most: a longer one would leave no room for the others."""
SCALE_CELLS = 12
"""Cells of a scale that lies below the map."""


def split_groups(points: MapPoints, classes: int, palette: Palette, short: bool = False) -> list[Group]:
    """The splits with their numbers of points, and the wrong ones; in `short` words.

    `classes` are those of the regions, 0 without.
    """
    found: list[Group] = []
    for split in SPLITS:
        if split in points.shown:
            shown, of = points.shown[split], points.of[split]
            text = count(shown) if shown == of else _("{} of {}").format(count(shown), count(of))
            found.append(
                [
                    *_samples(split, classes, points.numbers, palette),
                    (f" {split_word(split, short)} {text}", palette.bg.muted),
                ]
            )
    if not points.numbers:
        mark = glyphs(palette.ascii).wrong
        style = bold(palette.bg.fg) if palette.map else bold(palette.bg.bad)
        found.append([(mark, style), (" " + _("wrong {}").format(count(int(points.wrong.sum()))), palette.bg.muted)])
    if points.missing:
        found.append([(_("{} without a value").format(count(points.missing)), palette.bg.muted)])
    return found


def class_groups(names: Sequence[str], palette: Palette) -> list[Group]:
    """The classes of the regions, with their colour or their character."""
    found: list[Group] = []
    for number, name in enumerate(names):
        if palette.map:
            colour = of_class(palette.map_colours.class_points["validation"], number)
            ground = of_class([levels[-1] for levels in palette.map_colours.regions], number)
            mark = ("▀", half_block_style(colour, ground))
        else:
            style = pixel_styles(palette)[4 + number % len(palette.runs)]
            mark = (NAMES[number % len(NAMES)] + TEXTURES[number % len(TEXTURES)], style)
        found.append([mark, (f" {clipped(name, LONGEST_NAME, palette.ascii)}", palette.bg.muted)])
    return found


def scale_group(low: str, high: str, palette: Palette) -> Group:
    """The colours from the least to the largest value."""
    places = [round((i / (SCALE_CELLS - 1) * 2 - 1) * LEVELS) for i in range(SCALE_CELLS)]
    if palette.map:
        cells = [("▀", half_block_style(palette.map[at + LEVELS], palette.map[at + LEVELS])) for at in places]
    else:
        marks, styles = glyphs(palette.ascii), pixel_styles(palette)
        cells = [(marks.density(at), styles[(at > 0) - (at < 0)]) for at in places]
    return [(f"{low} ", palette.bg.muted), *cells, (f" {high}", palette.bg.muted)]


def arranged(groups: Sequence[Group], width: int, most: int, palette: Palette) -> list[list[StyledText]]:
    """The groups on at most `most` lines of `width` cells, two blanks between two; at the end how many are left out."""
    lines: list[list[Group]] = []
    for place, group in enumerate(groups):
        if lines and _cells([*lines[-1], group], palette) <= width:
            lines[-1].append(group)
        elif len(lines) < most:
            lines.append([group])
        else:
            _end_with_count(lines, len(groups) - place, width, palette)
            break
    return [_joined(line, palette) for line in lines]


def whole_groups(groups: Sequence[Group], width: int, palette: Palette) -> list[StyledText]:
    """One line of the groups that fit `width` cells whole, up to the first that doesn't; the first one at least."""
    fitting = next((n for n in range(len(groups), 1, -1) if _cells(groups[:n], palette) <= width), 1)
    return _joined(groups[:fitting], palette)


def _end_with_count(lines: list[list[Group]], left: int, width: int, palette: Palette) -> None:
    """Say in the last line how many more there are, in the place of as many of its groups as that takes."""
    while lines:
        more: Group = [(_("{} more").format(count(left)), palette.bg.muted)]
        if len(lines[-1]) <= 1 or _cells([*lines[-1], more], palette) <= width:
            lines[-1].append(more)
            return
        lines[-1].pop()
        left += 1


def _joined(groups: Sequence[Group], palette: Palette) -> list[StyledText]:
    """The groups in one line."""
    gap = ("  ", palette.bg.blank)
    return [part for place, group in enumerate(groups) for part in ((gap, *group) if place else group)]


def _cells(groups: Sequence[Group], palette: Palette) -> int:
    return cells_of(_joined(groups, palette), palette.ascii)


def _samples(split: str, classes: int, numbers: bool, palette: Palette) -> list[StyledText]:
    """Points of a split as the map shows them, one for each of some classes, or for both ends of the scale."""
    styles, colours = palette.bg, palette.map_colours
    number = min(classes, SAMPLES) or 2
    if not palette.map:
        inks = palette.runs if classes else (styles.neg, styles.pos)
        names = NAMES[:number] if not numbers else (NAMES[0], NAMES[9])
        return [(name, split_style(inks[i % len(inks)], split)) for i, name in enumerate(names)]
    swatch = glyphs(palette.ascii).swatch
    return [(swatch, half_block_style(colour, palette.theme.bg)) for colour in _ends(split, classes, number, colours)]


def _ends(split: str, classes: int, number: int, colours: MapColours) -> Sequence[str]:
    if classes:
        return colours.class_points[split][:number]
    return colours.points[split][0], colours.points[split][-1]
