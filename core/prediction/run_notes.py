"""Notes on a run's weights: whether it ended, and whether others were better."""

import msgspec
import numpy as np

from core.runs import metrics_file as metrics
from core.runs.run_folder import METRICS, RunFolder
from core.runs.summary import INTERRUPTED, RUNNING, read_summary
from core.support.i18n import _
from core.training.history import COLUMNS
from core.training.training_state import TrainingState

from .run_weights import RunWeights, Weights

VALIDATION_LOSS = COLUMNS.index("validation_loss")


def notes_on_weights(folder: RunFolder, weights: Weights, chosen: RunWeights) -> list[str]:
    """Sentences on weights of a run: for the last ones, why they are the last, and whether others were better."""
    state = chosen.state
    if state is None or weights == "best":
        return []
    if weights == "last":
        return [*_notes_on_end(folder, state), *_notes_on_best(folder, state, chosen)]
    if chosen.epoch == weights:
        return []
    text = _("training stopped early after epoch {}, and the best weights were restored: they are of epoch {}")
    return [text.format(f"{state.epoch:,}", f"{chosen.epoch:,}")]


def _notes_on_end(folder: RunFolder, state: TrainingState) -> list[str]:
    """Whether the run is still being written, was interrupted or diverged, and at which position."""
    try:
        found = read_summary(folder).state
    except (OSError, msgspec.DecodeError):
        return []
    epoch, batch = state.place
    at = _("epoch {}").format(f"{epoch:,}")
    if batch:
        at = _("{} and mini-batch {} of the next one").format(at, f"{batch:,}")
    texts = {
        RUNNING: _("the run is still in use by another program; its weights so far are those after {}"),
        INTERRUPTED: _("the run was interrupted; its last weights are those after {}"),
        "divergence": _("the run diverged; its last finite weights are those after {}"),
    }
    return [texts[found].format(at)] if found in texts else []


def _notes_on_best(folder: RunFolder, state: TrainingState, chosen: RunWeights) -> list[str]:
    """Whether an earlier epoch had a lower validation loss than the last one for which it was computed."""
    last = _last_validation_loss(folder, state)
    if state.best is None or last is None or not state.best_loss < last or chosen.epoch == state.best_epoch:
        return []
    return [lower_loss_text(state.best_epoch, state.best_loss, last)]


def lower_loss_text(best_epoch: int, best_loss: float, last_loss: float) -> str:
    """That an earlier epoch had a lower validation loss than the last one, for a person who has the last weights."""
    text = _(
        "the validation loss was lowest in epoch {}: {:.4g}, against {:.4g} in the last epoch; these are the last "
        "weights, not the best ones"
    )
    return text.format(f"{best_epoch:,}", best_loss, last_loss)


def _last_validation_loss(folder: RunFolder, state: TrainingState) -> float | None:
    """The validation loss of the last epoch for which it was computed; None without one."""
    if state.figures and not np.isnan(state.figures[VALIDATION_LOSS]):
        return state.figures[VALIDATION_LOSS]
    try:
        rows = metrics.read_metrics(folder.path / METRICS).rows
    except OSError:
        return None
    losses = rows[rows[:, 0] <= state.epoch, VALIDATION_LOSS]
    known = losses[~np.isnan(losses)]
    return float(known[-1]) if len(known) else None
