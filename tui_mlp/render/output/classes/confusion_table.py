"""The confusion matrix as a table: right rows in blue, wrong ones in orange."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.analysis.classification_metrics import shares
from core.calls import Array
from core.support.i18n import _
from tui_mlp.render.cell_text import cut
from tui_mlp.render.colours.palette import LEVELS, Palette, bold
from tui_mlp.render.matrix.matrix import Cell, label_text
from tui_mlp.render.strips import fill, fit, runs
from tui_mlp.text.classes.confusion_text import wanted_rows
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count

from .confusion_layout import ConfusionLayout

Shown = Literal["counts", "wanted", "given"]
"""What a cell shows: rows, or their share of those of the wanted or of the given class."""

_WEAKEST_ERROR = 4
"""The level of the colour of a single error among very many rows: it must be seen."""


def shares_of(counts: Array, shown: Shown, rows: Array | None = None) -> Array:
    """Of each cell, k × k, its share of the rows of its given class, or else of its wanted one; NaN of no rows.

    `rows` are all k wanted ones, None where all of them are in cells.
    """
    whole = counts.sum(0) if shown == "given" else wanted_rows(counts, rows)[:, None]
    sums = np.broadcast_to(whole, counts.shape)
    return shares(counts.ravel(), sums.ravel()).reshape(counts.shape)


def cell_text(number: int, share: float, shown: Shown, decimals: bool) -> str:
    """A cell that isn't 0: a count, or a percentage without its sign. Only exactly 1 is shown as 100."""
    if shown == "counts":
        return count(number)
    percentage = 100 * share
    if decimals:
        return f"{percentage if share == 1 else max(0.1, min(99.9, percentage)):.1f}"
    return "100" if share == 1 else "<1" if percentage < 0.5 else f"{min(99, round(percentage))}"


def figure_width(counts: Array) -> int:
    """The cells of the widest figure, sums of columns among them."""
    return max(len("100"), len(count(int(counts.sum(0).max(initial=0)))))


def confusion_table(
    counts: Array,
    names: Sequence[str],
    shown: Shown,
    cursor: Cell,
    layout: ConfusionLayout,
    palette: Palette,
    rows: Array | None = None,
) -> list[Strip]:
    """The part of k × k counts, wanted × given, that `layout` shows, with sums; `height - below` strips or fewer.

    `rows` are all k wanted ones, None where all of them are in cells; those that are given no class aren't.

    The tint is the share of the wanted class's rows, or of the given one's where this is shown.
    """
    styles, marks, ascii, width = palette.bg, glyphs(palette.ascii), palette.ascii, layout.width
    columns, each = layout.columns, layout.each
    portions = shares_of(counts, shown, rows)
    levels, decimals = _levels(portions) + LEVELS, each > len("100.0")
    nothing = _zero_style(palette)
    lines = [fit(_head(names, cursor, layout, palette), width, styles.blank)]
    sums = wanted_rows(counts, rows).tolist()
    for row in layout.rows:
        here = cursor[0] == row
        hint = (
            marks.up
            if row == layout.rows[0] and row
            else marks.down
            if row == layout.rows[-1] and row + 1 < len(counts)
            else " "
        )
        texts, drawn = [cut(names[row], layout.label, ascii, right=True), hint], [_named(here, palette), styles.muted]
        for column in columns:
            number = int(counts[row, column])
            text = cell_text(number, float(portions[row, column]), shown, decimals) if number else marks.dotted
            at = int(levels[row, column])
            texts.append(f"{text:>{each - 1}} ")
            drawn.append(_style(at, palette) if number else nothing)
        if here and cursor[1] in columns:
            _mark(texts, drawn, 2 + cursor[1] - columns.start, palette)
        texts.append(f"{count(sums[row]):>{layout.sums}}" if layout.sums else "")
        drawn.append(styles.muted)
        lines.append(fit(runs(texts, drawn), width, styles.blank))
    if layout.column_sums:
        lines.append(fit(_column_sums(counts, sum(sums), layout, palette), width, styles.blank))
    return fill(lines, width, min(len(lines), layout.height), styles.blank)


def _levels(portions: Array) -> NDArray[np.int_]:
    """The level of each cell's colour: of the right ones from 1 to 15, of wrong ones from -4 to -15."""
    with np.errstate(invalid="ignore"):
        known = np.nan_to_num(portions)
    found: NDArray[np.int_] = -_WEAKEST_ERROR - np.rint((LEVELS - _WEAKEST_ERROR) * np.sqrt(known)).astype(np.int_)
    np.fill_diagonal(found, np.maximum(1, np.rint(LEVELS * known.diagonal()).astype(np.int_)))
    return found


def _style(at: int, palette: Palette) -> Style:
    """The style of a figure at a level: wrong ones are bold."""
    if palette.colors == "16":
        return bold(palette.bg.neg) if at < LEVELS else palette.bg.pos
    return palette.lit[at] if at < LEVELS else palette.figures[at]


@lru_cache(maxsize=64)
def _zero_style(palette: Palette) -> Style:
    """The style of cells without rows: a quiet dot."""
    if palette.colors == "truecolor":
        return palette.figures[LEVELS] + Style(color=palette.theme.border)
    return palette.bg.faint


def _named(here: bool, palette: Palette) -> Style:
    return palette.bg.accent_bold if here else palette.bg.muted


def _mark(texts: list[str], drawn: list[Style], place: int, palette: Palette) -> None:
    """Mark the cell as the one in focus; where colour can't, by brackets in the blanks around its figure."""
    drawn[place] = palette.bg.on_accent
    if palette.brackets:
        figure = texts[place].strip()
        if len(figure) + 2 <= len(texts[place]):
            texts[place] = f"[{figure}]".rjust(len(texts[place]))
        else:
            texts[place - 1], texts[place] = texts[place - 1][:-1] + "[", figure + "]"


def _head(names: Sequence[str], cursor: Cell, layout: ConfusionLayout, palette: Palette) -> list[Segment]:
    """The names of the given classes, and marks for further ones."""
    styles, marks, columns = palette.bg, glyphs(palette.ascii), layout.columns
    texts = [" " * layout.label, marks.left if columns.start else " "]
    drawn = [styles.muted, styles.muted]
    for column in columns:
        texts.append(f"{label_text(names[column], layout.each - 1, palette.ascii)} ")
        drawn.append(_named(cursor[1] == column, palette))
    more = marks.right if columns.stop < layout.classes else " "
    if layout.sums:
        texts.append(more + cut(_("rows"), layout.sums - 1, palette.ascii, right=True))
    else:
        texts.append(more)
    drawn.append(styles.faint)
    return runs(texts, drawn)


def _column_sums(counts: Array, all_rows: int, layout: ConfusionLayout, palette: Palette) -> list[Segment]:
    """The rows that were given each class, and all of them."""
    styles, sums = palette.bg, counts.sum(0).tolist()
    texts, drawn = [cut(_("rows"), layout.label, palette.ascii, right=True) + " "], [styles.faint]
    for column in layout.columns:
        texts.append(f"{cut(count(sums[column]), layout.each - 1, palette.ascii, right=True)} ")
        drawn.append(styles.muted)
    if layout.sums:
        texts.append(f"{count(all_rows):>{layout.sums}}")
        drawn.append(bold(styles.fg))
    return runs(texts, drawn)
