"""The differences between a few runs in a table; for one run, its details."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from tui_mlp.render.cell_text import cut, displayed, wrapped_lines
from tui_mlp.render.colours.palette import Palette, bold
from tui_mlp.render.strips import fill, fit
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.glyphs import glyphs

from .runs import curve_style

if TYPE_CHECKING:
    from tui_mlp.models.run_differences import RunDifference

GAP = 2
LABEL, WIDEST, LEAST = 14, 14, 8


class Widths(NamedTuple):
    """The cells of the labels and of each run's column."""

    label: int
    columns: tuple[int, ...]

    @property
    def whole(self) -> int:
        """The cells of the whole table."""
        return self.label + sum(GAP + width for width in self.columns)

    def shown(self, width: int, left: int) -> list[int]:
        """The cells of the columns from `left` on that fit, at least one; the last one may be cut."""
        room, found = width - self.label, list[int]()
        for column in self.columns[left:]:
            room -= GAP
            if found and room < min(column, LEAST):
                break
            found.append(max(1, min(column, room)))
            room -= column
        return found

    def last(self, width: int) -> int:
        """The first column from which on all the rest fit."""
        count = len(self.columns)
        return next(left for left in range(count) if left + len(self.shown(width, left)) == count)


def widths(rows: Sequence["RunDifference"], count: int, ascii: bool) -> Widths:
    """The widths of a table of these rows for `count` runs."""

    def widest(texts: Sequence[str], most: int) -> int:
        return min(most, max((cell_len(displayed(text, ascii)) for text in texts), default=0))

    columns = (widest([row.texts[place] for row in rows], WIDEST) for place in range(count))
    return Widths(widest([row.label for row in rows], LABEL), tuple(max(1, width) for width in columns))


def differences_table(
    rows: Sequence["RunDifference"],
    letters: Sequence[str],
    width: int,
    height: int,
    top: int,
    left: int,
    palette: Palette,
) -> list[Strip]:
    """The runs' letters, then the rows from `top` on, for the runs from `left` on.

    Returns `height` strips of `width` cells.
    """
    styles, ascii = palette.bg, palette.ascii
    sizes = widths(rows, len(letters), ascii)
    shown = list(enumerate(sizes.shown(width, left), left))
    head = [Segment(" " * sizes.label, styles.blank)]
    for place, size in shown:
        letter = letters[place] or glyphs(ascii).mark
        style = bold(curve_style(letters[place], palette))
        head += [Segment(" " * GAP, styles.blank), Segment(cut(letter, size, ascii, right=True), style)]
    lines = [fit(head, width, styles.blank)]
    for row in rows[top : top + height - 1]:
        segments = [Segment(cut(row.label, sizes.label, ascii), styles.muted)]
        for place, size in shown:
            text = cut(row.texts[place], size, ascii, right=True)
            segments += [Segment(" " * GAP, styles.blank), Segment(text, styles.fg)]
        lines.append(fit(segments, width, styles.blank))
    return fill(lines, width, height, styles.blank)


def details_lines(note: str, rows: Sequence["RunDifference"], width: int, palette: Palette) -> list[Strip]:
    """One run: its note on as many lines as it takes, then its facts, whole: one too long goes on below its label."""
    styles, ascii = palette.bg, palette.ascii
    label = min(LABEL, max((cell_len(displayed(row.label, ascii)) for row in rows), default=0))
    lines = [*sentences(displayed(note, ascii), width, palette), Strip([])] if note else []
    for row in rows:
        value = displayed(row.texts[0], ascii)
        fits = cell_len(value) <= width - label - GAP
        name = Segment(cut(row.label, label, ascii) + " " * GAP, styles.muted)
        lines.append(fit([name, Segment(value if fits else "", styles.fg)], width, styles.blank))
        below = [] if fits else wrapped_lines(value, width - GAP)
        lines += [fit([Segment(" " * GAP + part, styles.fg)], width, styles.blank) for part in below]
    return lines
