"""The data picker: built-in data, exercises, recent sources and files, with previews."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from core.data.catalog import BUILTINS, CATALOG, EXERCISES
from core.data.dataset import Data
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from core.support.i18n import N_, _
from core.training.build_network import resolve
from tui_mlp.render.cell_text import displayed
from tui_mlp.text.unreadable import unreadable_text
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.background import in_background
from tui_mlp.widgets.data_preview import DataPreview
from tui_mlp.widgets.safe_text import content, option

FILES, RUNS = "# files", "# runs"
REST_SECONDS = 0.1
"""How long a source has the focus before it is read."""


def read_for_preview(source: str) -> tuple[Experiment, Data] | str:
    """Read a source for its preview; return a message where that fails. For any thread: it may be a large file."""
    try:
        experiment = Experiment.load(source)
        data = load_data(experiment)
        return resolve(experiment, data), data
    except Exception as problem:  # shown in the preview: a preview mustn't end the program
        return unreadable_text(source, problem)


class DataPicker(ModalScreen[str]):
    """Returns the chosen source, or None."""

    CSS_PATH = "open.tcss"
    BINDINGS = [
        Binding("escape,q", "dismiss", N_("Close")),
        Binding("f", "browse", N_("Browse files")),
        Binding("r", "show_runs", N_("Runs view")),
    ]

    def __init__(self, recent: Sequence[str]) -> None:
        super().__init__()
        self._recent = recent
        self._known: dict[str, tuple[Experiment, Data] | str] = {}

    def compose(self) -> ComposeResult:
        """Yield the list of sources and the preview."""
        with Vertical(id="picker") as box:
            box.border_title = content(_("Open data, an experiment or a run"))
            box.border_subtitle = content(_("enter opens   f files   r runs   esc closes"))
            with Horizontal():
                yield OptionList(*self.options(), id="sources", markup=False)
                yield DataPreview(id="preview")

    def options(self) -> list[Option | None]:
        """The recent sources, the built-in data, the exercises, the file browsers; None stands between groups."""
        recent = [option(self.text(source), source) for source in self._recent]
        builtins, exercises = (
            [option(name, name) for name in names if name not in self._recent] for names in (BUILTINS, EXERCISES)
        )
        files = [option(self.text(_("a file …")), FILES), option(self.text(_("a saved run: the Runs view")), RUNS)]
        groups = [group for group in (recent, builtins, exercises, files) if group]
        return [option for group in groups for option in (*group, None)][:-1]

    def text(self, source: str) -> str:
        """The name to show: the catalog's, or the file's without its folders."""
        name = source if source in CATALOG else Path(source).name
        return displayed(name, app_of(self).ascii)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show a preview of the source in focus as soon as it has been read."""
        source = str(event.option_id)
        if source in (FILES, RUNS):
            self.query_one(DataPreview).show_message(_("Choose an experiment, a table, or the folder of a saved run."))
        elif source in self._known:
            self.show_preview(source)
        else:
            self.set_timer(REST_SECONDS, partial(self.read_if_still_in_focus, source))

    def read_if_still_in_focus(self, source: str) -> None:
        """Have a source read on a thread: with a key held down, many pass that nobody looks at."""
        if source == self.in_focus:
            in_background(self, partial(read_for_preview, source), partial(self.add_preview, source))

    @property
    def in_focus(self) -> str | None:
        """The source in focus."""
        sources = self.query_one(OptionList)
        return None if sources.highlighted is None else sources.get_option_at_index(sources.highlighted).id

    def add_preview(self, source: str, found: tuple[Experiment, Data] | str) -> None:
        """Remember a preview, and show it if its source is still in focus."""
        self._known[source] = found
        self.show_preview(source)

    def show_preview(self, source: str) -> None:
        """Show the preview of this source if it is in focus."""
        if source != self.in_focus:
            return
        found, pane = self._known[source], self.query_one(DataPreview)
        if isinstance(found, str):
            pane.show_message(found)
        else:
            experiment, data = found
            entry = CATALOG.get(source) or BUILTINS.get(experiment.data.source)
            pane.show_data(experiment, data, entry.source if entry else experiment.data.source)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the source, or open a file browser."""
        source = str(event.option_id)
        if source == FILES:
            self.action_browse()
        elif source == RUNS:
            self.action_show_runs()
        else:
            self.dismiss(source)

    def action_browse(self) -> None:
        """Open the browser of files."""
        from .file_browser.screen import FileBrowser, working_folder

        self.app.push_screen(FileBrowser(working_folder()), self.picked)

    def action_show_runs(self) -> None:
        """Leave, and show the Runs view."""
        self.dismiss()
        self.app.switch_mode("runs")

    def picked(self, path: Path | None) -> None:
        """Return the chosen file or run; stay open if none was chosen."""
        if path is not None:
            self.dismiss(str(path))
