"""An example chosen to be stepped through: a row of a split, or values alone"""

from dataclasses import dataclass

import numpy as np

from core.calls import Array
from core.data.dataset import Data, Split
from core.model.model import preparation_of
from core.support.errors import InputError
from core.support.i18n import _


@dataclass(frozen=True, eq=False)
class ChosenExample:
    """A row of the split "train", "validation" or "test", or values alone where `split` is empty, as of a drawn image.

    `place` is the row's place within the split, from 0. `values` are raw inputs, s numbers as in `Table.inputs`, where
    they aren't those of the row; `target` is y, s_L numbers as in `Split.Y`, where it isn't that of the row.
    """

    split: str = ""
    place: int = 0
    values: Array | None = None
    target: Array | None = None

    def text(self, source_row: int | None) -> str:
        """The example in words: by its row in the source from 1, or by its number in its split where that isn't known.

        `source_row` is as the method of this name gives it.
        """
        if not self.split:
            return _("the drawn image")
        rows = {"train": _("training row {}"), "validation": _("validation row {}"), "test": _("test row {}")}
        numbers = {
            "train": _("training example {}"),
            "validation": _("validation example {}"),
            "test": _("test example {}"),
        }
        if source_row is None:
            text = numbers[self.split].format(f"{self.place + 1:,}")
        else:
            text = rows[self.split].format(f"{source_row + 1:,}")
        return text if self.values is None else _("{} with other values").format(text)

    def row_of(self, data: Data) -> Split | None:
        """The row as a split of one example; None for values alone. Raises InputError where there is no such row."""
        if not self.split:
            return None
        examples = data.splits.get(self.split)
        if examples is None or not 0 <= self.place < examples.m:
            raise InputError(_("There is no such example in the data any more."))
        return examples.part(slice(self.place, self.place + 1))

    def source_row(self, data: Data) -> int | None:
        """The place in the source, from 0; None where it isn't known, or has none."""
        row = self.row_of(data)
        return None if row is None or row.rows is None else int(row.rows[0])

    def inputs(self, data: Data) -> Array:
        """X, 1 × (s_1 + 1) with its one. Raises InputError for values of another number."""
        row = self.row_of(data)
        if self.values is None:
            if row is None:
                raise InputError(_("An example without a row needs values."))
            return row.X
        preparation = preparation_of(data)
        if len(self.values) != len(preparation.codings):
            text = _("values: found {}; expected {}")
            raise InputError(text.format(len(self.values), len(preparation.codings)))
        with np.errstate(all="ignore"):
            prepared = preparation.transform(self.values[None].astype(float))
        X = np.ones((1, prepared.shape[1] + 1), data.train.X.dtype)
        X[:, 1:] = prepared
        return X

    def targets(self, data: Data) -> Array | None:
        """Y, 1 × s_L; None where no output is wanted of it."""
        row = self.row_of(data)
        if self.target is not None:
            return self.target[None].astype(data.train.Y.dtype)
        return None if row is None else row.Y

    def weight(self, data: Data) -> Array | None:
        """How much it counts in training, 1 × 1; None where all examples count the same.

        That of its row or, where the target is another one, of the training examples with this target; 1 without any.
        """
        train, row = data.train, self.row_of(data)
        if train.weights is None:
            return None
        if self.target is None and row is not None:
            return row.w
        Y = self.targets(data)
        alike = np.empty(0, int) if Y is None else np.flatnonzero((train.Y == Y).all(1))
        return np.full((1, 1), train.weights[alike[0]] if len(alike) else 1, train.weights.dtype)
