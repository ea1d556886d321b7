"""The model leaves and comes in, in every view: export, and weights from a file."""

from functools import partial
from pathlib import Path

from core.data.dataset import Data
from core.experiment.experiment import Experiment
from core.support.i18n import _
from tui_mlp.session.commands import TakeModels
from tui_mlp.text.unreadable import unreadable_text
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.background import from_any_thread, in_background

from .experiment_screen import PATIENCE_SECONDS
from .export_offer import offer_of_training, show_offer
from .saving_screen import SavingScreen


def read_weights_first(path: Path, experiment: Experiment, data: Data) -> tuple[Experiment, list[str]] | str:
    """The experiment with the weights of a file, and notes; a message where they can't be used. For any thread."""
    from core.prediction.given_weights import experiment_with_weights

    try:
        return experiment_with_weights(experiment, path, data)
    except Exception as problem:  # whatever a reader raises, training goes on
        return unreadable_text(str(path), problem)


class ModelScreen(SavingScreen):
    """Exports the present model, and starts over with weights from a file."""

    def action_export(self) -> None:
        """Copy the weights between two mini-batches, and ask what to export. Training goes on."""
        show = from_any_thread(self, partial(show_offer, self))
        self.post(TakeModels(lambda taken: show(offer_of_training(taken))))

    def action_open_weights(self) -> None:
        """Choose a file of weights to start over with."""
        from tui_mlp.dialogs.file_browser.screen import FileBrowser, working_folder

        self.app.push_screen(FileBrowser(working_folder(), weights=True), self.read_weights)

    def read_weights(self, path: Path | None) -> None:
        """Read weights while training goes on."""
        if path is None:
            return
        work = partial(read_weights_first, path, self.session.experiment, self.session.snapshot.data)
        in_background(self, work, partial(self.weights_read, path))

    def weights_read(self, path: Path, found: tuple[Experiment, list[str]] | str) -> None:
        """Start over with the weights that were read, after asking where trained epochs would be lost."""
        if self.app.screen.is_modal:  # never over a dialog that is open
            self.set_timer(PATIENCE_SECONDS, partial(self.weights_read, path, found))
            return
        if isinstance(found, str):
            self.notify(found, severity="error")
            return
        experiment, notes = found
        for note in notes:
            app_of(self).tell(note, "warning")
        question = _("Start over at epoch 0 with the weights of {}?").format(path.name)
        self.begin(experiment, question, _("start over with them"))
