"""What a person asks of the training, on whatever view: run, step, go back, start over, open, set a value."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual.binding import Binding
from textual.reactive import reactive
from textual.screen import Screen

from core.data.catalog import CATALOG
from core.errors import InputError
from core.escaping import escaped
from core.experiment import Experiment
from core.experiment_file import FILE_NAME
from core.losses import refusal
from core.runs import SUMMARY, RunFolder
from core.texts import N_, _, ngettext

from .. import until
from ..hyperparameters import Hyperparameter, read
from ..render.numbers import count
from ..session import Goal, Offer, Snapshot, State, TrainingSession
from ..settings import known
from ..told import step_told
from ..unreadable import reason
from .choice import Choice
from .confirm import Confirm
from .help import Help
from .prompt import Prompt

if TYPE_CHECKING:
    from ..app import MlpApp


KEPT = (
    "network.output", "network.loss", "data.samples", "data.noise", "data.validation_fraction", "data.test_fraction",
    "data.standardize",
)  # fmt: skip
"""Keys of which another value leaves the network as it is."""
SECONDS = {"information": 6, "warning": 12, "error": 20}
"""How long it is told."""


class Told:
    """What a person knows already, so that no other view tells or asks it again."""

    def __init__(self) -> None:
        self.advises = True
        self.advice: set[tuple[str, int | None]] = set()
        """Kind and layer of what the last snapshot advised."""
        self.offer: Offer | None = None
        """That of the last snapshot."""


class Driving(Screen[None]):
    """Keys to the session's commands, after asking where epochs would be lost."""

    BINDINGS = [
        Binding("space", "run_or_pause", N_("Run or pause")),
        Binding("n", "run('epoch')", N_("One epoch")),
        Binding("b", "run('batch')", N_("One mini-batch")),
        Binding("N", "run_until", N_("Run until …")),
        Binding("s", "run('equation')", N_("One equation")),
        Binding("S", "back", N_("One equation back")),
        Binding("r", "rewind", N_("Rewind")),
        Binding("R", "start_over", N_("Start over")),
        Binding("u", "undo", N_("Undo")),
        Binding("U", "redo", N_("Redo")),
        Binding("B", "breakpoints", N_("Breakpoints")),
        Binding("o", "open", N_("Open data, experiment or run")),
        Binding("q", "app.quit", N_("Quit")),
    ]

    snapshot: reactive[Snapshot | None] = reactive(None, repaint=False, init=False)
    state: reactive[State] = reactive(State.READY, repaint=False, init=False)

    @property
    def session(self) -> TrainingSession:
        """The training that this screen shows."""
        return cast("MlpApp", self.app).session

    @property
    def told(self) -> Told:
        """What a person has been told and asked, on whichever view."""
        return cast("MlpApp", self.app).told

    def look(self) -> None:
        """Take the latest snapshot, and tell of what must not be missed."""
        snapshot = self.session.snapshot
        self.state = self.session.state
        if self.snapshot is None or self.snapshot.sequence != snapshot.sequence:
            self.snapshot = snapshot
            self.tell_advice(snapshot)
        if snapshot.offer is not self.told.offer and self.app.screen is self:  # never over a dialog that is open
            self.told.offer = snapshot.offer
            if snapshot.offer is not None:
                self.ask_about(snapshot.offer)
        while not self.session.events.empty():
            event = self.session.events.get()
            if event.opened:
                cast("MlpApp", self.app).remember(event.opened)
                continue
            self.notify(event.text, severity=event.severity, timeout=SECONDS[event.severity])
            if event.failed:
                cast("MlpApp", self.app).fail(event.details)

    def tell_advice(self, snapshot: Snapshot) -> None:
        """What is new of it, once."""
        kinds: set[tuple[str, int | None]] = {(advice.kind, advice.layer) for advice in snapshot.advice}
        new = [advice for advice in snapshot.advice if (advice.kind, advice.layer) not in self.told.advice]
        self.told.advice = kinds
        if new:
            self.notify(new[0].sentence, title=_("Advice"), severity="warning", timeout=12)

    def action_advice(self) -> None:
        """Look for advice while training, or don't; what there is now."""
        self.told.advises = not self.told.advises
        self.session.advise(self.told.advises)
        self.notify(_("advice is on") if self.told.advises else _("advice is off"), timeout=4)

    def action_changes(self) -> None:
        """All that was changed and done, by epoch."""
        marks = self.session.snapshot.marks
        lines = [escaped(_("epoch {}: {}").format(count(mark.epoch), step_told(mark))) for mark in marks]
        text = "\n".join(lines) or _("nothing has been changed since training began")
        self.app.push_screen(Help(_("Changes"), text, everywhere=False))

    def action_find_rate(self) -> None:
        """Test which learning rates suit."""
        from .finder import FinderScreen

        self.app.push_screen(FinderScreen(self.session))

    def ask_about(self, offer: Offer) -> None:
        """What changes the function is done after a person agreed; what can be undone in two ways, as they choose."""
        order = offer.order
        if order is not None:

            def answered(agreed: bool | None) -> None:
                if agreed:
                    self.session.do(order.act, *order.arguments, agreed=True)
                    self.look()

            self.app.push_screen(Confirm(escaped(offer.text), _("do it")), answered)
            return

        def chosen(key: str | None) -> None:
            if key == "r":
                self.session.rewind_before()
            elif key == "u":
                self.session.undo(now=True)
            self.look()

        answers = [("r", _("rewind to before it")), ("u", _("undo it in the network as it is now"))]
        self.app.push_screen(Choice(escaped(offer.text), answers), chosen)

    def action_undo(self) -> None:
        """What was done last."""
        self.session.undo()
        self.look()

    def action_redo(self) -> None:
        """What was undone last."""
        self.session.redo()
        self.look()

    def action_run_or_pause(self) -> None:
        """Run; pause after this epoch; stop; after the last epoch, ask how many more."""
        if self.state.busy:
            self.session.pause()
        elif self.state is State.DIVERGED:
            self.action_rewind()
        elif self.state is State.FINISHED and self.epochs_done():
            self.ask_for_more()
        else:
            self.session.run()
        self.look()

    def action_run(self, goal: str) -> None:
        """To the end of this epoch, of this mini-batch, or one equation."""
        if self.state is not State.DIVERGED:
            self.session.run(Goal(goal))
            self.look()

    def action_run_until(self) -> None:
        """Ask how far, then train."""
        validation = self.session.snapshot.data.validation is not None

        def start(text: str) -> None:
            wanted, done = until.read(text, validation), self.session.snapshot.epoch
            if wanted.key == "epochs" and done + wanted.value > self.session.experiment.training.epochs:
                self.session.change("training.epochs", done + int(wanted.value))
            self.session.run_until(wanted)
            self.look()

        note = _("such as 500 epochs, loss 0.05, validation 0.1, accuracy 98 %, 5 min")
        self.app.push_screen(Prompt(_("run until"), "100 epochs", start, note))

    def action_delay(self) -> None:
        """Ask how long to wait between epochs."""

        def set_delay(text: str) -> None:
            seconds = read(text.removesuffix("s"), "float")
            assert isinstance(seconds, float)
            if not 0 <= seconds <= 60:
                raise InputError(_("found {}, expected 0 to 60 seconds").format(text))
            self.session.wait(seconds)

        note = _("Seconds to wait after each epoch, so that a class can follow; 0 for none.")
        self.app.push_screen(Prompt(_("delay"), "0.5", set_delay, note))

    def action_back(self) -> None:
        """One equation back."""
        self.session.back()
        self.look()

    def action_rewind(self) -> None:
        """Choose an earlier epoch; after a divergence, from the one before the loss turned."""
        from .rewind import Rewind, turning_point

        snapshot = self.session.snapshot
        if snapshot.present == (0, 0):
            self.notify(_("nothing has been trained yet: there is nothing to rewind"), timeout=4)
            return
        epoch = turning_point(snapshot) if self.state is State.DIVERGED else snapshot.present[0]
        self.app.push_screen(Rewind(self.session, epoch))

    def action_breakpoints(self) -> None:
        """What training stops at."""
        from .breakpoints import Breakpoints

        self.app.push_screen(Breakpoints(self.session.snapshot.breakpoints, self.session.set_breakpoints))

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

        note = ngettext("{} epoch is done.", "{} epochs are done.", done).format(count(done))
        self.app.push_screen(Prompt(_("how many more epochs"), str(max(1, done)), more, note))

    def begin(self, experiment: Experiment, question: str, yes: str) -> None:
        """Start training over with this experiment; ask first where there is something to lose."""
        self.ask(question, yes, partial(self.session.begin, experiment))

    @property
    def untouched(self) -> bool:
        """Whether there is nothing to lose."""
        return self.session.snapshot.present == (0, 0) and not self.state.busy

    def resume(self, source: str) -> None:
        """Go on with a saved run."""
        self.session.go_on_with(RunFolder(Path(source)))

    def ask(self, question: str, yes: str, then: Callable[[], object]) -> None:
        """Do something that takes the present training away: after asking, if there is something to lose."""
        if self.untouched:
            then()
            self.look()
            return

        def answered(agreed: bool | None) -> None:
            if agreed:
                then()
                self.look()

        epochs = self.session.snapshot.epoch
        done = ngettext(
            "{} epoch is done; the run so far is saved first.",
            "{} epochs are done; the run so far is saved first.",
            epochs,
        ).format(count(epochs))
        if problem := self.session.unsaved:
            done = _("The run so far is not saved: {}\nSaving is tried again till you quit.").format(escaped(problem))
        # Later: a value may have been typed in a dialog, which is closed first. Textual closes whatever is on top.
        self.app.call_later(self.app.push_screen, Confirm(f"{escaped(question)}\n{done}", yes), answered)

    def action_open(self) -> None:
        """Pick other data."""
        from .picker import Picker

        app = cast("MlpApp", self.app)
        recent = known(app.settings.recent, tuple(CATALOG))
        self.app.push_screen(Picker(recent, app.runs_dir), self.open)

    def open(self, source: str | None) -> None:
        """Go on with a run, or start on another experiment, after asking where epochs would be lost.

        What can't be read is told.
        """
        if source is None:
            return
        if all(os.path.lexists(os.path.join(source, name)) for name in (FILE_NAME, SUMMARY)):
            self.ask(_("Go on with {} instead?").format(Path(source).name), _("go on"), partial(self.resume, source))
            return
        try:
            experiment = Experiment.load(source)
        except Exception as problem:  # told, and the training goes on
            self.notify(reason(source, problem), severity="error", timeout=20)
            return
        question = _("Open {} instead?").format(experiment.name)
        self.ask(question, _("open"), partial(self.session.begin, experiment, source))

    def keeps_network(self, key: str, value: object) -> bool:
        """Whether another value leaves the network as it is: softmax has other outputs than the rest may have."""
        return key in KEPT and (key != "network.output" or "softmax" not in (value, self.session.experiment.get(key)))

    def set_value(self, key: str, value: object) -> None:
        """A value of the experiment: live where it can be, else from the start. Raises InputError."""
        if Hyperparameter(key, "").live:
            self.session.change(key, value)
            self.look()
            return
        if not self.untouched and key == "network.activation" and isinstance(value, str):
            self.session.do("change_activations", value)
            self.look()
            return
        if not self.untouched and self.keeps_network(key, value):
            self.session.do("set_key", key, value)
            self.look()
            return
        values = {key: value}
        if key == "network.output" and refusal(str(value), str(self.session.experiment.network.loss)):
            values["network.loss"] = None  # the one that goes with it
        experiment = self.session.experiment.replace_all(values)
        self.begin(experiment, _("A change of {} starts training over.").format(key.split(".")[-1]), _("start over"))
