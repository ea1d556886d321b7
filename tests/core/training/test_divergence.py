"""What is said when a training diverges: where it showed, and a remedy that was tried, and works."""

from typing import Any

import numpy as np
import pytest

from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from core.training.divergence import Diverged, likely_setting
from core.training.trainer import Trainer

RANDOM = np.random.default_rng(1)
INPUTS = RANDOM.uniform(-1, 1, (60, 3))
TARGETS = INPUTS @ [[2.0], [-1.0], [0.5]] + 3


def a_regression(
    inputs: float = 1.0, targets: float = 1.0, network: dict[str, Any] | None = None, **training: Any
) -> Experiment:
    """Rows drawn at random, inputs and targets times so much, not standardised."""
    settings = {"epochs": 30, "optimizer": "gradient_descent", "learning_rate": 0.01, **training}
    return Experiment.load("sine").replace_all({
        "data.source": "inline",
        "data.inputs": (inputs * INPUTS).tolist(), "data.targets": (targets * TARGETS).tolist(),
        "data.standardize": False, "data.validation_fraction": 0.0, "data.test_fraction": 0.0,
        **{f"training.{key}": value for key, value in settings.items()},
        **{f"network.{key}": value for key, value in {"hidden": [8], "activation": "relu", **(network or {})}.items()},
    })  # fmt: skip


LINEAR = {"activation": "identity", "hidden": [8, 8]}
CASES = {
    "targets in millions": (a_regression(targets=1e6, network=LINEAR), "data.standardize"),
    "targets in millions, nesterov": (
        a_regression(targets=1e7, network=LINEAR, optimizer="nesterov"), "data.standardize",
    ),
    "targets that overflow at once": (a_regression(targets=1e20).replace("dtype", "float32"), "data.standardize"),
    "inputs in thousands": (a_regression(inputs=1e4), "data.standardize"),
    "a huge rate": (a_regression(network=LINEAR, learning_rate=500.0), "training.learning_rate"),
    "a rate a little too large": (a_regression(network=LINEAR, learning_rate=1.0), "training.learning_rate"),
    "a rate and momentum": (
        a_regression(network=LINEAR, optimizer="momentum", learning_rate=2.0, momentum=0.99), "training.learning_rate",
    ),
    "momentum": (
        a_regression(network=LINEAR, optimizer="momentum", learning_rate=0.01, momentum=0.999), "training.momentum",
    ),
    "a penalty": (a_regression(l2=1e5, epochs=500), "training.l2"),
    "a penalty from the start": (a_regression(l2=1e300), "training.l2"),
    "a scale": (a_regression(network={"initial_scale": 1e160}), "network.initial_scale"),
    "two penalties": (a_regression(l1=1e12, l2=1e10), "training.l1"),
    "a penalty, a scale and a rate": (
        a_regression(l2=1e300, network={"initial_scale": 1e100, **LINEAR}, learning_rate=1e4), "training.l2",
    ),
    "both inputs and a rate": (a_regression(inputs=1e3, network=LINEAR, learning_rate=1e3), "data.standardize"),
}  # fmt: skip


def diverged(experiment: Experiment) -> Diverged:
    """How the training of it ends."""
    with pytest.raises(Diverged) as found:
        Trainer(experiment).run()
    return found.value


@pytest.mark.parametrize(("experiment", "key"), CASES.values(), ids=CASES)
def test_its_remedy_works(experiment: Experiment, key: str) -> None:
    problem = diverged(experiment)
    assert problem.setting == key, str(problem)
    assert all(experiment.get(key) != value for key, value in problem.remedy.values.items()), str(problem)
    trainer = Trainer(experiment.replace_all(problem.remedy.values))
    trainer.run()
    assert trainer.stopped_by == "epochs"
    assert np.isfinite(trainer.history.train_loss).all()
    for value in problem.remedy.values.values():
        told = "true" if value is True else f"{value:g}"
        assert told in problem.brief


def test_nothing_is_tried_till_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The range test of learning rates meets divergences by the way."""
    tried = []
    monkeypatch.setattr("core.training.divergence.loss_rise", lambda *_: tried.append(1) or 0.0)  # type: ignore[func-returns-value]
    problem = diverged(CASES["a huge rate"][0])
    assert (problem.epoch, tried) == (1, [])
    assert str(problem) == str(problem)
    assert tried == [1]


@pytest.mark.parametrize("size", [1e130, 1e160])
def test_only_what_is_not_finite_is_called_so(size: float) -> None:
    """∇ of 1e160 is finite, its square isn't."""
    trainer = Trainer(a_regression(network={"hidden": []}, targets=size))
    nabla = trainer.program.nabla
    if size < 1e150:
        trainer.run_batch()
        return
    with pytest.raises(Diverged) as found:
        trainer.run_batch()
    assert np.isfinite(nabla[1]).all()
    assert found.value.what == "J, the loss,"  # half the squares of the errors


def test_a_gradient_whose_square_overflows() -> None:
    """Targets of 1 and inputs of 1e160: J is a half or so, and ∇ as large as they are."""
    start = a_regression(network={"hidden": [], "initializer": "zeros"}, inputs=1e160)
    trainer = Trainer(start)
    problem = diverged(start)
    with pytest.raises(Diverged):
        trainer.run_batch()
    assert np.isfinite(trainer.program.nabla[1]).all()
    assert problem.what == "‖∇(1)‖², the squared length of the gradient of Θ(1),"
    assert "‖∇(1)‖², the squared length of the gradient of Θ(1), is no longer finite" in str(problem)


def test_sums_whose_squares_overflow() -> None:
    """Cross-entropy is as large as Z, and finite."""
    start = a_regression().replace_all({
        "data.targets": [[1.0]] * 30 + [[0.0]] * 30, "network.output": "sigmoid", "network.loss": "cross_entropy",
        "network.hidden": [], "network.weights": [[[1e160], [0.0], [0.0], [0.0]]], "training.batch_size": 0,
    })  # fmt: skip
    assert diverged(start).what == "‖Z(2)‖², the sum of the squares of Z(2),"


def test_what_most_likely_did_it_needs_no_training() -> None:
    experiment = a_regression(network=LINEAR, optimizer="momentum", momentum=0.999)
    data = load_data(experiment)
    assert likely_setting(experiment, data, 1, 2) == (
        "training.momentum",
        "0.999 adds up almost all past steps; try 0.9",
    )
    assert likely_setting(experiment, data, 1, 1)[0] == "training.learning_rate", "no step was taken yet"
