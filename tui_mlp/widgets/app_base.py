"""The type of the app for screens and widgets, which the app itself imports."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.signal import Signal

from core.data.dataset import Data
from tui_mlp.models.message_history import MessageHistory
from tui_mlp.models.output.output_focus import ExampleFocus, OutputFocus
from tui_mlp.models.pointed import Pointed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.session.session import TrainingSession
from tui_mlp.session.snapshot import Severity
from tui_mlp.system.settings import Settings

from .shown_notices import ShownNotices

if TYPE_CHECKING:
    from tui_mlp.models.output.images.kept_drawings import KeptDrawings
    from tui_mlp.session.sweep.sweep_process import SweepProcess


class ViewEntry(NamedTuple):
    """A view in the table of views. Its texts are English and translated when shown."""

    key: str
    """The key that shows it."""
    mode: str
    """Its name among the app's modes, for `switch_mode`."""
    title: str
    """Its name in header and help."""
    command: str
    """Its command in the palette."""
    screen: Callable[[], Screen[None]]
    """Imports its screen and makes it."""


class AppBase(App[None]):
    """The base of MlpApp; `app_of` gives widgets and screens the app under this type."""

    session: TrainingSession
    settings: Settings
    notices: ShownNotices
    runs_dir: Path | None
    """The folder of saved runs; None where runs are not saved."""
    sweep: Path | None
    """What was opened last: where it is or has a sweep, the Sweep view shows that, else the latest sweep."""
    sweep_process: "SweepProcess | None"
    """The process of the sweep that was started here; None where none was."""
    ascii: bool
    """Whether to draw with ASCII alone."""
    big: bool
    """Whether to draw for a projector: one pane at a time, set apart, with less around it."""
    big_changed: Signal[bool]
    """Published when that changes."""
    pointed: Pointed | None
    """What the pointer is on, in all views; None while it is off."""
    pointed_data: Data | None
    """The data that were open when the pointer was put there."""
    refresh_name: str
    """The refresh rate while training, by its name in tui_mlp.session.refresh_rates."""
    interval_factor: float
    """The factor by which that refresh rate multiplies the seconds between two drawings."""
    speed: int | None
    """The speed of training in epochs a second; None: as fast as possible."""
    output_focus: OutputFocus
    """What is in focus in the outputs of the network, in every view that shows them."""
    output_focus_data: Data | None
    """The data that this focus is about; None before outputs are shown."""
    worst_example: ExampleFocus | None
    """The example that came into focus by itself, as the worst one, before anyone has chosen one."""
    kept_drawings: "dict[tuple[str, ...], KeptDrawings]"
    """Drawings kept for the session, by their source and the names of its classes or targets."""
    example_from: str
    """The view, by its mode, from which one example was opened in the Step view."""
    views: Sequence[ViewEntry]
    messages: MessageHistory
    """The messages to the user so far."""
    message_changed: Signal[None]
    """Published when another message is shown, or none any more."""
    language_changed: Signal[None]
    """Published when another language is in use: what is on the screen is drawn again."""

    @property
    def palette(self) -> Palette:
        """The colours of the theme, as far as the terminal can show them."""
        raise NotImplementedError

    def tell(self, text: str, severity: Severity = "information") -> None:
        """Show a message in the place of the status line, and keep it for the list of all."""
        raise NotImplementedError

    def action_end_message(self) -> None:
        """Dismiss the message on the line."""
        raise NotImplementedError

    def action_messages(self) -> None:
        """List all messages so far."""
        raise NotImplementedError

    def fail(self, text: str) -> None:
        """End the app after a fault in the program; `text` is written to stderr after the screen is closed."""
        raise NotImplementedError

    def remember(self, source: str) -> None:
        """Remember a source that was opened, to list it first in the data picker."""
        raise NotImplementedError

    def forget(self, source: str) -> None:
        """Take a source that can't be used from the recent ones."""
        raise NotImplementedError

    def action_language(self, language: str) -> None:
        """Show all texts in another language, now and for the next start."""
        raise NotImplementedError

    def action_refresh(self, name: str) -> None:
        """Set the refresh rate, now and for the next start."""
        raise NotImplementedError

    def choose_speed(self, speed: int | None) -> None:
        """Set the speed of training, now and for the next start."""
        raise NotImplementedError

    def ring(self) -> None:
        """Ring the terminal's bell, unless it is switched off."""
        raise NotImplementedError

    def action_toggle_bell(self) -> None:
        """Switch the bell at the end of a long training on or off, now and for the next start."""
        raise NotImplementedError

    def action_toggle_big(self) -> None:
        """Draw for a projector or as usual, now and for the next start."""
        raise NotImplementedError

    def action_toggle_theme(self) -> None:
        """Change between a light and a dark theme."""
        raise NotImplementedError


def app_of(node: MessagePump) -> AppBase:
    """The app that a widget or a screen belongs to."""
    return cast(AppBase, node.app)
