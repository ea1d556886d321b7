"""Maps of neurons against an evaluation of one point after the other, without the program of the network."""

from collections.abc import Callable

import numpy as np
import pytest
from some_models import fitted, plain_model

from core.activations import ACTIVATIONS
from core.analysis.maps.neuron_maps import activation_range, layer_activations, neuron_maps, outgoing, share_at_rest
from core.analysis.maps.plane import Plane
from core.analysis.maps.plane_map import coarseness
from core.calls import Array
from core.model.model import ROWS, Model

FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sigmoid": lambda z: 1 / (1 + float(np.exp(-z))),
    "tanh": lambda z: float(np.tanh(z)),
    "relu": lambda z: max(z, 0.0),
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "identity": lambda z: z,
}


def plane(columns: int = 4, rows: int = 3, held: tuple[float, ...] = (0.0, 0.0), x: int = 0, y: int = 1) -> Plane:
    return Plane(x, y, (-2.0, 3.0, 10.0, 20.0), columns, rows, np.array(held))


def by_hand(model: Model, inputs: list[float], layer: int) -> list[float]:
    """The activations of a layer for the inputs of the network, sum by sum."""
    a = inputs
    for l in range(2, layer + 1):
        theta, g = model.network.thetas[l - 2], FUNCTIONS[model.network.parameters.activations[l - 2]]
        a = [g(theta[0, k] + sum(theta[1 + j, k] * a[j] for j in range(len(a)))) for k in range(theta.shape[1])]
    return a


@pytest.mark.parametrize("layer", [2, 3])
@pytest.mark.parametrize("activation", FUNCTIONS)
def test_each_pixel_is_what_the_neuron_gives_there(activation: str, layer: int) -> None:
    model, grid = plain_model([2, 5, 4, 3], activation), plane()
    maps = neuron_maps(model, grid, layer)
    assert (maps.layer, maps.activation) == (layer, activation)
    assert maps.values.shape == (model.network.parameters.sizes[layer - 1], 3, 4)
    for row, y in enumerate((20 - 5 / 3, 15, 10 + 5 / 3)):
        for column, x in enumerate((-1.375, -0.125, 1.125, 2.375)):
            np.testing.assert_allclose(maps.values[:, row, column], by_hand(model, [x, y], layer), rtol=1e-9)


def test_the_functions_may_differ_by_layer() -> None:
    model = plain_model([2, 5, 4, 3], ["relu", "sigmoid"])
    assert [neuron_maps(model, plane(), layer).activation for layer in (2, 3)] == ["relu", "sigmoid"]


def test_other_columns_are_held_and_inputs_are_standardised() -> None:
    raw = np.random.default_rng(1).normal(5, 3, (30, 4))
    model = plain_model([4, 6, 2], preparation=fitted(raw))
    maps = neuron_maps(model, plane(held=(7.0, 0.0, -1.0, 0.0), x=3, y=1), 2)
    mean, deviation = raw.mean(0), raw.std(0)
    point = (np.array([7.0, 15.0, -1.0, -0.125]) - mean) / deviation
    np.testing.assert_allclose(maps.values[:, 1, 1], by_hand(model, point.tolist(), 2), rtol=1e-9)


def test_features_are_made_of_the_point() -> None:
    raw = np.random.default_rng(1).normal(size=(30, 2))
    features = ["x1", "x2", "x1*x2"]
    model = plain_model([3, 6, 2], preparation=fitted(raw, standardize=False, features=features))
    maps = neuron_maps(model, plane(), 2)
    np.testing.assert_allclose(maps.values[:, 1, 1], by_hand(model, [-0.125, 15.0, -0.125 * 15.0], 2), rtol=1e-9)


def test_more_rows_than_are_computed_at_once_and_the_dtype_of_the_network() -> None:
    model = plain_model([2, 3, 1], output="sigmoid", dtype="float32")
    raw = np.random.default_rng(2).normal(size=(2 * ROWS + 5, 2))
    found = layer_activations(model, raw, 2)
    assert found.dtype == np.float32
    theta = model.network.thetas[0]
    np.testing.assert_allclose(found, np.tanh(theta[0] + raw.astype(np.float32) @ theta[1:]), atol=1e-6)


def test_a_large_network_has_coarser_pixels() -> None:
    model = plain_model([2, 400, 400, 1], "relu", "sigmoid")
    grid = plane(60, 60)
    factor = coarseness(model, grid)
    maps = neuron_maps(model, grid, 3)
    assert factor in (2, 3, 4)
    assert maps.values.shape == (400, 60, 60)
    assert (maps.values[:, 0, 0] == maps.values[:, 1, 1]).all(), "a block of pixels has one value"
    middle = Plane(0, 1, grid.limits, 60 // factor, 60 // factor, grid.held)
    np.testing.assert_array_equal(maps.values[:, ::factor, ::factor], neuron_maps(model, middle, 3).values)


def test_weights_that_are_not_finite_give_values_that_are_not() -> None:
    model = plain_model([2, 3, 1], output="sigmoid")
    model.network.thetas[0][0] = [np.nan, np.inf, 0.0]
    values = neuron_maps(model, plane(), 2).values
    assert np.isnan(values[0]).all()
    assert (values[1] == 1).all()
    assert np.isfinite(values[2]).all()


@pytest.mark.parametrize(
    ("sizes", "output", "layer", "chosen", "column"),
    [
        ([2, 5, 1], "sigmoid", 2, None, 0),
        ([2, 5, 1], "sigmoid", 2, 1, 0),
        ([2, 5, 4, 3], "softmax", 3, 2, 2),
        ([2, 5, 4, 3], "softmax", 3, None, None),
        ([2, 5, 4, 1], "sigmoid", 2, None, None),
        ([2, 5, 4, 3], "softmax", 2, 2, None),
    ],
)
def test_the_weight_a_neuron_goes_out_by(
    sizes: list[int], output: str, layer: int, chosen: int | None, column: int | None
) -> None:
    """That to one output; the norm of all, where the next layer has no neuron in particular."""
    network = plain_model(sizes, output=output).network
    found = outgoing(network, layer, chosen)
    theta = network.thetas[layer - 1]
    if column is None:
        assert not found.signed
        expected = [sum(float(w) ** 2 for w in theta[1 + j]) ** 0.5 for j in range(sizes[layer - 1])]
    else:
        assert found.signed
        expected = [float(theta[1 + j, column]) for j in range(sizes[layer - 1])]
    np.testing.assert_allclose(found.weights, expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("activation", "values", "expected"),
    [
        ("tanh", [-0.2, 0.3], (-1, 0, 1)),
        ("sigmoid", [0.2, 0.3], (0, 0.5, 1)),
        ("relu", [0.0, 7.5, np.nan, np.inf], (0, 0, 7.5)),
        ("leaky_relu", [-8.0, 7.5], (-8, 0, 8)),
        ("identity", [-1.0, 3.0], (-3, 0, 3)),
        ("relu", [0.0], (0, 0, 0)),
        ("identity", [np.nan], (0, 0, 0)),
    ],
)
def test_the_range_by_which_activations_are_shaded(
    activation: str, values: list[float], expected: tuple[float, float, float]
) -> None:
    low, middle, high = activation_range(activation, np.array(values))
    assert (abs(low), middle, high) == (abs(expected[0]), *expected[1:])
    assert low <= middle <= high


def test_every_activation_has_a_range() -> None:
    for name in ACTIVATIONS:
        low, middle, high = activation_range(name, np.array([0.25, 0.5]))
        assert low <= middle < high


def test_the_share_without_a_slope() -> None:
    def share(activation: str, values: list[float]) -> float | None:
        found: Array = np.array(values)
        return share_at_rest(activation, found)

    assert share("tanh", [-0.995, 0.5, 0.999, 0.0]) == 0.5
    assert share("sigmoid", [0.005, 0.5, 0.5, 0.5]) == 0.25
    assert share("relu", [0.0, 0.0, 0.0, 3.0]) == 0.75
    assert share("identity", [0.0, 1.0]) is None
    assert share("leaky_relu", [0.0, 1.0]) is None
    assert share("tanh", []) is None
