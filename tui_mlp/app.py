"""The app: configuration, themes, the menu, the first screen."""

import asyncio
import os
import signal
from collections.abc import Iterable

from textual.app import App, SystemCommand
from textual.screen import Screen
from textual.theme import Theme

from core.texts import _

from .render.palette import Colors, Palette, palette
from .screens.train import TrainScreen
from .session import TrainingSession

COLORS: dict[str | None, Colors] = {"truecolor": "truecolor", "256": "256", "standard": "16", "windows": "16"}


def theme(name: str, dark: bool) -> Theme:
    """Textual's theme in our colours."""
    colours = palette(dark).theme
    return Theme(
        name, primary=colours.accent, accent=colours.accent, foreground=colours.fg, background=colours.bg,
        surface=colours.bg, panel=colours.panel, warning=colours.warn, error=colours.bad, success=colours.accent,
        dark=dark, variables={"muted": colours.muted, "border": colours.border, "block-cursor-text-style": "none"},
    )  # fmt: skip


class MlpApp(App[None]):
    """Shows one training session, which it doesn't own: who made it closes it."""

    TITLE = "mlp-tui"
    MODES = {"train": TrainScreen}
    DEFAULT_MODE = "train"

    def __init__(self, session: TrainingSession, ascii: bool = False) -> None:
        super().__init__()
        self.session, self.ascii = session, ascii
        self.fault = ""
        for name, dark in (("mlp-dark", True), ("mlp-light", False)):
            self.register_theme(theme(name, dark))
        self.theme = "mlp-dark"

    @property
    def palette(self) -> Palette:
        """The colours of the theme, as far as the terminal can show them."""
        colors = "none" if self.no_color else COLORS.get(self.console.color_system, "none")
        return palette(self.current_theme.dark, colors, self.ascii)

    def on_mount(self) -> None:
        """A closed terminal or a kind kill ends the app as `q` does, so that the run is saved."""
        if os.name == "posix":
            loop = asyncio.get_running_loop()
            for number in (signal.SIGHUP, signal.SIGTERM):
                loop.add_signal_handler(number, self.exit)

    def fail(self, text: str) -> None:
        """Leave, for the training has failed by a fault of ours."""
        self.fault = text
        self.exit(return_code=1)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the menu lists: every action there is, the keyless too."""
        if isinstance(screen, TrainScreen):
            train = screen
            yield SystemCommand(_("Run or pause"), _("space"), train.action_run_or_pause)
            yield SystemCommand(_("One epoch"), _("n: to the end of this epoch"), lambda: train.action_run("epoch"))
            yield SystemCommand(_("One mini-batch"), _("b"), lambda: train.action_run("batch"))
            yield SystemCommand(_("Start over"), _("R: from the same initial weights"), train.action_start_over)
            yield SystemCommand(_("New weights"), _("start over with the next seed"), train.action_new_seed)
            yield SystemCommand(_("Zoom"), _("z: the pane in focus fills the screen, and back"), train.action_zoom)
            yield SystemCommand(_("Help"), _("?: on the pane in focus"), train.action_help)
        yield SystemCommand(_("Light or dark"), _("change the theme"), self.action_toggle_theme)
        yield SystemCommand(_("Screenshot"), _("save the screen as SVG"), self.deliver_screenshot)
        yield SystemCommand(_("Quit"), _("q: save the run and leave"), self.action_quit)

    def action_toggle_theme(self) -> None:
        """Light to dark and back."""
        self.theme = "mlp-light" if self.current_theme.dark else "mlp-dark"
