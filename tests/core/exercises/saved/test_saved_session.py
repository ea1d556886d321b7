"""Sessions of exercises on disk: written down step by step, gone on with, kept apart from runs."""

from pathlib import Path

import pytest
from exercise_students import ASK, answer_all, change_lines, hand_in, right_answer

from core.exercises.loading import load_exercise
from core.exercises.saved.data_cache import DataCache
from core.exercises.saved.marked_session import mark_session
from core.exercises.saved.saved_session import SavedSession
from core.exercises.saved.session_folder import SessionFolder, find_session
from core.experiment.experiment import Experiment
from core.runs.run_list import RunList, find_run
from core.support.errors import InputError


def begun(runs: Path) -> SavedSession:
    return SavedSession.begin(load_exercise("by-hand", 3, ASK), "Ana", runs, "test")


def test_a_session_goes_on_where_it_was_left(tmp_path: Path) -> None:
    with begun(tmp_path) as saved:
        saved.hint()
        saved.answer(0, right_answer(saved.session, 0, 0), 1)
        saved.go_on()
        saved.answer(0, "9.9999", 1)
        session, digest = saved.session, saved.digest
    with SavedSession.reopen(SessionFolder(saved.folder.path)) as again:
        assert again.student == "Ana"
        assert again.session.present == session.present == 1
        assert again.session.score == session.score == 0.75
        for question in range(session.of):
            assert again.session.verdicts(question) == session.verdicts(question)
        assert again.digest != digest, "that it went on is written down"
        answer_all(again)
    assert mark_session(saved.folder, DataCache()).intact


def test_a_line_that_a_crash_left_unfinished_is_dropped(tmp_path: Path) -> None:
    with begun(tmp_path) as saved:
        saved.answer(0, right_answer(saved.session, 0, 0), 1)
    journal = saved.folder.journal
    whole = journal.read_bytes()
    for end in (len(whole) - 1, len(whole) - 60, whole[:-1].rfind(b"\n") + 2):
        journal.write_bytes(whole[:end])
        with SavedSession.reopen(saved.folder) as again:
            assert again.session.verdicts(0) == (None,)
            again.answer(0, right_answer(again.session, 0, 0), 1)
        assert mark_session(saved.folder, DataCache()).intact


def test_a_session_that_was_changed_doesnt_go_on(tmp_path: Path) -> None:
    folder = SessionFolder(hand_in(tmp_path, "by-hand", "Ana"))
    change_lines(folder.path, lambda lines: lines.pop(4))
    with pytest.raises(InputError, match="line 5"):
        SavedSession.reopen(folder)


def test_two_programs_dont_write_one_session(tmp_path: Path) -> None:
    with begun(tmp_path) as saved, pytest.raises(InputError, match="another program"):
        SavedSession.reopen(saved.folder)


def test_an_answer_that_is_none_is_not_written_down(tmp_path: Path) -> None:
    with begun(tmp_path) as saved:
        before = saved.folder.journal.read_bytes()
        with pytest.raises(InputError):
            saved.answer(0, "x", 1)
        assert saved.folder.journal.read_bytes() == before


def test_runs_dont_trip_over_sessions(tmp_path: Path) -> None:
    """Who takes one for a run is told which command goes on with it."""
    folder = hand_in(tmp_path, "by-hand", "Ana")
    listing = RunList(tmp_path)
    listing.refresh()
    assert (listing.runs, listing.refused) == ((), ())
    for name in (folder.name, str(folder)):
        with pytest.raises(InputError, match="mlp-tui exercise"):
            find_run(name, tmp_path)
        assert find_session(name, tmp_path) is not None
    with pytest.raises(InputError, match="mlp-tui exercise"):
        Experiment.load(folder)
    assert find_session("by-hand", tmp_path) is None
