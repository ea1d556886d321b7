"""The pointer: `P` frames the value or example in focus in all panes that show it."""

from textual.binding import Binding
from textual.reactive import reactive

from core.support.i18n import N_, _
from tui_mlp.models.pointed import Pointed, same_place
from tui_mlp.widgets.app_base import app_of

from .session_screen import SessionScreen


class PointerScreen(SessionScreen):
    """Shares what the pointer is on with the widgets of the view, and through the app with other views."""

    BINDINGS = [Binding("P", "point", N_("Pointer on or off"))]

    pointed: reactive[Pointed | None] = reactive(None, repaint=False, init=False)
    """What the pointer is on; None while it is off."""

    def pointed_here(self) -> Pointed | None:
        """What is in focus in this view; None where that is neither a value nor an example."""
        raise NotImplementedError

    def follow_pointed(self, pointed: Pointed) -> None:
        """Bring what the pointer is on into focus, where this view has it; by default nothing."""

    def on_screen_resume(self) -> None:
        """Take over what the pointer is on in other views."""
        self.pointed = app_of(self).pointed
        if self.pointed is not None:
            self.follow_pointed(self.pointed)

    def poll(self) -> None:
        """Take the latest snapshot; other data than those pointed at switch the pointer off."""
        super().poll()
        app = app_of(self)
        if app.pointed is not None and app.pointed_data is not self.session.snapshot.data:
            self.point(None)

    def action_point(self) -> None:
        """Frame what is in focus in all panes that show it; pressed again, no more."""
        if self.pointed is not None:
            self.point(None)
        elif (found := self.pointed_here()) is None:
            self.notify(_("Nothing to point at: neither a value nor an example is in focus here."))
        else:
            app = app_of(self)
            if (shown := app.messages.shown) is not None and shown.severity == "information":
                app.action_end_message()  # the status line says what the pointer is on
            self.point(found)

    def point(self, pointed: Pointed | None) -> None:
        """Have the pointer on this, in all views; None switches it off."""
        app = app_of(self)
        app.pointed = self.pointed = pointed
        app.pointed_data = self.session.snapshot.data

    def move_pointer(self, pointed: Pointed | None) -> None:
        """While the pointer is on, have it follow the focus that a person has moved; nothing where that is None."""
        if app_of(self).pointed is not None and pointed is not None:
            self.point(pointed)

    def renew_pointed(self) -> None:
        """Show the present value of what the pointer is on, if that is in focus here."""
        pointed = app_of(self).pointed  # not this view's, which may not have taken it over yet
        if pointed is not None and same_place(pointed, found := self.pointed_here()):
            self.point(found)
