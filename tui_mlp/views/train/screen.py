"""The screen of the Train view: loss, matrices, architecture, hyperparameters."""

from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.reactive import reactive

from core.experiment.experiment import field
from core.support.errors import InputError
from core.support.i18n import _
from tui_mlp.models.image_rows import row_that_matters
from tui_mlp.models.pointed import Pointed
from tui_mlp.render.frame import inner_size
from tui_mlp.session.commands import CheckGradient, EditNetwork, ShowLayer
from tui_mlp.session.snapshot import EMPTY, Snapshot
from tui_mlp.text.settings_text import read_float, read_sizes, read_typed
from tui_mlp.views.output.focus_screen import OutputFocusScreen
from tui_mlp.views.view_screen import VIEW_STYLES
from tui_mlp.widgets.footer import Footer
from tui_mlp.widgets.header import Header
from tui_mlp.widgets.message_line import MessageLine
from tui_mlp.widgets.messages import (
    CellChosen,
    CheckWanted,
    EditWanted,
    HiddenChosen,
    LayerChosen,
    ValueChosen,
    ValueWanted,
    WeightWanted,
)
from tui_mlp.widgets.pane import Pane
from tui_mlp.widgets.status_line import StatusLine

from .architecture import ArchitecturePane
from .final_figures import FinalFigures
from .hyperparameters import HyperparametersPane
from .layout import architecture_lines, final_lines, matrix_lines
from .loss import LossPane
from .weights import GradientPane, LayerPane, WeightsPane, layer_and_cell

if TYPE_CHECKING:  # imported when there is room for it
    from tui_mlp.views.output.pane import OutputPane

    from .output_column import OutputColumn

OUTPUTS_FROM = 110
"""Columns from which on a third column shows what the network does."""
WIDE_OUTPUTS, HUGE_OUTPUTS = 40, 54
"""The columns of the third one, from OUTPUTS_FROM and from BESIDE_FROM on; as in train.tcss."""
BESIDE_FROM = 150
"""Columns from which on ∇ stands beside Θ; in fewer it stands below it."""
BOTH_FROM = 33
"""Lines from which on Θ and ∇ both have a place below each other."""


def single_edit(snapshot: Snapshot, wanted: HiddenChosen) -> EditNetwork | None:
    """The one edit that leads to the wanted hidden layers; None where it takes more than one."""
    hidden, target = list(snapshot.sizes[1:-1]), wanted.hidden
    names = wanted.activation if isinstance(wanted.activation, list) else [wanted.activation] * len(target)
    now = list(snapshot.activations)
    if len(target) == len(hidden):
        sizes = [place for place in range(len(hidden)) if target[place] != hidden[place]]
        functions = [place for place in range(len(hidden)) if names[place] != now[place]]
        if len(sizes) == 1 and not functions and abs(target[sizes[0]] - hidden[sizes[0]]) == 1:
            grows = target[sizes[0]] > hidden[sizes[0]]
            return EditNetwork("add_neuron" if grows else "remove_neuron", (sizes[0] + 2,))
        if len(functions) == 1 and not sizes:
            return EditNetwork("change_activation", (functions[0] + 2, names[functions[0]]))
        return None
    longer, shorter = (target, hidden) if len(target) > len(hidden) else (hidden, target)
    if len(longer) != len(shorter) + 1:
        return None
    place = wanted.place
    if place is None:
        place = next((place for place in range(len(shorter)) if longer[place] != shorter[place]), len(shorter))
    if longer is target:
        return EditNetwork("add_layer", (place + 1, names[place]))
    return EditNetwork("remove_layer", (place + 2,))


class TrainScreen(OutputFocusScreen):
    """The panes of a training; their messages become commands of the session.

    What the network does is shown in a third column. Its panes are made after the first frame, where there is room.
    """

    CSS_PATH = [VIEW_STYLES, Path(__file__).with_name("train.tcss")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (OUTPUTS_FROM, "-wide"), (BESIDE_FROM, "-huge")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (BOTH_FROM, "-tall")]

    COLOURED_BESIDE = 1  # Θ and ∇, which are narrow

    cell: reactive[tuple[int, int]] = reactive((0, 0), repaint=False, init=False)
    _output_column: "OutputColumn | None" = None
    """What the third column has; None while there is none."""
    _to_follow: tuple[int, tuple[int, int]] | None = None
    """The layer and the cell that the pointer is on, until the snapshot has that layer."""
    _other_row = 0
    """The row that was in focus where an image's Θ(1) and another Θ were last turned to from each other."""

    def compose(self) -> ComposeResult:
        """Yield header, panes, status and footer."""
        yield self.bind_snapshot(Header("train", id="header"))
        with Horizontal(id="body"):
            with Vertical(id="left", classes="column holder"):
                yield self.bind_snapshot(LossPane(id="loss"))
                with Container(id="matrices", classes="holder"):
                    yield self.bind_snapshot(WeightsPane(id="weights")).data_bind(TrainScreen.cell)
                    yield self.bind_snapshot(GradientPane(id="gradient")).data_bind(TrainScreen.cell)
            with Vertical(id="right", classes="column holder"):
                yield self.bind_snapshot(ArchitecturePane(id="architecture"))
                yield self.bind_snapshot(FinalFigures(id="final"))
                yield self.bind_snapshot(HyperparametersPane(id="hyperparameters"))
            yield Vertical(id="outputs", classes="column holder")
        yield self.bind_snapshot(StatusLine(id="status"))
        yield MessageLine()
        yield self.bind_snapshot(Footer(id="footer"))

    def first_pane(self) -> Pane:
        """The weights."""
        return self.query_one(WeightsPane)

    def watch_snapshot(self, before: Snapshot, snapshot: Snapshot) -> None:
        """Keep the cell in focus inside the matrix; share the height again if a matrix or the layers have changed."""
        opened = before is EMPTY or snapshot.data.shape != before.data.shape or snapshot.sizes[0] != before.sizes[0]
        if opened or snapshot.theta.shape != before.theta.shape:
            self.cell = self.cell_to_focus(before, snapshot, opened)
        shapes = (before.sizes, before.theta.shape) != (snapshot.sizes, snapshot.theta.shape)
        if opened or shapes or before.final is not snapshot.final:
            self.call_after_refresh(self.share_height)
        if before is EMPTY or before.data is not snapshot.data:
            self.call_after_refresh(self.make_outputs)
        if self._to_follow is not None and snapshot.layer == self._to_follow[0]:
            self.cell, self._to_follow = self._to_follow[1], None
        super().watch_snapshot(before, snapshot)
        self.call_later(self.renew_pointed)  # when the panes have the snapshot too

    def follow_pointed(self, pointed: Pointed) -> None:
        """Show the matrix of the weight that the pointer is on, and focus it there."""
        super().follow_pointed(pointed)
        found = layer_and_cell(pointed)
        if found is None or not 1 <= found[0] < len(self.snapshot.sizes):
            return
        self._to_follow = found
        if found[0] == self.snapshot.layer:
            self.cell, self._to_follow = found[1], None
        else:
            self.session.post(ShowLayer(found[0]))

    def cell_to_focus(self, before: Snapshot, snapshot: Snapshot, opened: bool) -> tuple[int, int]:
        """The cell in focus in another matrix: the same, or the nearest that it has.

        The weights of an image open at the rows that matter. They and the other matrices each keep their row.
        """
        row, column = self.cell
        pixels = snapshot.data.shape is not None
        if opened:
            middle = row_that_matters(snapshot.data.train.inputs) if pixels else 0
            row, self._other_row = (middle, 0) if snapshot.layer == 1 else (0, middle)
        elif pixels and (before.layer == 1) != (snapshot.layer == 1):
            row, self._other_row = self._other_row, row
        rows, columns = snapshot.theta.shape
        return min(row, rows - 1), min(column, columns - 1)

    # The third column

    def lay_out(self) -> None:
        """Lay the panes out; make those of the third column where there is room now, or remove them."""
        super().lay_out()
        if (self.size.width >= OUTPUTS_FROM) is (self._output_column is None):
            self.call_after_refresh(self.make_outputs)
        self.want_outputs()

    async def make_outputs(self) -> None:
        """Make the panes of the third column that suit the data, unless they stand there; remove others."""
        if self.size.width < OUTPUTS_FROM or self.snapshot is EMPTY:
            column = None
        else:
            from tui_mlp.views.output.pages import made_pane

            from .output_column import column_for

            column = column_for(self.snapshot.data)
        if column is not self._output_column:
            self._output_column, place = column, self.query_one("#outputs")
            had_focus = place in self.pane.ancestors
            await place.remove_children()
            if column is not None:
                await place.mount(*(self.bind_focus(made_pane(kind)) for kind in (column.upper, column.lower)))
            if had_focus:
                self.show_pane(self.first_pane())
            self.lay_out()
        self.panes_data = self.snapshot.data
        self.want_outputs()

    def output_panes(self) -> "list[OutputPane]":
        """The panes of the third column, or of them the only one that is shown."""
        if self._output_column is None:
            return []
        from tui_mlp.views.output.pane import OutputPane

        shown = [self.pane] if self.alone else self.query("#outputs Pane")
        return [pane for pane in shown if isinstance(pane, OutputPane)]

    def splits_wanted(self) -> tuple[str, ...]:
        """The splits whose outputs are shown."""
        from tui_mlp.views.output.pages import splits_shown

        first = self.output_focus.split_name(self.session.snapshot.data)
        return splits_shown(self._output_column is not None and self._output_column.all_splits, first)

    def most_wanted(self) -> int | None:
        """The most rows of a split that are shown; None: all."""
        from tui_mlp.views.output.pages import MOST_POINTS

        return MOST_POINTS if self._output_column is not None and self._output_column.all_splits else None

    def share_outputs(self) -> None:
        """Share the lines of the third column among its panes."""
        if (column := self._output_column) is None:
            return
        from .output_column import upper_lines

        panes, body = list(self.query("#outputs Pane")), self.query_one("#body").size.height
        if self.alone or len(panes) < 2:
            for pane in panes:
                pane.styles.height = "1fr"
            return
        width = inner_size(HUGE_OUTPUTS if self.size.width >= BESIDE_FROM else WIDE_OUTPUTS, 0)[0]
        panes[0].styles.height = upper_lines(column, self.snapshot.data, width, body)

    def share_height(self) -> None:
        """Give the matrices and the architecture the lines that they need, loss and hyperparameters the rest."""
        self.share_outputs()
        matrices, panes = self.query_one("#matrices"), list(self.query(LayerPane))
        architecture = self.query_one(ArchitecturePane)
        if self.alone:
            for widget in (matrices, architecture, *panes):
                widget.styles.height = "1fr"
            return
        body, below = self.query_one("#body").size.height, self.size.width < BESIDE_FROM
        shown = [pane for pane in panes if pane.display]
        lines = matrix_lines(body, [pane.lines_wanted for pane in shown], below and len(shown) > 1)
        for pane, height in zip(shown, lines, strict=True):
            pane.styles.height = height
        matrices.styles.height = sum(lines) if below else max(lines)
        architecture_height = architecture_lines(body, architecture.rows_wanted)
        architecture.styles.height = architecture_height
        final = self.query_one(FinalFigures)
        final_height = final_lines(body - architecture_height, final.lines_wanted)
        final.styles.height = final_height
        final.set_class(final_height > 0, "-shown")

    # Messages of the panes

    def on_value_chosen(self, message: ValueChosen) -> None:
        try:
            self.set_value(message.key, message.value)
        except InputError as problem:
            self.notify(str(problem), severity="warning")

    def on_value_wanted(self, message: ValueWanted) -> None:
        from tui_mlp.dialogs.prompt import Prompt

        def accept(text: str) -> None:
            hidden = message.key == "network.hidden"
            self.set_value(message.key, read_sizes(text) if hidden else read_typed(message.key, text))

        self.app.push_screen(Prompt(message.label, message.value, accept, field(message.key).description))

    def on_hidden_chosen(self, message: HiddenChosen) -> None:
        """Change the hidden layers by an edit of the network, or by starting over."""
        try:
            values = {"network.hidden": message.hidden, "network.activation": message.activation}
            experiment = self.session.experiment.replace_all(values)
        except InputError as problem:
            self.notify(str(problem), severity="warning")
            return
        if not self.untouched and (wanted := single_edit(self.session.snapshot, message)):
            self.post(wanted)
            return
        self.begin(experiment, _("Change the layers and start over at epoch 0?"), _("change them and start over"))

    def on_edit_wanted(self, message: EditWanted) -> None:
        self.post(EditNetwork(message.act, message.arguments))

    def on_check_wanted(self, message: CheckWanted) -> None:
        """Check the gradient of a weight."""
        from core.surgery.weights import ThetaPart

        self.post(CheckGradient(ThetaPart(message.layer, message.row, message.column)))

    def on_weight_wanted(self, message: WeightWanted) -> None:
        from core.surgery.weights import ThetaPart
        from tui_mlp.dialogs.prompt import Prompt

        part = ThetaPart(message.layer, message.row, message.column)

        def accept(text: str) -> None:
            value = read_float(text)
            self.post(EditNetwork("set_weight", (part.layer, part.row, part.column, value)))

        note = _("Any number. A message then says J before and after, and what the gradient predicted.")
        self.app.push_screen(Prompt(part.symbol, message.value, accept, note))

    def on_cell_chosen(self, message: CellChosen) -> None:
        """Focus the cell in all matrices."""
        self.cell = message.cell
        self.call_later(self.point_at_pane)  # when the panes have the cell too

    def on_layer_chosen(self, message: LayerChosen) -> None:
        self.session.post(ShowLayer(message.layer))

    def point_at_pane(self) -> None:
        """Have the pointer, if it is on, follow the focus in the pane in focus."""
        self.move_pointer(self.pane.pointed_here())
