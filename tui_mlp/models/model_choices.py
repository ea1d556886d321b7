"""Last and best weights of a training or a saved run, with the figures of each."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from core.calls import Array
from core.experiment.experiment import Experiment
from core.model.model import Model
from core.prediction.run_notes import lower_loss_text
from core.prediction.saved_model import SavedModel, saved_model
from core.prediction.trainer_models import TakenModels
from core.runs.metrics_file import MetricsReader
from core.runs.run_folder import METRICS, name_for_files
from core.runs.run_list import ListedRun
from core.support.i18n import _
from core.training.history import COLUMNS
from tui_mlp.text.numbers import count

NAN = float("nan")
EARLY_STOPPING = "early_stopping"
"""The state of a run whose last weights are those of its best epoch."""


class Figures(NamedTuple):
    """What is known of one epoch; NaN where it wasn't computed. Those of validation rows where there are any."""

    loss: float
    accuracy: float = NAN
    r2: float = NAN


class ModelChoice(NamedTuple):
    """One choice of weights: `kind` is "last" or "best". `load` is for any thread; it raises InputError or OSError."""

    kind: str
    epoch: int
    figures: Figures
    load: Callable[[], SavedModel]


class ModelChoices(NamedTuple):
    """All choices, at least one; the name of a file without its ending; and notes that a person should read.

    `on_validation` says whether the figures are of validation rows, else of training rows.
    """

    name: str
    about: str
    choices: tuple[ModelChoice, ...]
    on_validation: bool
    notes: tuple[str, ...] = ()


def figures_at(table: Array, epoch: int, on_validation: bool) -> Figures:
    """The figures of an epoch in a history, n × 7 columns or more, as in `core.training.history.COLUMNS`."""
    row = table[table[:, 0] == epoch]
    if not len(row):
        return Figures(NAN)
    split = "validation" if on_validation else "train"
    return Figures(*(float(row[-1, COLUMNS.index(f"{split}_{key}")]) for key in ("loss", "accuracy", "r2")))


def has_validation(table: Array) -> bool:
    """Whether a history has a validation loss."""
    return bool(np.isfinite(table[:, COLUMNS.index("validation_loss")]).any())


def choices_of_training(taken: TakenModels) -> ModelChoices:
    """The choices of the present training."""
    on_validation = taken.data.validation is not None

    def choice(kind: str, model: Model) -> ModelChoice:
        figures = figures_at(taken.history, model.epoch, on_validation)
        if kind == "best" or taken.same:
            figures = figures._replace(loss=taken.best_loss)  # after an edit of the network another than before
        elif taken.edited:
            figures = Figures(NAN)
        notes = []
        if kind == "last" and taken.best is not None and taken.best_loss < figures.loss:
            notes.append(lower_loss_text(taken.best.epoch, taken.best_loss, figures.loss))
        chosen = SavedModel(model, taken.folder, taken.experiment, lambda: taken.data, notes)
        return ModelChoice(kind, model.epoch, figures, lambda: chosen)

    found = [choice("last", taken.last)]
    if taken.best is not None and not taken.same:
        found.append(choice("best", taken.best))
    notes = []
    if taken.last.epoch == 0 and not taken.batch and not taken.edited:
        notes.append(_("Nothing is trained yet: these are the initial weights."))
    elif taken.diverged:
        notes.append(_("Training has diverged: these are the last finite weights."))
    if taken.batch and taken.last.epoch and not taken.edited:
        notes.append(trained_on_text(taken.last.epoch))
    if taken.same:
        notes.append(same_text(taken.last.epoch))
    elif taken.best is None:
        notes.append(why_no_best(taken.experiment, on_validation))
    name = taken.experiment.name
    return ModelChoices(file_name(name), name, tuple(found), on_validation, tuple(notes))


def same_text(epoch: int) -> str:
    """Why there is only one choice of weights."""
    return _("The last weights are the best ones: the validation loss was lowest at epoch {}.").format(count(epoch))


def trained_on_text(epoch: int) -> str:
    """Why the figures aren't quite those of the last weights."""
    return _("The last weights were trained on since epoch {}: the figures are of its end.").format(count(epoch))


def why_no_best(experiment: Experiment, on_validation: bool) -> str:
    """Why best weights aren't offered, and what changes that."""
    if not on_validation:
        return _("No best weights: there are no validation rows; data.validation_fraction sets some aside.")
    if not experiment.training.evaluate_every:
        return _("No best weights: no validation loss is computed; training.evaluate_every above 0 does that.")
    return _("No best weights: no validation loss has been computed yet.")


def choices_of_run(run: ListedRun) -> ModelChoices:
    """The choices of a saved run, by its files. For any thread: it reads its metrics."""
    reader, about = MetricsReader(run.folder.path / METRICS), run.summary
    reader.refresh()
    table, best_loss = reader.table, about.best_validation_loss
    on_validation = best_loss is not None or has_validation(table)
    restored = about.best_epoch if about.state == EARLY_STOPPING else None
    last_epoch = restored or about.epochs
    last = figures_at(table, last_epoch, on_validation)
    found = [ModelChoice("last", last_epoch, last, partial(saved_model, run.folder, "last"))]
    notes = []
    if about.best_epoch == last_epoch:
        notes.append(same_text(last_epoch))
    elif about.best_epoch and best_loss is not None:
        best = figures_at(table, about.best_epoch, on_validation)._replace(loss=best_loss)
        found.append(ModelChoice("best", about.best_epoch, best, partial(saved_model, run.folder, "best")))
    else:
        notes.append(_("No best weights: this run has no validation loss."))
    if about.batch and about.epochs:
        notes.append(trained_on_text(about.epochs))
    if run.writer is not None:
        notes.append(_("The run goes on in another program: these are the weights that it saved last."))
    return ModelChoices(file_name(run.name), run.name, tuple(found), on_validation, tuple(notes))


def file_name(name: str) -> str:
    """A file's name without an ending, made of that of an experiment or a run."""
    return name_for_files(name) or "model"
