"""Weights by hand: what another value does, gradients on the spot, and weights that rest."""

from collections.abc import Callable
from math import exp, inf, log, nan
from typing import Any

import numpy as np
import pytest
import reference
from all_pairs import all_pairs
from hypothesis import given
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.analysis.gradient_check import check_gradients
from core.calls import Array, Call
from core.experiment.experiment import DataSettings, Experiment, NetworkSettings, TrainingSettings
from core.parameters import split
from core.support.errors import InputError
from core.surgery.weights import ThetaPart, check_weight, freeze, set_weight, thaw
from core.training import evaluation
from core.training.history import COLUMNS
from core.training.trainer import Trainer
from core.training.training_state import TrainingState

SIZES = (3, 5, 4, 2)
PENALTIES: dict[str, Any] = {"l1": 0.3, "l2": 0.7}
PARTS = {
    "weight": ThetaPart(2, 3, 1),
    "neuron": ThetaPart(2, column=4),
    "outgoing": ThetaPart(1, row=2),
    "layer": ThetaPart(3),
}

optimizers = pytest.mark.parametrize("optimizer", reference.OPTIMIZERS)


def experiment(
    activation: str = "tanh",
    pair: tuple[str, str] = ("sigmoid", "cross_entropy"),
    dtype: str = "float64",
    rows: int = 11,
    seed: int = 3,
    **training: Any,
) -> Experiment:
    random = np.random.default_rng(seed)
    classes = random.integers(0, 2, rows)
    return Experiment(
        seed=seed,
        dtype=dtype,  # type: ignore[arg-type]
        data=DataSettings(
            source="inline",
            inputs=random.normal(size=(rows, SIZES[0])).tolist(),
            targets=np.eye(2)[classes].tolist(),
            validation_fraction=0.0,
            test_fraction=0.0,
            standardize=False,
        ),
        network=NetworkSettings(hidden=list(SIZES[1:-1]), activation=activation, output=pair[0], loss=pair[1]),  # type: ignore[arg-type]
        training=TrainingSettings(**{"batch_size": 4, "epochs": 6, "learning_rate": 0.02, **training}),
    )


def reference_value(trainer: Trainer, thetas: list[list[list[float]]]) -> tuple[float, float]:
    """J and its penalty by the slow reference, of nested lists."""
    network, training = trainer.network, trainer.experiment.training
    net = reference.Net(network.parameters.activations, network.output, network.loss_name)
    split = trainer.data.train
    loss = reference.loss(net, thetas, split.inputs.tolist(), split.Y.tolist())
    return loss, reference.penalty(thetas, training.l1, training.l2, split.m)


def is_frozen(state: TrainingState, part: ThetaPart) -> bool:
    """Whether all weights of a part are at rest."""
    return state.frozen is not None and bool(part.of(state.frozen, state.sizes).all())


def result(trainer: Trainer) -> tuple[str, bytes, dict[str, bytes], int, int, int]:
    """All that a training comes to, to the bit, but for the time it took."""
    figures = trainer.history.view()[:, : COLUMNS.index("seconds")].tobytes()
    vectors = {name: vector.tobytes() for name, vector in trainer.optimizer.vectors.items()}
    return trainer.weights_sha256, figures, vectors, trainer.optimizer.count, trainer.epoch, trainer.batch


def calls(trainer: Trainer) -> list[str]:
    """The names of the functions of a mini-batch, in order; of those made ready with an array, without its values."""
    return [
        getattr(function, "__qualname__", repr(getattr(function, "func", function)))
        for one in trainer.equations
        for function, _arguments in one.calls
    ]


# Another value


def test_a_weight_of_the_exercise_by_hand() -> None:
    """Θ(2)[1,1], 0.6 in the file, becomes 1.6; A(2) is 1 0.4256 0.7311, Y is 1, and Δ(3) 0.6203."""
    trainer = Trainer(Experiment.load("by-hand"))
    a1, a2 = 1 / (1 + exp(0.3)), 1 / (1 + exp(-1.0))
    before, after = (1 / (1 + exp(-(-0.6 + weight * a1 - 0.2 * a2))) for weight in (0.6, 1.6))
    state, effect = set_weight(trainer.state(), trainer.data, ThetaPart(2, 1, 1), 1.6)
    assert (effect.before, effect.after) == (0.6, 1.6)
    assert effect.loss_before == pytest.approx(-log(before), rel=1e-14)
    assert effect.loss_after == pytest.approx(-log(after), rel=1e-14)
    assert effect.gradient == pytest.approx(-a1 * (1 - before), rel=1e-14)
    assert effect.predicted == pytest.approx(-0.2640, abs=5e-5)  # the file's ∇(2)
    assert effect.change == pytest.approx(-log(after) + log(before), rel=1e-13)
    assert (effect.penalty_before, effect.penalty_after) == (0, 0)
    trainer.restore(state)
    assert trainer.network.thetas[1].tolist() == [[-0.6], [1.6], [-0.2]]


@pytest.mark.parametrize("activation", reference.G)
@pytest.mark.parametrize("penalties", [{}, PENALTIES], ids=["bare", "penalties"])
@pytest.mark.parametrize("chunk", [4, 2048])
def test_losses_and_penalties_are_those_of_the_reference(
    activation: str, penalties: dict[str, Any], chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluation, "CHUNK", chunk)
    trainer = Trainer(experiment(activation, dropout=0.4, **penalties))
    trainer.run_epoch()
    for weight, value in ((ThetaPart(1, 0, 2), -0.7), (ThetaPart(2, 3, 4), 2.0), (ThetaPart(3, 4, 1), 0.0)):
        assert weight.column is not None
        thetas = [theta.tolist() for theta in trainer.network.thetas]
        before = reference_value(trainer, thetas)
        state, effect = set_weight(trainer.state(), trainer.data, weight, value)
        assert effect.before == thetas[weight.layer - 1][weight.row][weight.column - 1]
        thetas[weight.layer - 1][weight.row][weight.column - 1] = effect.after
        after = reference_value(trainer, thetas)
        assert (effect.loss_before, effect.penalty_before) == pytest.approx(before, rel=1e-12)
        assert (effect.loss_after, effect.penalty_after) == pytest.approx(after, rel=1e-12)
        assert effect.change == pytest.approx(sum(after) - sum(before), rel=1e-9)
        assert [theta.tolist() for theta in split(state.theta, state.sizes)] == thetas


@given(st.data())
def test_a_small_change_comes_out_as_predicted(data: st.DataObject) -> None:
    """What g Δθ leaves out is of second order: half the step, a quarter of it."""
    activation = data.draw(st.sampled_from(["tanh", "sigmoid", "identity"]))
    pair = data.draw(st.sampled_from(reference.PAIRS))
    trainer = Trainer(experiment(activation, pair, seed=data.draw(st.integers(0, 5)), l2=data.draw(st.floats(0, 5))))
    layer = data.draw(st.integers(1, 3))
    rows, columns = trainer.network.thetas[layer - 1].shape
    weight = ThetaPart(layer, data.draw(st.integers(0, rows - 1)), data.draw(st.integers(1, columns)))
    value, state = float(weight.of(trainer.state().theta, SIZES).item()), trainer.state()
    step = data.draw(st.sampled_from([-0.01, 0.01]))
    whole, half = (set_weight(state, trainer.data, weight, value + part * step).effect for part in (1, 0.5))
    rest, of_half = (effect.change - effect.predicted for effect in (whole, half))
    assert abs(rest) < 10 * step**2
    assert of_half == pytest.approx(rest / 4, rel=0.05, abs=abs(step**3))


def test_a_change_too_small_for_float32_is_seen() -> None:
    """J of float32 has seven digits; one weight's share of it may have fewer."""
    trainer = Trainer(experiment(dtype="float32", rows=300))
    state, weight = trainer.state(), ThetaPart(1, 1, 1)
    value = np.nextafter(weight.of(state.theta, SIZES).item(), np.float32(2))
    edited, effect = set_weight(state, trainer.data, weight, float(value))
    assert effect.change == pytest.approx(effect.predicted, rel=1e-3)
    assert edited.theta.dtype == np.float32
    assert effect.after == float(value)


def test_what_is_typed_is_rounded_to_the_dtype() -> None:
    trainer = Trainer(experiment(dtype="float32"))
    state, effect = set_weight(trainer.state(), trainer.data, ThetaPart(1, 1, 1), 0.1)
    assert effect.after == float(np.float32(0.1)) != 0.1
    assert state.theta[split(np.arange(len(state.theta)), SIZES)[0][1, 0]] == np.float32(0.1)


@optimizers
@pytest.mark.parametrize("done", [0, 1, 5])
def test_one_value_changes_and_nothing_else(optimizer: str, done: int) -> None:
    trainer = Trainer(experiment(optimizer=optimizer, dropout=0.3))
    for _ in range(done):
        trainer.run_batch()
    before = trainer.state()
    after = set_weight(before, trainer.data, ThetaPart(2, 0, 3), 0.25).state
    assert (before.theta != after.theta).sum() == 1
    for name in ("experiment", "gradient", "vectors", "step", "count", "position", "dropout", "best", "frozen"):
        assert getattr(after, name) is getattr(before, name)


@optimizers
@pytest.mark.parametrize("done", [0, 1, 5])
def test_a_value_that_stays_changes_no_bit(optimizer: str, done: int) -> None:
    wanted, trainer = (Trainer(experiment(optimizer=optimizer, dropout=0.3)) for _ in range(2))
    wanted.run()
    for _ in range(done):
        trainer.run_batch()
    value = float(trainer.network.thetas[1][0, 2])
    state, effect = set_weight(trainer.state(), trainer.data, ThetaPart(2, 0, 3), value)
    assert effect.change == effect.predicted == 0
    trainer.restore(state)
    trainer.run()
    assert result(trainer) == result(wanted)


def test_looking_touches_no_bit() -> None:
    wanted, trainer = Trainer(experiment(dropout=0.3)), Trainer(experiment(dropout=0.3))
    while not trainer.stopped_by:
        trainer.run_batch()
        wanted.run_batch()
        set_weight(trainer.state(), trainer.data, ThetaPart(1, 1, 1), 9.0)
        check_weight(trainer.state(), trainer.data, ThetaPart(3, 0, 1))
        freeze(trainer.state(), ThetaPart(2))
    assert result(trainer) == result(wanted)


def test_training_goes_on_from_the_new_value() -> None:
    """As if the training had started from it."""
    start = Trainer(experiment(optimizer="adam"))
    thetas = [theta.tolist() for theta in start.network.thetas]
    thetas[1][2][0] = 1.5
    wanted = Trainer(experiment(optimizer="adam").replace("network.weights", thetas))
    start.restore(set_weight(start.state(), start.data, ThetaPart(2, 2, 1), 1.5).state)
    wanted.run()
    start.run()
    assert result(start) == result(wanted)


@pytest.mark.parametrize(
    ("weight", "value", "message"),
    [
        (ThetaPart(4, 0, 1), 1.0, r"Θ\(4\)\[0,1\]: found layer 4, expected 1 to 3"),
        (ThetaPart(0, 0, 1), 1.0, "found layer 0"),
        (ThetaPart(2, 6, 1), 1.0, r"Θ\(2\)\[6,1\]: found row 6, expected 0 to 5"),
        (ThetaPart(2, -1, 1), 1.0, "found row -1"),
        (ThetaPart(2, 0, 5), 1.0, "found column 5, expected 1 to 4"),
        (ThetaPart(2, 0, 0), 1.0, "found column 0"),
        (ThetaPart(2, 0), 1.0, r"found Θ\(2\)\[0,:\], expected one weight"),
        (ThetaPart(2, column=1), 1.0, r"found Θ\(2\)\[:,1\], expected one weight"),
        (ThetaPart(2), 1.0, r"found Θ\(2\), expected one weight"),
        (ThetaPart(2, 0, 1), nan, r"Θ\(2\)\[0,1\]: found nan, expected a number within ±3.403e\+38"),
        (ThetaPart(2, 0, 1), -inf, "found -inf"),
        (ThetaPart(2, 0, 1), 1e39, "found 1e.39, expected a number within .* float32"),
    ],
)
def test_what_cannot_be_set(weight: ThetaPart, value: float, message: str) -> None:
    trainer = Trainer(experiment(dtype="float32"))
    with pytest.raises(InputError, match=message):
        set_weight(trainer.state(), trainer.data, weight, value)


# Gradients on the spot


@pytest.mark.parametrize("activation", reference.G)
@pytest.mark.parametrize("pair", reference.PAIRS, ids="-".join)
def test_the_gradient_of_each_weight(activation: str, pair: tuple[str, str]) -> None:
    """Against the reference neuron by neuron, and against differences of J."""
    trainer = Trainer(experiment(activation, pair, dropout=0.4, **PENALTIES))
    trainer.run_batch()
    state, train = trainer.state(), trainer.data.train
    net = reference.Net([activation] * 2, *pair)
    thetas = [theta.tolist() for theta in trainer.network.thetas]
    wanted = reference.gradients(net, thetas, train.inputs.tolist(), train.Y.tolist(), **PENALTIES, N=train.m)
    for layer, matrix in enumerate(wanted, 1):
        row, column = len(matrix) - 1, 1
        found = check_weight(state, trainer.data, ThetaPart(layer, row, column))
        assert found.gradient == pytest.approx(matrix[row][column - 1], rel=1e-10, abs=1e-14)
        assert found.difference == pytest.approx(found.gradient, rel=1e-6, abs=1e-9)
        assert found.error < 1e-6
        assert not found.kink


def test_a_whole_theta_checked_weight_by_weight_has_the_error_of_the_whole() -> None:
    """All rows fit into the 256 that `check_gradients` takes, so both take the same differences."""
    trainer = Trainer(experiment("sigmoid", l2=0.7))
    state = trainer.state()
    for layer, whole in enumerate(check_gradients(trainer.experiment), 1):
        rows, columns = whole.shape
        each = (
            check_weight(state, trainer.data, ThetaPart(layer, j, k + 1)) for j in range(rows) for k in range(columns)
        )
        assert max(one.error for one in each) == pytest.approx(whole.error, rel=0.2, abs=1e-11)


def test_a_float32_network_is_checked_in_float64() -> None:
    trainer = Trainer(experiment(dtype="float32"))
    assert check_weight(trainer.state(), trainer.data, ThetaPart(1, 1, 1)).error < 1e-7


@pytest.mark.parametrize("chunk", [1, 2048])
def test_a_kink_is_told_of(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """z of the only relu neuron is 0: with more of θ, a is 2h and J falls by 3 · 2h; with less, nothing happens."""
    monkeypatch.setattr(evaluation, "CHUNK", chunk)
    kinked = Experiment(
        data=DataSettings(
            source="inline", inputs=[[1.0, 1.0]], targets=[[3.0]], task="regression", validation_fraction=0.0,
            test_fraction=0.0, standardize=False,
        ),
        network=NetworkSettings(hidden=[1], activation="relu", weights=[[[0.0], [1.0], [-1.0]], [[0.0], [2.0]]]),
    )  # fmt: skip
    trainer = Trainer(kinked)
    found = check_weight(trainer.state(), trainer.data, ThetaPart(1, 1, 1))
    assert found.gradient == 0  # relu's derivative at 0, as the program has it
    assert found.difference == pytest.approx(-3, rel=1e-4)
    assert found.kink
    assert not check_weight(trainer.state(), trainer.data, ThetaPart(2, 0, 1)).kink


def test_what_differences_cannot_tell_of_a_weight() -> None:
    """J = 10²⁴ with gradients of 10¹²: its rounding is larger than what a step may change. A spoilt one is wrong."""
    inputs = np.random.default_rng(1).normal(size=(6, 2))
    far = Experiment(
        data=DataSettings(
            source="inline", inputs=inputs.tolist(), targets=[[1e12]] * 6, task="regression", validation_fraction=0.0,
            test_fraction=0.0, standardize=False,
        ),
        network=NetworkSettings(hidden=[2], activation="tanh"),
    )  # fmt: skip
    trainer = Trainer(far)
    found = [check_weight(trainer.state(), trainer.data, ThetaPart(1, row, 1)) for row in range(3)]
    assert {one.verdict for one in found} <= {"right", "undecided"}
    assert all(one.error < one.uncertain for one in found if one.verdict == "undecided")
    assert any(one.verdict == "undecided" for one in found)
    usual = Trainer(experiment("tanh"))
    right = check_weight(usual.state(), usual.data, ThetaPart(2, 1, 1))
    assert (right.verdict, right.uncertain) == ("right", 0)


def test_a_wrong_gradient_of_a_weight_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    trainer, right = Trainer(experiment("tanh")), ACTIVATIONS["tanh"]

    def wrong(Z: Array, A: Array, slope: Array) -> list[Call]:
        return [*right.derivative(Z, A, slope), (np.multiply, (slope, 1.001, slope))]

    monkeypatch.setitem(ACTIVATIONS, "tanh", right._replace(derivative=wrong))
    found = check_weight(trainer.state(), trainer.data, ThetaPart(1, 1, 1))
    assert found.verdict == "wrong"
    assert found.error > 1e-6


def test_the_kink_of_l1() -> None:
    trainer = Trainer(experiment(l1=0.3))
    for value, kink in ((0.0, False), (3e-6, True), (-3e-6, True), (1e-4, False)):
        state = set_weight(trainer.state(), trainer.data, ThetaPart(2, 1, 1), value).state
        assert check_weight(state, trainer.data, ThetaPart(2, 1, 1)).kink is kink
    state = set_weight(trainer.state(), trainer.data, ThetaPart(2, 0, 1), 3e-6).state  # no penalty over biases
    assert not check_weight(state, trainer.data, ThetaPart(2, 0, 1)).kink


# Weights that rest


def test_which_weights_a_part_has() -> None:
    trainer = Trainer(experiment())
    for part, wanted in (
        (ThetaPart(2, 3, 1), (3, 0)),
        (ThetaPart(2, 0, 4), (0, 3)),
        (ThetaPart(2, column=4), (slice(None), 3)),
        (ThetaPart(2, row=5), (5, slice(None))),
        (ThetaPart(2), (slice(None), slice(None))),
    ):
        frozen = freeze(trainer.state(), part).frozen
        mask = np.zeros(trainer.network.thetas[1].shape, bool)
        mask[wanted] = True
        assert frozen is not None
        assert [matrix.any() for matrix in split(frozen, SIZES)] == [False, True, False]
        assert frozen is not None
        assert (split(frozen, SIZES)[1] == mask).all()
    symbols = [
        ThetaPart(2, 3, 1).symbol,
        ThetaPart(2, column=4).symbol,
        ThetaPart(1, row=2).symbol,
        ThetaPart(3).symbol,
    ]
    assert symbols == ["Θ(2)[3,1]", "Θ(2)[:,4]", "Θ(1)[2,:]", "Θ(3)"]


@all_pairs("optimizer, part, done", reference.OPTIMIZERS, PARTS, [0, 1, 5])
def test_frozen_and_thawed_at_once_changes_no_bit_and_no_call(optimizer: str, part: ThetaPart, done: int) -> None:
    wanted, trainer = (Trainer(experiment(optimizer=optimizer, dropout=0.3)) for _ in range(2))
    for _ in range(done):
        wanted.run_batch()
        trainer.run_batch()
    trainer.restore(freeze(trainer.state(), part))
    assert is_frozen(trainer.state(), part)
    trainer.restore(thaw(trainer.state(), part))
    assert not is_frozen(trainer.state(), part)
    assert calls(trainer) == calls(wanted)
    wanted.run()
    trainer.run()
    assert result(trainer) == result(wanted)


@all_pairs("optimizer, part, dtype, done", reference.OPTIMIZERS, PARTS, ["float64", "float32"], [0, 1, 5])
def test_frozen_weights_rest_to_the_bit_and_the_others_go_on(
    optimizer: str, part: ThetaPart, dtype: str, done: int
) -> None:
    trainer = Trainer(experiment(optimizer=optimizer, dtype=dtype, dropout=0.3, **PENALTIES))
    for _ in range(done):
        trainer.run_batch()
    before = trainer.state()
    trainer.restore(freeze(before, part))
    for _ in range(5):
        trainer.run_batch()
    after = trainer.state()
    rest = after.frozen
    assert rest is not None
    assert (after.theta[rest] == before.theta[rest]).all()
    assert (after.theta[~rest] != before.theta[~rest]).all()
    assert (after.step[rest] == 0).all()
    for name, vector in before.vectors.items():
        assert (after.vectors[name][rest] == vector[rest]).all()
        assert (after.vectors[name][~rest] != vector[~rest]).all()


@optimizers
def test_the_others_take_the_steps_that_they_would_have_taken(optimizer: str) -> None:
    """The first one to the last bit: the gradient isn't masked. The optimiser keeps its state."""
    free, trainer = (Trainer(experiment(optimizer=optimizer)) for _ in range(2))
    for _ in range(4):
        free.run_batch()
        trainer.run_batch()
    trainer.restore(freeze(trainer.state(), ThetaPart(2, column=1)))
    free.run_batch()
    trainer.run_batch()
    rest = trainer.network.parameters.frozen
    difference = np.abs(trainer.network.parameters.theta - free.network.parameters.theta)[~rest]
    assert difference.max() <= 1e-15
    assert trainer.gradient_norm == free.gradient_norm


@optimizers
def test_a_weight_thawed_goes_on_where_it_was(optimizer: str) -> None:
    """Against the reference, that counts steps weight by weight."""
    trainer = Trainer(experiment(optimizer=optimizer))
    state, weight = trainer.state(), ThetaPart(2, 3, 1)
    place = int(weight.of(np.arange(len(state.theta)), SIZES).item())
    trainer.run_batch()
    trainer.restore(freeze(trainer.state(), weight))
    for _ in range(4):
        trainer.run_batch()
    value, vectors = trainer.state().theta[place], trainer.state().vectors
    trainer.restore(thaw(trainer.state(), weight))
    trainer.run_batch()
    g, rates = float(trainer.gradient[place]), trainer.experiment.training
    mu, nu = (float(vectors[name][place]) if name in vectors else 0.0 for name in ("mu", "nu"))
    step = {
        "gradient_descent": g,
        "momentum": 0.9 * mu + g,
        "nesterov": g + 0.9 * (0.9 * mu + g),
        "rmsprop": g / ((0.9 * nu + 0.1 * g * g) ** 0.5 + 1e-8),
        "adam": (0.9 * mu + 0.1 * g) / (1 - 0.9**2) / (((0.999 * nu + 0.001 * g * g) / (1 - 0.999**2)) ** 0.5 + 1e-8),
    }[optimizer]
    assert trainer.state().theta[place] == pytest.approx(value - rates.learning_rate * step, rel=1e-12)


@optimizers
def test_to_and_fro_between_states_in_which_weights_have_rested_differently(optimizer: str) -> None:
    """The same ones are frozen in both, but in one of the two another weight has taken fewer steps."""
    trainer = Trainer(experiment(optimizer=optimizer))
    trainer.run_batch()
    trainer.restore(freeze(trainer.state(), ThetaPart(1, 1, 1)))
    trainer.run_batch()
    before = trainer.state()
    trainer.restore(freeze(before, ThetaPart(2, 3, 1)))
    for _ in range(3):
        trainer.run_batch()
    trainer.restore(thaw(trainer.state(), ThetaPart(2, 3, 1)))
    trainer.run_batch()
    later, goes_over = trainer.state(), Trainer(experiment(optimizer=optimizer))
    for state in (before, later, before):
        other = Trainer(experiment(optimizer=optimizer))
        for one in (other, goes_over):
            one.restore(state)
            for _ in range(3):
                one.run_batch()
        assert goes_over.weights_sha256 == other.weights_sha256


def test_parts_add_up_and_are_thawed_apart() -> None:
    trainer = Trainer(experiment())
    state = freeze(freeze(trainer.state(), ThetaPart(2, column=1)), ThetaPart(2, row=0))
    assert state.frozen is not None
    assert state.frozen.sum() == 6 + 4 - 1
    assert is_frozen(state, ThetaPart(2, 0, 3))
    assert not is_frozen(state, ThetaPart(2))
    left = thaw(state, ThetaPart(2, column=1))
    assert left.frozen is not None
    assert left.frozen.sum() == 3
    assert thaw(left, ThetaPart(2)).frozen is None
    assert state.frozen is not None
    assert state.frozen.sum() == 9  # states are never changed


def test_a_frozen_weight_can_be_set_by_hand_and_rests_there() -> None:
    trainer = Trainer(experiment())
    trainer.restore(freeze(trainer.state(), ThetaPart(1, 2, 2)))
    trainer.restore(set_weight(trainer.state(), trainer.data, ThetaPart(1, 2, 2), -3.0).state)
    trainer.run_epoch()
    assert trainer.network.thetas[0][2, 1] == -3.0
    assert is_frozen(trainer.state(), ThetaPart(1, 2, 2))


@optimizers
def test_a_whole_network_at_rest(optimizer: str) -> None:
    trainer = Trainer(experiment(optimizer=optimizer))
    state = trainer.state()
    for layer in (1, 2, 3):
        state = freeze(state, ThetaPart(layer))
    trainer.restore(state)
    before = trainer.weights_sha256
    trainer.run()
    assert trainer.weights_sha256 == before
    assert trainer.gradient_norm > 0


@pytest.mark.parametrize("change", [freeze, thaw])
def test_parts_that_are_not_there(change: Callable[..., object]) -> None:
    with pytest.raises(InputError, match="expected 1 to 3"):
        change(Trainer(experiment()).state(), ThetaPart(4))
