"""The dialog: what is to be exported, a progress bar, and what came of it."""

from functools import partial
from pathlib import Path
from threading import Event as Flag

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from core.export.run_export import RunExport
from core.support.errors import InputError
from core.support.escaping import escaped
from core.support.i18n import N_, _, ngettext
from tui_mlp.dialogs.confirm import Confirm
from tui_mlp.dialogs.prompt import Prompt
from tui_mlp.models.export_form import FILE, ExportForm
from tui_mlp.models.export_work import Cancelled, ExportFailed, export, files_of, path_to_write
from tui_mlp.models.model_choices import ModelChoices
from tui_mlp.render.progress import progress_line
from tui_mlp.text.export_texts import result_text
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.background import in_background
from tui_mlp.widgets.safe_text import SafeText, content
from tui_mlp.widgets.strip_view import StripView

from .list import ExportList

LOOK_SECONDS = 0.1


class ExportDialog(ModalScreen[None]):
    """Asks what to export, and has it written on a thread of its own. Escape cancels that, or closes the dialog."""

    CSS_PATH = "export.tcss"
    BINDINGS = [
        Binding("escape,q", "leave", N_("Cancel, or close")),
        Binding("f", "name", N_("Name of the file")),
        Binding("M", "app.messages", N_("Messages so far")),
    ]

    def __init__(self, choices: ModelChoices) -> None:
        super().__init__()
        self.form = ExportForm.begin(choices)
        self._compared = (0, 1)
        """How many rows have been compared, and how many are to be."""
        self._cancelled: Flag | None = None
        """While something is being written; set to cancel it."""

    def compose(self) -> ComposeResult:
        """Yield the list, the progress bar, and what there is to say."""
        with Vertical(id="export") as box:
            box.border_title = content(_("Export {}").format(escaped(self.form.choices.about)))
            box.border_subtitle = content(_("space chooses  f file name  enter exports  esc closes"))
            yield ExportList(self.form)
            yield StripView(id="progress", panel=True)
            yield SafeText("\n".join(map(escaped, self.form.choices.notes)), id="said")

    def on_mount(self) -> None:
        """Draw the progress regularly; it is hidden until something is written."""
        self.query_one("#progress").display = False
        self.query_one("#said").display = bool(self.form.choices.notes)
        self.set_interval(LOOK_SECONDS, self.draw)

    @property
    def busy(self) -> bool:
        """Whether something is being written."""
        return self._cancelled is not None

    # Choosing

    def on_export_list_chosen(self, event: ExportList.Chosen) -> None:
        """Choose what the line stands for, or ask for the file's name."""
        if self.busy:
            return
        if event.name == FILE:
            self.action_name()
        else:
            self.show_form(self.form.choose(event.name))

    def show_form(self, form: ExportForm) -> None:
        """Show what is chosen now."""
        self.form = form
        self.query_one(ExportList).show_form(form)

    def action_name(self) -> None:
        """Ask for the name of the file."""
        if self.busy:
            return

        def accept(text: str) -> None:
            path_to_write(text, self.form.ending)
            self.show_form(self.form.with_name(text))

        note = _("A file in the present folder, or a path. The ending chooses the kind.")
        self.app.push_screen(Prompt(_("file"), self.form.typed, accept, note))

    # Writing

    def action_export(self) -> None:
        """Write the file; ask before replacing one."""
        if self.busy:
            return
        try:
            path = path_to_write(self.form.typed, self.form.ending)
        except InputError as problem:
            self.say(str(problem), "-failed")
            return
        there = [file for file in files_of(path, self.form.card) if file.exists()]
        if not there:
            self.write(path)
            return

        def answered(agreed: bool | None) -> None:
            if agreed:
                self.write(path)

        text = ngettext("{} is already there. Replace it?", "{} are already there. Replace them?", len(there))
        question = escaped(text.format(_(" and ").join(map(str, there))))
        self.app.push_screen(Confirm(question, _("replace"), _("write nothing")), answered)

    def write(self, path: Path) -> None:
        """Have the file written on a thread."""
        cancelled = self._cancelled = Flag()
        self._compared = (0, 1)

        def progress(compared: int, rows: int) -> None:
            if cancelled.is_set():
                raise Cancelled
            self._compared = (compared, rows)

        self.query_one("#progress").display = True
        self.query_one("#said").display = False
        self.draw()
        in_background(self, partial(export, self.form.choice, path, self.form.card, progress), self.was_written)

    def was_written(self, found: RunExport | ExportFailed) -> None:
        """Say what came of it."""
        self._cancelled = None
        self.query_one("#progress").display = False
        if isinstance(found, RunExport):
            text = result_text(found.exported, found.card)
            self.say("\n".join((text, *found.notes)), "-done")
            app_of(self).tell(text.partition("\n")[0], "information")
        else:
            self.say(found.text or _("Cancelled: nothing was written."), "-failed" if found.text else "")

    def say(self, text: str, kind: str) -> None:
        """Show a text below the list, in the colour of its kind."""
        said = self.query_one("#said", SafeText)
        said.set_classes(kind)
        said.display = True
        said.update(content(escaped(text, lines=True)))

    def draw(self) -> None:
        """Draw the progress bar."""
        bar = self.query_one("#progress", StripView)
        if self._cancelled is None or not bar.size.width:
            return
        compared, rows = self._compared
        text = _("writing; esc cancels") if not compared else _("comparing rows; esc cancels")
        text = _("stopping …") if self._cancelled.is_set() else text
        bar.show([progress_line(compared / rows, text, bar.size.width, app_of(self).palette)])

    def action_leave(self) -> None:
        """Cancel what is being written; else close the dialog."""
        if self._cancelled is not None:
            self._cancelled.set()
            self.draw()
        else:
            self.dismiss()
