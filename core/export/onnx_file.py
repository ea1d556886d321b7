"""Models as ONNX files, made and checked by the library onnx."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import DTypeLike

from core.calls import Array
from core.data.unusable_file import refuse
from core.model.files.metadata import PROGRAM, plain_metadata
from core.model.files.onnx_weights import LARGEST, onnx_library, read_message
from core.model.files.weights_file import read_model
from core.model.model import Model
from core.support import atomic_files as files
from core.support.i18n import _
from core.support.shown_values import value_text

from .onnx_graph import Graph
from .onnx_model import OPERATORS, add_model, graph_inputs, graph_width, takes_raw_columns, unknown_functions

if TYPE_CHECKING:
    from onnx import ModelProto, ValueInfoProto

OPSET = 17
IR_VERSION = 8
"""Both are those of ONNX 1.12 of 2022, so that runtimes from then on read the file."""

BESIDE_WEIGHTS = 2**24
"""Bytes that are kept for all but the weights."""


def write(model: Model, path: Path) -> None:
    """Write the model as ONNX.

    Raises InputError where the library is missing, or for a model that ONNX can't hold, and OSError.
    """
    with onnx_library(path):
        from onnx.checker import check_model

        made = message_of(model, path)
        check_model(made, full_check=True)
        files.write(path, made.SerializeToString())


def read_back(path: Path) -> Callable[[Array], Array]:
    """What the file says of raw inputs, m × s, by onnx's reference implementation: m × s_L. Raises InputError."""
    with onnx_library(path):
        from onnx.reference import ReferenceEvaluator

        message, model = read_message(path), read_model(path)
        evaluator, name = ReferenceEvaluator(message), message.graph.input[0].name

    def outputs(inputs: Array) -> Array:
        with np.errstate(all="ignore"):
            (computed,) = cast(list[Array], evaluator.run(None, {name: graph_inputs(model, np.asarray(inputs, float))}))
        return computed

    return outputs


def message_of(model: Model, path: Path) -> "ModelProto":
    """The model as ONNX's message: one input of rows, one output of rows. Raises InputError; `path` is for messages.

    The input has the network's dtype, and so have probabilities; a regression's predictions are float64, as those of
    the model are: in float32, targets around a million would have no digits behind the point.
    """
    from onnx import helper

    parameters, raw_columns = model.network.parameters, takes_raw_columns(model)
    _check(model, path)
    inputs = "inputs" if raw_columns else "prepared_inputs"
    outputs = "predictions" if model.meaning.task == "regression" else "probabilities"
    graph = Graph()
    add_model(graph, model, inputs, outputs)

    def rows_of(name: str, dtype: DTypeLike, columns: int, text: str) -> "ValueInfoProto":
        kind = helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
        return helper.make_tensor_value_info(name, kind, ["rows", columns], text)

    made = helper.make_graph(
        graph.nodes,
        "multilayer_perceptron",
        [rows_of(inputs, parameters.dtype, graph_width(model), _input_text(raw_columns))],
        [rows_of(outputs, model.output_dtype, parameters.sizes[-1], _output_text(model))],
        list(graph.constants.values()),
    )
    whole = helper.make_model(
        made,
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name=PROGRAM,
        doc_string=_("a multilayer perceptron with layers of {} neurons").format("-".join(map(str, parameters.sizes))),
    )
    helper.set_model_props(whole, plain_metadata(model))
    return whole


def _check(model: Model, path: Path) -> None:
    """Raises InputError for functions without an operator, too many weights, and columns that float32 can't hold."""
    parameters, preparation = model.network.parameters, model.preparation
    if unknown := sorted(unknown_functions(model.network)):
        text = _("found the function {}, expected one of {}")
        refuse(path, text.format(value_text(unknown[0]), ", ".join(OPERATORS)))
    if parameters.theta.nbytes > LARGEST - BESIDE_WEIGHTS:
        refuse(path, _("an ONNX file holds at most 2 GiB, and the weights are more; export them as .safetensors"))
    if preparation.scaling is None or parameters.dtype != np.float32:
        return
    beyond = np.flatnonzero(preparation.scaling.exponent > np.finfo(np.float32).maxexp)
    if len(beyond):
        text = _("input {} reaches beyond what float32 holds, in which the file takes it; train with dtype = float64")
        refuse(path, text.format(value_text(preparation.input_names[beyond[0]])))


def _input_text(raw_columns: bool) -> str:
    if raw_columns:
        return _("a table's columns of numbers in their order, NaN where a cell is missing; the metadata name them")
    return _(
        "a table's columns in their order, NaN where a cell is missing: numbers as they are, then 1 or 0 for a missing "
        "cell where the column has a flag, and 0 and 1 for categories; the metadata say how they are coded"
    )


def _output_text(model: Model) -> str:
    if model.meaning.task == "regression":
        return _("the targets in their own units; the metadata name them")
    if model.network.parameters.sizes[-1] == 1:
        return _("the probability of the second class; the metadata name the classes")
    if model.meaning.several_labels:
        return _("the probability of each label; the metadata name them")
    return _("the probability of each class; the metadata name them")
