"""Walking through the equations: from value to value along the terms of their sums, over the layers, and back."""

from dataclasses import replace

import numpy as np
import pytest
from executions import EACH_ONCE, NETWORKS, at, walked
from narrowing import present

from core.experiment.experiment import Experiment
from core.stepping.stepper import Execution, Stepper
from core.training.trainer import Trainer
from tui_mlp.models.step_focus import focus_on, updated_focus
from tui_mlp.session.session import PlannedEquation, Stepping


def symbols(executions: tuple[Execution, ...]) -> list[str]:
    return [execution.equation.symbol for execution in executions]


def test_from_the_loss_to_an_input_and_back() -> None:
    executions = walked()
    focus = here = at(executions, "J")
    way = [focus.name]
    while following := focus.followed():
        focus = following
        way.append(focus.name.partition("[")[0])
    assert way == ["J", "A(4)", "A(3)", "A(2)", "A(1)"]
    assert focus.chosen_factor is None
    for _ in range(5):
        focus = focus.back()
    assert focus is here


def test_a_followed_factor_has_the_value_that_the_sum_took() -> None:
    executions = walked(optimizer="adam", dropout=0.3, l2=0.1, batches=2)
    followed = 0
    for place in range(len(executions)):
        start = focus_on(executions, place, (1, 1), 12)
        for term in range(len(start.expressions)):
            for factor in range(len(start.at_term(term, 0).factors)):
                focus = start.at_term(term, factor)
                there = focus.followed()
                if there is None:
                    assert focus.chosen_factor is not None
                    assert focus.chosen_factor.cell is None, f"{focus.chosen_factor} of {focus.name} leads nowhere"
                    continue
                followed += 1
                assert focus.chosen_factor is not None
                if focus.chosen_factor.text.startswith(("Z", "g(Z")):  # those lead to A, whose sum they are on the way
                    continue
                assert focus.chosen_factor is not None
                assert there.value == focus.chosen_factor.value, (
                    f"{focus.chosen_factor} of {focus.name} leads to {there.name}"
                )
    assert followed > 100


def test_what_no_equation_made_is_looked_at_where_it_is_given() -> None:
    executions = walked()
    focus = at(executions, "Δ(4)").at_term(0, 0)
    assert focus.chosen_factor is not None
    assert focus.chosen_factor.text == "Y[1,1]"
    there = focus.followed()
    assert there is not None
    assert there.given
    assert there is not None
    assert there.name == "Y[1,1]"
    assert there is not None
    assert there.derivation is None
    assert there is not None
    assert not there.terms
    assert there is not None
    assert there.followed() is None
    assert present(at(executions, "A(2)", 0, 1).at_term(1, 1).followed()).name == "Θ(1)[1,1]"


def test_a_number_of_its_own_leads_nowhere() -> None:
    focus = at(walked(), "∇(3)")
    closing = focus.at_term(len(focus.terms), 0)
    assert closing.chosen_factor is not None
    assert closing.chosen_factor.text == "m"
    assert closing.followed() is None


def test_the_largest_z_of_a_softmax_is_looked_at_among_all_z() -> None:
    focus = at(walked(output="softmax", outputs=3), "A(4)")
    closing = focus.at_term(len(focus.terms), 1)
    assert closing.chosen_factor is not None
    assert closing.chosen_factor.text == "max(Z(4)[1,:])"
    there = closing.followed()
    assert there is not None
    assert there.execution is focus.execution
    assert there is not None
    assert there.name.startswith("Z(4)[1,")
    assert there is not None
    assert closing.chosen_factor is not None
    assert there.value == closing.chosen_factor.value == there.operand.value[0].max()


@pytest.mark.parametrize(("network", "optimizer"), EACH_ONCE)
def test_every_value_of_every_equation_can_be_looked_at(network: str, optimizer: str) -> None:
    executions = walked(**NETWORKS[network], optimizer=optimizer)
    for place, execution in enumerate(executions):
        rows, columns = execution.writes.value.shape
        for row in range(rows):
            for column in range(columns):
                focus = focus_on(executions, place, (0, 0), 3).at_cell(row, column)
                assert focus.cell == (row, column)
                assert focus.value == execution.writes.value[row, column]
                assert 0 <= focus.term_index < len(focus.expressions)
                assert len(focus.terms) <= 3
                assert focus.derivation is not None
                assert sum(term.value for term in focus.terms) == pytest.approx(focus.derivation.total, abs=1e-12)


def test_a_bias_unit_is_followed_only_when_chosen() -> None:
    stepper = Stepper(Trainer(Experiment.load("by-hand")))
    stepper.finish_batch()
    focus = at(stepper.executions, "A(3)")
    assert max(focus.terms, key=lambda term: abs(term.value)).label == "0", "the bias unit has the largest term"
    assert present(focus.followed()).name == "A(2)[1,1]"
    assert present(focus.at_term(0, 0).followed()).name == "A(2)[1,0]"
    way = [focus.name]
    while following := focus.followed():
        focus = following
        way.append(focus.name)
    assert way == ["A(3)[1,1]", "A(2)[1,1]", "A(1)[1,1]"], "an input"


def test_of_a_bias_weight_the_error_is_followed() -> None:
    focus = at(walked(), "∇(2)", 0, 0)
    assert present(focus.followed()).execution.equation.symbol == "Δ(3)"
    short = at(walked(), "∇(2)", 0, 0, max_terms=2)
    assert short.terms[short.term_index].factors, "the rest of a long sum can't be followed"


def test_the_largest_term_is_looked_at_first_and_what_was_made_here() -> None:
    focus = at(walked(), "A(3)", 2, 1)
    sizes = [abs(term.value) for term in focus.terms]
    assert focus.term_index == int(np.argmax(sizes))
    assert focus.chosen_factor is not None
    assert focus.chosen_factor.text.startswith("A(2)[3,")
    assert present(focus.at_term(0, 1).chosen_factor).text == "Θ(2)[0,1]"
    assert focus.at_term(0, 1).at_cell(2, 2).term is None, "another value begins anew"
    assert focus.at_term(0, 1).at_cell(2, 1).term == 0, "the same value stays where it is"


def test_a_cell_beyond_the_edge_is_the_nearest() -> None:
    focus = at(walked(), "Δ(3)")
    assert focus.at_cell(99, -4).cell == (4, 0)
    assert focus.at_term(99, 99).term_index == len(focus.terms)


def test_a_bias_unit_is_no_place_to_begin_but_can_be_looked_at() -> None:
    executions = walked()
    focus = focus_on(executions, symbols(executions).index("A(2)"), (3, 0), 8)
    assert focus.cell == (3, 1)
    assert focus.at_cell(3, 0).name == "A(2)[4,0]"
    assert focus.at_cell(3, 0).value == 1


def test_another_equation_is_seen_at_the_same_example_and_neuron() -> None:
    executions = walked()
    places = {symbol: place for place, symbol in enumerate(symbols(executions))}
    focus = at(executions, "A(3)", 2, 3)
    assert focus.name == "A(3)[3,3]"
    assert focus.at_equation(places["g'(Z(3))"]).name == "g'(Z(3))[3,3]"
    assert focus.at_equation(places["Δ(3)"]).at_equation(places["A(3)"]).name == "A(3)[3,3]"
    assert focus.at_equation(places["Δ(4)"]).cell == (2, 1), "it has two columns"
    assert focus.at_equation(-5).name == "A(1)[3,3]"
    assert focus.at_equation(99).execution is executions[-1]


def test_layers_of_the_same_kind() -> None:
    executions = walked(clip_norm=0.01)
    focus = at(executions, "A(2)")
    assert present(focus.in_other_layer(1)).execution.equation.symbol == "A(3)"
    assert present(focus.in_other_layer(-1)).execution.equation.symbol == "A(1)"
    assert present(focus.in_other_layer(-1)).in_other_layer(-1) is None
    assert present(at(executions, "Δ(3)").in_other_layer(1)).execution.equation.symbol == "Δ(4)"
    assert present(at(executions, "g'(Z(3))").in_other_layer(-1)).execution.equation.symbol == "g'(Z(2))"
    assert at(executions, "J").in_other_layer(1) is None
    shortened = at(executions, "∇(1)", kind="clipping").in_other_layer(1)
    assert shortened is not None
    assert shortened.execution.equation.kind == "clipping"
    assert present(at(executions, "∇(1)", kind="gradient").in_other_layer(1)).execution.equation.kind == "gradient"
    half = executions[: symbols(executions).index("A(3)")]
    assert focus_on(half, 1, (0, 0), 8).in_other_layer(1) is None, "it hasn't run"


def stepping(executions: tuple[Execution, ...], cursor: int) -> Stepping:
    plan = (PlannedEquation(None, None, "", ""),) * len(executions)
    return Stepping(plan, executions, cursor)


def test_each_equation_that_runs_is_looked_at() -> None:
    executions = walked()
    assert updated_focus(None, Stepping(), 8) is None
    focus = updated_focus(None, stepping(executions[:1], 1), 8)
    assert focus is not None
    assert focus.name == "A(1)[1,1]"
    assert focus is not None
    focus = updated_focus(focus.at_cell(2, 3), stepping(executions[:2], 2), 8)
    assert focus is not None
    assert focus.name == "A(2)[3,3]"
    back = updated_focus(focus, stepping(executions[:1], 1), 8)
    assert back is not None
    assert back.name == "A(1)[3,3]"
    assert back is not None
    assert updated_focus(back, stepping(back.executions, 1), 8) is back
    assert updated_focus(back, Stepping(), 8) is None


def test_after_another_mini_batch_the_same_equation_is_looked_at() -> None:
    first, second = walked(), walked(batches=2)
    focus = at(first, "Δ(2)", 3, 2)
    assert present(updated_focus(focus, stepping(second, 0), 8)).name == "Δ(2)[4,3]"
    assert present(updated_focus(focus, stepping(second, 0), 8)).executions is second
    assert present(updated_focus(focus, stepping(second[:4], 4), 8)).execution is second[3], (
        "within a mini-batch it is the last that ran"
    )
    shallow = walked(hidden=())
    assert present(updated_focus(focus, stepping(shallow, 0), 8)).execution is shallow[-1], "there is no Δ(2)"


def test_the_trail_outlives_a_turn_of_terms_only() -> None:
    focus = at(walked(), "J").followed()
    assert focus is not None
    assert focus.at_term(1, 0).back().name == "J"
    assert present(replace(focus, max_terms=2)).back().name == "J"
    assert focus is not None
    assert present(focus.in_other_layer(-1)).trail == ()
