"""What the shell shows once `q` has closed the screen, and the speed that a newcomer gets."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from program import PROGRAM, epoch
from terminal import Terminal


def plain(output: bytes) -> str:
    """What was written after the screen was closed, without the terminal's own sequences."""
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z<>u]", "", output.rpartition(b"\x1b[?1049l")[2].decode())


def test_q_says_how_far_it_came_where_it_is_and_how_it_goes_on(tmp_path: Path) -> None:
    runs = tmp_path / "my runs"
    command = [PROGRAM, "spiral", "--epochs", "40", "--runs-dir", str(runs)]
    with Terminal(command, home=tmp_path) as terminal:
        terminal.wait_text("ready", "epoch 0 of 40")
        terminal.send(" ")
        terminal.wait_text("finished", "epoch 40 of 40")
        terminal.send("q")
        assert terminal.wait_end() == 0
    (folder,) = runs.iterdir()
    first, saved, on = plain(terminal.output).strip().splitlines()
    best = json.loads((folder / "run.json").read_text())
    figures = (
        r"spiral: 40 epochs, train loss [\d.]+; best validation loss ([\d.]+) in epoch (\d+), accuracy [\d.]+ %;"
        r" test accuracy [\d.]+ %, always saying '[01]' has [\d.]+ %"
    )
    found = re.fullmatch(figures, first)
    assert found is not None, first
    assert float(found[1]) == pytest.approx(best["best_validation_loss"], abs=1e-4)
    assert int(found[2]) == best["best_epoch"]
    assert saved == f"saved in ~/my runs/{folder.name}"
    said, command_on = on.split(": ")
    assert (said, command_on) == ("continue with", f"mlp-tui resume {folder.name} --runs-dir '{runs}'")
    again = subprocess.run(
        command_on.replace("mlp-tui", PROGRAM, 1) + " --headless --epochs 41",
        shell=True,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "continues at epoch 40" in again.stderr


def test_a_checkpoint_at_epoch_0_is_told_too(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    with Terminal([PROGRAM, "xor", "--runs-dir", str(runs)], home=tmp_path) as terminal:
        terminal.wait_text("ready")
        terminal.send("\x13")
        terminal.wait_text("settings to")
        terminal.send("\x1b")
        terminal.wait_text("Checkpoint of epoch 0 written")
        terminal.send("q")
        assert terminal.wait_end() == 0
    (folder,) = runs.iterdir()
    first, saved, on = plain(terminal.output).strip().splitlines()
    assert (first, saved) == ("xor: 0 epochs", f"saved in ~/runs/{folder.name}")
    assert f"mlp-tui resume {folder.name}" in on


def test_ascii_is_ascii(tmp_path: Path) -> None:
    with Terminal([PROGRAM, "sine", "--ascii", "--epochs", "1"], home=tmp_path) as terminal:
        terminal.wait_text("ready")
        terminal.send(" ")
        terminal.wait_text("finished")
        terminal.send("q")
        assert terminal.wait_end() == 0
    said = plain(terminal.output).strip()
    assert said.isascii()
    assert re.match(r"sine: 1 epoch, train loss .* in epoch 1, R\^2 ", said)
    assert re.search(r"continue with: mlp-tui resume sine-[\d-]+$", said)


def test_the_newcomers_first_spiral_is_slow_and_the_second_is_not_and_nothing_is_said_of_no_training(
    tmp_path: Path,
) -> None:
    with Terminal([PROGRAM], home=tmp_path) as terminal:
        terminal.wait_text("ready", "spiral", "at most 100/s")
        terminal.send(" ")
        terminal.wait(lambda: epoch(terminal) > 5, "it trains")
        terminal.send("q")
        assert terminal.wait_end() == 0
    (settings,) = tmp_path.rglob("settings.json")
    assert json.loads(settings.read_text())["speed"] is None
    with Terminal([PROGRAM], home=tmp_path) as terminal:
        terminal.wait_text("ready", "spiral", "epoch 0")
        assert "at most" not in terminal.text
        terminal.send("q")
        assert terminal.wait_end() == 0
        assert plain(terminal.output).strip() == "", "where nothing was trained q says nothing"
