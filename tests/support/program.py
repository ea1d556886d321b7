"""The installed program, run as a user runs it, or its command line in this process, and what they print."""

import json
import re
import shutil
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from terminal import Terminal

from tui_mlp.cli.main import cli

PROGRAM = shutil.which("mlp-tui", path=str(Path(sys.executable).parent)) or "mlp-tui"
EPOCH_KEYS = [
    "epoch", "train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "gradient_norm",
    "learning_rate", "seconds",
]  # fmt: skip
LAST_KEYS = [
    "run", "epochs", "stopped_by", "test_loss", "test_accuracy", "test_baseline", "test_balanced_accuracy",
    "test_recall", "best_epoch", "weights_sha256",
]  # fmt: skip
"""Those of a classification with three classes or more."""


def records(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def epoch(terminal: Terminal) -> int:
    """The epoch in the header, -1 where there is none."""
    found = re.search(r"epoch ([\d,]+)", terminal.lines[0])
    return int(found[1].replace(",", "")) if found else -1


def in_process(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line without the half second that a new Python needs for it, its runs below the folder.

    For what a command does and says. How it starts, its streams, signals and a failure's traceback are left to `run`.
    """
    with chdir(folder):
        done = CliRunner().invoke(cli, [*arguments, "--runs-dir", str(folder / "runs")], prog_name="mlp-tui")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)
