"""Adam's steps counted weight by weight, as after surgery and beside frozen weights: told, spelled, drawn."""

import numpy as np
import pytest
from executions import at

from core import surgery
from core.derivation.text import relation_sign
from core.experiment.experiment import Experiment
from core.stepping.stepper import Execution, Stepper
from core.surgery import weights as edits
from core.training.trainer import Trainer
from tui_mlp.models.equation_help import equation_word, explanation, heading
from tui_mlp.models.operand_views import operand_views, result_view
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.derivation import sum_lines
from tui_mlp.session.session import PlannedEquation
from tui_mlp.text.numbers import plain_number


@pytest.fixture(scope="module")
def executions() -> tuple[Execution, ...]:
    """A mini-batch with a new neuron in layer 2 and a weight of Θ(1) at rest."""
    trainer = Trainer(Experiment.load("xor", ["network.hidden=[3]", "training.optimizer=adam"]))
    trainer.run_epoch()
    trainer.restore(surgery.add_neuron(trainer.state(), trainer.data, 2).state)
    trainer.restore(edits.with_frozen(trainer.state(), np.arange(len(trainer.gradient)) == 1))
    stepper = Stepper(trainer)
    stepper.finish_batch()
    return stepper.executions


def test_each_equation_is_told(executions: tuple[Execution, ...]) -> None:
    told = {
        execution.equation.symbol: (
            equation_word(PlannedEquation(execution.equation.line, None, execution.equation.symbol, ""), 3),
            heading(execution),
            explanation(execution),
        )
        for execution in executions
    }  # fmt: skip
    assert told["t(1)"] == (
        "steps",
        "adam's count of steps",
        "How many steps each weight has taken: new weights began later, frozen ones take none.",
    )
    assert told["α'(2)"][:2] == ("rate", "adam's bias correction")
    assert all(all(texts) for texts in told.values())


def test_its_matrices_stand_beside_it(executions: tuple[Execution, ...]) -> None:
    assert [piece.title for piece in operand_views(at(executions, "α'(2)").execution)] == ["t(2)"]
    assert [piece.title for piece in operand_views(at(executions, "Θ(2)").execution)] == [
        "Θ(2)", "mu(2)", "nu(2)", "α'(2)", "ε'(2)",
    ]  # fmt: skip
    assert result_view(at(executions, "t(1)")).title == "= new t(1)"
    assert (
        result_view(at(executions, "t(1)")).values[0].tolist()[1] + 1
        == result_view(at(executions, "t(1)")).values[0].tolist()[0]
    )


def test_a_factor_is_followed_to_where_it_was_made(executions: tuple[Execution, ...]) -> None:
    theta = at(executions, "Θ(2)", 1, 0)
    rate = next(place for place, one in enumerate(theta.factors) if one.text == "α'(2)[1,1]")
    there = theta.at_term(theta.term_index, rate).followed()
    assert there is not None
    assert (there.symbol, there.cell) == ("α'(2)", (1, 0))
    assert there is not None
    count = there.at_term(there.term_index, 1 + [one.text for one in there.factors[1:]].index("t(2)[1,1]")).followed()
    assert count is not None
    assert (count.symbol, count.value) == ("t(2)", 2)


@pytest.mark.parametrize("symbol", ["t(1)", "α'(1)", "ε'(1)", "Θ(1)"])
@pytest.mark.parametrize("column", [0, 1, 3])
def test_a_value_is_spelled(executions: tuple[Execution, ...], symbol: str, column: int) -> None:
    focus = at(executions, symbol, 0, column)
    assert focus.derivation is not None
    lines = sum_lines(
        focus.derivation,
        focus.terms,
        100,
        12,
        palette(),
        arrow=relation_sign(focus.execution),
        term=focus.term_index,
        factor=focus.factor_index,
    )
    text = " ".join(strip.text for strip in lines)
    assert plain_number(focus.value) in text
    assert ("frozen" in text) == (column == 1)
