"""What every view has of the session: snapshots, messages, questions."""

from collections.abc import Callable

from textual.reactive import reactive
from textual.screen import Screen

from core.support.escaping import escaped
from core.support.i18n import _, ngettext
from core.support.retranslation import retranslated
from tui_mlp.session.commands import EditNetwork, RewindBeforeEdit, TrainingCommand, Undo
from tui_mlp.session.session import TrainingSession
from tui_mlp.session.snapshot import EMPTY, Offer, RunState, Snapshot
from tui_mlp.text.numbers import count
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.shown_notices import ShownNotices


class SessionScreen(Screen[None]):
    """Takes snapshots when polled; asks before trained epochs are lost."""

    snapshot: reactive[Snapshot] = reactive(EMPTY, repaint=False, init=False)
    state: reactive[RunState] = reactive(RunState.READY, repaint=False, init=False)

    @property
    def session(self) -> TrainingSession:
        """The training that this screen shows."""
        return app_of(self).session

    @property
    def notices(self) -> ShownNotices:
        """The notices already shown in any view."""
        return app_of(self).notices

    def poll(self) -> None:
        """Take the latest snapshot and show the session's new events."""
        snapshot = self.session.snapshot
        self.state = self.session.state
        if app_of(self).messages.outdated(self.state):
            app_of(self).action_end_message()
        if self.snapshot.sequence != snapshot.sequence:
            self.snapshot = snapshot
            self.notify_advice(snapshot)
            self.tell_data_notes(snapshot)
        if snapshot.offer is not self.notices.offer and self.app.screen is self:  # never over a dialog that is open
            self.notices.offer = snapshot.offer
            if snapshot.offer is not None:
                self.ask_about(snapshot.offer)
        while not self.session.events.empty():
            event = self.session.events.get()
            if event.opened:
                app_of(self).remember(event.opened)
                continue
            if event.bell:
                app_of(self).ring()
                continue
            app_of(self).tell(event.text, event.severity)
            if event.failed:
                app_of(self).fail(event.details)

    def post(self, command: TrainingCommand) -> None:
        """Have the session carry out a command, and show its new state at once."""
        self.session.post(command)
        self.poll()

    def notify_advice(self, snapshot: Snapshot) -> None:
        """Show the first piece of advice that the last snapshot didn't have."""
        kinds: set[tuple[str, int | None]] = {(advice.kind, advice.layer) for advice in snapshot.advice}
        new = [advice for advice in snapshot.advice if (advice.kind, advice.layer) not in self.notices.advice]
        self.notices.advice = kinds
        if new:
            self.notify(new[0].sentence, title=_("Advice"), severity="warning")

    def tell_data_notes(self, snapshot: Snapshot) -> None:
        """Tell the notes on other data than before: the first is shown, all are kept in the list of messages."""
        notes, before = snapshot.data.description.notes, self.notices.data_notes
        if notes != before:
            self.notices.data_notes = notes
            for note in reversed([note for note in notes if note not in before]):
                app_of(self).tell(note, "warning")

    def ask_about(self, offer: Offer) -> None:
        """Ask about an edit that changes the network's function, or how to undo a change."""
        from tui_mlp.dialogs.choice import Choice
        from tui_mlp.dialogs.confirm import Confirm

        action = offer.action
        if action is not None:

            def answered(agreed: bool | None) -> None:
                if agreed:
                    self.post(EditNetwork(action.act, tuple(action.arguments), agreed=True))

            self.app.push_screen(
                Confirm(escaped(retranslated(offer.text), lines=True), _("make this change")), answered
            )
            return

        def chosen(key: str | None) -> None:
            if key == "r":
                self.session.post(RewindBeforeEdit())
            elif key == "u":
                self.session.post(Undo(now=True))
            self.poll()

        answers = [
            ("r", _("go back to before it: the epochs since then are undone too")),
            ("u", _("undo it in the present network: the epochs since then stay")),
        ]
        self.app.push_screen(Choice(escaped(retranslated(offer.text), lines=True), answers), chosen)

    @property
    def untouched(self) -> bool:
        """Whether nothing has been trained, so that nothing can be lost."""
        return self.session.snapshot.present == (0, 0) and not self.state.busy

    def confirm_loss(self, question: str, yes: str, then: Callable[[], object], back: str = "") -> None:
        """Call `then`, which takes the present training away; ask first if anything has been trained.

        `back` says how to get the training back, if a key does that.
        """
        from tui_mlp.dialogs.confirm import Confirm

        if self.untouched:
            then()
            self.poll()
            return

        def answered(agreed: bool | None) -> None:
            if agreed:
                then()
                self.poll()

        epochs = self.session.snapshot.epoch
        done = ngettext(
            "The {} epoch trained so far stays in its saved run.",
            "The {} epochs trained so far stay in their saved run.",
            epochs,
        ).format(count(epochs))
        if app_of(self).runs_dir is None:
            done = ngettext("The {} epoch trained so far is lost.", "The {} epochs trained so far are lost.", epochs)
            done = done.format(count(epochs))
        if problem := self.session.unsaved:
            done = _("The run so far is not saved: {}\nSaving is tried again until you quit.").format(escaped(problem))
        # Later: the dialog in which a value was typed must close first. Textual closes whatever is on top.
        self.app.call_later(
            self.app.push_screen,
            Confirm("\n".join(filter(None, (escaped(question), done, back))), yes, _("keep this training")),
            answered,
        )
