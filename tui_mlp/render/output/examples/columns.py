"""The raw columns of one example: side by side, or as a list."""

from dataclasses import dataclass

import numpy as np
from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from core.calls import Array
from core.support.i18n import _
from tui_mlp.models.output.shown_example import ShownExample
from tui_mlp.render.cell_text import cut, displayed, widest
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.strips import StyledText, cells_of, fit
from tui_mlp.render.word_wrap import line
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.raw_values import raw_text

WIDEST_NAME = 24


@dataclass(frozen=True)
class ColumnWindow:
    """The lines of a list, and the number of the first column that it shows."""

    lines: list[Strip]
    top: int


def changed_columns(shown: ShownExample) -> Array:
    """Which raw columns have another value than the row, s booleans."""
    if shown.before is None:
        return np.zeros(len(shown.raw), bool)
    now, then = shown.raw, shown.before.raw
    changed: Array = (now != then) & ~(np.isnan(now) & np.isnan(then))
    return changed


def columns_beside(shown: ShownExample, width: int, palette: Palette, most: int) -> list[Strip] | None:
    """All columns by name and value, as many on a line as fit; None where that takes more than `most` lines."""
    codings, styles = shown.model.preparation.codings, palette.bg
    if len(codings) > 4 * most:
        return None
    lines: list[list[StyledText]] = [[]]
    for coding, value in zip(codings, shown.raw.tolist(), strict=True):
        text = raw_text(coding, value)
        pair = [(f"{coding.name} ", styles.muted), (text, styles.strong if shown.raw.size <= 2 else styles.fg)]
        if lines[-1] and cells_of([*lines[-1], *pair], palette.ascii) + 3 > width:
            lines.append([])
        lines[-1] += [("   ", styles.blank), *pair] if lines[-1] else pair
    fits = len(lines) <= most and all(cells_of(parts, palette.ascii) <= width for parts in lines)
    return [line(parts, width, palette) for parts in lines] if fits else None


def column_list(
    shown: ShownExample, width: int, height: int, palette: Palette, top: int = 0, cursor: int | None = None
) -> ColumnWindow:
    """A line for each column from `top` on, or so that the one in focus is among them; at most `height` lines.

    Changed values are marked, and the former one stands behind them where there is room.
    """
    codings, styles, marks = shown.model.preparation.codings, palette.bg, glyphs(palette.ascii)
    top = scrolled(len(codings), height, top, cursor)
    seen = codings[top : top + max(0, height)]
    label = max(1, min(widest(tuple(coding.name for coding in seen), palette.ascii), WIDEST_NAME, width // 2))
    changed, lines = changed_columns(shown), []
    for place, coding in enumerate(seen, top):
        here = place == cursor
        value = displayed(raw_text(coding, float(shown.raw[place])), palette.ascii)
        drawn = [
            Segment(cut(coding.name, label, palette.ascii), styles.accent_bold if here else styles.muted),
            Segment(f" {marks.left}" if here else "  ", styles.accent_bold),
            Segment(value, styles.on_accent if here else styles.strong if changed[place] else styles.fg),
            Segment(marks.right if here else " ", styles.accent_bold),
        ]
        if changed[place] and shown.before is not None:
            former = _("was {}").format(raw_text(coding, float(shown.before.raw[place])))
            former = displayed(former, palette.ascii)
            drawn.append(Segment(marks.changed, styles.accent))
            if label + cell_len(value) + cell_len(former) + 5 <= width:
                drawn.append(Segment(f" {former}", styles.muted))
        lines.append(fit(drawn, width, styles.blank))
    return ColumnWindow(lines, top)
