"""How often outputs come true, by their size."""

from operator import itemgetter

import numpy as np
from textual.binding import Binding
from textual.strip import Strip

from core.analysis.classes.calibration import FEW_ROWS, Calibration, Division
from core.analysis.classes.class_curves import ClassCurves, OneClass
from core.support.i18n import N_, _
from tui_mlp.render.output.classes.unit_plot import UnitPlot
from tui_mlp.render.strips import StyledText
from tui_mlp.text.classes.share_text import share_text
from tui_mlp.text.csv_text import csv_text
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import plain_number

from .one_class_pane import OneClassPane

_LINES_FOR_TEXT, _LINES_FOR_ERROR = 6, 9
"""Lines of the body from which one of them, or two, are text."""
_BAR_PART = 4
"""The bars take a line of so many of the plot."""


class CalibrationPane(OneClassPane):
    """A reliability diagram: the share of rows that are of the class, over the output that they got for it."""

    BINDINGS = [Binding("v", "turn_division", N_("Bins of equal width or of equally many rows"), show=False)]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.division: Division = "width"

    def title(self) -> str:
        """The name of the pane."""
        return _("Calibration")

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the threshold, and how rows are put into bins."""
        keys = super().keys()
        return [*keys[:1], ("v", _("equal rows") if self.division == "width" else _("equal widths")), *keys[1:]]

    @property
    def few(self) -> str:
        """The mark of a bin of few rows."""
        return glyphs(self.palette.ascii).validation

    @property
    def calibration(self) -> Calibration | None:
        """The diagram that is shown; None where there is none."""
        return self.curves.calibrations.get(self.division) if self.curves else None

    def missing(self, curves: ClassCurves) -> str:
        """That these outputs can't be probabilities."""
        if curves.calibrations:
            return ""
        lowest, highest = (plain_number(float(curves.counts.scores[end])) for end in (-1, 0))
        text = _("These outputs go from {} to {}: they are no probabilities, so nothing says how often they come true.")
        return text.format(lowest, highest)

    def draw_curves(self, one_class: OneClass, curves: ClassCurves, width: int, height: int) -> list[Strip]:
        """The Brier score, the calibration error, and below them the diagram over the number of rows."""
        styles, found = self.palette.bg, curves.calibrations[self.division]
        always = _("always saying {}: ").format(share_text(curves.counts.share))
        brier = [
            (_("Brier score "), styles.muted), (plain_number(found.brier), styles.strong),
            (f"  {always}", styles.muted), (plain_number(found.brier_of_share), styles.fg),
        ]  # fmt: skip
        bins = _("by equal widths") if self.division == "width" else _("by equal rows")
        few: list[StyledText] = []
        if (found.rows < FEW_ROWS).any():
            few = [(f"  {self.few} " + _("fewer than {} rows").format(FEW_ROWS), styles.muted)]
        error = [
            (_("calibration error "), styles.muted), (share_text(found.error), styles.strong),
            (f" {bins}", styles.muted), (f"  {always}", styles.muted), (share_text(0.0), styles.fg),
        ]  # fmt: skip
        errors = [error + few, error[:3] + few, error[:2] + few, error[:3], error[:2]]
        text = [self.fitting_line([brier, brier[:2]], width), self.fitting_line(errors, width)]
        text = text[: (height >= _LINES_FOR_TEXT) + (height >= _LINES_FOR_ERROR)]
        return [*text, *self.diagram(curves, found, width, height - len(text))]

    def diagram(self, curves: ClassCurves, found: Calibration, width: int, height: int) -> list[Strip]:
        """Bars for the rows by their output, the diagonal of perfect outputs, and the bins with their intervals."""
        styles = self.palette.bg
        plot = UnitPlot(width, height, self.palette)
        of_class, others = curves.counts.by_score(plot.columns)
        rows = of_class + others
        plot.bars(rows, max(1, plot.rows // _BAR_PART), styles.border, int(rows.max()))
        plot.curve(np.array([0.0, 1.0]), np.array([0.0, 1.0]), styles.faint, faint=True)
        plot.upright(self.threshold, 0, 1, styles.accent, dotted=True)
        points = [*zip(found.mean_scores.tolist(), found.shares.tolist(), found.intervals, strict=True)]
        for score, _share, interval in points:
            plot.upright(score, *interval, styles.faint)
        firm = found.rows >= FEW_ROWS
        plot.curve(found.mean_scores[firm], found.shares[firm], styles.fg)
        for (score, share, _interval), strong in sorted(zip(points, firm.tolist(), strict=True), key=itemgetter(1)):
            plot.mark(score, share, styles.strong if strong else styles.muted, "" if strong else self.few)
        return plot.strips(_("share of the class ↑  output →"))

    def action_turn_division(self) -> None:
        """Divide the rows the other way."""
        self.division = "count" if self.division == "width" else "width"
        self.redraw()

    def text_to_copy(self, latex: bool) -> str:
        """The diagram as CSV, a line for each bin."""
        found = self.calibration
        if found is None:
            return super().text_to_copy(latex)
        ends = zip(*found.intervals, strict=True)
        columns = (
            found.rows.tolist(),
            found.of_class.tolist(),
            found.mean_scores.tolist(),
            found.shares.tolist(),
            *ends,
        )
        return csv_text(("rows", "of_class", "mean_output", "share", "low", "high"), zip(*columns, strict=True))

    def help_text(self) -> str:
        """The help on this pane."""
        return _("""\
Whether outputs can be read as probabilities. The rows are put into at most ten bins by their output for one class;
each point shows the mean output of its rows, and the share of them that are of the class, with Wilson's interval for
95 %. Points on the diagonal are as sure as they should be, below it the network is too sure of the class, above it too
little. The line joins the bins of five rows or more: the shares of fewer, marked as the text above says, are mostly
chance.
The bars at the bottom show how many rows have each output.
The Brier score is the mean squared distance of output and truth (0 or 1), the calibration error the mean distance from
the diagonal (Naeini and others 2015). Always saying the share of the class has no calibration error at all, and tells
nothing apart: so compare its Brier score.

  v         bins of equal width, or of equally many rows
{}""").format(self.help_on_threshold())
