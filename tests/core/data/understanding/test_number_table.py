"""Descriptions of tables of numbers: the different values of bytes are counted when somebody asks."""

import pickle

import numpy as np

from core.data.table import Table
from core.data.understanding.number_table import described, distinct_bytes, distinct_values


def test_different_values_are_counted_once_and_when_somebody_looks() -> None:
    calls = []

    def count() -> list[int]:
        calls.append(1)
        return [3, 1]

    table = described(Table(np.zeros((4, 2)), ("a", "b"), np.array([0, 1, 0, 1]), ("0", "1")), ("c",), distinct=count)
    columns = table.description.columns
    assert len(columns) == 3
    assert not calls
    assert [(column.name, column.role, column.distinct) for column in columns] == [
        ("a", "input", 3), ("b", "input", 1), ("c", "target", 2),
    ]  # fmt: skip
    assert columns[-1].name == "c"
    assert columns[:1][0].distinct == 3
    assert len(calls) == 1


def test_bytes_have_as_many_values_as_numbers() -> None:
    values = np.random.default_rng(1).integers(0, 256, (300, 5)).astype(np.uint8) & [255, 1, 0, 15, 128]
    assert distinct_bytes(values.astype(np.uint8)) == distinct_values(values.astype(float))


def test_a_description_can_be_pickled() -> None:
    table = described(Table(np.arange(6.0).reshape(3, 2), ("a", "b"), values=np.ones((3, 1)), target_names=("y",)))
    again = pickle.loads(pickle.dumps(table.description))
    assert list(again.columns) == list(table.description.columns)
    assert [column.distinct for column in again.columns] == [3, 3, 1]
