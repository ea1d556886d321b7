"""Rows of another file with their targets, prepared as the training rows were."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from core.data.dataset import Split
from core.data.description import Description
from core.data.sources import read_table_like
from core.data.table import Table
from core.data.unusable_file import list_columns, refuse
from core.experiment.experiment import Experiment
from core.experiment.split_builder import SplitBuilder
from core.experiment.tables import source_settings
from core.model.model import Model
from core.support.i18n import _


class RowsWithTargets(NamedTuple):
    """The prepared rows of a file that have a target, and notes on the others and on unknown categories."""

    rows: Split
    notes: tuple[str, ...]


def rows_with_targets(path: Path, model: Model, experiment: Experiment) -> RowsWithTargets:
    """The rows of a file of the same columns as the model's, the target included; columns of a table by their names.

    The file is read with the settings of the experiment. Raises InputError: where, what was found, what was expected.
    """
    table = read_table_like(path, source_settings(experiment.data), table_of(model))
    if table.labels is None and table.values is None:
        target = list_columns(model.target) if model.target else _("of the rows")
        message = _("there is no target {}, with which the predictions could be compared; `mlp-tui predict` needs none")
        refuse(path, message.format(target))
    output = experiment.network.output or model.network.output
    builder = SplitBuilder(experiment.replace("data.source", str(path)), model.preparation, output)
    rows = builder.build(table)
    if rows is None:
        refuse(path, _("found no rows, expected some with a target"))
    builder.check_small_numbers(table)
    return RowsWithTargets(rows, table.description.notes)


def table_of(model: Model) -> Table:
    """A table without rows that has the columns and classes of a model, for `read_table_like`."""
    meaning, codings, outputs = model.meaning, model.preparation.codings, model.network.parameters.sizes[-1]
    columns = tuple(coding.column for coding in codings)
    can_lack_cells = len(model.preparation.unfilled) < len(codings)
    has_classes = meaning.task == "classification" and not meaning.several_labels
    return Table(
        inputs=np.empty((0, len(codings))),
        input_names=tuple(coding.name for coding in codings),
        labels=np.empty(0, int) if has_classes else None,
        class_names=meaning.names if has_classes else (),
        values=None if has_classes else np.empty((0, outputs)),
        target_names=() if has_classes else meaning.names,
        shape=model.shape,
        channels=model.channels,
        input_columns=columns if can_lack_cells else (),
        description=Description(0, model.target, meaning.task),
    )
