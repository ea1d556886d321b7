"""Networks, trainers and states, copied and pickled: each copy goes on alike, and nothing that it does reaches back."""

import copy
import pickle
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest
import reference
from all_pairs import all_pairs

from core import surgery
from core.experiment.experiment import Experiment
from core.losses import PAIRS
from core.network import Network
from core.support.errors import InputError
from core.surgery.weights import ThetaPart, freeze
from core.training.history import History
from core.training.stopping.breakpoints import Breakpoint
from core.training.trainer import Trainer


def pickled(one: Any) -> Any:
    return pickle.loads(pickle.dumps(one))


WAYS = {"copy": copy.copy, "deepcopy": copy.deepcopy, "pickle": pickled}
ways = pytest.mark.parametrize("copied", WAYS.values(), ids=WAYS)


@all_pairs("copied, pair, dtype", WAYS, {"-".join(pair): pair for pair in PAIRS}, ["float64", "float32"])
def test_a_network_answers_for_the_rows_it_is_given(
    copied: Callable[[Any], Any], pair: tuple[str, str], dtype: str
) -> None:
    """Used before and after, with as many rows and with others."""
    network, fresh = (Network([3, 4, 2], ["tanh"], *pair, seed=3, dtype=dtype) for _ in range(2))
    first, second = np.random.default_rng(1).normal(size=(2, 5, 3))
    Y = np.eye(2)[[0, 1, 1, 0, 1]]
    network.gradients(first, Y)
    other = copied(network)
    for X in (second, first, second[:2]):
        np.testing.assert_array_equal(other.predict(X), fresh.predict(X))
        assert other.loss(X, Y[: len(X)]) == fresh.loss(X, Y[: len(X)])
    for found, wanted in zip(other.gradients(second, Y)[1], fresh.gradients(second, Y)[1], strict=True):
        np.testing.assert_array_equal(found, wanted)
    np.testing.assert_array_equal(network.predict(first), fresh.predict(first))
    assert (other.parameters.dtype, other.output, other.loss_name) == (dtype, *pair)


@ways
def test_the_weights_of_a_copy_are_its_own(copied: Callable[[Any], Any]) -> None:
    network = Network([3, 4, 2], seed=3)
    network.parameters.frozen[2] = True
    before, X = network.parameters.theta.copy(), np.ones((2, 3))
    other = copied(network)
    assert other.parameters.frozen.tolist() == network.parameters.frozen.tolist()
    other.thetas[0][...] = 7
    other.parameters.theta[-1] = 5
    other.parameters.frozen[:] = False
    assert other.parameters.thetas[0][1, 1] == 7
    assert other.thetas[-1][-1, -1] == 5
    assert network.parameters.frozen.sum() == 1
    np.testing.assert_array_equal(network.parameters.theta, before)
    assert (other.predict(X) != network.predict(X)).any()


def experiment(optimizer: str = "adam", **training: float) -> Experiment:
    values = {"optimizer": optimizer, "dropout": 0.2, "l2": 0.3, "clip_norm": 2.0, "epochs": 6, **training}
    return Experiment.load("spiral", ["data.samples=150"]).replace_all(
        {f"training.{key}": value for key, value in values.items()}
    )


def result(trainer: Trainer) -> tuple[str, str | None, bytes, Mapping[str, Any]]:
    figures = trainer.history.view()[:, :-1]  # all but the seconds
    return trainer.weights_sha256, trainer.stopped_by, figures.tobytes(), trainer.state().dropout


def begun(optimizer: str = "adam", batches: int = 7, **training: float) -> Trainer:
    """One epoch and a few mini-batches."""
    trainer = Trainer(experiment(optimizer, **training))
    trainer.run_epoch()
    for _ in range(batches):
        trainer.run_batch()
    return trainer


@cache
def never_copied(optimizer: str, batches: int) -> tuple[str, str | None, bytes, Mapping[str, Any]]:
    """The result of a training of which there was no copy."""
    trainer = begun(optimizer, batches, epochs=3)
    trainer.run()
    return result(trainer)


@all_pairs("copied, optimizer, batches", WAYS, reference.OPTIMIZERS, [0, 7])
def test_a_trainer_and_its_copy_go_on_alike_and_apart(
    copied: Callable[[Any], Any], optimizer: str, batches: int
) -> None:
    """The copy runs to its end first; then the original does as if there had been none."""
    trainer = begun(optimizer, batches, epochs=3)
    other = copied(trainer)
    assert (other.epoch, other.batch) == (trainer.epoch, trainer.batch) == (1, batches)
    assert result(other) == result(trainer)
    other.run()
    assert result(trainer) != result(other)
    trainer.run()
    assert result(trainer) == result(other) == never_copied(optimizer, batches)


@ways
def test_copies_of_copies(copied: Callable[[Any], Any]) -> None:
    trainer = begun()
    everyone = [copied(copied(trainer)), copied(trainer), trainer]
    for one in everyone:
        one.run()
    assert result(everyone[0]) == result(everyone[1]) == result(everyone[2])


@ways
def test_a_copy_after_surgery_with_frozen_weights_and_a_breakpoint(copied: Callable[[Any], Any]) -> None:
    """Layers that the experiment didn't begin with, steps counted weight by weight, and what a condition held."""
    trainer = begun(tolerance=0.0)
    trainer.restore(surgery.add_neuron(trainer.state(), trainer.data, 2).state)
    trainer.restore(freeze(trainer.state(), ThetaPart(1, column=2)))
    trainer.breakpoints = [Breakpoint("gradient_over", True, (1e-9,)), Breakpoint("saturated", True, (0.01,))]
    trainer.run_batch()
    other = copied(trainer)
    assert other.network.parameters.sizes == [2, 9, 8, 1]
    assert other.breakpoints == trainer.breakpoints
    assert repr(other.take_hit()) == repr(trainer.take_hit())
    for one in (other, trainer):
        while not one.stopped_by:
            one.run()
    assert repr(result(other)) == repr(result(trainer))


@ways
def test_early_stopping_goes_on_in_a_copy(copied: Callable[[Any], Any]) -> None:
    trainer = begun("gradient_descent", early_stopping=2, epochs=30, learning_rate=1.0)
    other = copied(trainer)
    other.run()
    trainer.run()
    assert (other.best_epoch, other.best_loss) == (trainer.best_epoch, trainer.best_loss)
    assert repr(result(other)) == repr(result(trainer))


@ways
def test_nobody_is_called_back_by_a_copy(copied: Callable[[Any], Any]) -> None:
    trainer, called = begun(), []
    trainer.after_epoch = lambda: called.append(trainer.epoch)
    other = copied(trainer)
    other.run()
    assert not called
    trainer.run_epoch()
    assert called == [2]


@ways
def test_within_a_mini_batch_a_copy_is_refused(copied: Callable[[Any], Any]) -> None:
    trainer = begun()
    trainer.run_equation()
    with pytest.raises(InputError, match=r"within a mini-batch a trainer can't be copied or pickled.*run_batch\(\)"):
        copied(trainer)
    trainer.run_batch()
    assert copied(trainer).batch == trainer.batch == 8


@ways
def test_a_state_leads_there_from_a_copy_too(copied: Callable[[Any], Any]) -> None:
    trainer = begun()
    state = trainer.state()
    again = copied(state)
    trainer.run()
    wanted = repr(result(trainer))
    trainer.restore(again)
    trainer.run()
    assert repr(result(trainer)) == wanted
    fresh = Trainer(state.experiment)
    fresh.restore(copied(state))
    fresh.run()
    assert fresh.weights_sha256 == trainer.weights_sha256


@ways
def test_a_history_and_its_copy_grow_apart(copied: Callable[[Any], Any]) -> None:
    history = History()
    for epoch in range(1, 301):
        history.append(epoch, *(9 * [0.5]))
    other = copied(history)
    other.append(301, *(9 * [0.25]))
    other.marked.add(5)
    history.append(301, *(9 * [0.75]))
    assert (history.train_loss[-1], other.train_loss[-1], len(other)) == (0.75, 0.25, 301)
    assert not history.marked
