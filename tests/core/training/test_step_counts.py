"""Steps counted weight by weight: new weights began later, frozen ones rest. Adam's bias corrections go by them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stepping_cases import bits, experiment
from surgery_cases import Alongside, check_same, layer_of, many, origins, trained

from core import surgery
from core.derivation.derivation import derive
from core.derivation.text import derivation_latex
from core.optimizers import Optimizer
from core.parameters import Parameters
from core.scalars import Scalars
from core.stepping.stepper import Execution, Stepper
from core.surgery import weights as edits
from core.training.trainer import Trainer

# A step count a weight


@given(
    trainer=trained(names=("sigmoid", "tanh"), batches=(1, 8), optimizer="adam", dropout=0.0, clip_norm=0.0),
    data=st.data(),
)
@many(max_examples=10)
def test_adam_s_first_step_on_a_new_weight_is_alpha(trainer: Trainer, data: st.DataObject) -> None:
    """Whatever the gradient, where there is one; all other weights step as they would have without it."""
    rates, l, state = trainer.experiment.training, layer_of(data, trainer), trainer.state()
    after = surgery.add_neuron(state, trainer.data, l).state
    trainer.run_batch()
    as_before = trainer.state()
    trainer.restore(after)
    trainer.run_batch()
    grown, s = trainer.state(), state.sizes[l - 1]
    source = origins(state.sizes, after.sizes, lambda at, j, k: None if new_at(l, s, at, j, k) else (at, j, k))
    np.testing.assert_allclose(grown.theta[source >= 0], as_before.theta[source[source >= 0]], rtol=1e-9, atol=1e-9)
    g = grown.gradient[source < 0]
    assert g.any()
    wanted = rates.learning_rate * g / (np.abs(g) + rates.epsilon)
    np.testing.assert_allclose((after.theta - grown.theta)[source < 0], wanted, rtol=1e-9, atol=1e-14)
    assert (grown.vectors["t"] == np.where(source < 0, 1, state.count + 1)).all()


def new_at(l: int, s: int, at: int, j: int, k: int) -> bool:
    """Whether a weight leads to or from the neuron s + 1 of layer l."""
    return (at == l - 1 and k == s + 1) or (at == l and j == s + 1)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_weight_steps_to_the_bit_as_if_all_had_its_count(dtype: str) -> None:
    """Five steps of weights that began 0, 3 and 7 steps ago, one of them frozen, with rates that change."""
    t, parameters = np.array([7, 0, 7, 3, 3, 0]), Parameters([2, 2], [], dtype)
    random = np.random.default_rng(1)
    together = [Parameters([2, 2], [], dtype) for _ in range(3)]
    parameters.frozen[2] = True
    scalars, gradient = Scalars(dtype, learning_rate=0.1), np.zeros(6, dtype)
    optimizer = Optimizer("adam", parameters, gradient, scalars, t)
    optimizer.count = 7
    alike = [Optimizer("adam", one, gradient, scalars) for one in together]
    for one, count in zip(alike, (0, 3, 7), strict=True):
        one.count = count
        one.vectors["nu"][:] = optimizer.vectors["nu"][:] = random.random(6)
    for one in alike:
        one.vectors["nu"][:] = optimizer.vectors["nu"]
    for turn in range(5):
        gradient[:] = random.normal(size=6)
        scalars.learning_rate, scalars.beta2 = 0.1 / (turn + 1), 0.999 - 0.01 * turn
        for one in (optimizer, *alike):
            for formula in one.formulas:
                for function, arguments in formula.calls:
                    function(*arguments)
    for place, count in enumerate(t):
        wanted = together[(0, 3, 7).index(count)].theta[place]
        assert parameters.theta[place] == (0 if place == 2 else wanted)
    assert optimizer.vectors["t"].tolist() == [12, 5, 7, 8, 8, 5]
    assert optimizer.step[2] == 0
    assert (optimizer.count, optimizer.fewest_steps) == (12, 5)


def test_where_all_have_taken_as_many_steps_one_number_counts_them() -> None:
    trainer = Trainer(experiment((3, 4, 2), optimizer="adam"))
    grown = surgery.add_neuron(trainer.state(), trainer.data, 2).state
    assert "t" not in grown.vectors, "nothing has been trained yet"
    trainer.run_batch()
    equations = len(trainer.equations)
    trainer.restore(surgery.add_neuron(trainer.state(), trainer.data, 2).state)
    names = ["mu", "nu", "t", "α'", "ε'", "Θ"]
    assert [formula.name for formula in trainer.optimizer.formulas] == names
    assert len(trainer.equations) == equations + 4  # t, α', ε' of two layers in place of two numbers
    trainer.restore(surgery.remove_neuron(trainer.state(), trainer.data, 2, 5).state)
    assert [formula.name for formula in trainer.optimizer.formulas] == ["mu", "nu", "α'", "ε'", "Θ"]
    assert (len(trainer.equations), trainer.optimizer.count) == (equations, 1)


def test_one_number_counts_the_steps_of_a_network_that_is_new_throughout() -> None:
    trainer = Trainer(experiment((3, 4, 2), optimizer="adam"))
    trainer.run_epoch()
    after = surgery.remove_layer(trainer.state(), trainer.data, 2).state
    assert (after.sizes, after.count, sorted(after.vectors)) == ((3, 2), 0, ["mu", "nu"])


# Frozen weights


@given(trainer=trained(batches=(0, 3)), data=st.data())
@many(max_examples=10)
def test_frozen_weights_rest_and_so_does_their_count(trainer: Trainer, data: st.DataObject) -> None:
    """Freezing, an operation and thawing, each from the state there is, beside the reference."""
    random = np.random.default_rng(data.draw(st.integers(0, 99)))
    state = trainer.state()
    mask = random.random(len(state.theta)) < 0.4
    trainer.restore(edits.with_frozen(state, mask))
    for _ in range(2):
        beside = Alongside(trainer)
        at_rest = trainer.state()
        for _ in range(3):
            beside.batch()
            beside.compare()
        now = trainer.state()
        rest = at_rest.frozen if at_rest.frozen is not None else np.zeros(len(now.theta), bool)
        assert (now.theta[rest] == at_rest.theta[rest]).all()
        assert not now.step[rest].any()
        assert all((now.vectors[name][rest] == vector[rest]).all() for name, vector in at_rest.vectors.items())
        grown = surgery.add_neuron(now, trainer.data, layer_of(data, trainer)).state
        trainer.restore(grown)
    thawed = edits.with_frozen(trainer.state(), np.zeros(len(trainer.gradient), bool))
    assert thawed.frozen is None
    trainer.restore(thawed)
    assert not trainer.network.parameters.frozen.any()
    beside = Alongside(trainer)
    for _ in range(3):
        beside.batch()
        beside.compare()


def test_thawed_at_once_nothing_has_been() -> None:
    trainer = Trainer(experiment(optimizer="adam"))
    trainer.run_epoch()
    state = trainer.state()
    mask = np.arange(len(state.theta)) % 2 == 0
    frozen = edits.with_frozen(state, mask)
    assert frozen.vectors["t"].tolist() == [3] * len(state.theta)
    check_same(state, edits.with_frozen(frozen, ~mask & mask))


# As it is shown


def walked() -> dict[str, Execution]:
    """The executions of a mini-batch after one neuron more and one weight at rest."""
    trainer = Trainer(experiment((3, 4, 2), optimizer="adam", learning_rate=0.5, beta1=0.5, beta2=0.75, epsilon=0.25))
    trainer.run_epoch()
    trainer.restore(surgery.add_neuron(trainer.state(), trainer.data, 2).state)
    trainer.restore(edits.with_frozen(trainer.state(), np.arange(len(trainer.gradient)) == 1))
    stepper = Stepper(trainer)
    stepper.finish_batch()
    return {execution.equation.symbol: execution for execution in stepper.executions}


def test_each_layer_shows_its_steps_and_what_comes_of_them() -> None:
    executions = walked()
    names = [execution.equation.symbol for execution in executions.values() if execution.equation.kind == "correction"]
    assert names == ["t(1)", "t(2)", "α'(1)", "α'(2)", "ε'(1)", "ε'(2)"]
    assert executions["t(1)"].writes.value.tolist() == [[4, 3, 4, 4, 1]] + [[4, 4, 4, 4, 1]] * 3
    texts = [executions[symbol].equation.text for symbol in ("t(1)", "α'(1)", "ε'(1)", "Θ(1)")]
    assert texts == [
        "t(1) + 1", "α √(1 − β2^t(1)) / (1 − β1^t(1))", "ε √(1 − β2^t(1))", "Θ(1) − α'(1) mu(1) / (√nu(1) + ε'(1))",
    ]  # fmt: skip
    old, new = (derive(executions["α'(1)"], 2, column) for column in (0, 4))
    assert old.formula == "α · √(1 − β2^t(1)[2,1]) / (1 − β1^t(1)[2,1])"
    assert old.closing.numbers("{:g}".format) == "0.5 · √(1 − 0.75^4) / (1 − 0.5^4)"
    assert new.closing.numbers("{:g}".format) == "0.5 · √(1 − 0.75^1) / (1 − 0.5^1)"
    assert new.value == 0.5
    assert derive(executions["ε'(2)"], 5, 1).closing.numbers("{:g}".format) == "0.25 · √(1 − 0.75^1)"
    assert derive(executions["t(2)"], 5, 1).closing.numbers("{:g}".format) == "0 + 1"
    assert (
        derive(executions["Θ(2)"], 1, 0).formula == "Θ(2)[1,1] − α'(2)[1,1] · mu(2)[1,1] / (√nu(2)[1,1] + ε'(2)[1,1])"
    )


def test_what_is_at_rest_says_so() -> None:
    executions = walked()
    for symbol in ("mu(1)", "nu(1)", "t(1)", "α'(1)", "ε'(1)", "Θ(1)"):
        assert derive(executions[symbol], 0, 1).note == "frozen"
        assert not derive(executions[symbol], 0, 2).note
    assert derive(executions["α'(1)"], 0, 1).value == 0
    assert "\\quad\\text{(frozen)}" in derivation_latex(executions["α'(1)"], derive(executions["α'(1)"], 0, 1), 1)


def test_as_latex() -> None:
    executions = walked()
    lines = derivation_latex(executions["α'(1)"], derive(executions["α'(1)"], 2, 4), 1).splitlines()
    assert lines[2] == (r"  \alpha'^{(1)} &= \alpha \sqrt{1 - \beta_{2}^{t^{(1)}}} / (1 - \beta_{1}^{t^{(1)}}) \\")
    assert lines[4] == r"  \alpha'^{(1)}_{2,5} &= 0.5 \cdot \sqrt{1 - 0.75^{1}} / (1 - 0.5^{1}) = 0.5"


def test_stepping_back_and_forth_is_nothing() -> None:
    """And compiles nothing anew, as equations that are looked at are those of the program."""
    trainer = Trainer(experiment((3, 4, 2), optimizer="adam"))
    trainer.run_epoch()
    trainer.restore(surgery.add_neuron(trainer.state(), trainer.data, 2).state)
    optimizer, equations, stepper = trainer.optimizer, trainer.equations, Stepper(trainer)
    plain = Trainer(trainer.experiment, trainer.data)
    plain.restore(trainer.state())
    plain.history.replace(trainer.history.view())
    stepper.finish_batch()
    for _ in range(12):
        stepper.step()
    for _ in range(20):
        assert stepper.back()
    assert trainer.optimizer is optimizer
    assert trainer.equations[0] is equations[0]
    stepper.finish_batch()
    stepper.finish_batch()
    for _ in range(2):
        plain.run_batch()
    assert bits(trainer) == bits(plain)
