"""The file browser: textual-fspicker's, with names escaped and never read as markup.

An entry whose size or time can't be read (no permission, deleted meanwhile, a time out of range) is listed without
them. A folder that can't be read is reported.
"""

import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from rich.cells import cell_len
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.suggester import Suggester
from textual.widgets import Button, Input
from textual.worker import get_current_worker
from textual_fspicker import FileOpen, Filters, SelectDirectory
from textual_fspicker.base_dialog import Dialog, FileSystemPickerScreen, InputBar
from textual_fspicker.file_dialog import FileFilter
from textual_fspicker.parts import CurrentDirectory, DirectoryNavigation, DriveNavigation
from textual_fspicker.parts.directory_navigation import DirectoryEntry
from textual_fspicker.safe_tests import is_symlink

from core.support.escaping import escaped, shortened
from core.support.i18n import _
from tui_mlp.text.numbers import NOTHING
from tui_mlp.text.unreadable import unreadable_text
from tui_mlp.widgets.safe_text import content

LONGEST = 40
"""The most characters of a name in the border's message."""


def is_folder(path: Path) -> bool:
    """Whether it is known to be a folder."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_regular(path: Path) -> bool:
    """Whether it is a regular file or can't be examined. Pipes and devices are not: reading them may never end."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return True


class FolderEntry(DirectoryEntry):
    """A file or a folder, with its size and time where they can be read."""

    @classmethod
    def _name(cls, location: Path) -> Text:
        return Text.assemble(escaped(location.name), " ", cls.LINK_ICON if is_symlink(location) else "")

    @staticmethod
    def _mtime(location: Path) -> str:
        try:
            return datetime.fromtimestamp(int(location.stat().st_mtime)).isoformat(" ")
        except (OSError, OverflowError, ValueError):
            return NOTHING

    @staticmethod
    def _size(location: Path) -> str:
        try:
            return str(location.stat().st_size)
        except OSError:
            return NOTHING


class FolderEntries(DirectoryNavigation):
    """The entries of a folder."""

    @work(exclusive=True, thread=True)
    def _load(self) -> None:
        worker, styles, location, found = get_current_worker(), self._styles, self._location, list[DirectoryEntry]()
        try:
            for path in location.iterdir():
                if worker.is_cancelled:
                    return
                if is_folder(path) or (self.show_files and is_regular(path)):
                    found.append(FolderEntry(path, styles))
        except OSError:
            self.post_message(self.PermissionError(self, location))
        self._entries = found
        self.app.call_from_thread(self._repopulate_display)

    def _sort(self, entries: Iterator[DirectoryEntry]) -> list[DirectoryEntry]:  # type: ignore[override]
        return sorted(entries, key=lambda entry: (not is_folder(entry.location), entry.location.name))


class CurrentFolder(CurrentDirectory):
    """The path of the folder whose entries are shown; of a long path, its end."""

    def _watch_current_directory(self) -> None:
        text = "" if self.current_directory is None else escaped(str(self.current_directory))
        room = max(1, self.size.width - 2)
        if cell_len(text) > room:
            while cell_len(text) >= room:
                text = text[1:]
            text = f"…{text}"
        self.update(content(text))


class Completion(Suggester):
    """Suggests the rest of a file name, unless the name would have to be escaped."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.root = Path()

    async def get_suggestion(self, value: str) -> str | None:
        """The path with the first entry that begins with what was typed; None if there is none."""
        folder, beginning = os.path.split(value)
        try:
            names = sorted(os.listdir(self.root / os.path.expanduser(folder)))
        except (OSError, ValueError):
            return None
        fits = (name for name in names if name.startswith(beginning) and escaped(name) == name)
        return next((os.path.join(folder, name) for name in fits), None) if beginning else None


class Browser(FileSystemPickerScreen):
    """The common part of both browsers: entries, buttons, errors in the border."""

    def compose(self) -> ComposeResult:
        """Yield the widgets of textual-fspicker's dialog, some of them replaced by ours."""
        with Dialog() as dialog:
            dialog.border_title = content(escaped(self._title))
            yield from self._header_area()
            with Horizontal():
                if sys.platform == "win32":
                    yield DriveNavigation(self._location)
                yield FolderEntries(self._location, double_click_directories=self._double_click_directories)
            with InputBar():
                yield from self._input_bar()
                yield Button(content(self._label(self._select_button, _("Select"))), id="select")
                yield Button(content(self._label(self._cancel_button, _("Cancel"))), id="cancel")

    def _set_error(self, message: str = "") -> None:
        self.query_one(Dialog).border_subtitle = content(escaped(message))


class OpenFile(Browser, FileOpen):
    """Returns the chosen file, or None."""

    def __init__(self, location: str | Path, filters: Filters) -> None:
        super().__init__(location, _("Open"), filters=filters)
        self._suggest_path = Completion()  # type: ignore[assignment]

    def _header_area(self) -> ComposeResult:
        yield CurrentFolder()

    def _input_bar(self) -> ComposeResult:
        yield Input(suggester=self._suggest_path)
        assert self._filters is not None
        yield FileFilter(self._filters.selections, prompt=_("File filter"), value=0, allow_blank=False)

    @on(Input.Submitted)
    @on(Button.Pressed, "#select")
    def _confirm_file(self, event: Input.Submitted | Button.Pressed) -> None:
        event.prevent_default()  # else Textual calls the library's own handler too
        try:
            super()._confirm_file(event)
        except (OSError, RuntimeError, ValueError) as problem:  # too long, a loop of links, a forbidden character
            self._set_error(unreadable_text(shortened(self.query_one(Input).value, LONGEST), problem))

    @on(DirectoryNavigation.Selected)
    def _choose(self, event: DirectoryNavigation.Selected) -> None:
        """Return an entry at once if its name can't be shown in the input as it is."""
        if escaped(event.path.name) != event.path.name:
            event.prevent_default()
            self.dismiss(event.path)


class OpenFolder(Browser, SelectDirectory):
    """Returns the chosen folder, or None."""

    def _input_bar(self) -> ComposeResult:
        yield CurrentFolder()
