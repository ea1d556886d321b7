"""The base of the panes of one class, with the keys that move its threshold."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from textual.binding import Binding
from textual.strip import Strip

from core.analysis.classes.class_curves import ClassCurves, CurvesOfClass, OneClass
from core.analysis.classes.threshold_figures import ThresholdFigures, threshold_figures
from core.analysis.outputs.given import USUAL, largest_decides
from core.analysis.outputs.outputs import Outputs
from core.analysis.outputs.split_outputs import Figure
from core.analysis.wilson_interval import Interval
from core.support.i18n import N_, _, ngettext
from tui_mlp.models.output.classes.threshold_limits import ThresholdLimits, limits_of
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.frame import Facts, fitting
from tui_mlp.render.strips import StyledText, cells_of
from tui_mlp.render.word_wrap import line, sentences
from tui_mlp.text.classes.confusion_text import rows_text
from tui_mlp.text.classes.share_text import interval_text, share_text, threshold_text
from tui_mlp.text.numbers import count
from tui_mlp.views.output.pane import OutputPane

_LONGEST_NAME = 18


class ShownFigure(NamedTuple):
    """A figure at the threshold: its name, its value, its interval."""

    name: str
    value: float
    interval: Interval


class OneClassPane(OutputPane):
    """Draws curves or figures of the class in focus. The threshold is the same in all such panes."""

    DRAWN = "plot"
    FOLLOWS_THRESHOLD = False  # curves are those of all thresholds, and figures say what changes against the usual one
    BINDINGS = [
        Binding("left", "move_threshold(-1)", N_("Lower threshold"), show=False),
        Binding("right", "move_threshold(1)", N_("Higher threshold"), show=False),
        Binding("shift+left,pagedown", "move_threshold(-10)", N_("Much lower threshold"), show=False),
        Binding("shift+right,pageup", "move_threshold(10)", N_("Much higher threshold"), show=False),
        Binding("home", "usual_threshold", N_("The usual threshold, 0.5"), show=False),
        Binding("f", "note_threshold('best_f1')", N_("Threshold of the best F1"), show=False),
        Binding("j", "note_threshold('youden')", N_("Threshold of Youden's J"), show=False),
        Binding("x", "note_threshold('balanced')", N_("Threshold at which recall = precision"), show=False),
        Binding("t", "type_threshold", N_("Type a threshold"), show=False),
    ]

    @property
    def FIGURES(self) -> tuple[Figure[Any], ...]:  # type: ignore[override]
        """The scores and curves of the class in focus."""
        return (CurvesOfClass(self.output_focus.output),)

    @property
    def one_class(self) -> OneClass | None:
        """The class in focus over the rows of the split in focus; None while there are no outputs of classes."""
        split = self.split_outputs
        if split is None or split.meaning.task != "classification" or not split.meaning.names:
            return None
        return split.figure(CurvesOfClass(self.output_focus.output))

    @property
    def curves(self) -> ClassCurves | None:
        """The curves of the class in focus; None where there are none."""
        one_class = self.one_class
        return one_class.curves if one_class else None

    @property
    def threshold(self) -> float:
        """The threshold in focus."""
        chosen = self.output_focus.threshold
        return USUAL if chosen is None else chosen

    @property
    def limits(self) -> ThresholdLimits:
        """The least and the greatest threshold."""
        return limits_of(self.curves) if self.curves else ThresholdLimits()

    def class_name(self) -> str:
        """The name of the class in focus, shortened."""
        split, one_class = self.split_outputs, self.one_class
        if split is None or one_class is None:
            return ""
        return clipped(split.meaning.names[one_class.scores.number], _LONGEST_NAME, self.palette.ascii)

    def facts(self) -> Facts:
        """Which class, and of which rows."""
        split, one_class = self.split_outputs, self.one_class
        if split is None or one_class is None:
            return ""
        label = _("label {}") if split.meaning.several_labels else _("class {}")
        moment = [self.moment()] if self.moment() else []
        styles = self.palette.bg
        parts = [rows_text(split), *moment]
        named: StyledText = label.format(self.class_name()), styles.fg
        choices = ([named, (", " + ", ".join(parts), styles.muted)], [named])
        titled = ((self.title(), facts) for facts in choices)
        return fitting(titled, self.size.width, self.palette, self.has_focus)[1]

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the threshold."""
        if self.curves is None:
            return [("c", _("class"))]
        return [("←→", _("threshold")), ("c", _("class")), ("f", _("best F1")), ("j", "Youden"), ("t", _("type"))]

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """The curves of the class in focus, or why there are none."""
        split, one_class = self.split_outputs, self.one_class
        if split is None:
            return self.nothing_yet(width)
        if one_class is None:
            return sentences(_("These outputs are no classes."), width, self.palette)
        if one_class.curves is None:
            return sentences(self.without_order(one_class), width, self.palette)
        if reason := self.missing(one_class.curves):
            return sentences(reason, width, self.palette)
        return self.draw_curves(one_class, one_class.curves, width, height)

    def without_order(self, one_class: OneClass) -> str:
        """Why there are no curves at all."""
        if not one_class.scores.m:
            return _("There are no rows here.")
        return ngettext(
            "{} of {} outputs is NaN or infinite, as after divergence: such outputs have no order, so there is no "
            "curve and no threshold.",
            "{} of {} outputs are NaN or infinite, as after divergence: such outputs have no order, so there is no "
            "curve and no threshold.",
            one_class.scores.not_finite,
        ).format(count(one_class.scores.not_finite), count(one_class.scores.m))

    def fitting_line(self, choices: Sequence[Sequence[StyledText]], width: int) -> Strip:
        """The first of these lines that fits whole; the last if none does."""
        fitting = (parts for parts in choices if cells_of(parts, self.palette.ascii) <= width)
        return line(next(fitting, choices[-1]), width, self.palette)

    def missing(self, curves: ClassCurves) -> str:
        """Why this pane has nothing to draw of the curves; empty where it has."""
        return ""

    def only_one_kind(self, curves: ClassCurves) -> str:
        """That no row, or each, is of the class in focus."""
        if not curves.counts.positives:
            return _("No row here is of the class {}.").format(self.class_name())
        return _("All rows here are of the class {}.").format(self.class_name())

    def draw_curves(self, one_class: OneClass, curves: ClassCurves, width: int, height: int) -> list[Strip]:
        """At most `height` strips of `width` cells."""
        raise NotImplementedError

    def figures(self, curves: ClassCurves) -> ThresholdFigures:
        """The figures at the threshold in focus."""
        return threshold_figures(curves.counts, self.threshold)

    def figure_line(self, shown: Sequence[ShownFigure], width: int) -> Strip:
        """A line of the threshold in focus with figures and their intervals; without what doesn't fit whole."""
        styles = self.palette.bg
        parts: list[StyledText] = [(_("above {}").format(threshold_text(self.threshold)), styles.accent_bold)]
        plain, whole = list[list[StyledText]](), list[list[StyledText]]()
        for one in shown:
            plain.append([(f"  {one.name} ", styles.muted), (share_text(one.value), styles.strong)])
            whole.append([*plain[-1], (f" {interval_text(one.interval)}", styles.faint)])
        choices: Sequence[Sequence[Sequence[StyledText]]] = (whole, [*whole[:1], *plain[1:]], plain, plain[:1], [])
        return self.fitting_line([[*parts, *(part for group in one for part in group)] for one in choices], width)

    def action_move_threshold(self, hundredths: int) -> None:
        """Move the threshold to the next multiple of so many hundredths."""
        if self.curves is not None:
            self.move_focus(threshold=self.limits.stepped(self.threshold, hundredths))

    def action_usual_threshold(self) -> None:
        """Go back to the usual threshold."""
        self.move_focus(threshold=None)

    def action_note_threshold(self, name: str) -> None:
        """Go to a threshold of note; where there is none, say why."""
        curves = self.curves
        if curves is None:
            return
        found: float | None = getattr(curves.noted, name)
        if found is None:
            self.notify(self.only_one_kind(curves))
        else:
            self.move_focus(threshold=found)

    def action_type_threshold(self) -> None:
        """Ask for a threshold."""
        from tui_mlp.dialogs.prompt import Prompt

        if self.curves is None:
            return
        limits = self.limits

        def accept(text: str) -> None:
            self.move_focus(threshold=limits.typed(text))

        note = _("rows with a larger output are given the class; from {} to {}")
        note = note.format(threshold_text(limits.low), threshold_text(limits.high))
        self.app.push_screen(Prompt(_("threshold"), threshold_text(self.threshold), accept, note))

    def help_on_threshold(self) -> str:
        """What all these panes share, for their help."""
        split = self.split_outputs
        several = split is not None and largest_decides(split.meaning)
        usual = (
            _("Usually a row is given the class with the largest output, which may be below 0.5.")
            if several
            else _("Usually it is 0.5.")
        )
        scope = (
            _(
                "This threshold is tried out here alone, for it doesn't say which other class a row below it is given: "
                "accuracy and predictions elsewhere stay as they are, and so does the training."
            )
            if several
            else _(
                "All panes of outputs go by a threshold that was moved, and have it in their titles: what they call "
                "wrong, the map's border, the confusion matrix, the lists of examples. The training, its reported "
                "accuracy and predictions elsewhere stay as they are."
            )
        )
        return _("""\
One class is told from all others: a row is given it if its output for it, from 0 to 1, is above the threshold. {}
{}
Weights of examples (data.class_weight) count in training, not here.

  ←→        threshold lower, higher by 0.01; with shift, or page keys, by 0.1
  home      back to 0.5
  t         type one
  f         where F1 is highest
  j         where Youden's J = recall + specificity − 1 is highest
  x         where recall = precision: as many rows are given the class as are of it
  c  C      another class
  d         other rows: training, validation, test
  y         copy the numbers as CSV""").format(usual, scope)
