"""Activations counted by layer and by neuron: as a plain count has them, and as advice and breakpoints judge them."""

from typing import Any

import numpy as np
import pytest
from narrowing import present
from stepping_cases import experiment

from core.analysis.outputs import layer_activations as module
from core.analysis.outputs.layer_activations import (
    BINS,
    ActivationSample,
    LayerActivations,
    layer_activations,
    rounded_up,
)
from core.training.activation_statistics import ActivationStatistics
from core.training.trainer import Trainer

NETWORKS: dict[str, dict[str, Any]] = {
    "saturated": {"sizes": (3, 6, 5, 2), "activation": ["tanh", "sigmoid"], "scale": 6.0},
    "dying": {"sizes": (3, 12, 2), "activation": "relu", "scale": 3.0},
    "without bounds": {"sizes": (3, 4, 4, 2), "activation": ["leaky_relu", "identity"],
                       "pair": ("identity", "squared_error")},
    "squared error": {"sizes": (3, 4, 2), "pair": ("tanh", "squared_error"), "scale": 9.0},
    "softmax, float32": {"sizes": (3, 4, 4), "pair": ("softmax", "cross_entropy"), "dtype": "float32"},
    "no hidden layer": {"sizes": (3, 2), "activation": []},
}  # fmt: skip


SAMPLED = (slice(0, 30), slice(30, None))


def sampled(trainer: Trainer) -> list[LayerActivations]:
    """Of all training examples, in two forward passes."""
    sample = ActivationSample(trainer.network)
    for rows in SAMPLED:
        sample.add(trainer.network.forward(trainer.X[rows]))
    return list(sample.layers(trainer))


@pytest.mark.parametrize("case", NETWORKS)
def test_counts_means_and_shares_are_those_of_a_plain_count(case: str) -> None:
    trainer = Trainer(experiment(m=80, **NETWORKS[case]))
    network = trainer.network
    statistics = ActivationStatistics(network, saturated=True, dead=True)
    program = network.forward(trainer.X)
    statistics.add(program)
    dead, L = statistics.dead(), network.parameters.L
    found = sampled(trainer)
    assert [layer.l for layer in found] == list(range(2, L + 1))
    assert [layer.activation for layer in found] == [*network.parameters.activations, network.output]
    for layer in found:
        A = (program.A[L] if layer.l == L else program.A[layer.l][:, 1:]).astype(float)
        assert (layer.m, layer.neurons) == A.shape
        assert (np.diff(layer.edges) >= 0).all()
        assert layer.edges[0] <= A.min()
        assert A.max() <= layer.edges[-1]
        assert layer.counts.sum(1).tolist() == [80] * layer.neurons
        for j in range(layer.neurons):
            for bar in range(1, BINS - 1):
                inside = (A[:, j] > layer.edges[bar]) & (A[:, j] <= layer.edges[bar + 1])
                assert layer.counts[j, bar] == inside.sum(), (j, bar)
        np.testing.assert_allclose(layer.mean, A.mean(0))
        np.testing.assert_allclose(layer.spread, A.std(0))
        assert layer.layer_mean == pytest.approx(A.mean())
        assert layer.layer_spread == pytest.approx(A.std())
        assert [(layer.l, j) for j in layer.dead] == [each for each in dead if each[0] == layer.l]
        if layer.l in statistics._limits:
            assert present(layer.saturated).mean() == pytest.approx(statistics.share(layer.l))
        else:
            assert layer.saturated is None
        if layer.zero is not None:
            np.testing.assert_allclose(layer.zero, (A == 0).mean(0))
        assert not layer.not_finite
    if case == "saturated":
        assert present(found[0].saturated).mean() > 0.1
    if case == "dying":
        assert present(found[0].zero).mean() > 0.2


def test_at_the_limit_an_output_is_not_saturated() -> None:
    layer = layer_activations(np.array([[-0.99, 0.99], [-1.0, 1.0], [0.0, 0.991]]), 2, "tanh", True)
    assert present(layer.saturated).tolist() == [1 / 3, 2 / 3]
    assert layer_activations(np.ones((3, 1)), 2, "sigmoid", False).saturated is None


def test_outputs_that_are_not_finite_are_left_out_and_told() -> None:
    A = np.array([[np.nan, 1.0, np.nan], [np.inf, 3.0, np.nan], [0.5, -np.inf, np.nan]])
    layer = layer_activations(A, 2, "identity", True)
    assert layer.counts.sum(1).tolist() == [1, 2, 0]
    assert layer.not_finite == 6
    assert layer.mean[:2].tolist() == [0.5, 2.0]
    assert np.isnan(layer.mean[2])
    assert layer.layer_mean == pytest.approx(1.5)
    nothing = layer_activations(np.full((2, 2), np.nan), 2, "relu", True)
    assert np.isnan(nothing.layer_mean)
    assert not nothing.dead
    assert nothing.edges[-1] == 1


def test_the_moments_of_huge_outputs_warn_of_nothing() -> None:
    layer = module.layer_activations(np.array([[1e200, 3e200], [2e200, 2e200]]), 2, "relu", g_prime_counts=True)
    assert layer.layer_mean == pytest.approx(2e200)
    assert layer.layer_spread == np.inf  # its square is beyond all numbers


def test_a_dead_neuron_gives_zero_for_every_example() -> None:
    A = np.array([[0.0, 0.0, 2.0], [0.0, 1.5, 0.0]])
    layer = layer_activations(A, 2, "relu", True)
    assert layer.dead == (1,)
    assert present(layer.zero).tolist() == [1.0, 0.5, 0.5]
    assert layer.edges[-1] == 2
    assert not layer_activations(A, 3, "relu", False).dead, "an output is no neuron that can die"


def test_of_wide_layers_fewer_examples_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "VALUES", 100)
    trainer = Trainer(experiment(m=80, sizes=(3, 10, 2)))
    wide, narrow = sampled(trainer)
    assert wide.m < 40
    assert wide.counts.sum() == wide.m * 10
    assert narrow.m == 80
    parts = zip(SAMPLED, (3, 5), strict=True)
    A = np.concatenate([trainer.network.forward(trainer.X[rows]).A[2][::every, 1:] for rows, every in parts])
    np.testing.assert_allclose(wide.mean, A.mean(0), err_msg="every third of 30 rows, every fifth of 50")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"sizes": (3, 6, 2), "activation": "relu", "scale": 1.0}, ""),
        ({"sizes": (3, 6, 2), "activation": "tanh", "scale": 90.0}, "smaller initial scale"),
    ],
)
def test_what_to_try_is_said_where_advice_would_say_it(settings: dict[str, Any], words: str) -> None:
    first, _output = sampled(Trainer(experiment(m=80, **settings)))
    assert words in first.remedy
    assert bool(first.remedy) == bool(words)


def test_what_to_try_against_dead_neurons_and_that_they_do_no_harm_where_the_loss_is_low() -> None:
    trainer = Trainer(experiment(m=80, sizes=(3, 6, 2), activation="relu"))
    trainer.network.thetas[0][:, :3] = -10
    trainer.network.thetas[0][1:, :3] = 0
    first, _output = sampled(trainer)
    assert first.dead == (1, 2, 3)
    assert "leaky_relu" in first.remedy
    trainer.run_epoch(lambda: False)
    trainer.history.train_loss[-1] = 1e-6
    assert not sampled(trainer)[0].remedy


@pytest.mark.parametrize("size", [0.0, 1e-12, 0.1, 0.999, 1.0, 1.01, 7.3, 9.99, 10.0, 123456.0, 3e300])
def test_ends_of_axes_are_round_and_near(size: float) -> None:
    end = rounded_up(size)
    assert size <= end <= 1.34 * size
    assert float(f"{end:.2g}") == pytest.approx(end)
