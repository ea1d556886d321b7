"""The table of a sweep's trials: a row for each, the most important columns that fit."""

from itertools import islice
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.support.i18n import _
from core.support.retranslation import retranslated
from core.sweeps.saved.records import DIVERGED, FAILED, FINISHED, PRUNED, TRAINING, TrialRecord
from tui_mlp.models.sweep.sweep_selection import SweepSelection
from tui_mlp.models.sweep.trial_columns import EPOCH, FIGURE, NUMBER, STATE, TrialColumn
from tui_mlp.models.sweep.trial_figures import state_word
from tui_mlp.render.cell_text import cut, displayed
from tui_mlp.render.colours.palette import Palette, Styles, bold
from tui_mlp.render.strips import fill, fit
from tui_mlp.render.sweep.plots.trial_styles import letter_style
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count

GAP = 2
MARKS = 4
"""The cells before a row: cursor, letter, blanks."""
ICON = 2
"""The cells of a state's icon."""
WIDEST = 20
SAMPLED = 100
"""The rows that a column's width is measured on; wider texts in later rows are cut."""


class ShownColumn(NamedTuple):
    """A column that fits, and its width."""

    column: TrialColumn
    width: int


def visible_columns(selection: SweepSelection, width: int, ascii: bool) -> list[ShownColumn]:
    """The columns that fit, in their order; number, objectives and state come first, then the epoch and settings."""
    widths = {column.key: _width(column, selection, ascii) for column in selection.columns}
    if not widths:
        return []
    objectives, keys = selection.objectives, selection.keys
    wanted = [NUMBER, selection.column.key, objectives[0], STATE, *objectives[1:], EPOCH, *keys, FIGURE]
    room, shown = width - MARKS + GAP, set[str]()
    for key in dict.fromkeys(wanted):
        if key in widths and GAP + widths[key] <= room:
            room -= GAP + widths[key]
            shown.add(key)
    return [ShownColumn(column, widths[column.key]) for column in selection.columns if column.key in shown]


def _width(column: TrialColumn, selection: SweepSelection, ascii: bool) -> int:
    title = cell_len(displayed(retranslated(column.title), ascii)) + 2 * (column.key == selection.column.key)
    icon = ICON * (column.key == STATE)
    texts = (icon + cell_len(displayed(column.text(one), ascii)) for one in islice(selection.rows, SAMPLED))
    last = max((one.trial for one in selection.rows), default=0)
    return max(title, min(WIDEST, max(texts, default=0)), cell_len(count(last)) * (column.key == NUMBER))


def trial_rows(rows: int, height: int) -> int:
    """How many rows are shown in `height` lines: below the head, and above a line on those that aren't."""
    return max(1, height - 1 - (rows > height - 1))


def trials_table(
    selection: SweepSelection, shown: list[ShownColumn], width: int, height: int, top: int, palette: Palette
) -> list[Strip]:
    """A head, the rows from `top` on, and how many are below or above; `height` strips of `width` cells."""
    size = trial_rows(len(selection.rows), height)
    rows = selection.rows[top : top + size]
    lines = [_head(selection, shown, width, palette)]
    lines += [_row(one, selection, shown, width, palette) for one in rows]
    if len(rows) < len(selection.rows):
        marks, below = glyphs(palette.ascii), len(selection.rows) - top - len(rows)
        icon, hidden = (marks.down, below) if below else (marks.up, top)
        text = displayed(_("{} {} more").format(icon, count(hidden)), palette.ascii)
        lines.append(fit([Segment(f"  {text}", palette.bg.faint)], width, palette.bg.blank))
    return fill(lines, width, height, palette.bg.blank)


def _head(selection: SweepSelection, shown: list[ShownColumn], width: int, palette: Palette) -> Strip:
    styles, marks = palette.bg, glyphs(palette.ascii)
    segments = [Segment(" " * (MARKS - GAP), styles.blank)]
    for column, size in shown:
        title, style = retranslated(column.title), styles.muted
        if column.key == selection.column.key:
            title, style = f"{title} {marks.down if column.down != selection.reverse else marks.up}", styles.fg
        segments += [Segment(" " * GAP, styles.blank), Segment(cut(title, size, palette.ascii, column.right), style)]
    return fit(segments, width, styles.blank)


def _row(
    record: TrialRecord, selection: SweepSelection, shown: list[ShownColumn], width: int, palette: Palette
) -> Strip:
    ascii, marks = palette.ascii, glyphs(palette.ascii)
    focus, best = record.trial == selection.focus, record.trial in selection.best
    styles = palette.panel if focus else palette.bg
    letter = selection.letters.get(record.trial, "")
    plain = styles.fg if record.state in (FINISHED, TRAINING) else styles.faint
    strong = styles.accent_bold if best else bold(plain) if record.state in (FINISHED, TRAINING) else plain
    segments = [
        Segment(f"{marks.mark if focus else ' '} ", styles.accent_bold),
        Segment(f"{letter or ' '}", _on(bold(letter_style(letter, palette)), styles) if letter else styles.blank),
        Segment(" ", styles.blank),
    ]
    for place, (column, size) in enumerate(shown):
        segments.append(Segment(" " * GAP * (place > 0), styles.blank))
        if column.key == STATE:
            icon, style = state_icon(record.state, palette)
            segments.append(Segment(cut(icon + state_word(record), size, ascii), _on(style, styles)))
        else:
            style = strong if column.key in selection.objectives or (best and column.key == NUMBER) else plain
            segments.append(Segment(cut(column.text(record), size, ascii, column.right), style))
    return fit(segments, width, styles.blank)


def _on(style: Style, styles: Styles) -> Style:
    """The style on the background of these styles."""
    return style + Style(bgcolor=styles.blank.bgcolor)


def state_icon(state: str, palette: Palette) -> tuple[str, Style]:
    """Icon of two cells and style for a trial's state."""
    styles, marks = palette.bg, glyphs(palette.ascii)
    icons = {
        TRAINING: (marks.training, styles.accent_bold),
        FINISHED: (marks.finished, styles.accent),
        PRUNED: (marks.pruned, styles.faint),
        FAILED: (marks.diverged, styles.bad),
        DIVERGED: (marks.diverged, styles.bad),
    }
    return icons.get(state) or (marks.ready, styles.muted)
