"""`core.fit`: a training on arrays of a program."""

import pickle
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import core
from core import surgery
from core.experiment.experiment import Experiment
from core.support.errors import InputError

RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(120, 3))
INSIDE = (X**2).sum(1) < 2


def classes_of_kind(values: Any) -> Any:
    return np.asarray(values)[INSIDE.astype(int)]


@pytest.mark.parametrize(
    "values",
    [[0, 1], [7, 3], ["no", "yes"], ["10", "9"], ["1", "1.0"], [True, False], [0.5, 1.5], [np.int8(-1), np.int8(1)]],
    ids=str,
)
def test_classes_stay_what_they_were(values: list[Any]) -> None:
    from sklearn.metrics import accuracy_score

    y = classes_of_kind(values)
    trained = core.fit(X, y, hidden=[16], epochs=12, learning_rate=0.1)
    for given in (y, y.tolist(), y.astype(object), y[:, None]):
        trainer = trained if given is y else core.fit(X, given, hidden=[16], epochs=1)
        found = trainer.predict(X)
        assert found.dtype.kind == y.dtype.kind
        assert list(trainer.classes_) == sorted(set(y.tolist()))
        assert (trainer.classes_[trainer.predict_proba(X).argmax(1)] == found).all()
        assert trainer.score(X, given) == accuracy_score(y.astype(str), found.astype(str))
    assert trained.score(X, y) > 0.9


def test_numbers_are_predicted_in_their_own_units() -> None:
    from sklearn.metrics import r2_score

    one, two = 1e4 + 50 * X[:, 0], np.column_stack([X[:, 0], 1e3 * X[:, 1]])
    for y in (one, two):
        trainer = core.fit(X, y, epochs=40, learning_rate=0.03)
        assert trainer.predict(X).shape == y.shape
        assert trainer.score(X, y) == pytest.approx(r2_score(y, trainer.predict(X)), rel=1e-12)
        assert trainer.score(X, y) > 0.95
    with pytest.raises(AttributeError, match="regression"):
        trainer.classes_  # noqa: B018
    with pytest.raises(InputError, match="regression"):
        trainer.predict_proba(X)


def test_the_task_is_found_by_the_rules_for_tables_or_stated() -> None:
    few, many = np.arange(120) % 3, np.arange(120)
    assert [core.fit(X, y, epochs=1).data.task for y in (few, many)] == ["classification", "regression"]
    assert core.fit(X, few, epochs=1, task="regression").data.task == "regression"
    assert len(core.fit(X, many, epochs=1, task="classification").classes_) == 120


def test_several_labels_and_one_hot_rows() -> None:
    from sklearn.metrics import accuracy_score

    labels, one_hot = (X > 0).astype(int), np.eye(3)[X.argmax(1)]
    for y, output in ((labels, "sigmoid"), (one_hot, "softmax")):
        trainer = core.fit(X, y, epochs=20, learning_rate=0.03)
        assert trainer.experiment.network.output == output
        assert trainer.predict(X).shape == trainer.predict_proba(X).shape == (120, 3)
        assert trainer.score(X, y) == accuracy_score(y, trainer.predict(X)) > 0.9


def test_all_rows_are_for_training_unless_told_otherwise_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert core.fit(X, INSIDE, epochs=1).data.split_sizes == {"training": 120}
    some = core.fit(X, INSIDE, epochs=2, validation_fraction=0.25, test_fraction=0.25)
    assert some.data.split_sizes == {"training": 60, "validation": 30, "test": 30}
    assert np.isfinite(some.history.validation_loss).all()
    assert not [*tmp_path.iterdir()]


def test_settings_are_those_of_the_experiment_file() -> None:
    epochs: Any = np.int64(3)
    trainer = core.fit(
        X, INSIDE, (np.int64(4), 5), epochs, 9, activation=("tanh", "relu"), optimizer="momentum",
        learning_rate=np.float32(0.5), batch_size=0, l2=0.25, standardize=False, class_weight="balanced",
        dtype="float32", name="inside", output="softmax",
    )  # fmt: skip
    found, network = trainer.experiment, trainer.experiment.network
    assert (found.seed, found.dtype, found.name, found.training.epochs) == (9, "float32", "inside", 3)
    assert (network.hidden, network.activation, network.output) == (
        [4, 5],
        ["tanh", "relu"],
        "softmax",
    )
    assert (found.training.optimizer, found.training.learning_rate, found.training.l2) == ("momentum", 0.5, 0.25)
    assert trainer.data.preparation
    assert trainer.data.preparation.scaling is None
    assert trainer.data.train.weights is not None
    assert len(trainer.history) == trainer.epoch == 3


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"learning_rte": 1}, "core.fit: unknown argument 'learning_rte'; did you mean 'learning_rate'?"),
        ({"source": "spiral"}, "core.fit: unknown argument 'source'"),
        ({"hidden": 32}, "network.hidden: found 32, expected a list"),
        ({"activation": "tahn"}, "did you mean 'tanh'?"),
        ({"learning_rate": -1}, "training.learning_rate: found -1, expected a number, above 0"),
        ({"kinds": {"z": "category"}}, "kinds: there is no column 'z' in X"),
    ],
    ids=str,
)
def test_settings_that_cannot_be_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as refused:
        core.fit(X, INSIDE, epochs=1, **settings)
    assert message in str(refused.value)


def with_cell(value: Any, kind: Any = float) -> Any:
    given = X.astype(kind)
    given[3, 1] = value
    return given


@pytest.mark.parametrize(
    ("rows", "targets", "message"),
    [
        (X[:, 0], INSIDE, "X has shape (120,), expected m × n"),
        (X.reshape(20, 6, 3), INSIDE, "X.reshape(len(X), -1)"),
        (X + 1j, INSIDE, "X holds complex128, expected numbers"),
        ([[1.0], [2.0, 3.0]], [0, 1], "X: found rows of different lengths"),
        (X[:5], INSIDE, "found 5 rows in X and 120 in y"),
        (with_cell(np.inf), INSIDE, "X, row 4, column 'x2': found inf, expected a number, or NaN"),
        (X, np.where(INSIDE, 1.0, np.nan), "found nan, expected a class or a number"),
        (X, [None, *INSIDE[1:]], "y, row 1: found 'None'"),
        (X, ["a", 1, *["b"] * 118], "y: found classes of several kinds, int, str"),
        (X, np.ones(120), "y: all targets are of one class or value, '1'"),
        (X, ["a"] * 120, "y: all targets are of one class or value, 'a'"),
        (X, np.array(["a", "b"] * 120).reshape(120, 2), "holds texts"),
        ({"a": X[:, 0], "b": X[:5, 0]}, INSIDE, "expected as many cells in each"),
    ],
)
def test_rows_that_cannot_be_are_refused_with_their_place(rows: Any, targets: Any, message: str) -> None:
    with pytest.raises(InputError) as refused:
        core.fit(rows, targets, epochs=1)
    assert message in str(refused.value)


def test_missing_numbers_are_filled_as_data_missing_says() -> None:
    rows = with_cell(np.nan)
    mean = np.nanmean(rows[:, 1])
    trainer = core.fit(rows, INSIDE, epochs=5)
    assert trainer.predict_proba([[0.3, np.nan, 1]]) == pytest.approx(trainer.predict_proba([[0.3, mean, 1]]))
    flags = core.fit(rows, INSIDE, epochs=1, missing="zero+flag")
    assert flags.data.input_names == ("x1", "x2", "x2 missing", "x3")
    assert core.fit(rows, INSIDE, epochs=1, missing="drop").data.train.m == 119
    assert core.fit(with_cell(None, object), INSIDE, epochs=5).weights_sha256 == trainer.weights_sha256


def test_the_same_arrays_and_seed_give_the_same_weights() -> None:
    first, second, other = (core.fit(X, INSIDE, epochs=2, seed=seed) for seed in (3, 3, 4))
    assert first.weights_sha256 == second.weights_sha256 != other.weights_sha256
    assert first.experiment == second.experiment


@pytest.mark.parametrize("copied", [copy, lambda trainer: pickle.loads(pickle.dumps(trainer))], ids=["copy", "pickle"])
def test_it_is_a_trainer_as_others(copied: Callable[[core.Trainer], core.Trainer]) -> None:
    trainer = core.fit(X, INSIDE, hidden=[6], epochs=4, schedule="constant")
    state, wanted = trainer.state(), trainer.predict_proba(X)
    other = copied(trainer)
    for one in (trainer, other):
        one.go_on()
        one.run_epoch()
    assert other.weights_sha256 == trainer.weights_sha256
    assert (other.predict_proba(X) != wanted).any()
    trainer.restore(state)
    assert (trainer.predict_proba(X) == wanted).all()
    grown, _report = surgery.add_neuron(trainer.state(), trainer.data, 2)
    trainer.restore(grown)
    np.testing.assert_allclose(trainer.predict_proba(X), wanted, rtol=1e-9)


def test_with_more_epochs_it_trains_on_though_the_rate_has_fallen_to_0() -> None:
    trainer = core.fit(X, INSIDE, hidden=[6], epochs=4)
    before = trainer.weights_sha256
    trainer.change(trainer.experiment.replace("training.epochs", 8))
    assert trainer.run() == "epochs"
    assert trainer.epoch == 8
    assert trainer.history[4]["learning_rate"]
    assert trainer.weights_sha256 != before


def test_its_rows_are_divided_and_coded_again_but_not_others() -> None:
    trainer, others = core.fit(X, INSIDE, epochs=2), core.fit(-X, INSIDE, epochs=2)
    anew = core.fit(X, INSIDE, epochs=2, validation_fraction=0.5)
    trainer.restore(anew.state())
    assert trainer.data.split_sizes == {"training": 60, "validation": 60}
    assert (trainer.data.train.X == anew.data.train.X).all()
    before = trainer.weights_sha256
    with pytest.raises(InputError, match="arrays of a program and in no file"):
        trainer.restore(others.state())
    assert trainer.weights_sha256 == before
    with pytest.raises(InputError, match="arrays of a program and in no file"):
        core.Trainer(trainer.experiment)
    with pytest.raises(InputError, match="expected a built-in data set"):
        Experiment.load("spiral").load(trainer.experiment.data.source)
