"""The learning-rate range test: rates up to the explosion, a suggestion, and a training that notices nothing of it."""

from typing import Any

import numpy as np
import pytest
import reference
from all_pairs import all_pairs

from core.analysis import learning_rate_test as module
from core.analysis.learning_rate_test import LearningRateFinder, smoothed, suggestion
from core.data.dataset import Data, Split
from core.experiment.experiment import DataSettings, Experiment, NetworkSettings, TrainingSettings
from core.training.history import COLUMNS
from core.training.trainer import Trainer


def moons(*overrides: str) -> Experiment:
    return Experiment.load("moons", ["data.samples=120", "training.epochs=4", *overrides])


def line(targets: tuple[tuple[float], tuple[float]] = ((0.0,), (2.0,)), **training: Any) -> Experiment:
    """One weight and a bias, for rows x = 1 and x = −1: its J is a bowl that can be worked by hand."""
    return Experiment(
        data=DataSettings(
            source="inline", inputs=[[1.0], [-1.0]], targets=[list(row) for row in targets], task="regression",
            validation_fraction=0.0, test_fraction=0.0, standardize=False,
        ),
        network=NetworkSettings(hidden=[], output="identity", weights=[[[0.0], [0.0]]]),
        training=TrainingSettings(**{"optimizer": "gradient_descent", "batch_size": 0, "epochs": 1, **training}),
    )  # fmt: skip


def result(trainer: Trainer) -> tuple[str, bytes, dict[str, bytes], int, int, str | None]:
    """All that a training comes to, to the bit, but for the time it took."""
    figures = trainer.history.view()[:, : COLUMNS.index("seconds")].tobytes()
    vectors = {name: vector.tobytes() for name, vector in trainer.optimizer.vectors.items()}
    return trainer.weights_sha256, figures, vectors, trainer.optimizer.count, trainer.epoch, trainer.stopped_by


# By hand


def test_losses_are_those_after_each_step() -> None:
    """Θ = (b, w) for x = ±1 and targets 0 and 2: J = ½ ((b − 1)² + (w + 1)²), so a step of α leaves (1 − α)² of it."""
    found = LearningRateFinder(Trainer(line())).run()
    left, certain = np.cumprod((1 - found.rates) ** 2), found.rates < 0.9  # beyond, rounding is what is left of J
    np.testing.assert_allclose(found.losses[certain], left[certain], rtol=1e-9)
    assert found.rates[0] == 1e-7
    np.testing.assert_allclose(np.diff(np.log10(found.rates)), 9 / 199, rtol=1e-9)


def test_it_stops_where_the_loss_explodes() -> None:
    """From α = 2 on J grows, (1 − α)² a step; near α = 1 it has become so small that this takes some steps to show."""
    found = LearningRateFinder(Trainer(line())).run()
    assert found.stopped == "exploded"
    assert 2 < found.rates[-1] < 20
    assert found.suggestion is not None
    assert 0.05 < found.suggestion < 1
    assert (
        found.text == f"the loss explodes at {found.rates[-1]:.3g}; 90 % of its fall is reached at {found.suggestion:g}"
    )


def test_the_suggestion_of_a_curve() -> None:
    """A fall in a straight line over two decades, 10^-3 to 10^-1, then an explosion."""
    rates = 10 ** np.linspace(-7, 2, 181)
    losses = np.interp(np.log10(rates), [-7, -3, -1, 0, 2], [1.0, 1.0, 0.0, 0.0, 9.0])
    assert suggestion(rates, losses, losses) == pytest.approx(10**-1.2, rel=0.1)
    assert suggestion(rates, losses, smoothed(rates, losses)) == pytest.approx(10**-1.2, rel=0.3)
    steeper = np.interp(np.log10(rates), [-7, -3, -2.5, -1, 0, 2], [1.0, 1.0, 0.5, 0.0, 0.0, 9.0])
    assert suggestion(rates, steeper, steeper) == pytest.approx(10**-1.3, rel=0.1)  # not at the steepest part's end


@pytest.mark.parametrize("seed", range(20))
def test_noise_is_no_fall(seed: int) -> None:
    """Losses that scatter about 1 have none, however they are smoothed; ones that fall below the scatter have one."""
    rates = 10 ** np.linspace(-7, 2, 200)
    noise = np.random.default_rng(seed).normal(0, 0.1, 200)
    rising = np.maximum(0, np.log10(rates)) * 20
    flat = 1 + noise + rising
    assert suggestion(rates, flat, smoothed(rates, flat)) is None
    falling = np.interp(np.log10(rates), [-7, -3, -1], [1.0, 1.0, 0.5]) + noise + rising
    assert suggestion(rates, falling, smoothed(rates, falling)) == pytest.approx(10**-1.2, rel=1.2)


def test_smoothing_keeps_what_is_straight_and_doesnt_lag() -> None:
    rates = 10 ** np.linspace(-7, 2, 200)
    assert smoothed(rates, np.full(200, 0.7)) == pytest.approx(0.7, rel=1e-12)
    ramp = np.log10(rates)
    np.testing.assert_allclose(smoothed(rates, ramp)[30:-30], ramp[30:-30], rtol=1e-6)
    valley = np.abs(ramp + 2)
    assert smoothed(rates, valley).argmin() == valley.argmin()


def test_no_rates_at_all() -> None:
    empty = np.empty(0)
    assert smoothed(empty, empty).tolist() == []
    assert suggestion(empty, empty, empty) is None


# On real networks


@all_pairs("optimizer, dtype, done", reference.OPTIMIZERS, ["float64", "float32"], [0, 1, 9])
def test_the_training_is_left_as_it_is_to_the_bit(optimizer: str, dtype: str, done: int) -> None:
    """Nor do its generators draw a number: the order and the masks of what follows are the same."""
    experiment = moons(f"training.optimizer={optimizer}", f"dtype={dtype}", "training.dropout=0.3")
    wanted, trainer = Trainer(experiment), Trainer(experiment)
    for _ in range(done):
        trainer.run_batch()
    before = trainer.state()
    found = LearningRateFinder(trainer).run()
    after = trainer.state()
    assert found.stopped
    assert (after.position.random, after.dropout, after.count) == (before.position.random, before.dropout, before.count)
    assert (after.theta.tobytes(), after.gradient.tobytes()) == (before.theta.tobytes(), before.gradient.tobytes())
    wanted.run()
    trainer.run()
    assert result(trainer) == result(wanted)


def test_a_training_may_go_on_while_it_runs() -> None:
    """What is done to the one is nothing to the other."""
    wanted, trainer = Trainer(moons()), Trainer(moons())
    alone, finder = LearningRateFinder(trainer).run(), LearningRateFinder(trainer)
    while finder.step():
        if not trainer.stopped_by:
            trainer.run_batch()
    assert finder.result.losses.tolist() == alone.losses.tolist()
    wanted.run()
    trainer.run()
    assert result(trainer) == result(wanted)


def test_twice_the_same_test_has_the_same_result() -> None:
    trainer = Trainer(moons("training.dropout=0.3"))
    first, second = (LearningRateFinder(trainer).run() for _ in range(2))
    assert first.losses.tolist() == second.losses.tolist()
    assert first.suggestion == second.suggestion


def test_its_first_steps_are_those_of_the_training() -> None:
    """The same mini-batches and masks; only the rate is another."""
    trainer = Trainer(moons("training.dropout=0.3", "training.learning_rate=1e-7"))
    found = LearningRateFinder(trainer)
    found.step()
    trainer.run_batch()
    J = trainer.network.loss(trainer.data.train.inputs, trainer.data.train.Y)
    assert found.result.losses[0] == pytest.approx(J, rel=1e-14)


@pytest.mark.parametrize(
    ("optimizer", "name"),
    [
        pytest.param(optimizer, name, marks=[] if (place + turn) % 2 == 0 else pytest.mark.slow)
        for place, optimizer in enumerate(reference.OPTIMIZERS)
        for turn, name in enumerate(["moons", "iris", "sine", "digits"])
    ],
)
def test_training_at_the_suggestion_learns(optimizer: str, name: str) -> None:
    """Better than ten times slower or faster, or so well that it doesn't matter."""
    experiment = Experiment.load(name, [f"training.optimizer={optimizer}", "training.evaluate_every=0"])
    found = LearningRateFinder(Trainer(experiment)).run()
    assert found.suggestion is not None

    def loss(rate: float) -> float:
        trainer = Trainer(experiment.replace("training.learning_rate", rate).replace("training.epochs", 5))
        trainer.run()
        result: float = trainer.history.train_loss[-1]
        return result

    at, slower = loss(found.suggestion), loss(found.suggestion / 100)
    assert at < slower
    assert at < 0.7 * found.losses[0]


def test_stop_rules_and_schedules_have_no_say() -> None:
    settings = ["training.schedule=cosine", "training.warmup=3", "training.tolerance=10", "training.early_stopping=1"]
    plain, ruled = (LearningRateFinder(Trainer(moons(*more))).run() for more in ([], settings))
    assert plain.losses.tolist() == ruled.losses.tolist()


def test_a_training_at_its_end_can_be_tested_still() -> None:
    trainer = Trainer(moons())
    trainer.run()
    assert LearningRateFinder(trainer).run().stopped in ("exploded", "highest")
    assert trainer.stopped_by == "epochs"


def test_a_network_that_cannot_learn_gets_no_suggestion() -> None:
    """From zeros, hidden neurons of tanh have no gradient; the bias of the output is right for half ones already."""
    found = LearningRateFinder(Trainer(moons("network.initializer=zeros"))).run()
    assert found.suggestion is None
    assert "it doesn't fall at any rate" in found.text


def test_where_nothing_explodes_it_ends_at_a_hundred() -> None:
    found = LearningRateFinder(Trainer(Experiment.load("by-hand"))).run()
    assert found.stopped == "highest"
    assert found.rates[-1] == pytest.approx(100)
    assert found.text.startswith("the loss doesn't explode up to 100; 90 % of its fall ")


def test_a_loss_that_explodes_at_once_is_tried_lower() -> None:
    """Inputs of 10,000: from 2 / 10^8 on, J grows from step to step."""
    experiment = line().replace("data.inputs", [[1e4], [-1e4]])
    found = LearningRateFinder(Trainer(experiment)).run()
    assert found.rates[0] == pytest.approx(1e-13)
    assert found.stopped == "exploded"
    assert found.suggestion is not None
    assert 1e-10 < found.suggestion < 2e-8


def test_infinite_losses_end_it_and_are_left_out() -> None:
    experiment = line().replace("data.inputs", [[1e100], [-1e100]])
    found = LearningRateFinder(Trainer(experiment)).run()
    assert found.stopped == "exploded"
    assert np.isfinite(found.losses).all()
    assert len(found.losses) == len(found.rates) == len(found.smoothed)


# Time and interruption


def test_it_can_be_interrupted_and_go_on() -> None:
    trainer, asked = Trainer(moons()), []
    whole, finder = LearningRateFinder(trainer).run(), LearningRateFinder(trainer)
    part = finder.run(lambda: asked.append(1) or len(asked) == 30)  # type: ignore[func-returns-value]
    assert part.stopped == "interrupted"
    assert len(part.rates) == len(asked) == 30
    assert part.suggestion is None
    assert part.text == "stopped before the end: 30 rates tried"
    assert finder.run().losses.tolist() == whole.losses.tolist()
    assert finder.result.suggestion == whole.suggestion
    assert not finder.step()


def test_it_can_be_looked_at_as_it_goes() -> None:
    finder = LearningRateFinder(Trainer(moons()))
    assert finder.result.rates.tolist() == []
    assert finder.result.text == "stopped before the end: 0 rates tried"
    for steps in (1, 2, 3):
        assert finder.step()
        assert len(finder.result.smoothed) == len(finder.result.rates) == steps
        assert finder.result.stopped is None


def test_large_data_get_fewer_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    assert LearningRateFinder(Trainer(moons())).steps == 200
    n = 2000
    X, Y = np.ones((n, 401), "float32"), np.zeros((n, 1), "float32")
    X[:, 1:] = np.random.default_rng(1).normal(size=(n, 400))
    Y[::2] = 1
    wide = moons("dtype=float32", "network.hidden=[100]", "training.batch_size=0")
    trainer = Trainer(wide, Data(task="classification", output="sigmoid", train=Split(X, Y)))
    work = n * len(trainer.network.parameters.theta)
    for most, steps in ((100 * work, 100), (1000 * work, 200), (work, 40)):
        monkeypatch.setattr(module, "WORK", most)
        assert LearningRateFinder(trainer).steps == steps


def test_only_some_examples_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROWS", 7)
    trainer = Trainer(moons())
    finder = LearningRateFinder(trainer)
    finder.step()
    rows = np.linspace(0, trainer.n - 1, 7).astype(int)
    J = trainer.network.loss(trainer.data.train.inputs[rows], trainer.data.train.Y[rows])
    assert finder.result.losses[0] == pytest.approx(J, rel=1e-5)
