"""Curves over one raw input: against the network's equations written out, point by point."""

from pathlib import Path

import numpy as np
import pytest
from number_tables import experiment_of

from core.analysis.maps.curve import curve, with_margin
from core.model.model import Model
from core.training.trainer import Trainer


@pytest.mark.parametrize(
    "settings",
    [("network.hidden=[4, 3]",), ("network.hidden=[4, 3]", "dtype=float32"), ("network.hidden=[]",)],
    ids=["float64", "float32", "none"],
)
def test_a_curve_is_the_network_at_each_point(tmp_path: Path, settings: tuple[str, ...]) -> None:
    trainer = Trainer(experiment_of(tmp_path, "one", "network.activation=tanh", *settings))
    trainer.run_epoch()
    model, x = Model.of(trainer.network, trainer.data), np.linspace(-4, 4, 9)
    found = curve(model, x)
    inputs, targets = trainer.data.train.X[:, 1], trainer.data.train.Y
    raw = model.preparation.restored(trainer.data.train.inputs)[:, 0]
    slope, start = np.polyfit(raw, inputs.astype(float), 1)  # standardising is a straight line
    for place, value in enumerate(x.tolist()):
        a = np.array([start + slope * value])
        for layer, theta in enumerate(trainer.network.thetas[:-1], 2):
            a = np.tanh(theta[0] + a @ theta[1:])
            np.testing.assert_allclose(found.neurons[layer][place], a, rtol=1e-3, atol=1e-5)
        last = trainer.network.thetas[-1]
        expected = trainer.data.in_users_units((last[0] + a @ last[1:])[None].astype(float))[0]
        np.testing.assert_allclose(found.outputs[place], expected, rtol=1e-4)
    assert sorted(found.neurons) == list(range(2, 2 + len(trainer.network.thetas) - 1))
    assert targets.shape[1] == found.outputs.shape[1] == 1


def test_a_curve_of_a_diverged_network_has_no_numbers_and_warns_of_nothing(tmp_path: Path) -> None:
    trainer = Trainer(experiment_of(tmp_path, "one"))
    trainer.network.parameters.theta[:] = np.nan
    found = curve(Model.of(trainer.network, trainer.data), np.linspace(0, 1, 3))
    assert np.isnan(found.outputs).all()


def test_a_curve_stays_as_it_is_when_another_is_drawn(tmp_path: Path) -> None:
    """A network writes the activations of as many rows into the same arrays again."""
    trainer = Trainer(experiment_of(tmp_path, "one", "network.hidden=[3]"))
    model, x = Model.of(trainer.network, trainer.data), np.linspace(-1, 1, 5)
    first = curve(model, x)
    outputs, neurons = first.outputs.copy(), first.neurons[2].copy()
    curve(model, x + 3)
    np.testing.assert_array_equal(first.outputs, outputs)
    np.testing.assert_array_equal(first.neurons[2], neurons)


def test_a_curve_goes_a_little_beyond_the_examples() -> None:
    assert with_margin(0.0, 10.0) == pytest.approx((-0.5, 10.5))
    assert with_margin(3.0, 3.0) == (2.0, 4.0)
    assert with_margin(1000.0, 1000.0) == pytest.approx((950, 1050))
