"""A matrix pane: Θ(l), ∇(l) or the last step, bias row first, in the lecture's indices.

All such panes share the layer and the cell in focus.
"""

from typing import TYPE_CHECKING, Literal, cast

import numpy as np
from rich.cells import cell_len
from textual.binding import Binding
from textual.events import MouseScrollDown, MouseScrollLeft, MouseScrollRight, MouseScrollUp
from textual.reactive import reactive
from textual.strip import Strip

from core.texts import N_, _, translated

from ..messages import CellChosen, CheckWanted, DeedWanted, LayerChosen, WeightWanted
from ..render.frame import inner
from ..render.heat import heat, heat_at, heat_visible, rows_a_line
from ..render.histogram import histogram
from ..render.matrix import LABEL, Cell, Matrix, cell_at, columns_shown, matrix, visible
from ..render.numbers import common_power, figure5, peak, percent, power, spelled
from ..render.strips import cells_of, fill
from ..render.text import displayed, widest
from ..session import Snapshot
from .lines import joined
from .pane import Pane
from .shown import GRADIENT, SHOWN, THETA, Shown, after, described

if TYPE_CHECKING:
    from ..app import MlpApp

MANY_DIGITS = 1000
LONGEST_LABEL = 12

FIGURES_UP_TO = 600
"""Weights: larger matrices open as colours."""

Form = Literal["figures", "colours", "histogram"]
FORMS: dict[Form, str] = {"figures": N_("figures"), "colours": N_("colours"), "histogram": N_("histogram")}


class MatrixPane(Pane):
    """A window on a matrix of layer l that follows the cell in focus."""

    cell: reactive[Cell] = reactive((0, 0), repaint=False, init=False)

    BINDINGS = [
        Binding("left_square_bracket,comma", "turn(-1)", N_("Previous Θ"), show=False),
        Binding("right_square_bracket,full_stop", "turn(1)", N_("Next Θ"), show=False),
        Binding("m", "turn_form", N_("Figures, colours, histogram"), show=False),
        Binding("v", "turn_shown", N_("Θ, ∇, last step"), show=False),
        Binding("h", "hold_scale", N_("Hold the scale of the colours"), show=False),
        Binding("enter", "type_value", N_("Type a weight"), show=False),
        Binding("f", "freeze('cell')", N_("Freeze or thaw the weight"), show=False),
        Binding("F", "freeze('neuron')", N_("Freeze or thaw the neuron it leads to"), show=False),
        Binding("ctrl+f", "freeze('layer')", N_("Freeze or thaw the layer"), show=False),
        Binding("c", "check", N_("Check the gradient of the weight"), show=False),
        Binding("up", "move(-1,0)", N_("Up"), show=False),
        Binding("down", "move(1,0)", N_("Down"), show=False),
        Binding("left", "move(0,-1)", N_("Left"), show=False),
        Binding("right", "move(0,1)", N_("Right"), show=False),
        Binding("pageup", "page(-1)", N_("Page up"), show=False),
        Binding("pagedown", "page(1)", N_("Page down"), show=False),
        Binding("home", "edge(0)", N_("First column"), show=False),
        Binding("end", "edge(1)", N_("Last column"), show=False),
    ]

    def __init__(self, shown: Shown, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.shown = shown
        self._corner = (0, 0)
        self._form: Form | None = None
        self._shape = (0, 0)
        self._held: float | None = None

    @property
    def values(self) -> Matrix:
        """What is shown, (s_l + 1) × s_{l+1}."""
        assert self.snapshot is not None
        return self.shown.values(self.snapshot)

    def watch_cell(self) -> None:
        """The window follows."""
        self.redraw()

    def choose(self, row: int, column: int) -> None:
        """Focus a cell, or the nearest there is."""
        rows, columns = self._shape
        self.post_message(CellChosen((max(0, min(row, rows - 1)), max(0, min(column, columns - 1)))))

    @property
    def form(self) -> Form:
        """How it is shown: by choice, else by size."""
        small = self.snapshot is None or self.snapshot.theta.size <= FIGURES_UP_TO
        return self._form or ("figures" if small else "colours")

    @property
    def figures(self) -> bool:
        """Whether it shows figures."""
        return self.form == "figures"

    @property
    def rows_wanted(self) -> int:
        """The height at which every row shows, frame included."""
        return 0 if self.snapshot is None else self.snapshot.theta.shape[0] + 5

    def watch_snapshot(self, before: Snapshot | None, snapshot: Snapshot | None) -> None:
        """Another Θ has another window; colours are drawn once a second, figures twice."""
        if snapshot is not None and snapshot.theta.shape != self._shape:
            self._shape = snapshot.theta.shape
            self.choose(*self.cell)
        if before is not None and snapshot is not None and before.layer != snapshot.layer:
            self._held = None
            self.redraw()
        super().watch_snapshot(before, snapshot)

    @property
    def PERIOD(self) -> float:  # type: ignore[override]
        """Seconds from one drawing to the next while training; more at a slow pace: colours need the most bytes."""
        return (0.5 if self.figures else 1.0) * max(1.0, cast("MlpApp", self.app).pace)

    def title(self) -> str:
        """Symbol, shape, and the common power of ten where there is one."""
        assert self.snapshot is not None
        rows, columns = self.values.shape
        exponent = self.exponent()
        tail = f"  {power(exponent)}" if exponent else ""
        return f"{self.shown.title(self.snapshot.layer)}  {rows}×{columns}{tail}"

    def facts(self) -> str:
        """The largest |value|, which is the scale of the colours, and of ∇ its norm over all layers."""
        assert self.snapshot is not None
        scale = peak(self.values) if self._held is None else self._held
        figure = figure5(scale).strip() if 0.01 <= scale < MANY_DIGITS else spelled(scale)
        held = "" if self._held is None else " " + _("held")
        norm = (
            f"‖∇‖ {spelled(self.snapshot.gradient_norm)}   " if self.shown is GRADIENT and self.size.width >= 60 else ""
        )
        return f"{norm}max |{self.shown.cell}| {figure}{held}"

    def keys(self) -> list[tuple[str, str]]:
        """Layer, form, what is shown, scale."""
        layers = [("[ ]", _("layer"))] if self.snapshot is not None and len(self.snapshot.sizes) > 2 else []
        scale = _("hold scale") if self._held is None else _("let scale go")
        frozen = self.snapshot is not None and bool(self.snapshot.frozen[self.in_reach])
        by_hand = [("↵", _("edit")), ("f", _("thaw") if frozen else _("freeze"))]
        return [
            *layers,
            ("m", translated(FORMS[self.next_form])),
            *by_hand,
            ("v", after(self.shown).symbol),
            ("h", scale),
        ]

    @property
    def next_form(self) -> Form:
        """What `m` turns to."""
        forms = tuple(FORMS)
        return forms[(forms.index(self.form) + 1) % len(forms)]

    def exponent(self) -> int:
        """The power of ten that all figures share, 0 for none."""
        return common_power(peak(self.values)) if self.figures else 0

    @property
    def in_reach(self) -> Cell:
        """The cell in focus; another network may have fewer than it had."""
        rows, columns = self.values.shape
        return min(self.cell[0], rows - 1), min(self.cell[1], columns - 1)

    def body(self, width: int, height: int) -> list[Strip]:
        """The window; below it the cell in focus, and where there is room its row and its column."""
        blank = self.palette.bg.blank
        rows = height - 1 if height > 3 else height
        lines = self.window(width, rows)
        if self.figures and rows - 1 > self.values.shape[0]:
            lines = lines[: self.values.shape[0] + 1]  # the notes follow the last row, and the rest stays free
        elif self.form != "figures" and rows > 8:
            lines = self.window(width, rows := rows - 1)
        notes = [self.note(width), self.norms(width)] if rows < height else []
        return fill([*lines, *notes], width, height, blank)

    def window(self, width: int, rows: int) -> list[Strip]:
        """The matrix in so many lines."""
        values, cursor, palette, vmax = self.values, self.in_reach, self.palette, self._held
        (top, left), label, shape = self._corner, self.label_width(), self.values.shape
        if self.form == "histogram":
            return histogram(values, width, rows, palette, vmax=vmax)
        if self.figures:
            self._corner = top, left = visible(shape, width, rows, top, left, cursor, label=label)
            return matrix(
                values, width, rows, palette, rows=self.row_name, columns=self.column_name, corner="j\\k",
                cursor=cursor, top=top, left=left, power=self.exponent(), label=label, vmax=vmax,
            )  # fmt: skip
        self._corner = top, left = heat_visible(shape, width, rows, top, left, cursor, palette, label=label)
        return heat(
            values, width, rows, palette, rows=self.row_name, columns=self.column_name, corner="j\\k",
            cursor=cursor, top=top, left=left, label=label, vmax=vmax,
        )  # fmt: skip

    def note(self, width: int) -> Strip:
        """The cell in focus: indices, full value, what it links, its gradient."""
        snapshot, styles = self.snapshot, self.palette.bg
        assert snapshot is not None
        (j, k), l = self.in_reach, snapshot.layer
        parts = [(f"{self.shown.cell}[{j},{k + 1}]", styles.accent_bold)]
        parts += [(f" {spelled(self.values[j, k])}", styles.strong)]
        source = _("bias") if j == 0 else self.source(j)
        links = _("{} of layer {} → neuron {} of layer {}").format(source, l, k + 1, l + 1)
        short = _("{} → neuron {}").format(source, k + 1)
        slope = f"  ∇ {spelled(snapshot.gradient[j, k])}" if self.shown is THETA else ""
        if snapshot.frozen[j, k]:
            slope = "  " + _("frozen") + slope
        left = cells_of(parts, self.palette.ascii)
        for link, end in ((links, slope), (short, slope), (short, ""), ("", "")):
            text = f"  {link}{end}" if link else ""
            if left + cell_len(displayed(text, self.palette.ascii)) <= width:
                break
        return joined([*parts, (text, styles.muted)], [], width, styles, self.palette.ascii)

    def norms(self, width: int) -> Strip:
        """How long its row and its column are; of a histogram, mean, spread and how many are 0."""
        styles, values, (j, k) = self.palette.bg, self.values, self.in_reach
        if self.form == "histogram":
            zeros = percent(float(np.count_nonzero(values == 0)) / values.size)
            mean, spread = spelled(float(values.mean())), spelled(float(values.std()))
            text = _("mean {}   spread {}   zero {}").format(mean, spread, zeros)
            return joined([(text, styles.muted)], [], width, styles, self.palette.ascii)
        row, column = (spelled(float(np.linalg.norm(line))) for line in (values[j], values[:, k]))
        text = _("‖row‖ {}   ‖column‖ {}").format(row, column)
        return joined([(text, styles.muted)], [], width, styles, self.palette.ascii)

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
        longest = widest(self.snapshot.data.input_names, self.palette.ascii) if self.named else 0
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

    def action_turn_form(self) -> None:
        """Figures, colours, histogram."""
        self._form = self.next_form
        self.redraw()

    def action_turn_shown(self) -> None:
        """Θ, ∇, the last step."""
        self.shown, self._held = after(self.shown), None
        self.redraw()

    def action_hold_scale(self) -> None:
        """Keep the scale of the colours as it is, so that change shows; or let it follow the largest again."""
        self._held = peak(self.values) or 1.0 if self._held is None else None
        self.redraw()

    @property
    def part(self) -> tuple[int, int, int]:
        """Layer, row from 0, column from 1 of the weight in focus."""
        assert self.snapshot is not None
        j, k = self.in_reach
        return self.snapshot.layer, j, k + 1

    def action_type_value(self) -> None:
        """Another value for the weight in focus."""
        if self.snapshot is not None:
            value = float(self.snapshot.theta[self.in_reach])
            self.post_message(WeightWanted(*self.part, f"{value:.6g}"))

    def action_freeze(self, what: str) -> None:
        """The weight, all that lead to its neuron, or the whole Θ: at rest, or going on again."""
        if self.snapshot is None:
            return
        layer, row, column = self.part
        frozen = self.snapshot.frozen
        chosen = {"cell": frozen[row, column - 1], "neuron": frozen[:, column - 1], "layer": frozen}[what]
        arguments = {"cell": (layer, row, column), "neuron": (layer, None, column), "layer": (layer,)}[what]
        self.post_message(DeedWanted("thaw" if np.all(chosen) else "freeze", arguments))

    def action_check(self) -> None:
        """Its gradient by backpropagation beside central differences."""
        if self.snapshot is not None:
            self.post_message(CheckWanted(*self.part))

    def action_move(self, down: int, right: int) -> None:
        """Another cell; the window follows."""
        self.choose(self.cell[0] + down, self.cell[1] + right)

    def cell_under(self, x: int, y: int) -> Cell | None:
        """The cell that is drawn at a place of the body."""
        width, _height = inner(*self.size)
        top, left, label = *self._corner, self.label_width()
        if self.snapshot is None or self.form == "histogram":
            return None
        if self.figures:
            return cell_at(self._shape, width, x, y, top, left, label=label)
        return heat_at(self._shape, width, x, y, top, left, self.palette, label=label)

    def clicked(self, x: int, y: int) -> None:
        """Focus the cell there."""
        if (cell := self.cell_under(x, y)) is not None:
            self.choose(*cell)

    def hovered(self, x: int, y: int) -> str | None:
        """Indices and full values of the cell there."""
        if (cell := self.cell_under(x, y)) is None or self.snapshot is None:
            return None
        j, k = cell
        source = _("bias") if j == 0 else self.source(j)
        lines = [_("{} → neuron {}").format(source, k + 1)]
        lines += [f"{shown.cell}[{j},{k + 1}] = {float(shown.values(self.snapshot)[j, k])!r}" for shown in SHOWN]
        return "\n".join(lines)

    def copied(self, latex: bool) -> str:
        """The value in focus with all its digits."""
        assert self.snapshot is not None
        j, k = self.in_reach
        return f"{self.shown.title(self.snapshot.layer)}[{j},{k + 1}] = {float(self.values[j, k])!r}"

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

    def help_text(self) -> str:
        """What `?` says of this pane."""
        keys = _(
            "Blue is positive, orange negative, stronger is larger; max is the strongest. ∇ lies as Θ, cell by cell. A "
            "title carries a power of ten where all values are small; ‖·‖ is a length, the root of the summed "
            "squares.\n\n"
            "[ ]      previous, next layer (also , and .)\n"
            "arrows   the cell in focus; home, end, page keys; a click\n"
            "m        figures, colours, histogram\n"
            "enter    type the weight in focus; c checks its gradient against central differences\n"
            "f F ^f   freeze or thaw the weight, all that lead to its neuron, the whole Θ\n"
            "v        Θ, ∇ (its gradient), the last step\n"
            "h        hold the scale of the colours, or let it follow the largest value"
        )
        return f"{described(self.shown)}\n\n{keys}"


class WeightsPane(MatrixPane):
    """Θ(l), unless turned to something else."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(THETA, id=id)


class GradientPane(MatrixPane):
    """∇(l), unless turned to something else."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(GRADIENT, id=id)
