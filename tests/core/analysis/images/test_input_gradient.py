"""∂a/∂x against central differences, for every pair of activation and output, and in the units of the source."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.analysis.images.input_gradient import input_gradient, per_raw_unit
from core.calls import Array
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from core.losses import PAIRS
from core.model.model import Model
from core.network import Network
from core.support.errors import InputError

OUTPUTS = sorted({output for output, _loss in PAIRS})


def central_differences(network: Network, x: Array, step: float = 1e-6) -> Array:
    columns = [
        (network.outputs(x + step * along) - network.outputs(x - step * along))[0] / (2 * step)
        for along in np.eye(len(x))[:, None]
    ]
    return np.array(columns).T


@pytest.mark.parametrize(("activation", "output"), product(ACTIVATIONS, OUTPUTS))
def test_equals_central_differences(activation: str, output: str) -> None:
    network = Network([5, 4, 6, 3], activation, output, next(loss for one, loss in PAIRS if one == output), seed=3)
    x = np.random.default_rng(1).normal(size=5)
    network.thetas[0][0] = 0.3  # biases, so that they would show
    found = input_gradient(network, x)
    assert found.shape == (3, 5)
    np.testing.assert_allclose(found, central_differences(network, x), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(input_gradient(network, x, [2, 0]), found[[2, 0]], rtol=1e-12)


@given(st.lists(st.integers(1, 5), min_size=2, max_size=4), st.sampled_from(OUTPUTS), st.integers(0, 2**31))
@settings(max_examples=40, deadline=None)
def test_equals_central_differences_for_any_layers(sizes: list[int], output: str, seed: int) -> None:
    sizes[-1] = max(2, sizes[-1])
    network = Network(sizes, "tanh", output, next(loss for one, loss in PAIRS if one == output), seed=seed)
    x = np.random.default_rng(seed).normal(size=sizes[0])
    np.testing.assert_allclose(input_gradient(network, x), central_differences(network, x), rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("output", ["sigmoid", "tanh", "softmax"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_an_output_near_1_has_a_slope(output: str, dtype: str) -> None:
    network = Network([1, 2], output=output, loss=next(loss for one, loss in PAIRS if one == output), dtype=dtype)
    network.thetas[0][...] = [[0, 0], [1, -1]]
    z = 25.0
    found, power = input_gradient(network, np.array([z])), np.exp(-2 * z if output != "sigmoid" else -z)
    expected = {"sigmoid": power, "tanh": 4 * power, "softmax": 2 * power}[output]
    np.testing.assert_allclose(found, [[expected], [-expected]], rtol=1e-5)
    assert found.dtype == dtype


def test_a_network_that_has_diverged_raises_nothing() -> None:
    network = Network([2, 3, 2], "relu", "softmax")
    network.thetas[0][...] = np.inf
    assert not np.isfinite(input_gradient(network, np.array([1.0, 2.0]))).all()


def test_training_goes_on_as_before() -> None:
    network = Network([2, 3, 2], "tanh", "softmax", seed=1)
    X, Y = np.array([[0.1, 0.7], [2.0, 1.0]]), np.eye(2)
    J, gradients = network.gradients(X, Y)
    input_gradient(network, X[0])
    again, others = network.gradients(X, Y)
    assert again == J
    assert all((one == other).all() for one, other in zip(gradients, others, strict=True))


def test_in_the_units_of_the_source() -> None:
    data = load_data(Experiment.load("iris"))
    sizes = [4, 5, data.train.Y.shape[1]]
    model = Model.of(Network(sizes, "tanh", "softmax", seed=2), data)
    raw = model.preparation.restored(data.train.inputs[:1])
    found = input_gradient(model.network, model.prepared(raw)[0]) * per_raw_unit(model.preparation)
    step = 1e-5
    differences = [
        (model.outputs(raw + step * along) - model.outputs(raw - step * along))[0] / (2 * step)
        for along in np.eye(4)[:, None]
    ]
    np.testing.assert_allclose(found, np.array(differences).T, rtol=1e-6, atol=1e-9)


def test_constant_inputs_have_no_slope_and_features_no_column() -> None:
    standardized = load_data(Experiment.load("digits", ["data.standardize=true"])).preparation
    assert standardized is not None
    slopes = per_raw_unit(standardized)
    assert standardized.constant
    assert (slopes[list(standardized.constant)] == 0).all()
    assert np.count_nonzero(slopes) == 64 - len(standardized.constant)
    features = load_data(Experiment.load("circle", ['data.features=["x1^2", "x2"]'])).preparation
    assert features is not None
    with pytest.raises(InputError, match="each one column"):
        per_raw_unit(features)
