"""A bar that shows how much of something is done."""

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from .cell_text import displayed
from .colours.palette import Palette
from .strips import fit


def progress_line(share: float, text: str, width: int, palette: Palette) -> Strip:
    """One line: a bar filled up to `share`, from 0 to 1, the percentage, and a text."""
    styles, text = palette.panel, displayed(text, palette.ascii)
    line, full = ("-", "=") if palette.ascii else ("─", "━")
    length = max(1, min(40, width - 8 - cell_len(text)))
    share = min(1.0, max(0.0, share))
    done = round(length * share)
    parts = [
        Segment(full * done, styles.accent),
        Segment(line * (length - done), styles.border),
        Segment(f" {100 * share:3.0f} % ", styles.strong),
        Segment(text, styles.muted),
    ]
    return fit(parts, width, styles.blank)
