"""A slider over epochs."""

from collections.abc import Sequence

from rich.segment import Segment

from tui_mlp.render.colours.palette import Palette

from .strips import runs


def slider(
    value: int, most: int, width: int, palette: Palette, *, marks: Sequence[int] = (), reached: int | None = None
) -> list[Segment]:
    """`width` cells from 0 to `most`: the handle at `value`, ticks at `marks`, a full line up to `reached`.

    The full line ends at the handle at the latest, which is also the default. No segments where `width` is below 1.
    """
    if width < 1:
        return []
    styles, ascii = palette.panel, palette.ascii
    line, full, tick, handle = ("-", "=", "|", "O") if ascii else ("─", "━", "┼", "●")

    def cell(place: int) -> int:
        return round((width - 1) * min(place, most) / most) if most else width - 1

    here, done = cell(value), cell(value if reached is None else min(reached, value))
    text = [full if place <= done else line for place in range(width)]
    drawn = [styles.accent if place <= done else styles.border for place in range(width)]
    for mark in marks:
        text[cell(mark)], drawn[cell(mark)] = tick, styles.warn
    text[here], drawn[here] = handle, styles.accent_bold
    return runs(text, drawn)
