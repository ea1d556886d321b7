"""Live advice: what each kind is given for, by numbers worked out here; and that a good training gets none."""

from collections.abc import Sequence
from math import inf, log, nan

import numpy as np
import pytest

from core.analysis.advice import Advice, advise, update_ratios
from core.analysis.loss_trend import LossTrend, constant_loss
from core.calls import Array
from core.data.catalog import CATALOG
from core.data.dataset import Data, Split
from core.experiment.experiment import Experiment
from core.losses import PAIRS
from core.surgery.weights import ThetaPart, freeze
from core.training.divergence import Diverged
from core.training.history import COLUMNS
from core.training.trainer import Trainer

DEFAULTS = {"saturated": {"saturated"}, "tanh-by-hand": {"saturated"}}
"""What the defaults get within their first 200 epochs: exercises alone, whose few examples are for one mini-batch."""


def trainer_of(name: str = "moons", *overrides: str) -> Trainer:
    return Trainer(Experiment.load(name, overrides))


def kinds(trainer: Trainer) -> list[str]:
    return [one.kind for one in advise(trainer)]


def only(trainer: Trainer) -> Advice:
    (advice,) = advise(trainer)
    return advice


def trained(trainer: Trainer, epochs: int) -> dict[int, list[Advice]]:
    """What was said after each epoch, by epoch; a training that diverges ends there."""
    said = {0: advise(trainer)}
    try:
        while trainer.epoch < epochs and not trainer.stopped_by:
            trainer.run_epoch()
            said[trainer.epoch] = advise(trainer)
    except Diverged:
        pass
    return said


def with_losses(
    train: list[float] | Array,
    validation: list[float] | Array | None = None,
    epochs: range | None = None,
    overrides: Sequence[str] = (),
    update: float = 1e-3,
) -> Trainer:
    """A trainer of moons, J of a constant output being log 2, with this history and a usual last update."""
    trainer = trainer_of("moons", *overrides)
    epochs = range(1, len(train) + 1) if epochs is None else epochs
    validation = [nan] * len(train) if validation is None else validation
    for epoch, loss, other in zip(epochs, train, validation, strict=True):
        row = {"epoch": epoch, "train_loss": loss, "validation_loss": other}
        trainer.history.append(*(row.get(key, nan) for key in COLUMNS))
        trainer.epoch = epoch
    trainer.optimizer.step[:] = update * trainer.network.parameters.theta
    return trainer


def noisy(mean: float, share: float, count: int, seed: int = 0) -> Array:
    return mean * (1 + share * np.random.default_rng(seed).normal(size=count))


# A perfect fit, and other losses that nothing is a share of


@pytest.mark.parametrize("validation", [None, [0.0] * 20 + [0.1] * 20, [1.7e308] * 40, [inf] * 40])
@pytest.mark.parametrize(
    "train",
    [
        [0.0] * 40, [0.1] * 20 + [0.0] * 20, [0.0] * 36 + [1.0, 2.0, 3.0, 4.0], [0.0] * 20 + [5.0] * 20, [5e-324] * 40,
        [5e-324] * 20 + [0.0] * 20, [1.7e308] * 40, [1e-300] * 20 + [1.7e308] * 20, [0.1] * 39 + [inf], [inf] * 40,
    ],
)  # fmt: skip
def test_no_loss_is_too_small_or_large_to_be_looked_at(train: list[float], validation: list[float] | None) -> None:
    for advice in advise(with_losses(train, validation)):
        assert "nan" not in advice.sentence
        assert "inf times" not in advice.sentence


@pytest.mark.parametrize("rows", [1, 2])
def test_a_perfect_fit_is_going_well(rows: int) -> None:
    """Two rows and one neuron: J is exactly 0 after some epochs, and that is neither a plateau nor too small steps."""
    line = {
        "data.inputs": [[0.1, 0.2], [0.4, 0.9]][:rows],
        "data.targets": [[0.35], [1.25]][:rows],
        "data.source": "inline",
    }
    settings = {
        **line, "data.standardize": True, "data.validation_fraction": 0.0, "data.test_fraction": 0.0,
        "network.hidden": [], "training.optimizer": "gradient_descent", "training.learning_rate": 0.3,
    }  # fmt: skip
    trainer = Trainer(Experiment.load("sine").replace_all({**settings, "training.epochs": 300}))
    said = trained(trainer, 300)
    assert trainer.history.train_loss[-50:].tolist() == [0.0] * 50
    assert not any(advice for epoch, advice in said.items() if epoch > 20), said


def test_a_validation_loss_that_was_0() -> None:
    train = [0.5] * 10 + [0.2] * 30
    said = [advice for advice in advise(with_losses(train, [0.0] * 15 + [0.4] * 25)) if advice.kind == "overfitting"]
    assert "The validation loss is 0.4, and was 0 at epoch 3, while the train loss is lower." in said[0].sentence


# No false alarms


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.slow] * (name == "mnist")) for name in CATALOG])
def test_defaults_of_every_built_in_data_set(name: str) -> None:
    experiment = Experiment.load(name)
    said = trained(Trainer(experiment), min(200, experiment.training.epochs))
    assert {one.kind for advices in said.values() for one in advices} == DEFAULTS.get(name, set())


@pytest.mark.parametrize(
    ("name", "seed"),
    [
        pytest.param(name, seed, marks=[] if seed == 2 and place % 2 else pytest.mark.slow)
        for place, name in enumerate(
            ["and", "circle", "spiral", "moons", "plane", "sine", "iris", "wine", "digits", "diabetes"]
        )
        for seed in (2, 3)
    ],
)
def test_other_seeds(name: str, seed: int) -> None:
    """Some overfit, by 5 % and more of their lowest validation loss; that is no false alarm."""
    experiment = Experiment.load(name, [f"seed={seed}"])
    trainer = Trainer(experiment)
    for epoch, advices in trained(trainer, min(150, experiment.training.epochs)).items():
        assert {one.kind for one in advices} <= {"overfitting"}
        if advices:
            losses = trainer.history.validation_loss[:epoch]
            assert losses[-5:].min() > 1.05 * losses.min()


@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum", "nesterov", "rmsprop", "adam"])
def test_rates_that_suit_the_optimizer(optimizer: str) -> None:
    rate = {"gradient_descent": 0.3, "momentum": 0.03, "nesterov": 0.03, "rmsprop": 0.003, "adam": 0.01}[optimizer]
    trainer = trainer_of("moons", f"training.optimizer={optimizer}", f"training.learning_rate={rate}")
    assert not any(trained(trainer, 100).values())


def test_before_the_first_mini_batch_there_is_nothing_to_say() -> None:
    assert not advise(trainer_of("digits"))


def test_looking_changes_no_bit() -> None:
    """And nothing that training keeps, ∇ and the last step included."""
    experiment = Experiment.load("digits", ["training.epochs=2", "training.dropout=0.3"])
    wanted, trainer = Trainer(experiment), Trainer(experiment)
    while not trainer.stopped_by:
        wanted.run_batch()
        trainer.run_batch()
        advise(trainer)
        assert trainer.gradient.tobytes() == wanted.gradient.tobytes()
        assert trainer.last_step.tobytes() == wanted.last_step.tobytes()
    assert trainer.weights_sha256 == wanted.weights_sha256
    assert trainer.history.train_loss.tolist() == wanted.history.train_loss.tolist()


def test_a_thousand_examples_are_looked_at_from_first_to_last(monkeypatch: pytest.MonkeyPatch) -> None:
    trainer, seen = trainer_of("mnist"), []
    forward = trainer.network.forward
    monkeypatch.setattr(trainer.network, "forward", lambda X: seen.append(X.copy()) or forward(X))  # type: ignore[func-returns-value]
    advise(trainer)
    assert [len(X) for X in seen] == [1000]
    assert (seen[0][[0, -1]] == trainer.X[[0, -1]]).all()


# How far it has come


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_j_of_a_constant_output(pair: tuple[str, str]) -> None:
    """No other constant has a smaller one, as the losses themselves say."""
    output, loss = pair
    random = np.random.default_rng(1)
    Y = np.eye(3)[random.integers(0, 3, 50)] if output == "softmax" else random.integers(0, 2, (50, 3)).astype(float)
    mean = Y.mean(0)
    inverse = {
        "sigmoid": np.log(mean / (1 - mean)), "softmax": np.log(mean), "identity": mean, "tanh": np.arctanh(mean),
    }[output]  # fmt: skip
    found = constant_loss(output, loss, Y)
    assert found == pytest.approx(PAIRS[pair].loss(np.tile(inverse, (50, 1)), Y) / 50, rel=1e-12)
    for shift in (-0.1, 0.1):
        assert found < PAIRS[pair].loss(np.tile(inverse + np.array([shift, 0, 0]), (50, 1)), Y) / 50


def test_a_constant_output_that_is_right() -> None:
    assert constant_loss("sigmoid", "cross_entropy", np.ones((4, 1))) == 0
    assert np.isnan(LossTrend(trainer_of("by-hand")).constant)
    assert LossTrend(with_losses([0.5])).constant == pytest.approx(log(2), rel=1e-3)


def test_fall_jitter_and_chance_by_hand() -> None:
    progress = LossTrend(with_losses([4.0, 4.0, 4.0, 3.0, 3.0, 3.0]))
    assert progress.fall == pytest.approx(1 / 4)
    steady = LossTrend(with_losses([6.0, 5.0, 4.0, 3.0, 2.0, 1.0]))
    assert steady.fall == pytest.approx(1 - 2 / 5)
    assert (steady.jitter, steady.chance) == (0, 0)
    jumping = LossTrend(with_losses([1.1, 0.9] * 4))  # bends of ±0.4
    assert jumping.fall == pytest.approx(0)
    assert jumping.jitter == pytest.approx(0.4 / 6**0.5)
    assert jumping.chance == pytest.approx(0.4 / 6**0.5 * (2 / 4) ** 0.5)


def test_jitter_is_the_deviation_of_noise() -> None:
    assert LossTrend(with_losses(noisy(0.5, 0.05, 4000))).jitter == pytest.approx(0.05, rel=0.05)


def test_recent_is_half_of_all_epochs_but_twenty_at_the_least() -> None:
    for done, first in ((5, 1), (20, 1), (30, 11), (40, 21), (100, 51)):
        progress = LossTrend(with_losses([0.5] * done))
        assert (progress.epochs[0], len(progress.loss)) == (first, done - first + 1)
    thinned = LossTrend(with_losses([0.5] * 400, epochs=range(99_300, 100_100, 2)))
    assert thinned.epochs[0] == 99_300
    assert np.isnan(LossTrend(with_losses([0.5] * 5)).fall)


# Divergence


@pytest.mark.parametrize(
    ("name", "overrides"),
    [
        ("diabetes", ["training.optimizer=gradient_descent", "training.learning_rate=1"]),
        ("diabetes", ["training.optimizer=momentum", "training.learning_rate=1"]),
        ("sine", ["training.optimizer=gradient_descent", "training.learning_rate=3"]),
        (
            "diabetes",
            [
                "training.optimizer=gradient_descent",
                "training.learning_rate=0.8",
                "network.activation=identity",
                "training.batch_size=0",
            ],
        ),
    ],
)
def test_a_divergence_is_told_of_before_it_comes(name: str, overrides: list[str]) -> None:
    trainer = trainer_of(name, *overrides)
    said = trained(trainer, 300)
    assert trainer.epoch < 300
    (last,) = said[trainer.epoch]
    assert (last.kind, last.layer, last.key) == ("divergence", None, "training.learning_rate")
    assert "is too large; try" in last.sentence


def test_three_rises_that_more_than_double_the_loss() -> None:
    losses = [0.3] * 10 + [0.2, 0.35, 0.36, 0.41]
    advice = only(with_losses(losses))
    assert advice.kind == "divergence"
    assert advice.number == pytest.approx(0.41 / 0.2)
    assert advice.sentence == (
        "Most likely training.learning_rate: 0.01 is too large; try 0.001. "
        "The train loss has risen since epoch 11, from 0.2 to 0.41."
    )
    assert "divergence" not in kinds(with_losses([0.3] * 10 + [0.2, 0.35, 0.36, 0.39]))  # not double
    assert "divergence" not in kinds(with_losses([0.3] * 10 + [0.2, 0.35, 0.41]))  # twice is chance
    assert "divergence" not in kinds(with_losses([0.1] * 10 + [0.01, 0.02, 0.03, 0.04]))  # still small


def test_a_loss_ten_times_a_constant_outputs_need_rise_but_once() -> None:
    assert kinds(with_losses([1.0, 8.0])) == ["divergence"]
    assert "divergence" not in kinds(with_losses([1.0, 6.0]))


def test_a_loss_that_stays_far_off() -> None:
    advice = only(with_losses([3.0] * 12))
    assert (advice.kind, advice.key) == ("divergence", "training.learning_rate")
    assert advice.number == pytest.approx(3 / log(2), rel=1e-3)
    assert advice.sentence.endswith(" The train loss is 3, 4.33 times that of always giving the same output.")
    assert not advise(with_losses(np.geomspace(9, 3, 12)))  # it comes down


# Layers


def relu_with_biases(*biases: float) -> Trainer:
    trainer = trainer_of("moons", f"network.hidden=[{len(biases)}]", "network.activation=relu")
    trainer.network.thetas[0][0] = biases
    return trainer


def test_dead_neurons() -> None:
    trainer = relu_with_biases(*[-100.0] * 2, *[1.0] * 6)
    advice = only(trainer)
    assert (advice.kind, advice.layer, advice.number) == ("dead", 2, 0.25)
    assert advice.key == "network.activation"  # no step was made yet: no rate has done it
    assert advice.sentence == (
        "Try the activation leaky_relu. Layer 2: 2 of 8 relu neurons are dead: 0 for each of 300 training examples."
    )
    assert not advise(relu_with_biases(-100.0, *[1.0] * 7))
    trainer.run_batch()
    assert only(trainer).key == "training.learning_rate"


@pytest.mark.parametrize(("loss", "expected"), [(0.05, []), (0.5, ["dead"])])
def test_dead_neurons_are_no_problem_where_the_loss_is_low(loss: float, expected: list[str]) -> None:
    trainer = with_losses(np.full(4, loss), overrides=["network.hidden=[8]", "network.activation=relu"])
    trainer.network.thetas[0][0] = [*[-100.0] * 2, *[1.0] * 6]
    assert kinds(trainer) == expected


def test_a_rate_that_kills() -> None:
    trainer = trainer_of("digits", "training.learning_rate=0.3")
    trainer.run_epoch()
    (advice, *_rest) = advise(trainer)
    A = trainer.network.forward(trainer.X).A[2][:, 1:]
    assert (advice.kind, advice.layer) == ("dead", 2)
    assert advice.number == pytest.approx((A.max(0) == 0).mean(), abs=1 / 32)
    assert "Try a learning rate of 0.03. The activation leaky_relu" in advice.sentence


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_saturated_from_the_start(activation: str) -> None:
    trainer = trainer_of("spiral", "network.initial_scale=50", f"network.activation={activation}")
    trainer.run_batch()
    low = {"sigmoid": 0.01, "tanh": -0.99}[activation]
    program = trainer.network.forward(trainer.X)
    gradients = [np.sqrt(np.square(part).mean()) for part in trainer.network.parameters.views(trainer.gradient)]
    advices = [one for one in advise(trainer) if one.kind == "saturated"]
    assert [one.layer for one in advices] == [2, 3]
    for one in advices:
        assert one.layer is not None
        A = program.A[one.layer][:, 1:]
        assert one.number == ((A < low) | (A > 0.99)).mean()
        assert one.key == "network.initial_scale"
        text = f"Layer {one.layer}: {100 * one.number:.0f} % of {activation} outputs are saturated"
        ratio = gradients[one.layer - 1] / gradients[one.layer - 2]
        if ratio > 2:
            text += f"; its gradients are {ratio:.3g} times smaller than layer {one.layer + 1}'s"
        assert one.sentence == f"Try a smaller initial scale, such as 5. {text}."


def test_saturated_by_a_rate_that_is_too_large() -> None:
    trainer = trainer_of("diabetes", "training.learning_rate=1")
    trainer.run_epoch()
    advice = only(trainer)
    assert (advice.kind, advice.layer, advice.key) == ("saturated", 2, "training.learning_rate")
    assert advice.sentence.startswith("Try a learning rate of 0.1.")


def test_saturated_by_large_inputs() -> None:
    advice = only(trainer_of("wine", "data.standardize=false"))
    assert (advice.kind, advice.layer, advice.key) == ("saturated", 2, "data.standardize")
    assert advice.sentence.startswith("Try to standardize the inputs, which reach 1.68e+03. Layer 2: ")


def test_the_exercise_on_saturation() -> None:
    advice = only(trainer_of("saturated"))
    assert (advice.kind, advice.layer, advice.number, advice.key) == ("saturated", 3, 1, "network.loss")
    assert advice.sentence == (
        "Try the loss cross_entropy: its Δ(3) doesn't have g' as a factor. "
        "Layer 3: 100 % of sigmoid outputs are saturated."
    )
    assert not advise(trainer_of("saturated", "network.loss=cross_entropy"))


def test_saturated_given_weights() -> None:
    trainer = Trainer(Experiment.load("by-hand").replace("network.weights", [[[90.0, -90.0]] * 3, [[1.0]] * 3]))
    assert only(trainer).key == "network.weights"


def test_a_saturated_layer_that_learns_does_no_harm() -> None:
    """As those of a network that has become sure of what it says."""
    for losses, wanted in (([0.02] * 30, []), (np.geomspace(0.6, 0.3, 30), []), ([0.5] * 30, ["saturated"])):
        trainer = with_losses(losses)
        trainer.network.thetas[0][:] *= 50
        assert kinds(trainer) == wanted


def test_update_ratios_by_hand() -> None:
    trainer = trainer_of("moons", "network.hidden=[2]")
    trainer.network.thetas[0][:] = 3
    trainer.network.thetas[1][:] = [[0], [0], [4]]
    step = trainer.network.parameters.views(trainer.last_step)
    step[0][:], step[1][:] = 0.3, [[0], [0.3], [0.4]]
    assert update_ratios(trainer) == pytest.approx({2: 0.1, 3: 0.5 / 4})
    trainer.restore(freeze(trainer.state(), ThetaPart(2, row=2)))
    assert update_ratios(trainer)[3] == np.inf  # 0.3 of weights that are 0
    trainer.restore(freeze(trainer.state(), ThetaPart(1)))
    assert list(update_ratios(trainer)) == [3]


@pytest.mark.parametrize("optimizer", ["adam", "gradient_descent"])
def test_updates_that_are_too_small(optimizer: str) -> None:
    trainer = trainer_of("digits", f"training.optimizer={optimizer}", "training.learning_rate=1e-6")
    said = trained(trainer, 6)
    assert not any(said[epoch] for epoch in range(6))
    (advice,) = said[6]
    ratios = update_ratios(trainer)
    assert (advice.kind, advice.key) == ("small updates", "training.learning_rate")
    assert advice.layer is not None
    assert advice.number == min(ratios.values()) == ratios[advice.layer]
    rate = float(f"{1e-6 * 1e-3 / advice.number:.0e}")
    assert advice.sentence == (
        f"Try a learning rate of {rate:g}. "
        f"Layer {advice.layer}: an update changes its weights by {advice.number:.2g} of their size; 0.001 is usual."
    )


def test_gradients_that_vanish() -> None:
    """Through five layers of sigmoids, each with a slope of a quarter at most."""
    trainer = trainer_of(
        "spiral", "network.activation=sigmoid", "network.hidden=[8,8,8,8,8]", "training.optimizer=gradient_descent"
    )
    said = [one for advices in trained(trainer, 20).values() for one in advices]
    assert {(one.kind, one.key) for one in said} == {("small updates", "network.activation")}
    assert {one.layer for one in said} <= {2, 3, 4}


def test_zeros_have_no_gradient() -> None:
    trainer = trainer_of("moons", "network.initializer=zeros")
    said = trained(trainer, 20)
    assert said[20][0][:2] == ("small updates", 2)
    assert said[20][0].key == "network.initializer"


def test_updates_that_are_too_large() -> None:
    losses = noisy(0.5, 0.02, 30)
    advice = only(with_losses(losses, update=0.3))
    assert (advice.kind, advice.key) == ("large updates", "training.learning_rate")
    assert advice.number == pytest.approx(0.3)
    assert advice.sentence.startswith("Try a learning rate of 0.001. ")
    assert "by 0.3 of their size; 0.001 is usual." in advice.sentence
    assert "large updates" not in kinds(with_losses(losses, update=0.09))
    assert not advise(with_losses(np.geomspace(0.6, 0.3, 30), update=0.3))  # it learns


def test_no_update_yet_is_no_small_one() -> None:
    """As after a change of the optimiser, until the next mini-batch."""
    assert kinds(with_losses([0.5] * 30, update=0.0)) == ["plateau"]


def test_a_rate_lowered_by_a_schedule_is_no_small_one() -> None:
    trainer = with_losses([0.5] * 30, update=1e-7)
    assert kinds(trainer) == ["small updates"]
    trainer.scalars.learning_rate = 0.01 / 11
    assert kinds(trainer) == ["plateau"]


# Overfitting


def over(rise: float, train: tuple[float, float] = (0.3, 0.1), noise: float = 0.0) -> tuple[Array, Array]:
    """20 evaluations to 0.2, then 20 on the way up to `rise` times that."""
    validation = np.concatenate([np.linspace(0.5, 0.2, 20), np.linspace(0.2, 0.2 * rise, 20)])
    return np.linspace(*train, 40), validation * (1 + noise * np.random.default_rng(0).normal(size=40))


def test_overfitting() -> None:
    advice = only(with_losses(*over(2)))
    assert (advice.kind, advice.layer, advice.key) == ("overfitting", None, "training.l2")
    lowest, now = 0.2 * (1 + 1 / 19 * np.array([0, 0, 1])).mean(), 0.2 * (1 + 17 / 19)  # of five around, of the last
    assert advice.number == pytest.approx(now / lowest, rel=0.05)
    assert advice.sentence == (
        "Try a penalty L2 of 0.1, dropout, or to stop earlier. "
        f"The validation loss is {advice.number:.3g} times what it was at epoch 21, while the train loss is lower."
    )
    assert "penalty L2 of 5," in only(with_losses(*over(2), overrides=["training.l2=0.5"])).sentence


def test_what_is_no_overfitting() -> None:
    train, validation = over(2)
    assert not advise(with_losses(*over(1.04)))  # under 5 %
    assert not advise(with_losses(*over(1.0, noise=0.05)))  # noise
    assert "overfitting" not in kinds(with_losses(train[::-1], validation))  # the train loss rises as well
    assert not advise(with_losses(train / 100, validation / 100))  # from 0.002 to 0.004
    assert not advise(with_losses(train, [*validation[:-1], 0.2]))  # the last one is as low
    assert not advise(with_losses(train[:27], validation[:27]))  # for some epochs only
    stopped = with_losses(train, validation)
    stopped.stop_rules.stopped_by = "early_stopping"
    assert not advise(stopped)


def test_overfitting_is_seen_in_evaluated_epochs() -> None:
    train, validation = over(2)
    sparse = np.full(120, nan)
    sparse[2::3] = validation
    advice = only(with_losses(np.interp(np.arange(120), np.arange(2, 120, 3), train), sparse))
    assert advice.kind == "overfitting"
    assert "at epoch 63" in advice.sentence


def test_overfitting_for_real() -> None:
    """Nine neurons for every example, in a table of noise."""
    random = np.random.default_rng(0)

    def split() -> Split:
        inputs = random.normal(size=(40, 5))
        return Split(np.column_stack([np.ones(40), inputs]), random.integers(0, 2, (40, 1)).astype(float))

    data = Data(task="classification", output="sigmoid", train=split(), validation=split())
    trainer = Trainer(Experiment.load("moons", ["network.hidden=[64]"]), data)
    assert [one.kind for one in trained(trainer, 100)[100]] == ["baseline", "overfitting"]


# Plateaus


def test_a_plateau() -> None:
    advice = only(with_losses(noisy(0.5, 0.001, 40)))
    assert (advice.kind, advice.layer, advice.key) == ("plateau", None, "network.hidden")
    assert advice.number == pytest.approx(0.5, rel=0.01)
    assert advice.sentence == (
        "Try more neurons, or a learning rate of 0.1. "
        f"The train loss has been {advice.number:.3g} since epoch 21; always giving the same output has 0.693."
    )
    assert not advise(with_losses(np.linspace(0.505, 0.5, 40)))  # slow, but on its way
    assert not advise(with_losses([0.06] * 40))  # there is next to nothing left to learn
    assert not advise(with_losses([0.5] * 19))  # too early to say


@pytest.mark.parametrize(
    ("overrides", "loss", "key", "text"),
    [
        ([], 0.69, "training.learning_rate", "Try a learning rate of 0.1."),
        (["training.dropout=0.5"], 0.5, "training.dropout", "Try less dropout than 0.5."),
        (
            ["network.activation=identity"],
            0.5,
            "network.activation",
            "Try hidden layers with the activation tanh or relu",
        ),
        (["network.hidden=[]"], 0.5, "network.activation", "Try hidden layers with"),
        (["training.l2=1000"], 0.5, "training.l2", "Try a smaller penalty L2, which adds"),
        (["training.l1=1000"], 0.5, "training.l1", "Try a smaller penalty L1, which adds"),
    ],
)
def test_what_may_keep_the_loss_up(overrides: list[str], loss: float, key: str, text: str) -> None:
    advice = only(with_losses([loss] * 40, overrides=overrides))
    assert (advice.kind, advice.key) == ("plateau", key)
    assert text in advice.sentence


def test_a_loss_that_jumps_about() -> None:
    losses = 0.4 + 0.08 * np.array([1, -1] * 200)
    advice = only(with_losses(losses))
    assert (advice.kind, advice.key) == ("plateau", "training.learning_rate")
    assert advice.number == LossTrend(with_losses(losses)).jitter
    assert advice.sentence.startswith("Try a learning rate of 0.001. The train loss jumps by ")
    assert advice.sentence.endswith(" % from epoch to epoch, and hasn't fallen since epoch 201.")


def test_a_loss_that_rises_slowly() -> None:
    advice = only(with_losses(np.linspace(0.4, 0.5, 40)))
    older, newer = (np.linspace(0.4, 0.5, 40)[part].mean() for part in (slice(20, 30), slice(30, 40)))
    assert (advice.kind, advice.key) == ("plateau", "training.learning_rate")
    assert advice.number == pytest.approx(newer / older - 1)
    assert advice.sentence.endswith(f" The train loss rises slowly, by {100 * advice.number:.2g} % since epoch 21.")
    pulled = with_losses(np.linspace(0.4, 0.5, 40), overrides=["training.l2=1000"])
    assert only(pulled).key == "training.l2"


def test_xor_without_a_bend_for_real() -> None:
    trainer = trainer_of("xor", "network.activation=identity")
    assert [one.key for one in trained(trainer, 60)[60]] == ["network.activation"]


# What comes first


def test_the_cause_comes_before_what_follows_from_it() -> None:
    """Dead and flat is dead; rising is rising whatever else; overfitting is told of beside any."""
    train, validation = over(2)
    trainer = with_losses(train, validation, overrides=["network.activation=relu", "network.hidden=[4]"])
    trainer.network.thetas[0][0, :2] = -100
    assert kinds(trainer) == ["dead", "overfitting"]
    flat = with_losses([0.5] * 40, overrides=["network.activation=relu", "network.hidden=[4]"])
    assert kinds(flat) == ["plateau"]
    flat.network.thetas[0][0, :2] = -100
    assert kinds(flat) == ["dead"]
    rising = with_losses([0.3] * 40 + [0.4, 0.6, 0.9], overrides=["network.activation=relu", "network.hidden=[4]"])
    rising.network.thetas[0][0, :2] = -100
    assert kinds(rising) == ["divergence"]


def test_keys_are_those_of_the_experiment_file() -> None:
    experiment = Experiment.load("moons")
    said = [
        *advise(with_losses([0.5] * 40)), *advise(with_losses(*over(2))), *advise(with_losses([3.0] * 12)),
        *advise(relu_with_biases(*[-100.0] * 4)), *advise(trainer_of("saturated")),
        *advise(trainer_of("moons", "network.initial_scale=100")), *advise(with_losses([0.5] * 40, update=1e-9)),
    ]  # fmt: skip
    assert len(said) == 7
    for one in said:
        experiment.get(one.key)
        assert one.sentence.startswith(("Try ", "Most likely "))
        assert one.sentence[-1] == "."
