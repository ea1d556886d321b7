"""The ROC curve of one class."""

import numpy as np
from textual.strip import Strip

from core.analysis.classes.class_curves import ClassCurves, OneClass
from core.analysis.wilson_interval import wilson_intervals
from core.support.i18n import _
from tui_mlp.render.output.classes.unit_plot import UnitPlot
from tui_mlp.text.classes.share_text import interval_text, share_text
from tui_mlp.text.csv_text import csv_text

from .one_class_pane import OneClassPane, ShownFigure

_LINES_FOR_TEXT, _LINES_FOR_FIGURES = 6, 9
"""Lines of the body from which one of them, or two, are text."""


class RocPane(OneClassPane):
    """Recall against the false positive rate at all thresholds, with the area under the curve."""

    def title(self) -> str:
        """The name of the pane."""
        return _("ROC")

    def missing(self, curves: ClassCurves) -> str:
        """That there are no two kinds to be told apart."""
        if curves.counts.both_kinds:
            return ""
        return _("{} A ROC curve needs rows of it, and others.").format(self.only_one_kind(curves))

    def draw_curves(self, one_class: OneClass, curves: ClassCurves, width: int, height: int) -> list[Strip]:
        """The area, the figures at the threshold, and below them the curve."""
        styles, roc, figures = self.palette.bg, curves.roc, self.figures(curves)
        recall, rate = figures.recall, figures.false_positive_rate
        area = [
            ("AUC ", styles.muted), (share_text(roc.auc), styles.strong),
            (f" {interval_text(roc.interval)}", styles.faint), (_("  guessing 0.5: the diagonal"), styles.muted),
        ]  # fmt: skip
        shown = [
            ShownFigure(_("recall"), recall.value, recall.interval),
            ShownFigure(_("FPR"), rate.value, rate.interval),
        ]
        text = [self.fitting_line([area, area[:3], area[:2]], width), self.figure_line(shown, width)]
        text = text[: (height >= _LINES_FOR_TEXT) + (height >= _LINES_FOR_FIGURES)]
        plot = UnitPlot(width, height - len(text), self.palette)
        low, high = wilson_intervals(np.rint(roc.recall * curves.counts.positives), curves.counts.positives)
        plot.band(roc.false_positive_rate, low, high)
        plot.curve(np.array([0.0, 1.0]), np.array([0.0, 1.0]), styles.faint, faint=True)
        plot.level(recall.value, *rate.interval, styles.accent)
        plot.upright(rate.value, *recall.interval, styles.accent)
        plot.curve(roc.false_positive_rate, roc.recall, styles.fg)
        plot.mark(rate.value, recall.value, styles.accent_bold)
        return [*text, *plot.strips(_("recall ↑  false positive rate →"))]

    def text_to_copy(self, latex: bool) -> str:
        """The curve as CSV."""
        curves = self.curves
        if curves is None or not curves.counts.both_kinds:
            return super().text_to_copy(latex)
        roc = curves.roc
        columns = (roc.scores.tolist(), roc.false_positive_rate.tolist(), roc.recall.tolist())
        return csv_text(("score_at_least", "false_positive_rate", "recall"), zip(*columns, strict=True))

    def help_text(self) -> str:
        """The help on this pane."""
        return _("""\
The ROC curve of one class: for each threshold the recall, the share of its rows that are given it, over the false
positive rate (FPR), the share of all other rows that are given it too. Perfect is the corner at the top left; always
guessing lies on the diagonal.
AUC is the area below: how often a row of the class has the larger output of a pair with another row. The interval in
which it would lie for other rows of the same kind, with 95 % confidence, is Hanley and McNeil's in Newcombe's form
(2006); the tint and the cross at the threshold are Wilson's intervals.
{}""").format(self.help_on_threshold())
