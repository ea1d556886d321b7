"""Models as ONNX files, by the library onnx, checked by it, and computed again by its reference."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from core.calls import Array
from core.data.unusable_file import refuse
from core.model.model import Model
from core.model.model_record import from_json, to_json
from core.support import atomic_files as files
from core.support.errors import InputError
from core.support.i18n import _
from core.support.regular_files import read_named

from .onnx_graph import Graph, add_model, takes_raw_columns

if TYPE_CHECKING:
    from onnx import ModelProto

OPSET = 17
IR_VERSION = 8
"""Both are those of ONNX 1.12 of 2022, so that runtimes from then on read the file."""

LARGEST = 2**31 - 1
"""Bytes of a file, at most: more can't be in one message of Protocol Buffers."""
BESIDE_WEIGHTS = 2**24
"""Bytes that are kept for all but the weights."""

RECORD = "model"
"""The key of the metadata under which the model's record stands."""


def write(model: Model, path: Path) -> None:
    """Write the model as ONNX.

    Raises InputError where the library is missing, or for a model that ONNX can't hold, and OSError.
    """
    with onnx_library(path):
        from onnx.checker import check_model

        made = onnx_model(model, path)
        check_model(made, full_check=True)
        files.write(path, made.SerializeToString())


def read_back(path: Path) -> Callable[[Array], Array]:
    """What the file says of raw inputs, m × s, by onnx's reference implementation: m × s_L. Raises InputError."""
    with onnx_library(path):
        from onnx.reference import ReferenceEvaluator

        read = _read(path)
        model, evaluator, name = _model_in(read, path), ReferenceEvaluator(read), read.graph.input[0].name
    dtype, raw_columns = model.network.parameters.dtype, takes_raw_columns(model)

    def outputs(inputs: Array) -> Array:
        with np.errstate(all="ignore"):
            given = np.asarray(inputs).astype(dtype) if raw_columns else model.prepared(np.asarray(inputs, float))
            (computed,) = cast(list[Array], evaluator.run(None, {name: given}))
        return computed

    return outputs


def read_model(path: Path) -> Model:
    """The model in a file that `write` has made, with the same bits. Raises InputError."""
    with onnx_library(path):
        return _model_in(_read(path), path)


@contextmanager
def onnx_library(path: Path) -> Iterator[None]:
    """For code that imports onnx. Raises InputError, with how to install it, where it isn't."""
    try:
        import onnx  # noqa: F401
    except ImportError as missing:
        text = _("ONNX files are made with the library onnx, which is not installed: pip install 'mlp-tui[onnx]'")
        raise InputError(f"{path}: {text}") from missing
    yield


def onnx_model(model: Model, path: Path) -> "ModelProto":
    """The model as ONNX's message: one input of rows, one output of rows. Raises InputError; `path` is for messages."""
    from onnx import helper

    network = model.network
    if network.parameters.theta.nbytes > LARGEST - BESIDE_WEIGHTS:
        refuse(path, _("an ONNX file holds at most 2 GiB, and the weights are more; export it as .safetensors"))
    raw = takes_raw_columns(model)
    sizes = network.parameters.sizes
    given = "inputs" if raw else "prepared_inputs"
    made = "predictions" if model.meaning.task == "regression" else "probabilities"
    width = len(model.preparation.codings) if raw else sizes[0]
    graph = Graph()
    add_model(graph, model, given, made)
    tensor_type = helper.np_dtype_to_tensor_dtype
    proto = helper.make_graph(
        graph.nodes,
        "mlp",
        [helper.make_tensor_value_info(given, tensor_type(network.parameters.dtype), ["rows", width], input_text(raw))],
        [helper.make_tensor_value_info(made, tensor_type(model.output_dtype), ["rows", sizes[-1]])],
        list(graph.constants.values()),
    )
    whole = helper.make_model(
        proto,
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="mlp-tui",
        doc_string=_("a multilayer perceptron, {}").format("-".join(map(str, sizes))),
    )
    helper.set_model_props(whole, {RECORD: to_json(model).decode()})
    return whole


def input_text(raw: bool) -> str:
    """What the columns of the input are."""
    if raw:
        return _("the columns of numbers as they are in a table, NaN where a cell is missing")
    return _("the inputs of the network, coded and standardised; the metadata say how")


def _read(path: Path) -> "ModelProto":
    """The message in a file. Raises InputError."""
    from google.protobuf.message import DecodeError
    from onnx import load_model_from_string

    try:
        read: ModelProto = load_model_from_string(read_named(path, _("an ONNX file"), LARGEST))
    except DecodeError as problem:
        raise InputError(f"{path}: {_('it is not an ONNX file')}") from problem
    return read


def _model_in(read: "ModelProto", path: Path) -> Model:
    """The model in a message. Raises InputError, with the path in front."""
    from onnx import numpy_helper

    record = {entry.key: entry.value for entry in read.metadata_props}.get(RECORD)
    if record is None:
        refuse(path, _("found an ONNX file of another program, expected one that `mlp-tui export` has written"))
    try:
        arrays = {one.name: numpy_helper.to_array(one) for one in read.graph.initializer}
        count = sum(name.endswith("_bias") for name in arrays)
        thetas = [np.vstack([arrays[f"Theta{l}_bias"], arrays[f"Theta{l}_weights"]]) for l in range(1, count + 1)]
    except (KeyError, ValueError) as problem:
        raise InputError(f"{path}: {_('its weights can not be read: {}').format(problem)}") from problem
    try:
        return from_json(record.encode(), thetas)
    except InputError as problem:
        refuse(path, str(problem))
