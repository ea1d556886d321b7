"""Sessions of a class marked again: scores, and every kind of change by hand."""

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from exercise_students import ASK, change_lines, forge, hand_in

from core.data.dataset import Data
from core.exercises.saved.data_cache import DataCache
from core.exercises.saved.marked_session import MarkedSession, mark_session
from core.exercises.saved.reference_exercise import ReferenceExercise
from core.exercises.saved.session_folder import SessionFolder, sessions_in
from core.exercises.saved.student_seed import student_seed
from core.experiment import preparation
from core.experiment.experiment import Experiment
from core.support.errors import InputError

SIGN = {"Δ(3)[1,1]": "-0.6203", "J": None, "loss": "rises"}
"""A slip, an answer left out, and a wrong choice: of by-hand with the weights of its file."""


def marked(folder: Path, true: ReferenceExercise | None = None) -> MarkedSession:
    return mark_session(SessionFolder(folder), DataCache(), true)


def replaced(old: bytes, new: bytes, line: int) -> Callable[[list[bytes]], object]:
    def change(lines: list[bytes]) -> None:
        assert old in lines[line - 1]
        lines[line - 1] = lines[line - 1].replace(old, new)

    return change


def other_weight(folder: Path) -> None:
    """Another value of the first weight."""
    path = folder / "exercise.toml"
    text, count = re.subn(r"(weights = \[\s*\[\s*\[)(-?[0-9.]+)", r"\g<1>0.123", path.read_text("utf-8"))
    assert count == 1
    path.write_text(text, "utf-8")


TAMPERED: dict[int, tuple[Callable[[Path], object], int]] = {
    3: (lambda folder: change_lines(folder, replaced(b'"verdict":"right"', b'"verdict":"wrong"', 4)), 4),
    8: (lambda folder: change_lines(folder, replaced(b'"seconds":2.5', b'"seconds":1.5', 5)), 5),
    13: (lambda folder: change_lines(folder, lambda lines: lines.pop(6)), 7),
    21: (other_weight, 1),
    29: (lambda folder: change_lines(folder, lambda lines: lines.insert(3, lines.pop(4))), 4),
}
"""The students who have tampered, each with the journal's line that tells."""


def test_a_class_of_thirty_in_which_five_have_tampered(tmp_path: Path) -> None:
    for number in range(30):
        own = {"loss": None, "J": "7"} if number % 3 == 0 else {}
        name = f"Student {number:02}"
        folder = hand_in(tmp_path / f"group-{number % 2}", "by-hand", name, number, own, ASK)
        if number in TAMPERED:
            TAMPERED[number][0](folder)
    known = DataCache()
    found = {one.student: one for one in (mark_session(folder, known) for folder in sessions_in(tmp_path))}
    assert len(found) == 30
    for number in range(30):
        one = found[f"Student {number:02}"]
        assert one.intact == (number not in TAMPERED), one.problems
        if number in TAMPERED:
            assert one.problems[0].line == TAMPERED[number][1], one.problems
        elif number % 3 == 0:
            assert one.score == one.of - 2
        else:
            assert one.score == one.of > 5
            assert {answer.verdict for answer in one.answers} == {"right"}


def test_the_answers_in_the_record(tmp_path: Path) -> None:
    record = marked(hand_in(tmp_path, "by-hand", "Ana López", None, SIGN, ASK)).record()
    assert list(record) == ["run", "exercise", "student", "score", "of", "intact", "answers"]
    assert (record["exercise"], record["student"], record["intact"]) == ("by-hand", "Ana López", True)
    answers = {one["asked"]: one for one in record["answers"]}  # type: ignore[attr-defined]
    sign = answers["Δ(3)[1,1]"]
    assert list(sign) == ["asked", "given", "right", "verdict", "slip", "hints", "seconds"]
    assert (sign["given"], sign["verdict"], sign["slip"], sign["seconds"]) == ("-0.6203", "slip", "sign", 2.5)
    assert sign["right"] == pytest.approx(0.6203, abs=5e-5)
    assert (answers["J"]["given"], answers["J"]["verdict"]) == (None, "skipped")
    assert (answers["loss"]["given"], answers["loss"]["verdict"], answers["loss"]["right"]) == (
        "rises",
        "wrong",
        "falls",
    )


@pytest.mark.parametrize("text", [b"", b"nonsense\n", b"[]\n", b"\xff\xfe\n", b'{"what":"end"}\n'])
def test_a_line_that_is_no_entry_is_told_and_passed_over(tmp_path: Path, text: bytes) -> None:
    folder = hand_in(tmp_path, "by-hand", "Ana")
    change_lines(folder, lambda lines: lines.insert(5, text))
    one = marked(folder)
    assert one.intact == (not text)
    assert one.score == one.of
    assert [problem.line for problem in one.problems] == ([6] if text else [])


def test_lines_cut_off_at_the_end_leave_another_digest_alone(tmp_path: Path) -> None:
    """That is what the digest is for, which the program says at the end."""
    folder = hand_in(tmp_path, "by-hand", "Ana")
    before = marked(folder)
    change_lines(folder, lambda lines: lines.pop())
    after = marked(folder)
    assert before.finished
    assert after.intact
    assert not after.finished
    assert after.digest != before.digest


def test_a_new_chain_with_a_wrong_verdict_is_found_by_marking_again(tmp_path: Path) -> None:
    folder = hand_in(tmp_path, "by-hand", "Ana", own={"J": "7"})

    def praise(entries: list[dict[str, object]]) -> None:
        for entry in entries:
            if entry.get("asked") == "J":
                entry["verdict"] = "right"

    forge(folder, lambda entries: None)
    assert marked(folder).intact, "a new chain by itself doesn't show"
    forge(folder, praise)
    one = marked(folder)
    assert "wrong" in one.problems[0].text
    assert one.score == one.of - 1


def test_an_easier_exercise_is_found_by_the_teachers_copy_alone(tmp_path: Path) -> None:
    folder = hand_in(tmp_path, "by-hand", "Ana", seed=7)
    assert marked(folder, ReferenceExercise("by-hand")).intact
    other = hand_in(tmp_path, "by-hand", "Ana", seed=8)
    (folder / "exercise.toml").write_bytes((other / "exercise.toml").read_bytes().replace(b"seed = 8", b"seed = 7"))
    content = (folder / "exercise.toml").read_bytes()
    (folder / "journal.jsonl").write_bytes((other / "journal.jsonl").read_bytes())
    forge(folder, lambda entries: entries[0].update(seed=7, exercise_sha256=sha256(content).hexdigest()))
    assert marked(folder).intact
    one = marked(folder, ReferenceExercise("by-hand"))
    assert not one.intact
    assert "network.weights" in one.problems[0].text


def test_the_seed_must_be_the_students_own(tmp_path: Path) -> None:
    own = hand_in(tmp_path, "by-hand", "Ana López", seed=student_seed(5, "Ana López"))
    other = hand_in(tmp_path, "by-hand", "Luis", seed=student_seed(5, "Ana López"))
    true = ReferenceExercise("by-hand", class_seed=5)
    assert marked(own, true).intact
    assert "seed" in marked(other, true).problems[0].text


def test_the_data_are_read_once_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        hand_in(tmp_path, "iris", f"Student {number}", seed=number)
    read, load = list[str](), preparation._loaded

    def loaded(experiment: Experiment, *more: Any) -> Data:
        read.append(experiment.data.source)
        return load(experiment, *more)

    monkeypatch.setattr(preparation, "_loaded", loaded)
    known = DataCache()
    assert all(mark_session(folder, known).intact for folder in sessions_in(tmp_path))
    assert read == ["iris"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return hand_in(tmp_path, "by-hand", "Ana")


def test_links_and_huge_files_are_refused(folder: Path, tmp_path: Path) -> None:
    journal = folder / "journal.jsonl"
    elsewhere = tmp_path / "elsewhere"
    journal.rename(elsewhere)
    journal.symlink_to(elsewhere)
    with pytest.raises(InputError, match="link"):
        marked(folder)
    journal.unlink()
    journal.write_bytes(b"\n" * (1024**2 + 1))
    with pytest.raises(InputError, match="at most"):
        marked(folder)


def test_an_exercise_without_weights_is_refused(folder: Path) -> None:
    """Drawn ones could be of any size."""
    (folder / "exercise.toml").write_text('[data]\nsource = "xor"\n[network]\nhidden = [100000000]\n')
    with pytest.raises(InputError, match="weights"):
        marked(folder)


def test_a_folder_without_sessions(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no session"):
        sessions_in(tmp_path)


@pytest.mark.parametrize(("old", "new"), [("0.5,1,yes", "0.6,1,yes"), ("1,0.5,no", "1,0.5,yes")])
def test_another_input_or_target_in_the_table_is_found_out(tmp_path: Path, old: str, new: str) -> None:
    table = tmp_path / "own.csv"
    table.write_text("a,b,y\n0.5,1,yes\n1,0.5,no\n0.2,0.3,yes\n0.9,0.8,no\n", "utf-8")
    overrides = ["data.test_fraction=0", "data.validation_fraction=0", 'exercise.ask=["loss"]', "network.hidden=[2]"]
    folder = hand_in(tmp_path / "runs", str(table), "Ana", 3, {}, overrides)
    assert marked(folder).intact
    table.write_text(table.read_text("utf-8").replace(old, new), "utf-8")
    assert "the examples aren't those that the session began with" in [text for _line, text in marked(folder).problems]
