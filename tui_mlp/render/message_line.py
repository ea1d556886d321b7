"""The message line: a message to the user on one line, marked by its severity."""

import re
from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from textual.strip import Strip

from core.support.i18n import ngettext
from tui_mlp.models.message_history import UserMessage
from tui_mlp.text.glyphs import glyphs

from .bar import bar
from .cell_text import displayed
from .colours.palette import Palette
from .strips import StyledText, cells_of

HINTS_FROM = 50
"""Columns from which the line says which keys answer it."""
FOLDERS = re.compile(r"(?<![^\s'\"(])/(?:[^\s/'\"]+/)+")
"""The folders of a path. Where a text is too long they are left out first, as what is wrong comes after the path."""
LEAST_SHARE = 0.7
"""The least share of the room that a text takes: a path is one long word, and better cut than left out."""


def message_line(
    message: UserMessage, missed: int, keys: Sequence[tuple[str, str]], width: int, palette: Palette
) -> Strip:
    """The sign of its severity, the text, and the key that lists all messages if the text is cut or others are hidden.

    A longer text loses the folders of paths, then it is cut at a word. `missed` is the number of messages that are
    hidden by this one; `keys` answer it, and stand at the right where there is room.
    """
    styles = palette.panel
    signs = glyphs(palette.ascii)
    sign, style = {
        "information": (signs.information, styles.accent_bold),
        "warning": (signs.warning, styles.warn + Style(bold=True)),
        "error": (signs.error, styles.bad + Style(bold=True)),
        "divergence": (signs.error, styles.bad + Style(bold=True)),
        "breakpoint": (signs.breakpoint, styles.accent_bold),
    }[message.severity]
    before: list[StyledText] = [(" ", styles.blank), (sign, style), (" ", styles.blank)]
    after: list[StyledText] = []
    if keys and width >= HINTS_FROM:
        for key, said in keys:
            after += [("  ", styles.blank), (key, styles.accent_bold), (f" {said}", styles.muted)]
        after.append((" ", styles.blank))
    more = _more(missed, styles.accent_bold, styles.muted)
    room = width - cells_of([*before, *more, *after], palette.ascii)
    text = displayed(message.text, palette.ascii)
    if cell_len(text) > room:
        text = displayed(FOLDERS.sub("…/", message.text), palette.ascii)
    if cell_len(text) > room:
        more = [(" ..." if palette.ascii else " …", styles.muted), *(more or [(" M", styles.accent_bold)])]
        text = cut_at_word(text, width - cells_of([*before, *more, *after], palette.ascii))
    return bar([*before, (text, styles.fg), *more], after, width, styles, palette.ascii)


def cut_at_word(text: str, width: int) -> str:
    """The beginning of a text that is wider than `width` cells, up to a blank; within a word if that is a long one."""
    start = set_cell_size(text, max(0, width)).rstrip()
    blank = start.rfind(" ")
    ends = text[len(start) : len(start) + 1].isspace()
    return start if ends or blank < len(start) * LEAST_SHARE else start[:blank]


def _more(missed: int, key: Style, muted: Style) -> list[StyledText]:
    """How many messages are hidden, and the key that shows them."""
    if not missed:
        return []
    before, _key, after = ngettext(" ({} more: M)", " ({} more: M)", missed).format(missed).partition("M")
    return [(before, muted), ("M", key), (after, muted)]
