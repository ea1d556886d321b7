"""Permutation importance: worked by hand, beside scikit-learn's, and of rows and columns of every kind."""

from copy import copy
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.analysis.importance import permutation_importance as module
from core.analysis.importance.forward_passes import PassesFromSecondLayer, WholePasses, forward_passes
from core.analysis.importance.importance import Importance, Spread
from core.analysis.importance.permutation_importance import ALL_WORK, REPEATS, ROWS, budget, permutation_importance
from core.calls import Array
from core.data.dataset import Data, Split
from core.experiment.experiment import Experiment
from core.network import Network
from core.support.random_streams import importance_stream
from core.training.trainer import Trainer


def last(*given: Any, **named: Any) -> Importance:
    """What is found of all columns."""
    found = [one for one in permutation_importance(*given, **named) if one is not None]
    assert [len(one.columns) for one in found] == list(range(len(found)))
    return found[-1]


def linear(*slopes: float) -> Network:
    """A network without hidden layers: a = slopes · x."""
    network = Network([len(slopes), 1], [], "identity", "squared_error")
    network.thetas[0][...] = np.array([[0.0], *([slope] for slope in slopes)])
    return network


def numbers(inputs: Array, targets: Array, weights: Array | None = None) -> Data:
    """Training rows alone, for a regression."""
    X = np.column_stack([np.ones(len(inputs)), inputs])
    return Data("regression", "identity", Split(X, targets[:, None], weights), input_names=("a", "b", "c"))


INPUTS = np.array([[1.0, 4, 7], [2, 3, 7], [4, -1, 7], [7, 0, 7]])


def test_by_hand() -> None:
    # a = 2 x₁ is exact for y = 2 x₁: permuted by π, an example's loss is ½ (2 x_π − 2 x)² = 2 (x_π − x)².
    x = INPUTS[:, 0]
    found = last(linear(2, 0, 5), numbers(INPUTS, 2 * x + 35), 3)
    random = importance_stream(3, 0)
    orders = [random.permutation(4) for _repeat in range(REPEATS[1])]
    rises = [float(np.mean(2 * (x[order] - x) ** 2)) for order in orders]
    first, second, third = found.columns
    assert first.loss.values == pytest.approx(rises)
    variation = float(np.sum((2 * x - 2 * x.mean()) ** 2))  # R² falls by Σ (2 x_π − 2 x)² / Σ (y − ȳ)²
    assert first.score.values == pytest.approx([rise * 2 * 4 / variation for rise in rises])
    assert first.loss.mean == pytest.approx(np.mean(rises))
    assert second.loss.values == (0.0,) * REPEATS[1], "a weight of 0 makes nothing of its column"
    assert third.loss.values == (0.0,), "a constant column isn't changed by permuting it: once is enough"
    assert (found.split, found.rows, found.of, found.total) == ("train", 4, 4, 3)
    assert (found.loss, found.score, found.score_name) == (0.0, 1.0, "r2")
    assert found.complete
    assert [one.name for one in found.sorted_by("loss")] == ["a", "b", "c"]


def test_each_column_has_a_stream_of_its_own() -> None:
    # a = 2 x₁ + 3 x₂ is exact: with x₂ permuted by π, an example's loss is ½ (3 x_π − 3 x)².
    x = INPUTS[:, 1]
    found = last(linear(2, 3, 0), numbers(INPUTS, INPUTS @ [2, 3, 0]), 3)
    random = importance_stream(3, 1)
    orders = [random.permutation(4) for _repeat in range(REPEATS[1])]
    rises = [float(np.mean(4.5 * (x[order] - x) ** 2)) for order in orders]
    assert found.columns[1].loss.values == pytest.approx(rises)


def test_examples_count_by_their_weights() -> None:
    x, weights = INPUTS[:, 0], np.array([1.0, 0, 0, 3])
    found = last(linear(2, 0, 0), numbers(INPUTS, 2 * x, weights), 3)
    order = importance_stream(3, 0).permutation(4)
    assert found.columns[0].loss.values[0] == pytest.approx(float(weights @ (2 * (x[order] - x) ** 2)) / 4)


def test_spreads() -> None:
    spread = Spread((1.0, 2.0, 6.0))
    assert (spread.mean, spread.least, spread.greatest) == (3, 1, 6)
    assert spread.deviation == pytest.approx(np.sqrt((4 + 1 + 9) / 2))
    assert spread.by_chance, "3 is less than two deviations of 2.6"
    assert not Spread((1.0, 1.25)).by_chance
    assert Spread((0.0, 0.0)).by_chance
    assert not Spread((-3.0, -3.0)).by_chance, "a network that is better without a column"
    assert Spread((-3.0, 2.0)).by_chance
    assert not Spread((1.0,)).by_chance
    assert Spread((1.0,)).deviation == 0


def trained(source: str, *settings: str, epochs: int = 5) -> Trainer:
    trainer = Trainer(Experiment.load(source, settings))
    for _epoch in range(epochs):
        trainer.run_epoch()
    return trainer


class Estimator:
    """A trained network as scikit-learn takes it."""

    def __init__(self, trainer: Trainer) -> None:
        self.network = trainer.network

    def fit(self, X: Array, y: Array) -> "Estimator":
        return self

    def losses(self, X: Array, Y: Array) -> float:
        return -self.network.loss(X, Y)

    def accuracy(self, X: Array, Y: Array) -> float:
        return float((self.network.predict(X).argmax(1) == Y.argmax(1)).mean())


@pytest.mark.slow
def test_as_scikit_learn_finds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    inspection = pytest.importorskip("sklearn.inspection")
    trainer = trained("iris", epochs=20)
    rows = trainer.data.validation
    assert rows is not None
    repeats = 100
    monkeypatch.setattr(module, "REPEATS", (repeats, repeats))
    found = last(trainer.network, trainer.data, 1)
    estimator = Estimator(trainer)
    for scoring, measure in ((Estimator.losses, "loss"), (Estimator.accuracy, "score")):
        theirs = inspection.permutation_importance(
            estimator, rows.inputs, rows.Y, scoring=scoring, n_repeats=repeats, random_state=0
        )
        ours = [getattr(one, measure) for one in found.columns]
        deviations = [spread.deviation for spread in ours]
        np.testing.assert_allclose(deviations, theirs.importances_std, rtol=0.3)
        error = np.array(deviations) * np.sqrt(2 / repeats)  # of the difference of two means
        assert (np.abs([spread.mean for spread in ours] - theirs.importances_mean) <= 3 * error).all()


def test_of_validation_rows_the_figures_are_those_of_training() -> None:
    trainer = trained("iris")
    found = last(trainer.network, trainer.data, 1, (5, 2))
    figures = trainer.figures("validation")
    assert found.split == "validation"
    assert [found.loss, found.score] == pytest.approx([figures.loss, figures.accuracy])
    assert (found.epoch, found.batch, found.score_name) == (5, 2, "accuracy")
    length, width = found.columns[2:]
    assert {name for name, _r in length.alike} >= {"petal width"}
    assert {name for name, _r in width.alike} >= {"petal length"}
    again = last(copy(trainer.network), trainer.data, 1)
    assert [one.loss for one in again.columns] == [one.loss for one in found.columns]
    assert last(trainer.network, trainer.data, 2).columns[0].loss != found.columns[0].loss, "other permutations"


@pytest.mark.parametrize(
    "settings", [('data.features=["x1", "x1*x2"]', 'network.output="softmax"'), ("network.hidden=[3, 3]",)]
)
def test_work_comes_in_small_pieces(settings: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    trainer = trained("spiral", "data.samples=100", *settings, epochs=1)
    rows = trainer.data.validation
    assert rows is not None
    whole = last(trainer.network, trainer.data, 1)
    monkeypatch.setattr(module, "PIECE_WORK", 1000)
    found = list(permutation_importance(trainer.network, trainer.data, 1))
    passes = forward_passes(trainer.network, rows, trainer.data)
    first, later = (-(-rows.m * work // 1000) for work in (passes.first_row_work, passes.row_work))
    assert first >= later > 1
    assert found.count(None) == 1 + first + later * 2 * REPEATS[1]
    again = found[-1]
    assert again is not None
    assert [one.name for one in again.columns] == ["x1", "x2"]
    for one, other in zip(again.columns, whole.columns, strict=True):
        assert one.loss.values == pytest.approx(other.loss.values, rel=1e-9)
        assert one.score == other.score


def test_from_the_second_layer_on_it_is_the_same_pass() -> None:
    trainer = trained("iris", "network.hidden=[5, 4]", epochs=1)
    network, rows = trainer.network, trainer.data.train
    order = np.random.default_rng(0).permutation(rows.m)
    short, whole = PassesFromSecondLayer(network, rows), WholePasses(network, rows, trainer.data)
    for part in (slice(0, 50), slice(50, rows.m)):
        short.forward(part, [], None)
    for places, permuted in (([], None), ([1, 3], order)):
        programs = [passes.forward(slice(10, 40), places, permuted) for passes in (short, whole)]
        Z, others = (program.Z[program.L] for program in programs)
        np.testing.assert_allclose(Z, others, rtol=1e-12)
    assert not np.array_equal(Z, whole.forward(slice(10, 40), [], None).batch.Z)


def test_of_many_rows_some_are_taken() -> None:
    data = Trainer(Experiment.load("spiral", ["data.samples=12000"])).data
    found = last(Network([2, 1]), data, 1)
    assert (found.rows, found.of) == (ROWS[1], 2400)
    assert budget(1_000_000, 11, 200) == (2000, 10)
    assert budget(300, 11, 200) == (300, 10)
    rows, repeats = budget(10_000, 784, 25_000)
    assert repeats == REPEATS[0]
    assert ROWS[0] <= rows < 2000
    assert rows * repeats * 784 * 25_000 <= max(ALL_WORK, ROWS[0] * REPEATS[0] * 784 * 25_000)
    assert budget(10_000, 100_000, 1_000_000) == (ROWS[0], REPEATS[0]), "the least of both, however long it takes"


def test_the_rows_that_are_taken_are_evenly_spaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROWS", (2, 3))
    targets = np.array([1.0, 50, 60, 2, 70, 80, 3])
    found = last(linear(0, 0, 0), numbers(np.zeros((7, 3)), targets), 1)
    assert (found.rows, found.of) == (3, 7)
    assert found.loss == pytest.approx((1 + 4 + 9) / 2 / 3)


def test_without_a_finite_loss_there_is_nothing_to_find() -> None:
    data = numbers(INPUTS, INPUTS[:, 0])
    found = last(linear(np.inf, 0, 0), data, 1)
    assert (found.columns, found.complete) == ((), True)
    found = last(linear(1, 0, 0), replace(data, train=data.train.part(slice(2))), 1)
    assert found.rows == 2
