"""What is said of a column's distribution: range, figures, the bin or level in focus."""

from math import isfinite

from core.data.source_rows.number_figures import NumberFigures
from core.support.i18n import _, ngettext
from tui_mlp.text.numbers import brief_number, count, data_number, three_digits

from .date_units import date_text
from .distribution import SKEWED, Distribution
from .value_bins import Bins


def bin_text(bins: Bins, place: int) -> str:
    """The numbers of a bin: "16 to 20"; of whole numbers "3", or "0 to 4"; of dates "2019" or "2019-03"."""
    low, high = bins.edge(place), bins.edge(place + 1)
    if bins.whole or bins.unit:
        high -= 1
    texts = [_edge_text(bins, edge) for edge in (low, high)]
    return texts[0] if texts[0] == texts[1] else _("{} to {}").format(*texts)


def _edge_text(bins: Bins, edge: float) -> str:
    if bins.unit:
        return date_text(edge, bins.unit)
    return data_number(edge) if not bins.log else brief_number(edge)


def axis_text(bins: Bins, edge: float) -> str:
    """An edge on the axis, with no more digits than are needed."""
    return date_text(edge, bins.unit) if bins.unit else data_number(float(f"{edge:.6g}"))


def place_text(found: Distribution, place: int) -> str:
    """A bin, a level, or behind the levels the missing cells."""
    if found.bins is not None and place < found.bins.count:
        return bin_text(found.bins, place)
    return found.levels[place] if place < len(found.levels) else _("missing")


def percent_text(share: float) -> str:
    """A share in whole percent, with a decimal below one percent; "–" without rows."""
    if not isfinite(share):
        return "–"
    hundredths = 100 * share
    if 0 < hundredths < 1 or 99 < hundredths < 100:
        return f"{min(max(hundredths, 0.1), 99.9):.1f} %"
    return f"{hundredths:.0f} %"


def range_text(found: Distribution, filled: float | None) -> str:
    """The range and the deviation of numbers; `filled` is the deviation with missing cells filled, if that differs."""
    figures, bins = found.figures, found.bins
    if figures is None:
        return ""
    if bins is not None and bins.unit:
        return _("{} to {}").format(date_text(figures.least, bins.unit), date_text(figures.greatest, bins.unit))
    least, greatest = map(brief_number, (figures.least, figures.greatest))
    deviation = three_digits(figures.deviation)
    if figures.least == figures.greatest:
        return _("always {}").format(least)
    text = _("{} to {}, deviation {}").format(least, greatest, deviation)
    if filled is not None and three_digits(filled) != deviation:
        text += " " + _("({} filled)").format(three_digits(filled))
    return text


def quartiles_text(figures: NumberFigures) -> str:
    """The median, and the quartiles around it."""
    low, middle, high = map(brief_number, figures.quartiles)
    return _("median {}, quartiles {} and {}").format(middle, low, high)


def skewness_text(figures: NumberFigures) -> str:
    """That a few numbers are far from the rest; empty where they aren't."""
    if abs(figures.skewness) <= SKEWED:
        return ""
    few = _("few large values") if figures.skewness > 0 else _("few small values")
    return _("skewness {}: {}").format(f"{figures.skewness:.1f}", few)


def levels_text(found: Distribution) -> str:
    """How many levels there are, how many of them are listed, and how many cells are missing."""
    listed, all_of_them = len(found.levels), len(found.levels) + found.others
    if listed == 1 and not found.tally.missing:
        return _("always {}").format(found.levels[0])
    text = ngettext("{} value", "{} values", all_of_them).format(count(all_of_them))
    if found.others:
        text += ", " + _("the {} commonest listed").format(count(listed))
    if found.tally.missing:
        text += ", " + _("{} missing").format(count(found.tally.missing))
    return text
