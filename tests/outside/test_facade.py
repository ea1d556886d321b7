"""What scripts import: the names of `core`, and how those are called."""

import inspect
import json
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from golden import golden

import core
from core import Experiment, Network, Trainer, surgery

CALLED = {
    "Experiment": ("load", "get", "replace", "dumps"),
    "Network": ("predict", "loss", "gradients"),
    "Trainer": (
        "run",
        "run_epoch",
        "run_batch",
        "go_on",
        "change",
        "state",
        "restore",
        "predict",
        "predict_proba",
        "score",
        "to_sklearn",
    ),
}
"""Methods by class."""
OPERATIONS = ("add_neuron", "remove_neuron", "add_layer", "remove_layer", "change_activation")
SMALL = ("data.samples=60", "training.epochs=3", "network.hidden=[4]")


def called(function: Any) -> list[str]:
    """The parameters as one writes them in a call: kind, name, and the default where it is a plain value.

    Types are left out: the classes that they name may be called otherwise some day.
    """
    stars: dict[Any, str] = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    found, keywords = [], False
    for one in inspect.signature(function).parameters.values():
        if one.kind is inspect.Parameter.KEYWORD_ONLY and not keywords:
            found.append("*")
            keywords = True
        text = stars.get(one.kind, "") + one.name
        if one.default is not inspect.Parameter.empty:
            plain = type(one.default) in (type(None), bool, int, float, str, tuple)
            text += f"={one.default!r}" if plain else "=…"
        found.append(text)
    return found


def test_the_names_of_core() -> None:
    assert sorted(core.__all__) == ["Data", "Diverged", "Experiment", "InputError", "Network", "Trainer", "fit", "load"]
    for name in core.__all__:
        assert inspect.isclass(getattr(core, name)) == name[0].isupper()
    with pytest.raises(AttributeError, match="no_such_name"):
        core.no_such_name  # noqa: B018
    assert issubclass(core.InputError, Exception)
    assert issubclass(core.Diverged, ArithmeticError)


def test_how_they_are_called() -> None:
    signatures = {
        **{name: called(getattr(core, name)) for name in ("Experiment", "Network", "Trainer", "fit", "load")},
        **{f"{name}.{one}": called(getattr(getattr(core, name), one)) for name, ones in CALLED.items() for one in ones},
        **{f"surgery.{name}": called(getattr(surgery, name)) for name in OPERATIONS},
    }
    text = json.dumps(signatures, indent=1, ensure_ascii=False) + "\n"
    assert text == golden("signatures.json", text)


def test_nothing_heavy_is_imported_before_it_is_asked_for() -> None:
    code = "import core, sys; print([name for name in ('numpy', 'msgspec', 'textual') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_an_experiment() -> None:
    experiment = Experiment.load("moons", SMALL)
    other = experiment.replace("training.learning_rate", 0.5)
    assert (experiment.training.learning_rate, other.training.learning_rate) == (0.01, 0.5)
    assert other.get("training.learning_rate") == 0.5
    assert (other.name, other.seed, other.dtype) == ("moons", 1, "float64")
    assert (other.data.source, other.network.hidden) == ("moons", [4])
    with pytest.raises(core.InputError, match=r"training\.learning_rate"):
        experiment.replace("training.learning_rate", -1)
    with pytest.raises(core.InputError, match=r"no\.such"):
        experiment.replace("no.such.key", 1)


def test_a_network() -> None:
    network = Network([2, 8, 8, 3], activation="tanh", output="softmax", loss="cross_entropy", seed=0, dtype="float64")
    assert [theta.shape for theta in network.thetas] == [(3, 8), (9, 8), (9, 3)]
    inputs = np.linspace(-1, 1, 10).reshape(5, 2)
    assert network.predict(inputs).shape == (5, 3)
    classes = np.array([0, 1, 2, 1, 0])
    loss, gradients = network.gradients(inputs, classes)
    assert loss == pytest.approx(network.loss(inputs, np.eye(3)[classes]))
    assert [gradient.shape for gradient in gradients] == [theta.shape for theta in network.thetas]
    before = network.predict(inputs)
    network.thetas[0][:] = 0
    network.thetas[2][0, 1] += 0.5
    assert not np.array_equal(network.predict(inputs), before), "they are the network's own weights"


def test_a_trainer() -> None:
    trainer = Trainer(Experiment.load("moons", SMALL))
    trainer.run_epoch()
    trainer.run_batch()
    assert (trainer.epoch, trainer.batch, trainer.stopped_by) == (1, 1, None)
    assert len(trainer.history) == 1
    assert list(trainer.history[-1]) == [
        "epoch", "train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "gradient_norm",
        "learning_rate", "seconds",
    ]  # fmt: skip
    assert trainer.history.train_loss[0] == trainer.history[-1]["train_loss"]
    assert trainer.run() == trainer.stopped_by == "epochs"
    assert trainer.epoch == 3
    assert trainer.network.parameters.theta.ndim == 1
    assert np.shares_memory(trainer.network.parameters.theta, trainer.network.thetas[0])
    assert trainer.data.train.X.shape == (36, 3)
    assert trainer.data.train.Y.shape == (36, 1)
    assert trainer.data.task == "classification"
    assert set(trainer.figures("validation")._asdict()) == {"loss", "accuracy", "r2"}


def test_it_goes_back() -> None:
    trainer = Trainer(Experiment.load("moons", SMALL))
    trainer.run_epoch()
    state, theta = trainer.state(), trainer.network.parameters.theta.copy()
    trainer.run_epoch()
    assert not np.array_equal(trainer.network.parameters.theta, theta)
    trainer.restore(state)
    assert np.array_equal(trainer.network.parameters.theta, theta)
    assert trainer.epoch == 1


def test_surgery_gives_a_state_and_a_report() -> None:
    trainer = Trainer(Experiment.load("moons", SMALL))
    trainer.run_epoch()
    state, report = surgery.add_neuron(trainer.state(), trainer.data, 2)
    trainer.restore(state)
    assert [theta.shape for theta in trainer.network.thetas] == [(3, 5), (6, 1)]
    assert report.loss_after == pytest.approx(report.loss_before)
    assert (report.neuron, report.error) == (5, None)
    state, report = surgery.remove_layer(trainer.state(), trainer.data, 2)
    assert report.loss_after != report.loss_before
    trainer.restore(state)
    assert [theta.shape for theta in trainer.network.thetas] == [(3, 1)]


def test_divergence_is_told() -> None:
    settings = ('training.optimizer="gradient_descent"', 'network.activation="identity"', "training.learning_rate=1e6")
    trainer = Trainer(Experiment.load("plane", (*SMALL, *settings)))
    with pytest.raises(core.Diverged) as caught:
        trainer.run()
    assert (caught.value.epoch, caught.value.batch) >= (1, 1)
    assert caught.value.what
    assert caught.value.setting.startswith(("training.", "data.", "network."))
    assert np.isfinite(trainer.network.parameters.theta).all()
