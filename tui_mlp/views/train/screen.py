"""The screen of the Train view: loss, matrices, architecture, hyperparameters."""

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.reactive import reactive

from core.experiment.experiment import field
from core.support.errors import InputError
from core.support.i18n import _
from tui_mlp.session.commands import CheckGradient, EditNetwork, ShowLayer
from tui_mlp.session.snapshot import EMPTY, Snapshot
from tui_mlp.text.settings_text import read_float, read_sizes, read_value
from tui_mlp.views.view_screen import VIEW_STYLES, View
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
from .hyperparameters import HyperparametersPane
from .loss import LossPane
from .weights import GradientPane, WeightsPane

BESIDE_FROM = 110
LOSS_LEAST = 8
WEIGHTS_LEAST = 13


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
    place = next((place for place in range(len(shorter)) if longer[place] != shorter[place]), len(shorter))
    if longer is target:
        return EditNetwork("add_layer", (place + 1, names[place]))
    return EditNetwork("remove_layer", (place + 2,))


class TrainScreen(View):
    """The panes of a training; their messages become commands of the session."""

    CSS_PATH = [VIEW_STYLES, Path(__file__).with_name("train.tcss")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (BESIDE_FROM, "-wide"), (150, "-huge")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (40, "-tall")]

    cell: reactive[tuple[int, int]] = reactive((0, 0), repaint=False, init=False)

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
                yield self.bind_snapshot(HyperparametersPane(id="hyperparameters"))
        yield self.bind_snapshot(StatusLine(id="status"))
        yield MessageLine()
        yield self.bind_snapshot(Footer(id="footer"))

    def first_pane(self) -> Pane:
        """The weights."""
        return self.query_one(WeightsPane)

    def watch_snapshot(self, before: Snapshot, snapshot: Snapshot) -> None:
        """Share the height again if the matrix has another shape."""
        if before is EMPTY or before.theta.shape != snapshot.theta.shape:
            self.call_after_refresh(self.share_height)

    def share_height(self) -> None:
        """Give the matrices the lines that they need, the loss the rest."""
        matrices, body = self.query_one("#matrices"), self.query_one("#body").size.height
        below = self.size.width < BESIDE_FROM and self.query_one(GradientPane).display
        count = 2 if below else 1
        wanted = count * max(WEIGHTS_LEAST, self.query_one(WeightsPane).rows_wanted)
        most = body - max(LOSS_LEAST, body * 2 // 5 // count)
        alone = self.alone
        matrices.styles.height = "1fr" if alone else max(3, min(wanted, most))

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
            self.set_value(message.key, read_sizes(text) if hidden else read_value(text, field(message.key).kind))

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

        note = _("Any number. You are told J before and after, and what the gradient predicted.")
        self.app.push_screen(Prompt(part.symbol, message.value, accept, note))

    def on_cell_chosen(self, message: CellChosen) -> None:
        """Focus the cell in all matrices."""
        self.cell = message.cell

    def on_layer_chosen(self, message: LayerChosen) -> None:
        self.session.post(ShowLayer(message.layer))
