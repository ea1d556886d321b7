"""Runs whose data have moved: the same experiment with another `data.source`."""

from dataclasses import replace

from core.experiment.experiment import Experiment, check_entry
from core.experiment.parsing import RawSetting
from core.runs.run_folder import RunFolder
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
