"""The data of an experiment: read or generated, split, scaled and coded."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.calls import Array
from core.data.catalog import BUILTINS, BuiltIn
from core.data.dataset import Data, Split
from core.data.generators import GATES, GENERATORS, gate
from core.data.preparing.preprocessing import Scaling, compute_features, encode_labels
from core.data.preparing.split import SplitRows, split_rows
from core.data.shipped_files import find_shipped_file
from core.data.source_settings import SourceSettings
from core.data.sources import read_table_of
from core.data.table import Table
from core.data.understanding.number_table import described
from core.support.errors import InputError
from core.support.i18n import _, ngettext
from core.support.memory import memory_errors_as_input, require_memory
from core.support.random_streams import streams
from core.support.shown_values import value_text

if TYPE_CHECKING:
    from .experiment import Experiment
    from .settings import DataSettings

DIGIT_LEVELS = 16.0

COPIES = 4
"""Copies of all examples in memory while they are scaled and divided."""


def load_data(experiment: "Experiment", random: np.random.Generator | None = None) -> Data:
    """Read or generate, split, scale and code the examples of an experiment.

    `random` is the data stream of random numbers, by default that of the experiment's seed. Raises InputError for data
    that can't be used: where, what was found, what was expected.
    """
    with memory_errors_as_input(experiment.data.source):
        data = _loaded(experiment, random or streams(experiment.seed).data)
        return data.with_balanced_classes() if experiment.data.class_weight == "balanced" else data


def _loaded(experiment: "Experiment", random: np.random.Generator) -> Data:
    settings = experiment.data
    table = read_table(experiment, random)
    if settings.features is not None:
        names = tuple(settings.features)
        table = replace(table, inputs=compute_features(table.inputs, names), input_names=names)
    count = len(table.inputs)
    rows = split_rows(table.labels, count, settings.validation_fraction, settings.test_fraction, random)
    for name, part in (("validation_fraction", rows.validation), ("test_fraction", rows.test)):
        if getattr(settings, name) and not len(part):
            message = ngettext(
                "data.{} = {:g} of {} row is less than one row; set it to 0, or give more rows",
                "data.{} = {:g} of {} rows is less than one row; set it to 0, or give more rows",
                count,
            )
            raise InputError(message.format(name, getattr(settings, name), count))
    return _coded(experiment, table, rows)


def read_table(experiment: "Experiment", random: np.random.Generator) -> Table:
    """The table of an experiment's source. Raises InputError."""
    settings = experiment.data
    name = settings.source
    if name == "inline":
        return _inline(experiment)
    if name in BUILTINS:
        return _built_in(experiment, random)
    return read_table_of(Path(name), source_settings(settings))


def source_settings(settings: "DataSettings") -> SourceSettings:
    """What the settings of [data] say about how a file is read and understood."""
    return SourceSettings(
        target=settings.target,
        task=settings.task,
        ignore=settings.ignore,
        kinds=settings.kinds,
        missing=settings.missing,
        separator=settings.separator,
        decimal=settings.decimal,
        header=settings.header,
        encoding=settings.encoding,
    )


def _built_in(experiment: "Experiment", random: np.random.Generator) -> Table:
    settings = experiment.data
    entry = BUILTINS[settings.source]
    if entry.name in GATES:
        inputs, targets = gate(entry.name)
    elif entry.name in GENERATORS:
        inputs, targets = GENERATORS[entry.name](settings.samples, settings.noise, random)
    else:
        return _shipped(entry)
    names = ("x",) if inputs.shape[1] == 1 else ("x1", "x2")
    if entry.task == "regression":
        return described(Table(inputs, names, values=targets, target_names=("y",)))
    return described(Table(inputs, names, targets, entry.classes), (_("class"),))


def _shipped(entry: BuiltIn) -> Table:
    """The table of a built-in file."""
    from core.data.reading.npz_reader import read_npz

    name = "mnist_5000" if entry.name == "mnist" else entry.name
    table = read_npz(find_shipped_file(f"{name}.npz"), entry.task)
    if entry.name != "digits":
        return table
    assert table.description is not None, "files are described as they are read"
    return described(replace(table, inputs=table.inputs / DIGIT_LEVELS, shape=(8, 8)), table.description.target)


def _inline(experiment: "Experiment") -> Table:
    """Inputs and targets from the experiment file."""
    settings = experiment.data
    inputs, values = np.array(settings.inputs, float), np.array(settings.targets, float)
    names = tuple(f"x{number}" for number in range(1, inputs.shape[1] + 1))
    targets = tuple(f"y{number}" for number in range(1, values.shape[1] + 1))
    return Table(inputs, names, values=values, target_names=targets)


def _coded(experiment: "Experiment", table: Table, rows: SplitRows) -> Data:
    """Scale by the training rows, code the targets, and build the splits."""
    settings = experiment.data
    output: str | None = experiment.network.output
    inputs, task = table.inputs, "regression"
    if table.labels is not None:
        classes = len(table.class_names)
        task, output = "classification", output or ("sigmoid" if classes == 2 else "softmax")
        require_memory(COPIES * 8 * len(table.labels) * classes, settings.source)
        targets = encode_labels(table.labels, classes, output)
    else:
        assert table.values is not None
        targets = table.values
        inline_classes = settings.source == "inline" and bool(np.isin(targets, (0, 1)).all())
        task = settings.task or ("classification" if inline_classes else "regression")
        output = output or _natural_output(task, targets)
    input_scaling = target_scaling = None
    require_memory(COPIES * inputs.itemsize * len(inputs) * (inputs.shape[1] + targets.shape[1]), settings.source)
    if settings.standardize:
        input_scaling = Scaling.of(inputs[rows.train])
        inputs = input_scaling.standardized(inputs)
        if task == "regression":
            target_scaling = Scaling.of(targets[rows.train])
            targets = target_scaling.standardized(targets)
    inputs, targets = _cast(experiment, table, inputs), _cast(experiment, table, targets, targets=True)

    def part(indices: Array) -> Split | None:
        if not len(indices):
            return None
        X = np.ones((len(indices), inputs.shape[1] + 1), experiment.dtype)
        X[:, 1:] = inputs[indices]
        return Split(X, np.ascontiguousarray(targets[indices]))

    train = part(rows.train)
    assert train is not None
    return Data(
        task=task,
        output=output,
        train=train,
        validation=part(rows.validation),
        test=part(rows.test),
        input_names=table.input_names,
        class_names=table.class_names,
        target_names=table.target_names,
        shape=table.shape,
        channels=table.channels,
        input_scaling=input_scaling,
        target_scaling=target_scaling,
        description=table.description,
    )


def _cast(experiment: "Experiment", table: Table, values: Array, targets: bool = False) -> Array:
    """Inputs or targets, m rows, in the experiment's dtype.

    Raises InputError for a number that is too large for it, and for a column that would underflow.
    """
    limits, names = np.finfo(experiment.dtype), table.target_names if targets else table.input_names
    with np.errstate(all="ignore"):
        cast = values.astype(experiment.dtype, copy=False)
    finite = np.isfinite(cast)
    if not finite.all():
        row, column = map(int, np.argwhere(~finite)[0])
        unscaled = table.values if targets else table.inputs
        assert unscaled is not None, "classes are coded as small numbers"
        if experiment.data.standardize:
            remedy = _("it is too far from the training rows; correct it, or set data.standardize = false")
        else:
            remedy = _('set data.standardize = true or dtype = "float64"')
        message = _("{}: found {:g}, expected a number that {} holds, at most {:.2g}: {}")
        place = _place(experiment, table, row, names[column], targets)
        raise InputError(message.format(place, unscaled[row, column], experiment.dtype, limits.max, remedy))
    sizes = np.abs(values).max(0)
    vanishing = (sizes > 0) & (sizes < limits.tiny)
    if values.dtype != cast.dtype and vanishing.any():
        column = int(vanishing.argmax())
        message = _('{}, column {}: found at most {:g}, too small for {}; set data.standardize = true or dtype = "{}"')
        source = _source(experiment, targets)
        raise InputError(
            message.format(source, value_text(names[column]), sizes[column], experiment.dtype, values.dtype)
        )
    return cast


def _place(experiment: "Experiment", table: Table, row: int, name: str, targets: bool) -> str:
    """The place of a value for messages: source, line of the file or row, and column."""
    where = _("line {}").format(table.lines[row]) if table.lines else _("row {}").format(row + 1)
    return _("{}, {}, column {}").format(_source(experiment, targets), where, value_text(name))


def _source(experiment: "Experiment", targets: bool) -> str:
    if experiment.data.source == "inline":
        return "data.targets" if targets else "data.inputs"
    return experiment.data.source


def _natural_output(task: str, targets: Array) -> str:
    if task == "regression":
        return "identity"
    with np.errstate(all="ignore"):  # of huge targets
        one_hot = targets.shape[1] > 1 and bool((targets.sum(1) == 1).all())
    return "softmax" if one_hot else "sigmoid"
