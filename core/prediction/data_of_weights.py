"""The data of a saved run with certain weights, and whether they are still the same."""

from collections.abc import Iterable

from core.data.dataset import Data
from core.data.unusable_file import list_columns, refuse
from core.model.model import Model
from core.model.output_meaning import OutputMeaning
from core.resuming.moved_data import explain_missing_data, initial_experiment
from core.resuming.run_data import run_data
from core.runs.environment import data_sha256
from core.runs.run_folder import RunFolder
from core.support.errors import InputError
from core.support.i18n import _
from core.timeline.journal import DATA_ACTIONS, Action, Conditions, Entry
from core.training.training_state import check_ends

from .run_weights import RunWeights, WeightsOfRun


def data_of_weights(folder: RunFolder, chosen: RunWeights, source: str | None, notes: list[str]) -> Data:
    """The data that a run had with these weights. Raises InputError."""
    try:
        start = initial_experiment(folder, source)
    except InputError:  # its file is gone: the experiment in the checkpoint is used
        start = chosen.experiment
    with explain_missing_data(folder, source):
        data = run_data(folder, start, notes, chosen.experiment)
    try:
        check_ends(chosen.sizes, data)
    except InputError as problem:
        refuse(folder.path, str(problem))
    return data


def check_meaning(folder: RunFolder, model: Model, data: Data) -> None:
    """Raises InputError where the inputs or the outputs of a model stand for other things than in the data of today."""
    own = OutputMeaning.of(data).names
    pairs = [(model.meaning.names, own)]
    if data.preparation is not None:
        pairs.append((model.preparation.input_names, data.preparation.input_names))
    for then, now in pairs:
        if then != now:
            message = _("its data have changed, or are read otherwise now: found {}, expected {}")
            refuse(folder.path, message.format(list_columns(now), list_columns(then)))


def note_on_data(run: WeightsOfRun, data: Data) -> list[str]:
    """A sentence where the training examples aren't those that the run had, as far as that is known."""
    known = [entry.data_sha256 for entry in run.entries if isinstance(entry, Conditions)]
    if not known or has_changed_data(run.entries) or known[-1] == data_sha256(data.train.X, data.train.Y):
        return []
    return [_("the training examples are not those that the run had: its data have changed, or are read otherwise now")]


def has_changed_data(entries: Iterable[Entry]) -> bool:
    """Whether a person has ever changed the data of a run, or the coding of its targets, even if that was undone."""
    return any(isinstance(entry, Action) and entry.act in DATA_ACTIONS for entry in entries)
