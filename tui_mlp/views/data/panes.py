"""The panes of the Data view: where each stands, and for which data.

To add a pane, add a line to PANES.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

from core.data.dataset import Data

from .column import ColumnPane
from .columns import ColumnsPane
from .importance import ImportancePane
from .notes import NotesPane
from .pairs.two_columns_pane import TwoColumnsPane
from .pane import DataPane
from .pictures.pictures_pane import PicturesPane
from .points.points_pane import PointsPane
from .rows import RowsPane
from .splits import SplitsPane

Slot = Literal["main", "rows", "detail"]
"""Where a pane stands: main panes at the upper left, rows below, and of the details the last one in focus."""


def is_images(data: Data) -> bool:
    """Whether the inputs are pictures."""
    return data.shape is not None


def of_any(data: Data) -> bool:
    """Any data."""
    return True


def of_two_inputs(data: Data) -> bool:
    """Whether points can be drawn: the network learns from two numbers."""
    return data.shape is None and data.preparation is not None and len(data.preparation.codings) == 2


class PaneEntry(NamedTuple):
    """A pane: its id, by which recordings name it too, its class, the data that it suits, and where it stands."""

    name: str
    kind: type[DataPane]
    suits: Callable[[Data], bool]
    slot: Callable[[Data], Slot]


PANES = (
    PaneEntry("columns", ColumnsPane, of_any, lambda data: "detail" if is_images(data) else "main"),
    PaneEntry("pictures", PicturesPane, is_images, lambda data: "main"),
    PaneEntry("rows", RowsPane, of_any, lambda data: "rows"),
    PaneEntry("points", PointsPane, of_two_inputs, lambda data: "detail"),
    PaneEntry("column", ColumnPane, of_any, lambda data: "detail"),
    PaneEntry("two-columns", TwoColumnsPane, of_any, lambda data: "detail"),
    PaneEntry("importance", ImportancePane, of_any, lambda data: "detail"),
    PaneEntry("splits", SplitsPane, of_any, lambda data: "detail"),
    PaneEntry("notes", NotesPane, of_any, lambda data: "detail"),
)

ORDER: dict[Slot, int] = {"main": 0, "rows": 1, "detail": 2}
"""In which order `tab` goes through the panes."""


def panes_of(data: Data) -> list[PaneEntry]:
    """The panes that suit these data, in the order of `tab`."""
    return sorted((one for one in PANES if one.suits(data)), key=lambda one: ORDER[one.slot(data)])
