"""The network's output over the plane of two columns, with the rows on it."""

from dataclasses import replace

import numpy as np

from core.analysis.outputs.outputs import Outputs
from core.analysis.outputs.split_outputs import SplitOutputs
from core.calls import Array
from core.data.dataset import SPLITS
from core.data.source_rows.source_rows import SourceRows
from tui_mlp.models.output.plane.map_points import MapPoints
from tui_mlp.render.output.plane.map_drawer import MapDrawer


class PairMapDrawer(MapDrawer):
    """Draws the map of the Output view, with the points of some rows alone."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[SourceRows, Array] | None = None
        self._part: tuple[Outputs, Array, Outputs] | None = None

    def choose(self, source: SourceRows, rows: Array) -> None:
        """Draw the points of these rows from now on."""
        self._rows = source, rows

    def points_of(self, outputs: Outputs, x: int, y: int, output: int) -> MapPoints:
        """The points of the chosen rows, made once for these outputs."""
        if self._rows is None:
            return super().points_of(outputs, x, y, output)
        source, rows = self._rows
        if self._part is None or self._part[0] is not outputs or self._part[1] is not rows:
            self._part = outputs, rows, outputs_of_rows(outputs, source, rows)
        return super().points_of(self._part[2], x, y, output)


def outputs_of_rows(outputs: Outputs, source: SourceRows, rows: Array) -> Outputs:
    """The outputs for some rows of the source, as far as they are in a split."""
    found = {}
    for name, split in outputs.splits.items():
        own = rows[source.split[rows] == SPLITS.index(name)]
        if len(own):
            found[name] = _part(split, np.sort(source.place[own]))
    return replace(outputs, splits=found)


def _part(split: SplitOutputs, places: Array) -> SplitOutputs:
    """The outputs for the examples at these places, ascending."""
    at = np.flatnonzero(np.isin(split.places, places, assume_unique=True))
    return replace(
        split, places=split.places[at], examples=split.examples.part(at), A=split.A[at], losses=split.losses[at],
        layers=(), _figures={},
    )  # fmt: skip
