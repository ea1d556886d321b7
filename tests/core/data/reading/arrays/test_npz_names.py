"""Arrays of text in an .npz that name what is in the others, and pictures in colour."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.data.reading.arrays.npz_reader import read_npz
from core.data.table import Table

X, Y = np.arange(8.0).reshape(4, 2), np.array([0, 2, 1, 0])


def read(tmp_path: Path, **arrays: Any) -> Table:
    np.savez(tmp_path / "a.npz", **arrays)
    return read_npz(tmp_path / "a.npz", None)


def test_columns_classes_and_target_have_their_names(tmp_path: Path) -> None:
    table = read(tmp_path, X=X, y=Y, columns=["height", "weight"], classes=["cat", "dog", "elk"], target="animal")
    assert table.input_names == ("height", "weight")
    assert table.class_names == ("cat", "dog", "elk")
    assert table.labels is not None
    assert table.labels.tolist() == Y.tolist()
    assert table.description.target == ("animal",)
    assert table.description.classes == {"cat": 2, "dog": 1, "elk": 1}
    measured = read(tmp_path, X=X, y=Y + 0.5, classes=["cat", "dog", "elk"], target="pounds")
    assert measured.target_names == ("pounds",)


@pytest.mark.parametrize(
    "names",
    [
        {"columns": ["height"]},
        {"columns": [1, 2]},
        {"classes": ["cat", "dog"]},
        {"classes": [0, 1, 2]},
        {"target": ["a", "b"]},
        {"columns": np.array([b"a", b"b"])},
        {"classes": np.zeros(3, "datetime64[s]")},
    ],
)
def test_arrays_that_do_not_fit_are_other_things(tmp_path: Path, names: dict[str, Any]) -> None:
    table = read(tmp_path, X=np.tile(X, (9, 1)), y=np.tile(Y, 9), **names)
    assert table.input_names == ("x1", "x2")
    assert table.class_names == ("0", "1", "2")
    assert table.description.target == ("y",)


def test_pictures_in_colour(tmp_path: Path) -> None:
    images = np.arange(4 * 2 * 3 * 3, dtype=np.uint8).reshape(4, 2, 3, 3)
    table = read(tmp_path, images=images, labels=Y)
    assert (table.shape, table.channels) == ((2, 3), 3)
    np.testing.assert_array_equal(table.inputs[1], images[1].ravel() / 255)
    assert table.input_names[:4] == ("p1 red", "p1 green", "p1 blue", "p2 red")
    assert read(tmp_path, images=images[..., :2], labels=Y).shape is None, "two numbers a pixel are no colour"
