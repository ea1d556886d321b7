"""Other data, another experiment, another value: what begins the training anew, and what lets it go on."""

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
from tui_mlp.system.settings import known
from tui_mlp.text.settings_text import is_live
from tui_mlp.text.unreadable import reason
from tui_mlp.widgets.app_base import app_of

from .session_screen import SessionScreen

KEPT = (
    "network.output", "network.loss", "data.samples", "data.noise", "data.validation_fraction", "data.test_fraction",
    "data.standardize",
)  # fmt: skip
"""Keys of which another value leaves the network as it is."""


class ExperimentScreen(SessionScreen):
    """Opens experiments and runs, and sets values; where epochs would be lost, after asking."""

    BINDINGS = [
        Binding("R", "start_over", N_("Start over")),
        Binding("o", "open", N_("Open data, experiment or run")),
    ]

    def action_start_over(self) -> None:
        """From the same initial weights, after asking where epochs would be lost."""
        self.begin(self.session.experiment, _("Start over from the same initial weights?"), _("start over"))

    def action_new_seed(self) -> None:
        """From other initial weights."""
        self.set_value("seed", self.session.experiment.seed + 1)

    def begin(self, experiment: Experiment, question: str, yes: str) -> None:
        """Start training over with this experiment; ask first where there is something to lose."""
        self.ask(question, yes, partial(self.session.post, Begin(experiment)))

    def resume(self, source: str) -> None:
        """Go on with a saved run."""
        self.session.post(OpenRun(RunFolder(Path(source))))

    def action_open(self) -> None:
        """Pick other data."""
        from tui_mlp.dialogs.open import Picker

        app = app_of(self)
        recent = known(app.settings.recent, tuple(CATALOG))
        self.app.push_screen(Picker(recent, app.runs_dir), self.open)

    def open(self, source: str | None) -> None:
        """Go on with a run, or start on another experiment, after asking where epochs would be lost.

        What can't be read is told.
        """
        if source is None:
            return
        if all(os.path.lexists(os.path.join(source, name)) for name in (EXPERIMENT_FILE, SUMMARY)):
            self.ask(_("Go on with {} instead?").format(Path(source).name), _("go on"), partial(self.resume, source))
            return
        try:
            experiment = Experiment.load(source)
        except Exception as problem:  # told, and the training goes on
            self.notify(reason(source, problem), severity="error", timeout=20)
            return
        question = _("Open {} instead?").format(experiment.name)
        self.ask(question, _("open"), partial(self.session.post, Begin(experiment, source)))

    def keeps_network(self, key: str, value: object) -> bool:
        """Whether another value leaves the network as it is: softmax has other outputs than the rest may have."""
        return key in KEPT and (key != "network.output" or "softmax" not in (value, self.session.experiment.get(key)))

    def set_value(self, key: str, value: object) -> None:
        """A value of the experiment: live where it can be, else from the start. Raises InputError."""
        if is_live(key):
            self.session.change(key, value)
            self.look()
            return
        if not self.untouched and key == "network.activation" and isinstance(value, str):
            self.post(EditNetwork("change_activations", (value,)))
            return
        if not self.untouched and self.keeps_network(key, value):
            self.post(EditNetwork("set_key", (key, value)))
            return
        values = {key: value}
        if key == "network.output" and refusal(str(value), str(self.session.experiment.network.loss)):
            values["network.loss"] = None  # the one that goes with it
        experiment = self.session.experiment.replace_all(values)
        self.begin(experiment, _("A change of {} starts training over.").format(key.split(".")[-1]), _("start over"))
