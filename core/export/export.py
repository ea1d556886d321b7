"""Exporting a model: the kind of file by its ending, written, read back and compared."""

import os
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from stat import S_ISREG
from tempfile import TemporaryDirectory
from typing import NamedTuple, Protocol

import numpy as np

from core.calls import Array
from core.data.unusable_file import refuse
from core.experiment.parsing import is_run
from core.model.model import Model
from core.runs.run_folder import BEST, LAST
from core.support.atomic_files import sync_folder
from core.support.errors import InputError
from core.support.i18n import _
from core.support.regular_files import file_kind
from core.support.shown_values import value_text
from core.support.suggestions import nearest_name

from .made_rows import made_rows

TOLERANCES = {"float64": 1e-12, "float32": 1e-5}
"""How far an export may be off, as a share of the largest output, by the dtype of the network."""
MOST_ROWS = 4096
"""Of more rows, as many are compared, evenly spaced."""
AT_ONCE = 256
"""Rows that are compared between two reports of the progress."""

Progress = Callable[[int, int], object]
"""Is called with the number of compared rows, and of all rows."""


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
    """What came of an export: the largest difference from the model's own outputs over `rows` raw inputs.

    `size` is that of the file in bytes; `replaced` says whether another file stood there before.
    """

    path: Path
    size: int
    rows: int
    largest_difference: float
    replaced: bool = False


def check_target(path: Path) -> str:
    """The ending by which a model is exported to a path.

    Raises InputError for an unknown ending, and where no file can be written: a folder, a device, a file of a run.
    """
    ending = path.suffix.lower()
    if ending not in EXPORTERS:
        text = _("found the ending {}, expected one of {}").format(value_text(ending), " ".join(EXPORTERS))
        near = nearest_name(ending, list(EXPORTERS))
        refuse(path, text + (_("; did you mean '{}'?").format(near) if near else ""))
    try:
        found = os.stat(path)
    except FileNotFoundError:
        if not path.parent.is_dir():
            refuse(path, _("there is no folder {}").format(path.parent))
    else:
        if not S_ISREG(found.st_mode):
            refuse(path, _("found {}, expected the name of a file").format(file_kind(found.st_mode)))
    if path.name in (LAST, BEST) and is_run(path.parent):
        refuse(path, _("it belongs to a run, expected another name"))
    return ending


def export_model(model: Model, path: Path, rows: Array | None = None, progress: Progress | None = None) -> Exported:
    """Write a model to a file, whose ending says the kind, and replace what stood there.

    It is written beside its place, read back, and compared with the model's own outputs, over `rows`, raw inputs m × s,
    and over rows made from the preparation, all rounded to the network's dtype, in which a file may take them; only
    then it gets its name. Raises InputError where it can't be written or read, or where it says something else than the
    model; then nothing is left.
    """
    ending = check_target(path)
    target = Path(os.path.realpath(path))  # a link stays one, as with `cp`
    replaced = target.exists()
    try:
        with TemporaryDirectory(prefix=f".{target.stem}-", dir=target.parent) as beside:
            written = Path(beside) / target.name
            rows_compared, difference = _written(model, written, ending, path, rows, progress)
            size = written.stat().st_size
            os.replace(written, target)
        sync_folder(target.parent)
    except OSError as problem:
        raise InputError(_("{}: cannot be written: {}").format(path, problem.strerror or problem)) from problem
    return Exported(path, size, rows_compared, difference, replaced)


def _written(
    model: Model, written: Path, ending: str, path: Path, rows: Array | None, progress: Progress | None
) -> tuple[int, float]:
    """Write the file and compare it; how many rows were compared, and the largest difference. Raises InputError."""
    made, kind = made_rows(model.preparation), exporter(ending)
    given = made[:0] if rows is None else rows[_evenly_spaced(len(rows))]
    with np.errstate(over="ignore"):
        compared = np.vstack([given, made]).astype(model.network.parameters.dtype).astype(float)
    try:
        kind.write(model, written)
        difference = _compared(model, kind.read_back(written), compared, progress)
    except InputError as problem:  # it names the file by the name that it has meanwhile
        raise InputError(str(problem).replace(str(written), str(path))) from problem
    return len(compared), difference


def _evenly_spaced(count: int) -> Array:
    return np.linspace(0, max(count - 1, 0), min(count, MOST_ROWS)).round().astype(int)


def _compared(model: Model, read: Callable[[Array], Array], rows: Array, progress: Progress | None) -> float:
    """The largest difference of what was read back. Raises InputError where it is above the tolerance."""
    own, found = model.outputs(rows), np.empty((len(rows), model.network.parameters.sizes[-1]))
    for start in range(0, len(rows), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        outputs = read(rows[part])
        if outputs.shape != found[part].shape:
            text = _("read back, it gives outputs of shape {}, expected {}; nothing was written")
            raise InputError(text.format(outputs.shape, found[part].shape))
        found[part] = outputs
        if progress is not None:
            progress(min(start + AT_ONCE, len(rows)), len(rows))
    differences = differences_of(own.astype(float), found)
    allowed = TOLERANCES[model.network.parameters.dtype.name] * _sizes(model, own)
    if (differences > allowed).any():
        row, column = np.unravel_index((differences - allowed).argmax(), differences.shape)
        text = _("read back, it is off by {:.3g} in output {} (found {:.9g}, expected {:.9g}); nothing was written")
        numbers = differences[row, column], column + 1, found[row, column], own[row, column]
        raise InputError(text.format(*numbers))
    return float(differences.max())


def differences_of(own: Array, found: Array) -> Array:
    """|own − found|, 0 where both are the same, infinity or not a number; infinite where one of them is."""
    same = (own == found) | (np.isnan(own) & np.isnan(found))
    with np.errstate(all="ignore"):
        differences: Array = np.where(same, 0.0, np.nan_to_num(np.abs(own - found), nan=np.inf))
    return differences


def _sizes(model: Model, own: Array) -> Array:
    """By what each output is measured: 1 for probabilities; the largest of a regression's, as it has a unit."""
    if model.meaning.task == "classification":
        return np.ones(own.shape[1])
    finite = np.where(np.isfinite(own), np.abs(own), 0)
    sizes: Array = np.maximum(finite.max(0, initial=0), np.finfo(float).tiny)
    return sizes
