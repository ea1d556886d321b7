"""The data of an experiment: read or generated, split, and prepared."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from core.data.dataset import Data
from core.data.description import Description
from core.data.file_stamp import stamps_of
from core.data.preparing.class_weights import imbalance_note
from core.data.preparing.dividing import divide_rows
from core.data.preparing.preparation import Preparation, fit_preparation
from core.data.preparing.preparation_notes import notes_on_preparation
from core.data.preparing.preprocessing import Scaling
from core.data.preparing.split import SplitRows
from core.data.preparing.split_notes import notes_on_rows, notes_on_split
from core.data.table import Table
from core.support.memory import memory_errors_as_input
from core.support.random_streams import streams

from .data_settings import split_settings
from .parsing import is_file_source
from .split_builder import SplitBuilder
from .tables import read_table, read_test_table
from .targets import task_and_output

if TYPE_CHECKING:
    from .experiment import Experiment
    from .settings import DataSettings


def load_data(
    experiment: "Experiment",
    random: np.random.Generator | None = None,
    preparation: Preparation | None = None,
    table: Table | None = None,
    keep: bool = False,
    test_table: Table | None = None,
) -> Data:
    """Read or generate, split and prepare the examples of an experiment.

    `random` is the data stream of random numbers, by default that of the experiment's seed. `preparation` is one that
    was fitted before, as for a saved run: it is used where the source still has its columns, else one is fitted to the
    training rows. `table` are the rows of a source that is arrays of a program, or in a file on another machine;
    `test_table` then those of data.test. `keep` keeps the table of a file for the next call. Raises InputError for data
    that can't be used: where, what was found, what was expected.
    """
    with memory_errors_as_input(experiment.data.source):
        data = _loaded(experiment, random or streams(experiment.seed).data, preparation, table, keep, test_table)
        return data.with_balanced_classes() if experiment.data.class_weight == "balanced" else data


def _loaded(
    experiment: "Experiment",
    random: np.random.Generator,
    fitted: Preparation | None,
    given: Table | None,
    keep: bool,
    given_test: Table | None,
) -> Data:
    settings = experiment.data
    files = stamps_of(settings.source, settings.test) if is_file_source(settings.source) else ()
    table = read_table(settings, random, keep) if given is None else given
    test_table = read_test_table(settings, table) if given_test is None else given_test
    rows = divide_rows(split_settings(settings), table, random)
    task, output = task_and_output(settings, experiment.network.output, table)
    if fitted is not None and fitted.fits(table, settings.features):
        preparation, table = fitted, fitted.matched(table)
        test_table = test_table and fitted.matched(test_table)
    else:
        preparation = fit_preparation(table, rows.train, settings.missing, settings.standardize, settings.features)
        if table.values is not None and settings.standardize and task == "regression":
            preparation = replace(preparation, target_scaling=Scaling.of(table.values[rows.train]))
    builder = SplitBuilder(experiment, preparation, output)
    train = builder.build(table, rows.train)
    assert train is not None, "one row at least is for training"
    validation = builder.build(table, rows.validation)
    test = builder.build(table, rows.test) if test_table is None else builder.build(test_table)
    builder.check_small_numbers(table)
    return Data(
        task=task,
        output=output,
        train=train,
        validation=validation,
        test=test,
        input_names=preparation.input_names,
        class_names=table.class_names,
        target_names=table.target_names,
        shape=table.shape,
        channels=table.channels,
        named_columns=bool(table.input_columns) and table.named_columns,
        preparation=preparation,
        description=_described(settings, table, rows, preparation, test_table),
        class_kind=table.class_kind,
        table=given,
        files=files,
    )


def _described(
    settings: "DataSettings", table: Table, rows: SplitRows, preparation: Preparation, test_table: Table | None
) -> Description:
    """The description of the source, with notes on its split; of a file also on what was fitted and on equal rows."""
    notes = [*table.description.notes]
    if is_file_source(settings.source):
        notes += notes_on_preparation(preparation, table, rows, test_table)
    notes += notes_on_split(split_settings(settings), rows, settings.fold is not None)
    if is_file_source(settings.source):
        notes += notes_on_rows(table, rows, test_table)
        imbalance = imbalance_note(table) if settings.class_weight == "none" else None
        notes += [imbalance] if imbalance else []
    return replace(table.description, inputs=preparation.width, notes=tuple(notes))
