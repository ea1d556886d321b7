"""Sessions without a screen in a real terminal, from start to end; and what the screen says there."""

from pathlib import Path

import pexpect
from program import PROGRAM
from sessions import xor_text


def spawned(folder: Path, *arguments: str, term: str = "xterm-256color") -> "pexpect.spawn[str]":
    environment = {"HOME": str(folder), "TERM": term, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    return pexpect.spawn(
        PROGRAM, [*arguments, "--runs-dir", str(folder / "runs")], env=environment, encoding="utf-8", timeout=20,
        cwd=str(folder),
    )  # fmt: skip


def test_step_in_spanish_from_start_to_end(tmp_path: Path) -> None:
    program = spawned(tmp_path, "step", "by-hand", "--plain", "--lang", "es", term="dumb")
    read = ""
    for line, words in (
        ("siguiente", "A 1, 1 reng"), ("s", "A 2"), ("celda 1 1", "0.4256"),
        ("época", "0.9684"), ("salir", "by-hand-"),
    ):  # fmt: skip
        program.expect(r"\? (?!.)")
        read += program.before + program.after
        program.sendline(line)
        program.expect(words)
        read += program.before + program.after
    program.expect(pexpect.EOF)
    read += program.before
    program.close()
    assert program.exitstatus == 0
    assert "\x1b" not in read
    assert "\r" not in read.replace("\r\n", ""), "a line once said stays"


def test_train_is_paused_by_enter_changed_and_goes_on_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "xor.toml").write_text(xor_text(epochs=1_000_000))
    program = spawned(tmp_path, "train", "xor.toml", "--plain")
    read = ""
    for words, line in (
        (r"epoch [\d,]+ of 1,000,000", ""), (r"paused.*command\? $", "set training.learning_rate 0.5"),
        (r"learning rate 0.01 to 0.5.*command\? $", "n"), (r"epoch .*command\? $", "set training.tolerance 100"),
        (r"tolerance off to 100.*command\? $", "n"),
    ):  # fmt: skip
        program.expect(words)
        read += program.before + program.after
        program.sendline(line)
    program.expect("saved in ")
    read += program.before
    program.expect(pexpect.EOF)
    read += program.before
    program.close()
    assert program.exitstatus == 0
    assert "\x1b" not in read


def test_the_screen_names_the_way_without_it(tmp_path: Path) -> None:
    program = spawned(tmp_path, "step", "by-hand", term="dumb")
    program.expect("TERM is dumb; use: mlp-tui step EXPERIMENT --plain")
    program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == 2
