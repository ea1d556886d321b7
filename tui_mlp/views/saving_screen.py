"""A checkpoint now, and the present settings as an experiment file, in every view."""

from pathlib import Path

from textual.binding import Binding

from core.support.errors import InputError
from core.support.escaping import escaped
from core.support.i18n import N_, _
from tui_mlp.session.commands import SaveCheckpoint

from .experiment_screen import ExperimentScreen


class SavingScreen(ExperimentScreen):
    """Writes a checkpoint of the run, and the settings to a file that the user names."""

    BINDINGS = [Binding("ctrl+s", "save", N_("Save now: a checkpoint, and the settings as a file"))]

    def action_save(self) -> None:
        """Write a checkpoint, and ask where to write the present settings."""
        from core.runs.experiment_file import suggested_name

        self.post(SaveCheckpoint())
        self.ask_for_path(suggested_name(self.session.experiment))

    def ask_for_path(self, suggested: str) -> None:
        """Ask for the path of the experiment file, then write it."""
        from tui_mlp.dialogs.prompt import Prompt

        note = _("Write the present settings as an experiment file too? mlp-tui FILE opens it. esc writes none.")
        self.app.push_screen(Prompt(_("settings to"), suggested, self.write_settings, note))

    def write_settings(self, text: str) -> None:
        """Write the present settings to the file that was typed; ask before replacing one. Raises InputError."""
        from core.runs.experiment_file import path_to_write

        path = path_to_write(text)
        if path.exists():
            # Later: the line in which the path was typed must close first.
            self.app.call_later(self.ask_to_replace, path)
        else:
            self.write_to(path)

    def ask_to_replace(self, path: Path) -> None:
        """Ask whether to replace a file; if not, ask for another path."""
        from tui_mlp.dialogs.confirm import Confirm

        def answered(agreed: bool | None) -> None:
            if not agreed:
                self.ask_for_path(str(path))
                return
            try:
                self.write_to(path)
            except InputError as problem:
                self.notify(str(problem), severity="error")

        question = escaped(_("{} exists. Replace it with the present settings?").format(path))
        self.app.push_screen(Confirm(question, _("replace it"), _("choose another name")), answered)

    def write_to(self, path: Path) -> None:
        """Write the present settings, and say where they are. Raises InputError."""
        from core.runs.experiment_file import write_experiment

        write_experiment(path, self.session.experiment)
        self.notify(_("Settings written: mlp-tui {} opens them").format(path))
