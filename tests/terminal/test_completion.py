"""What the three shells are offered."""

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from program import PROGRAM

from tui_mlp.cli.completion import runs
from tui_mlp.cli.main import cli


def asked(shell: str, words: Sequence[str]) -> dict[str, str]:
    """What a shell sets when it asks for the words that may come."""
    lines = " ".join(["mlp-tui", *words])
    wanted = str(len(words)) if shell != "fish" else words[-1]
    return {"_MLP_TUI_COMPLETE": f"{shell}_complete", "COMP_WORDS": lines, "COMP_CWORD": wanted}


def offered(shell: str, *words: str) -> str:
    done = CliRunner().invoke(cli, [], prog_name="mlp-tui", env=asked(shell, words))
    assert done.exit_code == 0
    return done.stdout


def test_the_program_offers_them() -> None:
    environment = {**os.environ, **asked("bash", ["trace", "by"])}
    done = subprocess.run([PROGRAM], env=environment, capture_output=True, text=True, check=True)
    assert "by-hand" in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_commands_data_sets_keys_and_choices(shell: str) -> None:
    assert "train" in offered(shell, "tr")
    assert "spiral" in offered(shell, "sp")
    assert "digits" in offered(shell, "train", "dig")
    assert "by-hand" in offered(shell, "trace", "by")
    assert "training.optimizer=" in offered(shell, "train", "digits", "--set", "training.opt")
    if shell != "fish":  # its script hands over the word after the equals sign alone
        assert "training.optimizer=adam" in offered(shell, "digits", "--set", "training.optimizer=a")
        assert "data.kinds.zip=category" in offered(shell, "digits", "--set", "data.kinds.zip=c")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_that_a_shell_evaluates(shell: str) -> None:
    done = CliRunner().invoke(cli, [], prog_name="mlp-tui", env={"_MLP_TUI_COMPLETE": f"{shell}_source"})
    assert "_MLP_TUI_COMPLETE" in done.stdout


def test_a_run_whose_name_would_break_the_line_is_left_out(tmp_path: Path) -> None:
    for name in ("good", "two\nlines", "esc\x1b[2J"):
        (tmp_path / name).mkdir()
        about = {"name": name, "data": name, "architecture": "2-1\x1b]0;x\x07", "epochs": 1, "state": "epochs"}
        (tmp_path / name / "run.json").write_text(json.dumps(about | dict.fromkeys(("run", "started", "saved"), "")))
    parameter = click.Argument(["run"])
    context = click.Context(click.Command("open", params=[parameter]))
    context.params["runs_dir"] = tmp_path
    assert [(item.value, item.help) for item in runs(context, parameter, "")] == [("good", r"2-1\x1b]0;x\x07")]
