"""The pane with lists of examples: the worst, the most certain wrong …"""

from typing import Any

from rich.cells import cell_len
from textual.binding import Binding
from textual.strip import Strip

from core.analysis.outputs.outputs import Outputs
from core.analysis.outputs.split_outputs import Figure
from core.support.i18n import N_, _, ngettext, translated
from tui_mlp.models.output.example_texts import SPLIT_NAMES
from tui_mlp.models.output.examples.example_csv import list_csv
from tui_mlp.models.output.examples.example_list import ExampleList, example_list, figure_of, list_kinds
from tui_mlp.models.output.informative_columns import informative_columns
from tui_mlp.models.output.output_focus import ExampleFocus
from tui_mlp.render.frame import Facts, inner_size
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.output.examples.examples_table import examples_table
from tui_mlp.render.output.examples.one_example import image_of
from tui_mlp.render.output.examples.thumbnails import Thumbnails, thumbnail_tiles, thumbnails
from tui_mlp.render.pointer import framed_line
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.numbers import count
from tui_mlp.widgets.canvas import READABLE_SECONDS

from .example_pane import ExampleFocusPane

AROUND = 18
"""The cells of a frame's top border that are neither title nor facts, with the blanks between facts."""


class ExamplesPane(ExampleFocusPane):
    """One list at a time. While training its order changes, but the example in focus stays the same one."""

    BINDINGS = [
        Binding("v", "turn_list", N_("Next list: worst, most certain wrong, least certain"), show=False),
        Binding("left", "move(-1, 0)", N_("Left"), show=False),
        Binding("right", "move(1, 0)", N_("Right"), show=False),
        Binding("up", "move(0, -1)", N_("Up"), show=False),
        Binding("down", "move(0, 1)", N_("Down"), show=False),
        Binding("pageup", "page(-1)", N_("Page up"), show=False),
        Binding("pagedown", "page(1)", N_("Page down"), show=False),
        Binding("home", "edge(0)", N_("First of the list"), show=False),
        Binding("end", "edge(1)", N_("Last of the list"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._kind = self._top = 0
        self._cell: tuple[int, int] | None = None
        self._chosen: ExampleFocus | None = None
        """The example that was chosen here last: the list scrolls with it, not with one that was chosen elsewhere."""
        self._informative: tuple[object, list[int]] = (None, [])

    # Which list

    @property
    def cell(self) -> tuple[int, int] | None:
        """The cell of the confusion matrix in focus; None where there is none."""
        outputs, cell = self.outputs, self.output_focus.cell
        if outputs is None or cell is None or self.snapshot.data.task == "regression":
            return None
        meaning = outputs.model.meaning
        return None if max(cell) >= (2 if meaning.several_labels else len(meaning.names)) else cell

    @property
    def kind(self) -> int:
        """The number of the list, from 0; that of a cell is the last one, and shown once a cell comes into focus."""
        kinds = list_kinds(self.snapshot.data.task, self.cell)
        if self.cell != self._cell:
            self._cell = self.cell
            self._kind, self._top = (0 if self.cell is None else kinds - 1), 0
        return min(self._kind, kinds - 1)

    @property
    def FIGURES(self) -> tuple[Figure[Any], ...]:  # type: ignore[override]
        """The list that is shown; that of a cell is made while drawing."""
        figure = figure_of(self.snapshot.data.task, self.kind) if self.drawable else None
        return () if figure is None else (figure,)

    @property
    def examples(self) -> ExampleList | None:
        """The list; None before there are outputs."""
        outputs = self.split_outputs
        if outputs is None:
            return None
        label = min(self.output_focus.output or 0, len(outputs.meaning.names) - 1)
        return example_list(outputs, self.cell, self.example, self.kind, label)

    def action_turn_list(self) -> None:
        """Show the next list."""
        if self.drawable:
            self._kind, self._top = (self.kind + 1) % list_kinds(self.snapshot.data.task, self.cell), 0
            self.move_focus()  # so that the list is computed with the outputs from now on

    # Drawing

    @property
    def layout_now(self) -> Thumbnails | None:
        """How pictures are laid out in the present size; None where examples are rows of a table."""
        shape = self.snapshot.data.shape
        return None if shape is None else thumbnail_tiles(shape, *inner_size(*self.size), self.palette)

    @property
    def PERIOD(self) -> float:  # type: ignore[override]
        """Seconds from one drawing to the next while training: pictures are drawn less often than figures."""
        return self.colour_period() if self.plot_cells else READABLE_SECONDS

    @property
    def plot_cells(self) -> int:
        """The cells of pictures, all of which may change with the order of the list."""
        layout = self.layout_now if self.drawable else None
        return layout.across * layout.down * layout.picture.width * layout.picture.lines if layout else 0

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """The examples of the list around the one in focus, or why there are none."""
        shown = self.examples
        if shown is None:
            return self.nothing_yet(width)
        if not len(shown):
            return sentences(self.nothing(), width, self.palette)
        if width <= 0 or height <= 0:
            return []
        return self.draw_pictures(outputs, shown, width, height) or self.draw_table(outputs, shown, width, height)

    def draw_pictures(self, outputs: Outputs, shown: ExampleList, width: int, height: int) -> list[Strip]:
        """The examples as pictures; nothing where they aren't."""
        data = outputs.data
        if data.shape is None:
            return []
        layout = thumbnail_tiles(data.shape, width, height, self.palette)
        row = layout.top(self._top // layout.across, self.followed(shown), len(shown))
        self._top = row * layout.across
        examples = shown.examples(outputs.model, self._top, layout.across * layout.down)
        images = [image_of(data, one.raw) for one in examples]
        return thumbnails(examples, images, layout, width, height, self.palette, self.number_shown(shown))

    def draw_table(self, outputs: Outputs, shown: ExampleList, width: int, height: int) -> list[Strip]:
        """The examples as rows of a table."""
        self._top = scrolled(len(shown), max(1, height - 1), self._top, self.followed(shown))
        examples = shown.examples(outputs.model, self._top, max(1, height - 1), self.target)
        if self._informative[0] is not outputs.data:
            self._informative = outputs.data, informative_columns(outputs.data)
        codings, regression = outputs.model.preparation.codings, outputs.model.meaning.task == "regression"
        here = self.number_shown(shown)
        lines = examples_table(examples, codings, self._informative[1], regression, width, self.palette, here)
        if here is not None and 0 <= here < len(examples) and self.points_at_example:
            lines[1 + here] = framed_line(lines[1 + here], self.palette)
        return lines

    def followed(self, shown: ExampleList) -> int | None:
        """The number in the list of the example in focus if it was chosen here, from 0; else None."""
        return shown.at if self.output_focus.example is self._chosen else None

    @property
    def target(self) -> int:
        """The number of the target of a regression that is shown, from 0."""
        return min(self.output_focus.output or 0, int(self.snapshot.data.train.Y.shape[1]) - 1)

    def number_shown(self, shown: ExampleList) -> int | None:
        """The number of the example in focus among those that are drawn, from 0."""
        return None if shown.at is None else shown.at - self._top

    def nothing(self) -> str:
        """Why the list is empty."""
        if self.cell is not None and self.kind == list_kinds(self.snapshot.data.task, self.cell) - 1:
            return _("No example of this split is in this cell.")
        if self.snapshot.data.task == "regression":
            return _("No output of this split is on this side of its target.")
        return _("None of these examples is classified wrongly.")

    def title(self) -> str:
        """The name of the list."""
        shown = self.examples if self.drawable else None
        return _("Examples") if shown is None else self.at_threshold(shown.title)

    def facts(self) -> Facts:
        """How many examples belong to the list, of which split, and what stands below pictures."""
        shown = self.examples if self.drawable else None
        if shown is None:
            return ""
        of, split = shown.ranking.of, translated(SPLIT_NAMES[shown.outputs.split])
        text = ngettext("{} {} row", "{} {} rows", of).format(count(of), split)
        texts = [*filter(None, (self.moment(), text))]
        if self.snapshot.data.shape is not None:
            longer = [_("wanted→given, loss"), *texts]
            if cell_len(self.title()) + sum(map(cell_len, longer)) + AROUND < self.size.width:
                texts = longer
        return "   ".join(texts)

    def keys(self) -> list[tuple[str, str]]:
        """The keys that choose an example, a list, and step through the example."""
        arrows = _("arrows") if self.snapshot.data.shape is not None else "↑↓"
        back = [] if self.cell is None else [("esc", _("matrix"))]
        keys = [(arrows, _("example")), ("v", _("list")), ("↵", _("step"))]
        return [*keys, *back, ("w", _("wrong")), ("d", _("split"))]

    # The example in focus

    def choose(self, shown: ExampleList, number: int) -> None:
        """Look at an example of the list by its number, from 0, or at the nearest that there is."""
        self._chosen = self.focus_on(shown.place(max(0, min(number, len(shown) - 1))))
        self.look_at(self._chosen)

    def move(self, by: int) -> None:
        """Look at the example so many places on; at the first that is drawn where the one in focus isn't drawn."""
        shown = self.examples
        if shown is not None and len(shown):
            seen = shown.at is not None and self._top <= shown.at < self._top + self.drawn
            self.choose(shown, self._top if shown.at is None or not seen else shown.at + by)

    @property
    def drawn(self) -> int:
        """How many examples fit."""
        layout = self.layout_now
        return layout.across * layout.down if layout else max(1, inner_size(*self.size)[1] - 1)

    def action_move(self, right: int, down: int) -> None:
        """Look at the example beside, above or below the one in focus."""
        layout = self.layout_now
        self.move(right + down * (layout.across if layout else 1))

    def action_page(self, direction: int) -> None:
        """Go on by as many examples as are drawn."""
        self.move(direction * self.drawn)

    def action_edge(self, last: int) -> None:
        """Look at the first (0) or the last (1) example of the list."""
        if (shown := self.examples) is not None and len(shown):
            self.choose(shown, (len(shown) - 1) * last)

    def clicked(self, x: int, y: int) -> None:
        """Look at the example there."""
        shown, layout = self.examples, self.layout_now
        if shown is None:
            return
        drawn = range(self._top, min(len(shown), self._top + self.drawn))
        number = layout.tile_at(x, y, drawn) if layout else self._top + y - 1
        if number is not None and number in drawn:
            self.choose(shown, number)

    def wheel(self, direction: int, x: int, y: int) -> None:
        """The example below (1) or above (-1)."""
        self.action_move(0, direction)

    # Text

    def text_to_copy(self, latex: bool) -> str:
        """The whole list as CSV, with all columns."""
        shown = self.examples
        if self.outputs is None or shown is None:
            return super().text_to_copy(latex)
        return list_csv(shown, self.outputs.model, self.target)

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "Examples to look at. Of classes: those with the largest loss; those that are wrong though the network is "
            "certain, which may be wrong in the data; and those for which its two most probable classes are closest. "
            "Of numbers: the largest loss, and outputs too high and too low, by the error in the units of training. "
            "Where a cell of the confusion matrix is in focus, its examples are a list too. Of rows of a table, the "
            "columns that correlate most with the target are shown.\n\n"
            "The example in focus is shown beside, and stays in focus while the list changes.\n\n"
            "arrows   choose an example; home, end and page keys too\n"
            "v        the next list\n"
            "enter    step through the example, equation by equation\n"
            "w        the next wrong example of the split\n"
            "d        another split\n"
            "y        copy the list as CSV"
        )
