"""The dialog: a folder, its entries, a preview of the one in focus."""

import os
from functools import partial
from pathlib import Path
from time import perf_counter

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen

from core.data.dataset import Data
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from core.support.i18n import N_, _
from core.training.build_network import resolve
from tui_mlp.models.file_summary import Summary, summary_of, weights_summary
from tui_mlp.models.folder_entries import FolderEntry, Kind, parent_of, read_folder
from tui_mlp.render.cell_text import displayed
from tui_mlp.text.unreadable import unreadable_text
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.background import in_background
from tui_mlp.widgets.data_preview import DataPreview
from tui_mlp.widgets.safe_text import SafeLabel, content

from .list import FileList

LARGEST_SHOWN = 2**20
"""Bytes of a table whose data are read for its preview; of a larger one only the beginning is shown."""
REST_SECONDS = 0.1
"""How long an entry has the focus before it is read: with a key held down, many pass."""
SILENT_SECONDS = 1.0
"""How long keys wait for a folder that is being read."""

Listing = tuple[list[FolderEntry], str]
"""The entries of a folder, and why they can't be read."""


class FileBrowser(ModalScreen[Path]):
    """Returns the file or the run that was chosen, or None. With `weights` it is to be one of weights."""

    CSS_PATH = "screen.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-wide")]
    BINDINGS = [Binding("escape", "escape", N_("Clear the filter, or close"))]

    def __init__(self, folder: Path, *, weights: bool = False) -> None:
        super().__init__()
        self._folder, self._weights = folder, weights
        self._loading_since = float("-inf")
        self._wanted: FolderEntry | None = None

    def compose(self) -> ComposeResult:
        """Yield the folder's path, the entries beside the preview, and the keys."""
        with Vertical(id="browser") as box:
            box.border_title = content(
                _("Open weights: .safetensors, .npz, .onnx, a run") if self._weights else _("Open a file")
            )
            yield SafeLabel("", id="folder")
            with Horizontal():
                yield FileList()
                yield DataPreview(id="preview")
            yield SafeLabel("", id="keys")

    def on_mount(self) -> None:
        """List the first folder."""
        self.list.focus()
        self.show_folder(self._folder)

    @property
    def list(self) -> FileList:
        """The list of entries."""
        return self.query_one(FileList)

    @property
    def is_busy(self) -> bool:
        """Whether keys wait for a folder that is being read, so that they find its entries. Not for long."""
        return perf_counter() < self._loading_since + SILENT_SECONDS

    # Folders

    def show_folder(self, folder: Path, focus: str = "") -> None:
        """List a folder as soon as it has been read, with the entry of this name in focus."""
        self._folder, self._loading_since = folder, perf_counter()
        in_background(self, partial(listing, folder), partial(self.folder_was_read, folder, focus))

    def folder_was_read(self, folder: Path, focus: str, found: Listing) -> None:
        """List what was read, unless another folder is wanted by now."""
        if folder == self._folder:
            self._loading_since = float("-inf")
            self.list.list_entries(*found, focus=focus)
            self.show_path()

    def show_path(self) -> None:
        """Show the folder's path; of a long one its end."""
        label = self.query_one("#folder", SafeLabel)
        text, room = self.shown(str(self._folder)), max(1, self.query_one("#browser").size.width - 2)
        while cell_len(text) > room:
            text = f"…{text[2:]}" if len(text) > 1 else ""
        label.set_text(self.shown(text))

    def shown(self, text: str) -> str:
        """A text in characters that the terminal can show."""
        return displayed(text, app_of(self).ascii)

    def on_resize(self) -> None:
        self.call_after_refresh(self.show_path)

    def on_file_list_parent_wanted(self) -> None:
        """Go to the folder above, with the one that is left in focus."""
        if self._folder.parent != self._folder:
            self.show_folder(self._folder.parent, self._folder.name)

    def on_file_list_chosen(self, event: FileList.Chosen) -> None:
        """Go into a folder; return anything else."""
        entry = event.entry
        if entry.kind is Kind.PARENT:
            self.on_file_list_parent_wanted()
        elif entry.kind is Kind.FOLDER or event.inside:
            self.show_folder(entry.path)
        else:
            self.dismiss(entry.path)

    # The filter

    def on_file_list_filtered(self, event: FileList.Filtered) -> None:
        """Say which keys work now."""
        if event.words:
            text = _("names with {}_   backspace deletes   esc shows all").format(event.words)
        else:
            text = _("enter opens  type to filter  ← folder above  esc closes")
        self.query_one("#keys", SafeLabel).set_text(self.shown(text))

    def action_escape(self) -> None:
        """Clear the filter; leave if there is none."""
        if self.list.words:
            self.list.filter("", focus=self.list.entry.name if self.list.entry else "")
        else:
            self.dismiss()

    # The preview

    def on_file_list_focused(self, event: FileList.Focused) -> None:
        """Read the entry in focus if it stays there for a moment."""
        self._wanted = event.entry
        if event.entry is None:
            self.query_one(DataPreview).show_message("")
        else:
            self.set_timer(REST_SECONDS, partial(self.look, event.entry))

    def look(self, entry: FolderEntry) -> None:
        """Have the entry read on a thread if it is still in focus and there is room for a preview."""
        if entry is self._wanted and self.query_one(DataPreview).display:
            look = weights_summary if self._weights else looked_at
            in_background(self, partial(look, entry), partial(self.was_looked_at, entry))

    def was_looked_at(self, entry: FolderEntry, found: tuple[Experiment, Data] | Summary) -> None:
        """Show what was read if its entry is still in focus."""
        if entry is not self._wanted:
            return
        preview = self.query_one(DataPreview)
        if isinstance(found, tuple):
            preview.show_data(*found, entry.path.name)
        else:
            preview.show_lines(found)


def listing(folder: Path) -> Listing:
    """The entries of a folder, the one above first; where it can't be read, only that one, and why."""
    above = parent_of(folder)
    try:
        return above + read_folder(folder), ""
    except (OSError, ValueError) as problem:  # ValueError: an impossible path
        reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
        return above, _("this folder can't be read: {}").format(reason)


def looked_at(entry: FolderEntry) -> tuple[Experiment, Data] | Summary:
    """The experiment and data of a small table; of all else, and where that fails, a summary."""
    if entry.kind not in (Kind.TABLE, Kind.ARRAYS, Kind.IDX) or entry.size is None or entry.size > LARGEST_SHOWN:
        return summary_of(entry)
    try:
        experiment = Experiment.load(entry.path)
        data = load_data(experiment)
        return resolve(experiment, data), data
    except Exception as problem:  # shown in the preview: a look mustn't end the program
        return [*summary_of(entry), ("", "fg"), (unreadable_text(str(entry.path), problem), "warn")]


def working_folder() -> Path:
    """The folder that the program was started in; if it was deleted since, the root."""
    try:
        return Path.cwd()
    except OSError:
        return Path(os.sep)
