"""A network handed to scikit-learn: it predicts the same, on raw numbers."""

from typing import Any

import numpy as np
import pytest

import core
from core.calls import Array
from core.support.errors import InputError

RANDOM = np.random.default_rng(3)
X = RANDOM.normal(size=(90, 3)) * [1, 1e-2, 300] + [0, 5, -20_000]
Z = (X - X.mean(0)) / X.std(0)
TARGETS: dict[str, Any] = {
    "two classes": (Z[:, 0] * Z[:, 1] > 0).astype(int) + 3,
    "texts": np.array(["low", "mid", "top"])[np.digitize(Z[:, 0], [-0.5, 0.5])],
    "decimals": np.where(Z[:, 2] > 0, 0.5, 1.25),
    "labels": (Z[:, :2] > 0).astype(int),
    "number": 1e5 + 40 * Z[:, 0] - Z[:, 1],
    "numbers": Z[:, :2] * [1, 1e4] + 7,
}


def assert_same(trainer: core.Trainer) -> Any:
    found = trainer.to_sklearn()
    predicted = trainer.predict(X)
    if predicted.dtype.kind == "f" and trainer.data.task == "regression":
        np.testing.assert_allclose(found.predict(X), predicted, rtol=1e-9, atol=1e-9)
    else:
        assert (found.predict(X) == predicted).all()
        assert len(np.unique(predicted, axis=0)) > 1
        np.testing.assert_allclose(found.predict_proba(X), trainer.predict_proba(X), rtol=1e-9, atol=1e-9)
        assert (found.classes_ == np.arange(2) if predicted.ndim == 2 else trainer.classes_).all()
    return found


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("settings", [{}, {"activation": "tanh", "hidden": [5, 4]}, {"hidden": []}], ids=repr)
def test_it_predicts_the_same(target: str, settings: dict[str, Any]) -> None:
    from sklearn.neural_network import MLPClassifier, MLPRegressor

    trainer = core.fit(X, TARGETS[target], epochs=3, **settings)
    found = assert_same(trainer)
    assert isinstance(found, MLPRegressor if target.startswith("number") else MLPClassifier)
    if target != "decimals":  # which scikit-learn's score takes for measurements
        y = TARGETS[target]
        assert found.score(X, y) == pytest.approx(trainer.score(X, y), rel=1e-9)


@pytest.mark.parametrize("target", ["two classes", "texts"])
@pytest.mark.parametrize("output", ["sigmoid", "softmax", "tanh"])
def test_every_output_of_classes(target: str, output: str) -> None:
    assert_same(core.fit(X, TARGETS[target], epochs=15, output=output, activation="sigmoid"))


def test_constant_columns_say_nothing_and_numbers_may_stay_as_they_are() -> None:
    constant = np.column_stack([X[:, 0], np.full(len(X), 7.0)])
    trainer = core.fit(constant, TARGETS["number"], epochs=3)
    other = constant + np.array([0, 5])
    np.testing.assert_allclose(trainer.to_sklearn().predict(other), trainer.predict(other), rtol=1e-9)
    plain = core.fit(Z, TARGETS["two classes"], epochs=2, standardize=False)
    np.testing.assert_allclose(plain.to_sklearn().predict_proba(Z), plain.predict_proba(Z), rtol=1e-12)


def test_names_of_columns_go_with_it() -> None:
    assert list(core.fit({"a": X[:, 0], "b": X[:, 2]}, TARGETS["number"], epochs=1).to_sklearn().feature_names_in_) == [
        "a", "b",
    ]  # fmt: skip
    assert not hasattr(core.fit(X, TARGETS["number"], epochs=1).to_sklearn(), "feature_names_in_")


def with_a_gap() -> Array:
    given = X.copy()
    given[4, 1] = np.nan
    return given


@pytest.mark.parametrize(
    ("rows", "settings", "reason"),
    [
        (X, {"activation": "leaky_relu"}, "no activation leaky_relu; it has logistic, tanh, relu, identity"),
        (X, {"activation": ["tanh", "relu"], "hidden": [3, 3]}, "the activations tanh, relu"),
        (X[:, :2], {"features": ["x1", "x1*x2"]}, r"x1, x1\*x2"),
        (with_a_gap(), {"missing": "mean+flag"}, "the column 'x2' isn't one number"),
        ({"a": X[:, 0], "c": ["u", "v"] * 45}, {}, "the column 'c' isn't one number"),
    ],
    ids=["leaky relu", "two activations", "features", "a flag", "categories"],
)
def test_what_it_has_not_is_refused(rows: Any, settings: dict[str, Any], reason: str) -> None:
    trainer = core.fit(rows, TARGETS["two classes"], epochs=1, **settings)
    with pytest.raises(InputError, match=f"scikit-learn has no such network: .*{reason}"):
        trainer.to_sklearn()
