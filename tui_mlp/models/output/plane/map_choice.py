"""What a map shows: the regions of all classes, or one class, label or target."""

from typing import NamedTuple
from weakref import WeakKeyDictionary

from core.analysis.maps.plane_map import target_range
from core.calls import Array
from core.data.dataset import Data
from core.model.output_meaning import OutputMeaning
from tui_mlp.models.output.output_focus import OutputFocus

_ranges: WeakKeyDictionary[Data, dict[int, tuple[float, float]]] = WeakKeyDictionary()


class MapChoice(NamedTuple):
    """Whether regions of classes are shown; and the number of the class, label or target that is shown else."""

    regions: bool
    output: int


def map_choice(focus: OutputFocus, meaning: OutputMeaning, regions: bool | None) -> MapChoice:
    """What a map shows. `regions` is what a person chose, None where they haven't.

    Of two classes it is the probability of the second, of more the regions of all as long as no class is in focus.
    """
    several = len(meaning.names) > 2
    output = int(len(meaning.names) == 2 and has_regions(meaning)) if focus.output is None else focus.output
    if regions is None:
        regions = several and focus.output is None
    return MapChoice(regions and has_regions(meaning), output)


def has_regions(meaning: OutputMeaning) -> bool:
    """Whether the outputs are classes of which each place has one."""
    return meaning.task == "classification" and not meaning.several_labels and len(meaning.names) > 1


def value_range(data: Data, output: int) -> tuple[float, float]:
    """The range of what a map shows: 0 to 1 of a probability, that of the training rows of a target. Kept."""
    if data.task != "regression":
        return 0.0, 1.0
    kept = _ranges.setdefault(data, {})
    if output not in kept:
        Y: Array = data.in_users_units(data.train.Y.astype(float))
        kept[output] = target_range(Y[:, output])
    return kept[output]
