"""The app as it draws a recording: no terminal, no clock, each snapshot drawn."""

import re
from pathlib import Path

from rich.console import Console
from textual.pilot import Pilot
from textual.strip import Strip

from tui_mlp.app.app import MlpApp
from tui_mlp.app.user_messages import MESSAGE_SECONDS
from tui_mlp.system.settings import Settings
from tui_mlp.views.view_screen import View

from .asciicast import TerminalColours
from .recorded_session import RecordedSession

HEX = re.compile("#[0-9a-f]{6}")
PALETTE = 16
"""The colours that a terminal has of its own."""
MOST_ROUNDS = 20
"""How often a frame is laid out at most, until it doesn't change any more."""
WAITING_SECONDS = 0.02


class RecordedApp(MlpApp):
    """Draws a RecordedSession, in 24-bit colours wherever it runs."""

    session: RecordedSession

    def __init__(self, session: RecordedSession, runs_dir: Path, theme: str, view: str, ascii: bool) -> None:
        settings = Settings()  # the user's own have no part in it: everyone gets the same picture
        settings.theme = theme
        super().__init__(session, ascii, settings, runs_dir, view)
        self.console = Console(
            color_system="truecolor", file=self.console.file, markup=True, highlight=False, emoji=False,
            legacy_windows=False, force_terminal=True, safe_box=False, no_color=self.no_color,
        )  # fmt: skip
        self.interval_factor = 0.0  # every snapshot is drawn, however long that takes
        self.animation_level = "none"
        self._told_at = 0.0

    def end_on_signals(self) -> None:
        """Leave the signals to the caller, who has a file to give up."""

    def _start_timer(self) -> None:
        """Instead of a timer, note when the message came by the recording's clock."""
        self._told_at = self.session.clock()

    @property
    def message_ends(self) -> float | None:
        """When the message on the line ends, by the recording's clock; None if there is none, or it stays."""
        shown = self.messages.shown
        return None if shown is None or shown.stays else self._told_at + MESSAGE_SECONDS

    def end_old_messages(self, at_once: bool = False) -> None:
        """End a message that could be read for long enough; with `at_once`, any that doesn't stay."""
        if (ends := self.message_ends) is not None and (at_once or self.session.clock() >= ends):
            self.action_end_message()

    @property
    def shown_view(self) -> View:
        """The view that is recorded."""
        view = self.screen
        assert isinstance(view, View), f"{view} is no view"
        return view

    async def settled(self, pilot: Pilot[None]) -> list[Strip]:
        """The lines of the screen once it is laid out and nothing changes any more.

        Raises RuntimeError after a fault of the program.
        """
        self.shown_view.poll()
        await pilot.pause(0)
        while not self.fault and not self.shown_view.complete:
            await pilot.pause(WAITING_SECONDS)
        if self.fault:
            raise RuntimeError(self.fault)
        lines = self.lines()
        for _round in range(MOST_ROUNDS):
            await pilot.pause(0)
            before, lines = lines, self.lines()
            if lines == before:
                break
        return lines

    def lines(self) -> list[Strip]:
        """The lines of the screen as they are now."""
        return self.screen._compositor.render_strips()  # what Textual's own pictures are made of

    def terminal_colours(self) -> TerminalColours:
        """The theme's colours for what is around the picture, and Textual's for a terminal's own."""
        own, generated = self.ansi_theme, self.current_theme.to_color_system().generate()
        ground = (generated.get(key, "").lower() for key in ("foreground", "background"))
        fallback = hex_of(own.foreground_color), hex_of(own.background_color)
        text, background = (one if HEX.fullmatch(one) else other for one, other in zip(ground, fallback, strict=True))
        return TerminalColours(text, background, tuple(hex_of(own.ansi_colors[number]) for number in range(PALETTE)))


def hex_of(colour: tuple[int, int, int]) -> str:
    """A colour as `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)
