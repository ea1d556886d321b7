"""A plain exercise in a real process, from its start to its mark."""

import json
import re
import subprocess
from pathlib import Path

from exercise_students import right_answer
from program import PROGRAM
from terminal import Terminal

from core.exercises.loading import load_exercise
from core.exercises.session import ExerciseSession


def test_from_start_to_mark(tmp_path: Path) -> None:
    """Questions are waited for, and no escape code ever comes."""
    asked = 'exercise.ask=["A(2)", "Δ(3)", "loss"]'
    session = ExerciseSession(load_exercise("by-hand", 5, [asked]))
    command = [PROGRAM, "exercise", "by-hand", "--plain", "--seed", "5", "--student", "Ana López", "--set", asked]
    with Terminal([*command, "--runs-dir", str(tmp_path / "runs")], home=tmp_path, size=(160, 60)) as terminal:
        for question in session.questions:
            for index, one in enumerate(question.asked):
                terminal.wait(lambda name=one.name: f"{name} = ?" in terminal.text, one.name)  # type: ignore[misc]
                terminal.send(right_answer(session, question.number - 1, index) + "\n")
        assert terminal.wait_end() == 0
        said = terminal.output.decode()
    assert "\x1b" not in said
    assert len(re.findall(r"^right: ", said, re.MULTILINE)) == 4
    assert "score 3 of 3" in said
    command = [PROGRAM, "mark", str(tmp_path / "runs"), "--json", "--exercise", "by-hand", "--set", asked]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    marked = json.loads(done.stdout)
    assert (marked["student"], marked["score"], marked["of"], marked["intact"]) == ("Ana López", 3, 3, True)
