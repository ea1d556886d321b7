"""The examples of all splits over one input, in its order."""

from dataclasses import dataclass, field

import numpy as np

from core.analysis.maps.raw_columns import raw_column
from core.analysis.outputs.outputs import Outputs
from core.calls import Array
from core.data.dataset import SPLITS
from tui_mlp.models.output.output_focus import ExampleFocus

from .output_values import wanted_values


@dataclass(frozen=True, eq=False)
class InputPoints:
    """The examples whose outputs are computed, n, by x: numbers of one raw input, in its unit; NaN is the last.

    `y` is where each is drawn, see `wanted_values`. `split` are indices in SPLITS, `place` those within the split;
    `wrong` says which are classified wrongly.
    """

    x: Array = field(repr=False)
    y: Array = field(repr=False)
    split: Array = field(repr=False)
    place: Array = field(repr=False)
    wrong: Array = field(repr=False)

    @classmethod
    def of(cls, outputs: Outputs, output: int | None) -> "InputPoints":
        """The points of outputs with one raw input; `output` is that which is drawn, None for all classes."""
        found = [outputs.splits[name] for name in SPLITS if name in outputs.splits]
        if not found:
            numbers, places = np.zeros(0), np.zeros(0, int)
            return cls(numbers, numbers, places, places, np.zeros(0, bool))
        x = np.concatenate([raw_column(outputs.model.preparation, each.examples, 0) for each in found])
        order = np.argsort(x, kind="stable")
        y = np.concatenate([wanted_values(outputs.model, each, output) for each in found])
        split = np.concatenate([np.full(each.m, SPLITS.index(each.split)) for each in found])
        place = np.concatenate([each.places for each in found])
        wrong = np.concatenate([each.wrong for each in found])
        return cls(x[order], y[order], split[order], place[order], wrong[order])

    def index_of(self, example: ExampleFocus) -> int | None:
        """The index of an example; None where it isn't among these."""
        if example.split not in SPLITS:
            return None
        found = np.flatnonzero((self.split == SPLITS.index(example.split)) & (self.place == example.place))
        return int(found[0]) if len(found) else None

    def beside(self, example: ExampleFocus, x: float, direction: int) -> ExampleFocus | None:
        """The next (1) or the previous (-1) example after one at x, the last one after it; None without any."""
        if not len(self.x):
            return None
        here = self.index_of(example)
        if here is None:
            after = int(np.searchsorted(self.x, x))
            following = after if direction > 0 else after - 1
        else:
            following = here + direction
        return self.example(min(max(following, 0), len(self.x) - 1))

    def example(self, index: int) -> ExampleFocus:
        """The example at an index."""
        return ExampleFocus(SPLITS[int(self.split[index])], int(self.place[index]))
