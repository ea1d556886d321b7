"""The experiments with given weights that the program brings along say of themselves what is so."""

import re
from math import exp, log

import numpy as np
import pytest

from core.data.catalog import CATALOG, EXERCISES
from core.data.shipped_files import find_shipped_file
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from core.stepping.trace import trace
from core.support.errors import InputError
from core.training.trainer import Trainer

X, Y, ALPHA = (1, 1, 2), 1, 0.5  # the first is the bias unit
THETA1, THETA2 = [[-0.5, 0.3], [0.4, -0.9], [-0.1, 0.8]], [-0.6, 0.6, -0.2]
HALF_A_DIGIT = 0.50001e-4
"""Of the four decimals in the files."""


def sigmoid(z: float) -> float:
    return 1 / (1 + exp(-z))


def worked() -> dict[str, list[list[float]]]:
    """The mini-batch of by-hand, unit by unit, in the order of the file."""
    z2 = [sum(X[j] * THETA1[j][k] for j in range(3)) for k in range(2)]
    a2 = [1, *map(sigmoid, z2)]
    z3 = sum(a2[j] * THETA2[j] for j in range(3))
    a3 = sigmoid(z3)
    J = -(Y * log(a3) + (1 - Y) * log(1 - a3))
    delta3 = Y - a3
    nabla2 = [-a2[j] * delta3 for j in range(3)]
    slope = [a2[k] * (1 - a2[k]) for k in (1, 2)]
    delta2 = [delta3 * THETA2[k] * slope[k - 1] for k in (1, 2)]
    nabla1 = [[-X[j] * delta2[k] for k in range(2)] for j in range(3)]
    return {
        "A(1)": [list(X)],
        "Z(2)": [z2],
        "A(2)": [a2],
        "Z(3)": [[z3]],
        "A(3)": [[a3]],
        "J": [[J]],
        "Δ(3)": [[delta3]],
        "∇(2)": [[value] for value in nabla2],
        "g'(Z(2))": [slope],
        "Δ(2)": [delta2],
        "∇(1)": nabla1,
        "Θ(1)": [[THETA1[j][k] - ALPHA * nabla1[j][k] for k in range(2)] for j in range(3)],
        "Θ(2)": [[THETA2[j] - ALPHA * nabla2[j]] for j in range(3)],
    }


def figure(text: str) -> float:
    return float(text.replace("−", "-"))


def comments(name: str) -> list[str]:
    text = find_shipped_file(f"exercises/{name}.toml").read_text(encoding="utf-8")
    return [line.removeprefix("#") for line in text.splitlines() if line.startswith("#")]


def test_by_hand_traces_what_the_hand_finds() -> None:
    by_hand = worked()
    lines = list(trace(Trainer(Experiment.load("by-hand"))))
    assert [line.equation.symbol for line in lines] == [symbol for symbol in by_hand if not symbol.startswith("Z")]
    for line in lines:
        wanted = np.array(by_hand[line.equation.symbol], float)
        np.testing.assert_allclose(line.value, wanted, rtol=0, atol=1e-14, strict=True)


def test_the_file_of_by_hand_states_these_numbers_step_by_step() -> None:
    sums = [line.partition(":")[2] for line in comments("by-hand") if re.match(r" {13}\S+: ", line)]
    stated = [part.split(" = ") for line in sums for part in re.split(" {3,}", line) if " = " in part]
    by_hand = worked()
    del by_hand["A(1)"]  # stands there as a row
    by_hand["A(2)"][0].remove(1)  # the ones column
    wanted = [value for rows in by_hand.values() for row in rows for value in row]
    assert [figure(result) for _sum, result in stated] == pytest.approx(wanted, abs=HALF_A_DIGIT)
    for calculation, result in stated:
        keys = calculation.replace("−", "-").replace("·", "*").replace("e^", "2.718282**")
        assert eval(keys, {"log": log}) == pytest.approx(figure(result), abs=HALF_A_DIGIT), calculation


def test_the_next_forward_of_by_hand_is_as_its_file_says() -> None:
    trainer = Trainer(Experiment.load("by-hand"))
    trainer.run_epoch()
    after = trainer.network.predict([X[1:]]).item()
    said = next(line for line in comments("by-hand") if "once more" in line)
    assert [float(figure) for figure in re.findall(r"\d\.\d{4}", said)] == [round(after, 4), round(-log(after), 4)]


def test_xor_is_learnt_when_its_file_says() -> None:
    said = " ".join(comments("xor-by-hand"))
    trainer = Trainer(Experiment.load("xor-by-hand"))
    assert trainer.run() == "tolerance"
    history = trainer.history
    assert history.train_loss[0] == pytest.approx(log(2), abs=0.001)
    assert f"In the first 80 epochs J comes down to {history.train_loss[80]:.2f} only" in said
    right = int(np.argmax(history.train_accuracy == 1)) + 1
    assert f"After {right} epochs all four answers are right; after {trainer.epoch} the loss" in said
    hidden_or, hidden_and = np.array(trainer.network.thetas[0]).T
    for (bias, *weights), wanted in ((hidden_or, (0, 1, 1, 1)), (hidden_and, (0, 0, 0, 1))):
        z = [bias + weights[0] * x1 + weights[1] * x2 for x1 in (0, 1) for x2 in (0, 1)]
        assert tuple(int(value > 0) for value in z) == wanted
    assert trainer.network.thetas[1][1] > 0 > trainer.network.thetas[1][2], "OR, but not AND"


def test_equal_weights_never_learn_xor() -> None:
    equal = [[[1.0, 1.0]] * 3, [[1.0]] * 3]
    trainer = Trainer(Experiment.load("xor-by-hand").replace("network.weights", equal))
    assert trainer.run() == "epochs"
    assert trainer.figures("train").accuracy < 1
    theta = trainer.network.thetas[0]
    assert (theta[:, 0] == theta[:, 1]).all()


def first_errors(loss: str) -> dict[str, np.ndarray]:
    trainer = Trainer(Experiment.load("saturated", [f"network.loss={loss}"]))
    return {line.equation.symbol: line.value for line in trace(trainer)}


def test_saturated_squared_error_hides_what_cross_entropy_sees() -> None:
    said = " ".join(" ".join(comments("saturated")).split())
    squared, entropy = first_errors("squared_error"), first_errors("cross_entropy")
    (low,), (high,) = squared["A(3)"]
    assert f"they give {low:.4f} and {high:.4f}" in said
    E = np.array([[1.0], [0.0]]) - squared["A(3)"]
    slope = low * (1 - low)
    np.testing.assert_allclose(entropy["Δ(3)"], E, rtol=1e-14)
    np.testing.assert_allclose(squared["Δ(3)"], E * slope, rtol=1e-12)
    assert f"{E[0, 0]:.4f} · {slope:.4f} = {squared['Δ(3)'][0, 0]:.4f}" in said
    ratio = np.abs(entropy["Δ(3)"]).max() / np.abs(squared["Δ(3)"]).max()
    assert ratio == pytest.approx(1 / slope)
    assert f"Δ(3) is {ratio:.0f} times larger" in said
    for symbol in ("∇(1)", "∇(2)"):
        assert np.linalg.norm(entropy[symbol]) / np.linalg.norm(squared[symbol]) == pytest.approx(ratio)


def test_saturated_is_right_when_its_file_says() -> None:
    right = {}
    for loss in ("squared_error", "cross_entropy"):
        trainer = Trainer(Experiment.load("saturated", [f"network.loss={loss}"]))
        trainer.run()
        right[loss] = int(np.argmax(trainer.history.train_accuracy == 1)) + 1
    said = " ".join(" ".join(comments("saturated")).split())
    assert f"it takes {right['squared_error']} epochs till both answers are right" in said
    assert f"from the same weights, {right['cross_entropy']}." in said


@pytest.mark.parametrize("name", EXERCISES)
def test_the_catalog_says_what_is_loaded(name: str) -> None:
    entry, experiment = EXERCISES[name], Experiment.load(name)
    data = load_data(experiment)
    assert (experiment.name, data.task, data.rows) == (name, entry.task, entry.rows)
    assert (data.train.inputs.shape[1], data.train.Y.shape[1]) == (entry.inputs, entry.outputs)
    assert experiment.network.weights is not None


def test_a_misspelt_name_is_told_of_exercises_too_but_no_source_is() -> None:
    with pytest.raises(InputError, match="did you mean 'xor-by-hand'"):
        Experiment.load("xor-by-hnd")
    with pytest.raises(InputError) as refused:
        Experiment.load("spiral", ["data.source=saturated"])
    assert "did you mean 'saturated'" not in str(refused.value)
    assert set(CATALOG) > set(EXERCISES)
