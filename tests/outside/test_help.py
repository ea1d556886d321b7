"""The help of every command, letter by letter: commands, options, their order and what is said of them."""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from golden import golden

from tui_mlp.cli.main import cli

ROOT = Path(__file__).parents[2]
WIDTH = 80
COMMANDS = {
    "": ("--help",),
    "open": ("open", "--help"),
    **{
        name: (name, "--help")
        for name in (
            "train", "step", "describe", "datasets", "check", "bench", "trace", "resume", "replay", "runs", "evaluate",
            "predict", "export", "record", "exercise", "mark", "worksheet",
            "sweep",
        )
    },
    "runs export": ("runs", "export", "--help"),
    "sweep resume": ("sweep", "resume", "--help"),
    "sweep export": ("sweep", "export", "--help"),
}  # fmt: skip
SHARED = ("--set", "--seed", "--epochs", "--runs-dir", "--json", "--ascii", "--lang", "--help")


@cache
def program(*arguments: str) -> subprocess.CompletedProcess[str]:
    dropped = ("LC_", "LANG", "COLUMNS", "LINES", "_MLP")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
    environment |= {"COLUMNS": str(WIDTH), "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tui_mlp", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=environment)


def options(text: str) -> list[str]:
    return re.findall(r"^  (--[a-z-]+)", text, re.MULTILINE)


def commands(text: str) -> list[str]:
    _before, _heading, listed = text.partition("\nCommands:\n")
    return re.findall(r"^  ([a-z]+)", listed, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_help(name: str) -> None:
    """In this process, but for the first: that each command says it in its own is seen in test_startup.py."""
    done = CliRunner().invoke(cli, COMMANDS[name], prog_name="mlp-tui", terminal_width=WIDTH - 2)
    assert (done.exit_code, done.stderr) == (0, "")
    assert max(map(len, done.stdout.splitlines())) <= WIDTH
    assert done.stdout == golden(f"help/{name.replace(' ', '-') or 'mlp-tui'}.txt", done.stdout)
    if name not in ("", "runs export"):
        assert [one for one in options(done.stdout) if one in SHARED] == list(SHARED)


def test_the_commands() -> None:
    done = program("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == golden("help/mlp-tui.txt", done.stdout)
    assert commands(done.stdout) == sorted({name for name in COMMANDS if " " not in name} - {"", "open"})
    assert commands(program("runs", "--help").stdout) == ["export"]
    assert commands(program("sweep", "--help").stdout) == ["export", "resume"]


def test_the_version() -> None:
    done = program("--version")
    assert re.fullmatch(r"mlp-tui \d+\.\d+\.\d+\n", done.stdout)
    assert done.returncode == 0
