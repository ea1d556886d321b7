"""The base of the views: header, panes, status, footer."""

import asyncio
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding
from textual.reactive import Reactive, reactive
from textual.widget import Widget

from core.support.errors import InputError
from core.support.i18n import N_, _, translated
from tui_mlp.models.pointed import Pointed
from tui_mlp.session.refresh_rates import LOOK_SECONDS
from tui_mlp.system.clipboard import copy, default_folder
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.canvas import SnapshotWidget
from tui_mlp.widgets.pane import Pane

from .picture_screen import PictureScreen
from .pointer_screen import PointerScreen
from .training_screen import TrainingScreen, help_on_beginning, help_on_running

VIEW_STYLES = Path(__file__).with_suffix(".tcss")
"""The styles of all views. They share one path, so Textual parses them once."""


class View(PictureScreen, PointerScreen, TrainingScreen):
    """A screen of panes that hands the session's snapshots to its widgets.

    The pane in focus can be zoomed to fill the screen; below the columns and lines of `LEAST` it always does.
    """

    LEAST: ClassVar[tuple[int, int]] = (60, 15)
    BINDINGS = [
        Binding("y", "copy(False)", N_("Copy what is in focus")),
        Binding("Y", "copy(True)", N_("Copy as LaTeX")),
        Binding("tab", "turn_pane(1)", N_("Next pane"), show=False),
        Binding("shift+tab", "turn_pane(-1)", N_("Previous pane"), show=False),
        Binding("z", "zoom", N_("Zoom")),
        Binding("escape", "unzoom", N_("Back from zoom"), show=False),
        Binding("M", "app.messages", N_("Messages so far")),
        Binding("question_mark", "help", N_("Help")),
        Binding("colon", "app.command_palette", N_("Menu"), show=False),
    ]

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Without repaint: Textual would draw the whole screen, but only two widgets change, and they draw themselves."""
    zoomed: reactive[bool] = reactive(False, repaint=False, init=False)
    pane: Pane
    _outdated = False
    """Whether the language has changed since the widgets were drawn."""

    @property
    def complete(self) -> bool:
        """Whether the view has all that it shows, rather than waiting for files that are read on another thread."""
        return True

    def bind_snapshot(self, widget: SnapshotWidget) -> SnapshotWidget:
        """The widget, which from now on gets this screen's snapshot and state."""
        return widget.data_bind(View.snapshot, View.state, View.pointed)

    def first_pane(self) -> Pane:
        """The pane that has the focus at first."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Focus the first pane and poll the session from now on."""
        self.pane = self.first_pane()
        self.pane.focus()
        self.zoomed = app_of(self).big
        self.poll()
        self.set_interval(LOOK_SECONDS, self.poll_if_shown)
        self.app.theme_changed_signal.subscribe(self, self.repaint)
        app_of(self).language_changed.subscribe(self, self.use_language)
        app_of(self).big_changed.subscribe(self, self.take_big)

    def on_screen_resume(self) -> None:
        """Have the session's worker wake this view instead of the one before."""
        loop = asyncio.get_running_loop()
        self.session.attach(lambda: loop.call_soon_threadsafe(self.wake))
        self.want_outputs()
        if self._outdated:
            self.use_language(None)
        self.poll()

    def want_outputs(self) -> None:
        """Have the session compute the outputs of the network that this view shows; by default none."""
        self.session.want_outputs(None)

    def wake(self) -> None:
        """Poll soon: the worker has news. Called in the app's thread."""
        if self.is_attached:
            self.call_later(self.poll_if_shown)

    def poll_if_shown(self) -> None:
        """Poll, unless another view is shown."""
        if self.is_view_shown:
            self.poll()

    @property
    def is_view_shown(self) -> bool:
        """Whether this view is shown, even below a dialog. False while the program ends."""
        return self.is_attached and self.app.screen_stack[:1] == [self]

    def on_unmount(self) -> None:
        """Stop the worker from waking this view."""
        self.session.attach(lambda: None)

    def use_language(self, cause: object) -> None:
        """Draw all widgets in the language in use now: at once if this view is shown, else when it is shown next."""
        self._outdated = not self.is_view_shown
        if self.is_view_shown:
            self.repaint()

    def repaint(self, cause: object = None) -> None:
        """Draw all widgets in the theme's present colours and in the language in use."""
        for widget in self.query(SnapshotWidget):
            widget.repaint()

    # The panes

    def take_big(self, big: bool) -> None:
        """Show one pane at a time, or all of them as usual."""
        self.zoomed = big
        self.lay_out()
        self.repaint()

    @property
    def zoomed_by_hand(self) -> bool:
        """Whether escape leads back from the zoom; for a projector a pane alone is what is usual."""
        return self.zoomed and not app_of(self).big

    def on_resize(self) -> None:
        """Lay the panes out for the new size."""
        self.lay_out()

    def action_zoom(self) -> None:
        """Zoom the pane in focus, or show all panes again."""
        self.zoomed = not self.zoomed

    def action_unzoom(self) -> None:
        """Show all panes again, if one was zoomed."""
        if self.zoomed_by_hand:
            self.zoomed = False

    def watch_zoomed(self) -> None:
        """Lay the panes out for the new zoom."""
        self.lay_out()

    def lay_out(self) -> None:
        """Show all panes; or only the one in focus, if it is zoomed or the screen is too small."""
        wide, high = self.least_size()
        alone = self.zoomed or self.size.width < wide or self.size.height < high
        around = set(self.pane.ancestors)
        # Only what changes: Textual looks for the styles of all widgets below one whose classes change.
        self.query_one("#body").set_class(alone, "-alone")
        for pane in self.query(Pane):
            pane.set_class(alone and pane is self.pane, "-alone")
        for holder in self.query(".holder"):
            holder.set_class(alone and holder in around, "-holds")
        self.share_height()

    def least_size(self) -> tuple[int, int]:
        """The columns and lines of the screen below which only one pane is shown."""
        return self.LEAST

    def share_height(self) -> None:
        """Set the heights of panes that depend on what they show."""

    @property
    def alone(self) -> bool:
        """Whether the pane in focus fills the screen."""
        return self.query_one("#body").has_class("-alone")

    def on_descendant_focus(self) -> None:
        """Remember the pane in focus, and show it if only one pane fits."""
        if isinstance(self.focused, Pane):
            if self.focused is not self.pane:
                self.move_pointer(self.focused.pointed_here())
            self.pane = self.focused
            self.lay_out()

    def panes(self) -> list[Pane]:
        """The panes that can have the focus, in their order."""
        return [pane for pane in self.query(Pane) if pane.display or self.alone]

    def pointed_here(self) -> Pointed | None:
        """What is in focus in the pane in focus, else in the first pane where it is a value or an example."""
        found = (pane.pointed_here() for pane in (self.pane, *self.panes()))
        return next((pointed for pointed in found if pointed is not None), None)

    def turn_to(self, kind: type) -> None:
        """Turn to a pane of this kind, where the view has one that isn't shown now; before what is called later."""

    def action_turn_pane(self, direction: int) -> None:
        """Focus the next (1) or the previous (-1) pane."""
        panes = self.panes()
        self.show_pane(panes[(panes.index(self.pane) + direction) % len(panes)])

    def pane_names(self) -> list[str]:
        """The ids of the panes that the view has."""
        return [str(pane.id) for pane in self.query(Pane)]

    def show_named(self, name: str) -> None:
        """Focus the pane with this id; at once, or when the view has turned to it."""
        self.show_pane(self.query_one(f"#{name}", Pane))

    def show_pane(self, pane: Pane) -> None:
        """Focus a pane, and show it if only one fits."""
        self.pane = pane
        self.lay_out()
        self.set_focus(pane)  # not focus(), which waits: the next key may already be for this pane

    def action_copy(self, latex: bool) -> None:
        """Copy what the pane in focus offers to the clipboard, or to a file where there is no clipboard."""
        try:
            message = copy(self.app, self.pane.text_to_copy(latex), default_folder(), ".tex" if latex else ".txt")
        except InputError as problem:
            self.notify(str(problem), severity="error")
        else:
            self.notify(message)

    def part_to_save(self) -> Pane:
        """The pane in focus."""
        return self.pane

    def title_of_part(self) -> str:
        """The title of the pane in focus."""
        return self.pane.title()

    def action_help(self) -> None:
        """Show the help on the pane in focus."""
        from tui_mlp.dialogs.help import Help

        self.app.push_screen(Help(self.pane.title(), self.pane.help_text(), self.help_on_keys()))

    def help_on_keys(self) -> list[tuple[str, str]]:
        """The help texts of the keys that work in every view."""
        views = app_of(self).views
        return [
            *help_on_running(),
            (
                f"{views[0].key}-{views[-1].key}",
                _("views: {}").format(", ".join(translated(view.title) for view in views)),
            ),
            *help_on_beginning(),
            ("y", _("copy what is in focus; Y as LaTeX")),
            ("tab", _("next pane; z makes it fill the screen and back")),
            ("P", _("pointer: frames the value or example in focus in all panes that show it")),
            ("M", _("all messages so far, with time and epoch")),
            ("^p  :", _("menu of all commands; q saves and quits")),
        ]
