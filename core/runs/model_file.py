"""The model in a file of weights: its record in the metadata, and its weights."""

from pathlib import Path

from core.data.unusable_file import refuse
from core.model.files.metadata import RECORD
from core.model.files.tensor_files import TensorHeader, open_tensors, read_arrays, read_header
from core.model.model import Model
from core.model.model_record import from_json
from core.support.errors import NewerFormat
from core.support.i18n import _
from core.support.regular_files import Refused

from .checkpoint import FORMAT_VERSION, check_version, digest

STATE, DIGEST = "state", "sha256"
"""Keys of the metadata of run folders: a checkpoint's record, and its digest with all arrays."""


def model_of_weights_file(path: Path) -> Model | None:
    """The model in a safetensors file; None for a file without a record of one, as earlier versions wrote them.

    Raises InputError, with the file in front, where the file is missing, damaged, of a later version, or no such file.
    """
    try:
        with open_tensors(path) as file:
            header = read_header(file)
            check_version(path, header.metadata.get("format_version"))
            if RECORD not in header.metadata:
                return None
            arrays = read_arrays(file, header)
        text = header.metadata.get(STATE)
        if text is not None and header.metadata.get(DIGEST) != digest(arrays, text):
            raise ValueError(_("its content is damaged"))
        thetas = [arrays[f"theta_{l}"] for l in range(1, _layers(header) + 1)]
        return from_json(header.metadata[RECORD].encode(), thetas)
    except (NewerFormat, Refused):
        raise
    except (OSError, ValueError, MemoryError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else problem
        why = _("not enough memory for it") if isinstance(problem, MemoryError) else why
        message = _("cannot be read: {}; expected weights of mlp-tui as safetensors, in format {} at most")
        refuse(path, message.format(why, FORMAT_VERSION))


def _layers(header: TensorHeader) -> int:
    """How many matrices Θ(1), Θ(2), … a file has, without a gap."""
    count = 0
    while f"theta_{count + 1}" in header.arrays:
        count += 1
    return count
