"""Opening data, experiments and runs, and changing settings, in every view."""

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from textual.binding import Binding

from core.data.catalog import CATALOG
from core.experiment.experiment import Experiment
from core.experiment.parsing import EXPERIMENT_FILE
from core.losses import refusal
from core.runs.run_folder import SUMMARY, RunFolder
from core.support.i18n import N_, _
from core.timeline.setting_names import setting_name
from tui_mlp.session.commands import Begin, EditNetwork, OpenRun, TrainingCommand
from tui_mlp.session.open_training import check_run, read_experiment
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.system.settings import existing_sources
from tui_mlp.text.settings_text import is_live
from tui_mlp.text.unreadable import unreadable_text
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.background import in_background

from .session_screen import SessionScreen

NETWORK_KEPT_BY = (
    "network.output", "network.loss", "data.samples", "data.noise", "data.validation_fraction", "data.test_fraction",
    "data.standardize", "data.split", "data.fold", "data.class_weight",
)  # fmt: skip
"""Settings whose change leaves the network as it is."""


def kept_by_missing(before: str, after: str) -> bool:
    """Whether the inputs stay as many with another data.missing: neither drops rows, and the flags stay as they are."""
    return before.endswith("+flag") == after.endswith("+flag") and not any(
        rule.startswith("drop") for rule in (before, after)
    )


SILENT_SECONDS = 1.0
"""How long a source is read without a word; keys wait as long."""
PATIENCE_SECONDS = 0.2
"""From one look to the next whether a dialog has been closed."""


class ReadSource(NamedTuple):
    """A source that was read: the command that opens it, and the question to ask before, with its answer."""

    command: TrainingCommand
    question: str
    answer: str


def read_experiment_first(source: str, present: Snapshot) -> ReadSource | str:
    """Read an experiment and its data; return a message where they can't be used. For any thread."""
    try:
        experiment, data = read_experiment(source, present)
    except Exception as problem:  # whatever a reader raises, training goes on
        text = unreadable_text(source, problem)
        return text if Path(source).name in text else f"{Path(source).name}: {text}"
    return ReadSource(
        Begin(experiment, source, data), _("Leave this training and open {}?").format(experiment.name), _("open it")
    )


def read_run_first(source: str, present: Snapshot) -> ReadSource | str:
    """Read a saved run; return a message where training can't go on with it. For any thread."""
    folder = RunFolder(Path(source))
    try:
        check_run(folder)
    except Exception as problem:  # whatever a reader raises, training goes on
        return unreadable_text(source, problem)
    return ReadSource(
        OpenRun(folder),
        _("Leave this training and continue the saved run {}?").format(folder.name),
        _("continue that run"),
    )


class ExperimentScreen(SessionScreen):
    """Opens experiments and runs and changes settings; asks first where trained epochs would be lost."""

    BINDINGS = [
        Binding("R", "start_over", N_("Start over")),
        Binding("o", "open", N_("Open data, experiment or run")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._reading, self._reading_since = "", 0.0

    def action_start_over(self) -> None:
        """Train again from the same initial weights."""
        self.begin(self.session.experiment, _("Start over at epoch 0, from the same initial weights?"), _("start over"))

    def action_new_seed(self) -> None:
        """Train again from other initial weights; from drawn ones where those before were given."""
        seed = self.session.experiment.seed + 1
        if self.session.experiment.network.weights is None:
            self.set_value("seed", seed)
            return
        experiment = self.session.experiment.replace_all({"network.weights": None, "seed": seed})
        question = _("Start over at epoch 0 with weights drawn by the seed, in place of the given ones?")
        self.begin(experiment, question, _("start over"))

    def begin(self, experiment: Experiment, question: str, yes: str) -> None:
        """Start training over with this experiment; ask first where trained epochs would be lost."""
        back = _("Until the new network is trained, u goes back to this one.")
        self.confirm_loss(question, yes, partial(self.session.post, Begin(experiment)), back)

    def action_open(self) -> None:
        from tui_mlp.dialogs.open import DataPicker

        app = app_of(self)
        recent = existing_sources(app.settings.recent, tuple(CATALOG))
        self.app.push_screen(DataPicker(recent), self.open)

    def action_describe_data(self) -> None:
        """Show what is understood of the data."""
        from tui_mlp.dialogs.data_description import DataDescription

        snapshot = self.session.snapshot
        name = Path(snapshot.experiment.data.source).name
        self.app.push_screen(DataDescription(name, snapshot.data, self.app.size.width))

    def open(self, source: str | None) -> None:
        """Read a source while training goes on, then ask where trained epochs would be lost, then open it.

        A source that can't be used is reported without a question, and isn't kept among the recent ones. A sweep is
        shown in its view, beside the training.
        """
        from core.sweeps.saved.sweep_folder import is_sweep_folder  # here: the first frame needs nothing of sweeps

        if source is None:
            return
        if is_sweep_folder(source):
            app_of(self).sweep = Path(source).absolute()
            self.app.switch_mode("sweep")
            return
        is_run = all(os.path.lexists(os.path.join(source, name)) for name in (EXPERIMENT_FILE, SUMMARY))
        if is_run and self.session.writes(RunFolder(Path(source))):
            self.notify(_("This run is already open."))
            return
        self._reading, self._reading_since = source, perf_counter()
        self.set_timer(SILENT_SECONDS, partial(self.tell_reading, source))
        read = read_run_first if is_run else read_experiment_first
        in_background(self, partial(read, source, self.session.snapshot), partial(self.was_read, source))

    @property
    def is_busy(self) -> bool:
        """Whether keys wait for a source that is being read, so that they mean what is opened. Not for long."""
        return bool(self._reading) and perf_counter() < self._reading_since + SILENT_SECONDS

    def tell_reading(self, source: str) -> None:
        """Say that a source is being read, if it still is."""
        if self._reading == source:
            self.notify(_("Reading {} …").format(Path(source).name))

    def was_read(self, source: str, found: ReadSource | str) -> None:
        """Open what was read, or report why that isn't possible, unless another source was chosen meanwhile."""
        if source != self._reading:
            return
        if self.app.screen.is_modal:  # never over a dialog that is open
            self.set_timer(PATIENCE_SECONDS, partial(self.was_read, source, found))
            return
        self._reading = ""
        if isinstance(found, str):
            app_of(self).forget(source)
            self.notify(found, severity="error")
        else:
            self.confirm_loss(found.question, found.answer, partial(self.session.post, found.command))

    def keeps_network(self, key: str, value: object) -> bool:
        """Whether the network stays the same when this setting changes.

        It doesn't for an output to or from softmax, which may need another number of outputs, and for a rule for
        missing numbers that leaves rows out or makes other inputs.
        """
        before = self.session.experiment.get(key)
        if key == "data.missing":
            return kept_by_missing(str(before), str(value))
        return key in NETWORK_KEPT_BY and (key != "network.output" or "softmax" not in (value, before))

    def concerns_target(self, kinds: object) -> bool:
        """Whether the kind of a target is another than before."""
        data, before = self.session.snapshot.data, self.session.experiment.data.kinds
        return isinstance(kinds, dict) and any(kinds.get(name) != before.get(name) for name in data.description.target)

    def set_value(self, key: str, value: object) -> None:
        """Change a setting: at once where it can be, else by starting over. Raises InputError."""
        if is_live(key):
            self.session.change(key, value)
            self.poll()
        elif not self.untouched and key == "network.activation" and isinstance(value, str):
            self.post(EditNetwork("change_activations", (value,)))
        else:
            self.set_values({key: value})

    def set_values(self, values: Mapping[str, object]) -> None:
        """Change settings of [data], [network] and the seed together, which one undo takes back.

        The network is kept where all of them let it; else training starts over, after one question. Raises InputError.
        """
        if not self.untouched and all(self.keeps_network(key, value) for key, value in values.items()):
            act, arguments = ("set_key", (*values.items(),)[0]) if len(values) == 1 else ("set_keys", (dict(values),))
            self.post(EditNetwork(act, arguments))
            return
        experiment = self.session.experiment.replace_all({**values, **self.implied_by(values)})
        names = ", ".join(map(setting_name, values))
        question = _("Change {} and start over at epoch 0?").format(names)
        self.begin(experiment, question, _("change it and start over"))

    def implied_by(self, values: Mapping[str, object]) -> dict[str, object]:
        """The settings that the data decide again when these change, each None, but for those that are among them."""
        found: dict[str, object] = {}
        output = values.get("network.output")
        if output and refusal(str(output), str(self.session.experiment.network.loss)):
            found["network.loss"] = None  # the default loss for this output
        kinds = values.get("data.kinds")
        if "data.target" in values or "data.task" in values or self.concerns_target(kinds):
            found |= {"network.output": None, "network.loss": None}  # other targets may need others
            found |= {"data.task": None} if "data.target" in values or self.concerns_target(kinds) else {}
        return {key: value for key, value in found.items() if key not in values}
