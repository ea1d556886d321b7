"""The data of an experiment: read or generated, split, and prepared by what fits the training rows."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from core.calls import Array
from core.data.dataset import Data
from core.data.description import Description
from core.data.preparing.dividing import divide_rows
from core.data.preparing.preparation import Preparation, fit_preparation
from core.data.preparing.preparation_notes import notes_on_preparation
from core.data.preparing.preprocessing import Scaling
from core.data.preparing.split import SplitRows
from core.data.preparing.split_notes import notes_on_split
from core.data.preparing.split_settings import SplitSettings, parse_split
from core.data.table import Table
from core.support.memory import memory_errors_as_input
from core.support.random_streams import streams

from .parsing import INLINE
from .split_builder import SplitBuilder
from .tables import is_file_source, read_table, read_test_table

if TYPE_CHECKING:
    from .experiment import Experiment
    from .settings import DataSettings

SUM_ERROR = 1e-5
"""How far the shares in a row of targets may be from a sum of 1."""


def load_data(
    experiment: "Experiment", random: np.random.Generator | None = None, preparation: Preparation | None = None
) -> Data:
    """Read or generate, split and prepare the examples of an experiment.

    `random` is the data stream of random numbers, by default that of the experiment's seed. `preparation` is one that
    was fitted before, as for a saved run: it is used where the source still has its columns, else one is fitted to the
    training rows. Raises InputError for data that can't be used: where, what was found, what was expected.
    """
    with memory_errors_as_input(experiment.data.source):
        data = _loaded(experiment, random or streams(experiment.seed).data, preparation)
        return data.with_balanced_classes() if experiment.data.class_weight == "balanced" else data


def _loaded(experiment: "Experiment", random: np.random.Generator, fitted: Preparation | None) -> Data:
    settings = experiment.data
    table = read_table(settings, random)
    test_table = read_test_table(settings, table)
    division = split_settings(settings)
    rows = divide_rows(division, table, random)
    task, output = task_and_output(experiment, table)
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
        preparation=preparation,
        description=described(settings, table, rows, preparation, test_table),
    )


def split_settings(settings: "DataSettings") -> SplitSettings:
    """How [data] says that rows are divided; with a test file, none of the source's are for the test split."""
    return parse_split(settings.split)._replace(
        fold=settings.fold or 1,
        validation=settings.validation_fraction,
        test=settings.test_fraction if settings.test is None else 0.0,
    )


def task_and_output(experiment: "Experiment", table: Table) -> tuple[str, str]:
    """The task, and the output function that suits the targets unless the experiment names one."""
    settings, output = experiment.data, experiment.network.output
    if table.labels is not None:
        return "classification", output or ("sigmoid" if len(table.class_names) == 2 else "softmax")
    assert table.values is not None, "a table has labels or values"
    task = settings.task or (table.description.task if table.description else None)
    if task is None:
        inline_classes = settings.source == INLINE and bool(np.isin(table.values, (0, 1)).all())
        task = "classification" if inline_classes else "regression"
    return task, output or _natural_output(task, table.values)


def described(
    settings: "DataSettings", table: Table, rows: SplitRows, preparation: Preparation, test_table: Table | None
) -> Description | None:
    """The description of the source, with notes on its split and preparation; None for built-in data without any."""
    notes = notes_on_split(split_settings(settings), table, rows, settings.fold is not None, test_table)
    description = table.description
    if is_file_source(settings.source):
        notes = [*notes_on_preparation(preparation, table, rows, test_table), *notes]
    if description is None:
        if not notes:
            return None
        target = table.target_names
        description = Description(len(table.inputs), target, "regression" if table.labels is None else "classification")
    return replace(description, inputs=preparation.width, notes=(*description.notes, *notes))


def _natural_output(task: str, targets: Array) -> str:
    """The output for targets, m × k: softmax for rows of shares that sum to 1, sigmoid for numbers each on its own."""
    if task == "regression":
        return "identity"
    with np.errstate(all="ignore"):  # of huge targets
        shares = targets.shape[1] > 1 and bool((np.abs(targets.sum(1) - 1) < SUM_ERROR).all() and (targets >= 0).all())
    return "softmax" if shares else "sigmoid"
