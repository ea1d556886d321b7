"""The process is stopped and continued from outside, as by a shell, `kill` or a program that shares the processor."""

import os
import signal
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest
from program import PROGRAM
from terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    with Terminal([PROGRAM, "xor", "--runs-dir", str(tmp_path / "runs")], home=tmp_path) as terminal:
        terminal.wait_text("ready", "space Run")
        yield terminal


def threads(terminal: Terminal) -> int:
    return len(os.listdir(f"/proc/{terminal.process.pid}/task"))


def stopped(terminal: Terminal) -> bool:
    return Path(f"/proc/{terminal.process.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def send(terminal: Terminal, *numbers: int) -> None:
    for number in numbers:
        os.kill(terminal.process.pid, number)


linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@linux
@pytest.mark.parametrize(
    ("leaves", "numbers"),
    [
        pytest.param("q", [signal.SIGCONT], id="q-continued"),
        pytest.param("SIGTERM", [signal.SIGSTOP, signal.SIGCONT], id="SIGTERM-stopped"),
        pytest.param("q", [signal.SIGSTOP, signal.SIGCONT], id="q-stopped", marks=pytest.mark.slow),
        pytest.param("SIGTERM", [signal.SIGCONT], id="SIGTERM-continued", marks=pytest.mark.slow),
    ],
)
def test_keys_work_and_it_can_be_left(terminal: Terminal, numbers: list[int], leaves: str) -> None:
    before = threads(terminal)
    for epoch in range(1, 5):
        send(terminal, *numbers)
        terminal.send("n")
        terminal.wait_text(f"epoch {epoch}", "paused")
    assert threads(terminal) == before, "no second reader of keys"
    send(terminal, *numbers)
    if leaves == "q":
        terminal.send("q")
    else:
        send(terminal, signal.SIGTERM)
    assert terminal.wait_end() == 0
    assert b"Traceback" not in terminal.output


@linux
def test_suspended_it_gives_the_terminal_back_and_takes_it_again_from_a_shell_too(terminal: Terminal) -> None:
    file = terminal.process.child_fd
    shown = termios.tcgetattr(file)
    send(terminal, signal.SIGSTOP)
    terminal.wait(lambda: stopped(terminal), "stopped")
    shells = termios.tcgetattr(file)
    shells[3] |= termios.ICANON | termios.ECHO
    termios.tcsetattr(file, termios.TCSANOW, shells)
    terminal._screen.reset()
    send(terminal, signal.SIGCONT)
    terminal.wait_text("Train", "ready", "space Run", "Hyperparameters")
    assert termios.tcgetattr(file) == shown
    for epoch in (1, 2):
        send(terminal, signal.SIGTSTP)
        terminal.wait(lambda: stopped(terminal), "stopped")
        assert termios.tcgetattr(file)[3] & termios.ICANON
        send(terminal, signal.SIGCONT, signal.SIGCONT)
        terminal.wait(lambda: termios.tcgetattr(file) == shown, "the terminal is ours again")
        terminal.send("n")
        terminal.wait_text(f"epoch {epoch}", "paused")
    terminal.send("q")
    assert terminal.wait_end() == 0


def test_stderr_may_go_to_a_file_and_sizes_that_no_terminal_has_are_not_heeded(tmp_path: Path) -> None:
    command = ["sh", "-c", 'exec "$@" 2>log', "sh", PROGRAM, "xor", "--runs-dir", str(tmp_path / "runs")]
    size = {"COLUMNS": "100000", "LINES": "²"}
    with Terminal(["env", "-C", str(tmp_path), *command], home=tmp_path, env=size, timeout=20) as terminal:
        terminal.wait_text("ready", "space Run", "Hyperparameters")
        terminal.send("q")
        assert terminal.wait_end() == 0
    assert (tmp_path / "log").read_text() == ""
