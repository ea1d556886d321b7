"""Export as NumPy's .npz: Θ(1) as theta_1, and the metadata as JSON in an array.

`numpy.load(FILE)["theta_1"]`, and `json.loads(str(numpy.load(FILE)["metadata"]))`: nothing in it is pickled.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import numpy as np

from core.calls import Array
from core.model.files.layer_names import named_thetas
from core.model.files.metadata import plain_metadata
from core.model.files.weights_file import METADATA, read_model
from core.model.model import Model
from core.support import atomic_files

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of all members, the earliest that a ZIP archive knows: the same model is written as the same bytes."""


def write(model: Model, path: Path) -> None:
    """Write the model; the same model as the same bytes. Raises OSError."""
    entries = ", ".join(f'"{key}": {value}' for key, value in plain_metadata(model).items())
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for name, array in {**named_thetas(model.network.thetas), METADATA: np.array(f"{{{entries}}}")}.items():
            with archive.open(
                ZipInfo(f"{name}.npy", LONG_AGO), "w", force_zip64=array.nbytes > 2**31 - 2**20
            ) as member:
                np.lib.format.write_array(member, array, allow_pickle=False)
    atomic_files.write(path, content.getvalue())


def read_back(path: Path) -> Callable[[Array], Array]:
    """What the file says of raw inputs, m × s, by the model that it alone restores. Raises InputError."""
    return read_model(path).outputs
