"""Walking through the equations: from value to value along the terms of their sums, over the layers, and back."""

from dataclasses import replace

import numpy as np
import pytest
from frames import NETWORKS, OPTIMIZERS, at, walked
from narrowing import present

from core.stepping.stepper import ExecutedEquation
from tui_mlp.models.step_focus import look, renewed
from tui_mlp.session.session import Planned, Stepping


def symbols(frames: tuple[ExecutedEquation, ...]) -> list[str]:
    return [frame.equation.symbol for frame in frames]


def test_from_the_loss_to_an_input_and_back() -> None:
    frames = walked()
    gaze = here = at(frames, "J")
    way = [gaze.name]
    while following := gaze.followed():
        gaze = following
        way.append(gaze.name.partition("[")[0])
    assert way == ["J", "A(4)", "A(3)", "A(2)", "A(1)"]
    assert gaze.chosen is None
    for _ in range(5):
        gaze = gaze.back()
    assert gaze is here


def test_a_followed_factor_has_the_value_that_the_sum_took() -> None:
    frames = walked(optimizer="adam", dropout=0.3, l2=0.1, batches=2)
    followed = 0
    for place in range(len(frames)):
        start = look(frames, place, (1, 1), 12)
        for term in range(len(start.expressions)):
            for factor in range(len(start.on(term, 0).factors)):
                gaze = start.on(term, factor)
                there = gaze.followed()
                if there is None:
                    assert gaze.chosen is not None
                    assert gaze.chosen.place is None, f"{gaze.chosen} of {gaze.name} leads nowhere"
                    continue
                followed += 1
                assert gaze.chosen is not None
                if gaze.chosen.text.startswith(("Z", "g(Z")):  # those lead to A, whose sum they are on the way
                    continue
                assert gaze.chosen is not None
                assert there.value == gaze.chosen.value, f"{gaze.chosen} of {gaze.name} leads to {there.name}"
    assert followed > 100


def test_what_no_equation_made_is_looked_at_where_it_is_given() -> None:
    frames = walked()
    gaze = at(frames, "Δ(4)").on(0, 0)
    assert gaze.chosen is not None
    assert gaze.chosen.text == "Y[1,1]"
    there = gaze.followed()
    assert there is not None
    assert there.given
    assert there is not None
    assert there.name == "Y[1,1]"
    assert there is not None
    assert there.spelling is None
    assert there is not None
    assert not there.terms
    assert there is not None
    assert there.followed() is None
    assert present(at(frames, "A(2)", 0, 1).on(1, 1).followed()).name == "Θ(1)[1,1]"


def test_a_number_of_its_own_leads_nowhere() -> None:
    gaze = at(walked(), "∇(3)")
    closing = gaze.on(len(gaze.terms), 0)
    assert closing.chosen is not None
    assert closing.chosen.text == "m"
    assert closing.followed() is None


def test_the_largest_z_of_a_softmax_is_looked_at_among_all_z() -> None:
    gaze = at(walked(output="softmax", outputs=3), "A(4)")
    closing = gaze.on(len(gaze.terms), 1)
    assert closing.chosen is not None
    assert closing.chosen.text == "max(Z(4)[1,:])"
    there = closing.followed()
    assert there is not None
    assert there.frame is gaze.frame
    assert there is not None
    assert there.name.startswith("Z(4)[1,")
    assert there is not None
    assert closing.chosen is not None
    assert there.value == closing.chosen.value == there.operand.value[0].max()


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_value_of_every_equation_can_be_looked_at(network: str, optimizer: str) -> None:
    frames = walked(**NETWORKS[network], optimizer=optimizer)
    for place, frame in enumerate(frames):
        rows, columns = frame.writes.value.shape
        for row in range(rows):
            for column in range(columns):
                gaze = look(frames, place, (0, 0), 3).at(row, column)
                assert gaze.cell == (row, column)
                assert gaze.value == frame.writes.value[row, column]
                assert 0 <= gaze.place < len(gaze.expressions)
                assert len(gaze.terms) <= 3
                assert gaze.spelling is not None
                assert sum(term.value for term in gaze.terms) == pytest.approx(gaze.spelling.total, abs=1e-12)


def test_the_largest_term_is_looked_at_first_and_what_was_made_here() -> None:
    gaze = at(walked(), "A(3)", 2, 1)
    sizes = [abs(term.value) for term in gaze.terms]
    assert gaze.place == int(np.argmax(sizes))
    assert gaze.chosen is not None
    assert gaze.chosen.text.startswith("A(2)[3,")
    assert present(gaze.on(0, 1).chosen).text == "Θ(2)[0,1]"
    assert gaze.on(0, 1).at(2, 2).term is None, "another value begins anew"
    assert gaze.on(0, 1).at(2, 1).term == 0, "the same value stays where it is"


def test_a_cell_beyond_the_edge_is_the_nearest() -> None:
    gaze = at(walked(), "Δ(3)")
    assert gaze.at(99, -4).cell == (4, 0)
    assert gaze.on(99, 99).place == len(gaze.terms)


def test_a_bias_unit_is_no_place_to_begin_but_can_be_looked_at() -> None:
    frames = walked()
    gaze = look(frames, symbols(frames).index("A(2)"), (3, 0), 8)
    assert gaze.cell == (3, 1)
    assert gaze.at(3, 0).name == "A(2)[4,0]"
    assert gaze.at(3, 0).value == 1


def test_another_equation_is_seen_at_the_same_example_and_neuron() -> None:
    frames = walked()
    places = {symbol: place for place, symbol in enumerate(symbols(frames))}
    gaze = at(frames, "A(3)", 2, 3)
    assert gaze.name == "A(3)[3,3]"
    assert gaze.onto(places["g'(Z(3))"]).name == "g'(Z(3))[3,3]"
    assert gaze.onto(places["Δ(3)"]).onto(places["A(3)"]).name == "A(3)[3,3]"
    assert gaze.onto(places["Δ(4)"]).cell == (2, 1), "it has two columns"
    assert gaze.onto(-5).name == "A(1)[3,3]"
    assert gaze.onto(99).frame is frames[-1]


def test_layers_of_the_same_kind() -> None:
    frames = walked(clip_norm=0.01)
    gaze = at(frames, "A(2)")
    assert present(gaze.turned(1)).frame.equation.symbol == "A(3)"
    assert present(gaze.turned(-1)).frame.equation.symbol == "A(1)"
    assert present(gaze.turned(-1)).turned(-1) is None
    assert present(at(frames, "Δ(3)").turned(1)).frame.equation.symbol == "Δ(4)"
    assert present(at(frames, "g'(Z(3))").turned(-1)).frame.equation.symbol == "g'(Z(2))"
    assert at(frames, "J").turned(1) is None
    shortened = at(frames, "∇(1)", kind="clipping").turned(1)
    assert shortened is not None
    assert shortened.frame.equation.kind == "clipping"
    assert present(at(frames, "∇(1)", kind="gradient").turned(1)).frame.equation.kind == "gradient"
    half = frames[: symbols(frames).index("A(3)")]
    assert look(half, 1, (0, 0), 8).turned(1) is None, "it hasn't run"


def stepping(frames: tuple[ExecutedEquation, ...], cursor: int) -> Stepping:
    plan = (Planned(None, None, "", ""),) * len(frames)
    return Stepping(plan, frames, cursor)


def test_each_equation_that_runs_is_looked_at() -> None:
    frames = walked()
    assert renewed(None, Stepping(), 8) is None
    gaze = renewed(None, stepping(frames[:1], 1), 8)
    assert gaze is not None
    assert gaze.name == "A(1)[1,1]"
    assert gaze is not None
    gaze = renewed(gaze.at(2, 3), stepping(frames[:2], 2), 8)
    assert gaze is not None
    assert gaze.name == "A(2)[3,3]"
    back = renewed(gaze, stepping(frames[:1], 1), 8)
    assert back is not None
    assert back.name == "A(1)[3,3]"
    assert back is not None
    assert renewed(back, stepping(back.frames, 1), 8) is back
    assert renewed(back, Stepping(), 8) is None


def test_after_another_mini_batch_the_same_equation_is_looked_at() -> None:
    first, second = walked(), walked(batches=2)
    gaze = at(first, "Δ(2)", 3, 2)
    assert present(renewed(gaze, stepping(second, 0), 8)).name == "Δ(2)[4,3]"
    assert present(renewed(gaze, stepping(second, 0), 8)).frames is second
    assert present(renewed(gaze, stepping(second[:4], 4), 8)).frame is second[3], (
        "within a mini-batch it is the last that ran"
    )
    shallow = walked(hidden=())
    assert present(renewed(gaze, stepping(shallow, 0), 8)).frame is shallow[-1], "there is no Δ(2)"


def test_the_trail_outlives_a_turn_of_terms_only() -> None:
    gaze = at(walked(), "J").followed()
    assert gaze is not None
    assert gaze.on(1, 0).back().name == "J"
    assert present(replace(gaze, most=2)).back().name == "J"
    assert gaze is not None
    assert present(gaze.turned(-1)).trail == ()
