"""Points of two inputs as a table of one's own, which the experiment itself holds."""

from dataclasses import dataclass, field, replace
from math import isfinite

import numpy as np
from msgspec import structs

from core.calls import Array
from core.data.catalog import BUILTINS
from core.data.dataset import SPLITS, Data, SplitName
from core.data.generators import GATES, GENERATORS
from core.data.table import Table
from core.support.errors import InputError
from core.support.i18n import _, ngettext
from core.support.random_streams import streams
from core.support.shown_values import value_text

from .experiment import LARGEST_HELD_OUT, Experiment
from .parsing import INLINE, is_arrays, is_file_source
from .settings import DataSettings, Rows
from .tables import read_table

MOST_POINTS = 10_000
"""The largest table: it stands in the experiment file, and is prepared again after each change."""


@dataclass(frozen=True, eq=False)
class PointTable:
    """Points of two inputs, each with one target: those for training first, then those for validation and for test.

    `inputs` are rows of x1 and x2 in the units of the source. `targets` are rows of one number: that of a class, from
    0, in `classes`, or any number where there are no classes. `sizes` are the numbers of points in SPLITS, `target` is
    the target's name. Points have their place in the table, from 0, as their number. No list is ever changed: tables
    share their rows, so that each change takes memory for one row and the references to the others.
    """

    inputs: Rows = field(repr=False)
    targets: Rows = field(repr=False)
    sizes: tuple[int, int, int]
    classes: tuple[str, ...]
    target: str

    @classmethod
    def of(cls, experiment: Experiment, data: Data) -> "PointTable":
        """The points of an experiment whose data these are, with the very coordinates of their source.

        Raises InputError, in words for a person, where they can't be drawn.
        """
        if reason := refused_source(experiment):
            raise InputError(reason)
        sizes = tuple(0 if split is None else split.m for split in (data.train, data.validation, data.test))
        settings = experiment.data
        if is_own_table(settings) and settings.inputs is not None and settings.targets is not None:
            target = settings.target if isinstance(settings.target, str) else (*data.description.target, "y")[0]
            return cls(settings.inputs, settings.targets, (sizes[0], sizes[1], sizes[2]), data.class_names, target)
        table = read_table(settings, streams(experiment.seed).data)
        if reason := _refused_table(table, data):
            raise InputError(reason)
        splits = list(data.splits.values())
        order = np.concatenate([split.rows for split in splits if split.rows is not None])
        classes, numbers = _classes_and_targets(table, data)
        return cls(
            _in_order(experiment.data.inputs, table.inputs, order),
            _in_order(experiment.data.targets, numbers, order),
            (sizes[0], sizes[1], sizes[2]),
            classes,
            (*table.description.target, "y")[0],
        )

    def __len__(self) -> int:
        return len(self.inputs)

    def start(self, split: SplitName) -> int:
        """The number of a split's first point."""
        return sum(self.sizes[: SPLITS.index(split)])

    def split_of(self, point: int) -> SplitName:
        """The split that a point is in."""
        return SPLITS[int(np.searchsorted(np.cumsum(self.sizes), point, "right"))]

    def number_of(self, target: str | float) -> float:
        """The number that stands for a target: that of a class by its name, or the value itself. Raises InputError."""
        if self.classes:
            if target in self.classes:
                return float(self.classes.index(str(target)))
            message = _("found {}, expected one of the classes {}")
            raise InputError(message.format(value_text(target), ", ".join(map(value_text, self.classes))))
        if isinstance(target, str) or not isfinite(target):
            raise InputError(_("found {}, expected a number").format(value_text(target)))
        return float(target)

    def target_of(self, point: int) -> str | float:
        """The target of a point: the name of its class, or its value."""
        number = self.targets[point][0]
        return self.classes[int(number)] if self.classes else number

    def same_points(self, other: "PointTable") -> bool:
        """Whether another table has the same points, in the same order and splits."""
        mine, its = ((one.inputs, one.targets, one.sizes, one.classes) for one in (self, other))
        return mine == its

    # Changes

    def added(
        self, x1: float, x2: float, target: str | float, point: int | None = None, split: SplitName = "train"
    ) -> "PointTable":
        """The table with one more point, by default behind the last one for training. Raises InputError.

        `point` is its number in the new table, among the points of `split`.
        """
        if len(self) >= MOST_POINTS:
            raise InputError(_too_many(len(self) + 1))
        first = self.start(split)
        last = first + self.sizes[SPLITS.index(split)]
        point = last if point is None else point
        if not first <= point <= last:
            message = _("found the new point's place {} among those of {}, expected one from {} to {}")
            raise InputError(message.format(point, split, first, last))
        row, number = _coordinates(x1, x2), [self.number_of(target)]
        return self._checked(
            [*self.inputs[:point], row, *self.inputs[point:]],
            [*self.targets[:point], number, *self.targets[point:]],
            self._resized(split, +1),
        )

    def moved(self, point: int, x1: float, x2: float, target: str | float | None = None) -> "PointTable":
        """The table with a point elsewhere, or with another target; it stays in its split. Raises InputError."""
        self._check_point(point)
        inputs, targets = self.inputs, self.targets
        inputs = [*inputs[:point], _coordinates(x1, x2), *inputs[point + 1 :]]
        if target is not None:
            targets = [*targets[:point], [self.number_of(target)], *targets[point + 1 :]]
        return self._checked(inputs, targets, self.sizes)

    def removed(self, point: int) -> "PointTable":
        """The table without a point. Raises InputError for the last one for training, of all or of its class."""
        self._check_point(point)
        return self._checked(
            [*self.inputs[:point], *self.inputs[point + 1 :]],
            [*self.targets[:point], *self.targets[point + 1 :]],
            self._resized(self.split_of(point), -1),
        )

    def in_experiment(self, experiment: Experiment) -> Experiment:
        """The experiment with these points as its data, divided as they stand."""
        data, (_train, validation, test) = experiment.data, self.sizes
        own = structs.replace(
            data,
            source=INLINE,
            target=self.target,
            inputs=self.inputs,
            targets=self.targets,
            classes=list(self.classes) or None,
            split="ordered",
            fold=None,
            validation_fraction=validation / len(self),
            test_fraction=test / len(self),
        )
        return structs.replace(experiment, data=own)

    def _resized(self, split: SplitName, by: int) -> tuple[int, int, int]:
        train, validation, test = (size + by * (name == split) for name, size in zip(SPLITS, self.sizes, strict=True))
        return train, validation, test

    def _check_point(self, point: int) -> None:
        if not 0 <= point < len(self):
            text = ngettext(
                "found point {}, but there is {} point", "found point {}, but there are {} points", len(self)
            )
            raise InputError(text.format(point + 1, len(self)))

    def _checked(self, inputs: Rows, targets: Rows, sizes: tuple[int, int, int]) -> "PointTable":
        """The table of these rows. Raises InputError where training would lack something that it has now."""
        train = sizes[0]
        if not train:
            raise InputError(_("the last point for training stays: add another one first"))
        if sizes[1] + sizes[2] > LARGEST_HELD_OUT * len(inputs):
            message = _(
                "the point stays: at least a tenth of all points is for training, and the {} for validation and test "
                "would be too many"
            )
            raise InputError(message.format(sizes[1] + sizes[2]))
        if self.classes:
            lacking = {row[0] for row in self.targets[: self.sizes[0]]} - {row[0] for row in targets[:train]}
            if lacking:
                message = _("the last training point of class {} stays as it is: add another one first")
                raise InputError(message.format(value_text(self.classes[int(lacking.pop())])))
        return replace(self, inputs=inputs, targets=targets, sizes=sizes)


def is_own_table(settings: DataSettings) -> bool:
    """Whether the data are points that stand in the experiment in the order of their splits, as `in_experiment` writes.

    Nothing has to be read then.
    """
    drawn = bool(settings.classes) or (settings.task == "regression" and len((settings.targets or [[]])[0]) == 1)
    pairs = len((settings.inputs or [[]])[0]) == 2 and len(settings.inputs or ()) <= MOST_POINTS
    return settings.source == INLINE and settings.split == "ordered" and drawn and pairs


def refused_source(experiment: Experiment) -> str:
    """Why no points can be drawn on the data of an experiment, in words for a person; empty where nothing is known."""
    data = experiment.data
    if data.test is not None:
        return _("The test rows are those of a file, which stay as they are: no points are drawn beside them.")
    if data.source == INLINE:
        return ""
    if is_file_source(data.source) or is_arrays(data.source):
        return _(
            "The rows are those of a file or a program, which stay as they are. Points are drawn on data of two inputs "
            "that are made here, such as spiral, blobs or plane."
        )
    if data.source not in GATES and data.source not in GENERATORS:
        return _(
            "Points are drawn on data of two inputs that are made here, such as spiral, blobs or plane, not on {}."
        ).format(value_text(data.source))
    if BUILTINS[data.source].inputs != 2:
        return _("Points are drawn in the plane of two inputs; these data have another number of them.")
    rows = data.samples if data.source in GENERATORS else 0
    return _too_many(rows) if rows > MOST_POINTS else ""


def _too_many(rows: int) -> str:
    text = _("Points are drawn in tables of at most {} rows, these would be {}: set fewer samples.")
    return text.format(f"{MOST_POINTS:,}", f"{rows:,}")


def _refused_table(table: Table, data: Data) -> str:
    """Why no points can be drawn in a table; empty where they can be."""
    if table.inputs.shape[1] != 2:
        return _("Points are drawn in the plane of two inputs; these data have another number of them.")
    if len(table.inputs) > MOST_POINTS:
        return _too_many(len(table.inputs))
    if table.values is not None and table.values.shape[1] != 1:
        return _("Points are drawn with one target or one class each; these have several.")
    if table.values is not None and data.task == "classification" and len(_different(table)) != 2:
        return _("Points are drawn with one of two classes each; these targets are shares of them.")
    return ""


def _different(table: Table) -> list[float]:
    """The two numbers that stand for classes, the smaller one first; others where targets are no classes."""
    assert table.values is not None, "targets that aren't labels"
    found = sorted(set(table.values[:, 0].tolist()))
    for pair in ([0.0, 1.0], [-1.0, 1.0]):
        if set(found) <= set(pair):
            return pair
    return []


def _classes_and_targets(table: Table, data: Data) -> tuple[tuple[str, ...], Array]:
    """The names of the classes, none for a regression, and for each row the number of its class or its value."""
    if table.labels is not None:
        return table.class_names, table.labels[:, None].astype(float)
    assert table.values is not None, "a table has labels or values"
    if data.task == "regression":
        return (), table.values
    low, high = _different(table)
    return (f"{low:g}", f"{high:g}"), (table.values == high).astype(float)


def _in_order(rows: Rows | None, values: Array, order: Array) -> Rows:
    """Rows of numbers in an order; the very lists of the experiment where it holds the same numbers."""
    found: Rows = values.tolist()
    if rows is not None and rows == found:
        found = rows
    return [found[row] for row in order.tolist()]


def _coordinates(x1: float, x2: float) -> list[float]:
    if not (isfinite(x1) and isfinite(x2)):
        raise InputError(_("found the coordinates {} and {}, expected two finite numbers").format(x1, x2))
    return [float(x1), float(x2)]
