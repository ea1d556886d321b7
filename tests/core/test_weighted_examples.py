"""Weights of examples in J, Δ(L) and ∇: by hand, neuron by neuron, by central differences, and by repeated rows."""

from dataclasses import replace
from math import log
from typing import Any

import numpy as np
import pytest
import reference
from all_pairs import all_pairs
from hypothesis import given, settings
from hypothesis import strategies as st
from narrowing import present

from core import buffers
from core.analysis.gradient_check import check_gradients
from core.calls import Array
from core.data.dataset import Data, Split
from core.experiment.experiment import DataSettings, Experiment, NetworkSettings, TrainingSettings
from core.losses import PAIRS
from core.training.trainer import Trainer

BY_NAME = {"-".join(pair): pair for pair in reference.PAIRS}
CLASSES = {name: pair for name, pair in BY_NAME.items() if pair[0] != "identity"}


def experiment_of(pair: tuple[str, str], m: int = 9, outputs: int = 1, dtype: Any = "float64", **training: Any) -> Any:
    """An experiment of m training examples in two or, for softmax, three classes, one of them rare."""
    random, (output, loss) = np.random.default_rng(4), pair
    classes = np.array([2, 0, 1, *[0, 1] * m])[:m]
    if output == "softmax":
        targets = np.eye(3)[classes]
    else:
        targets = np.where(classes == 2, 1.0, -1.0 if output == "tanh" else 0.0)[:, None]
    data = DataSettings(
        source="inline", inputs=random.normal(size=(m, 2)).tolist(), targets=targets.tolist(), task="classification",
        validation_fraction=0.0, test_fraction=0.0, standardize=False, class_weight="balanced",
    )  # fmt: skip
    network = NetworkSettings(hidden=[4, 3], output=output, loss=loss)  # type: ignore[arg-type]
    settings = {"optimizer": "gradient_descent", "learning_rate": 0.1, "batch_size": 0, **training}
    return Experiment(dtype=dtype, data=data, network=network, training=TrainingSettings(**settings))


def gradients_by_equations(trainer: Trainer) -> tuple[float, list[Array]]:
    for _ in trainer.program.gradient_equations:
        trainer.run_equation()
    return trainer.program.J.item(), [nabla.copy() for nabla in trainer.program.nabla.values()]


def test_by_hand() -> None:
    """A neuron of weights 0, so that a = ½: Δ = w ∘ (Y − ½), J = log 2, ∇ = −¼ [Σ Δ, Σ x Δ]."""
    data = DataSettings(
        source="inline", inputs=[[1.0], [2.0], [3.0], [4.0]], targets=[[1.0], [0.0], [0.0], [0.0]],
        validation_fraction=0.0, test_fraction=0.0, standardize=False, class_weight="balanced",
    )  # fmt: skip
    network = NetworkSettings(hidden=[], initializer="zeros")
    training = TrainingSettings(batch_size=0, optimizer="gradient_descent", learning_rate=0.5)
    trainer = Trainer(Experiment(data=data, network=network, training=training))
    J, (nabla,) = gradients_by_equations(trainer)
    assert present(trainer.program.batch.w).ravel().tolist() == [2, 2 / 3, 2 / 3, 2 / 3]
    wanted = np.array([[1], [-1 / 3], [-1 / 3], [-1 / 3]])
    np.testing.assert_allclose(trainer.program.buffers.delta[2], wanted, rtol=1e-15)
    assert pytest.approx(log(2), rel=1e-15) == J
    np.testing.assert_allclose(nabla, np.array([[0], [0.5]]), rtol=1e-15, atol=1e-16)
    trainer.run_epoch()
    assert trainer.network.thetas[0].tolist() == pytest.approx(np.array([[0], [-0.25]]), abs=1e-16)
    assert trainer.history.train_loss[-1] == pytest.approx(log(2), rel=1e-15)


@all_pairs("pair, order, dtype", CLASSES, ["F", "C"], ["float64", "float32"])
def test_every_pair_against_the_lecture_neuron_by_neuron(
    pair: tuple[str, str], order: str, dtype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few examples, where the mean is taken in Δ, and many, where it is taken in ∇; both memory orders."""
    if order == "C":
        monkeypatch.setattr(buffers, "FEATURE_MAJOR_LIMIT", 0)
    close: dict[str, Any] = {"rtol": 1e-10, "atol": 1e-13} if dtype == "float64" else {"rtol": 1e-3, "atol": 1e-5}
    for m in (5, 40):
        trainer = Trainer(experiment_of(pair, m, dtype=dtype))
        train, thetas = trainer.data.train, [theta.tolist() for theta in trainer.network.thetas]
        net, X, Y = reference.Net(["tanh"] * 2, *pair), train.inputs.tolist(), train.Y.tolist()
        weights = reference.balanced(Y)
        assert max(weights) > 1.2 > 1 > min(weights)
        J, nabla = gradients_by_equations(trainer)
        wanted = reference.gradients(net, thetas, X, Y, weights=weights)
        assert pytest.approx(reference.loss(net, thetas, X, Y, weights=weights), rel=close["rtol"]) == J
        for found, theta in zip(nabla, wanted, strict=True):
            np.testing.assert_allclose(found, theta, **close)


@pytest.mark.parametrize("pair", CLASSES.values(), ids=CLASSES)
def test_gradient_check(pair: tuple[str, str]) -> None:
    """By central differences of J, whose examples have weights too."""
    found = list(check_gradients(experiment_of(pair, 12, l1=0.2, l2=0.3, dropout=0.4, batch_size=5)))
    assert all(theta.error < 1e-6 and theta.verdict == "right" for theta in found)


def test_the_gradient_check_finds_weights_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.symbols.Symbols.with_weights", lambda symbols, error: error)
    found = list(check_gradients(experiment_of(("sigmoid", "cross_entropy"))))
    assert all(theta.verdict == "wrong" for theta in found)


@settings(max_examples=25)
@given(
    pair=st.sampled_from(reference.PAIRS), dtype=st.sampled_from(["float64", "float32"]),
    times=st.lists(st.integers(1, 3), min_size=1, max_size=6), seed=st.integers(0, 100),
)  # fmt: skip
def test_a_weight_of_two_is_the_example_twice(pair: tuple[str, str], dtype: Any, times: list[int], seed: int) -> None:
    """m J and m ∇ are the same sums, m being the number of rows."""
    random, m = np.random.default_rng(seed), len(times)
    X = np.ones((m, 4), dtype)
    X[:, 1:] = random.normal(size=(m, 3))
    Y = np.eye(2)[random.integers(0, 2, m)].astype(dtype)
    task = "regression" if pair[0] == "identity" else "classification"
    experiment = Experiment(
        seed=seed, dtype=dtype, data=DataSettings(source="spiral"),
        network=NetworkSettings(hidden=[3], output=pair[0], loss=pair[1]),  # type: ignore[arg-type]
        training=TrainingSettings(batch_size=0),
    )  # fmt: skip
    weighted, rows = Split(X, Y, np.array(times, dtype)), np.repeat(np.arange(m), times)
    data = Data(task, pair[0], weighted)
    trainers = [Trainer(experiment, data), Trainer(experiment, replace(data, train=Split(X[rows], Y[rows])))]
    (J, nabla), (other_J, others) = map(gradients_by_equations, trainers)
    rel = 1e-12 if dtype == "float64" else 1e-5
    assert m * J == pytest.approx(len(rows) * other_J, rel=rel)
    for one, other in zip(nabla, others, strict=True):
        np.testing.assert_allclose(m * one, len(rows) * other, rtol=100 * rel, atol=10 * rel)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("heavy", [1e-3, 1.0, 5e4])
def test_the_loss_from_softmaxs_sums_is_exact_or_refused(dtype: str, heavy: float) -> None:
    """Of ever surer outputs, all right but perhaps one; where that one is light, its loss isn't all that counts."""
    random, pair, taken = np.random.default_rng(2), PAIRS["softmax", "cross_entropy"], 0
    for gap in np.arange(0.0, 45.0, 1.5):
        for wrong in (False, True):
            classes = random.integers(0, 4, 30)
            Z = random.normal(0, 0.3, (30, 4)) + gap * np.eye(4)[classes]
            classes[0] = (classes[0] + wrong) % 4
            w = np.ones((30, 1))
            w[0] = heavy
            Z, Y, w = (np.asfortranarray(one, dtype) for one in (Z, np.eye(4)[classes], w))
            sums = np.empty((2, 30), dtype)
            for function, arguments in pair.output(Z, np.empty_like(Z), sums):
                function(*arguments)
            quick = pair.loss_from_sums(Z.T[None], Y.T[None], sums[None], w.T[None])
            exact = pair.loss(Z.astype(float), Y.astype(float), w.astype(float))
            assert pair.loss(Z, Y, w) == pytest.approx(exact, rel=1e-12 if dtype == "float64" else 1e-5)
            if not np.isnan(quick):
                taken += 1
                assert quick == pytest.approx(exact, rel=1e-12 if dtype == "float64" else 1e-5)
    assert taken > 6


def test_what_is_written() -> None:
    def texts(pair: tuple[str, str]) -> dict[str, str]:
        equations = Trainer(experiment_of(pair)).program.gradient_equations
        return {one.symbol: one.text for one in equations} | {f"{one.symbol} ": one.text.latex for one in equations}

    written = texts(("sigmoid", "cross_entropy"))
    assert written["J"] == "−(1/m) Σ Σ w ∘ [Y log A(4) + (1 − Y) log(1 − A(4))]"
    assert written["Δ(4)"] == "w ∘ (Y − A(4))"
    assert written["Δ(4) "] == r"w \circ (Y - A^{(4)})"
    assert written["∇(3)"] == "−(1/m) (A(3))ᵀ Δ(4)"
    assert texts(("softmax", "cross_entropy"))["J"] == "−(1/m) Σ Σ w ∘ Y log A(4)"
    written = texts(("softmax", "squared_error"))
    assert written["J"] == "(1/2m) Σ Σ w ∘ (Y − A(4))²"
    assert written["Δ(4)"] == "w ∘ A(4) ∘ (E − rowsum(E ∘ A(4))),  E = Y − A(4)"
    assert texts(("tanh", "squared_error"))["Δ(4)"] == "w ∘ (Y − A(4)) ∘ g'(Z(4)),  g'(Z(4)) = 1 − A(4) ∘ A(4)"
