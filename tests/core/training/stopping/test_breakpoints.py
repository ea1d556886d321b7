"""Breakpoints: each stops exactly where a slow look after every mini-batch says, and training stays as it is."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import tanh
from types import FrameType
from typing import Any
from zlib import crc32

import numpy as np
import pytest
import reference
from all_pairs import all_pairs
from hypothesis import given, settings
from hypothesis import strategies as st
from narrowing import present
from trials import run_trials_once

from core.calls import Array
from core.experiment.experiment import DataSettings, Experiment, NetworkSettings, TrainingSettings
from core.stepping.stepper import Stepper
from core.support.errors import InputError
from core.training import minibatches as batches
from core.training.divergence import Diverged
from core.training.stopping.breakpoints import BREAKPOINT_KINDS, BREAKPOINTS, Breakpoint, Hit, ValuePlace
from core.training.trainer import Trainer
from core.training.training_state import TrainingState

RANDOM = np.random.default_rng(3)
N = 23
X = RANDOM.normal(size=(N, 3))
CLASSES = (X @ RANDOM.normal(size=(3, 3)) + RANDOM.normal(size=(N, 3)) / 2).argmax(1)


def sides(middle: float) -> Callable[..., bool]:
    """Right is what is on the target's side of the middle, in every output."""
    return lambda y, a: all((a_k > middle) == (y_k > middle) for y_k, a_k in zip(y, a, strict=True))


def greatest(y: list[float], a: list[float]) -> bool:
    return max(range(len(a)), key=a.__getitem__) == y.index(max(y))


NETS = {
    "tanh → sigmoid": (
        NetworkSettings(hidden=[5, 4], activation="tanh", output="sigmoid"),
        (CLASSES == 0)[:, None] * 1.0,
        sides(0.5),
    ),
    "relu → softmax": (
        NetworkSettings(hidden=[6], activation="relu", output="softmax"),
        np.eye(3)[CLASSES],
        greatest,
    ),
    "sigmoid → tanh": (
        NetworkSettings(hidden=[4], activation="sigmoid", output="tanh", loss="squared_error"),
        (CLASSES == 0)[:, None] * 2.0 - 1,
        sides(0.0),
    ),
    "several sigmoids": (
        NetworkSettings(hidden=[], output="sigmoid"),
        np.column_stack([X[:, 0] > 0, X[:, 1] > 0, X[:, 0] > 0.2]) * 1.0,
        sides(0.5),
    ),
    "relu, tanh → shares": (
        NetworkSettings(hidden=[4, 4], activation=["relu", "tanh"], output="softmax", loss="squared_error"),
        np.where(np.eye(3)[CLASSES] > 0, 0.4, 0.3),
        sides(0.5),
    ),
}

nets = pytest.mark.parametrize("net", NETS)
SIZES = {"smaller last batch": 5, "one example": 1, "all examples": 0}
sizes = pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
optimizers = pytest.mark.parametrize("optimizer", reference.OPTIMIZERS)
EACH_ONCE = {"-".join(one): one for one in zip(NETS, reference.OPTIMIZERS, strict=True)}
each_once = pytest.mark.parametrize(("net", "optimizer"), EACH_ONCE.values(), ids=EACH_ONCE)


def on(kind: str, *values: float) -> Breakpoint:
    return Breakpoint(kind, True, values)


def experiment_of(net: str = "tanh → sigmoid", dtype: str = "float64", **training: Any) -> Experiment:
    network, Y, _right = NETS[net]
    data = DataSettings(
        source="inline", inputs=X.tolist(), targets=Y.tolist(), validation_fraction=0.0, test_fraction=0.0,
        standardize=False, task="classification",
    )  # fmt: skip
    chosen: dict[str, Any] = {"optimizer": "adam", "learning_rate": 0.05, "batch_size": 5, "epochs": 6} | training
    return Experiment(seed=4, dtype=dtype, data=data, network=network, training=TrainingSettings(**chosen))  # type: ignore[arg-type]


# Ways to go on: all that hits to the end of training, and where we stood then


def by_run(trainer: Trainer) -> None:
    trainer.run()


def by_epoch(trainer: Trainer) -> None:
    epoch = trainer.epoch
    ended = trainer.run_epoch()
    assert ended == (trainer.epoch > epoch and trainer._hit is None)


def by_batch(trainer: Trainer) -> None:
    trainer.run_batch()


def by_equation(trainer: Trainer) -> None:
    trainer.run_equation()
    while trainer.cursor:
        trainer.run_equation()


def interrupted(trainer: Trainer) -> None:
    answers = iter([False, False, True])
    trainer.run(lambda: next(answers))


def begun_by_equation(trainer: Trainer) -> None:
    trainer.run_equation()
    trainer.run(lambda: True)


WAYS = [by_run, by_epoch, by_batch, by_equation, interrupted, begun_by_equation]


def some(*case: str | float) -> list[Callable[[Trainer], object]]:
    """Two of the ways, other ones for other cases: all six for each would take minutes."""
    first = crc32(repr(case).encode()) % len(WAYS)
    return [WAYS[(first + i) % len(WAYS)] for i in (0, 3)]


def hits(trainer: Trainer, way: Callable[[Trainer], object] = by_run) -> list[tuple[tuple[int, int], Hit]]:
    found = []
    while not trainer.stopped_by:
        way(trainer)
        hit = trainer.take_hit()
        if hit is not None:
            found.append(((trainer.epoch, trainer.batch), hit))
            assert trainer.take_hit() is None, "it is told once"
    return found


def places(found: list[tuple[tuple[int, int], Hit]]) -> list[tuple[int, int]]:
    return [place for place, _hit in found]


# The slow look


@dataclass
class Moment:
    """After a mini-batch: epochs and mini-batches done, ‖∇‖, the largest |θ|, training rows that were misclassified."""

    place: tuple[int, int]
    norm: float
    largest: float
    wrong: list[int]


def moments(experiment: Experiment, net: str) -> list[Moment]:
    trainer, right = Trainer(experiment), NETS[net][2]
    L, found = trainer.network.parameters.L, []
    while not trainer.stopped_by:
        rows, Y, program = trainer.rows, trainer.program.batch.Y.tolist(), trainer.program
        expected = slow_outputs(trainer, X[rows])
        trainer.run_batch()
        A = program.A[L].tolist() if experiment.training.dropout else expected
        wrong = [int(row) for row, y, a in zip(rows, Y, A, strict=True) if not right(y, a)]
        largest = max(abs(w) for w in trainer.network.parameters.theta.tolist())
        found.append(Moment((trainer.epoch, trainer.batch), trainer.gradient_norm, largest, wrong))
    return found


def slow_outputs(trainer: Trainer, inputs: Array) -> list[list[float]]:
    net = reference.Net(trainer.network.parameters.activations, trainer.network.output, trainer.network.loss_name)
    thetas = [theta.tolist() for theta in trainer.network.thetas]
    return [reference.forward(net, thetas, x)[1][-1] for x in inputs.tolist()]


def beginnings(found: list[Moment], holds: Callable[..., bool]) -> list[tuple[int, int]]:
    """Where it holds and didn't before."""
    return [
        present(now).place for before, now in pairwise([None, *found]) if holds(now) and not (before and holds(before))
    ]


@each_once
@sizes
def test_the_norm_of_the_gradient_over_and_under_a_limit(net: str, size: int, optimizer: str) -> None:
    experiment = experiment_of(net, batch_size=size, optimizer=optimizer, learning_rate=0.2)
    found = moments(experiment, net)
    low, high = np.quantile([moment.norm for moment in found], [0.3, 0.8]).tolist()
    over, under = beginnings(found, lambda m: m.norm > high), beginnings(found, lambda m: m.norm < low)
    assert over
    assert under
    both = [on("gradient_over", high), on("gradient_under", low)], sorted([*over, *under])
    each = ([on("gradient_over", high)], over), ([on("gradient_under", low)], under)
    for way, (breakpoints, expected) in [
        *((way, both) for way in some(net, size, optimizer)),
        *((by_run, one) for one in each),
    ]:
        trainer = Trainer(experiment)
        trainer.breakpoints = breakpoints
        assert places(hits(trainer, way)) == expected, (way.__name__, breakpoints)


@all_pairs("each, size, share", EACH_ONCE, SIZES, [0.15, 0.9])
def test_a_weight_over_a_limit(each: tuple[str, str], size: int, share: float) -> None:
    net, optimizer = each
    experiment = experiment_of(net, batch_size=size, optimizer=optimizer, learning_rate=0.3, l2=0.5)
    found = moments(experiment, net)
    limit = float(np.quantile([moment.largest for moment in found], share))
    expected = beginnings(found, lambda m: m.largest > limit)
    assert expected
    for way in some(net, size, optimizer, share):
        trainer = Trainer(experiment)
        trainer.breakpoints = [on("theta_over", limit)]
        assert places(hits(trainer, way)) == expected, way.__name__


@all_pairs("net, size, dropout", list(NETS), SIZES, [0.0, 0.3])
def test_a_misclassified_example(net: str, size: int, dropout: float) -> None:
    experiment = experiment_of(net, batch_size=size, dropout=dropout, epochs=6)
    found = moments(experiment, net)
    expected = [(moment.place, moment.wrong[0]) for moment in found if moment.wrong]
    assert expected or "shares" in net
    for way in some(net, size, dropout):
        trainer = Trainer(experiment)
        trainer.breakpoints = [on("misclassified")]
        assert [(place, hit.example) for place, hit in hits(trainer, way)] == expected, way.__name__


@pytest.mark.parametrize("most", [1, 2, 3, 64])
@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_several_at_once_however_many_mini_batches_are_gathered(
    most: int, dropout: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BLOCK_BATCHES", most)
    net = "relu → softmax"
    experiment = experiment_of(net, batch_size=2, dropout=dropout, learning_rate=0.1)
    found = moments(experiment, net)
    norm, largest = np.median([moment.norm for moment in found]), np.median([moment.largest for moment in found])
    expected = {
        "theta_over": beginnings(found, lambda m: m.largest > largest),
        "gradient_over": beginnings(found, lambda m: m.norm > norm),
        "misclassified": [moment.place for moment in found if moment.wrong],
        "at": [(2, 3), (4, 0)],
    }
    for way in WAYS:
        trainer = Trainer(experiment)
        trainer.breakpoints = [
            on("theta_over", float(largest)), on("gradient_over", float(norm)), on("misclassified"),
            on("at", 3, 3), on("at", 4, 99),
        ]  # fmt: skip
        told = hits(trainer, way)
        assert places(told) == sorted(set().union(*expected.values())), way.__name__
        words = {"theta_over": "|θ| over", "gradient_over": "‖∇‖ is", "misclassified": "classified as", "at": "reached"}
        for kind, wanted in expected.items():
            assert [place for place, hit in told if words[kind] in hit.text] == wanted, kind


@pytest.mark.parametrize("way", [by_run, by_epoch, interrupted])
def test_the_hits_are_the_same_where_mini_batches_run_again(
    way: Callable[[Trainer], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the squares of all mini-batches together are more than the largest number, those of each are not."""
    net = "relu → softmax"
    experiment = experiment_of(net, batch_size=2, dropout=0.3, learning_rate=0.1)
    found = moments(experiment, net)
    limits = np.median([(moment.largest, moment.norm) for moment in found], 0).tolist()
    told, looks = [], []
    for finite in (batches.MinibatchBlock.finite, lambda *_: bool(looks.append(1))):  # type: ignore[func-returns-value]
        monkeypatch.setattr(batches.MinibatchBlock, "finite", finite)
        trainer = Trainer(experiment)
        trainer.breakpoints = [on("theta_over", limits[0]), on("gradient_over", limits[1]), on("at", 3, 3)]
        told.append((hits(trainer, way), result(trainer)))
    assert looks
    assert told[0] == told[1]
    assert told[0][0]


@sizes
def test_a_given_mini_batch_and_the_last_one_where_there_are_fewer(size: int) -> None:
    trainer = Trainer(experiment_of(batch_size=size))
    trainer.breakpoints = [on("at", 2, 1), on("at", 3, 2), on("at", 5, 100), on("at", 50, 1)]
    batches = -(-N // (size or N))
    expected = [(1, 1 % batches) if batches > 1 else (2, 0), (2, 2) if batches > 2 else (3, 0), (5, 0)]
    assert places(hits(trainer)) == expected


# At the end of an epoch


def plain_outputs(trainer: Trainer) -> dict[int, tuple[list[float], ...]]:
    """A^(l) of all training examples, layer by layer and number by number."""
    parameters = trainer.network.parameters
    net = reference.Net(parameters.activations, trainer.network.output, trainer.network.loss_name)
    thetas = [theta.tolist() for theta in trainer.network.thetas]
    examples = [reference.forward(net, thetas, x)[1][1:] for x in X.tolist()]
    return dict(enumerate(zip(*examples, strict=True), 2))


def news(looks: list[tuple[tuple[int, int], set[int]]]) -> list[tuple[tuple[int, int], list[int]]]:
    """What holds at each look and didn't at the look before."""
    return [
        (place, sorted(now - before))
        for (_p, before), (place, now) in pairwise([((0, 0), set[int]()), *looks])
        if now - before
    ]


@pytest.mark.parametrize("every", [1, 2])
@pytest.mark.parametrize(("net", "rate"), [("tanh → sigmoid", 0.5), ("sigmoid → tanh", 2.0)])
def test_a_saturated_layer(net: str, rate: float, every: int) -> None:
    experiment = experiment_of(net, learning_rate=rate, evaluate_every=every, epochs=13, batch_size=3)
    limits = {"sigmoid": (0.01, 0.99), "tanh": (-0.99, 0.99)}
    for share in (0.2, 0.5, 1.0):
        trainer, looks = Trainer(experiment), []
        while not trainer.stopped_by:
            trainer.run_epoch()
            if trainer.epoch % every and not trainer.stopped_by:
                continue
            saturated = set()
            names = dict(enumerate(trainer.network.parameters.activations, 2))
            if trainer.network.loss_name == "squared_error":  # its Δ(L) has the factor g'
                names[trainer.network.parameters.L] = trainer.network.output
            for l, name in names.items():
                values = [a for example in plain_outputs(trainer)[l] for a in example]
                if sum(not limits[name][0] <= a <= limits[name][1] for a in values) >= share * len(values):
                    saturated.add(l)
            looks.append(((trainer.epoch, 0), saturated))
        expected = news(looks)
        assert expected or share == 1
        trainer = Trainer(experiment)
        trainer.breakpoints = [on("saturated", share)]
        told = hits(trainer)
        assert places(told) == [place for place, _layers in expected]
        for (_place, hit), (_same, layers) in zip(told, expected, strict=True):
            assert [l for l in (2, 3, 4) if f"layer {l} is saturated" in hit.text] == layers


@pytest.mark.parametrize("every", [1, 3])
@pytest.mark.parametrize("net", ["relu → softmax", "relu, tanh → shares"])
def test_a_dead_neuron(net: str, every: int) -> None:
    experiment = experiment_of(net, learning_rate=0.9, evaluate_every=every, epochs=10, batch_size=2)
    trainer, looks = Trainer(experiment), []
    while not trainer.stopped_by:
        trainer.run_epoch()
        if trainer.epoch % every and not trainer.stopped_by:
            continue
        neurons = zip(*plain_outputs(trainer)[2], strict=True)
        looks.append(((trainer.epoch, 0), {j for j, values in enumerate(neurons, 1) if not any(values)}))
    expected = news(looks)
    assert expected
    trainer = Trainer(experiment)
    trainer.breakpoints = [on("dead")]
    told = hits(trainer)
    assert places(told) == [place for place, _neurons in expected]
    for (_place, hit), (_same, dead) in zip(told, expected, strict=True):
        assert [j for j in range(1, 7) if f"neuron {j} of layer 2" in hit.text] == dead[:3]
        assert ("more" in hit.text) == (len(dead) > 3)


@pytest.mark.parametrize("chunk", [4, 23, 2048])
def test_outputs_are_seen_in_chunks_of_examples(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = experiment_of("relu, tanh → shares", learning_rate=0.9, epochs=10, batch_size=2)
    wanted = Trainer(experiment)
    wanted.breakpoints = [on("dead"), on("saturated", 0.3)]
    monkeypatch.setattr("core.training.evaluation.CHUNK", chunk)
    trainer = Trainer(experiment)
    trainer.breakpoints = wanted.breakpoints
    assert len(trainer._evaluation.evaluators["train"].chunks) == -(-N // chunk)
    assert [hit.text for _place, hit in hits(trainer)] == [hit.text for _place, hit in hits(wanted)]


@pytest.mark.parametrize("k", [1, 2, 3])
@pytest.mark.parametrize("switched_on", [0, 4, 9])
def test_a_loss_that_rises(k: int, switched_on: int) -> None:
    experiment = experiment_of(optimizer="momentum", learning_rate=1.5, batch_size=4, epochs=40)
    slow = Trainer(experiment)
    slow.run()
    losses = slow.history.train_loss.tolist()
    risen = [e >= k and all(a < b for a, b in pairwise(losses[e - k : e + 1])) for e in range(len(losses))]
    expected = [
        (e + 1, 0)
        for e in range(switched_on, len(losses))
        if risen[e] and not (e > switched_on and risen[e - 1])
    ]  # fmt: skip
    assert expected
    trainer = Trainer(experiment)
    trainer.run(lambda: trainer.epoch == switched_on)
    while trainer.epoch < switched_on:
        trainer.run_epoch()
    trainer.breakpoints = [on("loss_rose", k)]
    told = hits(trainer)
    assert places(told) == expected
    epoch, text = told[0][0][0], told[0][1].text
    assert text == (
        f"epoch {epoch}: the train loss has risen since epoch {epoch - k}, "
        f"from {losses[epoch - k - 1]:.4g} to {losses[epoch - 1]:.4g}"
    )


def test_a_long_history_that_leaves_epochs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Switched on late, it knows the last epochs that are there; from then on it counts for itself."""
    experiment = experiment_of(optimizer="momentum", learning_rate=1.5, batch_size=4, epochs=60)
    dense = Trainer(experiment)
    dense.run()
    losses = dense.history.train_loss.tolist()
    monkeypatch.setattr("core.training.history.DENSE", 4)
    for switched_on in (20, 21, 22, 23):
        trainer = Trainer(experiment)
        while trainer.epoch < switched_on:
            trainer.run_epoch()
        kept = trainer.history.epoch.tolist()
        assert len(kept) < switched_on
        known = switched_on - (kept[-2] == switched_on - 1)  # the first epoch of those without a gap to here
        trainer.breakpoints = [on("loss_rose", 2)]
        told = hits(trainer)
        risen = [e for e in range(known + 2, 61) if losses[e - 3] < losses[e - 2] < losses[e - 1]]
        first = [e for e in risen if e > switched_on and (e - 1 not in risen or e == switched_on + 1)]
        assert [epoch for (epoch, _batch), _hit in told] == first
        for (epoch, _batch), hit in told:
            assert f"from {losses[epoch - 3]:.4g} to {losses[epoch - 1]:.4g}" in hit.text


# Values that aren't finite


def diverging_experiment(size: int, dropout: float, dtype: str, optimizer: str) -> Experiment:
    """Regression that overshoots further and further."""
    data = DataSettings(
        source="inline", inputs=(9 * X).tolist(), targets=(X @ [[2.0], [-1.0], [0.5]]).tolist(),
        validation_fraction=0.0, test_fraction=0.0, standardize=False, task="regression",
    )  # fmt: skip
    network = NetworkSettings(hidden=[3, 3], activation=["identity", "relu"], output="identity")
    training = TrainingSettings(
        optimizer=optimizer,  # type: ignore[arg-type]
        learning_rate=3.0,
        batch_size=size,
        dropout=dropout,
        epochs=400,
        evaluate_every=0,
    )
    return Experiment(seed=4, dtype=dtype, data=data, network=network, training=training)  # type: ignore[arg-type]


def last_state(trainer: Trainer) -> tuple[TrainingState, Diverged]:
    """The state before the mini-batch that diverges, and how that was told."""
    while True:
        before = trainer.state()
        try:
            trainer.run_batch()
        except Diverged as problem:
            return before, problem


def slow_finding(trainer: Trainer) -> list[str]:
    """The first value of the next mini-batch that isn't finite, by the equations one at a time."""
    for l, theta in enumerate(trainer.network.thetas, 1):
        if not np.isfinite(theta).all():
            return [f"Θ({l})"]
    while True:
        equation = trainer.run_equation()
        if equation.kind == "weights":
            return []
        for operand in (*equation.intermediates, equation.writes):
            for i, row in enumerate(operand.value.tolist()):
                for k, value in enumerate(row):
                    if not np.isfinite(value):
                        cell = f"[{i + (not operand.rows.bias)},{k + (not operand.columns.bias)}]"
                        name = operand.symbol + cell * (equation.kind != "loss")
                        return [f"{name} = {value:.4g}", f"in {equation.symbol} = {equation.text}"]


@all_pairs("size, dropout, dtype", SIZES, [0.0, 0.4], ["float64", "float32"])
def test_a_value_that_is_not_finite(size: int, dropout: float, dtype: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run_trials_once(monkeypatch)
    experiment = diverging_experiment(size, dropout, dtype, "momentum")
    slow = Trainer(experiment)
    before, problem = last_state(slow)
    slow.restore(before)
    words = slow_finding(slow)
    for way in (by_run, by_epoch, by_batch, interrupted):
        trainer = Trainer(experiment)
        trainer.breakpoints = [on("not_finite")]
        hit = None
        while hit is None:
            way(trainer)
            hit = trainer.take_hit()
        assert (trainer.epoch, trainer.batch, trainer.cursor) == (problem.epoch - 1, problem.batch - 1, 0)
        assert hit.text.startswith(f"batch {problem.batch} of epoch {problem.epoch}: ")
        assert all(word in hit.text for word in words)
        assert words or "beyond the largest number" in hit.text
        state = trainer.state()
        assert state.theta.tobytes() == before.theta.tobytes()
        assert state.dropout == before.dropout
        assert all(state.vectors[name].tobytes() == vector.tobytes() for name, vector in before.vectors.items())
        with pytest.raises(Diverged) as again:
            way(trainer)
        assert str(again.value) == str(problem)
        assert trainer.take_hit() is None


@all_pairs("size, dropout, optimizer", SIZES, [0.0, 0.4], ["momentum", "adam"])
def test_divergence_is_told_as_ever_where_nobody_asked(
    size: int, dropout: float, optimizer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_trials_once(monkeypatch)
    experiment = diverging_experiment(size, dropout, "float32", optimizer).replace("training.epochs", 60)
    unwatched, trainer = Trainer(experiment), Trainer(experiment)
    trainer.breakpoints = [on("gradient_over", 1e100), on("theta_over", 1e100)]
    told: list[str | None] = []
    for one in (unwatched, trainer):
        try:
            told.append(one.run())
        except Diverged as problem:
            told.append(str(problem))
    assert told[0] == told[1]
    assert "diverged" in present(told[0]) or optimizer == "adam"
    assert result(trainer) == result(unwatched)


@optimizers
def test_a_mini_batch_that_diverges_brings_no_weight_over_a_limit(optimizer: str) -> None:
    """However near the limit is: its update isn't made."""
    experiment = experiment_of("relu → softmax", batch_size=1, optimizer=optimizer)
    scout = Trainer(experiment)
    assert scout.program
    row = scout._epoch.example_rows(5, 6)
    largest = []
    for _ in range(5):
        scout.run_batch()
        largest.append(float(np.abs(scout.network.parameters.theta).max()))
    trainer = Trainer(experiment)
    trainer.X[row, 1] = 1e300
    trainer.breakpoints = [on("theta_over", max(largest) * 1.0001)]
    with pytest.raises(Diverged) as found:
        trainer.run()
    assert (found.value.epoch, found.value.batch) == (1, 6)
    assert trainer.take_hit() is None


def test_a_value_that_is_not_finite_is_met_again_after_going_back_or_a_change() -> None:
    experiment = diverging_experiment(5, 0.0, "float32", "gradient_descent")
    trainer = Trainer(experiment)
    trainer.breakpoints = [on("not_finite")]
    start = trainer.state()
    assert trainer.run() is None
    first = trainer.take_hit()
    assert first is not None
    here = trainer.state()
    trainer.restore(here)
    with pytest.raises(Diverged):
        trainer.run()
    trainer.restore(start)
    trainer.run()
    assert trainer.take_hit() == first
    trainer.change(experiment.replace("training.l2", 0.001))
    trainer.run()
    assert trainer.take_hit() == first
    trainer.breakpoints = []
    trainer.breakpoints = [on("not_finite")]
    trainer.run()
    assert trainer.take_hit() == first


def test_finishing_a_stepped_batch_stops_at_the_equation_too() -> None:
    trainer = Trainer(diverging_experiment(5, 0.4, "float32", "gradient_descent"))
    trainer.breakpoints = [on("not_finite")]
    trainer.run()
    assert trainer.take_hit()
    trainer.breakpoints = []
    trainer.breakpoints = [on("not_finite")]
    stepper = Stepper(trainer)
    stepper.finish_batch()
    hit = trainer.take_hit()
    assert hit is not None
    assert f"in {stepper.executions[-1].equation.symbol} = " in hit.text
    with pytest.raises(Diverged):
        stepper.finish_batch()


def test_equation_by_equation_it_is_told_where_it_appears() -> None:
    trainer = Trainer(diverging_experiment(5, 0.4, "float32", "gradient_descent"))
    trainer.breakpoints = [on("not_finite")]
    trainer.run()
    text = present(trainer.take_hit()).text
    trainer.breakpoints = []
    trainer.breakpoints = [on("not_finite")]
    equation = trainer.run_equation()
    while (hit := trainer.take_hit()) is None:
        equation = trainer.run_equation()
    assert hit.text == text
    assert f" in {equation.symbol} = " in text
    assert trainer.cursor, "there it stands"
    with pytest.raises(Diverged):
        trainer.run_batch()
    assert trainer.take_hit() is None


# Training stays as it is


def result(trainer: Trainer) -> tuple[Any, ...]:
    rows = [{key: value for key, value in row.items() if key != "seconds"} for row in trainer.history]
    states = {name: vector.tobytes() for name, vector in trainer.optimizer.vectors.items()}
    dropout = trainer._shared.random.bit_generator.state
    return trainer.weights_sha256, rows, states, trainer.optimizer.count, trainer.epoch, trainer.stopped_by, dropout


VALUES = {
    "loss_rose": st.tuples(st.integers(1, 3)),
    "theta_over": st.tuples(st.floats(0.5, 4)),
    "gradient_under": st.tuples(st.floats(0.01, 1)),
    "gradient_over": st.tuples(st.floats(0.01, 1)),
    "saturated": st.tuples(st.floats(0.1, 1)),
    "dead": st.just(()),
    "not_finite": st.just(()),
    "misclassified": st.just(()),
    "at": st.tuples(st.integers(1, 5), st.integers(1, 12)),
}
any_breakpoint = st.sampled_from(sorted(VALUES)).flatmap(
    lambda kind: VALUES[kind].map(lambda values: Breakpoint(kind, True, values))
)


@settings(max_examples=12)
@given(
    breakpoints=st.lists(any_breakpoint, min_size=1, max_size=6),
    net=st.sampled_from(sorted(NETS)),
    optimizer=st.sampled_from(reference.OPTIMIZERS),
    size=st.sampled_from([1, 2, 5, 0]),
    dropout=st.sampled_from([0.0, 0.3]),
    ways=st.lists(st.sampled_from(WAYS), min_size=1, max_size=4),
    switches=st.lists(st.booleans(), min_size=1, max_size=5),
)
def test_the_bits_of_training_are_those_of_training_unwatched(
    breakpoints: list[Breakpoint],
    net: str,
    optimizer: str,
    size: int,
    dropout: float,
    ways: list[Callable[[Trainer], object]],
    switches: list[bool],
) -> None:
    experiment = experiment_of(net, batch_size=size, dropout=dropout, optimizer=optimizer, epochs=4, learning_rate=0.1)
    wanted = Trainer(experiment)
    wanted.run()
    trainer, turn = Trainer(experiment), 0
    while not trainer.stopped_by:
        if switches[turn % len(switches)]:
            trainer.breakpoints = breakpoints[turn % len(breakpoints) :]
        ways[turn % len(ways)](trainer)
        trainer.take_hit()
        turn += 1
    assert result(trainer) == result(wanted)


# What it costs


def calls_into(module: str, action: Callable[[], object]) -> int:
    """How often Python functions of a file of core are called."""
    found = 0

    def count(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal found
        found += event == "call" and frame.f_code.co_filename.endswith(f"core/{module}.py")

    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(None)
    return found


def epoch_of(breakpoints: tuple[Breakpoint, ...], size: int, optimizer: str = "adam") -> Callable[[], object]:
    trainer = Trainer(experiment_of("relu → softmax", batch_size=size, optimizer=optimizer, learning_rate=1e-6))
    trainer.breakpoints = breakpoints
    trainer.run_epoch()
    trainer.breakpoints = [one for one in breakpoints if one.kind != "misclassified"]
    trainer.run_epoch()
    return trainer.run_epoch


def test_those_that_are_off_cost_nothing() -> None:
    epoch = epoch_of(BREAKPOINTS, 1)
    assert calls_into("watch", epoch) == calls_into("judge", epoch) == calls_into("activity", epoch) == 0
    never = Trainer(experiment_of("relu → softmax", batch_size=1))
    never.run_epoch()
    trainer = Trainer(experiment_of("relu → softmax", batch_size=1))
    trainer.run_epoch()
    trainer.breakpoints = [on("gradient_over", 1e9)]
    trainer.breakpoints = BREAKPOINTS
    for module in ("trainer", "minibatch_trainer", "program", "epoch", "batches", "evaluation"):
        assert calls_into(module, trainer.run_epoch) == calls_into(module, never.run_epoch)
    assert trainer._epoch.gather()[0]._guarded == [
        call for equation in trainer.program.equations if equation.kind != "loss" for call in equation.calls
    ]


# Switching


def test_what_goes_on_hits_once_and_again_after_it_stopped_or_was_changed() -> None:
    experiment = experiment_of(learning_rate=1e-5, epochs=50)
    trainer = Trainer(experiment)
    trainer.breakpoints = [on("theta_over", 0.01), on("gradient_over", 1e-4)]
    assert trainer.run() is None
    text = present(trainer.take_hit()).text
    assert "|θ| over 0.01" in text
    assert "over 0.0001" in text
    assert (trainer.epoch, trainer.batch) == (0, 1)
    trainer.run_batch()
    assert trainer.take_hit() is None, "it goes on"
    trainer.breakpoints = [on("theta_over", 0.01), on("gradient_over", 1e-4), on("at", 1, 4)]
    assert trainer.run() is None
    assert present(trainer.take_hit()).text == "batch 4 of epoch 1: reached"
    trainer.change(experiment.replace("training.l2", 0.1))
    trainer.run_batch()
    assert trainer.take_hit() is None, "a change of settings is none of a condition"
    trainer.breakpoints = [on("theta_over", 0.02), on("gradient_over", 1e-4)]
    trainer.run_batch()
    hit = trainer.take_hit()
    assert hit is not None
    assert hit.kind == "theta_over", "another limit"
    assert "‖∇‖" not in hit.text
    trainer.breakpoints = [Breakpoint("theta_over", False, (0.02,)), on("gradient_over", 1e-4)]
    trainer.run_batch()
    assert trainer.take_hit() is None
    trainer.breakpoints = [on("theta_over", 0.02), on("gradient_over", 1e-4)]
    trainer.run_batch()
    assert present(trainer.take_hit()).kind == "theta_over", "switched on anew"


def test_going_back_goes_back_to_what_held() -> None:
    net = "tanh → sigmoid"
    experiment = experiment_of(net, optimizer="momentum", learning_rate=0.3)
    found = moments(experiment, net)
    limit = float(np.quantile([moment.norm for moment in found], 0.7))
    expected = beginnings(found, lambda m: m.norm > limit)
    trainer = Trainer(experiment)
    trainer.breakpoints = [on("gradient_over", limit)]
    states = {(0, 0): trainer.state()}
    while not trainer.stopped_by:
        trainer.run_batch()
        trainer.take_hit()
        states[trainer.epoch, trainer.batch] = trainer.state()
    for place, state in reversed(states.items()):
        trainer.restore(state)
        assert places(hits(trainer)) == [later for later in expected if later > place]


def test_a_hit_outlives_stops_and_is_forgotten_by_the_next_run() -> None:
    trainer = Trainer(experiment_of(epochs=2, tolerance=100.0))
    trainer.breakpoints = [on("at", 1, 5)]
    assert trainer.run() is None, "a breakpoint hit as well"
    assert trainer.stopped_by == "tolerance"
    assert trainer.run() == "tolerance"
    assert trainer.take_hit() is None


def test_best_weights_that_come_back_are_looked_at() -> None:
    """Early stopping puts other weights in place, here some that are just under the limit."""
    plain = experiment_of(epochs=60, learning_rate=1e-4, early_stopping=2)
    split = DataSettings(**{**vars_of(plain.data), "validation_fraction": 0.3})
    experiment = Experiment(seed=4, data=split, network=plain.network, training=plain.training)

    def stopped(breakpoints: list[Breakpoint]) -> Trainer:
        trainer = Trainer(experiment)
        trainer.breakpoints = breakpoints
        trainer.run_epoch()
        rules = trainer.stop_rules
        rules.best_loss, rules.best = -1.0, np.full_like(rules.best, 50 - 1e-5)
        assert trainer.run() == "early_stopping"
        trainer.go_on()
        return trainer

    slow, trainer = stopped([]), stopped([on("theta_over", 50.0)])
    slow.run_batch()
    assert np.abs(slow.network.parameters.theta).max() > 50
    trainer.run()
    assert trainer.take_hit() is not None
    assert (trainer.epoch, trainer.batch) == (slow.epoch, slow.batch)


def vars_of(struct: DataSettings) -> dict[str, Any]:
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


# Words


def test_messages_name_the_place() -> None:
    weights: list[list[list[float]] | str] = [[[0.5, -0.25], [1.0, 3.0]], [[0.0], [1.0], [-11.0]]]
    data = DataSettings(
        source="inline", inputs=[[1.0], [-1.0]], targets=[[1.0], [0.0]], validation_fraction=0.0, test_fraction=0.0,
        standardize=False, task="classification",
    )  # fmt: skip
    experiment = Experiment(
        data=data,
        network=NetworkSettings(hidden=[2], activation="tanh", output="sigmoid", weights=weights),
        training=TrainingSettings(optimizer="gradient_descent", learning_rate=1e-3, batch_size=0, epochs=1200),
    )
    trainer = Trainer(experiment)
    trainer.breakpoints = [on("theta_over", 10.0), on("misclassified"), on("saturated", 0.5)]
    trainer.run()
    hit = trainer.take_hit()
    theta = trainer.network.thetas[1][2, 0]
    z = [tanh(0.5 + x) - 11 * tanh(-0.25 + 3 * x) for x in (1.0, -1.0)]
    assert z[0] < 0 < z[1], "both are taken for the other"
    assert tanh(1.5) < 0.99 < tanh(2.75), "a_1 is not saturated, a_2 is"
    assert hit == Hit(
        "theta_over",
        f"batch 1 of epoch 1: Θ(2)[2,1] = {theta:.6g}, |θ| over 10; training example 1 is 1, but classified as 0 "
        "(2 of the 2 examples are misclassified); epoch 1: layer 2 is saturated: |a| > 0.99 in 50 % of its outputs",
        0,
        ValuePlace("Θ(2)", 2, 0),
    )


def test_kinds_speak_for_themselves() -> None:
    assert [one.kind for one in BREAKPOINTS] == list(BREAKPOINT_KINDS)
    assert not any(one.on for one in BREAKPOINTS)
    for kind in BREAKPOINT_KINDS.values():
        assert kind.label
        assert kind.help.endswith(".")
        assert len(kind.help) <= 215, "four lines of a small terminal"


@pytest.mark.parametrize(
    ("kind", "values", "message"),
    [
        ("theta_over", (0,), "T: found 0, expected a number above 0"),
        ("theta_over", (float("nan"),), "T: found nan, expected a number above 0"),
        ("gradient_over", (float("inf"),), "T: found inf, expected a number above 0"),
        ("saturated", (1.5,), "share: found 1.5, expected a number above 0 and up to 1"),
        ("loss_rose", (2.5,), "k: found 2.5, expected a whole number of 1 or more"),
        ("loss_rose", (True,), "k: found True, expected a whole number of 1 or more"),
        ("at", (1, 0), "batch: found 0, expected a whole number of 1 or more"),
        ("at", (1,), "epoch and batch: found 1 number, expected 2"),
    ],
)
def test_numbers_out_of_range(kind: str, values: tuple[float, ...], message: str) -> None:
    with pytest.raises(InputError) as refused:
        Breakpoint(kind, True, values)
    assert str(refused.value) == message
