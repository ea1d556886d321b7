"""The pages of the Output view: which panes stand together, and for which data.

To add a page, add a line to PAGES.
"""

from collections.abc import Callable
from typing import NamedTuple

from core.analysis.outputs.layer_activations import ROWS
from core.data.dataset import SPLITS, Data
from core.model.model import preparation_of
from core.support.i18n import N_
from tui_mlp.models.output.output_focus import OutputFocus

from .activations import ActivationsPane
from .classes.by_class import ByClassPane
from .classes.calibration import CalibrationPane
from .classes.confusion import ConfusionPane
from .classes.precision_recall import PrecisionRecallPane
from .classes.roc import RocPane
from .classes.threshold import ThresholdPane
from .examples.examples import ExamplesPane
from .examples.one_example import OneExamplePane
from .images.draw import DrawPane
from .images.input_gradient import InputGradientPane
from .images.weight_pictures import WeightPicturesPane
from .numbers.curve import CurvePane
from .numbers.error_ranges import ErrorRangesPane
from .numbers.neuron_curves import NeuronCurvesPane
from .numbers.predicted import PredictedPane
from .pane import OutputPane
from .plane.map import MapPane
from .plane.neurons import NeuronsPane

MOST_POINTS = 4_000
"""The most examples of each split on a map or at a curve: more would cover each other."""


def numbers_among(data: Data) -> int:
    """How many raw columns of the data are numbers, those of images not counted."""
    if data.shape is not None:
        return 0
    return sum(coding.one_number for coding in preparation_of(data).codings)


def columns_of(data: Data) -> int:
    """How many raw columns the data have."""
    return len(preparation_of(data).codings)


def is_classification(data: Data) -> bool:
    """Whether the outputs are classes or labels."""
    return data.task == "classification"


class Page(NamedTuple):
    """A page: its name and title, the data that it suits, and its panes on the left and on the right.

    `wide` and `high` are the least columns and lines of a screen that shows all its panes; a smaller one shows the pane
    in focus. `all_splits` says whether it shows examples of all splits, at most MOST_POINTS of each; else it shows at
    most `most` of the split in focus, None for all of them.
    """

    name: str
    title: str
    suits: Callable[[Data], bool]
    left: tuple[type[OutputPane], ...]
    right: tuple[type[OutputPane], ...]
    wide: int = 100
    high: int = 28
    all_splits: bool = False
    most: int | None = None

    def has(self, kind: type) -> bool:
        """Whether a pane of this kind is on it."""
        return any(issubclass(pane, kind) for pane in (*self.left, *self.right))


PAGES = (
    Page("map", N_("Map"), lambda data: columns_of(data) == 2 and numbers_among(data) == 2,
         (MapPane,), (OneExamplePane, NeuronsPane), 70, 20, all_splits=True),
    Page("curve", N_("Curve"), lambda data: columns_of(data) == numbers_among(data) == 1,
         (CurvePane,), (OneExamplePane, NeuronCurvesPane), 70, 20, all_splits=True),
    Page("predicted", N_("Predicted"), lambda data: not is_classification(data),
         (PredictedPane, ErrorRangesPane), (OneExamplePane, ExamplesPane)),
    Page("classes", N_("Classes"), is_classification,
         (ConfusionPane, ByClassPane), (OneExamplePane, ExamplesPane)),
    Page("threshold", N_("Threshold"), is_classification,
         (RocPane, PrecisionRecallPane), (ThresholdPane, CalibrationPane)),
    Page("map", N_("Map"), lambda data: columns_of(data) > 2 and numbers_among(data) >= 2,
         (MapPane,), (OneExamplePane, NeuronsPane), 70, 20, all_splits=True),
    Page("images", N_("Images"), lambda data: data.shape is not None,
         (OneExamplePane, InputGradientPane), (WeightPicturesPane,)),
    Page("draw", N_("Draw"), lambda data: data.shape is not None,
         (DrawPane,), (OneExamplePane,), 70, 20),
    Page("activations", N_("Activations"), lambda data: True,
         (ActivationsPane,), (), 0, 0, most=ROWS),
)  # fmt: skip
"""In the order in which the key `p` turns them; those that suit the data."""


PANES: dict[str, type[OutputPane]] = {
    "map": MapPane, "neurons": NeuronsPane, "curve": CurvePane, "neuron-curves": NeuronCurvesPane,
    "predicted": PredictedPane, "error-ranges": ErrorRangesPane, "confusion": ConfusionPane, "by-class": ByClassPane,
    "roc": RocPane, "precision-recall": PrecisionRecallPane, "threshold": ThresholdPane,
    "calibration": CalibrationPane, "example": OneExamplePane, "examples": ExamplesPane,
    "input-gradient": InputGradientPane, "weight-pictures": WeightPicturesPane, "draw": DrawPane,
    "activations": ActivationsPane,
}  # fmt: skip
"""By the id of its widgets, by which recordings name it too."""


def made_pane(kind: type[OutputPane]) -> OutputPane:
    """A new pane of this kind, with its id."""
    return kind(id=next(name for name, one in PANES.items() if one is kind))


def pages_of(data: Data) -> tuple[Page, ...]:
    """The pages that suit these data, at least one."""
    return tuple(page for page in PAGES if page.suits(data))


def page_in_focus(data: Data, focus: OutputFocus) -> Page:
    """The page that is shown: the chosen one if it suits these data, else the first that does."""
    pages = pages_of(data)
    return next((page for page in pages if page.name == focus.page), pages[0])


def splits_shown(all_splits: bool, first: str) -> tuple[str, ...]:
    """The splits whose outputs are shown, `first` in front: all, or this one."""
    return (first, *(split for split in SPLITS if split != first)) if all_splits else (first,)
