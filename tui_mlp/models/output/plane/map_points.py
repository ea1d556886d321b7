"""The examples of all splits as points of a map, with what is wanted of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from core.analysis.maps.raw_columns import raw_column
from core.analysis.outputs.outputs import Outputs
from core.analysis.outputs.split_outputs import SplitOutputs
from core.calls import Array
from core.data.dataset import SPLITS
from core.model.output_meaning import OutputMeaning
from tui_mlp.models.output.output_focus import ExampleFocus


@dataclass(frozen=True, eq=False)
class MapPoints:
    """n points in the plane of two raw columns, each an example.

    Of each, `split` is the place of its split in SPLITS and `place` its own in this split; `x` and `y` are in the units
    of the source. `wanted` is the class, from 0, where classes exclude each other, else 0. `signs` are the targets of
    the output that is shown, from -1 to 1: whether the class is wanted, or where in the range of the targets. `wrong`
    says which are classified wrongly. `shown` are the examples by split, of which `missing` lie in no place, as a cell
    is missing; `of` are all that there are. `numbers` says whether the targets are numbers, so that none is wrong.
    """

    split: Array = field(repr=False)
    place: Array = field(repr=False)
    x: Array = field(repr=False)
    y: Array = field(repr=False)
    wanted: Array = field(repr=False)
    signs: Array = field(repr=False)
    wrong: Array = field(repr=False)
    losses: Array = field(repr=False)
    shown: Mapping[str, int]
    of: Mapping[str, int]
    missing: int = 0
    numbers: bool = False

    def __len__(self) -> int:
        return len(self.place)

    def example(self, point: int) -> ExampleFocus:
        """The example that a point is."""
        return ExampleFocus(SPLITS[int(self.split[point])], int(self.place[point]))

    def index_of(self, example: ExampleFocus | None) -> int | None:
        """The point of an example; None where it is none of these."""
        if example is None or example.split not in SPLITS:
            return None
        found = np.flatnonzero((self.split == SPLITS.index(example.split)) & (self.place == example.place))
        return int(found[0]) if len(found) else None

    def nearest(self, across: Array, down: Array, at: tuple[float, float], step: tuple[int, int]) -> int | None:
        """The nearest point from a place in one direction, or in the eighth on either side of it; None without any.

        `across` and `down` are the places of all points in pixels, `step` is (1, 0) to the right, (0, 1) down. Without
        a direction, (0, 0), it is the nearest of all.
        """
        away, below = across - at[0], down - at[1]
        with np.errstate(all="ignore"):
            distances = np.hypot(away, below)
            if step != (0, 0):
                along, beside = away * step[0] + below * step[1], np.abs(away * step[1]) + np.abs(below * step[0])
                distances = np.where((along > 0) & (along >= beside), distances, np.inf)
        distances = np.where(np.isfinite(distances), distances, np.inf)
        if not len(distances) or np.isinf(distances).all():
            return None
        return int(distances.argmin())

    def next_wrong(self, point: int | None) -> int | None:
        """The wrong point after this one: the largest loss first, after the last the first; None without any.

        Of a regression, where none is wrong, all points count.
        """
        worst = np.arange(len(self)) if self.numbers else np.flatnonzero(self.wrong)
        if not len(worst):
            return None
        worst = worst[np.argsort(-np.nan_to_num(self.losses[worst], nan=np.inf), kind="stable")]
        here = np.flatnonzero(worst == point)
        return int(worst[(int(here[0]) + 1) % len(worst)]) if len(here) else int(worst[0])


def map_points(outputs: Outputs, x: int, y: int, output: int, limits: tuple[float, float]) -> MapPoints:
    """The examples of the splits that were computed, in the plane of two raw columns.

    `output` is the class, label or target that is shown, from 0; `limits` are those of the targets of a regression.
    """
    names = [split for split in SPLITS if split in outputs.splits]
    parts = [_points_of(outputs.splits[name], outputs, x, y, output, limits) for name in names]
    nowhere = np.full(1, np.nan)  # a point in no place, for types where there are no splits yet
    none = (np.zeros(1, int), nowhere, nowhere, np.zeros(1, int), nowhere, np.zeros(1, bool), nowhere)
    place, across, up, wanted, signs, wrong, losses = (
        np.concatenate(column) for column in zip(none, *parts, strict=True)
    )
    where = np.repeat([0, *map(SPLITS.index, names)], [1, *(len(part[0]) for part in parts)])
    there = np.isfinite(across) & np.isfinite(up)
    return MapPoints(
        split=where[there],
        place=place[there],
        x=across[there],
        y=up[there],
        wanted=wanted[there],
        signs=signs[there],
        wrong=wrong[there],
        losses=losses[there],
        shown={name: outputs.splits[name].m for name in names},
        of={name: outputs.splits[name].of for name in names},
        missing=int((~there).sum()) - 1,
        numbers=outputs.model.meaning.task == "regression",
    )


def _points_of(
    split: SplitOutputs, outputs: Outputs, x: int, y: int, output: int, limits: tuple[float, float]
) -> tuple[Array, ...]:
    preparation, meaning = outputs.model.preparation, split.meaning
    across, up = (raw_column(preparation, split.examples, column) for column in (x, y))
    wanted = np.zeros(split.m, int)
    if meaning.task == "regression":
        signs = signs_of(outputs.model.in_users_units(split.Y)[:, output], limits)
    else:
        wanted = meaning.class_numbers(split.Y) if not meaning.several_labels else wanted
        signs = np.where(_claims(meaning, split.Y, output), 1.0, -1.0)
    wrong = split.wrong
    if meaning.several_labels:
        wrong = split.given[:, output] != meaning.label_marks(split.Y)[:, output]
    return split.places, across, up, wanted, signs, wrong, split.losses


def _claims(meaning: OutputMeaning, Y: Array, output: int) -> Array:
    """Which targets are of a class or label, m booleans."""
    marks: Array = meaning.label_marks(Y)[:, output] if meaning.several_labels else meaning.class_numbers(Y) == output
    return marks


def signs_of(values: Array, limits: tuple[float, float]) -> Array:
    """Values by where they lie between these limits: -1 for the lower one, 1 for the upper one, clipped."""
    low, high = limits[0] / 2, limits[1] / 2  # halves: the range may be beyond floats
    with np.errstate(all="ignore"):
        signs: Array = np.clip(2 * ((values / 2 - low) / (high - low)) - 1, -1, 1)
    return signs
