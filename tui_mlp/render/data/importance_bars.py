"""The columns by their importance: a line each, with a bar, its spread, its numbers."""

from collections.abc import Sequence
from heapq import nlargest
from math import isfinite
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.analysis.importance.importance import ColumnImportance, Importance, Measure, Spread
from core.support.i18n import _
from tui_mlp.render.cell_text import cut, displayed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.strips import fit, runs
from tui_mlp.text.data.importance_text import change_text, decimals_of, measure_name
from tui_mlp.text.glyphs import glyphs

GAP = 2
"""Blanks between two columns of the table."""
BAR = (6, 40)
"""The least and the most cells of a bar."""
NAME = (6, 24)
"""The least and the most cells of a name."""
MEASURED = 100
"""The names, those with the most letters, that decide how many cells names have."""


class Scale(NamedTuple):
    """The values at both ends of the bars. 0 lies between them."""

    low: float
    high: float

    def cell(self, value: float, width: int) -> int:
        """The number of cells left of a value."""
        return round(width * (min(max(value, self.low), self.high) - self.low) / (self.high - self.low))


def scale_of(spreads: Sequence[Spread]) -> Scale:
    """The scale on which all means and deviations are seen."""
    known = [one for one in spreads if isfinite(one.mean) and isfinite(one.deviation)]
    low = min((min(one.mean, one.mean - one.deviation) for one in known), default=0.0)
    high = max((one.mean + one.deviation for one in known), default=0.0)
    low, high = min(0.0, low), max(0.0, high)
    return Scale(low, high) if high > low else Scale(0.0, 1.0)


def importance_bar(spread: Spread, scale: Scale, width: int, palette: Palette) -> list[Segment]:
    """A bar from 0 to the mean, and a line to the mean plus the deviation.

    Its last part, as long as the deviation, is lighter. One that may be chance is all light; a negative mean goes to
    the left of 0.
    """
    marks, styles = glyphs(palette.ascii), palette.bg
    cells, drawn = [" "] * width, [styles.blank] * width
    if not (isfinite(spread.mean) and isfinite(spread.deviation)):
        return runs(cells, drawn)
    zero, mean = scale.cell(0, width), scale.cell(spread.mean, width)
    nearer = max(0.0, abs(spread.mean) - spread.deviation)
    inner = scale.cell(nearer if spread.mean > 0 else -nearer, width)
    low, high = (scale.cell(spread.mean + side * spread.deviation, width) for side in (-1, 1))
    style = styles.faint if spread.by_chance and spread.mean >= 0 else styles.pos if spread.mean > 0 else styles.neg
    solid, light = marks.full, marks.plus[2 if palette.ascii else 3]
    for place in range(width):
        if min(zero, mean) <= place < max(zero, mean):
            sure = not spread.by_chance and (place < inner if spread.mean > 0 else place >= inner)
            cells[place], drawn[place] = (solid if sure else light), style
        elif low <= place < high:
            cells[place], drawn[place] = marks.across, styles.muted
    if scale.low < 0 and 0 <= zero < width and cells[zero] == " ":
        cells[zero], drawn[zero] = marks.axis, styles.grid
    return runs(cells, drawn)


class Table(NamedTuple):
    """What stands where: the cells of names, of bars, and the texts of each measure, headings first."""

    name: int
    bar: int
    texts: list[list[str]]


def _table(
    columns: Sequence[ColumnImportance], shown: slice, importance: Importance, measure: Measure, width: int, ascii: bool
) -> Table:
    """The table, with the texts of those columns that are shown: there may be thousands of others."""
    other: Measure = "score" if measure == "loss" else "loss"
    texts = [_texts(columns, shown, importance, one, one == measure, ascii) for one in (measure, other)]
    longest = nlargest(MEASURED, (one.name for one in columns), key=len)
    names = max([cell_len(displayed(one, ascii)) for one in longest] + [NAME[0]])
    name = min(names, NAME[1], max(NAME[0], width // 3))
    for count in (2, 1, 0):
        taken = sum(cell_len(text[0]) + GAP for text in texts[:count])
        room = width - 2 - name - GAP - taken
        if room >= (2 * BAR[0] if count == 2 else BAR[0]) or count == 0:
            return Table(name, max(0, min(BAR[1], room)), texts[:count])
    raise AssertionError("a table without numbers always fits")


def _texts(
    columns: Sequence[ColumnImportance],
    shown: slice,
    importance: Importance,
    measure: Measure,
    first: bool,
    ascii: bool,
) -> list[str]:
    """The heading and the changes by one measure, all equally wide; the first measure says what was done.

    Their decimals suit all columns.
    """
    spreads, score = [one.by(measure) for one in columns], importance.score_name
    decimals, heading = decimals_of(spreads, measure, score), measure_name(measure, score)
    heading = _("shuffled: {}").format(heading) if first else heading
    texts = [heading, *(change_text(one, measure, score, decimals) for one in spreads[shown])]
    clean = [displayed(text, ascii) for text in texts]
    wide = max(map(cell_len, clean))
    return [" " * (wide - cell_len(text)) + text for text in clean]


def importance_table(
    importance: Importance, measure: Measure, focus: str, width: int, height: int, top: int, palette: Palette
) -> tuple[list[Strip], list[ColumnImportance], int]:
    """Headings and a line for each column, at most `height` strips of `width` cells; the columns shown; the first one.

    The most important column comes first. `focus` is the name of a column of the source, `top` the first line shown
    before. The other measure stands beside this one where there is room.
    """
    styles, ascii = palette.bg, palette.ascii
    columns = importance.sorted_by(measure)
    if not columns or height <= 0:
        return [], [], 0
    here = next((place for place, one in enumerate(columns) if focus in one.columns), None)
    room = max(1, height - 1)
    top = scrolled(len(columns), room, top, here)
    shown = columns[top : top + room]
    table = _table(columns, slice(top, top + room), importance, measure, width, ascii)
    scale = scale_of([one.by(measure) for one in columns])
    head = [Segment("  ", styles.blank), Segment(cut(_("column"), table.name, ascii), styles.faint)]
    head.append(Segment(" " * (GAP + table.bar + GAP), styles.blank))
    head += [Segment(texts[0] + " " * GAP, styles.faint) for texts in table.texts]
    lines = [fit(head, width, styles.blank)]
    for place, column in enumerate(shown):
        is_here, spread = top + place == here, column.by(measure)
        mark = glyphs(ascii).mark if is_here else " "
        parts = [
            Segment(f"{mark} ", styles.accent_bold),
            Segment(cut(column.name, table.name, ascii), _name_style(is_here, spread, palette)),
            Segment(" " * GAP, styles.blank),
            *importance_bar(spread, scale, table.bar, palette),
            Segment(" " * GAP, styles.blank),
        ]
        for number, texts in enumerate(table.texts):
            style = styles.faint if column.by(measure).by_chance else styles.muted if number else styles.fg
            parts.append(Segment(texts[place + 1] + " " * GAP, style))
        lines.append(fit(parts, width, styles.blank))
    return lines, shown, top


def _name_style(here: bool, spread: Spread, palette: Palette) -> Style:
    styles = palette.bg
    return styles.accent_bold if here else styles.faint if spread.by_chance else styles.strong
