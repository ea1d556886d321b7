"""The confusion matrix."""

from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip

from core.analysis.classes.by_class import class_figures
from core.analysis.classes.confusion import Cell, confusions
from core.analysis.outputs.outputs import Outputs
from core.analysis.outputs.ranking import in_cell
from core.analysis.outputs.split_outputs import SplitOutputs
from core.calls import Array
from core.support.i18n import N_, _, translated
from tui_mlp.models.output.classes.confusion_cell import clipped_cell, largest_error, next_error
from tui_mlp.models.output.output_focus import ExampleFocus
from tui_mlp.render.cell_text import clipped, displayed, widest
from tui_mlp.render.frame import Facts, fitting, inner_size
from tui_mlp.render.output.classes.confusion_layout import ConfusionLayout
from tui_mlp.render.output.classes.confusion_table import Shown, confusion_table, figure_width
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.confusion_text import cell_sentence, confusion_rows, no_outputs_sentence, no_yes, rows_text
from tui_mlp.text.csv_text import csv_text
from tui_mlp.text.numbers import count
from tui_mlp.views.output.pane import OutputPane

TITLES: dict[Shown, tuple[str, str]] = {
    "counts": (N_("Confusion  wanted ↓ given →"), N_("Confusion")),
    "wanted": (N_("Confusion  wanted ↓ given →  % of wanted"), N_("Confusion, % of wanted")),
    "given": (N_("Confusion  wanted ↓ given →  % of given"), N_("Confusion, % of given")),
}
"""The title for what cells show, in the order of the key `v`, and a shorter one."""
NEXT: dict[Shown, tuple[Shown, str]] = {
    "counts": ("wanted", N_("% of wanted")),
    "wanted": ("given", N_("% of given")),
    "given": ("counts", N_("rows")),
}
LONGEST_NAME = 24
"""Cells of the name of a label in the title."""
SENTENCE = 46
"""The most cells of the sentence on a cell, mostly, beside the names of two classes."""
FAR = 10**9


@dataclass
class RowsWanted(Message):
    """A person wants the list of the rows in `output_focus.cell`."""


class ConfusionPane(OutputPane):
    """Rows by wanted and given class; a cell in focus lists its rows."""

    FIGURES = (class_figures,)
    BINDINGS = [
        Binding("up", "move(-1, 0)", N_("The wanted class before"), show=False),
        Binding("down", "move(1, 0)", N_("The next wanted class"), show=False),
        Binding("left", "move(0, -1)", N_("The given class before"), show=False),
        Binding("right", "move(0, 1)", N_("The next given class"), show=False),
        Binding("home", f"move(0, -{FAR})", N_("The first given class"), show=False),
        Binding("end", f"move(0, {FAR})", N_("The last given class"), show=False),
        Binding("pageup", "page(-1)", N_("A page of wanted classes back"), show=False),
        Binding("pagedown", "page(1)", N_("A page of wanted classes on"), show=False),
        Binding("w", "next_error", N_("Next cell of wrong rows, the most first"), show=False),
        Binding("enter", "list_rows", N_("List the rows of the cell")),
        Binding("v", "turn_shown", N_("Rows, % of the wanted class, % of the given one")),
        Binding("t", "threshold", N_("Threshold of the wanted class")),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: Shown = "counts"
        self._cursor: Cell | None = None
        self._corner: Cell = (0, 0)

    # What is shown

    @property
    def label(self) -> int | None:
        """The label whose matrix is shown where a row may have several, from 0; None for exclusive classes."""
        outputs = self.split_outputs
        if outputs is None or not outputs.meaning.several_labels:
            return None
        return min(self.output_focus.output or 0, len(outputs.meaning.names) - 1)

    def matrix(self, outputs: SplitOutputs) -> Array:
        """The counts that are shown, wanted × given."""
        counts: Array = outputs.figure(confusions)[self.label or 0]
        return counts

    def names(self, outputs: SplitOutputs) -> tuple[str, ...]:
        """The names of rows and columns: classes, or whether a row has the label."""
        return outputs.meaning.names if self.label is None else no_yes()

    def cell(self, counts: Array) -> Cell:
        """The cell in focus: the one whose rows are listed, else where a person went, else the most frequent error."""
        cell = self.output_focus.cell or self._cursor
        return largest_error(counts) if cell is None else clipped_cell(cell, len(counts))

    def title(self) -> str:
        """The pane's name, what a cell shows, and the label."""
        return self._top_line()[0]

    def facts(self) -> Facts:
        """How many rows there are and how many are wrong, and the epoch where it isn't the header's."""
        return self._top_line()[1]

    def _top_line(self) -> tuple[str, Facts]:
        long, short = map(translated, TITLES[self._shown])
        outputs = self.split_outputs
        if outputs is None:
            return long, ""
        if self.label is not None:
            name = clipped(outputs.meaning.names[self.label], LONGEST_NAME, self.palette.ascii)
            long, short = f"{long}  {name}", f"{short}  {name}"
        muted = self.palette.bg.muted
        wrong = int(outputs.m - self.matrix(outputs).trace())
        facts = [_("{}, {} wrong").format(rows_text(outputs), count(wrong))]
        facts = [f"{moment}, {facts[0]}" for moment in [self.moment()] if moment] + facts
        facts.append(_("{} of {} wrong").format(count(wrong), count(outputs.m)))
        choices = [(title, [(text, muted)]) for title in (long, short) for text in facts]
        return fitting(choices, self.size.width, self.palette, self.has_focus)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the pane."""
        keys = [("↑↓←→", _("cell")), ("w", _("errors")), ("↵", _("its rows"))]
        keys += [("esc", _("all rows"))] if self.output_focus.cell else []
        keys += [("v", translated(NEXT[self._shown][1]))]
        keys += [] if self.label is None else [("c", _("label"))]
        return [*keys, ("t", _("threshold")), ("d", _("split")), ("y", _("copy"))]

    def layout_of(self, outputs: SplitOutputs, width: int, height: int) -> ConfusionLayout:
        """Where the cells stand."""
        counts, names = self.matrix(outputs), self.names(outputs)
        name = max(widest(names, self.palette.ascii), len(_("rows")))
        total = max(len(count(outputs.m)), len(_("rows")))
        layout = ConfusionLayout.of(
            len(names), width, height, name, figure_width(counts), total, len(self.words(outputs, width))
        )
        return layout.around(self.cell(counts), self._corner)

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """The matrix, and a sentence on the cell in focus where there is room."""
        split = self.split_outputs
        if split is None:
            return self.nothing_yet(width)
        counts, names = self.matrix(split), self.names(split)
        layout, cell = self.layout_of(split, width, height), self.cell(counts)
        self._corner = layout.top, layout.left
        drawn = confusion_table(counts, names, self._shown, cell, layout, self.palette)
        words = self.words(split, width)[: min(layout.below, self.words_lines(split, width))]
        blank = [] if layout.below <= self.words_lines(split, width) else [Strip.blank(width, self.palette.bg.blank)]
        return [*drawn, *blank, *words]

    def words_lines(self, outputs: SplitOutputs, width: int) -> int:
        """The lines for words, the same for all cells, so that the matrix stays where it is."""
        name = min(widest(self.names(outputs), self.palette.ascii), width // 3)
        warned = outputs.figure(class_figures).without_output > 0
        return -(-(2 * name + SENTENCE) // max(1, width)) + 2 * warned

    def words(self, outputs: SplitOutputs, width: int) -> list[Strip]:
        """What the cell in focus says, after a warning where outputs are no numbers."""
        counts, names, palette = self.matrix(outputs), self.names(outputs), self.palette
        without = outputs.figure(class_figures).without_output
        warning = [no_outputs_sentence(without)] if without else []
        shown = [displayed(clipped(name, max(4, width // 3), palette.ascii), palette.ascii) for name in names]
        text = " ".join([*warning, cell_sentence(counts, shown, self.cell(counts))])
        return sentences(text, width, palette)

    def lines_wanted(self) -> int | None:
        """The lines that show the whole matrix, its sums and a sentence."""
        outputs = self.split_outputs
        if outputs is None:
            return None
        # A hidden pane has no size. Its page gives it about half the columns, and asks again once it has them.
        width = inner_size(*self.size)[0] or self.screen.size.width // 2
        return len(self.names(outputs)) + 4 + self.words_lines(outputs, width)

    # Keys

    def move_to(self, cell: Cell) -> None:
        """Put the focus on a cell; the list of rows goes with it."""
        self._cursor = cell
        if self.output_focus.cell is not None:
            self.list_rows(cell)
        else:
            self.redraw()

    def action_move(self, down: int, right: int) -> None:
        """Move the focus by so many cells, as far as there are any."""
        if (outputs := self.split_outputs) is not None:
            counts = self.matrix(outputs)
            row, column = self.cell(counts)
            self.move_to(clipped_cell((row + down, column + right), len(counts)))

    def action_page(self, direction: int) -> None:
        """Move the focus by as many wanted classes as are shown."""
        if (outputs := self.split_outputs) is not None:
            self.action_move(direction * self.layout_of(outputs, *inner_size(*self.size)).lines, 0)

    def action_next_error(self) -> None:
        """Move the focus to the next cell with errors, the largest first."""
        if (outputs := self.split_outputs) is None:
            return
        counts = self.matrix(outputs)
        if (cell := next_error(counts, self.cell(counts))) is None:
            self.notify(_("No example is classified wrongly."))
        else:
            self.move_to(cell)

    def action_list_rows(self) -> None:
        """List the rows of the cell, in another pane."""
        if (outputs := self.split_outputs) is not None:
            self._cursor = self.cell(self.matrix(outputs))
            self.list_rows(self._cursor)
            self.post_message(RowsWanted())

    def list_rows(self, cell: Cell) -> None:
        """Put the cell in focus, and of its rows the one with the largest loss; of several labels, the label too."""
        if (outputs := self.split_outputs) is not None:
            label = self.label
            indices = in_cell(outputs, *cell, label or 0).indices
            worst = ExampleFocus(outputs.split, int(outputs.places[indices[0]])) if len(indices) else None
            self.move_focus(cell=cell, example=worst, output=self.output_focus.output if label is None else label)

    def action_turn_shown(self) -> None:
        """Show counts, shares of the wanted, or shares of the given class."""
        self._shown = NEXT[self._shown][0]
        self.redraw()

    def action_threshold(self) -> None:
        """Show the thresholds of the wanted class, or of the label."""
        if (outputs := self.split_outputs) is not None:
            label = self.label
            output = self.cell(self.matrix(outputs))[0] if label is None else label
            self.move_focus(page="threshold", output=output, threshold=None)

    def action_turn_output(self, direction: int) -> None:
        """Look at the next or the previous output; of several labels always at one."""
        outputs = self.split_outputs
        if outputs is None or self.label is None:
            super().action_turn_output(direction)
        else:
            self.move_focus(output=(self.label + direction) % len(outputs.meaning.names))

    def clicked(self, x: int, y: int) -> None:
        """Focus the cell there; a click on the one in focus lists its rows."""
        if (outputs := self.split_outputs) is None:
            return
        found = self.layout_of(outputs, *inner_size(*self.size)).cell_at(x, y)
        if found is not None and found == self.cell(self.matrix(outputs)) and self._cursor is not None:
            self.action_list_rows()
        elif found is not None:
            self.move_to(found)

    def wheel(self, direction: int, x: int, y: int) -> None:
        """The next wanted class (1) or the one before (-1)."""
        self.action_move(direction, 0)

    def text_to_copy(self, latex: bool) -> str:
        """The counts as CSV: a line for each wanted class, a column for each given one."""
        outputs = self.split_outputs
        if outputs is None:
            return ""
        head, rows = confusion_rows(self.matrix(outputs), self.names(outputs))
        return csv_text(head, rows)

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "How many rows of each class were given each class: a line for each class that was wanted, a column for "
            "each that the network gave. On the diagonal are the right ones, in blue; the others are errors, in "
            "orange, without colour in bold. The stronger the colour, the larger the share of the line (of the "
            "column, while cells show % of given). · is 0. The sums stand at the right and below. Rows aren't "
            "weighted.\n\n"
            "Where a row may have several labels, each label has a matrix: whether rows have it, whether they were "
            "given it.\n\n"
            "↑ ↓ ← →  another cell; home and end, page keys\n"
            "w        the next cell with errors, the largest first\n"
            "enter    list the rows of the cell; esc lists all again\n"
            "v        rows, % of the wanted class (on the diagonal: recall), % of the given one (precision)\n"
            "t        the thresholds of the wanted class\n"
            "c  C     next, previous label\n"
            "y        copy the counts as CSV"
        )
