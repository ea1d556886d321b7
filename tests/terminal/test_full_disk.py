"""The screen while nothing can be written: a mark that stays, saving tried again, a question before leaving."""

import json
import re
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
from program import PROGRAM
from terminal import Terminal

UNLIMITED = resource.RLIM_INFINITY

pytestmark = pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="limits of another process can't be set here")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    command = [PROGRAM, "xor", "--epochs", "1000000", "--runs-dir", str(tmp_path / "runs")]
    with Terminal(command, home=tmp_path) as terminal:
        terminal.wait_text("ready", "space Run")
        terminal.send("n")
        terminal.wait_text("epoch 1", "paused")
        yield terminal


def set_room(terminal: Terminal, room: int) -> None:
    """No file grows beyond so many bytes, as on a disk that is full."""
    resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE, (room, UNLIMITED))


def marked(terminal: Terminal) -> bool:
    return "not saved" in terminal.lines[0]


def run_epoch(terminal: Terminal, number: int) -> None:
    terminal.send("n")
    terminal.wait(lambda: f"epoch {number}" in terminal.lines[0] and "paused" in terminal.lines[0], "the epoch")


def test_the_mark_stays_till_there_is_room_and_then_the_run_is_saved(terminal: Terminal, tmp_path: Path) -> None:
    set_room(terminal, 100)
    run_epoch(terminal, 2)
    terminal.wait(lambda: marked(terminal), "a mark")
    terminal.wait(lambda: "File too large" in terminal.text, "the reason")
    terminal.send("q")
    terminal.wait_text("although the run is not saved", "enter  quit without saving", "esc    stay")
    terminal.send("\x1b")
    terminal.wait(lambda: "although the run is not saved" not in terminal.text, "no question")
    for view in "51":
        terminal.send(view)
        title = "Runs" if view == "5" else "Train"
        terminal.wait(lambda title=title: title in terminal.lines[0], "another view")  # type: ignore[misc]
        terminal.wait(lambda: marked(terminal), "the mark there too")
    set_room(terminal, UNLIMITED)
    terminal.wait(lambda: not marked(terminal), "saved without a key")
    terminal.send("q")
    assert terminal.wait_end() == 0
    (folder,) = (tmp_path / "runs").iterdir()
    assert json.loads((folder / "result.json").read_text())["epochs"] == 2


@pytest.mark.parametrize("leaves", ["after the question", "before anything failed"])
def test_who_leaves_all_the_same_is_told_why_and_gets_status_4(terminal: Terminal, tmp_path: Path, leaves: str) -> None:
    set_room(terminal, 100)
    if leaves == "after the question":
        run_epoch(terminal, 2)
        terminal.wait(lambda: marked(terminal), "a mark")
    else:
        terminal.send("b")
        terminal.wait(lambda: "epoch 2" in terminal.lines[0], "another mini-batch")
    terminal.send("q")
    if leaves == "after the question":
        terminal.wait_text("enter  quit without saving")
        terminal.send("\r")
    else:
        terminal.wait(lambda: "quit without saving" in terminal.text or not terminal.process.isalive(), "asked or left")
        terminal.send("\r")
    assert terminal.wait_end() == 4
    (folder,) = (tmp_path / "runs").iterdir()
    words = f"mlp-tui: the end of the run is not saved: {folder}: cannot be written: File too large"
    printed = re.sub(rb"\x1b\[[0-9;?<>]*[a-zA-Z]", b"", terminal.output).decode()
    assert words in printed.replace("\r\n", "\n")
