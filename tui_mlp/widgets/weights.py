"""The weight pane: one Θ(l) as signed figures or as colours, bias row first, with the lecture's indices."""

from textual.binding import Binding
from textual.events import MouseScrollDown, MouseScrollLeft, MouseScrollRight, MouseScrollUp
from textual.strip import Strip

from core.texts import _

from ..messages import LayerChosen
from ..render.frame import inner
from ..render.glyphs import to_ascii
from ..render.heat import heat, heat_at, heat_visible, rows_a_line
from ..render.matrix import LABEL, cell_at, columns_shown, matrix, visible
from ..render.numbers import common_power, figure5, peak, power, spelled
from ..render.strips import fill
from ..session import Snapshot
from .lines import joined
from .pane import Pane

MANY_DIGITS = 1000
LONGEST_LABEL = 12

FIGURES_UP_TO = 600
"""Weights: larger matrices open as colours."""


class WeightsPane(Pane):
    """A window on Θ(l) that follows the cell in focus."""

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
        self._cursor, self._corner = (0, 0), (0, 0)
        self._figures: bool | None = None
        self._shape = (0, 0)

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
            rows, columns = self._shape
            self._cursor = min(self._cursor[0], rows - 1), min(self._cursor[1], columns - 1)
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
        rows, columns = self.snapshot.theta.shape
        exponent = self.exponent()
        return f"Θ({self.snapshot.layer})  {rows}×{columns}" + (f"  {power(exponent)}" if exponent else "")

    def facts(self) -> str:
        """The scale of the colours."""
        assert self.snapshot is not None
        largest = peak(self.snapshot.theta)
        return f"max |θ| {figure5(largest).strip() if largest < MANY_DIGITS else spelled(largest)}"

    def keys(self) -> list[tuple[str, str]]:
        """Layer, form, cell."""
        form = _("colours") if self.figures else _("figures")
        layers = [("[ ]", _("layer"))] if self.snapshot is not None and len(self.snapshot.sizes) > 2 else []
        return [*layers, ("m", form), ("↑↓←→", _("cell"))]

    def exponent(self) -> int:
        """The power of ten that all figures share, 0 for none."""
        assert self.snapshot is not None
        return common_power(peak(self.snapshot.theta)) if self.figures else 0

    def body(self, width: int, height: int) -> list[Strip]:
        """The window, and below it the cell in focus."""
        snapshot = self.snapshot
        assert snapshot is not None
        theta, cursor = snapshot.theta, self._cursor if self.has_focus else None
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
        (j, k), l = self._cursor, snapshot.layer
        parts = [(f"θ[{j},{k + 1}]", styles.accent_bold), (f" {spelled(snapshot.theta[j, k])}", styles.strong)]
        source = _("bias") if j == 0 else self.source(j)
        links = _("{} of layer {} → neuron {} of layer {}").format(source, l, k + 1, l + 1)
        short = _("{} → neuron {}").format(source, k + 1)
        slope = f"  ∇ {spelled(snapshot.gradient[j, k])}"
        left = sum(len(text) for text, _style in parts)
        for link, end in ((links, slope), (short, slope), (short, ""), ("", "")):
            text = f"  {link}{end}" if link else ""
            if left + len(to_ascii(text) if self.palette.ascii else text) <= width:
                break
        return joined([*parts, (text, styles.muted)], [], width, styles, self.palette.ascii)

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
        rows, columns = self._shape
        j, k = self._cursor
        self._cursor = max(0, min(j + down, rows - 1)), max(0, min(k + right, columns - 1))
        self.redraw()

    def clicked(self, x: int, y: int) -> None:
        """Focus the cell there."""
        width, _height = inner(*self.size)
        top, left, label = *self._corner, self.label_width()
        if self.figures:
            cell = cell_at(self._shape, width, x, y, top, left, label=label)
        else:
            cell = heat_at(self._shape, width, x, y, top, left, self.palette, label=label)
        if cell is not None:
            self._cursor = cell
            self.redraw()

    def action_page(self, direction: int) -> None:
        """A window's height up or down."""
        lines = max(1, self.size.height - 4)
        self.action_move(direction * lines * (1 if self.figures else rows_a_line(self.palette)), 0)

    def action_edge(self, last: int) -> None:
        """The first or the last column."""
        self._cursor = self._cursor[0], (self._shape[1] - 1) * last
        self.redraw()

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
        j, k = self._cursor
        self._cursor = max(top, min(j, top + lines - 1)), max(left, min(k, left + max(1, across) - 1))
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

    def help_text(self) -> str:
        """What `?` says of this pane."""
        return _(
            "Θ(l), the weights from layer l to layer l + 1: (s_l + 1) × s_(l+1). Row j, column k links neuron j to "
            "neuron k; row 0 is the bias, the weight of the unit that is always 1 (15).\n\n"
            "Blue is positive, orange negative, stronger is larger; max |θ| is the strongest.\n"
            "∇ is the gradient of the last mini-batch, ∂J/∂θ (19): gradient descent moves θ against it.\n\n"
            "[ ]      previous, next Θ (also , and .)\n"
            "arrows   the cell in focus; home, end, page keys\n"
            "m        figures or colours"
        )
