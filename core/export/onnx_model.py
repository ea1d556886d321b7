"""What a model computes as an ONNX graph: preparation, layers, users' units."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np

from core.activations import LEAK
from core.calls import Array
from core.data.preparing.preparation import Preparation
from core.data.preparing.preprocessing import Scaling
from core.model.files.onnx_weights import bias_name, weights_name
from core.model.model import Model
from core.network import Network

from .onnx_graph import Graph


class Operator(NamedTuple):
    """An operator of ONNX, and the slope that it takes behind Z, in the dtype of Z."""

    name: str
    slope: float | None = None


OPERATORS = {
    "sigmoid": Operator("Sigmoid"),
    "tanh": Operator("Tanh"),
    "relu": Operator("Relu"),
    "leaky_relu": Operator("PRelu", LEAK),
    "softmax": Operator("Softmax"),
    "identity": None,
}
"""The operator of each activation and output function. LeakyRelu isn't used: it has its slope always in float32."""

FEATURES: dict[str, tuple[str, ...]] = {
    "x1": ("x1",),
    "x2": ("x2",),
    "x1^2": ("Mul", "x1", "x1"),
    "x2^2": ("Mul", "x2", "x2"),
    "x1*x2": ("Mul", "x1", "x2"),
    "sin(x1)": ("Sin", "x1"),
    "sin(x2)": ("Sin", "x2"),
    "sin(pi*x1)": ("Sin", "pi*x1"),
    "sin(pi*x2)": ("Sin", "pi*x2"),
    "pi*x1": ("Mul", "pi", "x1"),
    "pi*x2": ("Mul", "pi", "x2"),
}
"""Each feature as an operator and its inputs, and the product that two of them contain."""


COARSE = 0.001
"""Steps of float32 of more than this part of a column's deviation matter."""


def takes_raw_columns(model: Model) -> bool:
    """Whether the graph takes the columns as they are, as all of them are numbers; else it takes them coded.

    Categories, booleans, dates and categories in an order aren't numbers, and a graph has one input of numbers.
    """
    return all(coding.kind == "number" for coding in model.preparation.codings)


def graph_width(model: Model) -> int:
    """How many numbers a row has that the graph takes."""
    codings = model.preparation.codings
    return len(codings) if takes_raw_columns(model) else sum(coding.width for coding in codings)


def graph_inputs(model: Model, inputs: Array) -> Array:
    """What the graph takes of raw inputs m × s, in the network's dtype: NaN, which it fills, where one is missing."""
    if not takes_raw_columns(model):
        unfilled = [msgspec.structs.replace(coding, fill=None) for coding in model.preparation.codings]
        inputs = Preparation(tuple(unfilled)).coded_columns(inputs)
    with np.errstate(over="ignore"):
        return inputs.astype(model.network.parameters.dtype)


def coarse_columns(model: Model) -> list[str]:
    """The columns that the graph takes as float32, whose steps are large beside how little the columns vary."""
    preparation, dtype = model.preparation, model.network.parameters.dtype
    scaling = preparation.scaling if preparation.features is None else None
    if scaling is None or dtype != np.float32:
        return []
    steps = np.spacing(np.abs(scaling.mean.astype(np.float32))) / scaling.deviation
    steps[list(preparation.constant)] = 0
    return [preparation.input_names[place] for place in np.flatnonzero(steps > COARSE)]


def unknown_functions(network: Network) -> set[str]:
    """Activation and output functions that have no operator here."""
    return {*network.parameters.activations, network.output} - OPERATORS.keys()


def add_model(graph: Graph, model: Model, inputs: str, outputs: str) -> None:
    """Add all that a model computes, from the tensor `inputs` to `outputs`: `Model.outputs` of `graph_inputs`."""
    X = _add_preparation(graph, model, inputs)
    _add_restoring(graph, model, _add_network(graph, model.network, X))
    graph.rename_last(outputs)


def _add_preparation(graph: Graph, model: Model, inputs: str) -> str:
    """X of what the graph takes, by the arithmetic of `Preparation.transform`: in float64, unless nothing is computed.

    Inputs of 0 and 1, which aren't standardised, have the mean 0 and the deviation 1 in a scaling.
    """
    preparation, dtype = model.preparation, np.dtype(model.network.parameters.dtype)
    scaling, features = preparation.scaling, preparation.features
    working = np.dtype(float) if scaling is not None or features is not None else dtype
    X = inputs if working == dtype else graph.cast(inputs, working, "inputs_in_float64")
    X = _add_filling(graph, model, working, X)
    if features is not None:
        X = _add_features(graph, features, X)
    if scaling is not None:
        X = _add_standardizing(graph, scaling, X)
        if preparation.constant:
            constant = np.isin(np.arange(preparation.width), preparation.constant)
            X = graph.compute("Where", [graph.constant("constant", constant), _zero(graph), X], "varying")
    return X if working == dtype else graph.cast(X, dtype, "X")


def _add_filling(graph: Graph, model: Model, dtype: np.dtype[Any], X: str) -> str:
    """Fill values in place of NaN, and behind each raw column with a flag 1 where it was NaN, else 0."""
    preparation = model.preparation
    fills, flags = preparation.fills, [coding.flag for coding in preparation.codings]
    if not takes_raw_columns(model):  # the flags are among the coded columns
        fills, flags = preparation.coded_columns(np.full((1, len(flags)), np.nan))[0], []
    if np.isnan(fills).all() and not any(flags):
        return X
    missing = graph.compute("IsNaN", [X], "missing")
    filled = graph.compute("Where", [missing, graph.constant("fill_values", fills.astype(dtype)), X], "filled")
    if not any(flags):
        return filled
    both = graph.compute("Concat", [filled, graph.cast(missing, dtype, "flags")], "filled_and_flags", axis=1)
    places = [[place, len(flags) + place] if flag else [place] for place, flag in enumerate(flags)]
    order = graph.constant("order_of_inputs", np.concatenate(places).astype(np.int64))
    return graph.compute("Gather", [both, order], "with_flags", axis=1)


def _add_features(graph: Graph, features: Sequence[str], X: str) -> str:
    """Features of two inputs, side by side."""
    made: dict[str, str] = {}

    def feature(name: str) -> str:
        if name not in made:
            if name == "pi":
                made[name] = graph.constant("pi", np.array([np.pi]))
            elif FEATURES[name] == (name,):
                place = graph.constant(f"place_of_{name}", np.array([int(name[1]) - 1], np.int64))
                made[name] = graph.compute("Gather", [X, place], name, axis=1)
            else:
                operator, *operands = FEATURES[name]
                identifier = re.sub(r"\W+", "_", name).strip("_")  # ONNX wants those of C
                made[name] = graph.compute(operator, [feature(one) for one in operands], identifier)
        return made[name]

    return graph.compute("Concat", [feature(name) for name in features], "features", axis=1)


def _add_standardizing(graph: Graph, scaling: Scaling, X: str) -> str:
    """(X − mean) / deviation, in units of powers of two, as `Scaling.standardized` has it."""
    X = _times_power_of_two(graph, -scaling.exponent, X, "in_units")
    X = graph.compute("Sub", [X, graph.constant("mean", scaling.mean.astype(float))], "centred")
    if scaling.rest.any():
        X = graph.compute("Sub", [X, graph.constant("rest_of_mean", scaling.rest.astype(float))], "centred_exactly")
    return graph.compute("Div", [X, graph.constant("deviation", scaling.deviation.astype(float))], "standardized")


def _add_network(graph: Graph, network: Network, A: str) -> str:
    """A^(L) of X: Z^(l+1) = A^(l) Θ^(l) with the bias in row 0 of Θ^(l), A^(l+1) = g(Z^(l+1))."""
    functions = [*network.parameters.activations, network.output]
    for l, (theta, function) in enumerate(zip(network.thetas, functions, strict=True), 1):
        weights, bias = graph.constant(weights_name(l), theta[1:]), graph.constant(bias_name(l), theta[0])
        Z = graph.compute("Gemm", [A, weights, bias], f"Z{l + 1}")
        A = _add_function(graph, function, Z, f"A{l + 1}", theta.dtype)
    return A


def _add_function(graph: Graph, function: str, Z: str, name: str, dtype: np.dtype[Any]) -> str:
    operator = OPERATORS[function]
    if operator is None:
        return Z
    slope = [] if operator.slope is None else [graph.constant("slope", np.array([operator.slope], dtype))]
    return graph.compute(operator.name, [Z, *slope], name)


def _add_restoring(graph: Graph, model: Model, A: str) -> str:
    """What `Model.in_users_units` makes of A^(L)."""
    dtype, scaling = np.dtype(model.network.parameters.dtype), model.preparation.target_scaling
    if model.meaning.task == "classification":
        if model.meaning.threshold != 0:
            return A
        above = graph.compute("Add", [A, graph.constant("one", np.ones(1, dtype))], "A_plus_1")
        return graph.compute("Mul", [above, graph.constant("half", np.full(1, 0.5, dtype))], "from_0_to_1")
    y = A if dtype == model.output_dtype else graph.cast(A, model.output_dtype, "A_in_float64")
    if scaling is None:
        return y
    y = graph.compute(
        "Mul", [y, graph.constant("target_deviation", scaling.deviation.astype(float))], "times_deviation"
    )
    for name, part in (("rest_of_target_mean", scaling.rest), ("target_mean", scaling.mean)):
        if part.any():
            y = graph.compute("Add", [y, graph.constant(name, part.astype(float))], f"plus_{name}")
    return _times_power_of_two(graph, scaling.exponent, y, "in_target_units")


def _times_power_of_two(graph: Graph, exponent: Array, X: str, name: str) -> str:
    """X times 2 to the power of each column's exponent: exact, by two factors where float64 can't hold one."""
    if not exponent.any():
        return X
    limits = np.finfo(float)
    fits = ((exponent >= limits.minexp) & (exponent < limits.maxexp)).all()
    for number, part in enumerate([exponent] if fits else [exponent // 2, exponent - exponent // 2], 1):
        factor = graph.constant(f"{name}_factor{number}", np.ldexp(1.0, part))
        X = graph.compute("Mul", [X, factor], name if number == 1 else f"{name}_{number}")
    return X


def _zero(graph: Graph) -> str:
    return graph.constant("zero", np.zeros(1))
