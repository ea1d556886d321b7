"""Weights and metadata of own ONNX files, read by the library onnx."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.calls import Array
from core.data.unusable_file import refuse
from core.support.errors import InputError
from core.support.i18n import _
from core.support.regular_files import read_named

if TYPE_CHECKING:
    from onnx import ModelProto, TensorProto

LARGEST = 2**31 - 1
"""Bytes of a file, at most: more can't be in one message of Protocol Buffers."""


@contextmanager
def onnx_library(path: Path) -> Iterator[None]:
    """For code that imports onnx. Raises InputError, with how to install it, where it isn't."""
    try:
        import onnx  # noqa: F401
    except ImportError as missing:
        text = _("ONNX files need the library onnx, which is not installed: pip install 'mlp-tui[onnx]'")
        raise InputError(f"{path}: {text}") from missing
    yield


def weights_name(l: int) -> str:
    """The name of the rows of Θ(l) behind the first."""
    return f"Theta{l}_weights"


def bias_name(l: int) -> str:
    """The name of the first row of Θ(l)."""
    return f"Theta{l}_bias"


def read_message(path: Path) -> "ModelProto":
    """The message in a file. Raises InputError."""
    with onnx_library(path):
        from google.protobuf.message import DecodeError
        from onnx import load_model_from_string

        try:
            read: ModelProto = load_model_from_string(read_named(path, _("an ONNX file"), LARGEST))
        except DecodeError as problem:
            raise InputError(_("{}: found no ONNX file").format(path)) from problem
    return read


def metadata_of(message: "ModelProto") -> dict[str, str]:
    """The metadata of a message."""
    return {entry.key: entry.value for entry in message.metadata_props}


def thetas_of(message: "ModelProto", path: Path) -> list[Array]:
    """Θ(1), Θ(2), … in a message, each (s_l + 1) × s_{l+1}. Raises InputError where they aren't as in own files."""
    constants = {one.name: one for one in message.graph.initializer}
    thetas: list[Array] = []
    while weights_name(l := len(thetas) + 1) in constants and bias_name(l) in constants:
        weights, bias = (_array(constants[name], path) for name in (weights_name(l), bias_name(l)))
        if weights.ndim != 2 or bias.shape != weights.shape[1:]:
            text = _("{} has shape {} and {} has shape {}, expected s × k and k")
            refuse(path, text.format(weights_name(l), weights.shape, bias_name(l), bias.shape))
        thetas.append(np.vstack([bias, weights]))
    if not thetas:
        refuse(path, _("found an ONNX file of another program, expected one that `mlp-tui export` has written"))
    return thetas


def _array(constant: "TensorProto", path: Path) -> Array:
    """The numbers of a constant. Raises InputError for other kinds, and for those in a file beside it."""
    from onnx import TensorProto, numpy_helper

    inside = constant.data_location != TensorProto.EXTERNAL  # a file of unknown origin must not name others to be read
    if not inside or constant.data_type not in (TensorProto.FLOAT, TensorProto.DOUBLE):
        refuse(path, _("{}: expected numbers as float32 or float64 in the file itself").format(constant.name))
    try:
        array: Array = numpy_helper.to_array(constant)
    except ValueError as problem:
        raise InputError(_("{}: {} can't be read: {}").format(path, constant.name, problem)) from problem
    return array
