"""Export as .safetensors: Θ(1) as theta_1, and the metadata in its header."""

from collections.abc import Callable
from pathlib import Path

from core.calls import Array
from core.model.files.layer_names import named_thetas
from core.model.files.metadata import plain_metadata
from core.model.files.tensor_files import tensor_file
from core.model.files.weights_file import read_model
from core.model.model import Model
from core.support import atomic_files


def write(model: Model, path: Path) -> None:
    """Write the model; the same model as the same bytes. Raises OSError."""
    atomic_files.write(path, tensor_file(named_thetas(model.network.thetas), plain_metadata(model)))


def read_back(path: Path) -> Callable[[Array], Array]:
    """What the file says of raw inputs, m × s, by the model that it alone restores. Raises InputError."""
    return read_model(path).outputs
