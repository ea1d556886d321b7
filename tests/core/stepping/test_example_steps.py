"""One example alone: the numbers of the lecture, neuron by neuron, and a training that doesn't notice."""

from typing import Any

import numpy as np
import pytest
import reference
from narrowing import present
from stepping_cases import bits, experiment, trainer_of

from core.derivation.derivation import derive
from core.derivation.text import derivation_text
from core.stepping.chosen_example import ChosenExample
from core.stepping.example_steps import example_steps
from core.stepping.stepper import Stepper
from core.support.errors import InputError
from core.training.trainer import Trainer

CASES: dict[str, dict[str, Any]] = {
    "tanh": {},
    "dropout and penalty": {"dropout": 0.4, "l2": 0.3, "l1": 0.2, "clip_norm": 0.05},
    "softmax": {"sizes": (3, 4, 3), "activation": "relu", "pair": ("softmax", "cross_entropy")},
    "balanced": {"sizes": (3, 4, 3), "pair": ("softmax", "cross_entropy"), "class_weight": "balanced"},
    "squared error": {"activation": ["sigmoid", "leaky_relu"], "pair": ("tanh", "squared_error")},
    "no hidden layer": {"sizes": (3, 2), "activation": [], "pair": ("identity", "squared_error")},
    "float32": {"dtype": "float32"},
}


def trained(**settings: Any) -> Trainer:
    """After an epoch and a mini-batch."""
    trainer = trainer_of(experiment(validation=4, **settings))
    trainer.run_epoch(lambda: False)
    trainer.run_batch()
    return trainer


def test_it_says_which_weights_are_frozen() -> None:
    trainer = trainer_of(experiment(), frozen=True)
    marks = trainer.network.parameters.frozen
    found = example_steps(trainer, ChosenExample("train", 3))[0].context.frozen
    assert np.concatenate([mark.ravel() for mark in found]).tolist() == marks.tolist()
    assert {*marks.tolist()} == {True, False}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("split", ["train", "validation"])
def test_its_equations_hold_the_numbers_of_the_lecture(case: str, split: str) -> None:
    trainer = trained(**CASES[case])
    network, place = trainer.network, 3
    examples = present({"train": trainer.data.train, "validation": trainer.data.validation}[split])
    x, y = examples.inputs[place].tolist(), examples.Y[place].tolist()
    net = reference.Net(network.parameters.activations, network.output, network.loss_name)
    thetas, L = [theta.tolist() for theta in network.thetas], network.parameters.L
    w = 1.0
    if case == "balanced":
        rows = trainer.data.train.Y.tolist()
        w = reference.balanced(rows)[rows.index(y)]
    executions = example_steps(trainer, ChosenExample(split, place))
    wrote = {one.equation.symbol: one.writes.value for one in executions}
    zs, outputs = reference.forward(net, thetas, x)
    deltas = reference.example_deltas(net, thetas, x, y)
    wanted: dict[str, Any] = {"A(1)": [1.0, *x], "J": [w * reference.example_loss(net, y, outputs[-1])]}
    for l in range(2, L + 1):
        wanted[f"A({l})"] = outputs[l - 1] if l == L else [1.0, *outputs[l - 1]]
        wanted[f"Δ({l})"] = [w * delta for delta in deltas[l - 2]]
        if l < L:
            wanted[f"g'(Z({l}))"] = [reference.G_PRIME[net.activations[l - 2]](z) for z in zs[l - 2]]
    close: dict[str, Any] = {"rtol": 1e-4, "atol": 1e-5} if case == "float32" else {"rtol": 1e-10, "atol": 1e-12}
    for symbol, values in wanted.items():
        np.testing.assert_allclose(wrote.pop(symbol), [values], err_msg=symbol, **close)
    for l, gradient in enumerate(reference.example_gradients(net, thetas, x, y), 1):
        np.testing.assert_allclose(wrote.pop(f"∇({l})"), w * np.array(gradient), err_msg=f"∇({l})", **close)
    assert not wrote, "and no update"
    for execution in executions:
        value = execution.writes.value
        for row, column in np.ndindex(value.shape):
            assert derive(execution, row, column).value == value[row, column]


def test_training_does_not_notice() -> None:
    """Between any two equations, in the middle of a mini-batch too: the same bits, with dropout drawn as before."""
    settings = experiment(validation=4, dropout=0.4, l2=0.1, optimizer="adam", m=8)
    plain, watched = Trainer(settings), Trainer(settings)
    stepper = Stepper(watched)
    for place in range(2 * len(plain.equations)):
        plain.run_equation()
        stepper.step()
        example_steps(watched, ChosenExample("validation", place % 4))
        assert bits(watched) == bits(plain)
    ran = stepper.executions
    example_steps(watched, ChosenExample("train", 1))
    assert stepper.executions is ran
    assert stepper.back()
    stepper.step()
    assert bits(watched) == bits(plain)


def test_what_was_shown_stays_when_training_goes_on() -> None:
    trainer = trained()
    executions = example_steps(trainer, ChosenExample("train", 2))
    before = [[operand.value.copy() for operand in execution.operands] for execution in executions]
    example_steps(trainer, ChosenExample("train", 3))
    trainer.run_epoch(lambda: False)
    for execution, values in zip(executions, before, strict=True):
        for operand, value in zip(execution.operands, values, strict=True):
            assert np.array_equal(operand.value, value), operand.symbol


def test_values_are_prepared_as_the_row_was() -> None:
    """The raw values of a row give the row's own equations; without a target there are those up to the output."""
    settings = experiment(validation=4)
    trainer = Trainer(settings.replace("data.standardize", True))
    trainer.run_epoch(lambda: False)
    validation, scaling = present(trainer.data.validation), present(trainer.data.input_scaling)
    raw = scaling.restored(validation.inputs[1:2])[0]
    row = example_steps(trainer, ChosenExample("validation", 1))
    typed = example_steps(trainer, ChosenExample("validation", 1, raw))
    drawn = example_steps(trainer, ChosenExample(values=raw, target=validation.Y[1]))
    for one, other, third in zip(row, typed, drawn, strict=True):
        np.testing.assert_allclose(other.writes.value, one.writes.value, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(third.writes.value, one.writes.value, rtol=1e-9, atol=1e-12)
    forward = example_steps(trainer, ChosenExample(values=raw))
    assert [one.equation.symbol for one in forward] == ["A(1)", "A(2)", "A(3)", "A(4)"]
    assert np.allclose(forward[-1].writes.value, row[3].writes.value)
    turned = example_steps(trainer, ChosenExample("validation", 1, target=1 - validation.Y[1]))
    by_symbol = {one.equation.symbol: one.writes.value for one in turned}
    np.testing.assert_allclose(by_symbol["Δ(4)"], 1 - validation.Y[1:2] - row[3].writes.value)


def test_other_targets_weigh_as_much_as_training_examples_of_their_class() -> None:
    trainer = trained(**CASES["balanced"])
    rows = trainer.data.train.Y.tolist()
    for place, y in enumerate(rows):
        weight = ChosenExample(values=np.zeros(3), target=np.array(y)).weight(trainer.data)
        assert present(weight) == pytest.approx(reference.balanced(rows)[place])
        row = ChosenExample("train", (place + 1) % len(rows), target=np.array(y)).weight(trainer.data)
        assert present(row) == weight, "that of the target, not that of the row which had another one"
    unseen = ChosenExample(values=np.zeros(3), target=np.full(3, 1 / 3)).weight(trainer.data)
    assert present(unseen) == 1


def test_it_is_named_by_its_row_in_the_source() -> None:
    trainer = trained()
    rows = present(present(trainer.data.validation).rows)
    execution = example_steps(trainer, ChosenExample("validation", 2))[0]
    assert execution.context.example_text(0) == f"validation row {rows[2] + 1}"
    text = derivation_text(execution, derive(execution, 0, 1), trainer.epoch)
    assert text.splitlines()[0] == f"line 5, epoch 1, validation row {rows[2] + 1}"
    assert f"input 1 of validation row {rows[2] + 1}" in text
    raw = np.zeros(3)
    assert ChosenExample("train", 1).text(None) == "training example 2"
    assert ChosenExample("test", 1, raw).text(6) == "test row 7 with other values"
    assert ChosenExample(values=raw).text(None) == "the drawn image"


def test_weights_that_are_not_finite_are_shown_as_they_are() -> None:
    trainer = trained()
    trainer.network.thetas[0][1, 2] = np.nan
    executions = example_steps(trainer, ChosenExample("train", 0))
    assert np.isnan(executions[-1].writes.value).any()


@pytest.mark.parametrize(
    ("example", "message"),
    [
        (ChosenExample("validation", 4), "no such example"),
        (ChosenExample("test", 0), "no such example"),
        (ChosenExample(), "needs values"),
        (ChosenExample(values=np.zeros(2)), "found 2; expected 3"),
    ],
)
def test_an_example_that_is_not_there_is_refused(example: ChosenExample, message: str) -> None:
    with pytest.raises(InputError, match=message):
        example_steps(trained(), example)
