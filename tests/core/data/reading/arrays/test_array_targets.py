"""Targets in arrays: classes and measurements by the rule for tables of text, and what is said of them."""

from pathlib import Path

import numpy as np
import pytest
from narrowing import present

from core.calls import Array
from core.data.reading.arrays.array_table import ExampleArrays, array_table
from core.data.table import Table
from core.support.errors import InputError

FILE = Path("my.npz")


def table_of(y: Array, task: str | None = None) -> Table:
    X = np.arange(2.0 * len(y)).reshape(len(y), 2)
    return array_table(FILE, ExampleArrays(X, y, "X", "y"), task)


@pytest.mark.parametrize(
    ("y", "classes"),
    [
        (np.arange(50) % 10, tuple(map(str, range(10)))),
        (np.arange(50) % 3 + 1.0, ("1", "2", "3")),
        (np.arange(50) % 2 == 0, ("False", "True")),
        (np.array(["b", "a"] * 9), ("a", "b")),
        (np.eye(3)[np.arange(50) % 3], ("y1", "y2", "y3")),
        (np.arange(50) ** 2, ()),
        (np.repeat([0, 1, 2, 3], [40, 3, 30, 5]), ()),
    ],
)
def test_classes_and_measurements(y: Array, classes: tuple[str, ...]) -> None:
    table = table_of(y)
    assert table.class_names == classes
    assert (table.values is None) == bool(classes)
    assert present(table.description).task == ("classification" if classes else "regression")


def test_what_was_guessed_is_said() -> None:
    (note,) = present(table_of(np.repeat([0, 1, 2, 3], [40, 3, 30, 5])).description).notes
    assert 'data.task = "classification"' in note
    (twins,) = present(table_of(np.array(["no", "No", "yes"] * 5)).description).notes
    assert twins.startswith("'No', 'no' of 'y' differ only in case")
    assert present(table_of(np.arange(50) % 2).description).notes == ()


def test_several_labels_a_row() -> None:
    table = table_of(np.array([[0, 1], [1, 1], [1, 0]] * 5))
    assert present(table.values).shape == (15, 2)
    assert present(table.description).task == "classification"
    assert present(table_of(np.array([[0, 1], [1, 1], [1, 0]] * 5), "regression").description).task == "regression"


def test_targets_of_one_value_are_refused() -> None:
    with pytest.raises(InputError, match=r"my\.npz: all targets are of one class or value, '3' in column 'y'"):
        table_of(np.full(9, 3))
