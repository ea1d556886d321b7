"""Recall, precision and F1 of each class."""

from textual.binding import Binding
from textual.strip import Strip

from core.analysis.classes.by_class import ClassFigures, class_figures
from core.analysis.classes.guessing import Guessing, guessing
from core.analysis.outputs.outputs import Outputs
from core.analysis.outputs.split_outputs import SplitOutputs
from core.data.dataset import Data
from core.support.i18n import N_, _
from tui_mlp.models.output.classes.class_lines import ClassLines, neighbour, places_by_recall
from tui_mlp.render.frame import Facts, fitting, inner_size
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.output.classes.class_summary import summary_lines
from tui_mlp.render.output.classes.class_table import class_table
from tui_mlp.text.classes.class_figures_text import class_rows
from tui_mlp.text.csv_text import csv_text
from tui_mlp.views.output.pane import OutputPane

FAR = 10**9


class ByClassPane(OutputPane):
    """A table with a line for each class, and the figures of all rows below."""

    SPREADS = True

    FIGURES = (class_figures,)
    BINDINGS = [
        Binding("up", "move(-1)", N_("The class above"), show=False),
        Binding("down", "move(1)", N_("The class below"), show=False),
        Binding("home", f"move(-{FAR})", N_("No class in focus"), show=False),
        Binding("end", f"move({FAR})", N_("The last class"), show=False),
        Binding("pageup", "page(-1)", N_("A page of classes back"), show=False),
        Binding("pagedown", "page(1)", N_("A page of classes on"), show=False),
        Binding("v", "turn_order", N_("Lowest recall first, or in the order of the classes")),
        Binding("t", "threshold", N_("Threshold of the class in focus")),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._by_recall = False
        self._top = 0
        self._guessing: tuple[Data, str, Guessing] | None = None

    # What is shown

    def guessing(self, data: Data, split: str) -> Guessing:
        """What guessing gets on the split; kept, for it is the same as long as the data are."""
        if self._guessing is None or self._guessing[0] is not data or self._guessing[1] != split:
            self._guessing = data, split, guessing(data, split)
        return self._guessing[2]

    def places(self, figures: ClassFigures) -> list[int]:
        """The numbers of the classes in the order in which they stand."""
        return places_by_recall(figures.recall.tolist()) if self._by_recall else list(range(len(figures.rows)))

    def lines(self, figures: ClassFigures, height: int) -> ClassLines:
        """How many lines there are of classes and of the summary."""
        return ClassLines.of(len(figures.rows), height, int(figures.without_output > 0))

    def title(self) -> str:
        """The name of the pane."""
        return self.at_threshold(_("By label") if self._several_labels else _("By class"))

    @property
    def _several_labels(self) -> bool:
        return self.split_outputs is not None and self.split_outputs.meaning.several_labels

    def facts(self) -> Facts:
        """What the column of guesses is, and the epoch where it isn't the header's."""
        if self.split_outputs is None:
            return ""
        moment, guess = self.moment(), _("guess: share in training")
        texts = [f"{moment}, {guess}", moment] if moment else [guess]
        choices = [(self.title(), [(text, self.palette.bg.muted)]) for text in texts]
        return fitting(choices, self.size.width, self.palette, self.has_focus)[1]

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the pane."""
        order = _("in order") if self._by_recall else _("lowest recall first")
        return [("↑↓", _("class")), ("v", order), ("t", _("threshold")), ("d", _("split")), ("y", _("copy"))]

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """The table, scrolled to the class in focus, and the summary."""
        split, palette = self.split_outputs, self.palette
        if split is None:
            return self.nothing_yet(width)
        figures = split.figure(class_figures)
        guess, places, lines = (
            self.guessing(outputs.data, split.split),
            self.places(figures),
            self.lines(figures, height),
        )
        chosen = self.output_focus.output
        self._top = scrolled(len(places), lines.classes, self._top, places.index(chosen) if chosen in places else None)
        shown = range(self._top, min(len(places), self._top + lines.classes))
        names = split.meaning.names
        drawn = class_table(figures, names, guess.shares, places, shown, chosen, width, palette)
        blank = [Strip.blank(width, palette.bg.blank)] * lines.blank
        return [*drawn, *blank, *summary_lines(figures, guess, split.split, lines.summary, width, palette)][:height]

    def lines_wanted(self) -> int | None:
        """The lines that show all classes, and most of the summary."""
        return None if self.split_outputs is None else len(self.split_outputs.meaning.names) + 7

    # Keys

    def _figures(self) -> tuple[SplitOutputs, ClassFigures] | None:
        split = self.split_outputs
        return None if split is None else (split, split.figure(class_figures))

    def action_move(self, steps: int) -> None:
        """Focus another class; none above the first."""
        if (found := self._figures()) is not None:
            self.move_focus(output=neighbour(self.places(found[1]), self.output_focus.output, steps))

    def action_page(self, direction: int) -> None:
        """Move the focus by as many classes as are shown."""
        if (found := self._figures()) is not None:
            self.action_move(direction * self.lines(found[1], inner_size(*self.size)[1]).classes)

    def action_turn_order(self) -> None:
        """The lowest recall first, or the order of the classes."""
        self._by_recall, self._top = not self._by_recall, 0
        self.redraw()

    def action_threshold(self) -> None:
        """Show the thresholds of the class in focus, or of the first in the table."""
        if (found := self._figures()) is not None:
            chosen = self.output_focus.output
            self.move_focus(page="threshold", output=self.places(found[1])[0] if chosen is None else chosen)

    def clicked(self, x: int, y: int) -> None:
        """Focus the class there."""
        if (found := self._figures()) is not None:
            places, line = self.places(found[1]), self._top + y - 1
            if 1 <= y <= self.lines(found[1], inner_size(*self.size)[1]).classes and line < len(places):
                self.move_focus(output=places[line])

    def wheel(self, direction: int, x: int, y: int) -> None:
        """The class below (1) or above (-1)."""
        self.action_move(direction)

    def text_to_copy(self, latex: bool) -> str:
        """The table as CSV, with all digits."""
        found, outputs = self._figures(), self.outputs
        if found is None or outputs is None:
            return ""
        split, figures = found
        guess = self.guessing(outputs.data, split.split)
        return csv_text(*class_rows(figures, split.meaning.names, guess.shares.tolist(), self.places(figures)))

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "How well the network finds each class, on the rows of one split. Rows aren't weighted.\n\n"
            "rows       how many are of the class\n"
            "recall     the share of them that the network gives this class, with bars\n"
            "95 %       Wilson's interval: how far the true share may be from that of so few rows\n"
            "precision  of the rows given this class, the share that is of it\n"
            "F1         the harmonic mean of recall and precision\n"
            "guess      the share in training, which is the recall of guessing by these shares. The precision of "
            "guessing is the share of the class among the rows shown, so nearly the same\n"
            "mean       over the classes for which a figure is defined; – is undefined: no rows, or never given\n\n"
            "The lowest value of a column is bold.\n\n"
            "accuracy   the share of all rows that is right, with Wilson's interval\n"
            "balanced   balanced accuracy, in which each class counts the same\n"
            "baseline   the accuracy of always saying the commonest class of the training rows\n"
            "certainty  the mean of the largest output. Far above accuracy, the network is surer than it is right; "
            "the calibration on the page Threshold says where\n\n"
            "↑ ↓      focus a class, which other panes look at too; none above the first\n"
            "v        the lowest recall first, or the order of the classes\n"
            "t        the thresholds of the class in focus\n"
            "y        copy the table as CSV"
        )
