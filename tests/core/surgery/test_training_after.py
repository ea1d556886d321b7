"""What training makes of a network after surgery: weights stay of their size, and the loss where it was or below."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest
from stepping_cases import experiment

from core import surgery
from core.experiment.experiment import Experiment
from core.support.errors import InputError
from core.surgery import transform as operation
from core.surgery.transform import OutputChange
from core.timeline import actions as actions
from core.timeline.journal import Action, journal_line, read_journal
from core.training.trainer import Trainer
from core.training.training_state import TrainingState

RATES = {"gradient_descent": 0.1, "momentum": 0.03, "nesterov": 0.03, "adam": 0.01}
CASES = [
    ("sine", [8, 8], 20, "tanh", "adam"), ("sine", [8, 8], 20, "relu", "nesterov"),
    ("sine", [8, 8], 20, "leaky_relu", "gradient_descent"), ("sine", [8, 8], 20, "sigmoid", "momentum"),
    ("moons", [8, 8], 10, "tanh", "nesterov"), ("moons", [8, 8], 10, "leaky_relu", "momentum"),
    ("moons", [8, 8], 10, "sigmoid", "adam"), ("spiral", [8, 8, 8], 20, "tanh", "gradient_descent"),
    ("spiral", [8, 8, 8], 20, "relu", "adam"), ("iris", [8, 8], 30, "tanh", "momentum"),
    ("iris", [8, 8], 30, "relu", "adam"), ("iris", [8, 8], 30, "sigmoid", "nesterov"),
    ("digits", [16, 16], 4, "relu", "gradient_descent"), ("digits", [16, 16], 4, "tanh", "adam"),
]  # fmt: skip
SOON = [CASES[place] for place in (1, 5, 7, 11, 13)]
"""Each source, activation and optimiser is in one of these; the others are slow."""


@cache
def trained(
    source: str, hidden: tuple[int, ...], epochs: int, activation: str, optimizer: str
) -> tuple[Trainer, TrainingState]:
    """A trainer after some epochs, and its state there."""
    trainer = Trainer(
        Experiment.load(source).replace_all({
            "network.hidden": [*hidden], "network.activation": activation, "training.optimizer": optimizer,
            "training.learning_rate": RATES[optimizer], "training.epochs": 1000, "training.evaluate_every": 0,
        })
    )  # fmt: skip
    for _ in range(epochs):
        trainer.run_epoch()
    return trainer, trainer.state()


def operations(hidden: list[int], activation: str) -> Iterator[tuple[Any, ...]]:
    """Each hidden layer removed; the first and the last with another activation; a layer more at the end."""
    last = len(hidden) + 1
    yield from (("remove_layer", l) for l in range(2, last + 1))
    for l in {2, last}:
        yield from (("change_activation", l, g) for g in ("identity", "relu", "tanh", "sigmoid") if g != activation)
    yield from (("add_layer", last, g) for g in ("tanh", "sigmoid"))


def after(
    trainer: Trainer, state: TrainingState, name: str, *arguments: int | str
) -> tuple[OutputChange, float, float]:
    """The report of an operation, how many times as large the largest weight is, and J three epochs later."""
    made, report = getattr(surgery, name)(state, trainer.data, *arguments)
    trainer.restore(made)
    assert trainer.figures("train").loss == pytest.approx(report.loss_after, rel=1e-9), "what was told"
    for _ in range(3):
        trainer.run_epoch()
    return report, np.abs(made.theta).max() / np.abs(state.theta).max(), trainer.figures("train").loss


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, marks=[] if case in SOON else pytest.mark.slow) for case in CASES],
    ids=lambda case: "-".join((case[0], *case[3:])),
)
def test_it_trains_on_from_where_it_was(case: tuple[str, list[int], int, str, str]) -> None:
    trainer, state = trained(case[0], tuple(case[1]), *case[2:])
    for name, *arguments in operations(case[1], case[3]):
        report, growth, later = after(trainer, state, name, *arguments)
        what = f"{name} {arguments}: J {report.loss_before:.4g}, {report.loss_after:.4g}, {later:.4g}; {growth:.3g}"
        most, times, little = (10, 2, 0.05) if name == "add_layer" else (8, 1.5, 0.02)  # deeper is more restless
        assert growth <= most, what
        assert later <= times * max(report.loss_before, report.loss_after) + little, what


def test_the_layer_of_a_sine_whose_removal_cost_everything() -> None:
    """Its least squares are nearly exact with weights of 6e5, and two epochs later J was 3e7."""
    trainer, state = trained("sine", (8, 8), 20, "tanh", "adam")
    report, growth, later = after(trainer, state, "remove_layer", 3)
    assert growth <= 4
    assert report.loss_after <= 1.2 * report.loss_before
    assert later <= 1.2 * report.loss_before


def test_sums_that_are_not_finite_are_no_ground_for_a_fit() -> None:
    trainer = Trainer(experiment((3, 4, 3, 2), ["tanh", "relu"]))
    trainer.network.parameters.theta[:] = 1e200
    state = trainer.state()
    for name, *arguments in (("remove_layer", 3), ("change_activation", 3, "tanh"), ("add_layer", 3, "sigmoid")):
        with pytest.raises(InputError, match=r"Z\(\d\): found sums of training inputs that are not finite"):
            getattr(surgery, name)(state, trainer.data, *arguments)


@pytest.mark.parametrize("arguments", [("remove_layer", 2), ("change_activation", 2, "tanh"), ("add_layer", 1, "tanh")])
def test_weights_of_0_and_a_dead_layer(arguments: tuple[Any, ...]) -> None:
    """There is nothing to be told of the layer, so what comes of it is 0, or the mean, but finite."""
    name, *rest = arguments
    for theta in (0.0, -1.0):
        start = experiment((3, 4, 2), ["relu"])
        assert start.data.inputs is not None
        trainer = Trainer(start.replace("data.inputs", np.abs(start.data.inputs).tolist()))
        trainer.network.parameters.theta[:] = theta
        made, report = getattr(surgery, name)(trainer.state(), trainer.data, *rest)
        assert np.isfinite(made.theta).all()
        assert report.loss_after == pytest.approx(report.loss_before, rel=0.01)


# Journals from before fits were ridge regressions


def test_a_journal_from_before_replays_as_it_was() -> None:
    """Its entries have no `fit`: what they did is done again, to the bit, by plain least squares."""
    trainer, state = trained("sine", (8, 8), 20, "tanh", "adam")
    line = b'{"what":"deed","epoch":20,"batch":0,"act":"remove_layer","arguments":[3]}\n'
    (entry,) = read_journal(line)
    assert isinstance(entry, Action)
    assert journal_line(entry).encode() == line
    done = actions.apply_action(entry, state, trainer.data)
    program = operation.forward_pass(state, trainer.data, state.theta, 10_000)
    assert done.state.theta[16:].tolist() == np.linalg.lstsq(program.A[2], program.Z[4], rcond=None)[0].ravel().tolist()
    assert np.abs(done.state.theta).max() > 1000
    now = actions.new_action((20, 0), "remove_layer", [3])
    assert b'"fit":"ridge"' in journal_line(now).encode()
    assert np.abs(actions.apply_action(now, state, trainer.data).state.theta).max() < 10
    (again,) = read_journal(journal_line(now).encode())
    assert again == now


@pytest.mark.parametrize(
    ("act", "arguments"),
    [("add_layer", [2, "tanh"]), ("change_activation", [3, "relu"]), ("change_activations", ["relu"])],
)
def test_each_fit_of_before_is_still_there(act: str, arguments: list[int | str]) -> None:
    trainer, state = trained("sine", (8, 8), 20, "tanh", "adam")
    before, now = (Action(20, 0, act, arguments), actions.new_action((20, 0), act, arguments))
    one, other = (actions.apply_action(entry, state, trainer.data).state.theta for entry in (before, now))
    assert one.shape == other.shape
    assert (one != other).any()


def test_what_fits_nothing_has_no_fit_and_an_unknown_one_is_refused() -> None:
    trainer, state = trained("sine", (8, 8), 20, "tanh", "adam")
    assert "fit" not in journal_line(actions.new_action((20, 0), "add_neuron", [2]))
    with pytest.raises(InputError, match="journal: found the fit 'later', expected one of least_squares, ridge"):
        actions.apply_action(Action(20, 0, "remove_layer", [2], "later"), state, trainer.data)
