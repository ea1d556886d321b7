"""The bin or level in focus, read out in one line."""

import numpy as np
from textual.strip import Strip

from core.calls import Array
from tui_mlp.models.data.distributions.distribution_texts import percent_text, place_text
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.data.class_styles import class_styles
from tui_mlp.render.strips import StyledText, cells_of
from tui_mlp.render.word_wrap import line
from tui_mlp.text.data.before_number import behind_name
from tui_mlp.text.numbers import count, row_count_text, three_digits

from .column_sheet import ColumnSheet

LONGEST_NAME = 14


def reading_line(sheet: ColumnSheet, width: int, palette: Palette) -> Strip:
    """The range or text, its rows, and what they are: the share and count of each class, or the mean of the target."""
    at, found, styles = sheet.at, sheet.found, palette.bg
    assert at is not None, "a bin or level is in focus"
    tally = found.tally
    text = clipped(place_text(found, at), max(LONGEST_NAME, width // 3), palette.ascii)
    groups: list[list[StyledText]] = [
        [(text, styles.accent_bold), (f"  {row_count_text(int(tally.rows[at]))}", styles.fg)]
    ]
    if sheet.names and sheet.in_groups:
        colours, known = class_styles(len(sheet.names), palette), int(tally.known[at])
        rows = tally.groups[:, at]
        for number in _order(rows):
            name = (clipped(sheet.names[number], LONGEST_NAME, palette.ascii), colours[number])
            said = known and (len(rows) > 2 or number == sheet.group)  # of two classes one share tells the other
            share = f" ({percent_text(int(rows[number]) / known)})" if said else ""
            groups.append(
                [
                    name,
                    (f"{behind_name(sheet.names[number])}{count(int(rows[number]))}", styles.strong),
                    (share, styles.muted),
                ]
            )
    elif sheet.names and np.isfinite(tally.mean[at]):
        name = (clipped(sheet.group_name, LONGEST_NAME, palette.ascii) + " ", styles.muted)
        mean, deviation = (three_digits(float(one[at])) for one in (tally.mean, tally.deviation))
        groups.append([name, (mean, styles.strong), (f" ± {deviation}", styles.muted)])
    parts = groups[0]
    for group in groups[1:]:
        longer = [*parts, ("  ", styles.blank), *group]
        if cells_of(longer, palette.ascii) > width:
            break
        parts = longer
    return line(parts, width, palette)


def _order(rows: Array) -> list[int]:
    """Classes in their order where they are two; else the commonest first, without those that have no rows."""
    if len(rows) <= 2:
        return list(range(len(rows)))
    return [number for number in np.argsort(-rows, kind="stable").tolist() if rows[number]]
