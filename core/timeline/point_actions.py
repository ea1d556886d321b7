"""Points added, moved and removed by hand: the data become a table of one's own.

Points are numbered from 0 as in `PointTable`: those for training first, then those for validation and test.
"""

from typing import Any, Literal

from core.data.dataset import Data
from core.experiment.point_table import PointTable
from core.experiment.preparation import load_data
from core.support.escaping import shortened
from core.support.i18n import _
from core.training.build_network import resolve
from core.training.training_state import TrainingState, check_ends

from .outcome import Outcome, TableChange, with_other_data


def add_point(
    state: TrainingState,
    data: Data,
    x1: float,
    x2: float,
    target: str | float,
    point: int | None = None,
    split: Literal["train", "validation", "test"] = "train",
) -> Outcome:
    """Add a point of a class, by its name, or with a value; by default behind the last one for training."""
    return _outcome(state, PointTable.of(state.experiment, data).added(x1, x2, target, point, split))


def move_point(
    state: TrainingState, data: Data, point: int, x1: float, x2: float, target: str | float | None = None
) -> Outcome:
    """Move a point, or give it another class or value; it stays in its split."""
    return _outcome(state, PointTable.of(state.experiment, data).moved(point, x1, x2, target))


def remove_point(state: TrainingState, data: Data, point: int) -> Outcome:
    """Remove a point from its split."""
    return _outcome(state, PointTable.of(state.experiment, data).removed(point))


def _outcome(state: TrainingState, table: PointTable) -> Outcome:
    """The state in which the network goes on with this table. Raises InputError where it can't."""
    experiment = table.in_experiment(state.experiment)
    data = load_data(experiment)
    check_ends(state.sizes, data)
    experiment = resolve(experiment, data)
    return Outcome(with_other_data(state, experiment), TableChange(len(table), experiment.data.standardize))


def added_text(x1: float, x2: float, target: str | float, *_place: Any) -> str:
    """An added point in words."""
    return _("point added at {}, {}").format(_place_text(x1, x2), _target_text(target))


def moved_text(point: int, x1: float, x2: float, target: str | float | None = None) -> str:
    """A moved point in words."""
    text = _("point {} moved to {}").format(point + 1, _place_text(x1, x2))
    return text if target is None else f"{text}, {_target_text(target)}"


def removed_text(point: int) -> str:
    """A removed point in words."""
    return _("point {} removed").format(point + 1)


def _place_text(x1: float, x2: float) -> str:
    return f"{x1:.4g}, {x2:.4g}"


def _target_text(target: str | float) -> str:
    if isinstance(target, str):
        return _("class {}").format(shortened(target))
    return _("value {:.4g}").format(target)


def point_added_before(
    before: TrainingState, x1: float, x2: float, target: str | float, point: int | None = None, split: str = "train"
) -> tuple[str, list[Any]]:
    """Name and arguments of the action that undoes an added point."""
    return "remove_point", [_table(before).sizes[0] if point is None else point]


def point_moved_before(before: TrainingState, point: int, *_to: Any) -> tuple[str, list[Any]]:
    """Name and arguments of the action that undoes a moved point."""
    table = _table(before)
    return "move_point", [point, *table.inputs[point], table.target_of(point)]


def point_removed_before(before: TrainingState, point: int) -> tuple[str, list[Any]]:
    """Name and arguments of the action that undoes a removed point."""
    table = _table(before)
    return "add_point", [*table.inputs[point], table.target_of(point), point, table.split_of(point)]


def _table(before: TrainingState) -> PointTable:
    return PointTable.of(before.experiment, load_data(before.experiment))
