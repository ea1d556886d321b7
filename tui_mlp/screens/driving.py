"""What a person asks of the training, on whatever view: run, step, go back, start over, open, set a value."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

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
from core.texts import _

from .. import until
from ..hyperparameters import Hyperparameter, read_float, read_int
from ..orders import (
    Begin,
    EditNetwork,
    OpenRun,
    Pause,
    Redo,
    RewindBefore,
    Run,
    SetAdvice,
    SetBreakpoints,
    SetDelay,
    Undo,
    UndoEquation,
)
from ..render.numbers import count
from ..session import Goal, TrainingSession
from ..settings import known
from ..snapshot import EMPTY, Offer, Snapshot, State
from ..told import step_told
from ..unreadable import reason
from ..widgets.app_base import app_of
from ..widgets.shown_notices import ShownNotices
from .choice import Choice
from .confirm import Confirm
from .help import Help
from .prompt import Prompt

KEPT = (
    "network.output", "network.loss", "data.samples", "data.noise", "data.validation_fraction", "data.test_fraction",
    "data.standardize",
)  # fmt: skip
"""Keys of which another value leaves the network as it is."""
SECONDS = {"information": 6, "warning": 12, "error": 20}
"""How long it is told."""


def help_on_running() -> list[tuple[str, str]]:
    """What the help says of the keys that train."""
    return [
        ("space", _("run; while running, pause after this epoch; again: stop at the next mini-batch")),
        ("n  b  s", _("to the end of this epoch, of this mini-batch; one equation, and S undoes it")),
        ("N", _("run until a number of epochs, a loss, an accuracy, minutes")),
    ]


def help_on_beginning() -> list[tuple[str, str]]:
    """What the help says of the keys that go back or begin something else."""
    return [
        ("r  R", _("rewind to an earlier epoch; start over from the same initial weights")),
        ("B", _("breakpoints: what training stops at")),
        ("o", _("open other data, an experiment file or a saved run")),
    ]


class Driving(Screen[None]):
    """Keys to the session's commands, after asking where epochs would be lost."""

    BINDINGS = [
        Binding("space", "run_or_pause", "Run or pause"),
        Binding("n", "run('epoch')", "One epoch"),
        Binding("b", "run('batch')", "One mini-batch"),
        Binding("N", "run_until", "Run until …"),
        Binding("s", "run('equation')", "One equation"),
        Binding("S", "back", "One equation back"),
        Binding("r", "rewind", "Rewind"),
        Binding("R", "start_over", "Start over"),
        Binding("u", "undo", "Undo"),
        Binding("U", "redo", "Redo"),
        Binding("B", "breakpoints", "Breakpoints"),
        Binding("o", "open", "Open data, experiment or run"),
        Binding("q", "app.quit", "Quit"),
    ]

    snapshot: reactive[Snapshot] = reactive(EMPTY, repaint=False, init=False)
    state: reactive[State] = reactive(State.READY, repaint=False, init=False)

    @property
    def session(self) -> TrainingSession:
        """The training that this screen shows."""
        return app_of(self).session

    @property
    def notices(self) -> ShownNotices:
        """What has been shown and asked already, in whichever view."""
        return app_of(self).notices

    def look(self) -> None:
        """Take the latest snapshot, and tell of what must not be missed."""
        snapshot = self.session.snapshot
        self.state = self.session.state
        if self.snapshot.sequence != snapshot.sequence:
            self.snapshot = snapshot
            self.tell_advice(snapshot)
        if snapshot.offer is not self.notices.offer and self.app.screen is self:  # never over a dialog that is open
            self.notices.offer = snapshot.offer
            if snapshot.offer is not None:
                self.ask_about(snapshot.offer)
        while not self.session.events.empty():
            event = self.session.events.get()
            if event.opened:
                app_of(self).remember(event.opened)
                continue
            self.notify(event.text, severity=event.severity, timeout=SECONDS[event.severity])
            if event.failed:
                app_of(self).fail(event.details)

    def tell_advice(self, snapshot: Snapshot) -> None:
        """What is new of it, once."""
        kinds: set[tuple[str, int | None]] = {(advice.kind, advice.layer) for advice in snapshot.advice}
        new = [advice for advice in snapshot.advice if (advice.kind, advice.layer) not in self.notices.advice]
        self.notices.advice = kinds
        if new:
            self.notify(new[0].sentence, title=_("Advice"), severity="warning", timeout=12)

    def action_advice(self) -> None:
        """Look for advice while training, or don't; what there is now."""
        self.notices.advises = not self.notices.advises
        self.session.post(SetAdvice(self.notices.advises))
        self.notify(_("advice is on") if self.notices.advises else _("advice is off"), timeout=4)

    def action_changes(self) -> None:
        """All that was changed and done, by epoch."""
        marks = self.session.snapshot.marks
        lines = [escaped(_("epoch {}: {}").format(count(mark.epoch), step_told(mark))) for mark in marks]
        text = "\n".join(lines) or _("nothing has been changed since training began")
        self.app.push_screen(Help(_("Changes"), text))

    def action_find_rate(self) -> None:
        """Test which learning rates suit."""
        from .finder import FinderScreen

        self.app.push_screen(FinderScreen(self.session))

    def ask_about(self, offer: Offer) -> None:
        """What changes the function is done after a person agreed; what can be undone in two ways, as they choose."""
        deed = offer.deed
        if deed is not None:

            def answered(agreed: bool | None) -> None:
                if agreed:
                    self.session.post(EditNetwork(deed.act, tuple(deed.arguments), agreed=True))
                    self.look()

            self.app.push_screen(Confirm(escaped(offer.text), _("do it")), answered)
            return

        def chosen(key: str | None) -> None:
            if key == "r":
                self.session.post(RewindBefore())
            elif key == "u":
                self.session.post(Undo(now=True))
            self.look()

        answers = [("r", _("rewind to before it")), ("u", _("undo it in the network as it is now"))]
        self.app.push_screen(Choice(escaped(offer.text), answers), chosen)

    def action_undo(self) -> None:
        """What was done last."""
        self.session.post(Undo())
        self.look()

    def action_redo(self) -> None:
        """What was undone last."""
        self.session.post(Redo())
        self.look()

    def action_run_or_pause(self) -> None:
        """Run; pause after this epoch; stop; after the last epoch, ask how many more."""
        if self.state.busy:
            self.session.post(Pause())
        elif self.state is State.DIVERGED:
            self.action_rewind()
        elif self.state is State.FINISHED and self.epochs_done():
            self.ask_for_more()
        else:
            self.session.post(Run())
        self.look()

    def action_run(self, goal: str) -> None:
        """To the end of this epoch, of this mini-batch, or one equation."""
        if self.state is not State.DIVERGED:
            self.session.post(Run(Goal(goal)))
            self.look()

    def action_run_until(self) -> None:
        """Ask how far, then train."""
        validation = self.session.snapshot.data.validation is not None

        def start(text: str) -> None:
            wanted, done = until.read(text, validation), self.session.snapshot.epoch
            if wanted.key == "epochs" and done + wanted.value > self.session.experiment.training.epochs:
                self.session.change("training.epochs", done + int(wanted.value))
            self.session.post(Run(Goal.UNTIL, wanted))
            self.look()

        note = _("such as 500 epochs, loss 0.05, validation 0.1, accuracy 98 %, 5 min")
        self.app.push_screen(Prompt(_("run until"), "100 epochs", start, note))

    def action_delay(self) -> None:
        """Ask how long to wait between epochs."""

        def set_delay(text: str) -> None:
            seconds = read_float(text.removesuffix("s"))
            if not 0 <= seconds <= 60:
                raise InputError(_("found {}, expected 0 to 60 seconds").format(text))
            self.session.post(SetDelay(seconds))

        note = _("Seconds to wait after each epoch, so that a class can follow; 0 for none.")
        self.app.push_screen(Prompt(_("delay"), "0.5", set_delay, note))

    def action_back(self) -> None:
        """One equation back."""
        self.session.post(UndoEquation())
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

        post = self.session.post
        self.app.push_screen(Breakpoints(self.session.snapshot.breakpoints, lambda all_: post(SetBreakpoints(all_))))

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
            epochs = read_int(text)
            if epochs < 1:
                raise InputError(_("found {}, expected 1 or more").format(epochs))
            self.session.change("training.epochs", done + epochs)
            self.session.post(Run())
            self.look()

        note = _("{} epochs are done.").format(count(done))
        self.app.push_screen(Prompt(_("how many more epochs"), str(max(1, done)), more, note))

    def begin(self, experiment: Experiment, question: str, yes: str) -> None:
        """Start training over with this experiment; ask first where there is something to lose."""
        self.ask(question, yes, partial(self.session.post, Begin(experiment)))

    @property
    def untouched(self) -> bool:
        """Whether there is nothing to lose."""
        return self.session.snapshot.present == (0, 0) and not self.state.busy

    def resume(self, source: str) -> None:
        """Go on with a saved run."""
        self.session.post(OpenRun(RunFolder(Path(source))))

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

        done = _("{} epochs are done; the run so far is saved first.").format(count(self.session.snapshot.epoch))
        if problem := self.session.unsaved:
            done = _("The run so far is not saved: {}\nSaving is tried again till you quit.").format(escaped(problem))
        # Later: a value may have been typed in a dialog, which is closed first. Textual closes whatever is on top.
        self.app.call_later(self.app.push_screen, Confirm(f"{escaped(question)}\n{done}", yes), answered)

    def action_open(self) -> None:
        """Pick other data."""
        from .picker import Picker

        app = app_of(self)
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
        self.ask(question, _("open"), partial(self.session.post, Begin(experiment, source)))

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
            self.session.post(EditNetwork("change_activations", (value,)))
            self.look()
            return
        if not self.untouched and self.keeps_network(key, value):
            self.session.post(EditNetwork("set_key", (key, value)))
            self.look()
            return
        values = {key: value}
        if key == "network.output" and refusal(str(value), str(self.session.experiment.network.loss)):
            values["network.loss"] = None  # the one that goes with it
        experiment = self.session.experiment.replace_all(values)
        self.begin(experiment, _("A change of {} starts training over.").format(key.split(".")[-1]), _("start over"))
