"""Marks of equations, and what must not be named before it is asked."""

from pathlib import Path

from exercises_on_screen import FOLLOWED, answered, new_state

from tui_mlp.models.exercise.equation_marks import marked_equations
from tui_mlp.models.exercise.shown_operands import shown_operands


def test_marks_follow_what_was_answered(tmp_path: Path) -> None:
    state = new_state(tmp_path, FOLLOWED)
    answered(state, "0.4256", "0.7311")
    state.go_on()
    answered(state, "0.5")
    state.go_on()
    marks = {one.planned.symbol: one.mark for one in marked_equations(state.session) if one.planned}
    assert marks == {
        "A(1)": "given", "A(2)": "yours", "A(3)": "wrong", "J": "given", "Δ(3)": "asked", "∇(2)": "to come",
        "g'(Z(2))": "none", "Δ(2)": "to come", "∇(1)": "none", "Θ(1)": "none", "Θ(2)": "none",
    }  # fmt: skip


def test_equations_are_hidden_until_the_next_one_is_told(tmp_path: Path) -> None:
    state = new_state(tmp_path, ["A(2)", "next", "Δ(3)"])
    for _question in range(2):
        named = [one.planned.symbol for one in marked_equations(state.session) if one.planned]
        assert named == ["A(1)", "A(2)", "A(3)", "J"]
        state.go_on()
    assert all(one.planned for one in marked_equations(state.session))


def test_z_is_shown_beside_a_only_after_it_was_asked(tmp_path: Path) -> None:
    state = new_state(tmp_path, ["A(2)"])
    state.hint()
    assert [view.symbol for view in shown_operands(state.session, 0, (0, 1))] == ["A(1)", "Θ(1)"]
    state = new_state(tmp_path, ["Z(2)", "A(2)"])
    answered(state, "0.5", "1")
    state.go_on()
    (view,) = shown_operands(state.session, 1, (0, 1))
    assert (view.name, view.values.tolist()) == ("Z(2)", [[0.5, 1.0]]), "the student's own"


def test_how_matrices_are_used_is_shown_after_the_hint_alone(tmp_path: Path) -> None:
    state = new_state(tmp_path, ["Δ(2)"])
    assert [view.title for view in shown_operands(state.session, 0, (0, 0))] == ["Δ(3)", "Θ(2)", "g'(Z(2))"]
    state.hint()
    views = shown_operands(state.session, 0, (0, 0))
    assert [view.title for view in views] == ["Δ(3)", "· (Θ(2)[1:,:])ᵀ", "∘ g'(Z(2))"]
    assert views[1].cell == (0, 0)
    state = new_state(tmp_path, ["Θ(1)"], "adam-first-step")
    whole = [view.title for view in shown_operands(state.session, 0, (0, 0))]
    state.hint()
    assert sorted(view.title for view in shown_operands(state.session, 0, (0, 0))) == sorted(whole)
    assert {"α'", "ε'"} < set(whole)
