"""Whether the rows of a source, read again, are still those that a trainer reads."""

from typing import TYPE_CHECKING, NoReturn

import numpy as np

from core.calls import Array
from core.data.dataset import Data
from core.data.table import Table
from core.support.errors import InputError
from core.support.i18n import _
from core.support.shown_values import value_text

from .split_builder import SplitBuilder, prepared_blocks

if TYPE_CHECKING:
    from .experiment import Experiment


def refuse_changed(source: str, what: str) -> NoReturn:
    """Raises InputError for a source that isn't as it was; `what` says in which respect."""
    raise InputError(_("{}: isn't as it was when it was read: {}; open it again with o").format(source, what))


def check_rows(experiment: "Experiment", data: Data, table: Table, test_table: Table | None) -> None:
    """Raises InputError where a row, prepared again, isn't what the trainer reads, to the last bit.

    Rows are prepared in the same blocks as for training, for the sine of several numbers at once may have other last
    digits than that of one. `table` are the rows of the source, `test_table` those of data.test.
    """
    preparation = data.preparation
    assert preparation is not None, "the data of an experiment have a preparation"
    builder = SplitBuilder(experiment, preparation, data.output)
    for name, split in (("train", data.train), ("validation", data.validation), ("test", data.test)):
        if split is None or split.rows is None:
            continue
        of_file = test_table is not None and name == "test"
        rows_of = test_table if of_file and test_table is not None else table
        for block, made in prepared_blocks(preparation, rows_of.inputs, split.rows):
            rows = split.rows[block]
            place = _first_difference(made, split.inputs[block])
            names = preparation.input_names
            if place is None:
                place, names = (
                    _first_difference(builder.targets(rows_of, rows), split.Y[block]),
                    data.description.target,
                )
            if place is not None:
                source = experiment.data.test if of_file else experiment.data.source
                _refuse(
                    source or "", rows_of, int(rows[place[0]]), names[min(place[1], len(names) - 1)] if names else ""
                )


def _first_difference(made: Array, known: Array) -> tuple[int, int] | None:
    """The row and the column of the first number that differs from a known one, in the dtype of those."""
    with np.errstate(all="ignore"):
        made = made.astype(known.dtype, copy=False)
    if made.shape == known.shape and np.array_equal(made, known):
        return None
    if made.shape != known.shape:
        return 0, 0
    row, column = map(int, np.argwhere(made != known)[0])
    return row, column


def _refuse(source: str, table: Table, row: int, name: str) -> NoReturn:
    where = _("line {}").format(table.lines[row]) if len(table.lines) else _("row {}").format(row + 1)
    if name:
        where = _("{}, column {}").format(where, value_text(name))
    refuse_changed(source, _("{} holds another value than before").format(where))
