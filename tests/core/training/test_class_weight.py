"""A training with data.class_weight = "balanced": its losses, its states, and what is computed from it."""

import json
from copy import copy
from dataclasses import replace
from math import log
from typing import Any

import numpy as np
import pytest
import reference
from narrowing import present

from core import Experiment, Trainer, surgery
from core.analysis.comparison import Comparison
from core.analysis.learning_rate_test import LearningRateFinder
from core.analysis.loss_trend import LossTrend
from core.data.dataset import Split
from core.stepping.trace import trace
from core.surgery.importance import loss_increase_without
from core.training.misclassification import detector_for

BALANCED = {"data.class_weight": "balanced"}


def trainer_of(source: str = "blobs", **settings: Any) -> Trainer:
    """A small training in three classes; two underscores in a name stand for the dot of a key."""
    named = {"data.samples": 60, "data.noise": 0.9, "network.hidden": [4], "training.batch_size": 7, **BALANCED}
    named |= {key.replace("__", "."): value for key, value in settings.items()}
    return Trainer(Experiment.load(source, tuple(f"{key}={json.dumps(value)}" for key, value in named.items())))


def rare(**settings: Any) -> Trainer:
    """The same with one class left with three training rows."""
    trainer = trainer_of(**settings)
    train = trainer.data.train
    rows = np.flatnonzero(train.Y[:, -1] == 0)
    kept = np.concatenate([np.flatnonzero(train.Y[:, -1])[:3], rows])
    data = replace(trainer.data, train=Split(train.X[kept], train.Y[kept])).with_balanced_classes()
    return Trainer(trainer.experiment, data)


def losses_of(trainer: Trainer, examples: Split) -> list[float]:
    """The loss of each example, by the reference."""
    network = trainer.network
    net = reference.Net(network.parameters.activations, network.output, network.loss_name)
    thetas = [theta.tolist() for theta in network.thetas]
    outputs = [reference.forward(net, thetas, x)[1][-1] for x in examples.inputs.tolist()]
    return [reference.example_loss(net, y, a) for y, a in zip(examples.Y.tolist(), outputs, strict=True)]


@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
def test_all_losses_are_weighted_means_and_accuracy_is_plain(loss: str) -> None:
    trainer = rare(network__loss=loss)
    trainer.run_epoch()
    by_class = {
        tuple(y): w for y, w in zip(trainer.data.train.Y.tolist(), present(trainer.data.train.weights), strict=True)
    }
    assert max(by_class.values()) >= 4 * min(by_class.values())
    for name in ("train", "validation", "test"):
        examples: Split = getattr(trainer.data, name)
        weights = [by_class[tuple(y)] for y in examples.Y.tolist()]
        figures = trainer.figures(name)
        assert figures.loss == pytest.approx(np.average(losses_of(trainer, examples), weights=weights), rel=1e-12)
        output = trainer.network.predict(examples.inputs)
        assert figures.accuracy == (output.argmax(1) == examples.Y.argmax(1)).mean()


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("batch_size", [0, 7, 64])
def test_the_train_loss_is_the_mean_of_the_minibatches(dtype: str, batch_size: int) -> None:
    """As stepping shows their J, the last mini-batch smaller; with the same weights afterwards, to the bit."""
    trainer, stepped = (rare(dtype=dtype, training__batch_size=batch_size) for _ in range(2))
    trainer.run_epoch()
    total = 0.0
    while not stepped.epoch:
        J, m = stepped.program.J, len(stepped.rows)
        for _ in range(len(stepped.equations)):
            stepped.run_equation()
        total += J.item() * m
    assert stepped.weights_sha256 == trainer.weights_sha256
    rel = 1e-12 if dtype == "float64" else 1e-5
    assert trainer.history.train_loss[-1] == pytest.approx(total / trainer.n, rel=rel)


def test_weights_of_one_train_as_none_do() -> None:
    """Of equal classes all weights are 1; the products with them change no bits."""
    trainer = trainer_of("xor", data__validation_fraction=0.0, data__test_fraction=0.0)
    plain = Trainer(trainer.experiment.replace("data.class_weight", "none"))
    assert present(trainer.data.train.weights).tolist() == [1] * trainer.n
    assert plain.data.train.weights is None
    for one in (trainer, plain):
        one.run_epoch()
    assert trainer.weights_sha256 == plain.weights_sha256
    assert trainer.history.train_loss[-1] == pytest.approx(plain.history.train_loss[-1], rel=1e-14)


def test_rare_classes_are_found() -> None:
    """One row in twenty is of the class, and its values overlap with the others': without weights it's never said."""
    random = np.random.default_rng(3)
    classes = (np.arange(400) % 20 == 0).astype(float)
    inputs = random.normal(size=(400, 2)) + classes[:, None]
    data = {"data.inputs": inputs.tolist(), "data.targets": classes[:, None].tolist()}
    settings = {"network.hidden": [3], "training.epochs": 40, "training.batch_size": 20, "data.test_fraction": 0.0}
    found = {}
    for setting in ("none", "balanced"):
        experiment = Experiment.load("by-hand").replace_all(
            {**data, **settings, "data.class_weight": setting, "network.weights": None}
        )
        trainer = Trainer(experiment)
        trainer.run()
        members = trainer.Y[:, 0] > 0
        found[setting] = (trainer.network.predict(trainer.data.train.inputs)[members] > 0.5).mean()
    assert found["balanced"] > 0.6 > 0.3 > found["none"]


def test_a_rare_row_of_thousands_overflows_nothing() -> None:
    targets = [[float(i == 5)] for i in range(5000)]
    inputs = [[i / 5000] for i in range(5000)]
    experiment = Experiment.load("by-hand").replace_all({
        "data.inputs": inputs, "data.targets": targets, "data.class_weight": "balanced", "dtype": "float32",
        "network.weights": None, "network.hidden": [3], "training.batch_size": 100, "training.epochs": 2,
    })  # fmt: skip
    trainer = Trainer(experiment)
    trainer.run()
    assert present(trainer.data.train.weights).max() == 2500
    assert np.isfinite(trainer.network.parameters.theta).all()
    assert np.isfinite(trainer.history.train_loss).all()


def test_states_and_copies_keep_the_weights() -> None:
    """Within an epoch, and from a trainer without weights, which loads the examples with theirs."""
    trainer = trainer_of()
    trainer.run_epoch()
    trainer.run_batch()
    state, twin = trainer.state(), copy(trainer)
    other = Trainer(trainer.experiment.replace("data.class_weight", "none"))
    other.run_epoch()
    other.restore(state)
    trainer.run_epoch()
    for one in (twin, other):
        one.run_epoch()
        assert one.weights_sha256 == trainer.weights_sha256
        assert one.history.train_loss[-1] == trainer.history.train_loss[-1]
    plain = Trainer(trainer.experiment.replace("data.class_weight", "none"))
    before = plain.state()
    plain.restore(state)
    plain.restore(before)
    plain.run_epoch()
    again = Trainer(plain.experiment)
    again.run_epoch()
    assert plain.weights_sha256 == again.weights_sha256


def test_j_of_a_constant_output_is_weighted() -> None:
    """The best constant output gives each class the same probability, and trains nothing."""
    trainer = rare()
    assert LossTrend(trainer).constant == pytest.approx(log(trainer.Y.shape[1]), rel=1e-6)


def test_the_range_test_and_surgery_take_the_weighted_loss() -> None:
    trainer = rare()
    examples = trainer.data.train
    for theta in trainer.network.thetas:
        theta[...] = np.random.default_rng(1).normal(size=theta.shape)
    mean = np.average(losses_of(trainer, examples), weights=present(examples.weights))
    finder = LearningRateFinder(trainer)
    assert finder._loss() == pytest.approx(mean, rel=1e-12)
    _state, report = surgery.add_neuron(trainer.state(), trainer.data, 2)
    assert report.loss_before == pytest.approx(mean, rel=1e-12)
    increase = loss_increase_without(trainer.state(), trainer.data, 2)
    A = trainer.network.forward(trainer.X).A[2].copy()
    thetas = [theta.copy() for theta in trainer.network.thetas]
    weights = present(examples.weights)
    trainer.network.thetas[1][0] += np.average(A[:, 1], weights=weights) * thetas[1][1]
    trainer.network.thetas[1][1] = 0
    without = np.average(losses_of(trainer, examples), weights=weights)
    assert increase[0] == pytest.approx(without - mean, rel=1e-9)


@pytest.mark.parametrize("times", [3, 10])
def test_surgery_fits_an_example_of_weight_n_as_n_examples(times: int) -> None:
    """A layer removed, an activation changed, a neuron removed: the same Θ from weights as from repeated rows."""
    trainer = trainer_of("circle", network__hidden=[4, 3], network__activation="relu", data__class_weight="none")
    trainer.run_epoch()
    X, Y, state = trainer.X, trainer.Y, trainer.state()
    counts = np.where(np.arange(trainer.n) % 5, 1, times)
    rows = np.repeat(np.arange(trainer.n), counts)
    weighted, repeated = (
        replace(trainer.data, train=train) for train in (Split(X, Y, counts.astype(float)), Split(X[rows], Y[rows]))
    )
    operations: dict[str, Any] = {
        "layer": lambda data: surgery.remove_layer(state, data, 3),
        "activation": lambda data: surgery.change_activation(state, data, 3, "tanh"),
        "neuron": lambda data: surgery.remove_neuron(state, data, 2),
    }
    for name, operation in operations.items():
        found, wanted, plain = (operation(data)[0].theta for data in (weighted, repeated, trainer.data))
        np.testing.assert_allclose(found, wanted, rtol=1e-7, atol=1e-9, err_msg=name)
        assert not np.allclose(found, plain, rtol=1e-7, atol=1e-9), name


def test_losses_of_other_weights_are_not_compared() -> None:
    trainer = trainer_of("spiral")
    assert not Comparison(trainer.experiment, "data.class_weight=none").one_scale
    assert Comparison(trainer.experiment, "training.learning_rate=0.3").one_scale


def test_misclassification_needs_no_weights() -> None:
    weighted, plain = trainer_of(), trainer_of(data__class_weight="none")
    Z = np.asarray(np.random.default_rng(0).normal(size=weighted.Y.shape))
    detectors = [present(detector_for(one.network, one.data)) for one in (weighted, plain)]
    found, wanted = (detector.wrong(Z, weighted.Y).tolist() for detector in detectors)
    assert found == wanted


def test_a_trace_has_the_weights_beside_the_equations_that_take_them() -> None:
    trainer = rare()
    rows, weights = trainer.rows, present(trainer.data.train.weights)
    records = {line.equation.symbol: line.record() for line in trace(trainer)}
    assert [symbol for symbol, record in records.items() if "w" in record] == ["J", "Δ(3)"]
    assert records["Δ(3)"]["w"] == weights[rows].tolist()
    assert "w" not in str([line.record().keys() for line in trace(trainer_of(data__class_weight="none"))])
