"""The Train view: loss, matrices, architecture and hyperparameters of one training."""

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.reactive import reactive

from core.errors import InputError
from core.experiment import field
from core.texts import _

from ..hyperparameters import read, read_sizes
from ..messages import CellChosen, HiddenChosen, LayerChosen, ValueChosen, ValueWanted
from ..session import Snapshot
from ..widgets.architecture import ArchitecturePane
from ..widgets.hyperparameters import HyperparametersPane
from ..widgets.lines import Footer, Header, Status
from ..widgets.loss import LossPane
from ..widgets.pane import Pane
from ..widgets.weights import GradientPane, WeightsPane
from .prompt import Prompt
from .view import View

BESIDE_FROM = 110
LOSS_LEAST = 8
WEIGHTS_LEAST = 13


class TrainScreen(View):
    """Four panes; what they report becomes the session's commands."""

    CSS_PATH = ["view.tcss", "train.tcss"]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (BESIDE_FROM, "-wide"), (150, "-huge")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (40, "-tall")]

    cell: reactive[tuple[int, int]] = reactive((0, 0), repaint=False, init=False)

    def compose(self) -> ComposeResult:
        """Header, panes, status, footer; all see the same snapshot."""
        yield self.bound(Header(1, id="header"))
        with Horizontal(id="body"):
            with Vertical(id="left", classes="column holder"):
                yield self.bound(LossPane(id="loss"))
                with Container(id="matrices", classes="holder"):
                    yield self.bound(WeightsPane(id="weights")).data_bind(TrainScreen.cell)
                    yield self.bound(GradientPane(id="gradient")).data_bind(TrainScreen.cell)
            with Vertical(id="right", classes="column holder"):
                yield self.bound(ArchitecturePane(id="architecture"))
                yield self.bound(HyperparametersPane(id="hyperparameters"))
        yield self.bound(Status(id="status"))
        yield self.bound(Footer(id="footer"))

    def first_pane(self) -> Pane:
        """The weights."""
        return self.query_one(WeightsPane)

    def watch_snapshot(self, before: Snapshot | None, snapshot: Snapshot | None) -> None:
        """Another matrix may want another height."""
        if snapshot is not None and (before is None or before.theta.shape != snapshot.theta.shape):
            self.call_after_refresh(self.share_height)

    def share_height(self) -> None:
        """The matrices get the lines they can use, the loss the rest."""
        matrices, body = self.query_one("#matrices"), self.query_one("#body").size.height
        below = self.size.width < BESIDE_FROM and self.query_one(GradientPane).display
        count = 2 if below else 1
        wanted = count * max(WEIGHTS_LEAST, self.query_one(WeightsPane).rows_wanted)
        most = body - max(LOSS_LEAST, body * 2 // 5 // count)
        alone = self.alone
        matrices.styles.height = "1fr" if alone else max(3, min(wanted, most))

    # What the panes report

    def on_value_chosen(self, message: ValueChosen) -> None:
        """A step of a hyperparameter."""
        try:
            self.set_value(message.key, message.value)
        except InputError as problem:
            self.notify(str(problem), severity="warning", timeout=8, markup=False)

    def on_value_wanted(self, message: ValueWanted) -> None:
        """A typed value."""

        def accept(text: str) -> None:
            hidden = message.key == "network.hidden"
            self.set_value(message.key, read_sizes(text) if hidden else read(text, field(message.key).kind))

        self.app.push_screen(Prompt(message.label, message.value, accept, field(message.key).description))

    def on_hidden_chosen(self, message: HiddenChosen) -> None:
        """Other hidden layers."""
        try:
            values = {"network.hidden": message.hidden, "network.activation": message.activation}
            experiment = self.session.experiment.replace_all(values)
        except InputError as problem:
            self.notify(str(problem), severity="warning", timeout=8, markup=False)
            return
        self.begin(experiment, _("Another architecture starts training over."), _("start over"))

    def on_cell_chosen(self, message: CellChosen) -> None:
        """Another cell, in all matrices."""
        self.cell = message.cell

    def on_layer_chosen(self, message: LayerChosen) -> None:
        """Another Θ."""
        self.session.watch(message.layer)
