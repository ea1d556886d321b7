"""The base of the panes that show a window of a matrix. They share the cell in focus."""

from dataclasses import replace

from textual.binding import Binding
from textual.events import MouseScrollDown, MouseScrollLeft, MouseScrollRight, MouseScrollUp
from textual.reactive import reactive
from textual.strip import Strip

from core.support.i18n import N_
from tui_mlp.render.bar import bar
from tui_mlp.render.frame import inner_size
from tui_mlp.render.matrix.heatmap import rows_a_line
from tui_mlp.render.matrix.histogram import histogram
from tui_mlp.render.matrix.labels import MatrixLabels
from tui_mlp.render.matrix.matrix import Cell, Matrix, lines_of_rows
from tui_mlp.render.matrix.notes import CellNotes, distribution_text, norms
from tui_mlp.render.matrix.window import FORMS, Form, MatrixWindow
from tui_mlp.render.strips import fill, fit
from tui_mlp.render.word_wrap import sentences
from tui_mlp.session.refresh_rates import colour_seconds
from tui_mlp.text.numbers import common_power, peak
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.messages import CellChosen
from tui_mlp.widgets.pane import Pane

from .layout import LinesWanted

ROWS_FOR_NOTES = 8
"""Lines of colours above which a line shows the norms."""

FRAME_AND_LABELS = 3
"""Two lines of the frame, and the column labels."""

LINES_FOR_HISTOGRAM, VALUES_FOR_HISTOGRAM = 7, 12
"""Lines and values from which on a histogram fills what the figures leave."""

HISTOGRAM_MOST = 14
"""The most lines of a histogram below the figures, with what is said of it."""

FIGURES_UP_TO = 600
"""The most weights that are shown as figures at first; larger matrices open as colours."""


class MatrixPane(Pane):
    """Shows `values`, which a subclass defines, as figures, as colours or as a histogram."""

    POINTS = True

    cell: reactive[Cell] = reactive((0, 0), repaint=False, init=False)

    BINDINGS = [
        Binding("m", "turn_form", N_("Figures, colours, histogram"), show=False),
        Binding("h", "hold_scale", N_("Hold the scale of the colours"), show=False),
        Binding("up", "move(-1,0)", N_("Up"), show=False),
        Binding("down", "move(1,0)", N_("Down"), show=False),
        Binding("left", "move(0,-1)", N_("Left"), show=False),
        Binding("right", "move(0,1)", N_("Right"), show=False),
        Binding("pageup", "page(-1)", N_("Page up"), show=False),
        Binding("pagedown", "page(1)", N_("Page down"), show=False),
        Binding("home", "edge(0)", N_("First column"), show=False),
        Binding("end", "edge(1)", N_("Last column"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._corner = (0, 0)
        """Row and column of the first cell that is drawn."""
        self._opening = True
        """Whether the cell in focus is drawn in the middle of the rows: till a person moves it or the window."""
        self._form: Form | None = None
        self._held: float | None = None
        """The scale of the colours while it is held."""

    @property
    def values(self) -> Matrix:
        """The matrix."""
        raise NotImplementedError

    @property
    def labels(self) -> MatrixLabels:
        """The labels of its rows and columns."""
        raise NotImplementedError

    def cell_notes(self) -> CellNotes:
        """What is said about the cell in focus."""
        raise NotImplementedError

    def missing(self) -> str:
        """Why there are no values yet; empty where there are."""
        return ""

    def watch_cell(self) -> None:
        """Draw the cell in focus, in the present window if it is there."""
        self._opening = False
        self.redraw()

    def choose(self, row: int, column: int) -> None:
        """Focus a cell, or the nearest that exists."""
        rows, columns = self.values.shape
        self.post_message(CellChosen((max(0, min(row, rows - 1)), max(0, min(column, columns - 1)))))

    @property
    def form(self) -> Form:
        """The form in which the matrix is shown: by choice, else by its size."""
        small = self.values.size <= FIGURES_UP_TO
        return self._form or ("figures" if small else "colours")

    @property
    def figures(self) -> bool:
        """Whether the matrix is shown as figures."""
        return self.form == "figures"

    @property
    def lines_wanted(self) -> LinesWanted:
        """The lines that the matrix takes in the form of one of its size."""
        rows, figures = len(self.values), self.values.size <= FIGURES_UP_TO
        least = FRAME_AND_LABELS + (rows if figures else -(-rows // rows_a_line(self.palette)))
        whole = least + 2
        fills = figures and self.values.size >= VALUES_FOR_HISTOGRAM
        return LinesWanted(least, whole, whole + LINES_FOR_HISTOGRAM, whole + HISTOGRAM_MOST if fills else whole)

    @property
    def PERIOD(self) -> float:  # type: ignore[override]
        """Seconds from one drawing to the next while training, more at a slow refresh rate.

        Colours are drawn less often than figures, large ones the less: they need the most bytes.
        """
        if self.figures:
            seconds = 0.5
        else:
            (rows, columns), (width, height) = self.values.shape, self.size
            seconds = colour_seconds(min(width, 2 * columns) * min(height, -(-rows // rows_a_line(self.palette))))
        return seconds * max(1.0, app_of(self).interval_factor)

    @property
    def next_form(self) -> Form:
        """The form that `m` changes to."""
        forms = tuple(FORMS)
        return forms[(forms.index(self.form) + 1) % len(forms)]

    def exponent(self) -> int:
        """The power of ten that all figures share, 0 for none."""
        return common_power(peak(self.values)) if self.figures else 0

    @property
    def focused_cell(self) -> Cell:
        """The cell in focus, moved inside the matrix if that has become smaller."""
        rows, columns = self.values.shape
        return min(self.cell[0], rows - 1), min(self.cell[1], columns - 1)

    @property
    def pointed_cell(self) -> Cell | None:
        """The cell that the pointer is on; by default None."""
        return None

    def window(self, width: int, height: int) -> MatrixWindow:
        """The window of this size, where the present one begins."""
        return MatrixWindow(self.form, self.values.shape, self._corner, width, height, self.labels, self.palette)

    @property
    def notes_matter(self) -> bool:
        """Whether a note on the cell in focus is worth more than the last row of the matrix."""
        return True

    def notes_below(self, height: int) -> int:
        """How many of the lines of a body are notes."""
        if self.figures:
            whole = len(self.values) + 1
            if whole == height and not self.notes_matter:
                return 0
            return 2 if whole + 2 <= height else int(height > 3)
        return 2 if height > ROWS_FOR_NOTES + 1 else int(height > 3)

    @property
    def current_window(self) -> MatrixWindow:
        """The window that is shown now, above the notes."""
        width, height = inner_size(*self.size)
        return self.window(width, height - self.notes_below(height))

    def body(self, width: int, height: int) -> list[Strip]:
        """The window, and below it notes on the cell in focus, its row and its column; a histogram in what is left."""
        if reason := self.missing():
            return sentences(reason, width, self.palette)
        cell, below, blank = self.focused_cell, self.notes_below(height), self.palette.bg.blank
        window = self.window(width, height - below)
        if self._opening:
            window = replace(window, corner=(max(0, cell[0] - window.rows // 2), 0))
        window = window.around(cell)
        self._corner = window.corner
        lines = window.draw(self.values, cell, self.exponent(), self._held, self.pointed_cell)
        if self.figures:  # the notes follow the last row
            lines = lines[: lines_of_rows(len(self.values), height - below, self.palette.spaced)]
        lines += self.notes(width, below)
        left = height - len(lines)
        if self.figures and left >= LINES_FOR_HISTOGRAM and self.values.size >= VALUES_FOR_HISTOGRAM:
            bars = histogram(self.values, width, left - 2, self.palette, vmax=self._held)
            lines += [fit([], width, blank), *bars, self.text_line(distribution_text(self.values), width)]
        return fill(lines, width, height, blank)

    def notes(self, width: int, lines: int) -> list[Strip]:
        """What is known of the cell in focus, its row and column; of a histogram, how its values are distributed."""
        if self.form == "histogram":
            value, _norms = self.cell_notes().draw(2, (), width, self.palette)
            return [value, self.text_line(distribution_text(self.values), width)][:lines]
        return self.cell_notes().draw(lines, norms(self.values, self.focused_cell), width, self.palette)

    def text_line(self, text: str, width: int) -> Strip:
        """A line of muted text."""
        return bar([(text, self.palette.bg.muted)], [], width, self.palette.bg, self.palette.ascii)

    def action_turn_form(self) -> None:
        """Change between figures, colours and histogram."""
        self._form = self.next_form
        self.redraw()

    def action_hold_scale(self) -> None:
        """Hold the scale of the colours, so that changes show, or let it follow the largest value again."""
        self._held = peak(self.values) or 1.0 if self._held is None else None
        self.redraw()

    def action_move(self, down: int, right: int) -> None:
        """Move the focus by rows and columns."""
        self.choose(self.cell[0] + down, self.cell[1] + right)

    def cell_under(self, x: int, y: int) -> Cell | None:
        """The cell drawn at a place of the body; None beside the matrix."""
        return self.current_window.cell_at(x, y)

    def clicked(self, x: int, y: int) -> None:
        """Focus the cell there."""
        if (cell := self.cell_under(x, y)) is not None:
            self.choose(*cell)

    def action_page(self, direction: int) -> None:
        """Move the focus by the window's height."""
        self.action_move(direction * self.current_window.rows, 0)

    def action_edge(self, last: int) -> None:
        """Move the focus to the first (0) or the last (1) column."""
        self.choose(self.cell[0], (self.values.shape[1] - 1) * last)

    def pan(self, down: int, right: int) -> None:
        """Move the window; the cell in focus stays inside it."""
        window = self.current_window.moved(down, right)
        self._corner, self._opening = window.corner, False
        self.choose(*window.nearest(self.cell))
        self.redraw()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Scroll two rows down, with shift two columns to the right."""
        event.stop()
        self.pan(0, 2) if event.shift else self.pan(2, 0)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Scroll two rows up, with shift two columns to the left."""
        event.stop()
        self.pan(0, -2) if event.shift else self.pan(-2, 0)

    def on_mouse_scroll_right(self, event: MouseScrollRight) -> None:
        """Scroll two columns to the right."""
        event.stop()
        self.pan(0, 2)

    def on_mouse_scroll_left(self, event: MouseScrollLeft) -> None:
        """Scroll two columns to the left."""
        event.stop()
        self.pan(0, -2)
