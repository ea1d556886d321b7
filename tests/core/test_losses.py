"""The losses where outputs saturate, against `decimal` with 400 digits; and the pairs that are refused."""

from collections.abc import Iterable
from decimal import Decimal, localcontext
from functools import cache
from math import fsum, log, log1p
from pathlib import Path

import numpy as np
import pytest
from all_pairs import all_pairs
from hypothesis import given, settings
from hypothesis import strategies as st
from narrowing import present

from core.calls import Array
from core.experiment.experiment import DataSettings, Experiment, NetworkSettings, TrainingSettings
from core.losses import EXACT_FROM, PAIRS, refusal
from core.network import Network
from core.support.errors import InputError
from core.timeline import actions as actions
from core.training.trainer import Trainer

SIZES = [0.0, 1e-300, 1e-9, 0.5, 1.0, 5.0, 20.0, 36.0, 37.0, 40.0, 88.0, 104.0, 350.0, 700.0, 745.0, 800.0, 1e4]
BOTH_SIGNS = [*SIZES, *(-size for size in SIZES[1:])]

RELATIVE = {"float64": 1e-12, "float32": 1e-5}
ABSOLUTE = {"float64": 1e-300, "float32": 1e-37}
"""Below these a dtype's numbers lose digits themselves."""

dtypes = pytest.mark.parametrize("dtype", ["float64", "float32"])


def network_of(output: str, loss: str, outputs: int, dtype: str = "float64") -> Network:
    """A network whose Z is its input, bit by bit: Θ is a row of zeros above the identity."""
    network = Network([outputs, outputs], output=output, loss=loss, dtype=dtype)
    network.thetas[0][...] = np.eye(outputs + 1, outputs, -1)
    return network


def exact(output: str, loss: str, Z: Iterable[float], Y: Iterable[int]) -> Decimal:
    """J of one example with 0/1 targets and the very Z that the network takes."""
    with localcontext() as context:
        context.prec = 400
        z, y = [Decimal(float(value)) for value in Z], [int(value) for value in Y]
        if loss == "squared_error":
            return sum(((y_k - a_k) ** 2 for y_k, a_k in zip(y, exact_output(output, z), strict=True)), Decimal()) / 2
        if output == "softmax":  # −log a_k = log Σ e^(z_j − z_k)
            return logarithm(sum((power(z_j - z[y.index(1)]) for z_j in z), Decimal()))
        # −log a = log(1 + e^−z), −log(1 − a) = log(1 + e^z)
        terms = (logarithm(1 + power(-z_k if y_k else z_k)) for z_k, y_k in zip(z, y, strict=True))
        return sum(terms, Decimal())


@cache
def power(exponent: Decimal) -> Decimal:
    """A power to 400 digits, kept: a test asks for the same ones again and again, and each takes a millisecond."""
    return exponent.exp()


@cache
def logarithm(number: Decimal) -> Decimal:
    """A logarithm to 400 digits, kept as powers are."""
    return number.ln()


def exact_output(output: str, z: list[Decimal]) -> list[Decimal]:
    if output == "identity":
        return z
    if output == "softmax":
        powers = [power(z_k) for z_k in z]
        return [power / sum(powers) for power in powers]
    logistic = [1 / (1 + power(-(2 * z_k if output == "tanh" else z_k))) for z_k in z]
    return [2 * a_k - 1 for a_k in logistic] if output == "tanh" else logistic


def wrong_losses(
    output: str, loss: str, rows: list[tuple[list[float], list[int]]], dtype: str
) -> list[tuple[list[float], list[int], float, float]]:
    """Which of the rows (z, y) the network's loss has wrong."""
    wrong = []
    for z, y in rows:
        Z = np.array([z], dtype)
        found, wanted = network_of(output, loss, len(z), dtype).loss(Z, [y]), float(exact(output, loss, Z[0], y))
        if not abs(found - wanted) <= RELATIVE[dtype] * wanted + ABSOLUTE[dtype]:
            wrong.append((z, y, found, wanted))
    return wrong


def one_hot(place: int, outputs: int) -> list[int]:
    return [int(k == place) for k in range(outputs)]


NEURON = [([z], [y]) for z in BOTH_SIGNS for y in (0, 1)]

CLASSES = [
    (z, one_hot(place, 3))
    for size in SIZES
    for z in ([size, 0.0, 0.0], [size, size, 0.0], [size, -size, 0.0], [-size, -size, size], [size + 1, size, 1.0])
    for place in range(3)
]


@dtypes
def test_sigmoid_with_cross_entropy(dtype: str) -> None:
    assert wrong_losses("sigmoid", "cross_entropy", NEURON, dtype) == []


@dtypes
def test_softmax_with_cross_entropy(dtype: str) -> None:
    assert wrong_losses("softmax", "cross_entropy", CLASSES, dtype) == []


def by_sums(Z: Array, Y: Array) -> tuple[float, float]:
    """J of m examples from what softmax leaves, and from Z alone."""
    pair, sums = PAIRS["softmax", "cross_entropy"], np.empty((1, 2, len(Z)), Z.dtype)
    for function, arguments in pair.output(Z, np.empty_like(Z), sums[0]):
        function(*arguments)
    return pair.loss_from_sums(Z.T[None], Y.T[None], sums, None) / len(Z), pair.loss(Z, Y) / len(Z)


def exact_mean(Z: Array, chosen: Array | list[int]) -> float:
    """J of softmax's cross-entropy by double precision without a cancellation: fsum of log1p beside the greatest."""
    Z = Z.astype(float)
    shifted = Z - Z.max(1, keepdims=True)
    powers = np.exp(shifted)
    powers[np.arange(len(Z)), Z.argmax(1)] = 0
    return fsum(fsum([log1p(fsum(row)), -z[k]]) for row, z, k in zip(powers, shifted, chosen, strict=True)) / len(Z)


@dtypes
@pytest.mark.parametrize("right", [0, 0.5, 0.95, 1])
@pytest.mark.parametrize("spread", [0.1, 3, 30, 300])
def test_softmax_with_cross_entropy_from_the_sums(dtype: str, right: float, spread: float) -> None:
    """As good as from Z alone, and refused where it wouldn't be: for outputs as good as sure and right."""
    random = np.random.default_rng(7)
    Z = (spread * random.standard_normal((60, 10))).astype(dtype)
    chosen = np.where(random.random(60) < right, Z.argmax(1), random.integers(0, 10, 60))
    quick, wanted = by_sums(Z, np.eye(10, dtype=dtype)[chosen])
    assert np.isnan(quick) == (wanted < 10 * EXACT_FROM[Z.itemsize])
    assert np.isnan(quick) or quick == pytest.approx(wanted, rel=RELATIVE[dtype], abs=0)


@all_pairs("dtype, m, classes", ["float64", "float32"], [1, 10, 300], [2, 3, 10, 100])
def test_losses_of_all_magnitudes_whichever_way_they_are_taken(m: int, classes: int, dtype: str) -> None:
    """Ever surer outputs, all of them right or a few wrong, J from 10 down to 10⁻¹⁶, as training takes it."""
    random, taken = np.random.default_rng(classes), 0
    for gap in np.arange(0, 40, 0.5 if m < 300 else 4):
        for wrong in (0, 0.002, 0.2):
            chosen, Z = random.integers(0, classes, m), random.normal(0, 0.5, (m, classes))
            Z[np.arange(m), chosen] += gap
            Z = np.where(random.random((m, 1)) < wrong, -Z, Z).astype(dtype)
            quick, plain = by_sums(np.asfortranarray(Z), np.eye(classes, dtype=dtype)[chosen])
            wanted = pytest.approx(exact_mean(Z, chosen), rel=RELATIVE[dtype], abs=0)
            assert plain == wanted
            assert np.isnan(quick) or quick == wanted
            taken += not np.isnan(quick)
    assert taken > {"float64": 40, "float32": 15}[dtype] * (1 if m < 300 else 0.125), "most of them are good"


def test_the_error_of_the_sums_is_what_the_bound_says() -> None:
    """Every addition to the 1 rounds the same way: s_L − 1 halves of ε are lost. What is taken is good even so."""
    for dtype, bits in (("float64", 53), ("float32", 24)):
        for classes in (2, 10, 40):
            for power in range(3, bits):
                Z = np.full((1, classes), -log(2) * power + 1e-3, dtype)
                Z[0, 0] = 0
                quick, _plain = by_sums(np.asfortranarray(Z), np.eye(classes, dtype=dtype)[[0]])
                assert np.isnan(quick) or quick == pytest.approx(exact_mean(Z, [0]), rel=RELATIVE[dtype], abs=0)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_train_loss_as_small_as_a_millionth_is_right(dtype: str) -> None:
    """Through the trainer, whose mini-batches leave their sums: 10⁻¹⁰ off at J = 10⁻⁶ when those were taken there."""
    inputs = np.random.default_rng(4).normal(0, 0.1, (40, 3))
    chosen = np.arange(40) % 3
    inputs[np.arange(40), chosen] += 1
    experiment = Experiment(
        dtype=dtype,  # type: ignore[arg-type]
        data=DataSettings(
            source="inline", inputs=inputs.tolist(), targets=np.eye(3)[chosen].tolist(), validation_fraction=0.0,
            test_fraction=0.0, standardize=False,
        ),
        network=NetworkSettings(hidden=[], output="softmax", weights=[(16.0 * np.eye(4, 3, -1)).tolist()]),
        training=TrainingSettings(batch_size=4, learning_rate=1e-300, optimizer="gradient_descent"),
    )  # fmt: skip
    trainer = Trainer(experiment)
    trainer.run_epoch()
    Z = trainer.X @ trainer.network.thetas[0]
    wanted = exact_mean(Z, chosen)
    assert 1e-7 < wanted < 1e-5
    assert trainer.history[-1]["train_loss"] == pytest.approx(wanted, rel=RELATIVE[dtype], abs=0)


@dtypes
def test_what_the_sums_would_round_away_is_taken_from_z(dtype: str) -> None:
    Z, Y = np.array([[40, 0, 0], [30, 0, 1]], dtype), np.array([[1, 0, 0], [1, 0, 0]], dtype)
    quick, wanted = by_sums(Z, Y)
    assert np.isnan(quick)
    assert 0 < wanted < 1e-12


@dtypes
@pytest.mark.parametrize("output", ["identity", "sigmoid", "tanh"])
def test_squared_error(output: str, dtype: str) -> None:
    assert wrong_losses(output, "squared_error", NEURON, dtype) == []


@dtypes
def test_softmax_with_squared_error(dtype: str) -> None:
    assert wrong_losses("softmax", "squared_error", CLASSES, dtype) == []


@pytest.mark.parametrize("outputs", [1, 4])
@pytest.mark.parametrize(("output", "loss"), [pair for pair in PAIRS if pair[1] == "cross_entropy"])
@settings(deadline=None)
@given(data=st.data())
def test_batches_of_any_saturation(output: str, loss: str, outputs: int, data: st.DataObject) -> None:
    """Small and large losses in one batch: the mean is as good as its terms."""
    if output == "softmax":
        outputs += 1
    value = st.one_of(st.floats(-800, 800), st.sampled_from([-800.0, 0.0, 800.0, 30.0]))
    Z = data.draw(st.lists(st.lists(value, min_size=outputs, max_size=outputs), min_size=1, max_size=4))
    if output == "softmax":
        Y = [one_hot(data.draw(st.integers(0, outputs - 1)), outputs) for _ in Z]
    else:
        Y = [data.draw(st.lists(st.integers(0, 1), min_size=outputs, max_size=outputs)) for _ in Z]
    wanted = float(sum(exact(output, loss, z, y) for z, y in zip(Z, Y, strict=True)) / len(Z))
    assert network_of(output, loss, outputs).loss(Z, Y) == pytest.approx(wanted, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("classes", [2, 3, 10])
@pytest.mark.parametrize("z", [0.0, 800.0, -1e4, 1e300])
def test_softmax_ties_share_alike(classes: int, z: float) -> None:
    network = network_of("softmax", "cross_entropy", classes)
    assert network.loss([[z] * classes], [0]) == pytest.approx(np.log(classes), rel=1e-15)
    np.testing.assert_allclose(network.predict([[z] * classes]), 1 / classes, rtol=1e-15)


def test_softmax_tie_for_the_greatest_beside_others() -> None:
    found = network_of("softmax", "cross_entropy", 4).loss([[7.0, 7.0, 6.0, 7.0]], [3])
    assert found == pytest.approx(np.log(3 + np.exp(-1)), rel=1e-15)


def test_tiny_losses_are_not_zero() -> None:
    """log(1 + e^−690) is 2.3e-300; 1 − a is 0."""
    tiny = np.exp(-690.0)
    assert 1e-300 < tiny < 1e-299
    assert network_of("sigmoid", "cross_entropy", 1).loss([[690.0]], [[1]]) == pytest.approx(tiny, rel=1e-12, abs=0)
    assert network_of("sigmoid", "cross_entropy", 1).loss([[-690.0]], [[0]]) == pytest.approx(tiny, rel=1e-12, abs=0)
    assert network_of("softmax", "cross_entropy", 2).loss([[0, -690.0]], [0]) == pytest.approx(tiny, rel=1e-12, abs=0)


@dtypes
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_nothing_is_nan_at_the_largest_numbers(pair: tuple[str, str], dtype: str) -> None:
    """A gap beyond the largest number included; a loss may then be infinite, as it is."""
    largest = float(np.finfo(dtype).max)
    for z in ([largest, -largest], [-largest, largest], [largest, largest], [0.0, -largest], [1e4, -1e4]):
        network = network_of(*pair, 2, dtype)
        assert not np.isnan(network.predict([z])).any()
        for place in range(2):
            loss, gradients = network.gradients([z], [one_hot(place, 2)])
            assert not np.isnan(loss)
            assert not any(np.isnan(gradient).any() for gradient in gradients)


def test_a_right_answer_with_an_endless_gap_costs_nothing() -> None:
    largest = float(np.finfo(float).max)
    network = network_of("softmax", "cross_entropy", 2)
    assert network.loss([[largest, -largest]], [0]) == 0
    assert network.loss([[largest, -largest]], [1]) == np.inf


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_targets_between_0_and_1(pair: tuple[str, str]) -> None:
    """Cross-entropy of the mean itself is its entropy: positive, not 0."""
    y, z = np.array([0.25, 0.75]), np.log([0.25, 0.75])
    z = z - np.log([0.75, 0.25]) if pair[0] == "sigmoid" else z
    a = {"identity": z, "tanh": np.tanh(z)}.get(pair[0], y)
    wanted = np.square(y - a).sum() / 2
    if pair[1] == "cross_entropy":
        wanted = -(y * np.log(y)).sum() * (2 if pair[0] == "sigmoid" else 1)
    assert network_of(*pair, 2).loss([z], [y]) == pytest.approx(wanted, rel=1e-12, abs=1e-30)


def test_losses_are_means_over_examples_and_sums_over_outputs() -> None:
    network = network_of("identity", "squared_error", 2)
    assert network.loss([[1, 2], [3, 4], [5, 6]], [[0, 0]] * 3) == (1 + 4 + 9 + 16 + 25 + 36) / 2 / 3


@pytest.mark.parametrize(
    ("output", "reason"),
    [("identity", "logarithm of the outputs, and those of identity may be 0 or below"),
     ("tanh", "logarithm of the outputs, and those of tanh reach from -1 to 1")],
)  # fmt: skip
def test_refused_pairs_say_why(output: str, reason: str) -> None:
    assert reason in present(refusal(output, "cross_entropy"))
    with pytest.raises(InputError, match=reason) as refused:
        Network([2, 1], output=output, loss="cross_entropy")
    for known, _loss in PAIRS:
        assert f"{known} goes with " in str(refused.value)


def test_every_pair_but_the_two_is_allowed() -> None:
    outputs, losses = ("sigmoid", "softmax", "identity", "tanh"), ("cross_entropy", "squared_error")
    refused = {(output, loss) for output in outputs for loss in losses if refusal(output, loss)}
    assert refused == {("identity", "cross_entropy"), ("tanh", "cross_entropy")}
    assert len(PAIRS) == 6


@pytest.mark.parametrize("pair", [("relu", "squared_error"), ("sigmoid", "hinge")])
def test_unknown_names_are_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(InputError, match=r"found '(relu|hinge)', expected one of "):
        Network([2, 1], output=pair[0], loss=pair[1])


# Softmax with one output


def test_softmax_with_one_output_is_refused() -> None:
    """Its output is 1 and its gradient 0 whatever the weights are; the message says what to use."""
    for loss in ("cross_entropy", "squared_error"):
        for sizes in ([2, 1], [3, 4, 1]):
            with pytest.raises(InputError, match=r"output: found softmax with one output.*use sigmoid.*identity"):
                Network(sizes, output="softmax", loss=loss)
        Network([2, 2], output="softmax", loss=loss)
    Network([2, 1], output="sigmoid")


ONE_OUTPUT = """
[data]
source = "inline"
inputs = [[0.0, 1.0], [1.0, 0.0]]
targets = [[1.0], [0.0]]
validation_fraction = 0.0
test_fraction = 0.0

[network]
output = "softmax"
"""


def test_softmax_with_one_output_is_refused_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text(ONE_OUTPUT, "utf-8")
    with pytest.raises(InputError, match=r"one.toml, line 10, column 1: network.output: found softmax with one output"):
        Experiment.load(path)


@pytest.mark.parametrize("source", ["sine", "diabetes"])
@pytest.mark.parametrize("loss", [None, "cross_entropy", "squared_error"])
def test_softmax_is_refused_where_the_data_have_one_output(source: str, loss: str | None) -> None:
    experiment = Experiment.load(source).replace_all({"network.output": "softmax", "network.loss": loss})
    with pytest.raises(InputError, match=r"network.output: found softmax with one output.*use sigmoid"):
        Trainer(experiment)


def test_softmax_is_refused_for_a_network_that_has_one_output() -> None:
    """Two classes have one output with sigmoid; a change of the output while training can't give it another one."""
    trainer = Trainer(Experiment.load("spiral"))
    with pytest.raises(InputError, match=r"network.output: found softmax with one output"):
        actions.set_key(trainer.state(), trainer.data, "network.output", "softmax")
