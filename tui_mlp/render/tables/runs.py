"""The table of saved runs: a row for each, the most important columns that fit."""

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.runs.summary import INTERRUPTED, RUNNING
from core.support.retranslation import retranslated
from tui_mlp.models.run_columns import BEST, NAME, NEWEST, STATE, Column, by_importance, shown_state
from tui_mlp.render.cell_text import cut, displayed
from tui_mlp.render.colours.palette import Palette, bold
from tui_mlp.render.strips import fill, fit
from tui_mlp.session.snapshot import RunState
from tui_mlp.text.glyphs import glyphs

if TYPE_CHECKING:
    from core.runs.run_list import ListedRun
    from tui_mlp.models.runs_browser import RunsSelection

GAP = 2
MARKS = 6
"""The cells before a row: cursor, letter, a piece of its curve, blanks."""
ICON = 3
"""The cells of a state's icon and the blank after it."""
NAME_LEAST, WIDEST = 12, 16
SAMPLED = 100
"""The rows that a column's width is measured on; wider texts in later rows are cut."""


class ShownColumn(NamedTuple):
    """A column that fits, and its width."""

    column: Column
    width: int


def curve_style(letter: str, palette: Palette) -> Style:
    """The style of a marked run's curve; without a letter, of the run that is only in focus."""
    return palette.runs[ord(letter) - ord("a")] if letter else palette.bg.fg


def visible_columns(selection: "RunsSelection", width: int, ascii: bool) -> list[ShownColumn]:
    """The columns that fit, in their order; the name gets the cells that are left."""
    by_key = {column.key: column for column in selection.columns}
    if not by_key:
        return []
    widths = {key: _width(column, selection, ascii) for key, column in by_key.items()}
    least = min(widths[NAME], NAME_LEAST)
    room, shown = width - MARKS - least, {NAME}
    for key in by_importance(selection.columns, selection.order, selection.rows):
        if GAP + widths[key] <= room:
            room -= GAP + widths[key]
            shown.add(key)
    widths[NAME] = max(0, min(widths[NAME], least + room))
    return [ShownColumn(column, widths[key]) for key, column in by_key.items() if key in shown]


def _width(column: Column, selection: "RunsSelection", ascii: bool) -> int:
    title = cell_len(displayed(retranslated(column.title), ascii)) + 2 * (column.key == selection.order)
    texts = [cell_len(displayed(column.text(run), ascii)) for run in islice(selection.rows, SAMPLED)]
    if column.key == STATE:
        here = max(len(state.word) for state in RunState) if any(run.is_own for run in selection.rows) else 0
        return max(title, *(ICON + text for text in (*texts, here)))
    if column.key == NAME:
        return max(title, *(text + 2 * run.is_own for text, run in zip(texts, selection.rows, strict=False)), 0)
    return max(title, min(WIDEST, max(texts, default=0)))


def runs_table(
    selection: "RunsSelection",
    shown: list[ShownColumn],
    state: RunState,
    width: int,
    height: int,
    top: int,
    palette: Palette,
) -> list[Strip]:
    """A head and the rows from `top` on; `height` strips of `width` cells. `state` is that of the training here."""
    rows = selection.rows[top : top + height - 1]
    lines = [_head(selection, shown, width, palette)]
    lines += [_row(run, selection, shown, state, width, palette) for run in rows]
    return fill(lines, width, height, palette.bg.blank)


def _head(selection: "RunsSelection", shown: list[ShownColumn], width: int, palette: Palette) -> Strip:
    styles, marks = palette.bg, glyphs(palette.ascii)
    segments = [Segment(" " * (MARKS - GAP), styles.blank)]
    for column, size in shown:
        title, style = retranslated(column.title), styles.muted
        if column.key == selection.order:
            title, style = f"{title} {marks.down if column.down != selection.reverse else marks.up}", styles.fg
        segments += [Segment(" " * GAP, styles.blank), Segment(cut(title, size, palette.ascii, column.right), style)]
    return fit(segments, width, styles.blank)


def _row(
    run: "ListedRun",
    selection: "RunsSelection",
    shown: list[ShownColumn],
    state: RunState,
    width: int,
    palette: Palette,
) -> Strip:
    ascii, marks, name = palette.ascii, glyphs(palette.ascii), run.folder.name
    focus = name == selection.focus
    styles = palette.panel if focus else palette.bg
    letter = selection.letters.get(name, "")
    curve = curve_style(letter, palette) + Style(bgcolor=styles.blank.bgcolor)
    segments = [
        Segment(f"{marks.mark if focus else ' '} ", styles.accent_bold),
        Segment(f"{letter or ' '} ", bold(curve)),
        Segment(marks.solid if letter else " ", curve),
    ]
    for place, (column, size) in enumerate(shown):
        segments.append(Segment(" " * (GAP if place else 1), styles.blank))
        if column.key == STATE:
            icon, word, style = state_cell(run, state, palette)
            style += Style(bgcolor=styles.blank.bgcolor)
            segments.append(Segment(cut(icon + " " * (not icon.endswith(" ")) + word, size, ascii), style))
        elif column.key == NAME:
            here = f" {marks.changed}" if run.is_own else ""
            text = set_cell_size(cut(run.name, max(0, size - cell_len(here)), ascii).rstrip() + here, size)
            segments.append(Segment(text, styles.accent_bold if focus or run.is_own else styles.strong))
        else:
            style = {BEST: styles.strong, NEWEST: styles.muted}.get(column.key, styles.fg)
            segments.append(Segment(cut(column.text(run), size, ascii, column.right), style))
    return fit(segments, width, styles.blank)


def state_cell(run: "ListedRun", state: RunState, palette: Palette) -> tuple[str, str, Style]:
    """Icon of two cells, word and style for a run's state; for the run trained here, of its present state."""
    styles, marks, word = palette.bg, glyphs(palette.ascii), shown_state(run, state)
    if run.is_own:
        colours = {RunState.READY: styles.muted, RunState.DIVERGED: styles.bad}
        colours |= {RunState.PAUSING: styles.warn, RunState.PAUSED: styles.warn}
        return marks.state(state.value), word, colours.get(state, styles.accent)
    icon, style = {
        RUNNING: (marks.information, styles.accent),
        INTERRUPTED: (marks.paused, styles.warn),
        "divergence": (marks.diverged, styles.bad),
    }.get(run.summary.state, (marks.finished, styles.accent))
    return icon, word, style
