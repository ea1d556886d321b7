"""The list of a folder's entries, filtered by what is typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual.binding import Binding
from textual.events import Click, Key, MouseScrollDown, MouseScrollUp
from textual.message import Message
from textual.strip import Strip

from core.support.i18n import N_, _
from core.support.memory import size_text
from tui_mlp.models.folder_entries import FolderEntry, Kind
from tui_mlp.render.cell_text import cut, displayed, widest, wrapped_lines
from tui_mlp.render.strips import fill, fit
from tui_mlp.widgets.canvas import Canvas

SIZE = 9
"""Cells of the column with the size."""
ROOM_FOR_KIND, ROOM_FOR_SIZE = 34, 24
"""The least width of the list with each of these columns."""


class FileList(Canvas, can_focus=True):
    """Draws the lines that fit, so that a folder of thousands is as fast as one of ten. Typing filters the names."""

    BINDINGS = [
        Binding("up", "move(-1)", N_("Up"), show=False),
        Binding("down", "move(1)", N_("Down"), show=False),
        Binding("pageup", "page(-1)", N_("Page up"), show=False),
        Binding("pagedown", "page(1)", N_("Page down"), show=False),
        Binding("home", "edge(0)", N_("First"), show=False),
        Binding("end", "edge(1)", N_("Last"), show=False),
        Binding("enter", "choose", N_("Open"), show=False),
        Binding("right", "enter_folder", N_("Into the folder"), show=False),
        Binding("left", "leave_folder", N_("To the folder above"), show=False),
        Binding("backspace", "delete_character", N_("Delete a character, or to the folder above"), show=False),
    ]

    @dataclass
    class Focused(Message):
        """Another entry is in focus, or none."""

        entry: FolderEntry | None

    @dataclass
    class Chosen(Message):
        """An entry was chosen; `inside` means to look into it even if it can be opened itself."""

        entry: FolderEntry
        inside: bool = False

    class ParentWanted(Message):
        """The folder above is wanted."""

    @dataclass
    class Filtered(Message):
        """Another text filters the names."""

        words: str

    def __init__(self) -> None:
        super().__init__(id="files")
        self._all: Sequence[FolderEntry] = ()
        self._shown: Sequence[FolderEntry] = ()
        self._here = self._top = 0
        self._problem = ""
        self.words = ""
        """What was typed to filter the names."""

    @property
    def entry(self) -> FolderEntry | None:
        """The entry in focus."""
        return self._shown[self._here] if self._shown else None

    def list_entries(self, entries: Sequence[FolderEntry], problem: str = "", focus: str = "") -> None:
        """Show these entries, with the one of the name `focus` in focus, and below them a problem."""
        self._all, self._problem = entries, problem
        self.filter("", focus)

    def filter(self, words: str, focus: str = "") -> None:
        """Show only the entries whose names contain `words`; the folder above only where nothing is typed."""
        self.words, wanted = words, words.casefold()
        self._shown = [
            entry
            for entry in self._all
            if not wanted or (wanted in entry.name.casefold() and entry.kind is not Kind.PARENT)
        ]
        first = next((place for place, entry in enumerate(self._shown) if entry.kind is not Kind.PARENT), 0)
        self._here = next((place for place, entry in enumerate(self._shown) if focus and entry.name == focus), first)
        self._top = 0
        self.post_message(self.Filtered(words))
        self.focus_changed()

    def focus_changed(self) -> None:
        """Draw, and tell the screen."""
        self.redraw()
        self.post_message(self.Focused(self.entry))

    # Drawing

    def draw(self, width: int, height: int) -> list[Strip]:
        """The lines around the one in focus, then the problem."""
        self._top = max(0, min(self._top, self._here), self._here - height + 1)
        styles, ascii = self.palette.panel, self.palette.ascii
        lines = [
            self.line(place, entry, width)
            for place, entry in enumerate(self._shown[self._top : self._top + height], self._top)
        ]
        said = self._problem or ("" if self._shown else self.nothing())
        style = styles.warn if self._problem else styles.faint
        texts = wrapped_lines(displayed(said, ascii), width)
        return fill(
            lines + [fit([Segment(text, style)], width, styles.blank) for text in texts], width, height, styles.blank
        )

    def nothing(self) -> str:
        """Why no entry is shown."""
        return _("no name contains {}").format(self.words) if self.words else _("this folder is empty")

    def line(self, place: int, entry: FolderEntry, width: int) -> Strip:
        """The line of an entry."""
        styles, ascii = self.palette.panel, self.palette.ascii
        size = "" if entry.size is None else size_text(entry.size)
        kinds = 1 + widest(tuple(kind.text for kind in Kind), ascii)
        beside = (cut(entry.kind.text, kinds, ascii) if width >= ROOM_FOR_KIND else "") + (
            cut(size, SIZE, ascii, right=True) if width >= ROOM_FOR_SIZE else ""
        )
        here = place == self._here
        mark = ">" if here and self.palette.brackets else " "
        name_width = width - len(beside) - 2
        folder = entry.kind.is_folder and entry.kind is not Kind.PARENT
        name = cut(f"{entry.name}/" if folder else entry.name, name_width, ascii)
        plain = styles.fg if entry.kind.usable or entry.kind.is_folder else styles.faint
        name_style, beside_style = (styles.on_accent,) * 2 if here else (plain, styles.muted)
        return fit([Segment(f"{mark}{name} ", name_style), Segment(beside, beside_style)], width, styles.blank)

    # Keys and mouse

    def on_key(self, event: Key) -> None:
        """Add a typed character to the filter."""
        if event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            self.filter(self.words + event.character)

    def go(self, place: int) -> None:
        """Focus the entry at a place, or the nearest."""
        place = max(0, min(place, len(self._shown) - 1))
        if place != self._here:
            self._here = place
            self.focus_changed()

    def action_move(self, lines: int) -> None:
        self.go(self._here + lines)

    def action_page(self, direction: int) -> None:
        """A page up or down."""
        self.go(self._here + direction * max(1, self.size.height - 1))

    def action_edge(self, last: int) -> None:
        """To the first or the last entry."""
        self.go(last * len(self._shown))

    def action_choose(self) -> None:
        """Choose the entry in focus."""
        if self.entry is not None:
            self.post_message(self.Chosen(self.entry))

    def action_enter_folder(self) -> None:
        """Look into the folder in focus, a run's too."""
        if self.entry is not None and self.entry.kind.is_folder:
            self.post_message(self.Chosen(self.entry, inside=True))

    def action_leave_folder(self) -> None:
        self.post_message(self.ParentWanted())

    def action_delete_character(self) -> None:
        """Take the last character from the filter; without one, go to the folder above."""
        if self.words:
            self.filter(self.words[:-1])
        else:
            self.action_leave_folder()

    def on_click(self, event: Click) -> None:
        """Focus the entry clicked on; choose it if it has the focus already."""
        place = self._top + event.y
        if place < len(self._shown):
            if place == self._here:
                self.action_choose()
            self.go(place)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Three lines down."""
        event.stop()
        self.go(self._here + 3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Three lines up."""
        event.stop()
        self.go(self._here - 3)
