"""One example: as the network predicts it, with its own loss, and the parts of an output's z."""

import numpy as np
import pytest
from outputs_of import outputs_of

from core.analysis.outputs.one_example import contributions, example_in_split, example_of_values
from core.experiment.experiment import Experiment
from core.model.model import Model
from core.training.trainer import Trainer


@pytest.fixture(scope="module", params=["spiral", "iris", "diabetes", "tanh", "features", "float32", "no hidden layer"])
def trained(request: pytest.FixtureRequest) -> Trainer:
    """One epoch of each kind of data."""
    source, *settings = {
        "tanh": ("spiral", "network.output=tanh", "network.loss=squared_error"),
        "features": ("circle", 'data.features=["x1^2", "x2^2"]'),
        "float32": ("iris", "dtype=float32"),
        "no hidden layer": ("iris", "network.hidden=[]"),
    }.get(request.param, (request.param,))
    trainer = Trainer(Experiment.load(source, settings))
    trainer.run_epoch()
    return trainer


def test_it_is_what_the_network_says_of_the_row(trained: Trainer) -> None:
    found = outputs_of(trained)
    split, model = found.splits["validation"], found.model
    tolerance = 1e-5 if trained.network.parameters.dtype == np.float32 else 1e-12
    for place in (0, 3, split.m - 1):
        one = example_in_split(model, split.examples, place)
        np.testing.assert_allclose(one.A, split.A[place], rtol=tolerance, atol=tolerance)
        assert one.loss == pytest.approx(split.losses[place], rel=10 * tolerance, abs=tolerance)
        np.testing.assert_array_equal(one.y, split.Y[place])
        np.testing.assert_allclose(one.outputs, model.in_users_units(split.A[place : place + 1])[0], rtol=tolerance)


def test_its_raw_values_give_the_same_again(trained: Trainer) -> None:
    found = outputs_of(trained)
    one = example_in_split(found.model, found.splits["validation"].examples, 2)
    again = example_of_values(found.model, one.raw, one.y)
    np.testing.assert_allclose(again.A, one.A, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(again.outputs, found.model.outputs(one.raw[None])[0], rtol=1e-6)
    assert again.loss == pytest.approx(one.loss, rel=1e-4, abs=1e-6)


def test_what_neurons_add_and_the_bias_are_z(trained: Trainer) -> None:
    model = Model.of(trained.network, trained.data)
    one = example_in_split(model, trained.data.train, 1)
    theta = trained.network.thetas[-1]
    for output in range(theta.shape[1]):
        parts = contributions(model, one, output)
        assert parts.shape == (len(theta) - 1,)
        z = trained.network.forward(trained.data.train.X[1:2]).batch.Z[0, output]
        assert parts.sum() + theta[0, output] == pytest.approx(z, rel=1e-4, abs=1e-6)


def test_without_a_target_there_is_no_loss(trained: Trainer) -> None:
    model = Model.of(trained.network, trained.data)
    one = example_in_split(model, trained.data.train, 0)
    alone = example_of_values(model, one.raw, None)
    assert (alone.loss, alone.wanted, alone.y) == (None, None, None)
