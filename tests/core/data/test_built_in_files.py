"""The built-in files and the made data: their values by digests, their names, and how they are described."""

from hashlib import sha256

import numpy as np
import pytest

from core.data.catalog import BUILTINS
from core.data.table import Table
from core.experiment.experiment import Experiment
from core.experiment.tables import read_table
from core.support.random_streams import streams

DIGESTS = {
    "iris": "6e592aace77bce22",
    "wine": "b6ff7c6847be41ee",
    "digits": "e43d59c9e4208da9",
    "diabetes": "839c546b0b4ac02c",
    "mnist": "9b347e1490b45b84",
}
"""Of the inputs and targets as float64, row by row, as the CSV files of version 0.2.0 gave them."""


def table_of(name: str) -> Table:
    return read_table(Experiment.load(name).data, streams(1).data)


@pytest.mark.parametrize("name", DIGESTS)
def test_the_values_are_those_of_earlier_versions(name: str) -> None:
    table = table_of(name)
    targets = table.values if table.labels is None else table.labels[:, None]
    assert targets is not None
    digest = sha256(np.hstack([table.inputs, targets.astype(float)]).tobytes())
    assert digest.hexdigest()[:16] == DIGESTS[name]


@pytest.mark.parametrize("name", BUILTINS)
def test_each_is_described(name: str) -> None:
    entry, table = BUILTINS[name], table_of(name)
    description = table.description
    assert (description.rows, description.inputs, description.task) == (entry.rows, entry.inputs, entry.task)
    assert tuple(description.classes) == entry.classes
    assert sum(description.classes.values()) == (entry.rows if entry.classes else 0)
    inputs = [column for column in description.columns if column.role == "input"]
    assert [column.name for column in inputs] == list(table.input_names)
    assert [column.name for column in description.columns if column.role == "target"] == list(description.target)
    some = range(0, entry.inputs, 37)
    assert [inputs[place].distinct for place in some] == [len(np.unique(table.inputs[:, place])) for place in some]


def test_names_in_the_files() -> None:
    iris, diabetes, digits = map(table_of, ("iris", "diabetes", "digits"))
    assert iris.input_names == ("sepal length", "sepal width", "petal length", "petal width")
    assert diabetes.target_names == ("progression",)
    assert digits.shape == (8, 8)
    targets = [table.description.target for table in (iris, digits, table_of("mnist")) if table.description]
    assert targets == [("species",), ("digit",), ("digit",)]
