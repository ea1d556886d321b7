"""The X and Y of each split, made of rows of a table in the experiment's dtype."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from core.calls import Array
from core.data.dataset import Split
from core.data.preparing.preparation import Preparation
from core.data.preparing.preprocessing import encode_labels
from core.data.table import Table
from core.support.errors import InputError
from core.support.i18n import _
from core.support.memory import require_memory
from core.support.shown_values import value_text

from .parsing import INLINE, is_arrays

if TYPE_CHECKING:
    from .experiment import Experiment

BLOCK = 2**20
"""Bytes of the rows that are prepared at once: few, so that they stay in the processor's cache."""


def prepared_blocks(preparation: Preparation, inputs: Array, rows: Array) -> Iterator[tuple[slice, Array]]:
    """Some rows of a table's inputs, prepared, in blocks: each with the places of its rows among them."""
    step = max(1, BLOCK // (8 * (preparation.width + 1)))
    for start in range(0, len(rows), step):
        block = slice(start, start + step)
        yield block, preparation.transform(inputs[rows[block]])


class SplitBuilder:
    """Builds splits whose inputs are prepared, and whose targets suit an output function."""

    def __init__(self, experiment: "Experiment", preparation: Preparation, output: str) -> None:
        self.experiment, self.preparation, self.output = experiment, preparation, output
        self._sizes: dict[bool, Array] = {}
        self._dtypes: dict[bool, str] = {}

    def build(self, table: Table, rows: Array | None = None) -> Split | None:
        """The split of these rows of a table, by default of all; None without rows.

        Raises InputError for a number that is too large for the dtype, and where memory is too small.
        """
        rows = np.arange(len(table.inputs)) if rows is None else rows
        if not len(rows):
            return None
        n, dtype = self.preparation.width, np.dtype(self.experiment.dtype)
        require_memory(dtype.itemsize * len(rows) * (n + 1 + self._outputs(table)), self.experiment.data.source)
        X = np.empty((len(rows), n + 1), dtype)
        X[:, 0] = 1
        for block, made in prepared_blocks(self.preparation, table.inputs, rows):
            self._cast(made, X[block, 1:], table, rows[block])
        raw = table.inputs[rows] if self.preparation.features is not None else None
        return Split(X, self.targets(table, rows), rows=rows, raw=raw)

    def check_small_numbers(self, table: Table) -> None:
        """Raises InputError for a column of which all numbers so far are too small for the dtype."""
        dtype = self.experiment.dtype
        for of_targets, sizes in self._sizes.items():
            vanishing = (sizes > 0) & (sizes < np.finfo(dtype).tiny)
            if vanishing.any():
                column = int(vanishing.argmax())
                name = value_text(self._names(table, of_targets)[column])
                message = _(
                    '{}, column {}: found at most {:g}, too small for {}; set data.standardize = true or dtype = "{}"'
                )
                source = self._source(of_targets)
                raise InputError(message.format(source, name, sizes[column], dtype, self._dtypes[of_targets]))

    def _outputs(self, table: Table) -> int:
        return len(table.class_names) if table.values is None else table.values.shape[1]

    def targets(self, table: Table, rows: Array) -> Array:
        """Y of these rows, m × s_L. Raises InputError for a number that is too large for the dtype."""
        dtype, scaling = self.experiment.dtype, self.preparation.target_scaling
        if table.labels is not None:
            return encode_labels(table.labels[rows], len(table.class_names), self.output).astype(dtype)
        assert table.values is not None, "a table has labels or values"
        values = table.values[rows]
        Y = np.empty(values.shape, dtype)
        self._cast(values if scaling is None else scaling.standardized(values), Y, table, rows, of_targets=True)
        return Y

    def _cast(self, values: Array, into: Array, table: Table, rows: Array, of_targets: bool = False) -> None:
        """Write values, m × k, in the dtype. Raises InputError for a number that is too large for it."""
        with np.errstate(all="ignore"):
            into[...] = values
        if not np.isfinite(into).all():
            row, column = map(int, np.argwhere(~np.isfinite(into))[0])
            self._refuse_large(table, int(rows[row]), column, of_targets)
        if values.dtype != into.dtype:
            sizes = np.abs(values).max(0)
            self._sizes[of_targets] = np.maximum(self._sizes.get(of_targets, sizes), sizes)
            self._dtypes[of_targets] = values.dtype.name

    def _refuse_large(self, table: Table, row: int, column: int, of_targets: bool) -> None:
        dtype = self.experiment.dtype
        found = table.values[[row]] if of_targets and table.values is not None else table.inputs[[row]]
        if not of_targets:
            found = self.preparation.coded(found)
        if self.experiment.data.standardize:
            remedy = _("it is too far from the training rows; correct it, or set data.standardize = false")
        else:
            remedy = _('set data.standardize = true or dtype = "float64"')
        message = _("{}: found {:g}, expected a number that {} holds, at most {:.2g}: {}")
        where = _("line {}").format(table.lines[row]) if table.lines else _("row {}").format(row + 1)
        name = value_text(self._names(table, of_targets)[column])
        place = _("{}, {}, column {}").format(self._source(of_targets), where, name)
        raise InputError(message.format(place, found[0, column], dtype, np.finfo(dtype).max, remedy))

    def _names(self, table: Table, of_targets: bool) -> tuple[str, ...]:
        return table.target_names if of_targets else self.preparation.input_names

    def _source(self, of_targets: bool) -> str:
        if self.experiment.data.source == INLINE:
            return "data.targets" if of_targets else "data.inputs"
        if is_arrays(self.experiment.data.source):
            return "y" if of_targets else "X"
        return self.experiment.data.source
