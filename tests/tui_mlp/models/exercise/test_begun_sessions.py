"""The list of exercises: how far one is in the newest session of each."""

from pathlib import Path

import pytest
from exercises_on_screen import answered, new_state, saved_session

from core.exercises.saved import saved_session as saved_session_module
from tui_mlp.models.exercise import begun_sessions
from tui_mlp.models.exercise.begun_sessions import listed_exercises


def test_the_newest_session_says_how_far_one_is(tmp_path: Path) -> None:
    assert all(one.begun is None for one in listed_exercises(tmp_path / "none"))
    (tmp_path / "exercise-broken").mkdir()
    (tmp_path / "exercise-broken" / "exercise.toml").write_text("")
    (tmp_path / "exercise-broken" / "journal.jsonl").write_text("{}\n")
    state = new_state(tmp_path, ["A(2)", "Δ(3)"])
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


def test_of_many_folders_the_newest_are_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(begun_sessions, "MOST_FOLDERS", 1)
    for name in ("exercise-by-hand-2026-01-02-101500", "exercise-xor-by-hand-2025-12-31-235959"):
        with saved_session(tmp_path, ["J"]) as saved:
            saved.go_on()
        saved.folder.path.rename(tmp_path / name)
    begun = {one.name: one.begun for one in listed_exercises(tmp_path)}["by-hand"]
    assert begun is not None
    assert begun.folder.name == "exercise-by-hand-2026-01-02-101500"


def test_the_newest_of_one_exercise_is_the_one_begun_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in ("02", "01"):
        monkeypatch.setattr(saved_session_module, "current_time", lambda day=day: f"2026-01-{day}T10:00:00+00:00")
        with saved_session(tmp_path, ["J", "loss"]) as saved:
            if day == "02":
                saved.go_on()
    begun = {one.name: one.begun for one in listed_exercises(tmp_path)}["by-hand"]
    assert begun is not None
    assert begun.left == 1
