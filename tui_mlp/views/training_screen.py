"""The keys that control training in every view: run, step, rewind, undo, breakpoints."""

from textual.binding import Binding

from core.support.escaping import escaped
from core.support.i18n import N_, _
from tui_mlp.session import run_until as until
from tui_mlp.session.commands import (
    Pause,
    Redo,
    RewindBeforeDivergence,
    Run,
    SetAdvice,
    SetBreakpoints,
    Undo,
    UndoEquation,
)
from tui_mlp.session.session import Goal
from tui_mlp.session.snapshot import RunState
from tui_mlp.text.event_texts import edit_text
from tui_mlp.text.numbers import count
from tui_mlp.widgets.header import Header

from .model_screen import ModelScreen
from .speed_keys import SpeedKeys


def help_on_running() -> list[tuple[str, str]]:
    """The help texts of the keys that train."""
    return [
        ("space", _("run; while running, pause after this epoch; again: stop at the next mini-batch")),
        ("", _("after the last epoch: as many more; after a divergence, rewind to before it")),
        ("n  b  s", _("to the end of this epoch, of this mini-batch; one equation, and S undoes it")),
        ("N", _("run until a number of epochs, a loss, an accuracy, minutes")),
        ("<  >", _("slower, faster: from 1 to 500 epochs a second, or as fast as it goes")),
    ]


def help_on_beginning() -> list[tuple[str, str]]:
    """The help texts of the keys that go back or open something else."""
    return [
        ("r  R", _("rewind to an earlier epoch; start over from the same initial weights")),
        ("B", _("breakpoints: what training stops at")),
        ("o", _("open other data, an experiment file or a saved run")),
        ("^s", _("a checkpoint now; the present settings as an experiment file")),
    ]


class TrainingScreen(SpeedKeys, ModelScreen):
    """Turns the keys that train, step, go back and undo into commands of the session."""

    BINDINGS = [
        Binding("space", "run_or_pause", N_("Run or pause")),
        Binding("n", "run('epoch')", N_("One epoch")),
        Binding("b", "run('batch')", N_("One mini-batch")),
        Binding("N", "run_until", N_("Run until …")),
        Binding("s", "run('equation')", N_("One equation")),
        Binding("S", "back", N_("One equation back")),
        Binding("r", "rewind", N_("Rewind")),
        Binding("u", "undo", N_("Undo")),
        Binding("U", "redo", N_("Redo")),
        Binding("B", "breakpoints", N_("Breakpoints")),
        Binding("q", "app.quit", N_("Quit")),
    ]

    def action_advice(self) -> None:
        """Switch advice on or off."""
        self.notices.advice_on = not self.notices.advice_on
        self.session.post(SetAdvice(self.notices.advice_on))
        self.notify(_("Advice is on.") if self.notices.advice_on else _("Advice is off."))

    def action_changes(self) -> None:
        """List all changes since training began, by epoch."""
        from tui_mlp.dialogs.help import Help

        marks = self.session.snapshot.edits
        lines = [escaped(_("epoch {}: {}").format(count(mark.epoch), edit_text(mark))) for mark in marks]
        text = "\n".join(lines) or _("Nothing has been changed since training began.")
        self.app.push_screen(Help(_("Changes"), text))

    def action_find_rate(self) -> None:
        from tui_mlp.dialogs.learning_rate import LearningRateDialog

        self.app.push_screen(LearningRateDialog(self.session))

    def action_undo(self) -> None:
        self.post(Undo())

    def action_redo(self) -> None:
        """Redo the change that was undone last."""
        self.post(Redo())

    def action_run_or_pause(self) -> None:
        """Run, or pause after this epoch, or stop; after the last epoch, run more; after a divergence, rewind."""
        if self.state.busy:
            self.session.post(Pause())
        elif self.state is RunState.DIVERGED:
            self.session.post(RewindBeforeDivergence())
        else:
            self.session.post(Run())
        self.poll()

    def action_run(self, goal: str) -> None:
        """Run to the end of this epoch or mini-batch, or one equation."""
        if self.state is not RunState.DIVERGED:
            self.post(Run(Goal(goal)))

    def action_run_until(self) -> None:
        """Ask for a condition to stop at, then run."""
        from tui_mlp.dialogs.prompt import Prompt

        validation = self.session.snapshot.data.validation is not None

        def start(text: str) -> None:
            wanted, done = until.read_until(text, validation), self.session.snapshot.epoch
            if wanted.key == "epochs" and done + wanted.value > self.session.experiment.training.epochs:
                self.session.change("training.epochs", done + int(wanted.value))
            self.post(Run(Goal.UNTIL, wanted))

        note = _("for example 500 epochs, loss 0.05, validation 0.1, accuracy 98 %, 5 min")
        self.app.push_screen(Prompt(_("run until"), "100 epochs", start, note))

    def measured_speed(self) -> float:
        """The epochs a second that were measured last, 0 if none were."""
        return self.session.snapshot.speed

    def show_speed(self) -> bool:
        """Draw the header; whether it has room for the speed."""
        header = self.query_one(Header)
        header.redraw()
        return header.shows_speed

    def action_back(self) -> None:
        self.post(UndoEquation())

    def action_rewind(self) -> None:
        """Open the rewind slider; after a divergence, at the epoch with the least train loss."""
        from tui_mlp.dialogs.rewind import RewindDialog

        snapshot = self.session.snapshot
        if snapshot.present == (0, 0):
            self.notify(_("Nothing has been trained yet: there is nothing to rewind."))
            return
        epoch = snapshot.turning_point if self.state is RunState.DIVERGED else snapshot.present[0]
        self.app.push_screen(RewindDialog(self.session, epoch))

    def action_breakpoints(self) -> None:
        from tui_mlp.dialogs.breakpoints import Breakpoints

        post = self.session.post
        self.app.push_screen(Breakpoints(self.session.snapshot.breakpoints, lambda all_: post(SetBreakpoints(all_))))
