"""The last check before the screen: no control characters; ASCII alone where wanted."""

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.strip import Strip

from core.support.escaping import masked

from .ascii_cells import ascii_cells


def guarded(strip: Strip, ascii: bool) -> Strip:
    """The strip with a blank in place of each control character, and with `ascii` in ASCII, in the same cells.

    Text of this program is escaped and converted before it is laid out; this is for text that was forgotten, and for
    the borders of Textual's own widgets.
    """
    text = "".join([segment.text for segment in strip])
    if not text.isprintable():  # a fast check, made for each line drawn
        safe = ((set_cell_size(masked(text, cell_len), cell_len(text)), style) for text, style, _control in strip)
        strip = Strip([Segment(text, style) for text, style in safe], strip.cell_length)
    if ascii and not text.isascii():
        strip = Strip([Segment(ascii_cells(text), style) for text, style, _control in strip], strip.cell_length)
    return strip


class Guard(LineFilter):
    """Guards what Textual's own widgets draw. Our widgets guard their strips when they draw them: less often."""

    def __init__(self, ascii: bool) -> None:
        super().__init__()
        self._ascii = ascii

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The guarded segments, in the same cells."""
        return list(guarded(Strip(segments), self._ascii))
