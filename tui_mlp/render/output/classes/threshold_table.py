"""The figures of one class at a threshold, as tables."""

from typing import NamedTuple

from textual.strip import Strip

from core.analysis.classes.threshold_figures import ThresholdFigures
from core.analysis.wilson_interval import Interval
from core.support.i18n import _
from tui_mlp.render.cell_text import cut, widest
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import StyledText
from tui_mlp.render.word_wrap import line
from tui_mlp.text.classes.share_text import interval_text, share_text
from tui_mlp.text.numbers import count

_GAP = 2
_LONGEST_NAME = 24
_FIGURE, _INTERVAL = len("0.000"), len("0.00–0.00")


class NamedFigure(NamedTuple):
    """A figure with its interval: `key` names it for other programs, `of` says of what it is a share."""

    key: str
    name: str
    value: float
    interval: Interval
    of: str


def named_figures(figures: ThresholdFigures) -> list[NamedFigure]:
    """The figures in the order in which they are shown."""
    recall, precision, specificity = figures.recall, figures.precision, figures.specificity
    accuracy, f1_interval = figures.accuracy, figures.f1_interval
    return [
        NamedFigure("recall", _("recall"), recall.value, recall.interval, _("of its rows, given it")),
        NamedFigure("precision", _("precision"), precision.value, precision.interval, _("of rows given it, right")),
        NamedFigure("f1", "F1", figures.f1, f1_interval, _("harmonic mean of both")),
        NamedFigure(
            "specificity", _("specificity"), specificity.value, specificity.interval, _("of others, not given it")
        ),
        NamedFigure("accuracy", _("accuracy"), accuracy.value, accuracy.interval, _("of all rows, right")),
    ]


def counts_table(figures: ThresholdFigures, name: str, width: int, palette: Palette) -> list[Strip]:
    """The 2 × 2 counts with their sums, in four lines: a row for the class and one for others, as in `confusion`."""
    styles, ascii = palette.bg, palette.ascii
    muted, right, wrong = styles.muted, styles.strong, styles.bad
    heads = [_("given it"), _("not"), _("rows")]
    of_class = [figures.true_positives, figures.false_negatives, figures.positives]
    others = [figures.false_positives, figures.true_negatives, figures.negatives]
    together = [one + other for one, other in zip(of_class, others, strict=True)]
    rows = [
        ("", heads, muted, (muted, muted, muted)),
        (name, [*map(count, of_class)], styles.fg, (right, wrong, muted)),
        (_("others"), [*map(count, others)], styles.fg, (wrong, right, muted)),
        (_("rows"), [*map(count, together)], muted, (muted, muted, muted)),
    ]
    each = [widest(tuple(column), ascii) for column in zip(*(row[1] for row in rows), strict=True)]
    first = max(1, min(_LONGEST_NAME, widest(tuple(row[0] for row in rows), ascii), width - sum(each) - 3 * _GAP))
    lines = []
    for label, cells, label_style, cell_styles in rows:
        parts: list[StyledText] = [(cut(label, first, ascii), label_style)]
        for text, cell_width, style in zip(cells, each, cell_styles, strict=True):
            parts += [(" " * _GAP, muted), (cut(text, cell_width, ascii, right=True), style)]
        lines.append(line(parts, width, palette))
    return lines


def figures_table(figures: ThresholdFigures, width: int, palette: Palette) -> list[Strip]:
    """Recall, precision, F1, specificity and accuracy with their intervals, a line each; explained if there is room."""
    styles, ascii = palette.bg, palette.ascii
    rows = named_figures(figures)
    first = widest(tuple(row.name for row in rows), ascii)
    explained = widest(tuple(row.of for row in rows), ascii)
    room = first + _FIGURE + _INTERVAL + explained + 3 * _GAP <= width
    lines = []
    for row in rows:
        parts: list[StyledText] = [
            (cut(row.name, first, ascii), styles.muted),
            (" " * _GAP + cut(share_text(row.value), _FIGURE, ascii, right=True), styles.strong),
            (" " * _GAP + cut(interval_text(row.interval), _INTERVAL, ascii), styles.faint),
        ]
        lines.append(line([*parts, (" " * _GAP + row.of, styles.muted)] if room else parts, width, palette))
    return lines
