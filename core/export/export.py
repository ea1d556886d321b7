"""Exporting a model: the kind of file by its ending, written, read back and compared."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol

from core.calls import Array
from core.model.model import Model


class Exporter(Protocol):
    """The module of a kind of file."""

    def write(self, model: Model, path: Path) -> None:
        """Write the model. Raises InputError where that can't be done, OSError where the file can't be written."""

    def read_back(self, path: Path) -> Callable[[Array], Array]:
        """What the file says of raw inputs, as `Model.outputs` does. Raises InputError."""


EXPORTERS: Mapping[str, str] = {
    ".onnx": "onnx_file",
    ".safetensors": "safetensors_file",
    ".npz": "npz_file",
    ".py": "python_file",
}
"""The module of each kind, by the ending of the file; imported when it is needed."""


def exporter(ending: str) -> Exporter:
    """The module for an ending."""
    found: Exporter = import_module(f".{EXPORTERS[ending]}", __package__)
    return found


class Exported(NamedTuple):
    """What came of an export: the largest difference from the model's own outputs over `rows` raw inputs."""

    path: Path
    size: int
    rows: int
    largest_difference: float
