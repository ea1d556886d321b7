"""The threshold of one class, with its figures."""

from textual.strip import Strip

from core.analysis.classes.class_curves import ClassCurves, OneClass
from core.analysis.outputs.given import largest_decides
from core.support.i18n import _, ngettext, pgettext
from tui_mlp.render.output.classes.score_bars import bar_columns, score_bars
from tui_mlp.render.output.classes.threshold_table import counts_table, figures_table, named_figures
from tui_mlp.render.word_wrap import line, sentences
from tui_mlp.text.classes.share_text import share_text, threshold_text
from tui_mlp.text.csv_text import csv_text
from tui_mlp.text.numbers import count

from .one_class_pane import OneClassPane

_MOST_BARS = 6
"""The most lines of each of the two rows of bars."""


class ThresholdPane(OneClassPane):
    """What a threshold does: counts, figures, and how the outputs of the rows lie about it."""

    SPREADS = True

    def title(self) -> str:
        """The name of the pane, with the threshold."""
        return _("Threshold {}").format(threshold_text(self.threshold))

    def draw_curves(self, one_class: OneClass, curves: ClassCurves, width: int, height: int) -> list[Strip]:
        """The counts, the figures, how many rows change, the thresholds of note, and bars in what is left."""
        palette, figures = self.palette, self.figures(curves)
        lines = counts_table(figures, self.class_name(), width, palette) + figures_table(figures, width, palette)
        lines += sentences(self.changed(one_class), width, palette)
        if curves.counts.both_kinds:
            lines.append(self.noted(curves, width))
        bars = min(_MOST_BARS, (height - len(lines)) // 2)
        if bars > 0:
            of_class, others = curves.counts.by_score(bar_columns(width))
            names = ((of_class, self.class_name(), palette.bg.pos), (others, _("others"), palette.bg.neg))
            most = int(max(of_class.max(), others.max()))
            for numbers, name, style in names:
                lines += score_bars(numbers, most, self.threshold, name, style, width, bars, palette)
            lines.append(line([(_("rows by output, 0 to 1"), palette.bg.muted)], width, palette))
        return lines

    def changed(self, one_class: OneClass) -> str:
        """How many rows are given the class, or not given it, otherwise than usual."""
        split, changed = self.split_outputs, one_class.scores.changed(self.threshold)
        if split is not None and largest_decides(split.meaning):
            text = ngettext(
                "{} row changes against the largest output.", "{} rows change against the largest output.", changed
            )
        else:
            text = ngettext("{} row changes against 0.5.", "{} rows change against 0.5.", changed)
        return text.format(count(changed))

    def noted(self, curves: ClassCurves, width: int) -> Strip:
        """The thresholds of note, each with its key."""
        styles, noted = self.palette.bg, curves.noted
        shown = (
            ("f", _("best F1"), noted.best_f1),
            ("j", "Youden", noted.youden),
            ("x", pgettext("threshold", "balanced"), noted.balanced),
        )
        parts = []
        for key, name, threshold in shown:
            parts += [(f"{key} ", styles.accent), (f"{name} ", styles.muted), (f"{share_text(threshold)}  ", styles.fg)]
        return line(parts, width, self.palette)

    def text_to_copy(self, latex: bool) -> str:
        """The figures as CSV."""
        curves = self.curves
        if curves is None:
            return super().text_to_copy(latex)
        figures = self.figures(curves)
        counts = {
            "threshold": figures.threshold,
            "true_positives": figures.true_positives,
            "false_positives": figures.false_positives,
            "false_negatives": figures.false_negatives,
            "true_negatives": figures.true_negatives,
        }
        rows: list[tuple[object, ...]] = [(key, value, None, None) for key, value in counts.items()]
        rows += [(one.key, one.value, *one.interval) for one in named_figures(figures)]
        return csv_text(("figure", "value", "low", "high"), rows)

    def help_text(self) -> str:
        """The help on this pane."""
        return _("""\
What follows if one class is given to each row whose output for it is above a threshold: how many rows of the class and
of others are given it, and the figures of that with Wilson's intervals for 95 % (that of F1 from its F* = TP/(TP + FP +
FN)). A lower threshold finds more rows of the class, and takes more of others for it. The bars show how many rows have
each output, those of the class above and all others below; balanced is where recall = precision.
{}""").format(self.help_on_threshold())
