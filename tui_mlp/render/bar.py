"""Lines over the whole width: header, status and footer."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from tui_mlp.render.colours.palette import Styles

from .cell_text import displayed
from .strips import StyledText, cells_of, fit, segments


def bar(left: Sequence[StyledText], right: Sequence[StyledText], width: int, styles: Styles, ascii: bool) -> Strip:
    """One line: parts at the left edge, parts at the right edge, blanks between."""
    first, last = Strip(segments(left, ascii)), Strip(segments(right, ascii))
    gap = max(1, width - first.cell_length - last.cell_length)
    return fit([*first, Segment(" " * gap, styles.blank), *last], width, styles.blank)


def groups_that_fit(groups: Iterable[Sequence[StyledText]], room: int, styles: Styles, ascii: bool) -> list[StyledText]:
    """The first groups that fit `room` cells together, three blanks between two, one blank before them all."""
    parts: list[StyledText] = [(" ", styles.blank)]
    for group in groups:
        longer = [*parts, *([("   ", styles.blank)] if len(parts) > 1 else []), *group]
        if cells_of(longer, ascii) > room:
            break
        parts = longer
    return parts


def key_bar(keys: Sequence[tuple[str, str]], dropped: Sequence[str], width: int, styles: Styles, ascii: bool) -> Strip:
    """Keys and what they do. While they don't fit, those in `dropped` are left out, in that order."""
    for key_dropped in dropped:
        if sum(cell_len(displayed(part, ascii)) for pair in keys for part in pair) + 3 * len(keys) - 1 <= width:
            break
        keys = [pair for pair in keys if pair[0] != key_dropped]
    parts: list[StyledText] = [(" ", styles.blank)]
    for place, (key, word) in enumerate(keys):
        parts += [("  ", styles.blank)] if place else []
        parts += [(key, styles.accent_bold), (f" {word}", styles.muted)]
    return bar(parts, [], width, styles, ascii)
