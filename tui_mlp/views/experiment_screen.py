"""Opening data, experiments and runs, and changing settings, in every view."""

import os
from functools import partial
from pathlib import Path

from textual.binding import Binding

from core.data.catalog import CATALOG
from core.experiment.experiment import Experiment
from core.experiment.parsing import EXPERIMENT_FILE
from core.losses import refusal
from core.runs.run_folder import SUMMARY, RunFolder
from core.support.i18n import N_, _
from tui_mlp.session.commands import Begin, EditNetwork, OpenRun
from tui_mlp.system.settings import existing_sources
from tui_mlp.text.settings_text import is_live
from tui_mlp.text.unreadable import unreadable_text
from tui_mlp.widgets.app_base import app_of

from .session_screen import SessionScreen

NETWORK_KEPT_BY = (
    "network.output", "network.loss", "data.samples", "data.noise", "data.validation_fraction", "data.test_fraction",
    "data.standardize",
)  # fmt: skip
"""Settings whose change leaves the network as it is."""


class ExperimentScreen(SessionScreen):
    """Opens experiments and runs and changes settings; asks first where trained epochs would be lost."""

    BINDINGS = [
        Binding("R", "start_over", N_("Start over")),
        Binding("o", "open", N_("Open data, experiment or run")),
    ]

    def action_start_over(self) -> None:
        """Train again from the same initial weights."""
        self.begin(self.session.experiment, _("Start over at epoch 0, from the same initial weights?"), _("start over"))

    def action_new_seed(self) -> None:
        """Train again from other initial weights."""
        self.set_value("seed", self.session.experiment.seed + 1)

    def begin(self, experiment: Experiment, question: str, yes: str) -> None:
        """Start training over with this experiment; ask first where trained epochs would be lost."""
        self.confirm_loss(question, yes, partial(self.session.post, Begin(experiment)))

    def resume(self, source: str) -> None:
        """Continue the saved run in this folder."""
        self.session.post(OpenRun(RunFolder(Path(source))))

    def action_open(self) -> None:
        from tui_mlp.dialogs.open import DataPicker

        app = app_of(self)
        recent = existing_sources(app.settings.recent, tuple(CATALOG))
        self.app.push_screen(DataPicker(recent, app.runs_dir), self.open)

    def open(self, source: str | None) -> None:
        """Continue a run, or start an experiment; ask first where trained epochs would be lost.

        A source that can't be read is reported, and training continues.
        """
        if source is None:
            return
        if all(os.path.lexists(os.path.join(source, name)) for name in (EXPERIMENT_FILE, SUMMARY)):
            self.confirm_loss(
                _("Leave this training and continue the saved run {}?").format(Path(source).name),
                _("continue that run"),
                partial(self.resume, source),
            )
            return
        try:
            experiment = Experiment.load(source)
        except Exception as problem:  # reported; training continues
            self.notify(unreadable_text(source, problem), severity="error")
            return
        question = _("Leave this training and open {}?").format(experiment.name)
        self.confirm_loss(question, _("open it"), partial(self.session.post, Begin(experiment, source)))

    def keeps_network(self, key: str, value: object) -> bool:
        """Whether the network stays the same when this setting changes.

        It doesn't for an output to or from softmax, which may need another number of outputs.
        """
        return key in NETWORK_KEPT_BY and (
            key != "network.output" or "softmax" not in (value, self.session.experiment.get(key))
        )

    def set_value(self, key: str, value: object) -> None:
        """Change a setting: at once where it can be, else by starting over. Raises InputError."""
        if is_live(key):
            self.session.change(key, value)
            self.poll()
            return
        if not self.untouched and key == "network.activation" and isinstance(value, str):
            self.post(EditNetwork("change_activations", (value,)))
            return
        if not self.untouched and self.keeps_network(key, value):
            self.post(EditNetwork("set_key", (key, value)))
            return
        values = {key: value}
        if key == "network.output" and refusal(str(value), str(self.session.experiment.network.loss)):
            values["network.loss"] = None  # the default loss for this output
        experiment = self.session.experiment.replace_all(values)
        question = _("Change {} and start over at epoch 0?").format(key.split(".")[-1].replace("_", " "))
        self.begin(experiment, question, _("change it and start over"))
