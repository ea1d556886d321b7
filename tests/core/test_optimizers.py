"""Five steps of each optimiser on a real network, against the formulas of their papers."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import reference
from reference import Step

from core.buffers import Batch, Buffers
from core.calls import Array
from core.losses import PAIRS
from core.optimizers import OPTIMIZERS, Optimizer
from core.parameters import Parameters
from core.program import Program, SharedState
from core.scalars import DEFAULTS, Scalars

SIZES, M, N = [3, 4, 2], 5, 20
NET = reference.Net(["tanh"], "sigmoid", "cross_entropy")
CLOSE: dict[str, dict[str, Any]] = {"float64": {"rtol": 1e-11, "atol": 1e-13}, "float32": {"rtol": 2e-5, "atol": 2e-6}}
FROZEN = [0, 3, 5, 16, 20, 25]
"""Places in the flat vector: biases and weights of both layers."""

SETTINGS = {
    "plain": {},
    "l1": {"l1": 0.3},
    "l2": {"l2": 0.7},
    "clipped": {"clip_norm": 0.05},
    "clipped far off": {"clip_norm": 1e6},
    "all": {"l1": 0.3, "l2": 0.7, "clip_norm": 0.05},
    "other rates": {"momentum": 0.5, "rho": 0.6, "beta1": 0.3, "beta2": 0.7, "epsilon": 0.1},
}

names = pytest.mark.parametrize("name", reference.OPTIMIZERS)
dtypes = pytest.mark.parametrize("dtype", ["float64", "float32"])


class Run:
    """A program of core and the same training in the reference, both fed the same mini-batches."""

    def __init__(self, name: str, dtype: str = "float64", frozen: Sequence[int] = (), **rates: float) -> None:
        self.rates = DEFAULTS | {"learning_rate": 0.1} | rates
        self.random, self.frozen = np.random.default_rng(7), frozen
        self.parameters = Parameters(SIZES, NET.activations, dtype)
        self.parameters.initialize(self.random, "normal")
        self.parameters.theta[4] = 0  # sign 0 is 0
        self.parameters.frozen[list(frozen)] = True
        self.thetas = [theta.tolist() for theta in self.parameters.thetas]
        self.descent = reference.Descent(name, len(self.parameters.theta))
        X, Y = np.ones((M, SIZES[0] + 1), dtype), np.zeros((M, SIZES[-1]), dtype)
        gradient, self.scalars = np.zeros_like(self.parameters.theta), Scalars(dtype, **self.rates)
        self.optimizer = Optimizer(name, self.parameters, gradient, self.scalars)
        training = SharedState(self.scalars, self.optimizer, N, np.random.default_rng(0))
        batch, buffers = (
            Batch(X, Y, np.empty((SIZES[-1], M), dtype).T, np.empty((), dtype), np.empty((2, M), dtype)),
            Buffers(self.parameters, M),
        )
        pair = PAIRS[NET.output, NET.loss]
        self.program = Program(self.parameters, pair, batch, buffers, gradient, training)

    def step(self) -> Step:
        """One mini-batch of both."""
        X, Y, *_ = self.program.batch
        X[:, 1:], Y[...] = self.random.normal(size=(M, SIZES[0])), self.random.integers(0, 2, Y.shape)
        step = reference.train_batch(
            NET, self.thetas, X[:, 1:].tolist(), Y.tolist(), self.descent, self.rates, N, frozen=self.frozen
        )
        self.thetas = step.thetas
        self.program.run()
        return step

    def compare(self, dtype: str = "float64") -> None:
        np.testing.assert_allclose(self.parameters.theta, reference.flat(self.thetas), **CLOSE[dtype])
        for state, vector in self.optimizer.vectors.items():
            np.testing.assert_allclose(vector, getattr(self.descent, state), **CLOSE[dtype], err_msg=state)


@dtypes
@names
@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("frozen", [(), FROZEN], ids=["free", "frozen"])
def test_five_steps(name: str, dtype: str, settings: dict[str, float], frozen: Sequence[int]) -> None:
    run = Run(name, dtype, frozen, **settings)
    for _ in range(5):
        run.step()
        run.compare(dtype)


@dtypes
@names
def test_frozen_weights_and_their_state_rest_to_the_bit(name: str, dtype: str) -> None:
    run = Run(name, dtype, FROZEN, l1=0.1, l2=0.1)
    before = run.parameters.theta[FROZEN].copy()
    for _ in range(5):
        run.step()
    assert (run.parameters.theta[FROZEN] == before).all()
    assert all((vector[FROZEN] == 0).all() for vector in run.optimizer.vectors.values())
    free = np.setdiff1d(np.arange(len(run.parameters.theta)), FROZEN)
    assert all((vector[free] != 0).all() for vector in run.optimizer.vectors.values())


@names
def test_freezing_masks_the_update_and_not_the_gradient(name: str) -> None:
    """Clipping goes by the norm of the whole gradient, that of frozen weights included."""
    run, free = Run(name, frozen=FROZEN, clip_norm=0.01), Run(name, clip_norm=0.01)
    step = run.step()
    free.step()
    assert run.program.batch.squared_norm == pytest.approx(step.gradient_norm**2, rel=1e-12)
    assert (run.optimizer.gradient == free.optimizer.gradient).all()
    assert (run.optimizer.gradient[FROZEN] != 0).all()


@names
def test_a_limit_that_is_not_reached_changes_no_bit(name: str) -> None:
    run, plain = Run(name, clip_norm=1e6), Run(name)
    for _ in range(3):
        run.step()
        plain.step()
    assert (run.parameters.theta == plain.parameters.theta).all()


@dtypes
def test_clipping_keeps_the_direction(dtype: str) -> None:
    run = Run("gradient_descent", dtype, clip_norm=0.05)
    norm = run.step().gradient_norm
    gradient = run.optimizer.gradient.astype(float)
    assert norm > 0.05
    assert np.linalg.norm(gradient) == pytest.approx(0.05, rel=1e-6)
    assert run.program.batch.squared_norm == pytest.approx(norm**2, rel=1e-5)


@names
@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_float32_never_promotes(name: str, settings: dict[str, float]) -> None:
    """One float64 scalar beside float32 buffers makes NumPy compute in float64."""
    run = Run(name, "float32", FROZEN, **settings, dropout=0.5)
    run.step()
    for equation in run.program.equations:
        for function, arguments in equation.calls:
            of = [getattr(function, "__self__", None), *getattr(function, "keywords", {}).values(), *arguments]
            arrays = [array for array in of if isinstance(array, np.ndarray)]
            counts = {"int64"} if equation.symbol.startswith("t(") else set()
            assert {array.dtype.name for array in arrays} <= {"float32", "bool"} | counts, equation
    assert run.parameters.theta.dtype == run.optimizer.gradient.dtype == np.float32
    assert all(vector.dtype == np.float32 for state, vector in run.optimizer.vectors.items() if state != "t")


def test_names_of_state() -> None:
    """Checkpoints and traces are written under these."""
    states = {name: tuple(Run(name).optimizer.vectors) for name in OPTIMIZERS}
    assert states == {
        "gradient_descent": (), "momentum": ("mu",), "nesterov": ("mu",), "rmsprop": ("nu",), "adam": ("mu", "nu"),
    }  # fmt: skip
    for name, state in states.items():
        formulas = Run(name).optimizer.formulas
        assert [formula.name for formula in formulas if formula.vector.ndim] == [*state, "Θ"]


@names
def test_settings_are_those_that_it_reads(name: str) -> None:
    """Each one changes the second step; the numbers of other optimisers change nothing."""

    def weights(**rates: Any) -> Array:
        run = Run(name, **rates)
        run.step(), run.step()
        return run.parameters.theta

    usual, own = weights(), ("momentum", "rho", "beta1", "beta2", "epsilon")
    assert [key for key in own if (weights(**{key: 0.5}) != usual).any()] == [*OPTIMIZERS[name].settings]


@names
def test_steps_are_counted_where_the_record_says_so(name: str) -> None:
    run = Run(name)
    run.step(), run.step()
    assert run.optimizer.count == (2 if OPTIMIZERS[name].counts_steps else 0)
    assert ("t" in Run(name, frozen=FROZEN).optimizer.vectors) == OPTIMIZERS[name].counts_steps


def test_adam_shows_both_bias_corrections_before_the_update() -> None:
    run = Run("adam")
    names = [formula.name for formula in run.optimizer.formulas]
    assert names == ["mu", "nu", "α'", "ε'", "Θ"]
    run.step()
    alpha, epsilon = (equation.value.item() for equation in run.program.update_equations if equation.omitted_from_trace)
    rates, root = run.rates, (1 - run.rates["beta2"]) ** 0.5
    assert alpha == pytest.approx(rates["learning_rate"] * root / (1 - rates["beta1"]), rel=1e-12)
    assert epsilon == pytest.approx(rates["epsilon"] * root, rel=1e-12)


def test_adam_counts_its_steps() -> None:
    run = Run("adam", frozen=FROZEN)
    assert run.optimizer.count == 0
    for _ in range(3):
        run.step()
    assert run.optimizer.count == 3


@dtypes
@pytest.mark.parametrize("size", [1e-3, 1.0, 1e4])
def test_adam_first_step_is_alpha_whatever_the_gradient(size: float, dtype: str) -> None:
    """μ̂ = g and ν̂ = g² exactly, so θ moves by α g / (|g| + ε)."""
    parameters = Parameters([1, 1], [], dtype)
    gradient = np.array([size, -size], dtype)
    optimizer = Optimizer("adam", parameters, gradient, Scalars(dtype, learning_rate=0.25))
    apply(optimizer)
    wanted = 0.25 * size / (size + 1e-8)
    np.testing.assert_allclose(parameters.theta, [-wanted, wanted], rtol=1e-15 if dtype == "float64" else 5e-7)


@dtypes
def test_adam_with_a_beta_that_float32_rounds_to_1(dtype: str) -> None:
    """0.99999999 is below 1, as the experiment file asks; 1 − β^t must not become 0."""
    parameters = Parameters([1, 1], [], dtype)
    scalars = Scalars(dtype, learning_rate=0.25, beta1=0.99999999, beta2=0.99999999)
    apply(Optimizer("adam", parameters, np.ones(2, dtype), scalars))
    np.testing.assert_allclose(parameters.theta, -0.25, rtol=1e-4)


@names
def test_rates_may_change_between_steps(name: str) -> None:
    """A program is not compiled anew for it."""
    run = Run(name)
    run.step()
    for rate, value in {"learning_rate": 0.02, "momentum": 0.4, "rho": 0.3, "beta1": 0.2, "beta2": 0.6}.items():
        run.rates[rate] = value
        setattr(run.scalars, rate, value)
    for _ in range(2):
        run.step()
        run.compare()


@names
def test_equations_of_the_update_are_shown_layer_by_layer(name: str) -> None:
    run = Run(name)
    run.step()
    states = list(run.optimizer.vectors)
    update = [equation for equation in run.program.update_equations if not equation.omitted_from_trace]
    shown = [(equation.line, equation.number, equation.symbol) for equation in update]
    assert shown == [
        *((None, None, f"{state}({l})") for state in states for l in (1, 2)), (12, None, "Θ(1)"), (12, None, "Θ(2)"),
    ]  # fmt: skip
    vectors = [*run.optimizer.vectors.values(), run.parameters.theta]
    views = [view for vector in vectors for view in run.parameters.views(vector)]
    for equation, view in zip(update, views, strict=True):
        assert equation.value.shape == view.shape
        assert np.shares_memory(equation.value, view)


def test_scalars_have_a_dtype_and_no_other_names() -> None:
    scalars = Scalars("float32", l2=0.1)
    scalars.beta1 = 0.75
    assert scalars.l2.dtype == scalars.complement("beta1").dtype == np.float32
    assert scalars.l2 == np.float32(0.1)
    assert scalars.complement("beta1") == 0.25
    with pytest.raises(AttributeError, match="no scalar 'alpha'"):
        scalars.alpha = 1
    with pytest.raises(AttributeError, match="no scalar 'alpha'"):
        scalars.alpha  # noqa: B018


def apply(optimizer: Optimizer) -> None:
    for formula in optimizer.formulas:
        for function, arguments in formula.calls:
            function(*arguments)
