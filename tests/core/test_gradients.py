"""Every analytic gradient against central differences, and against the lecture neuron by neuron."""

from collections.abc import Callable
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import reference
from all_pairs import all_pairs
from hypothesis import given, settings
from hypothesis import strategies as st
from narrowing import present

from core import activations, buffers
from core.analysis import gradient_check
from core.analysis.gradient_check import check_gradients
from core.calls import Array, Call
from core.experiment.experiment import DataSettings, Experiment, NetworkSettings, TrainingSettings
from core.network import Network
from core.training.trainer import Trainer

PENALTIES: dict[str, dict[str, Any]] = {
    "none": {},
    "l1": {"l1": 0.3},
    "l2": {"l2": 0.7},
    "both": {"l1": 0.3, "l2": 0.7},
}

every_activation = pytest.mark.parametrize("activation", reference.G)
every_pair = pytest.mark.parametrize("pair", reference.PAIRS, ids="-".join)
BY_NAME = {"-".join(pair): pair for pair in reference.PAIRS}
every_two_of_the_three = all_pairs("activation, pair, penalty", list(reference.G), BY_NAME, PENALTIES)


def targets_for(pair: tuple[str, str], m: int, outputs: int, random: np.random.Generator) -> Array:
    if pair[0] == "softmax":
        return np.eye(outputs)[random.integers(0, outputs, m)]
    if pair[1] == "cross_entropy":
        return random.integers(0, 2, (m, outputs)).astype(float)
    return random.normal(size=(m, outputs))


def thetas_for(sizes: list[int], random: np.random.Generator) -> list[Array]:
    """Weights that keep z within a few units, biases too."""
    return [random.normal(0, s**-0.5, (s + 1, following)) for s, following in pairwise(sizes)]


def as_lists(arrays: list[Array]) -> list[list[list[float]]]:
    return [array.tolist() for array in arrays]


def experiment_for(
    activation: str, pair: tuple[str, str], training: dict[str, Any] | None = None, m: int = 6, dtype: str = "float64"
) -> Experiment:
    random = np.random.default_rng(3)
    sizes = [3, 4, 3, 2]
    return Experiment(
        dtype=dtype,  # type: ignore[arg-type]
        data=DataSettings(
            source="inline",
            inputs=random.normal(size=(m, sizes[0])).tolist(),
            targets=targets_for(pair, m, sizes[-1], random).tolist(),
            validation_fraction=0.0,
            test_fraction=0.0,
            standardize=False,
        ),
        network=NetworkSettings(
            hidden=sizes[1:-1],
            activation=activation,  # type: ignore[arg-type]
            output=pair[0],  # type: ignore[arg-type]
            loss=pair[1],  # type: ignore[arg-type]
            weights=[*as_lists(thetas_for(sizes, random))],
        ),
        training=TrainingSettings(**{"batch_size": 0, **(training or {})}),
    )


def given_rows(experiment: Experiment) -> list[list[list[float]]]:
    """The weights that an experiment gives, none of them packed."""
    return [rows for rows in present(experiment.network.weights) if not isinstance(rows, str)]


def gradients_by_equations(trainer: Trainer) -> list[Array]:
    for _ in trainer.program.gradient_equations:
        trainer.run_equation()
    return list(trainer.program.nabla.values())


def central_differences(
    objective: Callable[[list[list[list[float]]]], float], thetas: list[Array], h: float = 1e-5
) -> list[Array]:
    """∂J/∂θ for each θ in turn, J being `objective` of nested lists."""
    gradients = [np.empty_like(theta) for theta in thetas]
    for gradient, theta in zip(gradients, thetas, strict=True):
        for place in np.ndindex(theta.shape):
            value = theta[place]
            theta[place] = value + h
            above = objective(as_lists(thetas))
            theta[place] = value - h
            below = objective(as_lists(thetas))
            theta[place] = value
            gradient[place] = (above - below) / (2 * h)
    return gradients


@every_two_of_the_three
def test_central_differences_of_the_lecture(activation: str, pair: tuple[str, str], penalty: dict[str, float]) -> None:
    """J from the reference, with the penalty; ∇ from the equations that training runs."""
    experiment = experiment_for(activation, pair, penalty)
    trainer = Trainer(experiment)
    net = reference.Net([activation] * 2, *pair)
    X, Y = present(experiment.data.inputs), present(experiment.data.targets)
    l1, l2 = experiment.training.l1, experiment.training.l2

    def objective(thetas: list[list[list[float]]]) -> float:
        return reference.loss(net, thetas, X, Y) + reference.penalty(thetas, l1, l2, len(X))

    wanted = central_differences(objective, [np.array(theta) for theta in given_rows(experiment)])
    for found, theta in zip(gradients_by_equations(trainer), wanted, strict=True):
        np.testing.assert_allclose(found, theta, rtol=1e-7, atol=1e-8)
    weights = given_rows(experiment)
    assert trainer.penalty == pytest.approx(reference.penalty(weights, l1, l2, len(X)), rel=1e-14)
    assert trainer.program.J.item() == pytest.approx(reference.loss(net, weights, X, Y), rel=1e-12)


@every_two_of_the_three
def test_gradient_check(activation: str, pair: tuple[str, str], penalty: dict[str, float]) -> None:
    experiment = experiment_for(activation, pair, penalty | {"dropout": 0.5, "batch_size": 2})
    found = list(check_gradients(experiment))
    assert [(theta.layer, theta.shape, theta.checked) for theta in found] == [
        (1, (4, 4), 16), (2, (5, 3), 15), (3, (4, 2), 8),
    ]  # fmt: skip
    assert all(theta.error < 1e-6 and theta.kinks == 0 for theta in found)


@all_pairs("activation, pair, order", list(reference.G), BY_NAME, ["F", "C"])
def test_both_memory_orders(
    activation: str, pair: tuple[str, str], order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small layers are kept feature-major, large ones in C order; either has the same gradient."""
    if order == "C":
        monkeypatch.setattr(buffers, "FEATURE_MAJOR_LIMIT", 0)
    for m in (2, 30):  # 1/m is taken into Δ for few examples, into ∇ for many
        experiment = experiment_for(activation, pair, PENALTIES["both"], m)
        trainer = Trainer(experiment)
        assert experiment.data.inputs is not None
        assert experiment.data.targets is not None
        wanted = reference.gradients(
            reference.Net([activation] * 2, *pair), given_rows(experiment), experiment.data.inputs,
            experiment.data.targets, l1=0.3, l2=0.7, N=m,
        )  # fmt: skip
        for found, theta in zip(gradients_by_equations(trainer), wanted, strict=True):
            np.testing.assert_allclose(found, theta, rtol=1e-10, atol=1e-14)
        assert all(
            Z.flags[f"{order}_CONTIGUOUS"]  # type: ignore[index]
            for Z in trainer.program.buffers.Z.values()
        )


@every_pair
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_batch_too_large_for_feature_major_is_the_mean_of_small_ones(pair: tuple[str, str], dtype: str) -> None:
    random = np.random.default_rng(5)
    network = Network([3, 50, 7, 4], "tanh", *pair, seed=5, dtype=dtype)
    X, Y = random.normal(size=(200, 3)), targets_for(pair, 200, 4, random)
    assert network.forward(network.with_ones(X)).buffers.Z[2].flags.c_contiguous
    assert network.forward(network.with_ones(X[:10])).buffers.Z[2].flags.f_contiguous
    loss, gradients = network.gradients(X, Y)
    parts = [network.gradients(X[start : start + 10], Y[start : start + 10]) for start in range(0, 200, 10)]
    close: dict[str, Any] = {"rtol": 1e-11, "atol": 1e-14} if dtype == "float64" else {"rtol": 2e-4, "atol": 1e-6}
    assert loss == pytest.approx(np.mean([part for part, _ in parts]), rel=close["rtol"])
    for l, gradient in enumerate(gradients):
        np.testing.assert_allclose(gradient, np.mean([of_part[l] for _, of_part in parts], 0), **close)


@every_activation
@every_pair
def test_float32_agrees_with_float64(activation: str, pair: tuple[str, str]) -> None:
    double, single = (
        gradients_by_equations(Trainer(experiment_for(activation, pair, PENALTIES["both"], dtype=dtype)))
        for dtype in ("float64", "float32")
    )
    for exact, found in zip(double, single, strict=True):
        assert found.dtype == np.float32
        np.testing.assert_allclose(found, exact, rtol=1e-4, atol=1e-6)


@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_random_networks(data: st.DataObject) -> None:
    """1 to 5 layers of weights of any sizes, each hidden layer with its own activation."""
    sizes = data.draw(st.lists(st.integers(1, 6), min_size=2, max_size=6), "sizes")
    hidden = len(sizes) - 2
    names = data.draw(st.lists(st.sampled_from(list(reference.G)), min_size=hidden, max_size=hidden), "activations")
    several = sizes[-1] > 1  # softmax has no use for one output, and is refused there
    pair = data.draw(st.sampled_from([pair for pair in reference.PAIRS if several or pair[0] != "softmax"]), "pair")
    m, random = data.draw(st.integers(1, 8), "m"), np.random.default_rng(data.draw(st.integers(0, 1000), "seed"))
    network, net = Network(sizes, names, *pair), reference.Net(names, *pair)
    for theta, values in zip(network.thetas, thetas_for(sizes, random), strict=True):
        theta[...] = values
    X, Y, thetas = random.normal(size=(m, sizes[0])), targets_for(pair, m, sizes[-1], random), as_lists(network.thetas)

    loss, gradients = network.gradients(X, Y)

    outputs = [reference.forward(net, thetas, x)[1][-1] for x in X.tolist()]
    np.testing.assert_allclose(network.predict(X), outputs, rtol=1e-10, atol=1e-13)
    assert loss == network.loss(X, Y) == pytest.approx(reference.loss(net, thetas, X.tolist(), Y.tolist()), rel=1e-10)
    wanted = reference.gradients(net, thetas, X.tolist(), Y.tolist())
    for found, by_reference in zip(gradients, wanted, strict=True):
        np.testing.assert_allclose(found, by_reference, rtol=1e-8, atol=1e-12)


@every_activation
def test_the_check_finds_a_wrong_derivative(activation: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One in ten thousand off; a check that nothing fails proves nothing."""
    right = activations.ACTIVATIONS[activation]

    def wrong(Z: Array, A: Array, slope: Array) -> list[Call]:
        return [*right.derivative(Z, A, slope), (np.multiply, (slope, 1.0001, slope))]

    changed = right._replace(derivative=wrong, slope_dtype=None)
    monkeypatch.setitem(activations.ACTIVATIONS, activation, changed)
    first, second, last = check_gradients(experiment_for(activation, ("identity", "squared_error")))
    assert first.error > 5e-5
    assert second.error > 5e-5
    assert last.error < 1e-6


def test_the_check_sets_steps_across_a_kink_of_relu_apart() -> None:
    """z = 2e-6 lies within the step of 1e-5, where the difference is a mean of both slopes."""
    experiment = experiment_for("relu", ("identity", "squared_error"), m=1).replace("network.hidden", [2])
    experiment = experiment.replace("data.inputs", [[1.0, 0.0, 0.0]]).replace("data.targets", [[3.0, -2.0]])
    weights = [[[0.5, 0.25], [2e-6 - 0.5, 1.0], [1.0, 1.0], [1.0, 1.0]], [[0.0, 0.0], [1.0, 2.0], [3.0, -1.0]]]
    first, second = check_gradients(experiment.replace("network.weights", weights))
    assert (first.kinks, second.kinks) == (2, 0)  # the bias and the one input that isn't 0
    assert first.error < 1e-6
    assert 0.1 < first.kink_error < 1


def test_the_check_sets_steps_across_the_kink_of_l1_apart() -> None:
    experiment = experiment_for("tanh", ("identity", "squared_error"), PENALTIES["l1"])
    weights = [np.array(theta) for theta in present(experiment.network.weights)]
    weights[0][0, 0], weights[0][2, 1], weights[0][3, 3] = 1e-6, 1e-6, 0.0  # the bias has no penalty, 0 has slope 0
    first, *others = check_gradients(experiment.replace("network.weights", as_lists(weights)))
    assert (first.kinks, [theta.kinks for theta in others]) == (1, [0, 0])
    assert first.error < 1e-6 < first.kink_error


def test_the_check_passes_a_gradient_that_is_nothing_but_rounding() -> None:
    """From zeros, with as many examples of each class, ∇ is 0 up to 1e-17: no error can be relative to that."""
    experiment = experiment_for("tanh", ("softmax", "cross_entropy"), m=3).replace("network.weights", None)
    experiment = experiment.replace("network.initializer", "zeros").replace("data.targets", np.eye(3).tolist())
    assert all(theta.error < 1e-6 for theta in check_gradients(experiment))


def test_the_check_can_take_a_sample() -> None:
    experiment = experiment_for("tanh", ("identity", "squared_error"))
    assert [theta.checked for theta in check_gradients(experiment, sample=10)] == [10, 10, 8]
    assert list(check_gradients(experiment, sample=10)) == list(check_gradients(experiment, sample=10))


def test_the_check_is_made_in_float64_and_leaves_the_experiment_alone() -> None:
    experiment = experiment_for("tanh", ("sigmoid", "cross_entropy"), dtype="float32")
    before = experiment.replace("seed", experiment.seed)
    assert max(theta.error for theta in check_gradients(experiment)) < 1e-6
    assert experiment == before


# Where differences can tell, and where they can't

SCALES: dict[str, dict[str, Any]] = {
    "usual": {},
    "inputs of 300,000": {"inputs": 3e5},
    "inputs of 10⁻⁸": {"inputs": 1e-8},
    "weights of 1000": {"weights": 1e3},
    "weights of 30": {"weights": 30.0},
    "weights of 0.001": {"weights": 1e-3},
    "targets of 10⁷": {"targets": 1e7},
    "targets of 10⁻¹⁴": {"targets": 1e-14},
    "all right already": {"weights": 20.0, "right": True},
}


def scaled(
    activation: str,
    pair: tuple[str, str],
    inputs: float = 1.0,
    weights: float = 1.0,
    targets: float = 1.0,
    right: bool = False,
) -> Experiment:
    """Inputs, weights or targets beyond what people standardise to; or targets that are what the network says."""
    experiment = experiment_for(activation, pair)
    network, X = Network([3, 4, 3, 2], activation, *pair), inputs * np.array(experiment.data.inputs)
    thetas = [weights * np.array(theta) for theta in present(experiment.network.weights)]
    Y = np.array(experiment.data.targets) * (targets if pair == ("identity", "squared_error") else 1)
    for theta, values in zip(network.thetas, thetas, strict=True):
        theta[...] = values
    if right:
        A = network.predict(X)
        Y = {"softmax": np.eye(2)[A.argmax(1)], "sigmoid": np.round(A), "tanh": np.sign(A)}.get(pair[0], A * (1 + 1e-9))
    changes = {"data.inputs": X.tolist(), "data.targets": Y.tolist(), "network.weights": as_lists(thetas)}
    return experiment.replace_all(changes)


@every_activation
@every_pair
def test_a_gradient_that_can_be_told_is(activation: str, pair: tuple[str, str]) -> None:
    for scale in ("usual", "targets of 10⁻¹⁴"):
        for theta in check_gradients(scaled(activation, pair, **SCALES[scale])):
            assert (theta.verdict, theta.kinks, theta.undecided) == ("right", 0, 0)


def transposed(gradient: Array) -> Array:
    """The numbers of the transposed matrix in its shape, as `reshape` in the place of `T` would have it."""
    return gradient.T.reshape(gradient.shape)


SPOILS: dict[str, Callable[[Array], Array]] = {
    "a missing factor": lambda gradient: 6 * gradient,  # 1/m forgotten
    "a sign": lambda gradient: -gradient,
    "a transposition": transposed,
    "one column": lambda gradient: gradient * np.where(np.arange(gradient.shape[1]) == 0, 1.001, 1),
    "the bias row": lambda gradient: np.vstack([0 * gradient[:1], gradient[1:]]),
    "nothing at all": np.zeros_like,
}


@all_pairs("activation, pair, scale", list(reference.G), BY_NAME, list(SCALES))
def test_a_right_gradient_is_never_called_wrong_and_a_spoilt_one_is(
    activation: str, pair: tuple[str, str], scale: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where differences cancel, nothing can be told, and that is said; else what is spoilt on purpose is found.

    Two ways to spoil in turn. A gradient of 10⁻¹² J is as good as 0; where all outputs are right, 1 − a has no digits.
    """
    options = SCALES[scale]
    experiment, analytic = scaled(activation, pair, **options), gradient_check.analytic_gradients
    true: list[Array] = []
    right, J = list(check_gradients(experiment)), [0.0]
    assert all(theta.verdict != "wrong" for theta in right), right

    first = list(reference.G).index(activation) + reference.PAIRS.index(pair) + len(options)
    for spoil in islice(cycle(SPOILS.values()), first, first + 2):

        def spoilt(trainer: Trainer, spoil: Callable[[Array], Array] = spoil) -> list[Array]:
            true[:] = analytic(trainer)
            J[0] = trainer.program.J.item()
            return list(map(spoil, true))

        monkeypatch.setattr(gradient_check, "analytic_gradients", spoilt)
        for before, theta, gradient in zip(right, check_gradients(experiment), true, strict=True):
            largest, change = np.abs(gradient).max(), np.abs(spoil(gradient) - gradient).max()
            if (
                change > 1e-4 * largest > 1e-16 * J[0]
                and before.verdict == "right"
                and not before.undecided + before.kinks
            ):
                assert theta.verdict == "wrong" or (theta.undecided and options.get("right")), (theta, before)


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS)
def test_every_way_to_spoil_a_gradient_is_found(
    spoil: Callable[[Array], Array], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also a factor of 1.001 in one column, and a bias that gets no gradient."""
    analytic = gradient_check.analytic_gradients
    monkeypatch.setattr(gradient_check, "analytic_gradients", lambda trainer: list(map(spoil, analytic(trainer))))
    for inputs, weights in ((1, 1), (30, 0.1), (1e-3, 1)):
        experiment = scaled("identity", ("sigmoid", "cross_entropy"), inputs=inputs, weights=weights)
        assert [theta.verdict for theta in check_gradients(experiment)] == ["wrong"] * 3


@pytest.mark.parametrize(("activation", "scale"), [("identity", 1000), ("tanh", 100)])
def test_a_step_from_one_saturated_end_to_the_other_calls_no_gradient_wrong(
    activation: str, scale: int, tmp_path: Path
) -> None:
    """Of the row 0, 0 all z are 0, and the weights multiply any step by 10⁸ and more: the output jumps from −1 to 1."""
    path = tmp_path / "xor.toml"
    network = f'hidden = [12, 8, 6, 4]\nactivation = "{activation}"\noutput = "tanh"\ninitial_scale = {scale}'
    path.write_text(f'[data]\nsource = "xor"\nstandardize = false\n[network]\n{network}\n[training]\nl2 = 0.1\n')
    assert [theta.verdict for theta in check_gradients(Experiment.load(path), 40)][:2] == ["right"] * 2


def test_what_cannot_be_told_is_not_right_either() -> None:
    """J = 10¹⁴ beside a gradient of 10⁷: its rounding, divided by any step, is larger than what is allowed."""
    found = list(check_gradients(scaled("tanh", ("identity", "squared_error"), targets=1e13)))
    assert all(theta.undecided for theta in found)
    assert all(theta.error < 1e-6 < theta.undecided_error for theta in found)
    beyond = list(check_gradients(scaled("relu", ("identity", "squared_error"), weights=1e60)))
    assert [(theta.verdict, theta.undecided) for theta in beyond] == [
        ("undecided", 16),
        ("undecided", 15),
        ("undecided", 8),
    ]
