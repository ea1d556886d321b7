"""The list of exercises: how far one is in the newest session of each."""

from pathlib import Path

from exercises_on_screen import answered, new_state

from tui_mlp.models.exercise.begun_sessions import listed_exercises


def test_the_newest_session_says_how_far_one_is(tmp_path: Path) -> None:
    assert all(one.begun is None for one in listed_exercises(tmp_path / "none"))
    (tmp_path / "exercise-broken").mkdir()
    (tmp_path / "exercise-broken" / "exercise.toml").write_text("")
    (tmp_path / "exercise-broken" / "journal.jsonl").write_text("{}\n")
    state = new_state(tmp_path, ["A(2)", "Δ(3)", "J"][:2])
    state.go_on()
    begun = {one.name: one.begun for one in listed_exercises(tmp_path)}["by-hand"]
    assert begun is not None
    assert (begun.left, begun.score) == (1, None)
    assert begun.folder.path == state.saved.folder.path
    answered(state, "0.6203")
    state.enter()
    begun = {one.name: one.begun for one in listed_exercises(tmp_path)}["by-hand"]
    assert begun is not None
    assert (begun.score, begun.of) == (1, 2)
