"""The Data view, in a real pseudo-terminal."""

import re
from pathlib import Path

import pytest
from large_table import write_large_table
from program import PROGRAM
from terminal import Terminal

DOWN, RIGHT, PAGE_DOWN, HOME, END = "\x1b[B", "\x1b[C", "\x1b[6~", "\x1b[H", "\x1b[F"


@pytest.mark.slow
def test_a_million_rows_scroll_to_the_last_one_and_back(tmp_path: Path) -> None:
    rows = 1_000_000
    path = write_large_table(tmp_path / "large.csv", rows)
    with Terminal([PROGRAM, str(path)], home=tmp_path, size=(120, 36), timeout=120) as terminal:
        terminal.wait_text("ready", "epoch 0")
        terminal.send("4")
        terminal.wait_text("as the network gets it")
        terminal.send("\t")
        terminal.wait_text("v raw")

        def press(key: str, line: int) -> None:
            terminal.send(key)
            terminal.wait(lambda: re.search(rf"▸ +{line} ", terminal.text), f"line {line}")

        press(DOWN, 3)
        press(END, rows + 1)
        assert f"–{rows:,} of {rows:,}" in terminal.text
        press(HOME, 2)
        terminal.send(PAGE_DOWN)
        terminal.wait(lambda: re.search(r"▸ +(\d{2,}) ", terminal.text), "the next page")
        press(f"l{rows // 2}\r", rows // 2)
        terminal.send(RIGHT)
        terminal.wait_text(f"x2, line {rows // 2}: (")
        terminal.send("v")
        terminal.wait(lambda: "as the network gets it" not in terminal.text, "raw rows alone")
        terminal.send("q")
        assert terminal.wait_end() == 0
        assert b"Traceback" not in terminal.output
