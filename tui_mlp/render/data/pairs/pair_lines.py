"""The lines below two columns: the classes' colours, the correlation, the row in focus."""

from math import isfinite

from rich.style import Style
from textual.strip import Strip

from core.data.source_rows.source_rows import SourceRows
from core.support.i18n import _
from tui_mlp.models.data.pairs.column_pair import ColumnPair
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.data.class_styles import STEPS, class_style, step_style, swatch
from tui_mlp.render.output.numbers.group_line import group_line
from tui_mlp.render.output.plane.legend import Group, arranged
from tui_mlp.render.word_wrap import line
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import NOTHING, brief_number, count, data_number, row_count_text
from tui_mlp.text.split_words import split_word

LONGEST_NAME, LONGEST_CELL = 16, 20
"""Cells of a name, and of what stands in a cell of the source, at most."""


def legend_lines(pair: ColumnPair, target: str, width: int, palette: Palette) -> list[Strip]:
    """One line on what the colours mean; none where they mean nothing, or names in them stand beside the strips.

    `target` is the name of a regression's target.
    """
    styles = palette.bg
    if pair.groups is not None and pair.y.names != pair.names and pair.form != "table":
        groups: list[Group] = [
            [
                swatch(number, class_style(number, len(pair.names), palette), palette),
                (f" {clipped(name, LONGEST_NAME, palette.ascii)}", styles.muted),
            ]
            for number, name in enumerate(pair.names)
        ]
        return [line(parts, width, palette) for parts in arranged(groups, width, 1, palette)]
    if pair.levels is not None and pair.form != "table":
        low, high = map(brief_number, pair.limits)
        mark = glyphs(palette.ascii).swatch
        scale = [
            (str(round(step / (STEPS - 1) * 9)) if palette.brackets else mark, step_style(step, palette))
            for step in range(STEPS)
        ]
        name = clipped(target, LONGEST_NAME, palette.ascii)
        return [line([(f"{name} {low} ", styles.muted), *scale, (f" {high}", styles.muted)], width, palette)]
    return []


def measure_line(pair: ColumnPair, width: int, palette: Palette) -> Strip:
    """How much the two columns have to do with each other, and which rows are drawn."""
    styles, value = palette.bg, pair.association
    number = f"{value:.2f}" if isfinite(value) else NOTHING
    groups: list[Group] = []
    if pair.form == "points":
        groups.append([("r ", styles.muted), (number.replace("-", "−"), styles.strong), _words(abs(value), palette)])
    elif pair.form == "strips":
        if isfinite(value):
            share = f"{100 * value:.{0 if value >= 0.095 else 1}f} %"
            groups.append([(share, styles.strong), (" " + _("of the variance lies between these"), styles.muted)])
        undefined = [] if isfinite(value) else [_words(value, palette)]
        groups.append([("η² ", styles.muted), (number, styles.strong), *undefined])
    else:
        groups.append([(_("Cramér's V "), styles.muted), (number, styles.strong), _words(value, palette)])
    present = pair.count - pair.missing
    if len(pair.rows) < present and pair.form != "table":
        groups.append([(_("{} of {} drawn").format(count(len(pair.rows)), count(present)), styles.muted)])
    else:
        groups.append([(row_count_text(present), styles.muted)])
    if pair.missing:
        groups.append([(_("{} without a value").format(count(pair.missing)), styles.warn)])
    return group_line(groups, width, palette)


def _words(size: float, palette: Palette) -> tuple[str, Style]:
    """What the size of r or V says, in a word."""
    if not isfinite(size):
        text = _("undefined")
    elif size < 0.1:
        text = _("hardly related")
    else:
        text = _("weak") if size < 0.3 else _("moderate") if size < 0.6 else _("strong")
    return f" {text}", palette.bg.muted


def row_line(source: SourceRows, pair: ColumnPair, row: int, target: str, width: int, palette: Palette) -> Strip:
    """The row in focus: its number, its split, and its cells in both columns and in the target."""
    styles = palette.bg
    split = source.split_name(row)
    groups: list[Group] = [
        [(row_title(source, row), styles.accent)],
        [(split_word(split), styles.muted)],
    ]
    names = dict.fromkeys([pair.x.name, pair.y.name, *([target] if target in source.by_name else [])])
    groups += [
        [(f"{clipped(name, LONGEST_NAME, palette.ascii)} ", styles.muted), _cell(source, name, row, palette)]
        for name in names
    ]
    return group_line([groups[0], *groups[2:], groups[1]], width, palette)


def row_title(source: SourceRows, row: int) -> str:
    """What a row is called: by its line where the source has lines."""
    if row < len(source.lines):
        return _("line {}").format(count(source.lines[row]))
    return _("row {}").format(count(row + 1))


def _cell(source: SourceRows, name: str, row: int, palette: Palette) -> tuple[str, Style]:
    column = source.by_name[name]
    text = column.text(row)
    if text is None:
        return NOTHING, palette.bg.warn
    if column.texts is None and column.numbers is not None:
        text = data_number(float(column.numbers[row]))
    return clipped(text, LONGEST_CELL, palette.ascii), palette.bg.strong
