"""The user's preferences, changed and remembered: theme, language, big form, speed …"""

from textual.signal import Signal

from core.support import i18n
from core.support.errors import InputError
from core.support.i18n import _
from tui_mlp.session.commands import SetSpeed
from tui_mlp.session.refresh_rates import REFRESH_RATES, SNAPSHOT_SECONDS
from tui_mlp.widgets.app_base import AppBase

from .themes import CONTRAST, DARK, LIGHT


class Preferences(AppBase):
    """The part of the app that changes preferences and remembers them."""

    def __init__(self) -> None:
        super().__init__()
        self.language_changed: Signal[None] = Signal(self, "language_changed")

    def action_language(self, language: str) -> None:
        """Show all texts in this language of LANGUAGES from now on, and remember it."""
        i18n.use_language(language)
        self.settings.language = language
        self.save_settings()
        self.language_changed.publish(None)

    def set_refresh_rate(self, name: str) -> None:
        """Redraw training at the rate of that name in REFRESH_RATES."""
        self.refresh_name, self.interval_factor = name, REFRESH_RATES[name]
        self.session.interval = SNAPSHOT_SECONDS * self.interval_factor

    def action_refresh(self, name: str) -> None:
        """Set the refresh rate and remember it."""
        self.set_refresh_rate(name)
        self.settings.refresh = name
        self.save_settings()

    def set_speed(self, speed: int | None) -> None:
        """Train at this many epochs a second, or as fast as possible if it is None."""
        self.speed = speed
        self.session.post(SetSpeed(speed))

    def choose_speed(self, speed: int | None) -> None:
        """Set the speed and remember it."""
        if speed != self.speed:
            self.set_speed(speed)
        if speed != self.settings.speed:
            self.settings.speed = speed
            self.save_settings()

    def ring(self) -> None:
        """Ring the terminal's bell, unless it is switched off."""
        if self.settings.bell:
            self.bell()

    def action_toggle_bell(self) -> None:
        """Switch the bell at the end of a long training on or off, and remember it."""
        self.settings.bell = not self.settings.bell
        self.save_settings()
        on, off = _("The bell rings at the end of a training of over a minute."), _("The bell is off.")
        self.notify(on if self.settings.bell else off)

    def set_big(self, big: bool) -> None:
        """Draw for a projector, in the high-contrast theme, or as usual, in the theme that is remembered."""
        self.big = big
        self.theme = CONTRAST if big else self.remembered_theme
        self.big_changed.publish(big)

    def action_toggle_big(self) -> None:
        """Draw for a projector or as usual, and remember which."""
        self.set_big(not self.big)
        self.settings.big = self.big
        self.save_settings()
        on = _("Large: one pane at a time, tab shows the next one, z all of them and back.")
        self.notify(on if self.big else _("All panes are shown as usual."))

    @property
    def remembered_theme(self) -> str:
        """The theme of the settings, where there is one of that name; else the program's dark one."""
        return self.settings.theme if self.settings.theme in self.available_themes else DARK

    def save_theme(self, name: str) -> None:
        """Remember the theme, unless it is only the one that a projector gets."""
        if self.big and name == CONTRAST:
            return
        if name == self.settings.theme or self.theme.startswith("textual-ansi"):
            return
        self.settings.theme = name
        self.save_settings()

    def save_settings(self) -> None:
        """Save the settings; a warning if that isn't possible."""
        try:
            self.settings.save()
        except InputError as problem:
            self.notify(str(problem), severity="warning")

    def action_toggle_theme(self) -> None:
        """Switch between the program's light and dark theme; for a projector the dark one is that of high contrast."""
        self.theme = LIGHT if self.current_theme.dark else CONTRAST if self.big else DARK
