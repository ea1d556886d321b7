"""What a model card is written from: a saved model, its data, its figures."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import nan
from typing import Any

from core.analysis.split_metrics import SplitMetrics, split_metrics
from core.data.dataset import Data
from core.export.export import Exported
from core.model.model import Model
from core.prediction.saved_model import SavedModel
from core.runs.run_folder import RESULT
from core.support.errors import InputError
from core.support.strict_json import decode

LARGEST = 1e300
"""No figure is larger."""
SPLITS = ("validation", "test")


@dataclass(frozen=True)
class CardFacts:
    """A saved model, its export, its data, and its figures on validation and test rows.

    `data` is None where the source can't be read any more. `result` is the last line of `train --json`, empty where
    there is none, or it is of other weights.
    """

    saved: SavedModel
    exported: Exported
    data: Data | None
    metrics: Sequence[SplitMetrics]
    result: dict[str, Any]

    @classmethod
    def of(cls, saved: SavedModel, exported: Exported) -> "CardFacts":
        """The facts; the figures are computed, if the data can be read."""
        data = None
        with suppress(InputError):
            data = saved.data()
        found = [split_metrics(saved.model.network, data, split) for split in SPLITS] if data else []
        metrics = [one for one in found if one is not None and one.rows]
        return cls(saved, exported, data, metrics, _result(saved))

    @property
    def model(self) -> Model:
        """The model."""
        return self.saved.model

    def saved_figure(self, name: str) -> float:
        """A figure in `result`, such as test_accuracy; NaN where it has none."""
        return number_in(self.result.get(name))

    @property
    def held_out(self) -> SplitMetrics | None:
        """The figures that count: those on test rows, else on validation rows; None without either."""
        by_split = {one.split: one for one in self.metrics}
        return by_split.get("test") or by_split.get("validation")


def number_in(value: object) -> float:
    """A number read from JSON of any origin; NaN for anything else."""
    return float(value) if isinstance(value, int | float) and abs(value) < LARGEST else nan


def _result(saved: SavedModel) -> dict[str, Any]:
    """result.json; empty where it can't be read, or is of other weights."""
    if saved.folder is None:
        return {}
    try:
        result = decode(saved.folder.read(RESULT), dict[str, Any])
    except (OSError, ValueError):
        return {}
    return result if result.get("weights_sha256") == saved.model.network.parameters.sha256 else {}
