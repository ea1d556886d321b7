"""The splits side by side: their classes, or the figures of a target of numbers."""

from math import isfinite
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.support.i18n import N_, _, ngettext, translated
from tui_mlp.models.data.distributions.split_counts import LEFT, SplitCounts
from tui_mlp.render.cell_text import clipped, cut, displayed, widest
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.data.class_styles import class_styles
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.output.share_bar import share_bar
from tui_mlp.render.strips import StyledText, fit
from tui_mlp.render.word_wrap import wrapped
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import NOTHING, brief_number, count, percent
from tui_mlp.text.split_words import split_word

from .bin_plots import count_bars, full_share

LONGEST_NAME, LEAST_NAME = 16, 5
SHORTEST_BAR, LONGEST_BAR = 4, 16
MARKED = 0.02
"""The least difference of two shares that is marked: less is but a row or two."""
MOST_NAMED = 3
"""Classes that a sentence names."""
MOST_ROWS = 4
"""Lines of a histogram, at most."""

FIGURES = (N_("rows"), N_("mean"), N_("deviation"), N_("least"), N_("median"), N_("largest"))


class SplitSheet(NamedTuple):
    """What is counted, and how it is to be drawn.

    `division` says in words how rows are divided. `split` is the number of the split in focus, `line` that of the line:
    0 for all rows, then the classes from 1 on. `target` is the name of a target of numbers. `weighted` says that
    classes have the weights that let each count the same.
    """

    counts: SplitCounts
    division: str
    split: int = 0
    line: int = 0
    target: str = ""
    weighted: bool = False


class DrawnSplits(NamedTuple):
    """The lines, and where they lie.

    Splits begin at the cells `starts`. `shown` lines of the table are drawn from line `top` on, number `first` of them.
    """

    lines: list[Strip]
    starts: tuple[int, ...] = ()
    top: int = 0
    first: int = 0
    shown: int = 0


def split_sheet(sheet: SplitSheet, width: int, height: int, first: int, palette: Palette) -> DrawnSplits:
    """The table from line `first` on, or so that the line in focus is seen; below it what is to be said."""
    table = _Table(sheet, width, palette)
    wanted = len(sheet.counts.names) + 1 if sheet.counts.in_groups else len(FIGURES) + 1
    words = [
        part for parts in _said(sheet, bool(table.weight_cells), palette) for part in wrapped(parts, width, palette)
    ]
    words = words[: max(0, height - 1 - min(wanted, 4))]
    room = max(1, height - 1 - len(words))
    if not sheet.counts.in_groups:
        lines = [table.head(), *table.figures(room)]
        blank = [Strip.blank(width, palette.bg.blank)] * (len(lines) + len(words) < height)
        return DrawnSplits([*lines, *blank, *words][:height], table.starts, 1, 0, 0)
    shown = min(room, wanted)
    first = scrolled(wanted, shown, first, sheet.line)
    lines = [table.head(), *(table.line(at, first, first + shown, wanted) for at in range(first, first + shown))]
    blank = [Strip.blank(width, palette.bg.blank)] * (len(lines) + len(words) < height)
    return DrawnSplits([*lines, *blank, *words][:height], table.starts, 1, first, shown)


class _Table:
    """A column for each split: of classes the rows, their share, and a bar where there is room."""

    def __init__(self, sheet: SplitSheet, width: int, palette: Palette) -> None:
        self.sheet, self.width, self.palette = sheet, width, palette
        counts, s = sheet.counts, len(sheet.counts.splits)
        names = tuple(counts.names) if counts.in_groups else tuple(translated(one) for one in FIGURES)
        longest = max(widest(names, palette.ascii), LEAST_NAME)
        self.number_cells = max(len(count(int(counts.rows.max(initial=0)))), 3)
        self.share_cells, self.bar_cells, self.weight_cells = (6 if counts.in_groups else 0), 0, 0
        least = 1 + self.number_cells + self.share_cells
        if not counts.in_groups:
            least = 10
        self.name_cells = max(LEAST_NAME, min(longest, LONGEST_NAME, width - 1 - s * least))
        room = width - 1 - self.name_cells - s * least
        if room < 0 and counts.in_groups:  # the shares alone: by them splits are compared
            self.number_cells = 0
            self.share_cells = least = 7  # with a blank between the names of splits
            room = width - 1 - self.name_cells - s * least
        self.weights = counts.balanced
        self.full = full_share(counts.shares) if counts.in_groups and counts.shares.size else 1.0
        weight_cells = cell_len(_("weight")) + 2
        if self.weights is not None and room >= weight_cells:
            self.weight_cells, room = weight_cells, room - weight_cells
        if counts.in_groups and room // s > SHORTEST_BAR:
            self.bar_cells = min(LONGEST_BAR, room // s - 1)
        elif not counts.in_groups:
            least += min(14, max(0, room // s))
        self.cells = least + (self.bar_cells + 1 if self.bar_cells else 0)
        self.starts = tuple(1 + self.name_cells + at * self.cells for at in range(s))

    def head(self) -> Strip:
        """The splits, that in focus marked."""
        styles, ascii = self.palette.bg, self.palette.ascii
        text = self.sheet.target or (_("label") if self.sheet.counts.labels else _("class"))
        parts = [Segment(cut(text, self.name_cells + 1, ascii), styles.muted)]
        for at, split in enumerate(self.sheet.counts.splits):
            name = split_word(split)
            if cell_len(name) + 1 > self.cells:
                name = split_word(split, short=True)
            here = at == self.sheet.split
            if here and self.palette.brackets:
                name = f"[{clipped(name, self.cells - 2, ascii)}]"
            cells = self.cells - (self.bar_cells + 1 if self.bar_cells else 0)
            parts.append(Segment(cut(name, cells, ascii, right=True), styles.accent_bold if here else styles.muted))
            parts += [Segment(" " * (self.bar_cells + 1), styles.blank)] if self.bar_cells else []
        if self.weight_cells:
            parts.append(Segment(cut(_("weight"), self.weight_cells, ascii, right=True), styles.muted))
        return fit(parts, self.width, styles.blank)

    def line(self, at: int, first: int, last: int, of: int) -> Strip:
        """All rows (0), or a class (from 1 on) in each split."""
        sheet, styles, ascii = self.sheet, self.palette.bg, self.palette.ascii
        counts, here, marks = sheet.counts, at == sheet.line, glyphs(ascii)
        own = styles.muted if at == 0 else class_styles(len(counts.names), self.palette)[at - 1]
        name = _("all") if at == 0 else counts.names[at - 1]
        mark = marks.mark if here else " "
        if not here and (at == first > 0 or (at == last - 1 and last < of)):
            mark = marks.up if at == first > 0 else marks.down
        name_style = styles.accent_bold if here else own
        parts = [Segment(cut(name, self.name_cells, ascii), name_style), Segment(mark, styles.accent_bold)]
        apart = counts.largest_difference
        for split in range(len(counts.splits)):
            rows = int(counts.rows[split] if at == 0 else counts.counts[at - 1, split])
            total = int(counts.rows.sum())
            share = rows / max(1, total) if at == 0 else float(counts.shares[at - 1, split])
            marked = (
                apart is not None
                and abs(apart.there - apart.in_training) >= MARKED
                and at > 0
                and (apart.group, apart.split) == (at - 1, split)
            )
            style = self._style(here and split == sheet.split, marked, rows, at)
            if self.number_cells:
                parts.append(Segment(f" {count(rows).rjust(self.number_cells)}", style))
            shown = displayed(_whole_percent(share), ascii) + ("!" if marked else " ")
            parts.append(Segment(shown.rjust(self.share_cells), styles.warn if marked else styles.muted))
            if self.bar_cells:
                bar = share_bar(share / self.full, self.bar_cells, own, self.palette) if at else [
                    Segment(" " * self.bar_cells, styles.blank)
                ]  # fmt: skip
                parts += [*bar, Segment(" ", styles.blank)]
        if self.weight_cells:
            parts.append(Segment(displayed(self._weight(at), ascii).rjust(self.weight_cells), self._weight_style))
        return fit(parts, self.width, styles.blank)

    def _style(self, here: bool, marked: bool, rows: int, at: int) -> Style:
        styles = self.palette.bg
        if here:
            return styles.on_accent
        return styles.warn if marked or not rows else styles.strong if at == 0 else styles.fg

    def _weight(self, at: int) -> str:
        if self.weights is None or at == 0:
            return ""
        return f"{float(self.weights[at - 1]):.3g}" if self.sheet.counts.counts[at - 1, 0] else NOTHING

    @property
    def _weight_style(self) -> Style:
        return self.palette.bg.fg if self.sheet.weighted else self.palette.bg.faint

    def figures(self, room: int) -> list[Strip]:
        """The figures of a target of numbers in each split, and its histogram, on at most `room` lines."""
        sheet, styles, ascii = self.sheet, self.palette.bg, self.palette.ascii
        lines = []
        for number, name in enumerate(FIGURES):
            parts = [Segment(cut(translated(name), self.name_cells + 1, ascii), styles.muted)]
            for split in range(len(sheet.counts.splits)):
                here = split == sheet.split
                style = styles.accent_bold if here else styles.strong if number == 1 else styles.fg
                parts.append(Segment(displayed(self._figure(split, number), ascii).rjust(self.cells), style))
            lines.append(fit(parts, self.width, styles.blank))
        rows = min(MOST_ROWS, room - len(lines))
        return lines[:room] if rows < 1 else [*lines, *self._histograms(rows)]

    def _figure(self, split: int, number: int) -> str:
        found = self.sheet.counts.figures[split]
        if number == 0:
            return count(int(self.sheet.counts.rows[split]))
        if found is None:
            return NOTHING
        value = (found.mean, found.deviation, found.least, found.median, found.greatest)[number - 1]
        return brief_number(float(f"{value:.4g}"))

    def _histograms(self, rows: int) -> list[Strip]:
        counts, blank = self.sheet.counts, self.palette.bg.blank
        drawn = [[Segment(" " * (self.name_cells + 1), blank)] for _row in range(rows)]
        for split, own in enumerate(counts.histograms):
            style = self.palette.bg.accent if split == self.sheet.split else self.palette.bg.pos
            bars = count_bars(own, float(own.max(initial=0)), rows, 1, style, None, self.palette)
            for parts, bar in zip(drawn, bars, strict=True):
                parts += [Segment(" " * max(1, self.cells - len(own)), blank), *bar]
        return [fit(parts, self.width, blank) for parts in drawn]


def _whole_percent(share: float) -> str:
    """A share in whole percent, in four cells at most; nothing where there are no rows."""
    if not isfinite(share):
        return NOTHING
    if 0 < share < 0.01 or 0.99 < share < 1:
        return "<1%" if share < 0.5 else ">99%"
    return f"{100 * share:.0f}%"


def histogram_cells(splits: int, width: int) -> int:
    """The cells that the histogram of one split may take in a pane of this width."""
    return max(1, min(23, (width - 11) // max(1, splits) - 1))


def _said(sheet: SplitSheet, weights_shown: bool, palette: Palette) -> list[list[StyledText]]:
    """How rows are divided, where the splits differ most, and which classes are missing somewhere."""
    counts, styles = sheet.counts, palette.bg
    found: list[list[StyledText]] = [[(displayed(sheet.division, palette.ascii), styles.fg)]]
    if not counts.in_groups:
        return found
    found += [[(text, styles.warn)] for text in _lacking(counts, palette)]
    if (apart := counts.largest_difference) is not None:
        text = _("largest difference: {}, {} in training, {} in {}").format(
            clipped(counts.names[apart.group], LONGEST_NAME, palette.ascii), percent(apart.in_training),
            percent(apart.there), split_word(counts.splits[apart.split]),
        )  # fmt: skip
        found.append([(text, styles.muted)])
    weights = counts.balanced
    if weights is not None and not weights_shown:
        parts = [
            f"{clipped(name, LONGEST_NAME, palette.ascii)}: {float(weight):.3g}"
            for name, weight, rows in zip(counts.names, weights, counts.counts[:, 0], strict=True)
            if rows
        ][: MOST_NAMED + 1]
        shown = ", ".join(parts) + (", …" if len(parts) < len(counts.names) else "")
        text = _("weights by class: {}") if sheet.weighted else _("weights if balanced: {}")
        found.append([(text.format(shown), styles.fg if sheet.weighted else styles.muted)])
    return found


def _lacking(counts: SplitCounts, palette: Palette) -> list[str]:
    """Which classes are in training alone, or missing in a split."""
    found, alone = list[str](), counts.in_training_alone
    if alone:
        text = ngettext("{} is in training alone", "{} are in training alone", len(alone))
        found.append(text.format(_named(counts, alone, palette)))
    for split, name in enumerate(counts.splits):
        lacking = [group for group in counts.lacking(split) if group not in alone]
        if lacking and name != LEFT and counts.rows[split]:
            text = ngettext("{} has no row in {}", "{} have no row in {}", len(lacking))
            found.append(text.format(_named(counts, lacking, palette), split_word(name)))
    return found


def _named(counts: SplitCounts, groups: list[int], palette: Palette) -> str:
    """Some classes by name, and how many more."""
    names = ", ".join(clipped(counts.names[group], LONGEST_NAME, palette.ascii) for group in groups[:MOST_NAMED])
    more = len(groups) - MOST_NAMED
    return names if more <= 0 else _("{} and {} more").format(names, count(more))
