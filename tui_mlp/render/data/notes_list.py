"""The notes on the data as a list, and the most important ones in short on one line."""

from collections.abc import Sequence

from rich.style import Style
from textual.strip import Strip

from core.support.i18n import _
from core.support.shown_values import value_text
from tui_mlp.models.data.notes.data_notes import DataNote
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import StyledText, cells_of, fit, segments
from tui_mlp.render.word_wrap import wrapped
from tui_mlp.text.glyphs import glyphs

MARK = 2
"""Cells before a note: the mark of the one in focus."""
GAP = "   "


def note_lines(note: DataNote, in_focus: bool, width: int, palette: Palette) -> list[Strip]:
    """One note on as many lines as it takes, with its key at its end; a mark stands before the one in focus."""
    styles = palette.panel if in_focus else palette.bg
    parts = _sentence(note, note.text, styles.fg if in_focus else styles.muted, styles.strong)
    if note.key:
        parts += [("  ", styles.blank), (note.key, styles.accent_bold)]
    mark = glyphs(palette.ascii).mark if in_focus else " "
    lines = wrapped(parts, max(1, width - MARK), palette)
    return [
        fit([*segments([(mark if place == 0 else " ", styles.accent_bold), (" ", styles.blank)], palette.ascii),
             *line.adjust_cell_length(max(1, width - MARK), styles.blank)], width, styles.blank)
        for place, line in enumerate(lines)
    ]  # fmt: skip


def notes_line(notes: Sequence[DataNote], width: int, palette: Palette) -> Strip:
    """As many notes in short as one line holds, each with its key; of one that is too long as much as there is room."""
    styles, ascii = palette.bg, palette.ascii
    parts: list[StyledText] = [(" ", styles.blank), (_("notes"), styles.muted), (" ", styles.blank)]
    room, left = width - cells_of(parts, ascii) - 1, len(notes)
    for number, note in enumerate(notes):
        said = _sentence(note, note.short, styles.fg, styles.strong)
        key: list[StyledText] = [(" ", styles.blank), (note.key, styles.accent_bold)]
        gap: list[StyledText] = [(GAP, styles.blank)] if number else []
        taken = cells_of([*gap, *said, *key], ascii)
        if number and taken > room:
            break
        if taken > room:
            said = _cut(said, room - cells_of(key, ascii), ascii)
        parts += [*gap, *said, *key]
        room, left = room - taken, left - 1
    more = _("  {} more").format(left)
    if left and cells_of([(more, styles.muted)], ascii) <= room:
        parts.append((more, styles.muted))
    return fit(segments(parts, ascii), width, styles.blank)


def _sentence(note: DataNote, text: str, style: Style, strong: Style) -> list[StyledText]:
    """A sentence with the first name of each of its columns in bold, without the quotes of an experiment file."""
    parts: list[StyledText] = [(text, style)]
    for name in note.columns:
        quoted = value_text(name)
        rest, kind = parts[-1]
        before, found, behind = rest.partition(quoted)
        if found and name:
            parts[-1:] = [(before, kind), (quoted.strip("'\""), strong), (behind, kind)]
    return [part for part in parts if part[0]]


def _cut(parts: Sequence[StyledText], room: int, ascii: bool) -> list[StyledText]:
    """As much of the parts as there is room for, with … at the end."""
    found: list[StyledText] = []
    for text, style in parts:
        taken = cells_of([(text, style)], ascii)
        if taken > room:
            found.append((clipped(text, room, ascii), style))
            break
        found.append((text, style))
        room -= taken
    return found
