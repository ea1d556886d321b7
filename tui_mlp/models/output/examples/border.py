"""How far the point in focus is from the border between classes."""

from core.analysis.outputs.border_distance import border_distance
from core.data.dataset import Data
from tui_mlp.models.output.example_texts import is_of_points
from tui_mlp.models.output.shown_example import ShownExample

from .what_if import spread

REACH = 4.0
"""Standard deviations of the training points within which a border is looked for."""


def border_of(shown: ShownExample, data: Data) -> float | None:
    """The distance from a point to another class, the steepest way; None without one, and where there are no points.

    Columns of a table may have units of their own, in which there is no distance.
    """
    if not is_of_points(data) or shown.meaning.task == "regression" or shown.meaning.several_labels:
        return None
    reach = REACH * max(spread(data, column)[0] for column in range(2))
    return border_distance(shown.model, shown.raw, reach, shown.moved)
