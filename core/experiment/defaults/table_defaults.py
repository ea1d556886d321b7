"""The defaults for a file of data: they suit what is in it, so it is read."""

from collections.abc import Mapping

import numpy as np

from core.data.preparing.column_coding import prepared_width
from core.data.preparing.dividing import divide_rows
from core.data.table import Table
from core.experiment.data_settings import split_settings
from core.experiment.parsing import flatten
from core.experiment.settings import DataSettings, field
from core.experiment.tables import read_table
from core.experiment.targets import output_neurons, task_and_output
from core.support.memory import memory_errors_as_input
from core.support.random_streams import streams

from .suited_defaults import suited_defaults


def defaults_for_file(
    data: DataSettings, output: str | None, seed: int, given: Mapping[str, object]
) -> dict[str, object]:  # fmt: skip
    """The defaults, by dotted key, that suit the data in a file, besides the keys that are given.

    The file is read, and kept for the training that follows. What is given decides which defaults make sense beside it.
    Raises InputError for data that can't be used.
    """
    with memory_errors_as_input(data.source):
        random = streams(seed).data
        table = read_table(data, random, keep=True)
        return defaults_for_table(table, data, output, random, given)


def defaults_for_table(
    table: Table, data: DataSettings, output: str | None, random: np.random.Generator, given: Mapping[str, object]
) -> dict[str, object]:
    """The same for the rows of a table; `random` is the data stream of random numbers, which divides them."""
    rows = divide_rows(split_settings(data), table, random)
    task, output = task_and_output(data, output, table)
    inputs = prepared_width(table, rows.train, data.missing)
    inputs = inputs if data.features is None else len(data.features)
    suited = suited_defaults(len(table.inputs), inputs, task, output_neurons(output, table))
    found = {key: entry.value for key, entry in flatten(suited).items()}
    without = {key for key in found if key in given}
    if "network.weights" in given or isinstance(given.get("network.activation"), list):
        without.add("network.hidden")  # their number of layers counts
    if "network.activation" in given:
        without.add("network.initializer")
    usual = field("training.optimizer").default
    if given.get("training.optimizer", usual) != usual:
        without.add("training.learning_rate")
    if not len(rows.validation) or given.get("training.evaluate_every") == 0:
        without.add("training.early_stopping")
    if not data.standardize:
        without.add("dtype")  # numbers as they stand in the file may be too large for float32
    return {key: value for key, value in found.items() if key not in without}
