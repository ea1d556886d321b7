"""Every g over all magnitudes against mpmath, its g' as the program takes it from A, softmax, and what they warn of."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np
import pytest
import reference
from hypothesis import given
from hypothesis import strategies as st

from core.activations import ACTIVATIONS, LEAK, Activation, evaluate, slopes, softmax
from core.calls import Array
from core.expressions import Operand
from core.losses import PAIRS
from core.network import Network

EXACT = {
    "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)),
    "tanh": mpmath.tanh,
    "relu": lambda z: max(z, mpmath.mpf(0)),
    "leaky_relu": lambda z: max(z, mpmath.mpf(str(LEAK)) * z),
    "identity": lambda z: z,
}

SLOPES = {
    "sigmoid": lambda z: 1 / (2 + mpmath.exp(z) + mpmath.exp(-z)),
    "tanh": lambda z: mpmath.sech(z) ** 2,
    "relu": lambda z: mpmath.mpf(z > 0),
    "leaky_relu": lambda z: mpmath.mpf(1) if z > 0 else mpmath.mpf(str(LEAK)),
    "identity": lambda z: mpmath.mpf(1),
}

every_activation = pytest.mark.parametrize("activation", EXACT)
dtypes = pytest.mark.parametrize("dtype", ["float64", "float32"])


@pytest.fixture(autouse=True, scope="module")
def precision() -> Iterator[None]:
    """Digits enough, and whatever warns by default is an error."""
    with mpmath.workprec(200), np.errstate(over="raise", divide="raise", invalid="raise"):
        yield


def magnitudes(dtype: str) -> Array:
    """z of both signs from the least number there is to near the greatest, most of them where g bends or ends."""
    limits, random = np.finfo(dtype), np.random.default_rng(1)
    powers = 2.0 ** np.arange(np.log2(float(limits.smallest_subnormal)), np.log2(float(limits.max)), 7)
    bends = [*random.uniform(0, 5, 200), *random.uniform(0, 45, 200), *random.uniform(0, 800, 200)]
    ends = [16, 17, 18, 36, 36.7, 36.8, 37, 38, 40, 41, 87.3, 88, 88.7, 88.8, 103.9, 104, 708.3, 709.7, 709.8, 745, 746]
    sizes = np.concatenate([[0.0, float(limits.max) / 4], powers, bends, ends])
    return np.unique(np.concatenate([sizes, -sizes]).astype(dtype))


def in_last_places(found: np.floating[Any], wanted: mpmath.mpf) -> float:
    """|found − wanted| in units of the last place that the dtype has there, which below the normal ones is the last."""
    spacing = np.spacing(np.abs(found.dtype.type(float(wanted))))
    return float(abs(mpmath.mpf(float(found)) - wanted) / mpmath.mpf(float(spacing)))


@dtypes
@every_activation
def test_every_value_is_right_to_four_units_in_the_last_place(activation: str, dtype: str) -> None:
    Z = magnitudes(dtype)
    A = evaluate(activation, Z)
    assert A.dtype == dtype
    off = [in_last_places(a, EXACT[activation](mpmath.mpf(float(z)))) for z, a in zip(Z, A, strict=True)]
    worst = int(np.argmax(off))
    assert off[worst] <= 4, (Z[worst], A[worst])


@every_activation
@given(z=st.one_of(st.floats(-800, 800), st.floats(-1e300, 1e300)), width=st.sampled_from([32, 64]))
def test_any_value_is_right_too(activation: str, z: float, width: int) -> None:
    """In arrays of its own length and in views, where other loops of NumPy do the same."""
    dtype = np.dtype(f"float{width}")
    with np.errstate(over="ignore"):
        z = dtype.type(z)
    if not np.isfinite(z):
        return
    wanted = EXACT[activation](mpmath.mpf(float(z)))
    for Z in (np.full(1, z), np.full(67, z), np.full((9, 6), z)[::2, ::3], np.full((5, 4), z, order="F")):
        A = evaluate(activation, Z)
        assert in_last_places(A.flat[-1], wanted) <= 4
        assert in_last_places(A.flat[0], wanted) <= 4


@dtypes
def test_a_tiny_sigmoid_keeps_its_digits(dtype: str) -> None:
    """σ(−20) and σ(−80) by hand: e^−20 (1 − e^−20) and e^−80, where ½ + ½ tanh(z/2) had 8 digits and none."""
    precision: dict[str, Any] = {"rel": 4 * float(np.finfo(dtype).eps), "abs": 0}
    assert evaluate("sigmoid", np.array([-20.0, -80.0], dtype)) == pytest.approx(
        [2.0611536181902037e-09, 1.8048513878454153e-35], **precision
    )


@dtypes
@pytest.mark.parametrize(
    ("activation", "below", "above"),
    [("sigmoid", 0, 1), ("tanh", -1, 1), ("relu", 0, np.inf), ("leaky_relu", -np.inf, np.inf),
     ("identity", -np.inf, np.inf)],
)  # fmt: skip
def test_limits(activation: str, below: float, above: float, dtype: str) -> None:
    """At ±∞ and beyond what e^z can be, without a warning; a NaN stays one."""
    found = evaluate(activation, np.array([-np.inf, np.inf, np.nan], dtype))
    assert found[:2].tolist() == [below, above]
    assert np.isnan(found[2])
    huge = evaluate(activation, np.array([-1e30, 1e30], dtype))
    lowest = {"leaky_relu": -1e28, "identity": -1e30}.get(activation, below)
    assert huge.tolist() == pytest.approx([lowest, min(above, 1e30)], rel=1e-6)


def slopes_of(activation: str, Z: Array, dtype: type[bool] | None = None) -> tuple[Array, Array]:
    A, slope = evaluate(activation, Z), np.empty_like(Z, dtype)
    for function, arguments in ACTIVATIONS[activation].derivative(Z, A, slope):
        function(*arguments)
    return A, slope


@dtypes
@every_activation
def test_every_slope_is_right_as_far_as_a_has_it(activation: str, dtype: str) -> None:
    """To 8 ε where nothing cancels. From A, 1 − a has the error of a, ε / 2, and so have 1 − a² and a (1 − a)."""
    Z, eps = magnitudes(dtype), float(np.finfo(dtype).eps)
    _A, slope = slopes_of(activation, Z)
    cancelling: dict[str, Callable[[float], bool]] = {"sigmoid": lambda z: z > 0, "tanh": lambda z: True}
    cancels = cancelling.get(activation)
    for z, found in zip(Z, slope, strict=True):
        exact = SLOPES[activation](mpmath.mpf(float(z)))
        smallest = float(np.finfo(dtype).smallest_subnormal)
        allowed = 8 * eps * exact + 4 * smallest + (4 * eps if cancels and cancels(z) else 0)
        assert abs(mpmath.mpf(float(found)) - exact) <= allowed, (z, found)


def test_where_slopes_cancel() -> None:
    """As the docstrings of the derivatives say: 11 digits at z = 10, 7 at z = 20, none from 37 on; below 0 all."""
    Z = np.array([10.0, 20.0, 37.0, -10.0, -20.0, -37.0, -700.0])
    for z, slope, digits in zip(Z, slopes_of("sigmoid", Z)[1], [11, 7, None, 15, 15, 15, 15], strict=True):
        exact = SLOPES["sigmoid"](mpmath.mpf(float(z)))
        if digits is None:
            assert slope == 0 < exact
        else:
            assert abs(float(slope) / exact - 1) < 10.0**-digits
    assert slopes_of("tanh", np.array([-19.1, 19.1]))[1].tolist() == [0, 0]


@dtypes
def test_the_slope_of_large_relu_layers_as_booleans(dtype: str) -> None:
    Z = magnitudes(dtype)
    assert (slopes_of("relu", Z, bool)[1] == (Z > 0)).all()


@dtypes
@pytest.mark.parametrize("classes", [2, 3, 10])
def test_small_outputs_of_softmax_keep_their_digits(classes: int, dtype: str) -> None:
    """A few ε of themselves where z − max z is exact, as for whole numbers; else |z − max z| ε more."""
    random, eps = np.random.default_rng(2), float(np.finfo(dtype).eps)
    deepest = 740 if dtype == "float64" else 100
    whole = np.round(random.uniform(-deepest, 0, (60, classes)))
    for Z in (whole, random.uniform(-deepest, deepest, (60, classes)) / 2):
        Z = np.asfortranarray(Z.astype(dtype))
        A = np.empty_like(Z)
        for function, arguments in softmax(Z, A, np.empty((2, len(Z)), dtype)):
            function(*arguments)
        for row, found in zip(Z.tolist(), A, strict=True):
            powers = [mpmath.exp(mpmath.mpf(z) - max(row)) for z in row]
            for z, power, a in zip(row, powers, found, strict=True):
                exact = power / mpmath.fsum(powers)
                shift = 0 if float(z).is_integer() else max(row) - z
                least = 4 * float(np.finfo(dtype).smallest_subnormal)
                assert abs(mpmath.mpf(float(a)) - exact) <= (4 + classes / 2 + shift) * eps * exact + least


# What their records say of them

A_WIDE_RANGE = np.linspace(-8, 8, 3201)
every_record = pytest.mark.parametrize(("name", "facts"), ACTIVATIONS.items())


@every_record
def test_signs_and_bends_are_as_the_record_says(name: str, facts: Activation) -> None:
    Z = A_WIDE_RANGE
    A, slope = evaluate(name, Z), slopes(name, Z)
    assert facts.negative == bool((A < 0).any())
    assert facts.linear == bool((A == Z).all())
    assert not (facts.dies and facts.negative), "a sum of 0 would not tell that all outputs are 0"
    assert facts.dies == bool((A[Z < 0] == 0).all() and (slope[Z < 0] == 0).all())
    below, above = slopes(name, np.array([-1e-9, 1e-9]))
    assert facts.kinked == (abs(above - below) > 1e-3)


@every_record
def test_little_error_passes_outputs_that_count_as_saturated(name: str, facts: Activation) -> None:
    if facts.saturated is None:
        assert slopes(name, A_WIDE_RANGE).max() == slopes(name, A_WIDE_RANGE[-1:]), "it is steep somewhere far out"
        return
    low, high = facts.saturated
    A, slope = evaluate(name, A_WIDE_RANGE), slopes(name, A_WIDE_RANGE)
    far = (A < low) | (A > high)
    assert slope[far].max() < 0.02 <= slope.max() / 10
    assert far[0]
    assert far[-1]


@every_record
def test_the_straight_middle_is_as_the_record_says(name: str, facts: Activation) -> None:
    if facts.squashing is None:
        return
    middle, slope, reach = facts.squashing
    assert evaluate(name, np.zeros(1)) == middle
    assert slopes(name, np.zeros(1)) == slope
    assert (slopes(name, np.linspace(-reach, reach, 101)) >= 0.4199 * slope).all()


@every_record
def test_the_logistic_form_is_as_the_record_says(name: str, facts: Activation) -> None:
    if facts.logistic is None:
        return
    rate, scale, offset = facts.logistic
    wanted = scale * evaluate("sigmoid", rate * A_WIDE_RANGE) + offset
    np.testing.assert_allclose(evaluate(name, A_WIDE_RANGE), wanted, rtol=1e-12, atol=1e-15)


# Squared error after outputs that saturate


def delta_of(output: str, z: int, y: float, dtype: str) -> float:
    """Δ(L) of one example with one output, as the program takes it."""
    Z, Y = np.array([[z]], dtype), np.array([[y]], dtype)
    pair, A, delta = PAIRS[output, "squared_error"], np.empty_like(Z), np.empty_like(Z)
    error = pair.error(*(Operand(name, value) for name, value in (("Y", Y), ("Z", Z), ("A", A))))
    for function, arguments in [*pair.output(Z, A, np.empty((2, 1), dtype)), *error.calls(delta)]:
        function(*arguments)
    result: float = delta.item()
    return result


@dtypes
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_the_error_of_a_sigmoid_near_0_is_right_and_near_1_as_far_as_its_slope(y: float, dtype: str) -> None:
    """To 8 ε of itself where a is near 0; towards 1, y − a and 1 − a have lost ε / (1 − a) of themselves."""
    eps = float(np.finfo(dtype).eps)
    for z in range(-43, 38):
        a = EXACT["sigmoid"](mpmath.mpf(z))
        exact = (y - a) * SLOPES["sigmoid"](mpmath.mpf(z))
        allowed = 8 * eps + (2 * eps / (1 - a) if z > 0 else 0)
        assert abs(delta_of("sigmoid", z, y, dtype) - exact) <= allowed * abs(exact), z


def exact_gradients(network: Network, x: Array, y: list[float]) -> list[Array]:
    """∂J/∂Θ of one example after layers of identity, neuron by neuron."""
    thetas = [mpmath.matrix(theta.tolist()) for theta in network.thetas]
    outputs = [[mpmath.mpf(1), *map(mpmath.mpf, x)]]
    for theta in thetas:
        z = [mpmath.fsum(a * theta[j, k] for j, a in enumerate(outputs[-1])) for k in range(theta.cols)]
        outputs.append([mpmath.mpf(1), *z])
    delta = [(y_k - EXACT["sigmoid"](z_k)) * SLOPES["sigmoid"](z_k) for y_k, z_k in zip(y, z, strict=True)]
    gradients: list[Array] = []
    for theta, a in zip(reversed(thetas), reversed(outputs[:-1]), strict=True):
        gradients.insert(0, np.array([[float(-a_j * delta_k) for delta_k in delta] for a_j in a]))
        delta = [mpmath.fsum(delta_k * theta[j, k] for k, delta_k in enumerate(delta)) for j in range(1, theta.rows)]
    return gradients


@pytest.mark.parametrize("depth", [15, 20, 25, 30])
def test_gradients_behind_saturated_outputs(depth: int) -> None:
    """All five outputs near 0, so that every gradient is tiny: 2e-6 off at z = −20 with an error of ε in a."""
    random, sizes = np.random.default_rng(depth), [11, 13, 11, 8, 8, 5]
    network = Network(sizes, "identity", "sigmoid", "squared_error")
    for theta, (s, following) in zip(network.thetas, pairwise(sizes), strict=True):
        theta[...] = random.normal(0, s**-0.5, (s + 1, following))
    x, y = random.normal(size=11), [0.0, 1.0, 1.0, 0.0, 1.0]
    program = network.forward(network.with_ones([x]))
    network.thetas[-1][0] -= depth + program.Z[program.L][0]
    for found, wanted in zip(network.gradients([x], [y])[1], exact_gradients(network, x, y), strict=True):
        assert np.abs(found - wanted).max() < 1e-13 * np.abs(wanted).max()


def test_every_activation_is_tested() -> None:
    assert ACTIVATIONS.keys() == EXACT.keys() == SLOPES.keys() == reference.G.keys()
