"""One mini-batch of a 2-2-1 network worked by hand, every number written out, and core held against it.

Θ(1) = [ 0.1 −0.2 ]   Θ(2) = [  0.2 ]   X = [ 1  1  2   ]   Y = [ 1 ]   α = 0.5, sigmoid throughout, cross-entropy,
       [ 0.3  0.4 ]          [ −0.7 ]       [ 1 −1  0.5 ]       [ 0 ]   gradient descent, both examples at once.
       [−0.5  0.6 ]          [  0.8 ]
"""

from pathlib import Path

import numpy as np
import pytest
import reference

from core.calls import Array
from core.experiment.experiment import Experiment
from core.stepping.trace import trace
from core.training.trainer import Trainer

EXPERIMENT = """
[data]
source = "inline"
inputs = [[1.0, 2.0], [-1.0, 0.5]]
targets = [[1.0], [0.0]]
[network]
hidden = [2]
activation = "sigmoid"
output = "sigmoid"
loss = "cross_entropy"
weights = [[[0.1, -0.2], [0.3, 0.4], [-0.5, 0.6]], [[0.2], [-0.7], [0.8]]]
[training]
optimizer = "gradient_descent"
learning_rate = 0.5
batch_size = 2
"""

DIGITS = 2e-12
"""Numbers below have 12 decimals."""

A1: list[list[float]] = [[1, 1, 2], [1, -1, 0.5]]

# Z(2) = A(1) Θ(1)
Z2 = [
    [-0.6, 1.4],  #  0.1 + 1 · 0.3 + 2 · (−0.5)         −0.2 + 1 · 0.4 + 2 · 0.6
    [-0.45, -0.3],  # 0.1 − 1 · 0.3 + 0.5 · (−0.5)      −0.2 − 1 · 0.4 + 0.5 · 0.6
]

# A(2) = 1 / (1 + e^−Z(2)), then the ones column in front
A2 = [
    [1, 0.354343693774, 0.802183888559],  #  1 / (1 + 1.822118800391)    1 / (1 + 0.246596963942)
    [1, 0.389360766051, 0.425557483188],  #  1 / (1 + 1.568312185490)    1 / (1 + 1.349858807576)
]

# Z(3) = A(2) Θ(2)
Z3 = [
    [0.593706525205],  # 0.2 − 0.7 · 0.354343693774 + 0.8 · 0.802183888559 = 0.2 − 0.248040585642 + 0.641747110847
    [0.267893450315],  # 0.2 − 0.7 · 0.389360766051 + 0.8 · 0.425557483188 = 0.2 − 0.272552536236 + 0.340445986551
]

# A(3) = 1 / (1 + e^−Z(3))
A3 = [
    [0.644215142039],  # 1 / (1 + 0.552276459747)
    [0.566575677178],  # 1 / (1 + 0.764989286128)
]

# (14) J = −½ [ log 0.644215142039 + log(1 − 0.566575677178) ] = ½ (0.439722537178 + 0.836038070500)
J = [[0.637880303839]]

# (16) Δ(3) = Y − A(3)
DELTA3 = [[0.355784857961], [-0.566575677178]]  # 1 − 0.644215142039    0 − 0.566575677178

# (19) ∇(2) = −½ A(2)ᵀ Δ(3)
NABLA2 = [
    [0.105395409609],  #  −½ (1 · 0.355784857961 − 1 · 0.566575677178)
    [0.047266109467],  #  −½ (0.354343693774 · 0.355784857961 − 0.389360766051 · 0.566575677178)
    [-0.022147180817],  # −½ (0.802183888559 · 0.355784857961 − 0.425557483188 · 0.566575677178)
]

# (18) g'(Z(2)) = A(2)[:, 1:] ∘ (1 − A(2)[:, 1:])
SLOPE2 = [
    [0.228784240457, 0.158684897496],  # 0.354343693774 · 0.645656306226    0.802183888559 · 0.197816111441
    [0.237758959911, 0.244458311691],  # 0.389360766051 · 0.610639233949    0.425557483188 · 0.574442516812
]

# (17) Δ(2) = Δ(3) (Θ(2)[1:, :])ᵀ ∘ g'(Z(2)), with the old Θ(2), its bias 0.2 left out
DELTA2 = [
    # 0.355784857961 · (−0.7) · 0.228784240457        0.355784857961 · 0.8 · 0.158684897496
    [-0.056978577946, 0.045166146973],
    # −0.566575677178 · (−0.7) · 0.237758959911       −0.566575677178 · 0.8 · 0.244458311691
    [0.094295910602, -0.110803306790],
]

# (19) ∇(1) = −½ A(1)ᵀ Δ(2)
NABLA1 = [
    # −½ (−0.056978577946 + 0.094295910602)                −½ (0.045166146973 − 0.110803306790)
    [-0.018658666328, 0.032818579909],
    # −½ (1 · −0.056978577946 − 1 · 0.094295910602)        −½ (1 · 0.045166146973 − 1 · −0.110803306790)
    [0.075637244274, -0.077984726882],
    # −½ (2 · −0.056978577946 + 0.5 · 0.094295910602)      −½ (2 · 0.045166146973 + 0.5 · −0.110803306790)
    [0.033404600296, -0.017465320275],
]

# lines 11–12: Θ ← Θ − 0.5 ∇
THETA1 = [
    [0.109329333164, -0.216409289954],  #   0.1 − 0.5 · (−0.018658666328)    −0.2 − 0.5 · 0.032818579909
    [0.262181377863, 0.438992363441],  #    0.3 − 0.5 · 0.075637244274        0.4 − 0.5 · (−0.077984726882)
    [-0.516702300148, 0.608732660138],  #  −0.5 − 0.5 · 0.033404600296        0.6 − 0.5 · (−0.017465320275)
]
THETA2 = [
    [0.147302295196],  #    0.2 − 0.5 · 0.105395409609
    [-0.723633054733],  #  −0.7 − 0.5 · 0.047266109467
    [0.811073590408],  #    0.8 − 0.5 · (−0.022147180817)
]

LINES: list[tuple[int | None, str | None, str, list[list[float]]]] = [
    (5, "15", "A(1)", A1),
    (7, None, "A(2)", A2),
    (7, None, "A(3)", A3),
    (None, "14", "J", J),
    (9, "16", "Δ(3)", DELTA3),
    (10, "19", "∇(2)", NABLA2),
    (9, "18", "g'(Z(2))", SLOPE2),
    (9, "17", "Δ(2)", DELTA2),
    (10, "19", "∇(1)", NABLA1),
    (12, None, "Θ(1)", THETA1),
    (12, None, "Θ(2)", THETA2),
]


@pytest.fixture
def trainer(tmp_path: Path) -> Trainer:
    path = tmp_path / "by hand.toml"
    path.write_text(EXPERIMENT, encoding="utf-8")
    return Trainer(Experiment.load(path))


def equal(value: Array, by_hand: Array) -> None:
    np.testing.assert_allclose(value, by_hand, rtol=0, atol=DIGITS, strict=True)


def test_each_equation_writes_what_the_hand_wrote(trainer: Trainer) -> None:
    for line, number, symbol, by_hand in LINES:
        equation = trainer.run_equation()
        assert (equation.line, equation.number, equation.symbol) == (line, number, symbol)
        equal(equation.value, np.array(by_hand, float))


def test_pre_activations(trainer: Trainer) -> None:
    for _ in range(3):
        trainer.run_equation()
    equal(trainer.program.Z[2], np.array(Z2))
    equal(trainer.program.Z[3], np.array(Z3))


def test_all_values_still_stand_after_the_update_but_for_theta(trainer: Trainer) -> None:
    equations = trainer.program.equations
    trainer.run_batch()
    for equation, (_line, _number, symbol, by_hand) in zip(equations, LINES, strict=True):
        if symbol != "J":  # a run takes it for many batches at once
            equal(equation.value, np.array(by_hand, float))


def test_the_trace_says_so_record_by_record(trainer: Trainer) -> None:
    records = [line.record() for line in trace(trainer)]
    for record, (line, number, symbol, by_hand) in zip(records, LINES, strict=True):
        value = record.pop("value")
        shape = [len(by_hand), len(by_hand[0])]
        assert record == {"epoch": 1, "batch": 1, "line": line, "equation": number, "symbol": symbol, "shape": shape}
        equal(np.array(value), np.array(by_hand, float))


@pytest.mark.parametrize("advance", ["run_batch", "run_epoch"])
def test_all_at_once_ends_in_the_same_weights(trainer: Trainer, advance: str) -> None:
    getattr(trainer, advance)()
    equal(trainer.network.thetas[0], np.array(THETA1))
    equal(trainer.network.thetas[1], np.array(THETA2))


def test_the_history_holds_the_loss_and_the_norm(trainer: Trainer) -> None:
    trainer.run_epoch()
    squares = sum(g * g for row in NABLA1 + NABLA2 for g in row)
    assert trainer.history[0]["train_loss"] == pytest.approx(J[0][0], abs=DIGITS)
    assert trainer.history[0]["gradient_norm"] == pytest.approx(squares**0.5, abs=DIGITS)


def test_the_reference_that_other_tests_use_agrees() -> None:
    net = reference.Net(["sigmoid"], "sigmoid", "cross_entropy")
    X, Y = [[1.0, 2.0], [-1.0, 0.5]], [[1.0], [0.0]]
    rates = {"learning_rate": 0.5, "l1": 0, "l2": 0, "clip_norm": 0}
    thetas = [[[0.1, -0.2], [0.3, 0.4], [-0.5, 0.6]], [[0.2], [-0.7], [0.8]]]
    step = reference.train_batch(net, thetas, X, Y, reference.Descent("gradient_descent", 9), rates, 2)
    assert step.loss == pytest.approx(J[0][0], abs=DIGITS)
    for theta, by_hand in zip(step.thetas, (THETA1, THETA2), strict=True):
        equal(np.array(theta), np.array(by_hand))


def test_the_network_alone(trainer: Trainer) -> None:
    network = trainer.network
    equal(network.predict([[1.0, 2.0], [-1.0, 0.5]]), np.array(A3))
    loss, gradients = network.gradients([[1.0, 2.0], [-1.0, 0.5]], [[1], [0]])
    assert loss == network.loss([[1.0, 2.0], [-1.0, 0.5]], [[1], [0]]) == pytest.approx(J[0][0], abs=DIGITS)
    equal(gradients[0], np.array(NABLA1))
    equal(gradients[1], np.array(NABLA2))
