"""The third column of the Train view: which panes it has, by the data."""

from collections.abc import Callable
from typing import NamedTuple

from core.data.dataset import Data
from tui_mlp.views.output.classes.confusion import ConfusionPane
from tui_mlp.views.output.examples.one_example import OneExamplePane
from tui_mlp.views.output.images.weight_pictures import WeightPicturesPane
from tui_mlp.views.output.numbers.curve import CurvePane
from tui_mlp.views.output.numbers.neuron_curves import NeuronCurvesPane
from tui_mlp.views.output.numbers.predicted import PredictedPane
from tui_mlp.views.output.pages import columns_of, is_classification, numbers_among
from tui_mlp.views.output.pane import OutputPane
from tui_mlp.views.output.plane.map import MapPane
from tui_mlp.views.output.plane.neurons import NeuronsPane

LEAST_BELOW = 12
"""The least lines of the lower pane, where the upper one doesn't have fewer then."""
AROUND_PICTURE = 4
"""The lines of a pane with a picture of half blocks that aren't the picture: the frame, and two of text."""
AROUND_PLOT = 7
"""The lines of a pane with a map or a plot that aren't the plot: the frame, its x axis, legend, point in focus."""


class OutputColumn(NamedTuple):
    """Two panes one above the other, and the data that they suit.

    `lines` are those wanted by the upper pane, by the data and the columns of its body.
    """

    suits: Callable[[Data], bool]
    upper: type[OutputPane]
    lower: type[OutputPane]
    lines: Callable[[Data, int], int]
    all_splits: bool = False
    """Whether it shows examples of all splits, at most MOST_POINTS of each."""


def square_lines(data: Data, width: int) -> int:
    """The lines of a map of half blocks that is about as high as it is wide."""
    return (width + 1) // 2 + AROUND_PLOT


def picture_lines(data: Data, width: int) -> int:
    """The lines for the picture of an example, or its outputs beside it if there are more of them."""
    rows = data.shape[0] if data.shape else 0
    return AROUND_PICTURE + max((rows + 1) // 2, min(int(data.train.Y.shape[1]), 2 + width // 4))


def half_lines(data: Data, width: int) -> int:
    """As many lines as fit a list of the data's inputs and outputs."""
    return AROUND_PLOT + len(data.input_names) + int(data.train.Y.shape[1])


COLUMNS = (
    OutputColumn(lambda data: columns_of(data) == numbers_among(data) == 2, MapPane, NeuronsPane, square_lines, True),
    OutputColumn(
        lambda data: columns_of(data) == numbers_among(data) == 1, CurvePane, NeuronCurvesPane, square_lines, True
    ),
    OutputColumn(lambda data: data.shape is not None, OneExamplePane, WeightPicturesPane, picture_lines),
    OutputColumn(is_classification, OneExamplePane, ConfusionPane, half_lines),
    OutputColumn(lambda data: True, PredictedPane, OneExamplePane, square_lines),
)
"""The first one that suits the data is shown."""


def column_for(data: Data) -> OutputColumn:
    """The panes that suit these data."""
    return next(column for column in COLUMNS if column.suits(data))


def upper_lines(column: OutputColumn, data: Data, width: int, lines: int) -> int:
    """The lines of the upper pane, of `lines` that both share; `width` are the columns of its body."""
    most = max(lines // 2, lines - LEAST_BELOW)
    return max(min(lines // 3, most), min(column.lines(data, width), most))
