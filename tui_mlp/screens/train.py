"""The Train view: four panes on one training, and the keys that drive it."""

import asyncio
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Horizontal, Vertical
from textual.reactive import reactive
from textual.screen import Screen

from core.data.catalog import BUILTINS
from core.errors import InputError
from core.experiment import Experiment, field
from core.losses import refusal
from core.texts import _

from ..hyperparameters import Hyperparameter, read, read_sizes
from ..messages import CellChosen, HiddenChosen, LayerChosen, ValueChosen, ValueWanted
from ..render.numbers import count
from ..session import Goal, Snapshot, State, TrainingSession
from ..settings import known
from ..widgets.architecture import ArchitecturePane
from ..widgets.drawn import Drawn
from ..widgets.hyperparameters import HyperparametersPane
from ..widgets.lines import Footer, Header, Status
from ..widgets.loss import LossPane
from ..widgets.pane import Pane
from ..widgets.weights import GradientPane, WeightsPane
from .confirm import Confirm
from .help import Help
from .picker import Picker
from .prompt import Prompt

if TYPE_CHECKING:
    from ..app import MlpApp

REFRESH_SECONDS = 0.25
BESIDE_FROM = 110
FOUR_PANES_FROM = (60, 15)
"""Columns and lines; below, the pane in focus fills the screen."""
LOSS_LEAST = 8
WEIGHTS_LEAST = 13


class TrainScreen(Screen[None]):
    """Reads the session's snapshots and hands them down; what the panes report becomes the session's commands."""

    CSS_PATH = "train.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (BESIDE_FROM, "-wide"), (150, "-huge")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (40, "-tall")]
    BINDINGS = [
        Binding("space", "run_or_pause", "Run or pause"),
        Binding("n", "run('epoch')", "One epoch"),
        Binding("b", "run('batch')", "One mini-batch"),
        Binding("R", "start_over", "Start over"),
        Binding("tab", "turn_pane(1)", "Next pane", show=False),
        Binding("shift+tab", "turn_pane(-1)", "Previous pane", show=False),
        Binding("z", "zoom", "Zoom"),
        Binding("escape", "unzoom", "Back from zoom", show=False),
        Binding("o", "open", "Open data, experiment or run"),
        Binding("question_mark", "help", "Help"),
        Binding("colon", "app.command_palette", "Menu", show=False),
        Binding("q", "app.quit", "Quit"),
    ]

    snapshot: reactive[Snapshot | None] = reactive(None, repaint=False, init=False)
    state: reactive[State] = reactive(State.READY, repaint=False, init=False)

    zoomed: reactive[bool] = reactive(False, repaint=False, init=False)
    cell: reactive[tuple[int, int]] = reactive((0, 0), repaint=False, init=False)

    @property
    def session(self) -> TrainingSession:
        """The training that this screen shows."""
        return cast("MlpApp", self.app).session

    def compose(self) -> ComposeResult:
        """Header, panes, status, footer; all see the same snapshot."""
        yield self.bound(Header(id="header"))
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

    def bound(self, widget: Drawn) -> Drawn:
        """A widget that gets what this screen gets."""
        return widget.data_bind(TrainScreen.snapshot, TrainScreen.state)

    def on_mount(self) -> None:
        """Begin to look."""
        self.pane: Pane = self.query_one(WeightsPane)
        self.pane.focus()
        self.look()
        self.set_interval(REFRESH_SECONDS, self.look)
        loop = asyncio.get_running_loop()
        self.session.attach(lambda: loop.call_soon_threadsafe(self.wake))
        self.app.theme_changed_signal.subscribe(self, self.repaint)

    def wake(self) -> None:
        """The worker has something to see."""
        if self.is_attached:
            self.call_later(self.look)

    def on_unmount(self) -> None:
        """Nothing more to wake."""
        self.session.attach(lambda: None)

    def on_resize(self) -> None:
        """Share the room anew."""
        self.lay_out()

    def look(self) -> None:
        """Take the latest snapshot, and tell of what must not be missed."""
        snapshot = self.session.snapshot
        self.state = self.session.state
        if self.snapshot is None or self.snapshot.sequence != snapshot.sequence:
            self.snapshot = snapshot
        while not self.session.events.empty():
            event = self.session.events.get()
            self.notify(event.text, severity="error", timeout=20, markup=False)
            if event.failed:
                cast("MlpApp", self.app).fail(event.details)

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
        alone = self.query_one("#body").has_class("-alone")
        matrices.styles.height = "1fr" if alone else max(3, min(wanted, most))

    def repaint(self, theme: object = None) -> None:
        """All in the colours of the theme."""
        for widget in self.query(Drawn):
            widget.repaint()

    # Training

    def action_run_or_pause(self) -> None:
        """Run; pause after this epoch; stop; after the last epoch, ask how many more."""
        if self.state.busy:
            self.session.pause()
        elif self.state is State.DIVERGED:
            self.action_start_over()
        elif self.state is State.FINISHED and self.epochs_done():
            self.ask_for_more()
        else:
            self.session.run()
        self.look()

    def action_run(self, goal: str) -> None:
        """To the end of this epoch, or one mini-batch."""
        if self.state is not State.DIVERGED:
            self.session.run(Goal(goal))
            self.look()

    def action_start_over(self) -> None:
        """From the same initial weights, after asking where epochs would be lost."""
        self.begin(self.session.experiment, _("Start over from the same initial weights?"), _("start over"))

    def action_new_seed(self) -> None:
        """From other initial weights."""
        self.set_value("seed", self.session.experiment.seed + 1)

    def epochs_done(self) -> bool:
        """Whether all epochs asked for are done."""
        snapshot = self.session.snapshot
        return snapshot.epoch >= snapshot.experiment.training.epochs

    def ask_for_more(self) -> None:
        """How many epochs more, then run them."""
        done = self.session.snapshot.epoch

        def more(text: str) -> None:
            epochs = read(text, "int")
            assert isinstance(epochs, int)
            if epochs < 1:
                raise InputError(_("found {}, expected 1 or more").format(epochs))
            self.session.change("training.epochs", done + epochs)
            self.session.run()
            self.look()

        note = _("{} epochs are done.").format(count(done))
        self.app.push_screen(Prompt(_("how many more epochs"), str(max(1, done)), more, note))

    def begin(self, experiment: Experiment, question: str, yes: str) -> None:
        """Start training over with this experiment; ask first where there is something to lose."""
        if not self.session.snapshot.epoch and not self.session.snapshot.batch and not self.state.busy:
            self.session.begin(experiment)
            self.look()
            return

        def answered(agreed: bool | None) -> None:
            if agreed:
                self.session.begin(experiment)
                self.look()

        done = _("{} epochs are done; the run so far is saved first.").format(count(self.session.snapshot.epoch))
        self.app.push_screen(Confirm(f"{question}\n{done}", yes), answered)

    def action_open(self) -> None:
        """Pick other data."""
        app = cast("MlpApp", self.app)
        recent = known(app.settings.recent, tuple(BUILTINS))
        self.app.push_screen(Picker(recent, app.runs_dir), self.open)

    def open(self, source: str | None) -> None:
        """Start on another experiment, after asking where epochs would be lost; what can't be read is told."""
        if source is None:
            return
        try:
            experiment = Experiment.load(source)
        except InputError as problem:
            self.notify(str(problem), severity="error", timeout=20, markup=False)
            return
        cast("MlpApp", self.app).remember(source)
        self.begin(experiment, _("Open {} instead?").format(experiment.name), _("open"))

    # What the panes report

    def set_value(self, key: str, value: object) -> None:
        """A value of the experiment: live where it can be, else from the start. Raises InputError."""
        if Hyperparameter(key, "").live:
            self.session.change(key, value)
            self.look()
            return
        values = {key: value}
        if key == "network.output" and refusal(str(value), str(self.session.experiment.network.loss)):
            values["network.loss"] = None  # the one that goes with it
        experiment = self.session.experiment.replace_all(values)
        self.begin(experiment, _("A change of {} starts training over.").format(key.split(".")[-1]), _("start over"))

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

    # The screen

    def action_zoom(self) -> None:
        """The pane in focus fills the screen, or goes back."""
        self.zoomed = not self.zoomed

    def action_unzoom(self) -> None:
        """All panes again."""
        self.zoomed = False

    def watch_zoomed(self) -> None:
        """Show it."""
        self.lay_out()

    def lay_out(self) -> None:
        """All panes, or the one in focus alone: by choice, or where there is no room for more."""
        few = self.size.width < FOUR_PANES_FROM[0] or self.size.height < FOUR_PANES_FROM[1]
        body = self.query_one("#body")
        for widget in self.query(".-alone, .-holds"):
            widget.remove_class("-alone", "-holds")
        if self.zoomed or few:
            body.add_class("-alone")
            self.pane.add_class("-alone")
            for ancestor in self.pane.ancestors:
                if ancestor.has_class("holder"):
                    ancestor.add_class("-holds")
        self.share_height()

    def on_descendant_focus(self) -> None:
        """Remember the pane, which a pane alone on the screen has to give way to."""
        if isinstance(self.focused, Pane):
            self.pane = self.focused
            self.lay_out()

    def action_turn_pane(self, direction: int) -> None:
        """Focus the next pane; alone on the screen it takes the other's place."""
        panes = [pane for pane in self.query(Pane) if pane.display or self.query_one("#body").has_class("-alone")]
        self.pane = panes[(panes.index(self.pane) + direction) % len(panes)]
        self.lay_out()
        self.set_focus(self.pane)  # not focus(), which waits: the next key may be the pane's already

    def action_help(self) -> None:
        """What the pane in focus shows and does."""
        self.app.push_screen(Help(self.pane.title(), self.pane.help_text()))
