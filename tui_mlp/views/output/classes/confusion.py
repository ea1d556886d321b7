"""The confusion matrix."""

from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip

from core.analysis.classes.by_class import class_figures
from core.analysis.classes.confusion import Cell
from core.analysis.outputs.outputs import Outputs
from core.analysis.outputs.ranking import in_cell
from core.support.i18n import N_, _, translated
from tui_mlp.models.output.classes.confusion_cell import clipped_cell, next_error
from tui_mlp.models.output.classes.confusion_in_focus import ConfusionInFocus
from tui_mlp.models.output.output_focus import ExampleFocus
from tui_mlp.render.cell_text import clipped, displayed, widest
from tui_mlp.render.frame import Facts, fitting, inner_size
from tui_mlp.render.output.classes.confusion_layout import ConfusionLayout
from tui_mlp.render.output.classes.confusion_table import Shown, confusion_table, figure_width
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.classes.confusion_text import cell_sentence, confusion_rows, no_outputs_sentence, rows_text
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

    SPREADS = True

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
    def matrix(self) -> ConfusionInFocus | None:
        """The matrix that is shown, with the cell in focus; None before there are outputs."""
        outputs = self.split_outputs
        return None if outputs is None else ConfusionInFocus.of(outputs, self.output_focus, self._cursor)

    def title(self) -> str:
        """The pane's name, what a cell shows, and the label."""
        return self._top_line()[0]

    def facts(self) -> Facts:
        """How many rows there are and how many are wrong, and the epoch where it isn't the header's."""
        return self._top_line()[1]

    def _top_line(self) -> tuple[str, Facts]:
        long, short = map(translated, TITLES[self._shown])
        matrix = self.matrix
        if matrix is None:
            return long, ""
        outputs = matrix.outputs
        if matrix.label is not None:
            name = clipped(outputs.meaning.names[matrix.label], LONGEST_NAME, self.palette.ascii)
            long, short = f"{long}  {name}", f"{short}  {name}"
        long, short = self.at_threshold(long), self.at_threshold(short)
        muted = self.palette.bg.muted
        wrong = int(outputs.m - matrix.counts.trace())
        facts = [_("{}, {} wrong").format(rows_text(outputs), count(wrong))]
        facts = [f"{moment}, {facts[0]}" for moment in [self.moment()] if moment] + facts
        facts.append(_("{} of {} wrong").format(count(wrong), count(outputs.m)))
        choices = [(title, [(text, muted)]) for title in (long, short) for text in facts]
        return fitting(choices, self.size.width, self.palette, self.has_focus)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the pane."""
        matrix = self.matrix
        keys = [("↑↓←→", _("cell")), ("w", _("errors")), ("↵", _("its rows"))]
        keys += [("esc", _("all rows"))] if self.output_focus.cell else []
        keys += [("v", translated(NEXT[self._shown][1]))]
        keys += [("c", _("label"))] if matrix is not None and matrix.label is not None else []
        return [*keys, ("t", _("threshold")), ("d", _("split")), ("y", _("copy"))]

    def layout_of(self, matrix: ConfusionInFocus, width: int, height: int) -> ConfusionLayout:
        """Where the cells stand."""
        name = max(widest(matrix.names, self.palette.ascii), len(_("rows")))
        total = max(len(count(matrix.outputs.m)), len(_("rows")))
        figure, words = figure_width(matrix.counts), len(self.words(matrix, width))
        layout = ConfusionLayout.of(len(matrix.names), width, height, name, figure, total, words)
        return layout.around(matrix.cell, self._corner)

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """The matrix, and a sentence on the cell in focus where there is room."""
        matrix = self.matrix
        if matrix is None:
            return self.nothing_yet(width)
        layout, lines = self.layout_of(matrix, width, height), self.words_lines(matrix, width)
        self._corner = layout.top, layout.left
        drawn = confusion_table(
            matrix.counts, matrix.names, self._shown, matrix.cell, layout, self.palette, matrix.rows
        )
        words = self.words(matrix, width)[: min(layout.below, lines)]
        blank = [] if layout.below <= lines else [Strip.blank(width, self.palette.bg.blank)]
        return [*drawn, *blank, *words]

    def words_lines(self, matrix: ConfusionInFocus, width: int) -> int:
        """The lines for words, the same for all cells, so that the matrix stays where it is."""
        name = min(widest(matrix.names, self.palette.ascii), width // 3)
        warned = matrix.outputs.figure(class_figures).without_output > 0
        return -(-(2 * name + SENTENCE) // max(1, width)) + 2 * warned

    def words(self, matrix: ConfusionInFocus, width: int) -> list[Strip]:
        """What the cell in focus says, after a warning where outputs are no numbers."""
        ascii, longest = self.palette.ascii, max(4, width // 3)
        without = matrix.outputs.figure(class_figures).without_output
        warning = [no_outputs_sentence(without)] if without else []
        names = [displayed(clipped(name, longest, ascii), ascii) for name in matrix.names]
        sentence = cell_sentence(matrix.counts, names, matrix.cell, matrix.rows)
        return sentences(" ".join([*warning, sentence]), width, self.palette)

    def lines_wanted(self) -> int | None:
        """The lines that show the whole matrix, its sums and a sentence."""
        matrix = self.matrix
        if matrix is None:
            return None
        # A hidden pane has no size. Its page gives it about half the columns, and asks again once it has them.
        width = inner_size(*self.size)[0] or self.screen.size.width // 2
        return len(matrix.names) + 4 + self.words_lines(matrix, width)

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
        if (matrix := self.matrix) is not None:
            row, column = matrix.cell
            self.move_to(clipped_cell((row + down, column + right), len(matrix.counts)))

    def action_page(self, direction: int) -> None:
        """Move the focus by as many wanted classes as are shown."""
        if (matrix := self.matrix) is not None:
            self.action_move(direction * self.layout_of(matrix, *inner_size(*self.size)).lines, 0)

    def action_next_error(self) -> None:
        """Move the focus to the next cell with errors, the largest first."""
        if (matrix := self.matrix) is None:
            return
        if (cell := next_error(matrix.counts, matrix.cell)) is None:
            some = matrix.outputs.wrong.any() and matrix.label is None
            self.notify(_("The wrong rows are given no class.") if some else _("No example is classified wrongly."))
        else:
            self.move_to(cell)

    def action_list_rows(self) -> None:
        """List the rows of the cell, in another pane."""
        if (matrix := self.matrix) is not None:
            self._cursor = matrix.cell
            self.list_rows(self._cursor)
            self.post_message(RowsWanted())

    def list_rows(self, cell: Cell) -> None:
        """Put the cell in focus, and of its rows the one with the largest loss; of several labels, the label too."""
        if (matrix := self.matrix) is not None:
            outputs, label = matrix.outputs, matrix.label
            indices = in_cell(outputs, *cell, label or 0).indices
            worst = ExampleFocus(outputs.split, int(outputs.places[indices[0]])) if len(indices) else None
            focus = self.output_focus
            output = focus.output if label is None else label
            self.move_focus(cell=cell, example=worst, output=output, threshold=focus.threshold)  # of the same label

    def action_turn_shown(self) -> None:
        """Show counts, shares of the wanted, or shares of the given class."""
        self._shown = NEXT[self._shown][0]
        self.redraw()

    def action_threshold(self) -> None:
        """Show the thresholds of the wanted class, or of the label."""
        if (matrix := self.matrix) is not None:
            output = matrix.cell[0] if matrix.label is None else matrix.label
            self.move_focus(page="threshold", output=output)

    def action_turn_output(self, direction: int) -> None:
        """Look at the next or the previous output; of several labels always at one."""
        matrix = self.matrix
        if matrix is None or matrix.label is None:
            super().action_turn_output(direction)
        else:
            self.move_focus(output=(matrix.label + direction) % len(matrix.outputs.meaning.names))

    def clicked(self, x: int, y: int) -> None:
        """Focus the cell there; a click on the one in focus lists its rows."""
        if (matrix := self.matrix) is None:
            return
        found = self.layout_of(matrix, *inner_size(*self.size)).cell_at(x, y)
        if found is not None and found == matrix.cell and self._cursor is not None:
            self.action_list_rows()
        elif found is not None:
            self.move_to(found)

    def wheel(self, direction: int, x: int, y: int) -> None:
        """The next wanted class (1) or the one before (-1)."""
        self.action_move(direction, 0)

    def text_to_copy(self, latex: bool) -> str:
        """The counts as CSV: a line for each wanted class, a column for each given one."""
        return "" if self.matrix is None else csv_text(*confusion_rows(self.matrix.counts, self.matrix.names))

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
