"""What a network gives over a plane of two raw inputs, with the border of its classes."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from core.analysis.outputs.given import MovedThreshold, given_of_two
from core.calls import Array
from core.model.model import HALF, Model
from core.model.output_meaning import OutputMeaning

from .plane import Plane

MOST_PRODUCTS = 80_000_000
"""Products of weights and activations for one map, at most: about 4 ms. A large network has coarser pixels, so that
training hardly waits."""
PRODUCTS_A_CELL = 100
"""Products that take as long as preparing one raw value, 4.5 ns: a table of 1,000 columns has coarser pixels too."""


@dataclass(frozen=True, eq=False)
class PlaneMap:
    """The outputs of a network at the middles of a plane's pixels.

    `probabilities` are rows × columns × k of the k classes or labels, of a regression the targets in their own units.
    """

    plane: Plane
    meaning: OutputMeaning
    probabilities: Array = field(repr=False)

    def values(self, output: int) -> Array:
        """Those of one class, label or target, rows × columns."""
        found: Array = self.probabilities[:, :, output]
        return found

    @cached_property
    def broken(self) -> Array:
        """Where an output is no finite number, rows × columns booleans."""
        finite: Array = np.isfinite(self.probabilities)
        return np.asarray(~finite.all(2))

    @cached_property
    def classes(self) -> Array:
        """The class that the network gives, rows × columns numbers from 0; for exclusive classes alone."""
        if self.probabilities.shape[2] == 2 and len(self.meaning.names) == 2:
            found: Array = (self.probabilities[:, :, 1] > self.probabilities[:, :, 0]).astype(np.intp)
            return found
        largest: Array = self.probabilities.argmax(2)
        return largest

    @cached_property
    def certainty(self) -> Array:
        """The probability of the given class, rows × columns."""
        found: Array = self.probabilities.max(2)
        return found

    def border_of_classes(self) -> Array:
        """The pixels at the border of two classes, rows × columns booleans."""
        return border(self.classes, self.certainty)

    def given(self, moved: MovedThreshold | None) -> tuple[Array, Array, Array]:
        """The class that is given, its probability, and the border of two classes: rows × columns each.

        They are `classes`, `certainty` and `border_of_classes()`, or those by a moved threshold of two classes.
        """
        if moved is None:
            return self.classes, self.certainty, self.border_of_classes()
        classes = given_of_two(self.values(moved.number), moved)
        certainty: Array = np.take_along_axis(self.probabilities, classes[:, :, None], 2)[:, :, 0]
        return classes, certainty, self.border_of(moved.number, moved.value)

    def border_of(self, output: int, threshold: float | None = None) -> Array:
        """The pixels at the border of what is of one class or label and what isn't, rows × columns booleans.

        A pixel is of it where the probability is above the threshold. Without a threshold that is 0.5; but of three and
        more exclusive classes a pixel is of the class that is given there.
        """
        values = self.values(output)
        if threshold is None and len(self.meaning.names) > 2 and not self.meaning.several_labels:
            return border(self.classes == output, self.certainty)
        threshold = HALF if threshold is None else threshold
        return border(values > threshold, np.abs(values - threshold))


def border(regions: Array, distances: Array) -> Array:
    """The pixels, rows × columns booleans, at which two regions meet: of two neighbours in different ones, one pixel.

    It is the one whose distance from the border is smaller; both arrays are rows × columns.
    """
    found = np.zeros(regions.shape, bool)
    first = (slice(None), slice(None, -1)), (slice(None), slice(1, None))
    second = (slice(None, -1), slice(None)), (slice(1, None), slice(None))
    for one, other in (first, second):
        differ, nearer = regions[one] != regions[other], distances[one] <= distances[other]
        found[one] |= differ & nearer
        found[other] |= differ & ~nearer
    return found


def plane_map(model: Model, plane: Plane, most_products: int = MOST_PRODUCTS) -> PlaneMap:
    """The map of a model over a plane. Of a large network, blocks of pixels have the output at their middle."""
    factor = coarseness(model, plane, most_products)
    coarse = plane if factor == 1 else plane.coarser(factor)
    with np.errstate(all="ignore"):
        found = probabilities(model, model.outputs(coarse.raw_inputs()))
    grid = found.reshape(coarse.rows, coarse.columns, -1)
    if factor > 1:
        grid = grid.repeat(factor, 0).repeat(factor, 1)[: plane.rows, : plane.columns]
    return PlaneMap(plane, model.meaning, grid)


def coarseness(model: Model, plane: Plane, most_products: int = MOST_PRODUCTS) -> int:
    """The pixels in a row of a block that has one output together, so that computing them takes little enough."""
    each = model.network.parameters.theta.size + PRODUCTS_A_CELL * len(plane.held)
    factor = 1
    while each * -(-plane.rows // factor) * -(-plane.columns // factor) > most_products and factor < 8:
        factor += 1
    return factor


def probabilities(model: Model, outputs: Array) -> Array:
    """Outputs as `Model.outputs` gives them, m × s_L, as m × k: probabilities of classes or labels, or the targets."""
    return outputs if model.meaning.task == "regression" else model.probabilities(outputs)


def target_range(Y: Array) -> tuple[float, float]:
    """The least and the greatest finite number among targets, m; 0 and 1 without any. A single one has a range of 1."""
    numbers = Y[np.isfinite(Y)]
    low, high = (float(numbers.min()), float(numbers.max())) if len(numbers) else (0.0, 1.0)
    return (low, high) if high > low else (low - 0.5, high + 0.5)
