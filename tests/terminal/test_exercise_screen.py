"""An exercise on the screen of a real process: answered, left, gone on with, marked."""

import json
from pathlib import Path

from program import PROGRAM, in_process
from terminal import Terminal


def test_left_and_gone_on_with(tmp_path: Path) -> None:
    runs = ["--runs-dir", str(tmp_path / "runs")]
    asked = 'exercise.ask=["J", "Δ(3)"]'
    command = [PROGRAM, "exercise", "by-hand", "--student", "Ana", "--set", asked, *runs]
    with Terminal(command, home=tmp_path) as terminal:
        terminal.wait_text("exercise 1 of 2")
        terminal.send("0.9684")
        terminal.wait_text(" 0.9684 ")
        terminal.send("\r")
        terminal.wait_text("0.9684   right")
        terminal.send("k")
        terminal.wait_text("exercise 2 of 2")
        terminal.send("\x1b")
        assert terminal.wait_end() == 0
        terminal.wait_text("by-hand: score 1 of 2", "continue with: mlp-tui exercise exercise-by-hand-")
    (folder,) = (tmp_path / "runs").iterdir()
    with Terminal([PROGRAM, "exercise", folder.name, *runs], home=tmp_path) as terminal:
        terminal.wait_text("exercise 2 of 2")
        terminal.send("q")
        assert terminal.wait_end() == 0
    marked = json.loads(in_process(tmp_path, "mark", str(folder), "--json").stdout)
    assert (marked["student"], marked["score"], marked["of"], marked["intact"]) == ("Ana", 1, 2, True)
