"""What an action on a network leads to: the state after it, and its effect."""

from dataclasses import dataclass, replace
from math import inf
from typing import NamedTuple

from core.experiment.experiment import Experiment
from core.surgery.transform import OutputChange
from core.surgery.weights import WeightEffect
from core.training.epoch import EpochPosition
from core.training.training_state import TrainingState


@dataclass(frozen=True)
class TableChange:
    """The data are a table of so many `points` now; `standardized` says that their scaling was fitted again."""

    points: int
    standardized: bool


ActionReport = OutputChange | WeightEffect | TableChange
"""The effect of an action on the network's function, on its loss, or on the data."""


class Outcome(NamedTuple):
    """The state after an action, and its effect; None where there is none to tell of."""

    state: TrainingState
    report: ActionReport | None


def with_other_data(state: TrainingState, experiment: Experiment) -> TrainingState:
    """The state with an experiment of other data: the network stays, and the epoch starts again with these."""
    position = EpochPosition(0, 0, 0.0, 0, None, None, state.position.random)
    fresh = replace(state, experiment=experiment, position=position, best=None, best_loss=inf, best_epoch=0)
    return replace(fresh, patience_from=state.epoch)
