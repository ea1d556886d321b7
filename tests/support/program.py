"""The installed program, run as a user runs it, and what it prints."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from terminal import Terminal

PROGRAM = shutil.which("mlp-tui", path=str(Path(sys.executable).parent)) or "mlp-tui"
EPOCH_KEYS = [
    "epoch", "train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "gradient_norm",
    "learning_rate", "seconds",
]  # fmt: skip
LAST_KEYS = ["run", "epochs", "stopped_by", "test_loss", "test_accuracy", "weights_sha256"]


def records(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def epoch(terminal: Terminal) -> int:
    """The epoch in the header, -1 where there is none."""
    found = re.search(r"epoch ([\d,]+)", terminal.lines[0])
    return int(found[1].replace(",", "")) if found else -1
