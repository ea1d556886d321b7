"""Training: the same numbers however it is advanced, changes while it runs, what it records, when it stops."""

from collections.abc import Callable
from itertools import count
from math import cos, pi
from typing import Any

import numpy as np
import pytest
import reference
from all_pairs import all_pairs
from msgspec import structs
from narrowing import present
from reference import Step
from trials import run_trials_once

from core import buffers
from core.activations import ACTIVATIONS
from core.calls import Array
from core.data.dataset import Data, Split
from core.equations import Equation
from core.experiment.experiment import DataSettings, Experiment, NetworkSettings, TrainingSettings
from core.losses import PAIRS
from core.program import Program
from core.stepping.trace import trace
from core.support.errors import InputError
from core.training import evaluation, minibatch_trainer
from core.training import minibatches as batches
from core.training import trainer as trainer_module
from core.training.divergence import Diverged
from core.training.trainer import Trainer

RANDOM = np.random.default_rng(11)
INPUTS, LABELS = RANDOM.normal(size=(10, 3)), RANDOM.permutation([0.0, 1.0] * 5)[:, None]

BASE = Experiment(
    seed=5,
    data=DataSettings(
        source="inline",
        inputs=INPUTS.tolist(),
        targets=LABELS.tolist(),
        validation_fraction=0.0,
        test_fraction=0.0,
        standardize=False,
    ),
    network=NetworkSettings(hidden=[5, 4], activation=["tanh", "relu"]),
    training=TrainingSettings(optimizer="gradient_descent", learning_rate=0.05, batch_size=4, epochs=3),
)

PENALTIES: dict[str, Any] = {"l1": 0.2, "l2": 0.3}

dtypes = pytest.mark.parametrize("dtype", ["float64", "float32"])
optimizers = pytest.mark.parametrize("optimizer", reference.OPTIMIZERS)


def base(dtype: str = "float64", **training: Any) -> Experiment:
    """BASE with other keys of [training]."""
    experiment = BASE.replace("dtype", dtype)
    for key, value in training.items():
        experiment = experiment.replace(f"training.{key}", value)
    return experiment


def regression(**training: Any) -> Experiment:
    experiment = base(**training).replace("data.targets", (INPUTS @ [[2.0], [-1.0], [0.5]] + 3).tolist())
    return experiment.replace("network.activation", "identity")


def data_of(train: tuple[Array, Array], validation: tuple[Array, Array]) -> Data:
    """Splits of inputs and targets as they stand."""

    def split(inputs: Array, targets: Array) -> Split:
        inputs = np.array(inputs, float)
        return Split(np.column_stack([np.ones(len(inputs)), inputs]), np.array(targets, float))

    return Data(task="classification", output="sigmoid", train=split(*train), validation=split(*validation))


def result(trainer: Trainer) -> tuple[str, list[dict[str, float | None]], dict[str, bytes], int, int, str | None]:
    """All that a training comes to, to the bit, but for the time it took."""
    rows = [{key: value for key, value in row.items() if key != "seconds"} for row in trainer.history]
    states = {name: vector.tobytes() for name, vector in trainer.optimizer.vectors.items()}
    return trainer.weights_sha256, rows, states, trainer.optimizer.count, trainer.epoch, trainer.stopped_by


# The same bits


def at_once(trainer: Trainer) -> None:
    trainer.run()


def by_epoch(trainer: Trainer) -> None:
    while not trainer.stopped_by:
        assert trainer.run_epoch()


def by_batch(trainer: Trainer) -> None:
    while not trainer.stopped_by:
        trainer.run_batch()


def by_equation(trainer: Trainer) -> None:
    while not trainer.stopped_by:
        trainer.run_equation()


def interrupted_at_every_boundary(trainer: Trainer) -> None:
    for turn in count():
        if trainer.stopped_by:
            return
        (trainer.run if turn % 2 else trainer.run_epoch)(lambda: True)


def all_mixed(trainer: Trainer) -> None:
    random = np.random.default_rng(2)
    while not trainer.stopped_by:
        match random.integers(5):
            case 0:
                trainer.run_batch()
            case 1:
                trainer.run_epoch(lambda: random.random() < 0.5)
            case 2:
                trainer.run(lambda: random.random() < 0.7)
            case 3:  # to look changes nothing
                assert trainer.program.batch.X.shape[1] == 4
                assert 0 <= trainer.batch < trainer.batches
                trainer.figures("train")
                trainer.network.predict(INPUTS[:4])
            case 4:
                for _ in range(random.integers(30)):
                    if not trainer.stopped_by:
                        trainer.run_equation()


WAYS = [by_epoch, by_batch, by_equation, interrupted_at_every_boundary, all_mixed]


@all_pairs(
    "optimizer, dtype, dropout, penalties, batch_size", reference.OPTIMIZERS, ["float64", "float32"], [0.0, 0.4],
    {"bare": {}, "penalties": PENALTIES | {"clip_norm": 0.1}},
    {"smaller last batch": 4, "even batches": 5, "one batch": 0},
)  # fmt: skip
def test_the_same_bits_however_it_is_advanced(
    optimizer: str, dtype: str, dropout: float, penalties: dict[str, float], batch_size: int
) -> None:
    experiment = base(dtype, optimizer=optimizer, dropout=dropout, batch_size=batch_size, **penalties)
    wanted = Trainer(experiment)
    at_once(wanted)
    assert (wanted.epoch, wanted.stopped_by, len(wanted.history)) == (3, "epochs", 3)
    for way in WAYS:
        trainer = Trainer(experiment)
        way(trainer)
        assert result(trainer) == result(wanted), way.__name__


@pytest.mark.parametrize("most", [1, 2, 3])
def test_the_same_weights_however_many_batches_are_gathered_at_a_time(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted, trainer = Trainer(base(batch_size=1, dropout=0.3)), None
    wanted.run()
    monkeypatch.setattr(batches, "BLOCK_BATCHES", most)
    for way in (at_once, *WAYS):
        trainer = Trainer(base(batch_size=1, dropout=0.3))
        way(trainer)
        assert trainer.weights_sha256 == wanted.weights_sha256
        np.testing.assert_allclose(trainer.history.train_loss, wanted.history.train_loss, rtol=1e-14)


@pytest.mark.parametrize("activation", list(ACTIVATIONS))
@pytest.mark.parametrize("pair", list(PAIRS), ids=" ".join)
def test_mini_batches_gathered_together_share_all_but_their_examples(activation: str, pair: tuple[str, str]) -> None:
    experiment = base(batch_size=2, dropout=0.2, optimizer="adam", clip_norm=1.0, **PENALTIES)
    if pair[0] == "softmax":
        experiment = experiment.replace("data.targets", np.eye(3)[RANDOM.integers(3, size=10)].tolist())
    for key, value in zip(("activation", "output", "loss"), (activation, *pair), strict=True):
        experiment = experiment.replace(f"network.{key}", value)
    first, second = Trainer(experiment)._epoch.gather()[:2]

    def owned(program: Program, array: Array) -> bool:
        return any(np.may_share_memory(array, one) for one in program.batch)

    def arrays(equation: Equation) -> list[Array]:
        found = [one.value for one in (equation.writes, *equation.reads, *equation.intermediates)]
        for function, arguments in equation.calls:
            found += [one for one in (getattr(function, "__self__", None), *arguments) if isinstance(one, np.ndarray)]
        return found

    shared = 0
    for one, other in zip(first.equations, second.equations, strict=True):
        assert (one is other) == (not any(owned(first, array) for array in arrays(one)))
        for array, theirs in zip(arrays(one), arrays(other), strict=True):
            assert owned(first, array) == owned(second, theirs)
            assert not owned(second, array)
            assert not owned(first, theirs)
            assert array is theirs or (owned(second, theirs) and array.strides == theirs.strides)
        shared += one is other
    assert shared > len(first.equations) / 2
    assert second.A[1] is second.batch.X
    assert second.Z[4] is second.batch.Z


@dtypes
def test_two_trainings_of_one_experiment_are_one(dtype: str) -> None:
    first, second = Trainer(base(dtype, dropout=0.2)), Trainer(base(dtype, dropout=0.2))
    assert first.weights_sha256 == second.weights_sha256
    first.run()
    assert first.weights_sha256 != second.weights_sha256
    second.run()
    assert result(first) == result(second)


def test_another_seed_is_another_training() -> None:
    first, second = Trainer(base()), Trainer(base().replace("seed", 6))
    assert first.weights_sha256 != second.weights_sha256
    assert not np.array_equal(orders(first), orders(second))


def orders(trainer: Trainer, epochs: int = 2) -> Array:
    """The rows of `epochs` epochs in the order in which they are trained on."""
    rows = []
    while trainer.epoch < epochs:
        rows.append(trainer.program.batch.X.copy())
        trainer.run_batch()
    return np.concatenate(rows)


def masks(trainer: Trainer, number: int) -> list[Array]:
    found = []
    for _ in range(number):
        drawn = trainer.program
        trainer.run_batch()
        found += [mask.copy() for mask in drawn.buffers.mask.values()]
    return found


def test_streams_do_not_disturb_each_other() -> None:
    """Dropout, architecture and the share of validation rows each draw from a stream of their own."""
    plain, dropped = Trainer(base()), Trainer(base(dropout=0.5))
    assert plain.weights_sha256 == dropped.weights_sha256
    wider = Trainer(base().replace("network.hidden", [9, 9]))
    wanted = orders(plain)
    assert np.array_equal(orders(dropped), wanted)
    assert np.array_equal(orders(wider), wanted)
    split = Trainer(base().replace("data.validation_fraction", 0.2))
    assert split.data.train.m == 8
    assert split.weights_sha256 == Trainer(base()).weights_sha256


def test_dropout_0_draws_nothing() -> None:
    """After three epochs without dropout, the first masks are still the first ones."""
    late, early = Trainer(base()), Trainer(base(dropout=0.5))
    late.run()
    late.change(base(dropout=0.5, epochs=9))
    assert all(np.array_equal(a, b) for a, b in zip(masks(late, 3), masks(early, 3), strict=True))


def test_each_epoch_takes_every_example_once_in_an_order_of_its_own() -> None:
    rows = orders(Trainer(base()), epochs=6)[:, 1:].tolist()
    epochs = [rows[start : start + 10] for start in range(0, 60, 10)]
    assert all(sorted(epoch) == sorted(INPUTS.tolist()) for epoch in epochs)
    assert len({str(epoch) for epoch in epochs}) == 6


# Against the reference


class Shadow:
    """The reference trained on the very mini-batches that a trainer takes, but with settings of its own."""

    def __init__(self, trainer: Trainer) -> None:
        network = trainer.network
        self.trainer, self.rates = trainer, structs.asdict(trainer.experiment.training)
        self.net = reference.Net(network.parameters.activations, network.output, network.loss_name)
        self.thetas = [theta.tolist() for theta in network.thetas]
        self.taken: list[list[int]] = []
        self.set(optimizer=self.rates["optimizer"])

    def set(self, **rates: Any) -> None:
        self.rates |= rates
        if "optimizer" in rates:
            self.descent = reference.Descent(rates["optimizer"], len(self.trainer.network.parameters.theta))

    def batch(self, advance: Callable[[], None]) -> tuple[Step, int]:
        """Have the trainer advance by one mini-batch, and take the same one."""
        program, N = self.trainer.program, self.trainer.data.train.m
        X, Y = program.batch.X[:, 1:].tolist(), program.batch.Y.tolist()
        advance()
        masks = [mask.tolist() for mask in program.buffers.mask.values()] if self.rates["dropout"] else None
        step = reference.train_batch(self.net, self.thetas, X, Y, self.descent, self.rates, N, masks)
        self.thetas = step.thetas
        for theta, wanted in zip(self.trainer.network.thetas, self.thetas, strict=True):
            np.testing.assert_allclose(theta, wanted, rtol=1e-9, atol=1e-11)
        self.taken += X
        return step, len(X)


@all_pairs(
    "optimizer, dropout, penalties, limit", reference.OPTIMIZERS, [0.0, 0.4],
    {"bare": {}, "penalties": PENALTIES | {"clip_norm": 0.1}}, {"C order": 0, "feature-major": 4096},
)  # fmt: skip
def test_epochs_of_training(
    optimizer: str, dropout: float, penalties: dict[str, Any], limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Θ after every mini-batch, and what the history says of each epoch; `train_loss` as trained, without penalty."""
    monkeypatch.setattr(buffers, "FEATURE_MAJOR_LIMIT", limit)
    trainer = Trainer(base(optimizer=optimizer, dropout=dropout, **penalties))
    shadow = Shadow(trainer)
    for epoch in range(3):
        steps = []
        for _ in range(3):
            steps.append(shadow.batch(trainer.run_batch))
            assert trainer.gradient_norm == pytest.approx(steps[-1][0].gradient_norm, rel=1e-9)
        row = trainer.history[epoch]
        assert [m for _, m in steps] == [4, 4, 2]
        assert row["train_loss"] == pytest.approx(sum(step.loss * m for step, m in steps) / 10, rel=1e-10)
        assert row["gradient_norm"] == pytest.approx(steps[-1][0].gradient_norm, rel=1e-9)
        outputs = [reference.forward(shadow.net, shadow.thetas, x)[1][-1] for x in INPUTS.tolist()]  # dropout off
        np.testing.assert_allclose(trainer.network.predict(INPUTS), outputs, rtol=1e-9)
        assert row["train_accuracy"] == np.mean((np.array(outputs) > 0.5) == LABELS)


def test_one_batch_of_all_examples_keeps_their_order() -> None:
    trainer = Trainer(base(batch_size=0, optimizer="adam"))
    shadow = Shadow(trainer)
    for _ in range(3):
        shadow.batch(trainer.run_batch)
    assert shadow.taken == INPUTS.tolist() * 3


def test_masks_of_dropout() -> None:
    """0 with chance p, else 1 / (1 − p), fresh each mini-batch; the ones column isn't dropped."""
    trainer = Trainer(base(dropout=0.25, batch_size=0).replace("network.hidden", [500, 500]))
    first, second, *later = masks(trainer, 2)
    for mask in (first, second, *later):
        assert set(mask.ravel()) == {0.0, 1 / 0.75}
        assert np.mean(mask == 0) == pytest.approx(0.25, abs=0.03)
    assert not np.array_equal(first, second)
    assert not np.array_equal(first, later[0])
    assert all((A[:, 0] == 1).all() for A in trainer.program.buffers.A.values())


# Changes while it runs

CHANGES = [
    ("gradient_descent", "learning_rate", 0.05, 0.3),
    ("momentum", "momentum", 0.9, 0.2),
    ("nesterov", "momentum", 0.2, 0.8),
    ("rmsprop", "rho", 0.9, 0.3),
    ("rmsprop", "epsilon", 1e-8, 0.1),
    ("adam", "beta1", 0.9, 0.3),
    ("adam", "beta2", 0.999, 0.3),
    ("adam", "epsilon", 1e-8, 0.1),
    ("adam", "optimizer", "adam", "momentum"),
    ("momentum", "optimizer", "momentum", "adam"),
    ("momentum", "batch_size", 4, 3),
    ("momentum", "batch_size", 4, 0),
    *(
        ("momentum", key, *change)
        for key, large, small in (("l1", 0.5, 0.2), ("l2", 0.5, 0.2), ("dropout", 0.6, 0.3), ("clip_norm", 0.1, 0.05))
        for change in ((0.0, large), (large, small), (small, 0.0))
    ),
]

MOMENTS = {"between epochs": (3, 0), "between batches": (4, 0), "inside a batch": (4, 6), "in the update": (4, 14)}


@pytest.mark.parametrize(
    ("optimizer", "key", "before", "after", "moment"),
    [
        pytest.param(
            *change, moment, id="-".join(map(str, (*change, moment))),
            marks=[] if (number + turn) % 2 == 0 else pytest.mark.slow,
        )
        for number, change in enumerate(CHANGES)
        for turn, moment in enumerate(MOMENTS)
    ],
)  # fmt: skip
def test_a_change_takes_effect_at_the_next_mini_batch(
    optimizer: str, key: str, before: float | str, after: float | str, moment: str
) -> None:
    """Each at two of the four moments, at one of them within a mini-batch."""
    done, equations = MOMENTS[moment]
    settings: dict[str, Any] = {"optimizer": optimizer, key: before}
    trainer = Trainer(base(**settings))
    shadow = Shadow(trainer)

    def one_batch() -> None:
        assert trainer.run(lambda: True) is None

    def step_and_change() -> None:
        for _ in range(equations):
            trainer.run_equation()
        trainer.change(trainer.experiment.replace(f"training.{key}", after))
        trainer.run_batch()

    for turn in range(done):
        shadow.batch(trainer.run_batch if turn % 2 else one_batch)
    if equations:
        shadow.batch(step_and_change)
    else:
        trainer.change(trainer.experiment.replace(f"training.{key}", after))
    shadow.set(**{key: after})
    trainer.change(trainer.experiment.replace("training.epochs", 100))
    for turn in range(6):
        shadow.batch(trainer.run_batch if turn % 2 else one_batch)


@all_pairs("size, done, inside", [1, 2, 3, 5, 7, 10, 100, 0], [0, 1, 2], {"between": False, "inside": True})
def test_another_batch_size_in_mid_epoch_still_takes_every_example_once(size: int, done: int, inside: bool) -> None:
    trainer = Trainer(base(batch_size=3))
    shadow = Shadow(trainer)
    steps = [shadow.batch(trainer.run_batch) for _ in range(done)]
    smaller = trainer.experiment.replace("training.batch_size", size)

    def step_and_change() -> None:
        trainer.run_equation()
        trainer.change(smaller)
        trainer.run_batch()

    if inside:
        steps.append(shadow.batch(step_and_change))
    else:
        trainer.change(smaller)
    shown = trainer.batches
    while trainer.epoch == 0:
        assert trainer.batch == len(steps)
        assert trainer.batches == shown
        steps.append(shadow.batch(trainer.run_batch))
    assert shown == len(steps)
    assert sorted(shadow.taken) == sorted(INPUTS.tolist())
    assert {m for _, m in steps[done + inside : -1]} <= {size}
    wanted = sum(step.loss * m for step, m in steps) / 10
    assert trainer.history[0]["train_loss"] == pytest.approx(wanted, rel=1e-10)


def test_several_changes_inside_one_batch_all_count() -> None:
    trainer = Trainer(base())
    shadow = Shadow(trainer)

    def change_twice() -> None:
        trainer.run_equation()
        trainer.change(base(l2=0.5, optimizer="adam"))
        trainer.change(base(l2=0.5, optimizer="nesterov", dropout=0.3))
        trainer.run_batch()

    shadow.batch(change_twice)
    shadow.set(l2=0.5, optimizer="nesterov", dropout=0.3)
    for _ in range(4):
        shadow.batch(trainer.run_batch)


def test_the_state_of_the_optimizer_survives_other_changes() -> None:
    trainer = Trainer(base(optimizer="adam"))
    trainer.run_epoch()
    vectors = trainer.optimizer.vectors
    trainer.change(base(optimizer="adam", batch_size=2, l1=0.1, dropout=0.3))
    trainer.run_batch()
    assert trainer.optimizer.vectors is vectors
    assert trainer.optimizer.count == 4


def test_the_norm_of_the_last_gradient_outlives_a_change() -> None:
    """It is on the screen while training pauses."""
    trainer = Trainer(base())
    trainer.run_batch()
    norm = trainer.gradient_norm
    state = trainer.state()
    trainer.change(base(l2=0.5))
    assert trainer.gradient_norm == norm > 0
    trainer.run_epoch()
    assert trainer.gradient_norm != norm
    trainer.restore(state)
    assert trainer.gradient_norm == norm, "gone back, it is that of then"


def test_a_penalty_beyond_the_largest_number_is_infinite_without_a_warning() -> None:
    trainer = Trainer(base(**PENALTIES))
    trainer.network.thetas[0][...] = 1e200
    assert trainer.penalty == np.inf


def test_threads_are_set_at_the_next_mini_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[int] = []
    for module in (trainer_module, minibatch_trainer):
        monkeypatch.setattr(module, "use_threads", used.append)
    trainer = Trainer(base())
    trainer.run_batch()
    trainer.change(base(threads=2))
    trainer.run_batch()
    assert used == [1, 1, 2]


def test_a_changed_schedule_holds_at_once_and_for_later_epochs() -> None:
    trainer = Trainer(base(learning_rate=0.8))
    trainer.run_batch()
    trainer.change(base(learning_rate=0.8, schedule="exponential", decay=0.5, epochs=5))
    trainer.run_epoch()
    trainer.change(base(learning_rate=0.4, schedule="step", step_every=2, step_factor=0.5, epochs=5))
    assert trainer.scalars.learning_rate == 0.4
    trainer.run()
    np.testing.assert_allclose(trainer.history.learning_rate, [0.8, 0.4, 0.2, 0.2, 0.1], rtol=1e-15)


def test_more_epochs_after_the_last_one() -> None:
    trainer = Trainer(base())
    assert trainer.run() == "epochs"
    trainer.change(base(epochs=5))
    assert trainer.stopped_by is None
    assert trainer.run() == "epochs"
    wanted = Trainer(base(epochs=5))
    wanted.run()
    assert result(trainer) == result(wanted)


# What is recorded


def test_history_of_a_classification_has_the_keys_of_the_contract() -> None:
    trainer = Trainer(base().replace("data.validation_fraction", 0.2))
    trainer.run()
    rows = list(trainer.history)
    assert [list(row) for row in rows] == [[
        "epoch", "train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "gradient_norm",
        "learning_rate", "seconds",
    ]] * 3  # fmt: skip
    assert [row["epoch"] for row in rows] == [1, 2, 3]
    assert all(type(row["epoch"]) is int and row["seconds"] > 0 for row in rows)
    assert all(isinstance(row[key], float) for row in rows for key in list(row)[1:])


def test_history_of_a_regression() -> None:
    trainer = Trainer(regression().replace("data.validation_fraction", 0.2))
    trainer.run()
    assert list(trainer.history[0]) == [
        "epoch", "train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "train_r2",
        "validation_r2", "gradient_norm", "learning_rate", "seconds",
    ]  # fmt: skip
    row, split = trainer.history[2], trainer.data.validation
    assert split is not None
    residual = split.Y - trainer.network.predict(split.inputs)
    assert (row["train_accuracy"], row["validation_accuracy"]) == (None, None)
    assert row["validation_loss"] == pytest.approx((residual**2).sum() / 2 / 2, rel=1e-12)
    assert split is not None
    assert row["validation_r2"] == pytest.approx(1 - (residual**2).sum() / ((split.Y - split.Y.mean()) ** 2).sum())


def test_figures_of_the_validation_split_are_those_at_the_end_of_the_epoch() -> None:
    trainer = Trainer(base(dropout=0.5, l2=1.0).replace("data.validation_fraction", 0.2))
    trainer.run()
    split, row = trainer.data.validation, trainer.history[2]
    assert split is not None
    assert row["validation_loss"] == pytest.approx(trainer.network.loss(split.inputs, split.Y), rel=1e-13)
    assert split is not None
    assert row["validation_accuracy"] == np.mean((trainer.network.predict(split.inputs) > 0.5) == split.Y)


@pytest.mark.parametrize("chunk", [1, 3, 10, 2048])
def test_figures_of_many_rows_are_taken_chunk_by_chunk(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation, "CHUNK", chunk)
    labels = np.arange(10) % 3
    experiment = base(batch_size=5).replace("data.targets", np.eye(3)[labels].tolist())
    trainer = Trainer(experiment)
    trainer.run_epoch()
    loss, accuracy, r2 = trainer.figures("train")
    assert loss == pytest.approx(trainer.network.loss(INPUTS, labels), rel=1e-13)
    assert accuracy == np.mean(trainer.network.predict(INPUTS).argmax(1) == labels)
    assert np.isnan(r2)


def test_without_a_validation_split_its_figures_are_null() -> None:
    trainer = Trainer(base())
    trainer.run()
    assert {(row["validation_loss"], row["validation_accuracy"]) for row in trainer.history} == {(None, None)}
    assert all(row["train_accuracy"] is not None for row in trainer.history)


@pytest.mark.parametrize(
    ("every", "evaluated"), [(1, {1, 2, 3, 4, 5, 6, 7}), (3, {3, 6, 7}), (0, {7}), (7, {7}), (9, {7})]
)
def test_evaluate_every(every: int, evaluated: set[int]) -> None:
    """At the last epoch always; train_loss costs nothing and is always there."""
    trainer = Trainer(base(epochs=7, evaluate_every=every).replace("data.validation_fraction", 0.2))
    trainer.run()
    for key in ("validation_loss", "train_accuracy", "validation_accuracy"):
        assert {row["epoch"] for row in trainer.history if row[key] is not None} == evaluated
    assert all(present(row["train_loss"]) > 0 for row in trainer.history)


def test_a_long_history_keeps_every_epoch() -> None:
    """It grows by steps; what was handed out before stays as it was."""
    trainer = Trainer(base(epochs=600, evaluate_every=0, batch_size=0))
    for _ in range(200):
        trainer.run_epoch()
    handed_out = trainer.history.train_loss
    kept = handed_out.copy()
    trainer.run()
    assert trainer.history.epoch.tolist() == list(range(1, 601))
    assert np.array_equal(trainer.history.train_loss[:200], kept)
    assert np.array_equal(handed_out, kept)


def test_interruption_is_asked_for_at_every_boundary() -> None:
    asked: list[tuple[int, int]] = []
    trainer = Trainer(base())
    trainer.run(lambda: asked.append((trainer.epoch, trainer.batch)))  # type: ignore[arg-type, return-value]
    assert asked == [(0, 1), (0, 2), (0, 3), (1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)]


SCHEDULES = [
    ({}, [1, 1, 1, 1, 1, 1]),
    ({"schedule": "step", "step_every": 2, "step_factor": 0.5}, [1, 1, 1 / 2, 1 / 2, 1 / 4, 1 / 4]),
    ({"schedule": "exponential", "decay": 0.9}, [1, 0.9, 0.81, 0.729, 0.6561, 0.59049]),
    ({"schedule": "cosine"}, [(1 + cos(pi * t / 6)) / 2 for t in range(6)]),
    ({"warmup": 4}, [1 / 4, 2 / 4, 3 / 4, 1, 1, 1]),
    ({"warmup": 3, "schedule": "exponential", "decay": 0.9}, [1 / 3, 0.9 * 2 / 3, 0.81, 0.729, 0.6561, 0.59049]),
    ({"warmup": 1}, [1, 1, 1, 1, 1, 1]),
]


@pytest.mark.parametrize(("settings", "factors"), SCHEDULES)
def test_schedules(settings: dict[str, Any], factors: list[float]) -> None:
    """The rate of every mini-batch is that of its epoch, and the history says so."""
    trainer = Trainer(base(learning_rate=0.2, epochs=6, **settings))
    used = []
    while not trainer.stopped_by:
        used.append(trainer.scalars.learning_rate.item())
        trainer.run_batch()
    np.testing.assert_allclose(used, 0.2 * np.repeat(factors, 3), rtol=1e-12)
    np.testing.assert_allclose(trainer.history.learning_rate, 0.2 * np.array(factors), rtol=1e-12)


def test_cosine_reaches_0_after_the_last_epoch() -> None:
    trainer = Trainer(base(schedule="cosine"))
    trainer.run()
    assert trainer.scalars.learning_rate == 0


# When it stops


@pytest.mark.parametrize("schedule", ["constant", "cosine"])
def test_no_epochs_are_no_training(schedule: str) -> None:
    trainer = Trainer(base(epochs=0, schedule=schedule))
    before = trainer.weights_sha256
    assert trainer.run() == "epochs"
    assert (trainer.epoch, len(trainer.history), trainer.weights_sha256) == (0, 0, before)


def test_it_stops_at_the_first_train_loss_under_the_tolerance() -> None:
    free = Trainer(base(epochs=40, batch_size=0))
    free.run()
    losses = free.history.train_loss
    assert (np.diff(losses) < 0).all()
    trainer = Trainer(base(epochs=40, batch_size=0, tolerance=float(losses[9]), evaluate_every=0))
    assert trainer.run() == "tolerance"
    assert trainer.epoch == 10
    assert trainer.history[9]["train_accuracy"] is not None  # training stopped, so it was evaluated
    assert trainer.run() == "tolerance"
    assert trainer.epoch == 10
    trainer.go_on()
    assert trainer.run() == "epochs", "the loss stays under it, and training was told to go on"
    assert trainer.epoch == 40


def test_a_tolerance_set_while_training_counts_from_the_next_epoch() -> None:
    trainer = Trainer(base())
    trainer.run_epoch()
    trainer.change(base(tolerance=100.0))
    assert trainer.run() == "tolerance"
    assert trainer.epoch == 2


def overfitting(**training: Any) -> Trainer:
    """Eight examples to learn by heart, and their opposite for validation: its loss falls, then rises."""
    validation = np.concatenate([INPUTS, INPUTS[:4]]), np.concatenate([LABELS, 1 - LABELS[:4]])
    experiment = base(optimizer="adam", learning_rate=0.02, epochs=400, **training)
    return Trainer(experiment, data_of((INPUTS, LABELS), validation))


@pytest.mark.parametrize("patience", [1, 4])
@pytest.mark.parametrize("way", [at_once, *WAYS])
def test_early_stopping_takes_the_best_weights_back(patience: int, way: Callable[..., None]) -> None:
    trainer = overfitting(early_stopping=patience)
    way(trainer)
    losses = trainer.history.validation_loss
    best = int(losses.argmin()) + 1
    assert trainer.stopped_by == "early_stopping"
    assert 1 < best == trainer.best_epoch == trainer.epoch - patience
    shorter = overfitting()
    for _ in range(best):
        shorter.run_epoch()
    assert trainer.weights_sha256 == shorter.weights_sha256
    assert trainer.figures("validation").loss == losses.min()


def test_without_early_stopping_it_goes_on() -> None:
    trainer = overfitting()
    assert trainer.run() == "epochs"
    assert trainer.best_epoch < 400
    assert trainer.figures("validation").loss > trainer.best_loss


def test_after_early_stopping_patience_begins_anew() -> None:
    trainer = overfitting(early_stopping=3)
    trainer.run()
    stopped = trainer.epoch
    trainer.go_on()
    assert trainer.run() == "early_stopping"
    assert trainer.epoch >= stopped + 3


def test_early_stopping_judges_only_epochs_that_were_evaluated() -> None:
    """Every evaluation is better than the one before; that there are fewer of them than epochs is no reason to stop."""
    experiment = base(batch_size=0, early_stopping=2, evaluate_every=3, epochs=12)
    trainer = Trainer(experiment, data_of((INPUTS, LABELS), (INPUTS, LABELS)))
    assert trainer.run() == "epochs"
    assert (np.diff(trainer.history.validation_loss[2::3]) < 0).all()


def test_early_stopping_without_figures_is_refused() -> None:
    with pytest.raises(InputError, match=r"training\.early_stopping needs validation rows"):
        Trainer(base(early_stopping=3))
    with pytest.raises(InputError, match=r"training\.early_stopping needs training\.evaluate_every of 1 or more"):
        Trainer(base(early_stopping=3, evaluate_every=0).replace("data.validation_fraction", 0.2))


# Divergence

LARGE = [[1e200, 2.0, 3.0], *INPUTS[1:].tolist()]

DIVERGING = {
    "a huge rate": (regression(learning_rate=30.0), "training.learning_rate"),
    "heavy momentum": (regression(learning_rate=0.05, optimizer="momentum", momentum=0.995), "training.momentum"),
    "a huge penalty": (regression(l2=1e4), "training.l2"),
    "a huge penalty from the start": (regression(l2=1e300), "training.l2"),
    "a huge L1 from the start": (regression(l1=1e300), "training.l1"),
    "inputs not standardised": (regression().replace("data.inputs", LARGE), "data.standardize"),
    "a huge scale": (regression().replace("network.initial_scale", 1e200), "network.initial_scale"),
    "a huge scale for classes": (base().replace("network.initial_scale", 1e200), "network.initial_scale"),
}


def diverge(trainer: Trainer, way: Callable[..., None] = at_once) -> Diverged:
    with pytest.raises(Diverged) as found:
        way(trainer)
    return found.value


@pytest.mark.parametrize(
    ("experiment", "setting", "way"),
    [
        pytest.param(
            *case, way, id=f"{name}-{way.__name__}",
            marks=() if way is at_once or name == "a huge rate" else pytest.mark.slow,
        )
        for name, case in DIVERGING.items()
        for way in (at_once, *WAYS)
    ],
)  # fmt: skip
def test_it_stops_before_the_update_that_would_spoil_the_weights(
    experiment: Experiment, setting: str, way: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_trials_once(monkeypatch)
    experiment = experiment.replace("training.epochs", 2000)
    trainer = Trainer(experiment)
    problem = diverge(trainer, way)
    assert problem.setting == setting
    assert setting in str(problem)
    assert f"in batch {trainer.batch + 1:,} of epoch {trainer.epoch + 1:,}" in str(problem)
    assert (problem.epoch, problem.batch) == (trainer.epoch + 1, trainer.batch + 1)
    assert np.isfinite(trainer.network.parameters.theta).all()
    assert all(np.isfinite(vector).all() for vector in trainer.optimizer.vectors.values())
    twin = Trainer(experiment)
    for _ in range(trainer.epoch * 3 + trainer.batch):
        twin.run_batch()
    assert result(trainer) == result(twin)
    assert str(diverge(twin, by_equation)) == str(problem)
    assert str(diverge(twin)) == str(problem)  # and again, at the same place
    assert result(trainer) == result(twin)


@all_pairs("batch, optimizer, dtype, dropout", [1, 6], reference.OPTIMIZERS, ["float64", "float32"], [0.0, 0.3])
def test_of_mini_batches_that_ran_together_the_failing_one_is_found(
    batch: int, optimizer: str, dtype: str, dropout: float
) -> None:
    """With all that those before it left, so that it can go on from there."""
    experiment = regression(dtype=dtype, optimizer=optimizer, dropout=dropout, batch_size=1)
    scout, together, one_by_one = Trainer(experiment), Trainer(experiment), Trainer(experiment)
    assert scout.program
    row = scout._epoch.example_rows(batch - 1, batch)
    for trainer, way in (together, at_once), (one_by_one, by_batch):
        trainer.X[row, 1] = 1e30 if dtype == "float32" else 1e200
        assert diverge(trainer, way).batch == batch
    left, wanted = together.state(), one_by_one.state()
    for name in ("theta", "gradient", "step", "vectors", "count", "squared_norm", "dropout"):
        np.testing.assert_equal(getattr(left, name), getattr(wanted, name), name)


@pytest.mark.parametrize(("before", "after"), [("momentum", "adam"), ("adam", "gradient_descent")])
def test_it_goes_back_to_what_the_present_optimizer_has_done(before: str, after: str) -> None:
    experiment = regression(optimizer=before, batch_size=1)
    scout, together, one_by_one = Trainer(experiment), Trainer(experiment), Trainer(experiment)
    assert scout.program
    row = scout._epoch.example_rows(7, 8)
    for trainer, way in (together, at_once), (one_by_one, by_batch):
        asked: list[int] = []
        trainer.run(lambda asked=asked: asked.append(1) or len(asked) == 2)  # type: ignore[misc]
        trainer.X[row, 1] = 1e200
        trainer.change(experiment.replace("training.optimizer", after))
        assert diverge(trainer, way).batch == 8
    left, wanted = together.state(), one_by_one.state()
    for name in ("theta", "step", "vectors", "count"):
        np.testing.assert_equal(getattr(left, name), getattr(wanted, name), name)


@optimizers
@dtypes
@pytest.mark.parametrize("dropout", [0.0, 0.4])
def test_going_back_for_nothing_changes_no_bit(
    optimizer: str, dtype: str, dropout: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the squares of all mini-batches together are more than the largest number, those of each are not."""
    experiment = base(dtype, optimizer=optimizer, dropout=dropout, **PENALTIES)
    wanted = Trainer(experiment)
    by_batch(wanted)
    looks = []
    monkeypatch.setattr(batches.MinibatchBlock, "finite", lambda *_: bool(looks.append(1)))  # type: ignore[func-returns-value]
    trainer = Trainer(experiment)
    at_once(trainer)
    assert len(looks) == 3  # the two that have as many rows, in each of three epochs
    assert result(trainer) == result(wanted)


def test_it_names_the_matrix_in_which_it_showed() -> None:
    """The first one on the way back from the output."""
    trainer = Trainer(regression(learning_rate=30.0, epochs=2000))
    assert diverge(trainer).what.startswith("∇(3), the gradient of Θ(3)")
    assert not np.isfinite(trainer.program.nabla[3]).all()


def test_it_names_the_loss_where_all_gradients_are_finite() -> None:
    """Two saturated neurons, whose weights together are more than the largest number."""
    weights = [[[100.0, 100.0]] + [[0.0, 0.0]] * 3, [[0.0], [1.5e308], [1.5e308]]]
    trainer = Trainer(one_hidden_layer(base(), "tanh", weights))
    problem = diverge(trainer)
    assert problem.what.startswith("J, the loss")
    assert (problem.epoch, problem.batch) == (1, 1)
    assert all(np.isfinite(nabla).all() for nabla in trainer.program.nabla.values())


def test_weights_given_too_large_are_named() -> None:
    weights = [[[0.0, 0.0], [1e300, 0.0], [0.0, 0.0], [0.0, 0.0]], [[0.0], [1e300], [0.0]]]
    problem = diverge(Trainer(one_hidden_layer(regression(), "identity", weights)))
    assert (problem.setting, problem.epoch, problem.batch) == ("network.weights", 1, 1)


def one_hidden_layer(experiment: Experiment, activation: str, weights: list[list[list[float]]]) -> Experiment:
    experiment = experiment.replace("network.activation", activation).replace("network.hidden", [2])
    return experiment.replace("network.weights", weights)


def test_float32_diverges_at_its_own_limit() -> None:
    single, double = (
        Trainer(regression(dtype=dtype, learning_rate=30.0, epochs=99)) for dtype in ("float32", "float64")
    )
    assert diverge(single).setting == diverge(double).setting == "training.learning_rate"
    assert (single.epoch, single.batch) < (double.epoch, double.batch)
    assert np.isfinite(single.network.parameters.theta).all()


BEYOND = {
    "a scale beyond float32": ("float32", "network.initial_scale", 1e200),
    "a scale at the limit of float64": ("float64", "network.initial_scale", 1.7e308),
    "weights beyond float32": (
        "float32",
        "network.weights",
        [[[0.0] * 5, *[[1e200] * 5] * 3], [[0.0] * 4] * 6, [[0.0]] * 5],
    ),
    "inputs beyond float32": ("float32", "data.inputs", LARGE),
    "L1 beyond float32": ("float32", "training.l1", 1e200),
    "L2 beyond float32": ("float32", "training.l2", 1e200),
}


@pytest.mark.parametrize(("dtype", "key", "value"), BEYOND.values(), ids=BEYOND)
def test_numbers_that_the_dtype_cannot_hold(dtype: str, key: str, value: object) -> None:
    """A refusal that names the key, or a divergence from finite Θ that does; never a warning."""
    experiment = base(dtype).replace("network.initializer", "normal").replace(key, value)

    def train() -> None:
        trainer = Trainer(experiment)
        assert np.isfinite(trainer.network.parameters.theta).all()
        trainer.run()

    with pytest.raises((InputError, Diverged)) as found:
        train()
    assert ("data.standardize" if key == "data.inputs" else key) in str(found.value)


def test_a_limit_for_the_gradient_beyond_float32_is_no_limit() -> None:
    limited, free = Trainer(base("float32", clip_norm=1e200)), Trainer(base("float32"))
    limited.run()
    free.run()
    assert limited.weights_sha256 == free.weights_sha256


# Given weights and the trace


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([[[0.0] * 5] * 4], "found 1 matrix, expected 3"),
        ([[[0.0] * 5] * 3, [[0.0] * 4] * 6, [[0.0]] * 5], r"Θ\(1\) is 3 × 5, expected 4 × 5"),
        ([[[0.0] * 5] * 4, [[0.0] * 3] * 6, [[0.0]] * 5], r"Θ\(2\) is 6 × 3, expected 6 × 4"),
        ([[[0.0] * 5] * 4, [[0.0] * 4] * 6, [[0.0]] * 4 + [[0.0, 1.0]]], r"Θ\(3\) is 5 × 1/2, expected 5 × 1"),
    ],
)
def test_given_weights_of_another_shape_are_refused(weights: list[list[list[float]]], message: str) -> None:
    with pytest.raises(InputError, match=f"network.weights: {message}"):
        Trainer(BASE.replace("network.weights", weights))


@dtypes
def test_given_weights_are_taken(dtype: str) -> None:
    weights = [RANDOM.normal(size=shape).tolist() for shape in ((4, 5), (6, 4), (5, 1))]
    trainer = Trainer(base(dtype).replace("network.weights", weights))
    for theta, given in zip(trainer.network.thetas, weights, strict=True):
        assert np.array_equal(theta, np.array(given, dtype))


STATES = {"gradient_descent": [], "momentum": ["mu"], "nesterov": ["mu"], "rmsprop": ["nu"], "adam": ["mu", "nu"]}


@optimizers
@pytest.mark.parametrize("pair", reference.PAIRS, ids="-".join)
def test_the_trace_of_any_network(optimizer: str, pair: tuple[str, str]) -> None:
    """Lines, numbers and symbols in the order of the contract, batch after batch; nothing is disturbed by it."""
    experiment = base(optimizer=optimizer, dropout=0.3, **PENALTIES).replace("network.activation", ["sigmoid", "relu"])
    if pair[0] == "softmax":
        experiment = experiment.replace("data.targets", np.hstack([LABELS, 1 - LABELS]).tolist())
    if pair == ("identity", "squared_error"):
        experiment = experiment.replace("network.loss", None)
    experiment = experiment.replace("network.output", pair[0]).replace("network.loss", pair[1])
    trainer, twin = Trainer(experiment), Trainer(experiment)
    records: list[dict[str, Any]] = [line.record() for line in trace(trainer, batches=4)]
    wanted = [
        (5, "15", "A(1)"), (7, None, "A(2)"), (7, None, "A(3)"), (7, None, "A(4)"),
        (None, "14" if pair == ("sigmoid", "cross_entropy") else None, "J"),
        (9, "16" if pair[1] == "cross_entropy" or pair[0] == "identity" else None, "Δ(4)"), (10, "19", "∇(3)"),
        (9, None, "g'(Z(3))"), (9, "17", "Δ(3)"), (10, "19", "∇(2)"),
        (9, "18", "g'(Z(2))"), (9, "17", "Δ(2)"), (10, "19", "∇(1)"),
        *((None, None, f"{state}({l})") for state in STATES[optimizer] for l in (1, 2, 3)),
        *((12, None, f"Θ({l})") for l in (1, 2, 3)),
    ]  # fmt: skip
    places = [(1, 1), (1, 2), (1, 3), (2, 1)]
    assert [tuple(record[key] for key in ("epoch", "batch", "line", "equation", "symbol")) for record in records] == [
        (*place, *line) for place in places for line in wanted
    ]
    assert all(np.shape(record["value"]) == tuple(record["shape"]) for record in records)
    assert {type(value) for record in records for value in record["value"][0]} == {float}
    for _ in places:
        twin.run_batch()
    assert result(trainer) == result(twin)
    assert records[-1]["value"] == twin.network.thetas[2].tolist()
