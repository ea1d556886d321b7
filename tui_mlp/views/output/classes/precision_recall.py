"""The precision-recall curve of one class."""

import numpy as np
from textual.strip import Strip

from core.analysis.classes.class_curves import ClassCurves, OneClass
from core.support.i18n import _
from tui_mlp.render.output.classes.unit_plot import UnitPlot
from tui_mlp.text.classes.share_text import share_text
from tui_mlp.text.csv_text import csv_text

from .one_class_pane import OneClassPane, ShownFigure

_LINES_FOR_TEXT, _LINES_FOR_FIGURES = 6, 9
"""Lines of the body from which one of them, or two, are text."""


class PrecisionRecallPane(OneClassPane):
    """Precision over recall at all thresholds, with the average precision."""

    def title(self) -> str:
        """The name of the pane."""
        return _("Precision and recall")

    def missing(self, curves: ClassCurves) -> str:
        """That there is no row to be found."""
        if curves.counts.positives:
            return ""
        return _("{} There is no recall without them.").format(self.only_one_kind(curves))

    def draw_curves(self, one_class: OneClass, curves: ClassCurves, width: int, height: int) -> list[Strip]:
        """The average precision, the figures at the threshold, and below them the curve."""
        styles, found, figures = self.palette.bg, curves.precision_recall, self.figures(curves)
        recall, precision = figures.recall, figures.precision
        average = [
            (_("average precision "), styles.muted), (share_text(found.average_precision), styles.strong),
            (_("  always giving it {}").format(share_text(found.share)), styles.muted),
        ]  # fmt: skip
        shown = [
            ShownFigure(_("precision"), precision.value, precision.interval),
            ShownFigure(_("recall"), recall.value, recall.interval),
        ]
        text = [self.fitting_line([average, average[:2]], width), self.figure_line(shown, width)]
        text = text[: (height >= _LINES_FOR_TEXT) + (height >= _LINES_FOR_FIGURES)]
        plot = UnitPlot(width, height - len(text), self.palette)
        plot.curve(np.array([0.0, 1.0]), np.array([found.share, found.share]), styles.faint, faint=True)
        if figures.given:
            plot.level(precision.value, *recall.interval, styles.accent)
            plot.upright(recall.value, *precision.interval, styles.accent)
        # Steps: each precision holds back to the recall before, as in the sum of the average precision.
        x = np.column_stack([np.append(0.0, found.recall[:-1]), found.recall]).ravel()
        plot.curve(x, np.repeat(found.precision, 2), styles.fg)
        if figures.given:
            plot.mark(recall.value, precision.value, styles.accent_bold)
        return [*text, *plot.strips(_("precision ↑  recall →"))]

    def text_to_copy(self, latex: bool) -> str:
        """The curve as CSV."""
        curves = self.curves
        if curves is None or not curves.counts.positives:
            return super().text_to_copy(latex)
        found = curves.precision_recall
        columns = (found.scores.tolist(), found.recall.tolist(), found.precision.tolist())
        return csv_text(("score_at_least", "recall", "precision"), zip(*columns, strict=True))

    def help_text(self) -> str:
        """The help on this pane."""
        return _("""\
Precision over recall of one class, for each threshold. Recall is the share of its rows that are given it, precision the
share of the rows given it that are of it. Perfect is the corner at the top right. Always giving the class has its share
among the rows as precision: the faint line. Where a class is rare this says more than the ROC curve, in which many
wrong rows are still a small share of all others.
The average precision is the area below, in steps, as scikit-learn computes it.
{}""").format(self.help_on_threshold())
