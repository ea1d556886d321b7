"""What every view has of the session: its snapshots, what it tells, and what it asks a person to agree to."""

from collections.abc import Callable

from textual.reactive import reactive
from textual.screen import Screen

from core.support.escaping import escaped
from core.support.i18n import _, ngettext
from tui_mlp.dialogs.choice import Choice
from tui_mlp.dialogs.confirm import Confirm
from tui_mlp.session.commands import EditNetwork, RewindBefore, TrainingCommand, Undo
from tui_mlp.session.session import TrainingSession
from tui_mlp.session.snapshot import EMPTY, Offer, RunState, Snapshot
from tui_mlp.text.numbers import count
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.shown_notices import ShownNotices

SECONDS = {"information": 6, "warning": 12, "error": 20}
"""How long it is told."""


class SessionScreen(Screen[None]):
    """Takes snapshots when told to; asks before anything takes away what has been trained."""

    snapshot: reactive[Snapshot] = reactive(EMPTY, repaint=False, init=False)
    state: reactive[RunState] = reactive(RunState.READY, repaint=False, init=False)

    @property
    def session(self) -> TrainingSession:
        """The training that this screen shows."""
        return app_of(self).session

    @property
    def notices(self) -> ShownNotices:
        """What has been shown and asked already, in whichever view."""
        return app_of(self).notices

    def poll(self) -> None:
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

    def post(self, command: TrainingCommand) -> None:
        """Have the session carry out a command, and show at once what it makes of the state."""
        self.session.post(command)
        self.poll()

    def tell_advice(self, snapshot: Snapshot) -> None:
        """What is new of it, once."""
        kinds: set[tuple[str, int | None]] = {(advice.kind, advice.layer) for advice in snapshot.advice}
        new = [advice for advice in snapshot.advice if (advice.kind, advice.layer) not in self.notices.advice]
        self.notices.advice = kinds
        if new:
            self.notify(new[0].sentence, title=_("Advice"), severity="warning", timeout=12)

    def ask_about(self, offer: Offer) -> None:
        """What changes the function is done after a person agreed; what can be undone in two ways, as they choose."""
        deed = offer.deed
        if deed is not None:

            def answered(agreed: bool | None) -> None:
                if agreed:
                    self.post(EditNetwork(deed.act, tuple(deed.arguments), agreed=True))

            self.app.push_screen(Confirm(escaped(offer.text), _("do it")), answered)
            return

        def chosen(key: str | None) -> None:
            if key == "r":
                self.session.post(RewindBefore())
            elif key == "u":
                self.session.post(Undo(now=True))
            self.poll()

        answers = [("r", _("rewind to before it")), ("u", _("undo it in the network as it is now"))]
        self.app.push_screen(Choice(escaped(offer.text), answers), chosen)

    @property
    def untouched(self) -> bool:
        """Whether there is nothing to lose."""
        return self.session.snapshot.present == (0, 0) and not self.state.busy

    def ask(self, question: str, yes: str, then: Callable[[], object]) -> None:
        """Do something that takes the present training away: after asking, if there is something to lose."""
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
            "{} epoch is done; the run so far is saved first.",
            "{} epochs are done; the run so far is saved first.",
            epochs,
        ).format(count(epochs))
        if problem := self.session.unsaved:
            done = _("The run so far is not saved: {}\nSaving is tried again till you quit.").format(escaped(problem))
        # Later: a value may have been typed in a dialog, which is closed first. Textual closes whatever is on top.
        self.app.call_later(self.app.push_screen, Confirm(f"{escaped(question)}\n{done}", yes), answered)
