"""A network as scikit-learn's MLPClassifier or MLPRegressor, with its weights."""

from collections.abc import Sequence
from typing import Any, NoReturn

import numpy as np

from core.calls import Array
from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.preparation import Preparation
from core.data.preparing.preprocessing import Scaling
from core.network import Network
from core.support.errors import InputError
from core.support.i18n import _
from core.support.shown_values import value_text

from .class_values import class_values
from .output_meaning import OutputMeaning

HIDDEN = {"sigmoid": "logistic", "tanh": "tanh", "relu": "relu", "identity": "identity"}
"""scikit-learn's names of the activations that it has for hidden layers."""
OUTPUT = {"sigmoid": "logistic", "softmax": "softmax", "tanh": "tanh", "identity": "identity"}
"""Its names of the output functions."""


def sklearn_network(
    network: Network, preparation: Preparation, meaning: OutputMeaning, names: Sequence[str] | None, epoch: int
) -> Any:
    """The estimator, in float64, that predicts what the network predicts, for raw numbers m × n.

    Standardising is folded into the first layer's weights, and that of a regression's targets into the last one's.
    `names` are those of the columns, None where they have none. A class in one-hot coding is predicted as its number.
    Raises InputError where scikit-learn has no such network, and where it isn't installed.
    """
    try:
        from sklearn.neural_network import MLPClassifier, MLPRegressor
    except ImportError as problem:
        text = _("to_sklearn needs scikit-learn, which is not installed: pip install 'mlp-tui[sklearn]'")
        raise InputError(text) from problem
    activation = _hidden_activation(network)
    _check_inputs(preparation)
    layers = [theta.astype(float) for theta in network.thetas]
    layers[0] = _of_raw_inputs(layers[0], preparation)
    layers[-1], output = _output(layers[-1], network.output, preparation.target_scaling, meaning)
    is_regression = meaning.task == "regression"
    settings: dict[str, Any] = {
        "hidden_layer_sizes": tuple(network.parameters.sizes[1:-1]),
        "activation": activation,
        "max_iter": max(1, epoch),
    }
    found = MLPRegressor(**settings) if is_regression else MLPClassifier(**settings)
    found.coefs_, found.intercepts_ = [layer[1:] for layer in layers], [layer[0] for layer in layers]
    found.n_layers_, found.n_outputs_, found.out_activation_ = len(layers) + 1, layers[-1].shape[1], output
    found.n_features_in_, found.n_iter_, found.t_ = len(layers[0]) - 1, epoch, 0
    if names is not None:
        found.feature_names_in_ = np.array(names, object)
    if not is_regression:
        found._label_binarizer = _label_binarizer(meaning)
        found.classes_ = found._label_binarizer.classes_
    return found


def _hidden_activation(network: Network) -> str:
    """scikit-learn's name of the hidden layers' activation. Raises InputError where it has none."""
    found = dict.fromkeys(network.parameters.activations)
    if len(found) > 1:
        _refuse(_("the hidden layers have the activations {}, and its networks have one for all").format(
            ", ".join(network.parameters.activations)
        ))  # fmt: skip
    name = next(iter(found), "identity")
    if name not in HIDDEN:
        _refuse(_("it has no activation {}; it has {}").format(name, ", ".join(HIDDEN.values())))
    return HIDDEN[name]


def _check_inputs(preparation: Preparation) -> None:
    """Raises InputError where inputs are made of anything but numbers, or of two numbers together."""
    if preparation.features is not None:
        _refuse(_("the inputs are made of two numbers each: {}").format(", ".join(preparation.features)))
    for coding in preparation.codings:
        if not _is_number(coding):
            text = _("the column {} isn't one number but is coded; its networks take numbers alone")
            _refuse(text.format(value_text(coding.name)))


def _is_number(coding: ColumnCoding) -> bool:
    return coding.kind == "number" and not coding.flag


def _of_raw_inputs(theta: Array, preparation: Preparation) -> Array:
    """Θ(1) for inputs that aren't standardised: Σ θ (x 2^−e − mean) / deviation as a sum over x."""
    made, scaling = theta.copy(), preparation.scaling
    if scaling is None:
        return made
    made[1:][list(preparation.constant)] = 0
    of_units = made[1:] / scaling.deviation[:, None]
    shifts = of_units.astype(np.longdouble) * (scaling.mean.astype(np.longdouble) + scaling.rest)[:, None]
    made[0] = made[0] - shifts.sum(0)
    made[1:] = np.ldexp(of_units, -scaling.exponent[:, None])
    return made


def _output(theta: Array, output: str, scaling: Scaling | None, meaning: OutputMeaning) -> tuple[Array, str]:
    """The last Θ, and scikit-learn's name of the output function, for the targets' own units, or one output of two."""
    if meaning.task == "regression" and scaling is not None:
        if output != "identity":
            _refuse(_("the targets are standardised behind the output function {}").format(output))
        made = theta * scaling.deviation
        made[0] += scaling.rest + scaling.mean
        return np.ldexp(made, scaling.exponent), OUTPUT[output]
    if meaning.task == "classification" and output == "tanh":
        if meaning.threshold != 0:
            _refuse(_("the output is tanh for targets of 0 and 1"))
        return 2 * theta, "logistic"  # (tanh z + 1) / 2 = sigmoid 2z
    if output == "softmax" and theta.shape[1] == 2 and not meaning.several_labels:
        return theta[:, 1:] - theta[:, :1], "logistic"  # of two classes: sigmoid of the difference
    return theta, OUTPUT[output]


def _label_binarizer(meaning: OutputMeaning) -> Any:
    """What makes classes of outputs, as `fit` would leave it."""
    from sklearn.preprocessing import LabelBinarizer

    if meaning.several_labels:
        return LabelBinarizer().fit(np.eye(len(meaning.names), dtype=int))
    found = LabelBinarizer().fit(np.arange(len(meaning.names)))
    found.classes_ = class_values(meaning.names, meaning.class_kind)  # of any kind, also numbers with decimals
    return found


def _refuse(reason: str) -> NoReturn:
    raise InputError(_("to_sklearn: scikit-learn has no such network: {}").format(reason))
