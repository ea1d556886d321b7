"""The message line: a message to the user on one line, marked by its severity."""

from rich.style import Style
from textual.strip import Strip

from core.support.i18n import _, ngettext
from tui_mlp.models.message_history import UserMessage
from tui_mlp.text.glyphs import glyphs

from .bar import bar
from .cell_text import displayed, wrapped_lines
from .colours.palette import Palette
from .strips import StyledText, cells_of

HINTS_FROM = 50
"""Columns from which the line says that escape closes it."""


def message_line(message: UserMessage, missed: int, width: int, palette: Palette) -> Strip:
    """The sign of its severity, the text, and the key that lists all messages if the text is cut or others are hidden.

    A longer text is cut at a word. `missed` is the number of messages that are hidden by this one.
    """
    styles = palette.panel
    signs = glyphs(palette.ascii)
    sign, style = {
        "information": (signs.information, styles.accent_bold),
        "warning": (signs.warning, styles.warn + Style(bold=True)),
        "error": (signs.error, styles.bad + Style(bold=True)),
        "breakpoint": (signs.breakpoint, styles.accent_bold),
    }[message.severity]
    before: list[StyledText] = [(" ", styles.blank), (sign, style), (" ", styles.blank)]
    after: list[StyledText] = []
    if message.stays and width >= HINTS_FROM:
        after = [("  ", styles.blank), ("esc", styles.accent_bold), (_(" closes "), styles.muted)]
    more = _more(missed, styles.accent_bold, styles.muted)

    def lines() -> list[str]:
        room = width - cells_of([*before, *more, *after], palette.ascii)
        return wrapped_lines(displayed(message.text, palette.ascii), room) or [""]

    if len(lines()) > 1:
        more = [(" ..." if palette.ascii else " …", styles.muted), *(more or [(" M", styles.accent_bold)])]
    return bar([*before, (lines()[0], styles.fg), *more], after, width, styles, palette.ascii)


def _more(missed: int, key: Style, muted: Style) -> list[StyledText]:
    """How many messages are hidden, and the key that shows them."""
    if not missed:
        return []
    before, _key, after = ngettext(" ({} more: M)", " ({} more: M)", missed).format(missed).partition("M")
    return [(before, muted), ("M", key), (after, muted)]
