"""A column of categories, booleans or texts: a line each, with its rows and target."""

from collections.abc import Sequence

import numpy as np
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.support.i18n import _
from tui_mlp.models.data.distributions.distribution_texts import levels_text, percent_text, place_text
from tui_mlp.render.cell_text import clipped, cut, displayed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.data.class_styles import class_styles
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.output.share_bar import share_bar
from tui_mlp.render.strips import fit
from tui_mlp.render.word_wrap import line
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import NOTHING, count, three_digits

from .column_sheet import ColumnSheet, DrawnColumn, rule_lines
from .reading_line import reading_line

LEAST_BAR, SHORTEST_TEXT, LONGEST_TEXT = 4, 6, 24
"""The least cells of a bar, the least and the most of a level."""
BAR_CHARACTERS = "█▓▒░"
"""The characters of classes in a bar, where there is no colour; in ASCII those of `ASCII_CHARACTERS`."""
ASCII_CHARACTERS = "#*=-"


def level_count(sheet: ColumnSheet) -> int:
    """How many lines can be in focus: those of levels, and one of missing cells where there are some."""
    return len(sheet.found.levels) + (sheet.found.tally.missing > 0)


def levels_sheet(sheet: ColumnSheet, width: int, height: int, first: int, palette: Palette) -> DrawnColumn:
    """The rule, a head, the levels from number `first` on or so that the one in focus is seen, and a last line."""
    rule = rule_lines(sheet, width, height, palette)
    head = height - len(rule) >= 4
    shown = max(1, height - len(rule) - head - 1)
    total = level_count(sheet)
    first = scrolled(total, shown, first, sheet.at)
    drawn = _Levels(sheet, range(first, min(total, first + shown)), width, palette)
    lines = [*rule, *([drawn.head()] if head else []), *drawn.lines()]
    if height - len(lines) > 2:
        lines.append(Strip.blank(width, palette.bg.blank))
    if sheet.at is not None:
        lines.append(reading_line(sheet, width, palette))
    else:
        lines.append(line([(levels_text(sheet.found), palette.bg.fg)], width, palette))
    return DrawnColumn(lines[:height], top=len(rule) + head, first=first)


class _Levels:
    """The table of some levels: text, rows, a bar, and the share of a class or the mean of the target."""

    def __init__(self, sheet: ColumnSheet, shown: Sequence[int], width: int, palette: Palette) -> None:
        self.sheet, self.shown, self.width, self.palette = sheet, shown, width, palette
        tally = sheet.found.tally
        self.places = [place if place < len(sheet.found.levels) else len(tally.rows) - 1 for place in shown]
        self.texts = [displayed(place_text(sheet.found, place), palette.ascii) for place in shown]
        self.numbers = [count(int(tally.rows[place])) for place in self.places]
        self.last_head = self._last_head()
        self.last = [displayed(self._last(place), palette.ascii) for place in self.places]
        self.last_cells = max(map(cell_len, (*self.last, self.last_head)), default=0)
        self.number_cells = max(map(cell_len, (*self.numbers, _("rows"))), default=0)
        rest = width - 2 - self.number_cells - 1 - (self.last_cells + 1 if self.last_cells else 0)
        longest = max(map(cell_len, self.texts), default=0)
        self.text_cells = max(min(SHORTEST_TEXT, rest), min(longest, LONGEST_TEXT, max(rest // 2, rest - 30)))
        self.bar_cells = rest - self.text_cells - 1
        if self.bar_cells < LEAST_BAR:
            self.text_cells, self.bar_cells = max(1, rest), 0

    def _last_head(self) -> str:
        """The head of the last column; empty where nothing is said of the target."""
        sheet = self.sheet
        if not sheet.names:
            return _("share")
        name = clipped(sheet.group_name, 10, self.palette.ascii)
        return f"{name} %" if sheet.in_groups else _("mean {}").format(name)

    def _last(self, place: int) -> str:
        sheet, tally = self.sheet, self.sheet.found.tally
        if not sheet.names:
            return percent_text(int(tally.rows[place]) / max(1, int(tally.rows.sum())))
        if sheet.in_groups:
            return percent_text(float(tally.shares(sheet.group)[place]))
        mean = float(tally.mean[place])
        return three_digits(mean) if np.isfinite(mean) else NOTHING

    def head(self) -> Strip:
        """The names of the columns."""
        muted, ascii = self.palette.bg.muted, self.palette.ascii
        texts = ["  " + cut(_("value"), self.text_cells, ascii), cut(_("rows"), self.number_cells, ascii, right=True)]
        texts += [" " * self.bar_cells] if self.bar_cells else []
        texts += [cut(self.last_head, self.last_cells, ascii, right=True)] if self.last_cells else []
        return fit([Segment(" ".join(texts), muted)], self.width, self.palette.bg.blank)

    def lines(self) -> list[Strip]:
        """A line for each level that is shown."""
        return [self._line(place) for place in range(len(self.shown))]

    def _line(self, place: int) -> Strip:
        styles, ascii = self.palette.bg, self.palette.ascii
        at, here = self.places[place], self.shown[place] == self.sheet.at
        missing = self.shown[place] >= len(self.sheet.found.levels)
        mark = glyphs(ascii).mark if here else " "
        style = styles.accent_bold if here else styles.warn if missing else self._text_style(self.shown[place])
        parts = [
            Segment(f"{mark} ", styles.accent_bold),
            Segment(cut(self.texts[place], self.text_cells, ascii) + " ", style),
            Segment(self.numbers[place].rjust(self.number_cells) + " ", styles.muted),
        ]
        if self.bar_cells:
            parts += [*self._bar(at), Segment(" ", styles.blank)]
        if self.last_cells:
            parts.append(Segment(self.last[place].rjust(self.last_cells), styles.fg))
        return fit(parts, self.width, styles.blank)

    def _text_style(self, level: int) -> Style:
        """The colour of its class where the levels are classes."""
        sheet = self.sheet
        if sheet.column.role == "target" and sheet.classes and sheet.found.levels[level] in sheet.classes:
            return class_styles(len(sheet.classes), self.palette)[sheet.classes.index(sheet.found.levels[level])]
        return self.palette.bg.fg

    def _bar(self, at: int) -> list[Segment]:
        """The rows as a bar, in parts for the classes where there are some; on the scale of the commonest level."""
        sheet, tally, palette = self.sheet, self.sheet.found.tally, self.palette
        most, rows = max(1, int(tally.rows.max())), int(tally.rows[at])
        length = float(np.log1p(rows) / np.log1p(most)) if sheet.log_counts else rows / most
        if not sheet.names or not sheet.in_groups or tally.groups[:, at].sum() > rows:  # labels hold together
            return share_bar(length, self.bar_cells, palette.bg.pos, palette)
        cells = max(round(length * self.bar_cells), int(rows > 0))
        ends = np.rint(np.cumsum(tally.groups[:, at]) / max(1, rows) * cells).astype(int).tolist()
        colours, found, start = class_styles(len(sheet.names), palette), list[Segment](), 0
        characters = ASCII_CHARACTERS if palette.ascii else BAR_CHARACTERS if palette.mono else BAR_CHARACTERS[:1]
        for number, end in enumerate(ends):
            if end > start:
                found.append(Segment(characters[number % len(characters)] * (end - start), colours[number]))
                start = end
        if cells > start:  # rows without a target
            found.append(Segment(glyphs(palette.ascii).full * (cells - start), palette.bg.faint))
        return [*found, Segment(" " * (self.bar_cells - cells), palette.bg.blank)]
