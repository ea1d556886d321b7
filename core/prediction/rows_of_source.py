"""The raw rows of a saved run, as its model takes them."""

from core.calls import Array
from core.experiment.tables import read_table
from core.resuming.earlier_columns import with_earlier_columns
from core.support.errors import InputError
from core.support.i18n import _
from core.support.random_streams import streams

from .saved_model import SavedModel


def rows_of_source(saved: SavedModel) -> Array:
    """The inputs of all rows of a run's source as it is today, m × s: numbers, numbers of categories, NaN for missing.

    Raises InputError where the source can't be read any more, or has other columns.
    """
    experiment, preparation = saved.experiment, saved.model.preparation
    if saved.folder is not None:
        experiment = with_earlier_columns(saved.folder, experiment)
    table = read_table(experiment.data, streams(experiment.seed).data)
    if table.input_columns and not preparation.fits(table, experiment.data.features):
        message = _("{}: its columns aren't those that the run was trained on")
        raise InputError(message.format(experiment.data.source))
    rows: Array = preparation.matched(table).inputs.astype(float, copy=False)
    if rows.shape[1] != len(preparation.codings):
        message = _("{}: found {} columns of inputs, expected {}")
        raise InputError(message.format(experiment.data.source, rows.shape[1], len(preparation.codings)))
    return rows
