"""The comparison of an experiment with a variant, trained from the same start."""

import asyncio
from functools import partial

from textual.app import ComposeResult
from textual.binding import Binding

from core.experiment.equivalence import same_data
from core.experiment.experiment import Experiment
from core.losses import refusal
from core.support.errors import InputError
from core.support.escaping import escaped
from core.support.i18n import N_, _
from core.support.memory import not_enough_memory
from tui_mlp.dialogs.help import Help
from tui_mlp.dialogs.prompt import Prompt
from tui_mlp.session.commands import Pause, Run, SetSpeed
from tui_mlp.session.comparison.comparison_session import ComparisonSession, Restart, TakeModelsOfSide
from tui_mlp.session.refresh_rates import LOOK_SECONDS
from tui_mlp.session.session import Goal
from tui_mlp.session.snapshot import RunState
from tui_mlp.text.settings_text import value_text
from tui_mlp.views.export_offer import offer_of_training, show_offer
from tui_mlp.views.picture_screen import PictureScreen
from tui_mlp.views.speed_keys import SpeedKeys
from tui_mlp.widgets.app_base import AppBase, app_of
from tui_mlp.widgets.background import from_any_thread
from tui_mlp.widgets.message_line import MessageLine

from .widget import ComparisonView


def ask_variant(app: AppBase) -> None:
    """Ask which setting the variant differs in, then show the comparison."""
    experiment, made = app.session.experiment, list[ComparisonSession]()

    def accept(text: str) -> None:
        snapshot = app.session.snapshot
        data = snapshot.data if same_data(snapshot.experiment, experiment) else None
        try:
            made.append(ComparisonSession(experiment, text, data, app.session.interval))
        except MemoryError as problem:
            raise InputError(not_enough_memory(problem)) from problem

    def show(_answer: None) -> None:
        if made:
            if app.session.state.busy:
                app.session.post(Pause())
            app.push_screen(ComparisonScreen(made[0]))

    note = _("Both start with the same weights. Type the one setting that differs, as SECTION.KEY=VALUE.")
    app.push_screen(Prompt(_("compare with"), suggested(experiment), accept, note), show)


def suggested(experiment: Experiment) -> str:
    """The other loss if the output allows it, else another optimiser, as `--set` writes it."""
    other = {"cross_entropy": "squared_error", "squared_error": "cross_entropy"}[str(experiment.network.loss)]
    if refusal(str(experiment.network.output), other) is None:
        return f"network.loss={other}"
    adam = experiment.training.optimizer == "adam"
    return f"training.optimizer={'gradient_descent' if adam else 'adam'}"


class ComparisonScreen(PictureScreen, SpeedKeys):
    """Shows a comparison session and turns keys into its commands; leaving the screen ends the session."""

    CSS_PATH = "compare.tcss"
    BINDINGS = [
        Binding("space", "run_or_pause", N_("Run or pause both")),
        Binding("n", "epoch", N_("One epoch of each")),
        Binding("R", "start_over", N_("Start both over")),
        Binding("l", "toggle_axis", N_("Linear or log axis")),
        Binding("a", "toggle_quality", N_("Accuracy of both")),
        Binding("M", "app.messages", N_("Messages so far")),
        Binding("question_mark", "help", N_("Help")),
        Binding("colon", "app.command_palette", N_("Menu"), show=False),
        Binding("escape,q", "leave", N_("Back")),
    ]

    def __init__(self, session: ComparisonSession) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        """Yield the widget that draws everything but messages."""
        yield ComparisonView(self.session.snapshot)
        yield MessageLine()

    @property
    def view(self) -> ComparisonView:
        """The widget that draws the comparison."""
        return self.query_one(ComparisonView)

    def part_to_save(self) -> ComparisonView:
        """All but the line for messages."""
        return self.view

    def title_of_part(self) -> str:
        """Both trainings are shown."""
        return _("comparison")

    def name_of_view(self) -> str:
        """Both trainings are shown."""
        return "comparison"

    def on_mount(self) -> None:
        """Poll the session from now on."""
        self.session.post(SetSpeed(app_of(self).speed))
        self.poll()
        self.set_interval(LOOK_SECONDS, self.poll)
        loop = asyncio.get_running_loop()
        self.session.attach(lambda: loop.call_soon_threadsafe(self.wake))
        self.app.theme_changed_signal.subscribe(self, lambda theme: self.view.repaint())
        app_of(self).language_changed.subscribe(self, lambda _nothing: self.view.repaint())

    def wake(self) -> None:
        """Poll soon: the worker has news. Called in the app's thread."""
        if self.is_attached:
            self.call_later(self.poll)

    def on_unmount(self) -> None:
        self.session.attach(lambda: None)
        self.session.close()

    def poll(self) -> None:
        """Take the latest snapshot of both; report errors."""
        snapshot, view = self.session.snapshot, self.view
        view.state = self.session.state
        if view.snapshot.sequence != snapshot.sequence:
            view.show(snapshot)
        while not self.session.events.empty():
            event = self.session.events.get()
            if event.failed:
                app_of(self).fail(event.details)
            else:  # its thread has ended for lack of memory
                self.app.notify(event.text, severity="error")
                self.action_leave()

    def action_run_or_pause(self) -> None:
        """Run both, or pause after this epoch, or stop at the next mini-batch; when both have ended, run more."""
        if self.session.state.busy:
            self.session.post(Pause())
        elif self.session.state is RunState.DIVERGED:
            self.notify(_("Both have diverged. R starts over."))
        else:
            self.session.post(Run())
        self.poll()

    def measured_speed(self) -> float:
        """The epochs a second of each that were measured last, 0 if none were."""
        return self.session.snapshot.speed

    def show_speed(self) -> bool:
        """Have both train at the app's speed, and draw it; whether there is room for it."""
        self.session.post(SetSpeed(app_of(self).speed))
        self.view.redraw()
        return self.view.shows_speed

    def action_epoch(self) -> None:
        """Run both to the end of this epoch, at its end one more."""
        if self.session.state is not RunState.DIVERGED:
            self.session.post(Run(Goal.EPOCH))
            self.poll()

    def action_start_over(self) -> None:
        """Start both from the same weights, without asking: the same results come again."""
        self.session.post(Restart())
        self.poll()

    def action_toggle_axis(self) -> None:
        """Change between a linear and a logarithmic axis."""
        self.view.turn_axis()

    def action_toggle_quality(self) -> None:
        self.view.show_accuracy = not self.view.show_accuracy

    def action_export(self) -> None:
        """Ask which of the two to export, then what of it."""
        from tui_mlp.dialogs.choice import Choice

        differences = self.session.snapshot.differences.items()
        texts = (
            ", ".join(f"{key} {value_text(key, values[side])}" for key, values in differences) for side in range(2)
        )
        answers = [(key, escaped(text)) for key, text in zip("ab", texts, strict=True)]

        def chosen(key: str | None) -> None:
            if key:
                show = from_any_thread(self, partial(show_offer, self))
                self.session.post(TakeModelsOfSide("ab".index(key), lambda taken: show(offer_of_training(taken, key))))

        self.app.push_screen(Choice(_("Export the model of which training?"), answers), chosen)

    def action_help(self) -> None:
        """Show what is on the screen, and the keys."""
        self.app.push_screen(Help(_("Two trainings from the same start"), help_text()))

    def action_leave(self) -> None:
        """Go back to the training."""
        self.dismiss()


def help_text() -> str:
    """The text that `?` shows."""
    return _(
        "Two trainings, a and b, that differ by one setting: the same seed, so the same data, the same initial weights "
        "and the same order of examples unless that setting changes them. They take turns, an epoch each, and "
        "each has the numbers that it would have alone.\n\n"
        "J        the train loss. Losses of different kinds are not on the same scale: the accuracy is\n"
        "‖∇‖      the length of the gradient, of the last mini-batch\n"
        "|Δ(L)|   the largest error of the output layer in the last mini-batch, from which all other errors are "
        "computed (17). With cross-entropy it is Y − A (16). With squared error after a sigmoid it is (Y − A) ∘ g'(Z), "
        "nearly 0 where the output is saturated, however wrong it is: open saturated to see that.\n\n"
        "space    run both; while running, pause after this epoch; again: stop at the next mini-batch; at the end: as "
        "many epochs more\n"
        "n        one epoch of each\n"
        "<  >     slower, faster: from 1 to 500 epochs a second, or as fast as it goes\n"
        "R        start over from the same initial weights\n"
        "l        linear or logarithmic axis. Until you choose, a plot of few rows takes the logarithmic one where "
        "losses differ much\n"
        "a        the accuracy (R² of a regression): beside the loss, or in its place on a narrow screen\n"
        ":        the menu, in which the model of either is exported\n"
        "esc      back; this comparison is not saved. mlp-tui train A --against SECTION.KEY=VALUE saves both runs"
    )
