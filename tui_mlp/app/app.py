"""The Textual app: settings, themes, the command palette, the first screen."""

import asyncio
import gc
import os
import signal
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import cast

from textual.app import SystemCommand
from textual.binding import Binding
from textual.dom import DOMNode
from textual.driver import Driver
from textual.events import Event, InputEvent
from textual.filter import LineFilter
from textual.screen import ModalScreen, Screen
from textual.signal import Signal
from textual.theme import ThemeProvider
from textual.widgets import OptionList

from core.data.catalog import CATALOG
from core.support.errors import InputError
from core.support.escaping import escaped
from core.support.i18n import _
from core.support.memory import not_enough_memory
from tui_mlp.models.output.output_focus import OutputFocus
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.colours.theme_colours import colours_of
from tui_mlp.render.control_guard import Guard
from tui_mlp.session.input_priority import note_key
from tui_mlp.session.session import TrainingSession
from tui_mlp.system.exit_status import FAULT, UNUSABLE_INPUT
from tui_mlp.system.settings import Settings
from tui_mlp.text.ascii_text import ascii_alone
from tui_mlp.views.train.screen import TrainScreen
from tui_mlp.widgets import scroll_bars
from tui_mlp.widgets.safe_text import plain
from tui_mlp.widgets.shown_notices import ShownNotices

from .command_palette import Menu, MenuProvider, commands
from .input_order import OrderedInput
from .preferences import Preferences
from .themes import OWN_THEMES, palette_for
from .user_messages import UserMessages
from .views import VIEWS


class MlpApp(OrderedInput, Preferences, UserMessages):
    """Shows one training session. The caller that made the session closes it."""

    TITLE = "mlp-tui"
    BINDINGS = [Binding(view.key, f"switch_mode('{view.mode}')", view.command) for view in VIEWS]
    COMMANDS = {MenuProvider}
    MODES = {view.mode: view.screen for view in VIEWS}
    DEFAULT_MODE = "train"
    CSS_PATH = TrainScreen.CSS_PATH
    """Loaded with the app: loading them with the first screen would parse all styles a second time."""

    def __init__(
        self,
        session: TrainingSession,
        ascii: bool = False,
        settings: Settings | None = None,
        runs_dir: Path | None = None,
        view: str = "train",
        refresh: str | None = None,
        speed: int | None = None,
        big: bool = False,
        sweep: Path | None = None,
    ) -> None:
        """`speed` is for this training alone, `big` for this start; else they are as the settings remember.

        `sweep` is the folder of the sweep that the Sweep view is to show.
        """
        super().__init__()
        scroll_bars.install()
        self.view, self.views = view, VIEWS
        self.sweep, self.sweep_process = sweep, None
        self.runs_dir, self.output_focus, self.output_focus_data = runs_dir, OutputFocus(), None
        self.example_from, self.worst_example, self.kept_drawings = self.DEFAULT_MODE, None, {}
        self.pointed = self.pointed_data = None
        self.session, self.ascii, self.settings = session, ascii, settings or Settings()
        self.fault, self.notices = "", ShownNotices()
        self.quit_by_user = False
        """Whether the user has quit, rather than a signal or a fault."""
        self._guard = Guard(ascii)
        ascii_alone.set(ascii)
        self._leaving: ModalScreen[bool] | None = None
        self._palettes: dict[tuple[str, str | None, bool], Palette] = {}
        self.set_refresh_rate(refresh or self.settings.refresh)
        self.speed = speed or self.settings.speed
        if self.speed is not None:
            self.set_speed(self.speed)
        for theme in OWN_THEMES:
            self.register_theme(theme)
        self.big_changed: Signal[bool] = Signal(self, "big_changed")
        self.set_big(big or self.settings.big)

    @property
    def palette(self) -> Palette:
        """The colours of the theme, as far as the terminal can show them."""
        key = self.theme, self.console.color_system, self.big
        if key not in self._palettes:  # looking up a theme takes longer than drawing a line
            system, mono = self.console.color_system, self.no_color
            self._palettes[key] = palette_for(self.current_theme, system, self.ascii, mono, spaced=self.big)
        return self._palettes[key]

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver for this platform, or TerminalDriver in place of LinuxDriver."""
        chosen = super().get_driver_class()
        if chosen.__name__ != "LinuxDriver":
            return chosen
        from tui_mlp.system.terminal_driver import TerminalDriver

        return TerminalDriver

    def on_mount(self) -> None:
        """Show the first view."""
        self.end_on_signals()
        self.switch_mode(self.view)
        self.theme_changed_signal.subscribe(self, lambda theme: self.save_theme(theme.name))

    def end_on_signals(self) -> None:
        """Let SIGHUP and SIGTERM end the app as `q` does, so that the run is saved."""
        if os.name == "posix":
            loop = asyncio.get_running_loop()
            for number in (signal.SIGHUP, signal.SIGTERM):
                loop.add_signal_handler(number, self.exit)

    def on_ready(self) -> None:
        """Switch the garbage collector on after the first frame, if it was off while starting."""
        if not gc.isenabled():
            gc.freeze()  # objects made so far are never collected: traversing them would delay a key by about 30 ms
            gc.enable()

    async def on_event(self, event: Event) -> None:
        """Give input priority over training."""
        if isinstance(event, InputEvent):
            note_key()
        await super().on_event(event)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Add a filter that removes control characters, or all but ASCII, whichever widget drew them."""
        return [*super().get_line_filters(), self._guard]

    def remember(self, source: str) -> None:
        """Remember the source that was opened last; a warning if that can't be saved.

        Where it has a sweep, the Sweep view shows that.
        """
        if source not in CATALOG:
            self.sweep = Path(source).absolute()
        try:
            self.settings.remember(source if source in CATALOG else str(Path(source).resolve()))
        except InputError as problem:
            self.notify(str(problem), severity="warning")

    def forget(self, source: str) -> None:
        """Take a source that can't be used from the recent ones; a warning if that can't be saved."""
        try:
            self.settings.forget(source if source in CATALOG else str(Path(source).resolve()))
        except InputError as problem:
            self.notify(str(problem), severity="warning")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Define a variable that the styles use and Textual's themes lack: otherwise no dialog opens under them."""
        return {"muted": colours_of(self.current_theme.dark).muted}

    def fail(self, text: str, status: int = FAULT) -> None:
        """Exit with an error: after a fault of the program, or a lack of memory."""
        self.fault = text
        self.exit(return_code=status)

    def _handle_exception(self, error: Exception) -> None:
        """Called by Textual for an exception in any part of the screen."""
        if isinstance(error, MemoryError):
            self.fail(f"mlp-tui: {not_enough_memory(error)}", UNUSABLE_INPUT)
        else:
            super()._handle_exception(error)

    async def action_quit(self) -> None:
        """Quit; ask first if the run isn't saved."""
        problem = self.session.unsaved
        if not problem:
            self._quit()
        elif self.screen is not self._leaving:
            from tui_mlp.dialogs.confirm import Confirm

            text = _(
                "Quit, although the run is not saved?\n{}\nIf you quit, what isn't saved is lost. "
                "If you stay, saving is tried again."
            )

            def answered(agreed: bool | None) -> None:
                if agreed:
                    self._quit()

            self._leaving = Confirm(text.format(escaped(problem)), _("quit without saving"), _("stay"))
            self.push_screen(self._leaving, answered)

    def _quit(self) -> None:
        self.quit_by_user = True
        self.exit()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """All entries of the command palette."""
        for entry in commands(self, screen):
            yield entry._replace(title=plain(entry.title), help=plain(entry.help))

    @property
    def shows_view(self) -> bool:
        """Whether a view is shown, possibly below dialogs. The keys that switch views work only then."""
        return all(isinstance(screen, ModalScreen) for screen in self.screen_stack[1:])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable switching views while another screen, such as the comparison, covers them."""
        return self.shows_view if action == "switch_mode" else super().check_action(action, parameters)

    async def run_action(
        self,
        action: str | tuple[str, str, tuple[object, ...]],
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """As in Textual, but skip paging in a list without room for a line, where Textual raises KeyError."""
        pages = isinstance(default_namespace, OptionList) and action in ("page_up", "page_down")
        if pages and not cast(OptionList, default_namespace).scrollable_content_region:
            return False
        return await super().run_action(action, default_namespace, namespaces)

    def action_command_palette(self) -> None:
        """Open the command palette, unless it is open."""
        if not isinstance(self.screen, Menu):
            self.push_screen(Menu(placeholder=_("Type what you want to do"), id="--command-palette"))

    def search_themes(self) -> None:
        """Open the list of all themes."""
        self.push_screen(Menu([ThemeProvider], placeholder=_("Search for themes …")))
