"""The data picker: built-in data, exercises, recent sources and files, with previews."""

import os
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
from tui_mlp.widgets.data_preview import DataPreview
from tui_mlp.widgets.safe_text import content, option

FILES, RUNS = "# files", "# runs"
ENDINGS = (".toml", ".csv", ".tsv", ".npz")


class DataPicker(ModalScreen[str]):
    """Returns the chosen source, or None."""

    CSS_PATH = "open.tcss"
    BINDINGS = [
        Binding("escape,q", "dismiss", N_("Leave")),
        Binding("f", "browse", N_("Browse files")),
        Binding("r", "browse_runs", N_("Browse saved runs")),
    ]

    def __init__(self, recent: Sequence[str], runs_dir: Path | None) -> None:
        super().__init__()
        self._recent, self._runs_dir = recent, runs_dir
        self._known: dict[str, tuple[Experiment, Data] | str] = {}

    def compose(self) -> ComposeResult:
        """Yield the list of sources and the preview."""
        with Vertical(id="picker") as box:
            box.border_title = content(_("Open data, an experiment or a run"))
            box.border_subtitle = content(_("enter opens   f files   r runs   esc leaves"))
            with Horizontal():
                yield OptionList(*self.options(), id="sources", markup=False)
                yield DataPreview(id="preview")

    def options(self) -> list[Option | None]:
        """The recent sources, the built-in data, the exercises, the file browsers; None stands between groups."""
        recent = [option(self.text(source), source) for source in self._recent]
        builtins, exercises = (
            [option(name, name) for name in names if name not in self._recent] for names in (BUILTINS, EXERCISES)
        )
        files = [option(self.text(_("a file …")), FILES), option(self.text(_("a saved run …")), RUNS)]
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
            self.run_worker(partial(self.load_preview, source), thread=True, exclusive=True)

    def load_preview(self, source: str) -> None:
        """Read a source for its preview. Runs in a thread: a large file mustn't block the keys."""
        try:
            experiment = Experiment.load(source)
            data = load_data(experiment)
            found: tuple[Experiment, Data] | str = (resolve(experiment, data), data)
        except Exception as problem:  # shown in the preview: a preview mustn't end the program
            found = unreadable_text(source, problem)
        self.app.call_from_thread(self.add_preview, source, found)

    def add_preview(self, source: str, found: tuple[Experiment, Data] | str) -> None:
        """Remember a preview, and show it if its source is still in focus."""
        self._known[source] = found
        if self.is_attached:  # the picker may have been closed meanwhile
            self.show_preview(source)

    def show_preview(self, source: str) -> None:
        """Show the preview of this source if it is in focus."""
        sources = self.query_one(OptionList)
        if sources.highlighted is None or sources.get_option_at_index(sources.highlighted).id != source:
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
            self.action_browse_runs()
        else:
            self.dismiss(source)

    def action_browse(self) -> None:
        from textual_fspicker import Filters

        from .file_browser import OpenFile

        filters = Filters(
            (_("Experiments and tables"), lambda path: path.suffix.lower() in ENDINGS), (_("All"), lambda path: True)
        )
        self.app.push_screen(OpenFile(".", filters), self.picked)

    def action_browse_runs(self) -> None:
        """Open the browser of saved runs."""
        from .file_browser import OpenFolder

        there = self._runs_dir is not None and os.path.isdir(self._runs_dir)
        self.app.push_screen(OpenFolder(self._runs_dir if there and self._runs_dir else "."), self.picked)

    def picked(self, path: Path | None) -> None:
        """Return the chosen file or folder; stay open if none was chosen."""
        if path is not None:
            self.dismiss(str(path))
