"""The weights of some thirty short trainings, to the last bit: whatever else changes in the program, these don't.

They are pinned by their digests on the processor, the BLAS and the NumPy that they were written with. Elsewhere the
last bits differ, and the weights are the same but for rounding, which has had no time to grow.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from golden import FOLDER, WRITES, environment, golden

from core import Experiment, Trainer, surgery

FILE = "weights.jsonl"
OPTIMIZERS = ("gradient_descent", "momentum", "nesterov", "rmsprop", "adam")
ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky_relu", "identity")
RATES = {"gradient_descent": 0.1, "momentum": 0.03, "nesterov": 0.03, "rmsprop": 0.01, "adam": 0.01}
OFF = {"float64": 1e-8, "float32": 2e-3}
"""How far weights may be off where the processor is another one, beside the largest of them."""
SMALL = {"data.samples": 60, "network.hidden": [5, 4], "training.batch_size": 7, "training.epochs": 6}
"""36 training examples: five mini-batches of 7, and one of 1."""


def trainer_of(source: str, **settings: Any) -> Trainer:
    """Two underscores in a name stand for the dot of a key."""
    named = {key.replace("__", "."): value for key, value in settings.items()}
    return Trainer(Experiment.load(source, tuple(f"{key}={json.dumps(value)}" for key, value in named.items())))


def small(source: str, **settings: Any) -> Trainer:
    base = {key.replace(".", "__"): value for key, value in SMALL.items()}
    return trainer_of(source, **{**base, **settings})


def run(trainer: Trainer) -> Trainer:
    trainer.run()
    return trainer


def all_of_training(optimizer: str) -> Trainer:
    """Both penalties, dropout and clipping at once; it ends within an epoch."""
    trainer = small(
        "moons", training__optimizer=optimizer, training__learning_rate=RATES[optimizer], training__l1=0.02,
        training__l2=0.1, training__dropout=0.2, training__clip_norm=0.5, seed=3,
    )  # fmt: skip
    for _ in range(4):
        trainer.run_epoch()
    for _ in range(3):
        trainer.run_batch()
    return trainer


def plain(optimizer: str) -> Trainer:
    return run(small("spiral", training__optimizer=optimizer, training__learning_rate=RATES[optimizer], seed=4))


def with_activation(name: str) -> Trainer:
    return run(small("moons", network__activation=name, network__initializer="he", seed=5))


def with_schedule(schedule: str) -> Trainer:
    """Its warmup is over when the schedule has changed the rate more than once."""
    return run(
        small(
            "circle", training__schedule=schedule, training__warmup=3, training__step_every=2, training__decay=0.8,
            training__optimizer="nesterov", training__momentum=0.7, training__learning_rate=0.05,
            training__epochs=9, seed=6,
        )
    )  # fmt: skip


def with_output(output: str, loss: str) -> Trainer:
    source = {"softmax": "blobs", "identity": "plane"}.get(output, "moons")
    return run(small(source, network__output=output, network__loss=loss, network__activation="sigmoid", seed=7))


def with_initializer(name: str) -> Trainer:
    return run(small("gaussians", network__initializer=name, network__initial_scale=0.7, training__l1=0.1, seed=8))


def several_outputs() -> Trainer:
    """iris, whose features have units, and softmax by rmsprop; activations differ by layer."""
    return run(
        trainer_of(
            "iris", network__hidden=[6, 5], network__activation=["leaky_relu", "tanh"], training__optimizer="rmsprop",
            training__rho=0.8, training__epsilon=1e-6, training__epochs=5, seed=9,
        )
    )  # fmt: skip


def in_float32() -> Trainer:
    return run(small("moons", dtype="float32", training__dropout=0.3, training__l2=0.2, training__l1=0.05, seed=10))


def pictures() -> Trainer:
    """Matrices that are large enough for another order in memory."""
    return run(trainer_of("digits", network__hidden=[48, 24], training__epochs=1, training__batch_size=128, seed=11))


def regression() -> Trainer:
    return run(trainer_of("diabetes", training__epochs=4, training__optimizer="momentum", seed=12))


def one_mini_batch_an_epoch() -> Trainer:
    return run(trainer_of("xor", network__initializer="uniform", training__epochs=40, seed=13))


def without_hidden_layers() -> Trainer:
    return run(small("gaussians", network__hidden=[], training__optimizer="gradient_descent", seed=14))


def with_features() -> Trainer:
    return run(small("circle", data__features=["x1", "x1^2", "x2^2", "x1*x2", "sin(x2)"], data__noise=0.3, seed=15))


def by_hand() -> Trainer:
    return run(trainer_of("xor-by-hand", training__epochs=20))


def stopped_early() -> Trainer:
    """The best weights are taken back."""
    trainer = run(
        small(
            "moons", data__noise=0.6, training__early_stopping=3, training__learning_rate=0.1, training__epochs=200,
            seed=16,
        )
    )  # fmt: skip
    assert trainer.stopped_by == "early_stopping"
    return trainer


def stopped_by_tolerance() -> Trainer:
    trainer = run(small("circle", training__tolerance=0.5, training__learning_rate=0.05, training__epochs=200, seed=17))
    assert trainer.stopped_by == "tolerance"
    return trainer


def gone_back() -> Trainer:
    """On from an earlier state, within an epoch, whose dropout and order come again."""
    trainer = small("spiral", training__dropout=0.2, training__epochs=20, seed=18)
    trainer.run_epoch()
    trainer.run_batch()
    state = trainer.state()
    trainer.run_epoch()
    first = bits(trainer)
    trainer.run_epoch()
    trainer.restore(state)
    trainer.run_epoch()
    assert bits(trainer) == first
    return trainer


def changed_meanwhile() -> Trainer:
    """Other optimisers, penalties and mini-batches while it trains."""
    trainer = small("spiral", training__epochs=20, seed=19)
    for key, value in (
        ("training.optimizer", "momentum"), ("training.l2", 0.3), ("training.batch_size", 10),
        ("training.dropout", 0.1), ("training.optimizer", "adam"), ("training.learning_rate", 0.003),
    ):  # fmt: skip
        trainer.run_epoch()
        trainer.run_batch()
        trainer.change(trainer.experiment.replace(key, value))
    trainer.run_epoch()
    return trainer


Operate = Callable[[Any, Any], Any]
OPERATIONS: dict[str, tuple[str, Operate]] = {
    "add_neuron": ("tanh", lambda state, data: surgery.add_neuron(state, data, 2)),
    "add_neuron to relu": ("relu", lambda state, data: surgery.add_neuron(state, data, 3)),
    "remove_neuron": ("tanh", lambda state, data: surgery.remove_neuron(state, data, 2, 3)),
    "remove_neuron that matters least": ("relu", lambda state, data: surgery.remove_neuron(state, data, 2)),
    "add_layer behind the input": ("relu", lambda state, data: surgery.add_layer(state, data, 1)),
    "add_layer of tanh": ("tanh", lambda state, data: surgery.add_layer(state, data, 3)),
    "add_layer of leaky_relu": ("tanh", lambda state, data: surgery.add_layer(state, data, 2, "leaky_relu")),
    "add_layer of sigmoid": ("sigmoid", lambda state, data: surgery.add_layer(state, data, 2, "sigmoid")),
    "remove_layer": ("tanh", lambda state, data: surgery.remove_layer(state, data, 3)),
    "remove_layer of identity": ("identity", lambda state, data: surgery.remove_layer(state, data, 2)),
    "change_activation, exact": ("tanh", lambda state, data: surgery.change_activation(state, data, 2, "sigmoid")),
    "change_activation, fitted": ("tanh", lambda state, data: surgery.change_activation(state, data, 3, "relu")),
}


def operated(name: str) -> Trainer:
    """Surgery between two mini-batches, and on from there."""
    activation, operate = OPERATIONS[name]
    trainer = small("moons", network__activation=activation, training__l2=0.05, training__epochs=20, seed=20)
    trainer.run_epoch()
    trainer.run_batch()
    state, _report = operate(trainer.state(), trainer.data)
    trainer.restore(state)
    trainer.run_epoch()
    trainer.run_epoch()
    return trainer


def operated_again_and_again(optimizer: str) -> Trainer:
    trainer = small("spiral", training__optimizer=optimizer, training__learning_rate=0.01, training__epochs=40, seed=21)
    for name in ("add_neuron", "add_layer of leaky_relu", "remove_neuron", "change_activation, fitted", "remove_layer"):
        trainer.run_epoch()
        trainer.run_batch()
        state, _report = OPERATIONS[name][1](trainer.state(), trainer.data)
        trainer.restore(state)
    trainer.run_epoch()
    return trainer


CASES: dict[str, Callable[[], Trainer]] = {
    **{f"{name}, penalties, dropout, clipping": lambda name=name: all_of_training(name) for name in OPTIMIZERS},  # type: ignore[misc]
    **{name: lambda name=name: plain(name) for name in OPTIMIZERS},  # type: ignore[misc]
    **{f"hidden layers of {name}": lambda name=name: with_activation(name) for name in ACTIVATIONS},  # type: ignore[misc]
    **{
        f"schedule {name}, warmup": lambda name=name: with_schedule(name)  # type: ignore[misc]
        for name in ("constant", "step", "exponential", "cosine")
    },
    **{
        f"{output}, {loss}": lambda output=output, loss=loss: with_output(output, loss)  # type: ignore[misc]
        for output, loss in (
            ("sigmoid", "cross_entropy"), ("softmax", "cross_entropy"), ("identity", "squared_error"),
            ("sigmoid", "squared_error"), ("tanh", "squared_error"), ("softmax", "squared_error"),
        )
    },
    **{f"initializer {name}": lambda name=name: with_initializer(name) for name in ("xavier", "he", "normal", "zeros")},  # type: ignore[misc]
    "softmax of iris": several_outputs,
    "float32": in_float32,
    "digits": pictures,
    "regression": regression,
    "one mini-batch an epoch": one_mini_batch_an_epoch,
    "no hidden layers": without_hidden_layers,
    "features": with_features,
    "by hand": by_hand,
    "early stopping": stopped_early,
    "tolerance": stopped_by_tolerance,
    "gone back": gone_back,
    "changed while training": changed_meanwhile,
    **{f"surgery: {name}": lambda name=name: operated(name) for name in OPERATIONS},  # type: ignore[misc]
    **{
        f"surgery again and again, {name}": lambda name=name: operated_again_and_again(name)  # type: ignore[misc]
        for name in ("nesterov", "adam")
    },
}  # fmt: skip


def bits(trainer: Trainer) -> bytes:
    theta: bytes = trainer.network.parameters.theta.tobytes()
    return theta


def drawn(theta: np.ndarray) -> list[float]:
    """A dozen of the weights, evenly over all, to compare where the digest is another."""
    return [float(value) for value in theta[:: max(1, len(theta) // 12)]]


def written() -> Iterator[str]:
    """The file, a case a line."""
    yield json.dumps({"environment": environment()})
    for name, train in CASES.items():
        theta = train().network.parameters.theta
        digest = sha256(theta.tobytes()).hexdigest()
        yield json.dumps({"case": name, "weights_sha256": digest, "of": len(theta), "weights": drawn(theta)})


@cache
def pinned() -> tuple[str, dict[str, dict[str, Any]]]:
    text = golden(FILE, "\n".join(written()) + "\n" if WRITES else "")
    head, *cases = map(json.loads, text.splitlines())
    return head["environment"], {one["case"]: one for one in cases}


def test_each_pinned_training_is_a_case() -> None:
    assert list(pinned()[1]) == list(CASES)


@pytest.mark.parametrize("name", CASES)
def test_weights(name: str) -> None:
    where, cases = pinned()
    theta, wanted = CASES[name]().network.parameters.theta, cases[name]
    assert len(theta) == wanted["of"]
    if environment() == where:
        assert sha256(theta.tobytes()).hexdigest() == wanted["weights_sha256"]
    off = OFF[str(theta.dtype)] * float(np.abs(theta).max())
    np.testing.assert_allclose(drawn(theta), wanted["weights"], rtol=0, atol=off)


def test_the_command_ends_on_the_same_bits(tmp_path: Path) -> None:
    settings = {"network.output": "softmax", "network.loss": "squared_error", "network.activation": "sigmoid"}
    overrides = [f"--set={key}={json.dumps(value)}" for key, value in {**SMALL, **settings, "seed": 7}.items()]
    command = [sys.executable, "-m", "tui_mlp", "train", "blobs", *overrides, "--json", "--runs-dir", str(tmp_path)]
    env = os.environ | {"PYTHONPATH": str(FOLDER.parents[2])}
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120, env=env)
    here = with_output("softmax", "squared_error")
    digest = json.loads(done.stdout.splitlines()[-1])["weights_sha256"]
    assert digest == sha256(bits(here)).hexdigest()
