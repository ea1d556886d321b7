"""A view on the training: header, panes, status, footer. Each view says which panes and where."""

import asyncio
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding
from textual.reactive import Reactive, reactive
from textual.widget import Widget

from core.support.errors import InputError
from core.support.i18n import N_, _, translated
from tui_mlp.dialogs.help import Help
from tui_mlp.session.refresh_rates import LOOK_SECONDS
from tui_mlp.system.clipboard import copy, default_folder
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.canvas import SnapshotWidget
from tui_mlp.widgets.pane import Pane

from .training_screen import TrainingScreen, help_on_beginning, help_on_running

VIEW_STYLES = Path(__file__).with_suffix(".tcss")
"""What all views share. One path for all of them, so that it is parsed once."""


class View(TrainingScreen):
    """Reads the session's snapshots and hands them down; the pane in focus can fill the screen.

    `LEAST` are the columns and lines below which it does so by itself.
    """

    LEAST: ClassVar[tuple[int, int]] = (60, 15)
    BINDINGS = [
        Binding("y", "copy(False)", N_("Copy what is in focus")),
        Binding("Y", "copy(True)", N_("Copy it as LaTeX")),
        Binding("tab", "turn_pane(1)", N_("Next pane"), show=False),
        Binding("shift+tab", "turn_pane(-1)", N_("Previous pane"), show=False),
        Binding("z", "zoom", N_("Zoom")),
        Binding("escape", "unzoom", N_("Back from zoom"), show=False),
        Binding("question_mark", "help", N_("Help")),
        Binding("colon", "app.command_palette", N_("Menu"), show=False),
    ]

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Textual would draw the whole screen anew at each change; the two widgets draw themselves."""
    zoomed: reactive[bool] = reactive(False, repaint=False, init=False)
    pane: Pane

    def bind_snapshot(self, widget: SnapshotWidget) -> SnapshotWidget:
        """A widget that gets what this screen gets."""
        return widget.data_bind(View.snapshot, View.state)

    def first_pane(self) -> Pane:
        """The one to focus at first."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Begin to look."""
        self.pane = self.first_pane()
        self.pane.focus()
        self.poll()
        self.set_interval(LOOK_SECONDS, self.poll_if_shown)
        self.app.theme_changed_signal.subscribe(self, self.repaint)

    def on_screen_resume(self) -> None:
        """From now on, what the worker wants to be seen is seen here."""
        loop = asyncio.get_running_loop()
        self.session.attach(lambda: loop.call_soon_threadsafe(self.wake))
        self.poll()

    def wake(self) -> None:
        """The worker has something to see."""
        if self.is_attached:
            self.call_later(self.poll_if_shown)

    def poll_if_shown(self) -> None:
        """Unless another view is shown."""
        if self.is_view_shown:
            self.poll()

    @property
    def is_view_shown(self) -> bool:
        """Whether this is the view that is shown, also below a dialog. While the program ends none is."""
        return self.is_attached and self.app.screen_stack[:1] == [self]

    def on_unmount(self) -> None:
        """Nothing more to wake."""
        self.session.attach(lambda: None)

    def repaint(self, theme: object = None) -> None:
        """All in the colours of the theme."""
        for widget in self.query(SnapshotWidget):
            widget.repaint()

    # The panes

    def on_resize(self) -> None:
        """Share the room anew."""
        self.lay_out()

    def action_zoom(self) -> None:
        """The pane in focus fills the screen, or goes back."""
        self.zoomed = not self.zoomed

    def action_unzoom(self) -> None:
        """All panes again."""
        self.zoomed = False

    def watch_zoomed(self) -> None:
        """Show it."""
        self.lay_out()

    def lay_out(self) -> None:
        """All panes, or the one in focus alone: by choice, or where there is no room for more."""
        few = self.size.width < self.LEAST[0] or self.size.height < self.LEAST[1]
        body = self.query_one("#body")
        for widget in self.query(".-alone, .-holds"):
            widget.remove_class("-alone", "-holds")
        if self.zoomed or few:
            body.add_class("-alone")
            self.pane.add_class("-alone")
            for ancestor in self.pane.ancestors:
                if ancestor.has_class("holder"):
                    ancestor.add_class("-holds")
        self.share_height()

    def share_height(self) -> None:
        """The heights of panes that depend on what they show."""

    @property
    def alone(self) -> bool:
        """Whether the pane in focus fills the screen."""
        return self.query_one("#body").has_class("-alone")

    def on_descendant_focus(self) -> None:
        """Remember the pane, which a pane alone on the screen has to give way to."""
        if isinstance(self.focused, Pane):
            self.pane = self.focused
            self.lay_out()

    def action_turn_pane(self, direction: int) -> None:
        """Focus the next pane; alone on the screen it takes the other's place."""
        panes = [pane for pane in self.query(Pane) if pane.display or self.alone]
        self.pane = panes[(panes.index(self.pane) + direction) % len(panes)]
        self.lay_out()
        self.set_focus(self.pane)  # not focus(), which waits: the next key may be the pane's already

    def action_copy(self, latex: bool) -> None:
        """What the pane in focus shows, to the clipboard."""
        try:
            told = copy(self.app, self.pane.text_to_copy(latex), default_folder(), ".tex" if latex else ".txt")
        except InputError as problem:
            self.notify(str(problem), severity="error", timeout=20)
        else:
            self.notify(told, timeout=4)

    def action_help(self) -> None:
        """What the pane in focus shows and does."""
        self.app.push_screen(Help(self.pane.title(), self.pane.help_text(), self.help_on_keys()))

    def help_on_keys(self) -> list[tuple[str, str]]:
        """What the help says of the keys that work in every view."""
        views = app_of(self).views
        return [
            *help_on_running(),
            (
                " ".join(view.key for view in views),
                _("views: {}").format(", ".join(translated(view.title) for view in views)),
            ),
            *help_on_beginning(),
            ("y", _("copy what is in focus; Y as LaTeX")),
            ("tab", _("next pane; z makes it fill the screen and back")),
            ("^p  :", _("menu of everything; q quits, and saves first")),
        ]
