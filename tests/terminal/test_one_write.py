"""Many keys in one write to the terminal, as key repeat or a slow link sends them: each finds what the last left."""

from pathlib import Path

from program import PROGRAM, epoch
from terminal import Terminal

BACK, CLEAR, MENU = "\x1b[Z", "\x15", "\x10"

CLOSED_AND_ON = (
    ("help, by enter", "?\rn"),
    ("help twice", "?q?qn"),
    ("breakpoints", "Bqn"),
    ("a breakpoint's value", "B\x1b[B\r\rqn"),
    ("what to open", "oqn"),
    ("rewind, to stay", "r\r\rn"),
    ("rewind, to leave", "rqn"),
    ("run until, left for what was typed wrong", f"N{CLEAR}x\r\r{CLEAR}1 epochs\r\r"),
    ("the menu, then help", f"{MENU}Help\r\rn"),
    ("the menu before it is filled", f"{MENU}\x1b[5~\x1b[6~Changes\r\rn"),
    ("a weight", f"\t\r{CLEAR}0.5\r{BACK}n"),
    ("another view and back", "2\r15\r1n"),
)
"""What is opened and closed, and keys that end with one epoch more."""


def test_each_key_finds_what_the_last_left(tmp_path: Path) -> None:
    with Terminal([PROGRAM, "xor", "--epochs", "100000"], home=tmp_path, timeout=30) as terminal:
        terminal.wait_text("ready", "epoch 0", "Θ(1)")
        terminal.send(f"{BACK}n")  # enter does nothing in the loss pane; an epoch, so that there is one to rewind to
        terminal.wait_text("paused", "epoch 1")
        what_follows_the_closing_key_goes_to_the_screen_below_once(terminal)
        a_question_is_answered_once(terminal)
        a_run_is_named_once_and_a_data_set_opened_once(terminal)
        terminal.send("1q")
        assert terminal.wait_end() == 0
        assert b"Traceback" not in terminal.output


def what_follows_the_closing_key_goes_to_the_screen_below_once(terminal: Terminal) -> None:
    for wanted, (what, keys) in enumerate(CLOSED_AND_ON, 2):
        terminal.send(keys)
        terminal.wait(lambda: epoch(terminal) >= wanted and "Architecture" in terminal.text, what)  # noqa: B023
        assert epoch(terminal) == wanted, what
    # An answer to what comes after shows that nothing is left of the keys.
    terminal.send("?")
    terminal.wait_text("that training makes smaller")
    terminal.send("q")
    terminal.wait(lambda: "that training makes smaller" not in terminal.text, "closed again")
    assert epoch(terminal) == 1 + len(CLOSED_AND_ON)


def a_question_is_answered_once(terminal: Terminal) -> None:
    before = epoch(terminal)
    terminal.send("nnn")
    terminal.wait(lambda: epoch(terminal) == before + 3, "three epochs more")
    terminal.send("R\r\rnn")
    terminal.wait(lambda: epoch(terminal) == 2, "two epochs from the start")


def a_run_is_named_once_and_a_data_set_opened_once(terminal: Terminal) -> None:
    terminal.send("5")
    terminal.wait_text("xor-")
    terminal.send(f"e{CLEAR}mine\r1o\r\r")
    terminal.wait(lambda: epoch(terminal) == 0 and "ready" in terminal.lines[0], "opened anew")
    terminal.send("5")
    terminal.wait_text("mine")
