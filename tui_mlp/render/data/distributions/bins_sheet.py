"""A column of numbers or dates: its distribution by class or against the target."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from rich.style import Style
from textual.strip import Strip

from core.support.i18n import _
from tui_mlp.models.data.distributions.distribution_texts import percent_text, quartiles_text, range_text, skewness_text
from tui_mlp.render.bar import groups_that_fit
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.colours.palette import Palette, bold
from tui_mlp.render.data.class_styles import class_styles
from tui_mlp.render.strips import StyledText, fit, segments
from tui_mlp.render.word_wrap import line
from tui_mlp.text.data.before_number import behind_name
from tui_mlp.text.numbers import brief_number, count, three_digits

from .bin_plots import count_bars, full_share, mean_plot, share_bars, short_count, with_labels
from .column_sheet import ColumnSheet, DrawnColumn, margin, margin_text, rule_lines
from .reading_line import reading_line
from .value_axis import value_axis

MOST_ROWS = 12
"""The most lines of a histogram."""


class _Lines(NamedTuple):
    """How many lines there are of each part."""

    histogram: int
    share: int
    means: int
    skewness: int
    quartiles: int
    first_blank: int
    second_blank: int


def bins_sheet(sheet: ColumnSheet, width: int, height: int, palette: Palette) -> DrawnColumn:
    """The rule, a histogram for each class on one axis, the share of a class or the mean of the target, figures."""
    bins, found = sheet.found.bins, sheet.found
    assert bins is not None, "numbers and dates have bins"
    left = margin(sheet.names if sheet.in_groups else (), palette.ascii)
    each = max(1, (width - left) // bins.count)
    rule = rule_lines(sheet, width, height, palette)
    room = height - len(rule) - 1
    grouped = bool(sheet.names) and sheet.in_groups
    groups = _shown_groups(sheet, room) if grouped else []
    more = len(sheet.names) - len(groups) if grouped else 0
    lines = _lines(sheet, room - 1 - bool(more), max(1, len(groups)))
    blank = Strip.blank(width, palette.bg.blank)
    drawn = [*rule, *[blank] * lines.first_blank]
    if grouped:
        drawn += _histograms(sheet, groups, lines.histogram, each, left, width, palette)
    else:
        bars = count_bars(found.tally.present, float(found.tally.present.max(initial=0)), lines.histogram, each,
                          palette.bg.pos, sheet.at, palette, sheet.log_counts)  # fmt: skip
        labels = [(_("rows"), palette.bg.muted), (short_count(int(found.tally.present.sum())), palette.bg.muted)]
        drawn += with_labels(bars, labels[: lines.histogram], left, width, palette)
    axis = value_axis(bins, each, max(1, width - left), sheet.at, palette)
    drawn.append(fit([margin_text(sheet.column.name, left, palette), *axis], width, palette.bg.blank))
    if more:
        drawn.append(line([(_("and {} more").format(count(more)), palette.bg.muted)], width, palette))
    drawn += [blank] * lines.second_blank
    if lines.share and grouped:
        drawn += _shares(sheet, lines.share, each, left, width, palette)
    elif lines.share:
        mean, deviation = found.tally.mean[:-1], found.tally.deviation[:-1]
        drawn += mean_plot(mean, deviation, lines.share, each, left, sheet.group_name, sheet.at, palette)
    drawn += _figures(sheet, lines, width, palette)
    drawn.append(_last(sheet, width, palette))
    return DrawnColumn(drawn[:height], left, each)


def _shown_groups(sheet: ColumnSheet, room: int) -> list[int]:
    """The classes that have histograms: all in their order, or where they don't fit the commonest first."""
    k = len(sheet.names)
    if k <= max(2, room - 3):
        return list(range(k))[: max(1, room - 1)]
    rows = sheet.found.tally.groups.sum(1)
    order = sorted(range(k), key=lambda number: (-int(rows[number]), number))
    return order[: max(1, room - 4)]


def _lines(sheet: ColumnSheet, room: int, histograms: int) -> _Lines:
    """Shares the lines between the parts; `room` is without rule, axis and last line."""
    grouped, against = bool(sheet.names) and sheet.in_groups, bool(sheet.names) and not sheet.in_groups
    figures = sheet.found.figures
    skewed = figures is not None and sheet.found.bins is not None and not sheet.found.bins.unit
    skewed = skewed and figures is not None and bool(skewness_text(figures))
    measured = figures is not None and sheet.found.bins is not None and not sheet.found.bins.unit
    taken = dict.fromkeys(_Lines._fields, 0)
    taken["histogram"] = 1
    left = room - histograms
    wants: list[str] = []
    if grouped:
        wants = ["share", "means", "histogram", "skewness", "share", "histogram", "first_blank", "second_blank"]
        wants += ["quartiles", "histogram", "histogram", "share"]
    elif against:
        wants = ["share", "share", "means", "share", "histogram", "skewness", "share", "histogram", "first_blank"]
        wants += ["quartiles", "share", "second_blank", "share", "histogram", "share"]
    else:
        wants = ["histogram", "skewness", "histogram", "quartiles", "first_blank"]
    wants += ["histogram", *(["share"] if wants[0] == "share" else [])] * MOST_ROWS
    for want in wants:
        cost = histograms if want == "histogram" else 1
        if want == "histogram" and taken[want] >= MOST_ROWS and (grouped or against):
            continue
        if (want == "skewness" and not skewed) or (want == "quartiles" and not measured) or cost > left:
            continue
        taken[want] += 1
        left -= cost
    if against and taken["share"] == 1:  # one line can't show a curve
        taken["share"], taken["histogram"] = 0, taken["histogram"] + 1
    return _Lines(**taken)


def _histograms(
    sheet: ColumnSheet, groups: Sequence[int], rows: int, each: int, left: int, width: int, palette: Palette
) -> list[Strip]:
    """A histogram for each class, all on one scale, with name and count at the left."""
    counts, styles = sheet.found.tally.groups[:, :-1], class_styles(len(sheet.names), palette)
    most, drawn = float(counts[list(groups)].max(initial=0)), list[Strip]()
    for group in groups:
        bars = count_bars(counts[group], most, rows, each, styles[group], sheet.at, palette, sheet.log_counts)
        name = (sheet.names[group], bold(styles[group]))
        number = (short_count(int(counts[group].sum())), palette.bg.muted)
        drawn += with_labels(bars, [name, number][:rows], left, width, palette)
    return drawn


def _shares(sheet: ColumnSheet, rows: int, each: int, left: int, width: int, palette: Palette) -> list[Strip]:
    """The share of the class in focus in each bin; where it is small, its scale is said."""
    shares = sheet.found.tally.shares(sheet.group)[:-1]
    full = full_share(shares)
    bars = share_bars(shares, full, rows, each, sheet.at, palette)
    muted = palette.bg.muted
    if rows == 1:
        labels = [(f"{clipped(sheet.group_name, left - 3, palette.ascii)} %", muted)]
    else:
        unit = "%" if full == 1 else _("to {:g}%").format(100 * full)
        labels = [(sheet.group_name, muted), (unit, muted)]
    return with_labels(bars, labels, left, width, palette)


def _figures(sheet: ColumnSheet, lines: _Lines, width: int, palette: Palette) -> list[Strip]:
    """The means by class with the share among missing cells, or the correlation; quartiles, skewness."""
    drawn, figures, styles = list[Strip](), sheet.found.figures, palette.bg
    if lines.means:
        groups = _means(sheet, palette) if sheet.in_groups else _correlation(sheet, palette)
        fitting = groups_that_fit(groups, width + 1, styles, palette.ascii)[1:]
        drawn.append(fit(segments(fitting, palette.ascii), width, styles.blank))
    if lines.quartiles and figures is not None:
        drawn.append(line([(quartiles_text(figures), styles.fg)], width, palette))
    if lines.skewness and figures is not None:
        drawn.append(line([(skewness_text(figures), styles.warn)], width, palette))
    return drawn


def _means(sheet: ColumnSheet, palette: Palette) -> list[list[StyledText]]:
    """The mean in each class, and the share of the class in focus among missing cells."""
    styles, found = palette.bg, list[list[StyledText]]()
    colours = class_styles(len(sheet.names), palette)
    for number, mean in enumerate(sheet.found.group_means):
        if np.isfinite(mean):
            said = behind_name(sheet.names[number]) + three_digits(mean)
            found.append([_name(sheet.names[number], colours[number], palette), (said, styles.strong)])
    if found:
        found[0] = [(_("mean") + " ", styles.muted), *found[0]]
    if sheet.found.tally.missing and np.isfinite(share := float(sheet.found.tally.shares(sheet.group)[-1])):
        text = f"{percent_text(share)} {clipped(sheet.group_name, 12, palette.ascii)}"
        missing: list[StyledText] = [(_("missing") + " ", styles.muted), (text, styles.strong)]
        found.insert(2 if len(found) > 2 else len(found), missing)
    return found


def _correlation(sheet: ColumnSheet, palette: Palette) -> list[list[StyledText]]:
    """What the curve is, r, and the mean of the target among missing cells."""
    styles, tally = palette.bg, sheet.found.tally
    name = clipped(sheet.group_name, 16, palette.ascii)
    found: list[list[StyledText]] = []
    if np.isfinite(sheet.found.correlation):
        found.append([("r ", styles.muted), (f"{sheet.found.correlation:.2f}", styles.strong)])
    if tally.missing and np.isfinite(tally.mean[-1]):
        found.append([(_("missing") + " ", styles.muted), (brief_number(float(tally.mean[-1])), styles.strong)])
    found.append([(_("mean of {} ± deviation").format(name), styles.muted)])
    return found


def _name(name: str, style: Style, palette: Palette) -> StyledText:
    return clipped(name, 12, palette.ascii), style


def _last(sheet: ColumnSheet, width: int, palette: Palette) -> Strip:
    """The bin in focus; without one the range and the deviation."""
    if sheet.at is not None:
        return reading_line(sheet, width, palette)
    return line([(range_text(sheet.found, sheet.filled), palette.bg.fg)], width, palette)
