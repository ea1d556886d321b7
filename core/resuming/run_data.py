"""The data of a saved run, prepared as they were at its start."""

from core.data.dataset import Data
from core.data.preparing.preparation import Preparation
from core.data.preparing.preparation_record import from_json
from core.experiment.equivalence import same_examples
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from core.runs.run_folder import PREPARATION, RunFolder
from core.support.errors import InputError
from core.support.i18n import _

from .earlier_columns import with_earlier_columns


def run_data(folder: RunFolder, start: Experiment, notes: list[str], experiment: Experiment | None = None) -> Data:
    """The data of a run whose experiment was `start` at its start, and is another one now unless that is None.

    They are prepared as at the start, with the fill values, codings and scalings in its folder, unless a person has
    changed its data since; the rows come from the source as it is today. Older runs have no preparation: their columns
    are taken as they were then, and it is fitted again. Raises InputError where the source can't be read; `notes` get
    a message where the preparation can't.
    """
    experiment = experiment or start
    if not same_examples(start, experiment):
        return load_data(experiment)
    return load_data(with_earlier_columns(folder, experiment), preparation=read_preparation(folder, notes))


def read_preparation(folder: RunFolder, notes: list[str]) -> Preparation | None:
    """The preparation in a run's folder; None where there is none, or it can't be read, of which `notes` tell."""
    try:
        return from_json(folder.read(PREPARATION))
    except FileNotFoundError:
        return None
    except (OSError, InputError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else problem
        message = _("{}: cannot be used: {}; the preparation is fitted to the training rows again")
        notes.append(message.format(folder.path / PREPARATION, reason))
        return None
