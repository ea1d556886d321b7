"""The weight and gradient panes: Θ(l) and ∇(l), bias row first, in the lecture's indices, one cell in focus in both."""

from textual.binding import Binding
from textual.events import MouseScrollDown, MouseScrollLeft, MouseScrollRight, MouseScrollUp
from textual.reactive import reactive
from textual.strip import Strip

from core.texts import _

from ..messages import CellChosen, LayerChosen
from ..render.frame import inner
from ..render.glyphs import to_ascii
from ..render.heat import heat, heat_at, heat_visible, rows_a_line
from ..render.matrix import LABEL, Cell, Matrix, cell_at, columns_shown, matrix, visible
from ..render.numbers import common_power, figure5, peak, power, spelled
from ..render.strips import fill
from ..session import Snapshot
from .lines import joined
from .pane import Pane

MANY_DIGITS = 1000
LONGEST_LABEL = 12

FIGURES_UP_TO = 600
"""Weights: larger matrices open as colours."""


class MatrixPane(Pane):
    """A window on a matrix of layer l that follows the cell in focus, which all such panes share."""

    cell: reactive[Cell] = reactive((0, 0), repaint=False, init=False)

    BINDINGS = [
        Binding("left_square_bracket,comma", "turn(-1)", "Previous Θ", show=False),
        Binding("right_square_bracket,full_stop", "turn(1)", "Next Θ", show=False),
        Binding("m", "toggle_form", "Figures or colours", show=False),
        Binding("up", "move(-1,0)", "Up", show=False),
        Binding("down", "move(1,0)", "Down", show=False),
        Binding("left", "move(0,-1)", "Left", show=False),
        Binding("right", "move(0,1)", "Right", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "edge(0)", "First column", show=False),
        Binding("end", "edge(1)", "Last column", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._corner = (0, 0)
        self._figures: bool | None = None
        self._shape = (0, 0)

    @property
    def values(self) -> Matrix:
        """What is shown, (s_l + 1) × s_{l+1}."""
        raise NotImplementedError

    @property
    def symbols(self) -> tuple[str, str]:
        """Of the matrix and of one of its cells."""
        raise NotImplementedError

    def watch_cell(self) -> None:
        """The window follows."""
        self.redraw()

    def choose(self, row: int, column: int) -> None:
        """Focus a cell, or the nearest there is."""
        rows, columns = self._shape
        self.post_message(CellChosen((max(0, min(row, rows - 1)), max(0, min(column, columns - 1)))))

    @property
    def figures(self) -> bool:
        """Whether it shows figures: by choice, else by size."""
        if self._figures is None:
            return self.snapshot is None or self.snapshot.theta.size <= FIGURES_UP_TO
        return self._figures

    @property
    def rows_wanted(self) -> int:
        """The height at which every row shows, frame included."""
        return 0 if self.snapshot is None else self.snapshot.theta.shape[0] + 4

    def watch_snapshot(self, before: Snapshot | None, snapshot: Snapshot | None) -> None:
        """Another Θ has another window; colours are drawn once a second, figures twice."""
        if snapshot is not None and snapshot.theta.shape != self._shape:
            self._shape = snapshot.theta.shape
            self.choose(*self.cell)
        if before is not None and snapshot is not None and before.layer != snapshot.layer:
            self.redraw()
        super().watch_snapshot(before, snapshot)

    @property
    def PERIOD(self) -> float:  # type: ignore[override]
        """Seconds from one drawing to the next while training."""
        return 0.5 if self.figures else 1.0

    def title(self) -> str:
        """Symbol, shape, and the common power of ten where there is one."""
        assert self.snapshot is not None
        rows, columns = self.values.shape
        exponent = self.exponent()
        tail = f"  {power(exponent)}" if exponent else ""
        return f"{self.symbols[0]}({self.snapshot.layer})  {rows}×{columns}{tail}"

    def keys(self) -> list[tuple[str, str]]:
        """Layer, form, cell."""
        form = _("colours") if self.figures else _("figures")
        layers = [("[ ]", _("layer"))] if self.snapshot is not None and len(self.snapshot.sizes) > 2 else []
        return [*layers, ("m", form), ("↑↓←→", _("cell"))]

    def exponent(self) -> int:
        """The power of ten that all figures share, 0 for none."""
        return common_power(peak(self.values)) if self.figures else 0

    @property
    def in_reach(self) -> Cell:
        """The cell in focus; another network may have fewer than it had."""
        rows, columns = self.values.shape
        return min(self.cell[0], rows - 1), min(self.cell[1], columns - 1)

    def body(self, width: int, height: int) -> list[Strip]:
        """The window, and below it the cell in focus."""
        theta, cursor = self.values, self.in_reach
        rows = height - 1 if height > 3 else height
        (top, left), label = self._corner, self.label_width()
        if self.figures:
            self._corner = top, left = visible(theta.shape, width, rows, top, left, cursor, label=label)
            lines = matrix(
                theta, width, rows, self.palette, rows=self.row_name, columns=self.column_name, corner="j\\k",
                cursor=cursor, top=top, left=left, power=self.exponent(), label=label,
            )  # fmt: skip
        else:
            shape, palette = theta.shape, self.palette
            self._corner = top, left = heat_visible(shape, width, rows, top, left, cursor, palette, label=label)
            lines = heat(
                theta, width, rows, self.palette, rows=self.row_name, columns=self.column_name, corner="j\\k",
                cursor=cursor, top=top, left=left, label=label,
            )  # fmt: skip
        spare = rows - 1 - theta.shape[0]
        if spare > 0 and self.figures:  # the note follows the last row, and the rest stays free
            lines = lines[: rows - spare]
        return fill([*lines, self.note(width)] if rows < height else lines, width, height, self.palette.bg.blank)

    def note(self, width: int) -> Strip:
        """The cell in focus: indices, full value, what it links, its gradient."""
        snapshot, styles = self.snapshot, self.palette.bg
        assert snapshot is not None
        (j, k), l = self.in_reach, snapshot.layer
        value = spelled(self.values[j, k])
        parts = [(f"{self.symbols[1]}[{j},{k + 1}]", styles.accent_bold), (f" {value}", styles.strong)]
        source = _("bias") if j == 0 else self.source(j)
        links = _("{} of layer {} → neuron {} of layer {}").format(source, l, k + 1, l + 1)
        short = _("{} → neuron {}").format(source, k + 1)
        slope = f"  {self.aside(j, k)}"
        left = sum(len(text) for text, _style in parts)
        for link, end in ((links, slope), (short, slope), (short, ""), ("", "")):
            text = f"  {link}{end}" if link else ""
            if left + len(to_ascii(text) if self.palette.ascii else text) <= width:
                break
        return joined([*parts, (text, styles.muted)], [], width, styles, self.palette.ascii)

    def aside(self, j: int, k: int) -> str:
        """What else is to be said of a cell, if there is room."""
        return ""

    def source(self, j: int) -> str:
        """What row j ≥ 1 comes from: an input by name, or a neuron."""
        assert self.snapshot is not None
        if self.named:
            return self.snapshot.data.input_names[j - 1]
        return _("pixel {}").format(j) if self.snapshot.layer == 1 else _("neuron {}").format(j)

    def row_name(self, j: int) -> str:
        """The label of row j."""
        assert self.snapshot is not None
        if j == 0:
            return _("bias")
        return self.snapshot.data.input_names[j - 1] if self.named else str(j)

    @property
    def named(self) -> bool:
        """Whether the rows are inputs that have names: those of a picture are numbered."""
        return self.snapshot is not None and self.snapshot.layer == 1 and self.snapshot.data.shape is None

    def label_width(self) -> int:
        """Cells of a row's label: a long name is cut, and stands whole below the matrix."""
        assert self.snapshot is not None
        longest = max(map(len, self.snapshot.data.input_names), default=0) if self.named else 0
        return max(LABEL, min(longest, LONGEST_LABEL))

    def column_name(self, k: int) -> str:
        """The label of column k, counted from 1."""
        return str(k + 1)

    def action_turn(self, direction: int) -> None:
        """The next Θ, or the one before."""
        if self.snapshot is not None:
            last = len(self.snapshot.sizes) - 1
            if 1 <= self.snapshot.layer + direction <= last:
                self._corner = (0, 0)
                self.post_message(LayerChosen(self.snapshot.layer + direction))

    def action_toggle_form(self) -> None:
        """Figures to colours and back."""
        self._figures = not self.figures
        self.redraw()

    def action_move(self, down: int, right: int) -> None:
        """Another cell; the window follows."""
        self.choose(self.cell[0] + down, self.cell[1] + right)

    def clicked(self, x: int, y: int) -> None:
        """Focus the cell there."""
        width, _height = inner(*self.size)
        top, left, label = *self._corner, self.label_width()
        if self.figures:
            cell = cell_at(self._shape, width, x, y, top, left, label=label)
        else:
            cell = heat_at(self._shape, width, x, y, top, left, self.palette, label=label)
        if cell is not None:
            self.choose(*cell)

    def action_page(self, direction: int) -> None:
        """A window's height up or down."""
        lines = max(1, self.size.height - 4)
        self.action_move(direction * lines * (1 if self.figures else rows_a_line(self.palette)), 0)

    def action_edge(self, last: int) -> None:
        """The first or the last column."""
        self.choose(self.cell[0], (self._shape[1] - 1) * last)

    def pan(self, down: int, right: int) -> None:
        """Move the window; the cell in focus stays inside it."""
        rows, columns = self._shape
        lines = max(1, self.size.height - 4) * (1 if self.figures else rows_a_line(self.palette))
        across = (
            columns_shown(columns, self.size.width - 4, label=self.label_width())
            if self.figures
            else self.size.width - 11
        )
        top = max(0, min(self._corner[0] + down, rows - lines))
        left = max(0, min(self._corner[1] + right, columns - across))
        self._corner = top, left
        j, k = self.cell
        self.choose(max(top, min(j, top + lines - 1)), max(left, min(k, left + max(1, across) - 1)))
        self.redraw()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Two rows, or columns with shift."""
        event.stop()
        self.pan(0, 2) if event.shift else self.pan(2, 0)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Two rows, or columns with shift."""
        event.stop()
        self.pan(0, -2) if event.shift else self.pan(-2, 0)

    def on_mouse_scroll_right(self, event: MouseScrollRight) -> None:
        """Two columns."""
        event.stop()
        self.pan(0, 2)

    def on_mouse_scroll_left(self, event: MouseScrollLeft) -> None:
        """Two columns."""
        event.stop()
        self.pan(0, -2)


class WeightsPane(MatrixPane):
    """Θ(l)."""

    symbols = "Θ", "θ"

    @property
    def values(self) -> Matrix:
        """Θ(l)."""
        assert self.snapshot is not None
        return self.snapshot.theta

    def facts(self) -> str:
        """The scale of the colours."""
        largest = peak(self.values)
        return f"max |θ| {figure5(largest).strip() if largest < MANY_DIGITS else spelled(largest)}"

    def aside(self, j: int, k: int) -> str:
        """Its gradient."""
        assert self.snapshot is not None
        return f"∇ {spelled(self.snapshot.gradient[j, k])}"

    def help_text(self) -> str:
        """What `?` says of this pane."""
        return _(
            "Θ(l), the weights from layer l to layer l + 1: (s_l + 1) × s_(l+1). Row j, column k links neuron j to "
            "neuron k; row 0 is the bias, the weight of the unit that is always 1 (15).\n\n"
            "Blue is positive, orange negative, stronger is larger; max |θ| is the strongest.\n"
            "∇ is the gradient of the last mini-batch, ∂J/∂θ (19): gradient descent moves θ against it.\n\n"
            "[ ]      previous, next Θ (also , and .)\n"
            "arrows   the cell in focus; home, end, page keys; a click\n"
            "m        figures or colours"
        )


class GradientPane(MatrixPane):
    """∇(l), of the last mini-batch."""

    symbols = "∇", "∇"

    @property
    def values(self) -> Matrix:
        """∇(l)."""
        assert self.snapshot is not None
        return self.snapshot.gradient

    def facts(self) -> str:
        """The norm over all layers."""
        assert self.snapshot is not None
        return f"‖∇‖ {spelled(self.snapshot.gradient_norm)}"

    def help_text(self) -> str:
        """What `?` says of this pane."""
        return _(
            "∇(l) = ∂J/∂Θ(l), the gradient of the last mini-batch, −(1/m) (A(l))ᵀ Δ(l+1) by equation (19), penalty "
            "included. Gradient descent moves each weight against its gradient, by α times its size.\n\n"
            "It lies as Θ(l) above, with the same cell in focus; the title carries a power of ten where all of it is "
            "small. ‖∇‖ is its length over all layers.\n\n"
            "[ ]      previous, next layer (also , and .)\n"
            "arrows   the cell in focus; home, end, page keys; a click\n"
            "m        figures or colours"
        )
