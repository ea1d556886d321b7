"""Files of tensors, written here and read by the library, and the other way round."""

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load, save_file

from core.model.files.tensor_files import TensorFile, tensor_file

ARRAYS = {
    "frozen": np.array([True, False, True]),
    "steps": np.arange(5),
    "none": np.empty((0, 3)),
    "half": np.array([[0.5, 1.0]], np.float32).T,
    "theta": np.arange(6.0).reshape(2, 3).T,
}


def test_the_library_reads_them_and_each_array_is_aligned() -> None:
    content = tensor_file(ARRAYS, {"about": "é"})
    read, length = load(content), int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    assert header.pop("__metadata__") == {"about": "é"}
    for name, array in ARRAYS.items():
        assert np.array_equal(read[name], array)
        assert (8 + length + header[name]["data_offsets"][0]) % array.itemsize == 0


@pytest.mark.parametrize("written_by", ["us", "the library"])
def test_they_are_read_again(tmp_path: Path, written_by: str) -> None:
    path = tmp_path / "a.safetensors"
    arrays = {name: np.ascontiguousarray(array) for name, array in ARRAYS.items()}
    if written_by == "us":
        path.write_bytes(tensor_file(arrays, {}))
    else:
        save_file(arrays, path)
    with path.open("rb") as file:
        read = TensorFile(file).read_all()
    assert read.keys() == arrays.keys()
    assert all(read[name].dtype == array.dtype and np.array_equal(read[name], array) for name, array in arrays.items())
