"""The last check before the screen: no control character gets through."""

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.strip import Strip

from core.support.escaping import masked


def guarded(strip: Strip) -> Strip:
    """The strip with a mark in place of each control character, in the same cells.

    Text of this program is escaped before it is laid out; this is for text that was forgotten.
    """
    if "".join([segment.text for segment in strip]).isprintable():  # a fast check, made for each line drawn
        return strip
    safe = ((set_cell_size(masked(text, cell_len), cell_len(text)), style) for text, style, _control in strip)
    return Strip([Segment(text, style) for text, style in safe], strip.cell_length)


class Guard(LineFilter):
    """Guards what Textual's own widgets draw. Our widgets guard their strips when they draw them: less often."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The guarded segments, in the same cells."""
        return list(guarded(Strip(segments)))
