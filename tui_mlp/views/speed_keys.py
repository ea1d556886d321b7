"""The keys `<` and `>`, which set the speed of training."""

from textual.binding import Binding
from textual.screen import Screen

from core.support.i18n import N_
from tui_mlp.session.pace import faster, slower
from tui_mlp.text.speed_text import speed_sentence
from tui_mlp.widgets.app_base import app_of


class SpeedKeys(Screen[None]):
    """A screen on which training runs slower or faster by a key."""

    BINDINGS = [
        Binding("less_than_sign", "slower", N_("Slower: fewer epochs a second")),
        Binding("greater_than_sign", "faster", N_("Faster: more epochs a second, or as fast as it goes")),
    ]

    def measured_speed(self) -> float:
        """The epochs a second that were measured last, 0 if none were."""
        raise NotImplementedError

    def show_speed(self) -> bool:
        """Show the app's speed; whether there was room for it."""
        raise NotImplementedError

    def action_slower(self) -> None:
        """Train at the next lower speed; from full speed, at the next one below what was measured."""
        self._choose(slower(app_of(self).speed, self.measured_speed()))

    def action_faster(self) -> None:
        """Train at the next higher speed; after the highest, as fast as possible."""
        self._choose(faster(app_of(self).speed))

    def _choose(self, speed: int | None) -> None:
        """Set the speed; where the header has nothing new to show for it, or no room, a message says it."""
        app = app_of(self)
        before = app.speed
        app.choose_speed(speed)
        if not self.show_speed() or speed in (None, before):
            self.notify(speed_sentence(speed))
