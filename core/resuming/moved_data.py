"""Runs whose data have moved: the same experiment with another `data.source`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from core.experiment.experiment import Experiment, check_entry
from core.experiment.parsing import RawSetting, is_file_source, read_source
from core.runs.run_folder import RunFolder
from core.support.errors import InputError
from core.support.i18n import _
from core.training.training_state import TrainingState


def initial_experiment(folder: RunFolder, source: str | None) -> Experiment:
    """The experiment at the run's start, with `source` as data.source unless that is None. Raises InputError."""
    return Experiment.load(folder.path, [] if source is None else [f"data.source={source}"])


def with_moved_data(state: TrainingState, source: str | None) -> TrainingState:
    """The state with `source` as data.source unless that is None. Raises InputError."""
    if source is None:
        return state
    value = check_entry("data.source", RawSetting(source, f"--set data.source={source}"))
    return replace(state, experiment=state.experiment.replace("data.source", value))


@contextmanager
def explain_missing_data(folder: RunFolder, source: str | None) -> Iterator[None]:
    """Add to an InputError what to do if the file of the run's data is gone, and `source` names no other."""
    try:
        yield
    except InputError as problem:
        if source is not None or not is_data_gone(folder):
            raise
        text = _("{}; if its data were moved, --set data.source=FILE says where they are now")
        raise InputError(text.format(problem)) from problem


def is_data_gone(folder: RunFolder) -> bool:
    """Whether the file or folder that data.source named at the run's start is no longer there."""
    try:
        entry = read_source(folder.path)["data.source"]
    except (InputError, KeyError):
        return False
    source = str(entry.value)
    return is_file_source(source) and not os.path.lexists(os.path.join(entry.folder, source))
