"""The panes of Θ(l), ∇(l) and the last step, where weights are set by hand."""

import numpy as np
from rich.cells import cell_len
from textual.binding import Binding

from core.support.i18n import N_, _, translated
from tui_mlp.models.pointed import Pointed
from tui_mlp.render.matrix.labels import MatrixLabels
from tui_mlp.render.matrix.matrix import Cell, Matrix
from tui_mlp.render.matrix.notes import CellNotes
from tui_mlp.render.matrix.window import FORMS
from tui_mlp.session.snapshot import EMPTY, Snapshot
from tui_mlp.text.numbers import figure5, peak, plain_number, power
from tui_mlp.widgets.messages import CheckWanted, EditWanted, LayerChosen, WeightWanted

from .matrix_kinds import GRADIENT, MATRIX_KINDS, MISSING, THETA, MatrixKind, kind_description, next_kind
from .matrix_pane import MatrixPane

MANY_DIGITS, MANY_HUNDREDTHS = 1000, 0.1
"""The range in which two decimals are enough for the largest value."""
FRAME_CELLS = 9
"""The least cells of a frame's top beside title and facts."""


def layer_and_cell(pointed: Pointed) -> tuple[int, Cell] | None:
    """The layer and the cell that the pointer is on, where that is one of a matrix of MATRIX_KINDS."""
    if pointed.value is None:
        return None
    symbol, row, column = pointed.value
    name, _bracket, number = symbol.rstrip(")").rpartition("(")
    return (int(number), (row, column)) if name in {kind.symbol for kind in MATRIX_KINDS} else None


class LayerPane(MatrixPane):
    """A matrix of the shown layer, one of MATRIX_KINDS: bias row first, in the lecture's indices."""

    BINDINGS = [
        Binding("left_square_bracket,comma", "turn(-1)", N_("Previous Θ"), show=False),
        Binding("right_square_bracket,full_stop", "turn(1)", N_("Next Θ"), show=False),
        Binding("v", "next_kind", N_("Θ, ∇, last step"), show=False),
        Binding("enter", "type_value", N_("Type a weight"), show=False),
        Binding("f", "freeze('cell')", N_("Freeze or thaw the weight"), show=False),
        Binding("F", "freeze('neuron')", N_("Freeze or thaw the neuron it leads to"), show=False),
        Binding("ctrl+f", "freeze('layer')", N_("Freeze or thaw the layer"), show=False),
        Binding("c", "check", N_("Check the gradient of the weight"), show=False),
    ]

    def __init__(self, kind: MatrixKind, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.kind = kind

    @property
    def values(self) -> Matrix:
        """The matrix, (s_l + 1) × s_{l+1}."""
        return self.kind.values(self.snapshot)

    def watch_snapshot(self, before: Snapshot, snapshot: Snapshot) -> None:
        """Draw the new values; for another layer, or other inputs, at once, around the cell in focus."""
        other_layer = before is not EMPTY and before.layer != snapshot.layer
        if other_layer or before.sizes[0] != snapshot.sizes[0] or before.data.shape != snapshot.data.shape:
            self._opening = True
        if other_layer:
            self._held = None
            self.redraw()
        super().watch_snapshot(before, snapshot)

    def title(self) -> str:
        """Symbol, shape, the common power of ten, and for ∇ and the last step the examples that they are of."""
        return self.heading()[0]

    def facts(self) -> str:
        """The largest |value|, which is the scale of the colours; for ∇ also the norm over all layers."""
        return self.heading()[1]

    def heading(self) -> tuple[str, str]:
        """Title and facts, at the length for which there is room."""
        rows, columns = self.values.shape
        exponent = self.exponent()
        title = f"{self.kind.title(self.snapshot.layer)}  {rows}×{columns}"
        if self.missing():
            return title, ""
        tail = f"  {power(exponent)}" if exponent else ""
        scale = (peak(self.values) if self._held is None else self._held) * 10.0**-exponent
        figure = figure5(scale).strip() if MANY_HUNDREDTHS <= scale < MANY_DIGITS else plain_number(scale)
        held = "" if self._held is None else " " + _("held")
        # In the power of ten of the figures below it, so that the largest of them is found there.
        largest = f"max |{self.kind.cell}| {figure}{held}"
        norm = _("‖∇‖ of all layers {}").format(plain_number(self.snapshot.gradient_norm)) + "   "
        of = [""]
        if self.kind.of_a_batch:
            of = ["  " + _("last mini-batch"), "  " + _("last batch")]
        found = [
            (f"{title}{tail}{rows_of}", f"{before}{largest}{after}")
            for before in ((norm, "") if self.kind is GRADIENT else ("",))
            for after in ((tail.replace("  ", " "), "") if exponent else ("",))
            for rows_of in of
        ]
        room = self.size.width - FRAME_CELLS
        return next((pair for pair in found if cell_len(pair[0]) + cell_len(pair[1]) <= room), (found[-1][0], ""))

    def missing(self) -> str:
        """Why ∇ or the last step isn't known."""
        reason = self.kind.missing(self.snapshot)
        return translated(MISSING[reason]).format(self.kind.title(self.snapshot.layer)) if reason else ""

    def keys(self) -> list[tuple[str, str]]:
        """The keys for layer, form, kind of matrix, editing and scale."""
        layers = [("[ ]", _("layer"))] if len(self.snapshot.sizes) > 2 else []
        scale = _("hold scale") if self._held is None else _("free scale")
        frozen = bool(self.snapshot.frozen[self.focused_cell])
        kind = ("v", next_kind(self.kind).symbol)
        form = ("m", translated(FORMS[self.next_form]))
        by_hand = [("↵", _("edit")), ("f", _("thaw") if frozen else _("freeze")), ("c", _("check"))]
        return [*layers, kind, form, *by_hand, ("h", scale)]

    @property
    def labels(self) -> MatrixLabels:
        """The labels of rows and columns: names of the inputs where they have some; numbers for grey pixels."""
        data, layer = self.snapshot.data, self.snapshot.layer
        return MatrixLabels(layer, data.input_names if layer == 1 and (data.shape is None or data.channels > 1) else ())

    @property
    def notes_matter(self) -> bool:
        """Whether this is Θ: what is said of ∇ beside it stands there too."""
        return self.kind is THETA

    def cell_notes(self) -> CellNotes:
        """The cell in focus: indices, full value, what it links, and the gradient of a weight with its examples."""
        cell, snapshot = self.focused_cell, self.snapshot
        long = short = ""
        if self.kind is THETA:
            if reason := GRADIENT.missing(snapshot):
                long = _("∇ not known yet") if reason == "untrained" else _("∇ not known for the new layers")
                short = "∇ –"
            else:
                slope = plain_number(snapshot.gradient[cell])
                long = _("∇ {} of the last mini-batch").format(slope)
                short = _("∇ {} (last batch)").format(slope)
        frozen = bool(snapshot.frozen[cell])
        return CellNotes(self.kind.cell, self.values[cell], cell, self.labels, frozen, long, short)

    def action_turn(self, direction: int) -> None:
        """Show the next (1) or the previous (-1) layer."""
        last = len(self.snapshot.sizes) - 1
        if 1 <= self.snapshot.layer + direction <= last:
            self.post_message(LayerChosen(self.snapshot.layer + direction))

    def action_next_kind(self) -> None:
        """Show the next of Θ, ∇ and the last step."""
        self.kind, self._held = next_kind(self.kind), None
        self.redraw()

    @property
    def weight_in_focus(self) -> tuple[int, int, int]:
        """Layer, row from 0 and column from 1 of the weight in focus."""
        j, k = self.focused_cell
        return self.snapshot.layer, j, k + 1

    def action_type_value(self) -> None:
        """Ask for a value of the weight in focus."""
        value = float(self.snapshot.theta[self.focused_cell])
        self.post_message(WeightWanted(*self.weight_in_focus, f"{value:.6g}"))

    def action_freeze(self, what: str) -> None:
        """Freeze the weight, all that lead to its neuron, or the whole Θ; thaw if all of these are frozen."""
        layer, row, column = self.weight_in_focus
        frozen = self.snapshot.frozen
        chosen = {"cell": frozen[row, column - 1], "neuron": frozen[:, column - 1], "layer": frozen}[what]
        arguments = {"cell": (layer, row, column), "neuron": (layer, None, column), "layer": (layer,)}[what]
        self.post_message(EditWanted("thaw" if np.all(chosen) else "freeze", arguments))

    def action_check(self) -> None:
        """Compare the gradient of the weight in focus with central differences."""
        self.post_message(CheckWanted(*self.weight_in_focus))

    def tooltip_at(self, x: int, y: int) -> str | None:
        """Indices and full values of the cell there."""
        if (cell := self.cell_under(x, y)) is None:
            return None
        j, k = cell
        lines = [_("{} → neuron {}").format(self.labels.source(j), k + 1)]
        lines += [f"{kind.cell}[{j},{k + 1}] = {float(kind.values(self.snapshot)[j, k])!r}" for kind in MATRIX_KINDS]
        return "\n".join(lines)

    @property
    def symbol(self) -> str:
        """The symbol of the matrix, such as Θ(2)."""
        return self.kind.title(self.snapshot.layer)

    @property
    def pointed_cell(self) -> Cell | None:
        """The cell that the pointer is on, where it is one of this matrix."""
        return self.pointed.cell_in(self.symbol) if self.pointed is not None else None

    def pointed_here(self) -> Pointed | None:
        """The value in focus; None where the matrix isn't known yet."""
        if self.missing():
            return None
        j, k = self.focused_cell
        text = f"{self.symbol}[{j},{k + 1}] = {plain_number(float(self.values[j, k]))}"
        return Pointed(text, (self.symbol, j, k))

    def text_to_copy(self, latex: bool) -> str:
        """The value in focus with all its digits."""
        j, k = self.focused_cell
        return f"{self.kind.title(self.snapshot.layer)}[{j},{k + 1}] = {float(self.values[j, k])!r}"

    def help_text(self) -> str:
        """The help on this pane."""
        keys = _(
            "Blue is positive, orange negative, stronger is larger; max is the strongest. ∇ has a cell for each cell "
            "of Θ. A title carries a power of ten where all values are small; ‖·‖ is a length, the root of the summed "
            "squares.\n\n"
            "[ ]      previous, next layer (also , and .)\n"
            "arrows   the cell in focus; home, end, page keys; a click\n"
            "m        figures, colours, histogram\n"
            "enter    type the weight in focus\n"
            "c        check its gradient against central differences, both over all training examples, so not the "
            "figure of the last mini-batch\n"
            "f F ^f   freeze or thaw the weight, all that lead to its neuron, the whole Θ\n"
            "v        Θ, ∇ (its gradient), the last step\n"
            "h        hold the scale of the colours, or free it to follow the largest value"
        )
        return f"{kind_description(self.kind)}\n\n{keys}"


class WeightsPane(LayerPane):
    """The pane that shows Θ(l) at first."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(THETA, id=id)


class GradientPane(LayerPane):
    """The pane that shows ∇(l) at first."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(GRADIENT, id=id)
