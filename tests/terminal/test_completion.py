"""What the three shells are offered."""

import os
import subprocess

import pytest
from test_train_view import PROGRAM


def offered(shell: str, *words: str) -> str:
    lines = " ".join(["mlp-tui", *words])
    wanted = str(len(words)) if shell != "fish" else words[-1]
    environment = {**os.environ, "_MLP_TUI_COMPLETE": f"{shell}_complete", "COMP_WORDS": lines, "COMP_CWORD": wanted}
    return subprocess.run([PROGRAM], env=environment, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_commands_data_sets_keys_and_choices(shell) -> None:
    assert "train" in offered(shell, "tr")
    assert "spiral" in offered(shell, "sp")
    assert "digits" in offered(shell, "train", "dig")
    assert "by-hand" in offered(shell, "trace", "by")
    assert "training.optimizer=" in offered(shell, "train", "digits", "--set", "training.opt")
    if shell != "fish":  # its script hands over the word after the equals sign alone
        assert "training.optimizer=adam" in offered(shell, "digits", "--set", "training.optimizer=a")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_that_a_shell_evaluates(shell) -> None:
    environment = {**os.environ, "_MLP_TUI_COMPLETE": f"{shell}_source"}
    done = subprocess.run([PROGRAM], env=environment, capture_output=True, text=True, check=False)
    assert "_MLP_TUI_COMPLETE" in done.stdout
